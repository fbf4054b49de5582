import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import type { ListFilters } from './products.queries.ts'

const Address = z.object({
  search: z.string().max(200).optional().catch(undefined),
  status: z.uuid().optional().catch(undefined),
  video: z.enum(['yes', 'no']).optional().catch(undefined),
})

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
    clearFilters: () => setFilters({ search: undefined, status_id: undefined, has_video: undefined }),
    hasFilters: Object.keys(filters).length > 0,
  }
}

// A hand-typed or outdated address falls back to "all" instead of breaking the page.
function readFilters(search: URLSearchParams): ListFilters {
  const { search: text, status, video } = Address.parse(Object.fromEntries(search))
  return {
    ...(text && { search: text }),
    ...(status && { status_id: status }),
    ...(video && { has_video: video === 'yes' }),
  }
}

function writeFilters(filters: { [Key in keyof ListFilters]: ListFilters[Key] | undefined }): Record<string, string> {
  return {
    ...(filters.search && { search: filters.search }),
    ...(filters.status_id && { status: filters.status_id }),
    ...(filters.has_video !== undefined && { video: filters.has_video ? 'yes' : 'no' }),
  }
}
