import { Eye, EyeOff, RotateCcw, Route, Shield, ToggleLeft, ToggleRight, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import type { Pricing } from '#app/features/listings/listing-prices.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { Button } from '#ui/button.tsx'
import { FloorsForm } from './floors-form.tsx'
import { type BulkChange, useBulkListings } from './use-bulk-listings.ts'
import type { Selected } from './use-selected.ts'

const NONE = 'none'
const AGAIN = 'Undo switches them on again; the first cut then comes one interval later.'

type BulkBarProps = { selected: Selected; pricing: Pricing; areHidden: boolean }

/** What can be done with the selected listings; lies over the foot of the list for as long as some are. */
export function BulkBar({ selected, pricing, areHidden }: BulkBarProps) {
  const format = useFormat()
  const bulk = useBulkListings()
  const [opened, setOpened] = useState<'floors' | 'strategy' | null>(null)
  const { listings, count, clear } = selected
  if (count === 0) return null
  const parked = listings.filter(({ parked_code }) => parked_code !== null)
  const run = (change: BulkChange) => bulk.mutate(change, { onSuccess: () => setOpened(null) })
  const popover = (name: 'floors' | 'strategy') => ({
    isOpen: opened === name,
    onOpenChange: (isOpen: boolean) => setOpened(isOpen ? name : null),
    side: 'top' as const,
  })
  return (
    <section
      aria-label="Selected listings"
      className="fixed inset-x-2 bottom-[72px] z-20 mx-auto flex w-fit max-w-[calc(100vw-16px)] animate-rise-in items-center gap-1 overflow-x-auto rounded-card border border-line bg-surface p-1.5 shadow-float md:bottom-4"
    >
      <p role="status" className="shrink-0 px-2 font-medium tabular-nums">
        {count.toLocaleString(format.locale)} selected
      </p>
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
          clear()
        }}
      >
        {areHidden ? 'Show again' : 'Hide'}
      </Act>
      {parked.length > 0 && (
        <Act
          icon={<RotateCcw aria-hidden="true" />}
          onClick={() => run({ listings: parked, patch: { is_parked: false }, undoes: null, done: 'Resumed' })}
        >
          Resume {parked.length}
        </Act>
      )}
      <Button
        size="icon-small"
        variant="quiet"
        className="sticky right-0 bg-surface max-md:size-11"
        aria-label="Clear selection"
        onClick={clear}
      >
        <X aria-hidden="true" />
      </Button>
    </section>
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
