import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { productQueries } from './products.queries.ts'
import type { useProductFilters } from './use-product-filters.ts'

const VIDEO = [
  { value: 'all', label: 'Any video state' },
  { value: 'no', label: 'Needs video' },
  { value: 'yes', label: 'Has video' },
] as const

/** Search and filters; every choice is in the address. */
export function ProductsToolbar({
  filters,
  setFilters,
  clearFilters,
  hasFilters,
}: ReturnType<typeof useProductFilters>) {
  const { data } = useQuery(productQueries.statuses())
  const statuses = data?.items ?? []
  return (
    <>
      <SearchInput
        label="Search products"
        placeholder="Search ASIN, title, brand, notes"
        value={filters.search ?? ''}
        onChange={(search) => setFilters({ search })}
      />
      <Select
        label="Status"
        className="min-w-36 flex-1 md:w-40 md:flex-none"
        value={filters.status_id ?? 'all'}
        onChange={(status) => setFilters({ status_id: status === 'all' ? undefined : status })}
        options={[
          { value: 'all', label: 'Any status' },
          ...statuses.map(({ id, name, color }) => ({ value: id, label: name, icon: <StatusDot color={color} /> })),
        ]}
      />
      <Select
        label="Video"
        className="min-w-36 flex-1 md:w-48 md:flex-none"
        value={filters.has_video === undefined ? 'all' : filters.has_video ? 'yes' : 'no'}
        onChange={(video) => setFilters({ has_video: video === 'all' ? undefined : video === 'yes' })}
        options={VIDEO}
      />
      {hasFilters && (
        <Button variant="quiet" onClick={clearFilters}>
          <X aria-hidden="true" /> Clear filters
        </Button>
      )}
    </>
  )
}
