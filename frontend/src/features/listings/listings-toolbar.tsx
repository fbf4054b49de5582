import { ListFilter, X } from 'lucide-react'
import { useState } from 'react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { useIsWide } from '#app/lib/media-query.ts'
import type { Strategy } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import type { ListingsFiltering } from './listings-address.ts'

const ANY = 'any'
const CUTS = [
  { value: ANY, label: 'Price drops on or off' },
  { value: 'on', label: 'Price drops on' },
  { value: 'off', label: 'Price drops off' },
] as const
const FLOORS = [
  { value: ANY, label: 'Any floor' },
  { value: 'with', label: 'With a floor' },
  { value: 'without', label: 'Without a floor' },
  { value: 'at', label: 'At the floor' },
] as const
const STATES = [
  { value: ANY, label: 'Any state' },
  { value: 'parked', label: 'Needs attention' },
  { value: 'relisted', label: 'Relisted on eBay' },
] as const

type ListingsToolbarProps = {
  filtering: ListingsFiltering
  strategies: readonly Strategy[]
  /** On a phone cards are selected in a mode of their own. */
  isSelecting: boolean
  onSelecting: (isSelecting: boolean) => void
}

/** Search and filters; every choice is in the address. */
export function ListingsToolbar({ filtering, strategies, isSelecting, onSelecting }: ListingsToolbarProps) {
  const { address, setAddress, clearFilters, hasFilters } = filtering
  const isWide = useIsWide()
  const [isOpen, setOpen] = useState(false)
  const search = (
    <SearchInput
      label="Search listings"
      placeholder="Search title, SKU or item id"
      value={address.search}
      onChange={(next) => setAddress({ search: next })}
    />
  )
  const filters = <Filters filtering={filtering} strategies={strategies} />
  const clearing = hasFilters && (
    <Button variant="quiet" className="max-md:h-11" onClick={clearFilters}>
      <X aria-hidden="true" /> Clear filters
    </Button>
  )
  if (isWide) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        {search}
        {filters}
        {clearing}
      </div>
    )
  }
  const { strategy_id, cuts, floor, parked, relisted, hidden } = address
  const count = [strategy_id, cuts, floor, parked, relisted, hidden].filter(Boolean).length
  return (
    <div className="flex w-full flex-col gap-2">
      {search}
      <div className="flex items-center gap-2">
        <Button className="h-11" onClick={() => setOpen(true)}>
          <ListFilter aria-hidden="true" /> {count > 0 ? `Filters (${count})` : 'Filters'}
        </Button>
        <Button className="h-11" aria-pressed={isSelecting} onClick={() => onSelecting(!isSelecting)}>
          {isSelecting ? 'Done' : 'Select'}
        </Button>
        {clearing}
      </div>
      {isOpen && (
        <Sheet title="Filters" side="bottom" onClose={() => setOpen(false)}>
          <div className="flex flex-col gap-4 overflow-y-auto p-4">
            <h2 className="text-lead font-semibold">Filters</h2>
            <div className="flex flex-col gap-3">{filters}</div>
            <Button variant="primary" className="h-11 self-end" onClick={() => setOpen(false)}>
              Show listings
            </Button>
          </div>
        </Sheet>
      )}
    </div>
  )
}

function Filters({
  filtering: { address, setAddress },
  strategies,
}: Pick<ListingsToolbarProps, 'filtering' | 'strategies'>) {
  const size = 'w-full max-md:h-11 md:w-40'
  return (
    <>
      <Select
        label="Strategy"
        className={size}
        value={address.strategy_id ?? ANY}
        onChange={(strategy_id) => setAddress({ strategy_id: strategy_id === ANY ? undefined : strategy_id })}
        options={[
          { value: ANY, label: 'Any strategy' },
          { value: 'none', label: 'No strategy' },
          ...strategies.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        label="Price drops"
        className={size}
        value={address.cuts ?? ANY}
        onChange={(cuts) => setAddress({ cuts: cuts === ANY ? undefined : cuts })}
        options={CUTS}
      />
      <Select
        label="Floor"
        className={size}
        value={address.floor ?? ANY}
        onChange={(floor) => setAddress({ floor: floor === ANY ? undefined : floor })}
        options={FLOORS}
      />
      <Select
        label="State"
        className={size}
        value={address.parked ? 'parked' : address.relisted ? 'relisted' : ANY}
        onChange={(state) =>
          setAddress({
            parked: state === 'parked' ? 'yes' : undefined,
            relisted: state === 'relisted' ? 'yes' : undefined,
          })
        }
        options={STATES}
      />
      <Button
        className="max-md:h-11"
        aria-pressed={address.hidden === 'yes'}
        variant={address.hidden ? 'secondary' : 'quiet'}
        onClick={() => setAddress({ hidden: address.hidden ? undefined : 'yes' })}
      >
        {address.hidden ? 'Showing hidden' : 'Show hidden'}
      </Button>
    </>
  )
}
