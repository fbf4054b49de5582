import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import type { RenderPreview, ThumbnailRunItem } from '#core/thumbnails/schema.ts'

const RUN_POLL_MS = 1500
// Links to images work for an hour; they are read again before that.
const LINKS_STALE_MS = 30 * 60_000

export const thumbnailQueries = {
  templates: () =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'templates'],
      queryFn: ({ signal }) => api(thumbnailTemplatesContract.list, { query: {}, signal }),
      select: ({ items }) => items,
    }),
  versions: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'versions', id],
      queryFn: ({ signal }) => api(thumbnailTemplatesContract.versions, { params: { id }, signal }),
      select: ({ items }) => items,
      staleTime: LINKS_STALE_MS,
    }),
  /** A product to preview with, and the three worst titles of the workspace. */
  previewData: (owner_id: string, product_id?: string) =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'preview-data', owner_id, product_id],
      queryFn: ({ signal }) =>
        api(thumbnailsContract.previewData, { query: { owner_id, ...(product_id && { product_id }) }, signal }),
      placeholderData: keepPreviousData,
    }),
  /** What generating would store now. Images are large, so they are soon forgotten. */
  preview: (draft: RenderPreview) =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'preview', draft],
      queryFn: ({ signal }) => api(thumbnailsContract.preview, { body: draft, signal }),
      placeholderData: keepPreviousData,
      gcTime: 60_000,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  fonts: () =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'fonts'],
      queryFn: ({ signal }) => api(thumbnailsContract.fonts, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  settings: () =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'settings'],
      queryFn: ({ signal }) => api(thumbnailsContract.settings, { signal }),
    }),
  runs: () =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'runs'],
      queryFn: ({ signal }) => api(thumbnailsContract.listRuns, { query: { limit: 10 }, signal }),
      select: ({ items }) => items,
      refetchInterval: ({ state }) => (state.data?.items.some((run) => run.state === 'running') ? RUN_POLL_MS : false),
    }),
  run: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'run', id],
      queryFn: ({ signal }) => api(thumbnailsContract.run, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data?.state === 'running' ? RUN_POLL_MS : false),
    }),
  runItems: (id: string, state?: ThumbnailRunItem['state']) =>
    pagedQuery(thumbnailsContract.runItems, {
      key: [...queryKeys.thumbnails, 'run-items', id, state],
      params: { id },
      query: { limit: 24, ...(state && { state }) },
    }),
}
