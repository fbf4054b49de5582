import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { quickListContract } from '#core/quick-list/contract.ts'
import type { CreateQuickList, QuickList, UpdateQuickListSettings } from '#core/quick-list/schema.ts'

/** How often a page reads the progress of an attempt; only while one runs. */
const WATCH_MS = 1000
/** Keepa's answer is kept for a day; a category's rules rarely change. */
const CHECK_STALE_MS = 5 * 60_000

export const isUnderWay = ({ state }: Pick<QuickList, 'state'>) => state === 'running' || state === 'undoing'

export const quickListQueries = {
  setup: () =>
    queryOptions({
      queryKey: [...queryKeys.quickList, 'settings'],
      queryFn: ({ signal }) => api(quickListContract.settings, { signal }),
      staleTime: 60_000,
    }),
  check: (asin: string, categoryId: string | null) =>
    queryOptions({
      queryKey: [...queryKeys.quickList, 'check', asin, categoryId],
      queryFn: ({ signal }) =>
        api(quickListContract.check, { body: { asin, ...(categoryId && { category_id: categoryId }) }, signal }),
      staleTime: CHECK_STALE_MS,
    }),
  recent: () =>
    queryOptions({
      queryKey: [...queryKeys.quickList, 'recent'],
      queryFn: ({ signal }) => api(quickListContract.list, { query: { limit: 10 }, signal }),
      refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? WATCH_MS : false),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.quickList, 'one', id],
      queryFn: ({ signal }) => api(quickListContract.get, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? WATCH_MS : false),
    }),
}

/** Requests the listing. One key per mount and content: a second press, or a lost request, is the same attempt. */
export function useListIt(onBegun: (attempt: QuickList) => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ input, key }: { input: CreateQuickList; key: string }) =>
      api(quickListContract.create, { body: input, idempotencyKey: key }),
    onSuccess: (attempt) => {
      queryClient.setQueryData(quickListQueries.one(attempt.id).queryKey, attempt)
      void queryClient.invalidateQueries({ queryKey: quickListQueries.recent().queryKey })
      onBegun(attempt)
    },
  })
}

export function useSaveSettings() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (change: UpdateQuickListSettings) => api(quickListContract.updateSettings, { body: change }),
    onSuccess: (saved) => {
      queryClient.setQueryData(quickListQueries.setup().queryKey, (known) => known && { ...known, ...saved })
      // Prefix and note are part of a check's answer.
      void queryClient.invalidateQueries({ queryKey: [...queryKeys.quickList, 'check'] })
    },
  })
}
