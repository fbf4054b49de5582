import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { VideoFilterState, VideoSource } from '#core/videos/schema.ts'
import type { VideoListFilters } from './videos.queries.ts'

const VideosAddress = z.object({
  search: z.string().max(200).default(''),
  state: VideoFilterState.optional(),
  source: VideoSource.optional(),
})

/** The library's filters. */
export function useVideosAddress() {
  const filtering = useAddress(VideosAddress, { filters: ['search', 'state', 'source'] })
  return { ...filtering, filters: asFilters(filtering.address) }
}
export type VideosFiltering = ReturnType<typeof useVideosAddress>

const asFilters = ({ search, state, source }: z.infer<typeof VideosAddress>): VideoListFilters => ({
  ...(search && { search }),
  ...(state && { state }),
  ...(source && { source }),
})
