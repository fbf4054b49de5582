import { queryOptions } from '@tanstack/react-query'
import { rowCache } from '#app/components/data-table/query/paged-cache.ts'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { type InboxConversation, type InboxView, inboxContract } from '#core/social/inbox/contract.ts'
import { savedRepliesContract } from '#core/social/inbox/saved-replies.ts'

/** While the page is open, new messages are looked for so often. */
const WATCH_MS = 10_000
/** A reply is on its way. */
const WATCH_SENDING_MS = 1500
/** How often Instagram itself is read while the page is open. */
export const READ_AGAIN_MS = 60_000

type Filters = { view: InboxView; q: string; account: string | undefined }

export const inboxQueries = {
  list: ({ view, q, account }: Filters) =>
    pagedQuery(inboxContract.list, {
      key: [...queryKeys.inbox, 'list', { view, q, account }],
      query: { view, limit: 50, ...(q && { q }), ...(account && { connection_id: account }) },
      refetchInterval: ({ data }) => ((data?.pages.length ?? 0) <= 2 ? WATCH_MS : false),
    }),
  counts: () =>
    queryOptions({
      queryKey: [...queryKeys.inbox, 'counts'],
      queryFn: ({ signal }) => api(inboxContract.counts, { signal }),
      refetchInterval: WATCH_MS,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.inbox, 'detail', id],
      queryFn: ({ signal }) => api(inboxContract.get, { params: { id }, signal }),
      refetchInterval: WATCH_MS,
    }),
  messages: (id: string) =>
    pagedQuery(inboxContract.messages, {
      key: [...queryKeys.inbox, 'messages', id],
      params: { id },
      query: { limit: 50 },
      refetchInterval: ({ data }) => {
        const open = data?.pages[0]?.items.some(({ state }) => state === 'sending' || state === 'unknown')
        return open ? WATCH_SENDING_MS : (data?.pages.length ?? 0) <= 2 ? WATCH_MS : false
      },
    }),
  settings: () =>
    queryOptions({
      queryKey: [...queryKeys.inbox, 'settings'],
      queryFn: ({ signal }) => api(inboxContract.settings, { signal }),
    }),
  savedReplies: () =>
    queryOptions({
      queryKey: queryKeys.savedReplies,
      queryFn: ({ signal }) => api(savedRepliesContract.list, { signal }),
      select: ({ items }) => items,
    }),
}

/** Conversations as the list and the open one have them. */
export const conversationCache = rowCache<InboxConversation>(queryKeys.inbox, {
  isKept: ({ queryKey }) => queryKey[1] === 'settings',
})
