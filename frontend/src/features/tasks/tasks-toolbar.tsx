import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { taskCountsQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import { crmListQueries } from '#app/domains/products/crm-lists.queries.ts'
import { MARKETPLACES, type MarketplaceCode } from '#core/marketplaces.ts'
import { TASK_STATUS_WORDS } from '#core/tasks/words.ts'
import { Button } from '#ui/button.tsx'
import type { TasksFiltering } from './tasks-address.ts'

const ALL = 'all'
const STATUS = [
  { value: 'pending', label: TASK_STATUS_WORDS.pending },
  { value: 'completed', label: TASK_STATUS_WORDS.completed },
  { value: 'skipped', label: TASK_STATUS_WORDS.skipped },
  { value: ALL, label: 'Any status' },
] as const
const VIDEO = [
  { value: ALL, label: 'Any video state' },
  { value: 'yes', label: 'Has video' },
  { value: 'no', label: 'No video' },
] as const
export function TasksToolbar({ address, setAddress, clearFilters, hasFilters }: TasksFiltering) {
  const isToDo = address.view === 'videos'
  // Placements are few and latest first: the marketplace is enough to find one.
  const isSearched = address.view !== 'placements'
  const countries = useCountryOptions(address.marketplace)
  const owners = useOwnerOptions(address.owner)
  return (
    <>
      {isSearched && (
        <SearchInput
          label="Search tasks"
          placeholder="Search ASIN or title"
          value={address.search}
          onChange={(search) => setAddress({ search })}
        />
      )}
      <Select
        label="Marketplace"
        className="min-w-36 flex-1 md:w-44 md:flex-none"
        value={address.marketplace ?? ALL}
        onChange={(code) => setAddress({ marketplace: code === ALL ? undefined : code })}
        options={countries}
      />
      {isToDo && (
        <>
          <Select
            label="Status"
            className="min-w-28 flex-1 md:w-36 md:flex-none"
            value={address.status}
            onChange={(status) => setAddress({ status })}
            options={STATUS}
          />
          <Select
            label="Video"
            className="min-w-36 flex-1 md:w-48 md:flex-none"
            value={address.video ?? ALL}
            onChange={(video) => setAddress({ video: video === ALL ? undefined : video })}
            options={VIDEO}
          />
        </>
      )}
      {isSearched && owners.length > 1 && (
        <Select
          label="Owner"
          className="min-w-28 flex-1 md:w-40 md:flex-none"
          value={address.owner ?? ALL}
          onChange={(owner) => setAddress({ owner: owner === ALL ? undefined : owner })}
          options={owners}
        />
      )}
      {hasFilters && (
        <Button variant="quiet" onClick={clearFilters}>
          <X aria-hidden="true" /> Clear filters
        </Button>
      )}
    </>
  )
}

// The marketplaces that are on or have tasks; the chosen one even when it has none left.
function useCountryOptions(chosen: MarketplaceCode | undefined) {
  const { data } = useQuery(taskCountsQuery())
  const offered = new Set(data?.items.map(({ marketplace }) => marketplace))
  return [
    { value: ALL, label: 'All marketplaces' } as const,
    ...MARKETPLACES.filter(({ code }) => offered.has(code) || code === chosen).map(({ code, name }) => ({
      value: code,
      label: `${code} · ${name}`,
    })),
  ]
}

// The product owners that are not hidden, and the chosen one in any case. An uploader does not see product owners.
function useOwnerOptions(chosen: string | undefined) {
  const { data: me } = useQuery(meQuery())
  const { data } = useQuery({ ...crmListQueries.owners(), enabled: me !== undefined && me.role !== 'uploader' })
  const shown = data?.items.filter(({ id, is_hidden }) => !is_hidden || id === chosen) ?? []
  return [{ value: ALL, label: 'All owners' }, ...shown.map(({ id, name }) => ({ value: id, label: name }))]
}
