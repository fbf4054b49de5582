import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { SocialNetwork } from '#core/social/networks.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import type { PostState, SocialPost } from '#core/social/posts/schema.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

export type PostListFilters = { state?: PostState | 'attention'; network?: SocialNetwork; search?: string }
export type Stretch = { from: string; until: string }

/** How often a page checks posts that are being published. */
const WATCH_MS = 3000
/** Scheduled posts change without this page: at their time, or by a colleague. */
const SCHEDULED_MS = 15_000
const CALENDAR_MS = 60_000
/** What networks accept changes a few times a year. */
const LIMITS_STALE_MS = 60 * 60_000

const isUnderWay = ({ state, jobs = [] }: Pick<SocialPost, 'state'> & Partial<Pick<SocialPost, 'jobs'>>) =>
  state === 'publishing' || jobs.some((job) => job.state === 'preparing' || job.state === 'publishing')

/** For `refetchInterval`: often while a post is being published, now and then while one is scheduled. */
const whileChanging = (posts: Parameters<typeof isUnderWay>[0][] = [], scheduledMs = SCHEDULED_MS) =>
  posts.some(isUnderWay) ? WATCH_MS : posts.some(({ state }) => state === 'scheduled') && scheduledMs

export const postQueries = {
  list: (filters: PostListFilters) =>
    pagedQuery(socialPostsContract.list, {
      key: [...queryKeys.socialPosts, 'list', filters],
      query: { limit: 50, ...filters },
      refetchInterval: ({ data }) => whileChanging(data?.pages.flatMap(({ items }) => items)),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.socialPosts, 'one', id],
      queryFn: ({ signal }) => api(socialPostsContract.get, { params: { id }, signal }),
      refetchInterval: ({ state }) => whileChanging(state.data && [state.data]),
    }),
  counts: () =>
    queryOptions({
      queryKey: [...queryKeys.socialPosts, 'counts'],
      queryFn: ({ signal }) => api(socialPostsContract.counts, { signal }),
      refetchInterval: ({ state }) =>
        state.data && state.data.by_state.scheduled + state.data.by_state.publishing > 0 ? SCHEDULED_MS : false,
    }),
  calendar: ({ from, until }: Stretch) =>
    queryOptions({
      queryKey: [...queryKeys.socialPosts, 'calendar', from, until],
      queryFn: ({ signal }) => api(socialPostsContract.calendar, { query: { from, until }, signal }),
      refetchInterval: ({ state }) => whileChanging(state.data?.items, CALENDAR_MS),
      placeholderData: keepPreviousData,
    }),
  accounts: () =>
    queryOptions({
      queryKey: [...queryKeys.socialPosts, 'accounts'],
      queryFn: ({ signal }) => api(socialPostsContract.accounts, { signal }),
      select: ({ items }) => items,
    }),
  limits: () =>
    queryOptions({
      queryKey: [...queryKeys.socialSettings, 'limits'],
      queryFn: ({ signal }) => api(socialSettingsContract.limits, { signal }),
      select: ({ items }) => items,
      staleTime: LIMITS_STALE_MS,
    }),
  settings: () =>
    queryOptions({
      queryKey: [...queryKeys.socialSettings, 'own'],
      queryFn: ({ signal }) => api(socialSettingsContract.get, { signal }),
    }),
  templates: () =>
    queryOptions({
      queryKey: [...queryKeys.socialSettings, 'templates'],
      queryFn: ({ signal }) => api(socialSettingsContract.templates, { signal }),
      select: ({ items }) => items,
    }),
  hashtagSets: () =>
    queryOptions({
      queryKey: [...queryKeys.socialSettings, 'hashtag-sets'],
      queryFn: ({ signal }) => api(socialSettingsContract.hashtagSets, { signal }),
      select: ({ items }) => items,
    }),
  slots: () =>
    queryOptions({
      queryKey: [...queryKeys.socialSettings, 'slots'],
      queryFn: ({ signal }) => api(socialSettingsContract.slots, { signal }),
    }),
  repeats: () =>
    queryOptions({
      queryKey: [...queryKeys.socialSettings, 'repeats'],
      queryFn: ({ signal }) => api(socialSettingsContract.repeats, { signal }),
      select: ({ items }) => items,
    }),
  video: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.videos, 'post', id],
      queryFn: ({ signal }) => api(videosContract.get, { params: { id }, signal }),
    }),
  videos: (search: string) =>
    queryOptions({
      queryKey: [...queryKeys.videos, 'found', search],
      queryFn: ({ signal }) => api(videosContract.list, { query: { limit: 8, ...(search && { search }) }, signal }),
      placeholderData: keepPreviousData,
    }),
  cover: (asin: string) =>
    queryOptions({
      queryKey: [...queryKeys.thumbnails, 'cover', asin],
      queryFn: ({ signal }) => api(thumbnailsContract.find, { query: { asin }, signal }),
    }),
}
