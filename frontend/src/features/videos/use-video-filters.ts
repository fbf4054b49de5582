import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import { VideoFilterState, VideoSource } from '#core/videos/schema.ts'
import type { VideoListFilters } from './videos.queries.ts'

const Address = z.object({
  search: z.string().max(200).catch(''),
  state: VideoFilterState.optional().catch(undefined),
  source: VideoSource.optional().catch(undefined),
})
type Address = z.infer<typeof Address>

/** The library's filters, kept in the address. A hand-typed or outdated address falls back to all videos. */
export function useVideoFilters() {
  const [search, setSearch] = useSearchParams()
  const address = useMemo(() => Address.parse(Object.fromEntries(search)), [search])

  function setAddress(change: { [Key in keyof Address]?: Address[Key] | undefined }) {
    const entries = Object.entries({ ...address, ...change }).filter(([, value]) => value)
    setSearch(Object.fromEntries(entries.map(([key, value]) => [key, String(value)])), { replace: true })
  }

  const filters: VideoListFilters = {
    ...(address.search && { search: address.search }),
    ...(address.state && { state: address.state }),
    ...(address.source && { source: address.source }),
  }
  return {
    address,
    filters,
    setAddress,
    clearFilters: () => setAddress({ search: '', state: undefined, source: undefined }),
    hasFilters: Object.keys(filters).length > 0,
  }
}
