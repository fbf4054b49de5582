import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { videosContract } from '#core/videos/contract.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import type { DubLanguage, StepState } from '#core/videos/schema.ts'
import { showDone } from '#ui/toasts/notify.ts'

/** How often a list is loaded again while a variant of a video is being made. */
const WATCH_MS = 4_000

/** For `refetchInterval`: only while one of these is unfinished. */
export const whileUnderWay = (variants: readonly { state: StepState }[] | undefined): number | false =>
  variants?.some(({ state }) => state === 'pending' || state === 'processing') ? WATCH_MS : false

/** The price of a dub; requested each time, because the person accepts this price. */
export const dubEstimateQuery = (videoId: string, language: DubLanguage) =>
  queryOptions({
    queryKey: [...queryKeys.videos, 'dub-estimate', videoId, language],
    queryFn: ({ signal }) => api(videosContract.dubEstimate, { params: { id: videoId }, query: { language }, signal }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })

/**
 * Has a video dubbed for the credits that the person accepted. One acceptance is one order, however often it is sent.
 */
export function useOrderDub(videoId: string, language: DubLanguage, onDone: () => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (order: { credits: number; key: string }) =>
      api(videosContract.dub, {
        params: { id: videoId },
        body: { language, confirmed_credits: order.credits },
        idempotencyKey: order.key,
      }),
    onSuccess: () => {
      showDone(`The ${DUB_LANGUAGE_NAMES[language]} version is being made`, 'This takes a few minutes.')
      onDone()
    },
    onSettled: () =>
      Promise.all([queryKeys.videos, queryKeys.tasks].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
}
