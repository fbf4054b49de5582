import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { FilterText } from '#core/products/filters.ts'
import type { ListFilters } from './products.queries.ts'

/** The list's filters, kept in the address so that a view can be shared, bookmarked and stepped back to. */
export function useProductFilters() {
  const [search, setSearch] = useSearchParams()
  const filters = useMemo(() => readFilters(search), [search])

  function setFilters(change: { [Key in keyof ListFilters]: ListFilters[Key] | undefined }) {
    setSearch(writeFilters({ ...filters, ...change }), { replace: true, preventScrollReset: true })
  }

  return {
    filters,
    setFilters,
    clearFilters: () => setFilters({ search: undefined, filter: undefined }),
    hasFilters: Object.keys(filters).length > 0,
  }
}

// A hand-typed or outdated address falls back to "all" instead of breaking the page.
function readFilters(address: URLSearchParams): ListFilters {
  const search = address.get('search')
  const filter = FilterText.safeParse(address.get('filter') ?? '').data
  return { ...(search && { search }), ...(filter && { filter }) }
}

function writeFilters({ search, filter }: { [Key in keyof ListFilters]: ListFilters[Key] | undefined }) {
  return { ...(search && { search }), ...(filter && { filter: JSON.stringify(filter) }) }
}
