import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListingCounts } from '#core/listings/schema.ts'
import { cn } from '#ui/class-names.ts'
import { listingQueries } from './listings.queries.ts'
import type { ListingsAddress } from './listings-address.ts'

type Status = ListingsAddress['status']

const TABS: readonly { status: Status; label: string; count: (counts: ListingCounts) => number }[] = [
  { status: 'open', label: 'Current', count: ({ active, sold_out, inactive }) => active + sold_out + inactive },
  { status: 'active', label: 'Active', count: ({ active }) => active },
  { status: 'sold_out', label: 'Sold out', count: ({ sold_out }) => sold_out },
  { status: 'inactive', label: 'Inactive', count: ({ inactive }) => inactive },
  { status: 'ended', label: 'Ended', count: ({ ended }) => ended },
  {
    status: 'all',
    label: 'All',
    count: ({ active, sold_out, inactive, ended }) => active + sold_out + inactive + ended,
  },
]

/** Listings by what eBay says of them, with how many there are. */
export function StatusTabs({ status, onChange }: { status: Status; onChange: (status: Status) => void }) {
  const { data: counts } = useQuery(listingQueries.counts())
  const { locale } = useFormat()
  return (
    <fieldset aria-label="Status" className="flex min-w-0 gap-1 overflow-x-auto">
      {TABS.map((tab) => (
        <button
          key={tab.status}
          type="button"
          aria-pressed={tab.status === status}
          onClick={() => onChange(tab.status)}
          className={cn(
            'flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2.5 max-md:h-11',
            tab.status === status ? 'bg-pressed font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {tab.label}
          {counts && (
            <span className="text-meta text-muted tabular-nums">{tab.count(counts).toLocaleString(locale)}</span>
          )}
        </button>
      ))}
    </fieldset>
  )
}
