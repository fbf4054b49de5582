import { X } from 'lucide-react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Button } from '#app/components/ui/button.tsx'
import type { useProductFilters } from './use-product-filters.ts'

/** Search and filters; every choice is in the address. */
export function ProductsToolbar({
  filters,
  setFilters,
  clearFilters,
  hasFilters,
}: ReturnType<typeof useProductFilters>) {
  return (
    <>
      <SearchInput
        label="Search products"
        placeholder="Search ASIN, title, brand, notes"
        value={filters.search ?? ''}
        onChange={(search) => setFilters({ search })}
      />
      {hasFilters && (
        <Button variant="quiet" onClick={clearFilters}>
          <X aria-hidden="true" /> Clear filters
        </Button>
      )}
    </>
  )
}
