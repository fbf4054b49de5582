import { queryOptions } from '@tanstack/react-query'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { whileUnderWay } from '#app/domains/videos/dubs/dubs.queries.ts'
import { api } from '#app/lib/api.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import type { VariantName, VideoFilterState, VideoSource } from '#core/videos/schema.ts'

export type VideoListFilters = { search?: string; state?: VideoFilterState; source?: VideoSource }

/** Videos whose steps may still change without the person. */
const stepsOf = ({ check_state, variants }: ListedVideo) => [{ state: check_state }, ...variants]

export const videoLibraryQueries = {
  list: (filters: VideoListFilters) =>
    pagedQuery(videosContract.list, {
      key: [...queryKeys.videos, 'library', filters],
      query: { limit: 48, ...filters },
      isCounted: true,
      refetchInterval: ({ data }) =>
        whileUnderWay(data?.pages.flatMap((page) => page.items.flatMap((video) => stepsOf(video)))),
    }),
  /** A link to play from, fresh each time: it expires after minutes. */
  playing: (id: string, variant: VariantName | undefined) =>
    queryOptions({
      queryKey: [...queryKeys.videos, 'playing', id, variant],
      queryFn: ({ signal }) =>
        api(videosContract.download, { params: { id }, query: variant === undefined ? {} : { variant }, signal }),
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
    }),
}
