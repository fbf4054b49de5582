import { CopyCheck, Eye, EyeOff, RotateCcw, Route, Shield, ToggleLeft, ToggleRight, TrendingDown } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { SelectionBar } from '#app/components/data-table/selection-bar.tsx'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import type { Pricing } from '#app/features/listings/listing-prices.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { Button } from '#ui/button.tsx'
import { FloorsForm } from './floors-form.tsx'
import { type BulkChange, useBulkListings } from './use-bulk-listings.ts'
import { useCarryOver } from './use-carry-over.ts'

const NONE = 'none'
const AGAIN = 'Undo turns them on again. The first price drop then comes one interval later.'

type BulkBarProps = {
  /** What is selected of the loaded listings. */
  listings: readonly ListedListing[]
  onClear: () => void
  pricing: Pricing
  areHidden: boolean
  /** Opens what a run would do with the selected listings; undefined without eBay. */
  onLower: (() => void) | undefined
}

/** What can be done with the selected listings; lies over the foot of the list for as long as some are. */
export function BulkBar({ listings, onClear, pricing, areHidden, onLower }: BulkBarProps) {
  const bulk = useBulkListings()
  const [opened, setOpened] = useState<'floors' | 'strategy' | null>(null)
  const carryOver = useCarryOver()
  const relisted = listings.filter(({ relisted_from }) => relisted_from !== null)
  const parked = listings.filter(({ parked_code }) => parked_code !== null)
  const run = (change: BulkChange) => bulk.mutate(change, { onSuccess: () => setOpened(null) })
  const popover = (name: 'floors' | 'strategy') => ({
    isOpen: opened === name,
    onOpenChange: (isOpen: boolean) => setOpened(isOpen ? name : null),
    side: 'top' as const,
  })
  return (
    <SelectionBar label="Selected listings" count={listings.length} onClear={onClear}>
      {onLower && (
        <Act icon={<TrendingDown aria-hidden="true" />} onClick={onLower}>
          Lower prices now
        </Act>
      )}
      <Popover
        label="Set floors"
        {...popover('floors')}
        trigger={
          <Button size="small" variant="quiet" className="max-md:h-11">
            <Shield aria-hidden="true" /> Floors
          </Button>
        }
      >
        <FloorsForm
          listings={listings}
          settings={pricing.settings}
          isBusy={bulk.isPending}
          onApply={(floor, changed) =>
            run({ listings: changed, patch: { floor }, undoes: 'floor_cents', done: 'Floors set' })
          }
        />
      </Popover>
      <Popover
        label="Assign a strategy"
        {...popover('strategy')}
        className="w-64"
        trigger={
          <Button size="small" variant="quiet" className="max-md:h-11">
            <Route aria-hidden="true" /> Strategy
          </Button>
        }
      >
        <PickerList
          label="Find strategy"
          chosen={[]}
          emptyWords="We can't find this strategy."
          options={[
            ...pricing.strategies.map(({ id, name, is_live }) => ({
              value: id,
              label: is_live ? name : `${name} (preview)`,
            })),
            { value: NONE, label: 'No strategy' },
          ]}
          onChoose={(value) => {
            const strategy_id = value === NONE ? null : value
            run({ listings, patch: { strategy_id }, undoes: 'strategy_id', done: 'Strategy changed' })
          }}
        />
      </Popover>
      <Act
        icon={<ToggleRight aria-hidden="true" />}
        onClick={() =>
          run({
            listings: listings.filter(({ reductions_enabled }) => !reductions_enabled),
            patch: { reductions_enabled: true },
            undoes: 'reductions_enabled',
            done: 'Price drops turned on',
            description: 'The first price drop is one interval from now.',
          })
        }
        isDisabled={listings.every(({ reductions_enabled }) => reductions_enabled)}
      >
        Switch on
      </Act>
      <Act
        icon={<ToggleLeft aria-hidden="true" />}
        onClick={() =>
          run({
            listings: listings.filter(({ reductions_enabled }) => reductions_enabled),
            patch: { reductions_enabled: false },
            undoes: 'reductions_enabled',
            done: 'Price drops turned off',
            description: AGAIN,
          })
        }
        isDisabled={!listings.some(({ reductions_enabled }) => reductions_enabled)}
      >
        Switch off
      </Act>
      <Act
        icon={areHidden ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
        onClick={() => {
          run({
            listings,
            patch: { is_hidden: !areHidden },
            undoes: 'is_hidden',
            done: areHidden ? 'Shown again' : 'Hidden',
          })
          onClear()
        }}
      >
        {areHidden ? 'Show again' : 'Hide'}
      </Act>
      {relisted.length > 0 && (
        <Act
          icon={<CopyCheck aria-hidden="true" />}
          onClick={() => carryOver.mutate({ ids: relisted.map(({ id }) => id), isWanted: true })}
          isDisabled={carryOver.isPending}
        >
          Carry over {relisted.length}
        </Act>
      )}
      {parked.length > 0 && (
        <Act
          icon={<RotateCcw aria-hidden="true" />}
          onClick={() => run({ listings: parked, patch: { is_parked: false }, undoes: null, done: 'Resumed' })}
        >
          Resume {parked.length}
        </Act>
      )}
    </SelectionBar>
  )
}

type ActProps = { icon: ReactNode; onClick: () => void; isDisabled?: boolean; children: ReactNode }

function Act({ icon, onClick, isDisabled = false, children }: ActProps) {
  return (
    <Button size="small" variant="quiet" className="max-md:h-11" onClick={onClick} disabled={isDisabled}>
      {icon} {children}
    </Button>
  )
}
