import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { listingCache } from '#app/features/listings/listings.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { BulkUpdateListings, ListedListing } from '#core/listings/schema.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'

type Patch = BulkUpdateListings['patch']
type OwnField = 'floor_cents' | 'strategy_id' | 'reductions_enabled' | 'is_hidden'

export type BulkChange = {
  listings: readonly ListedListing[]
  patch: Patch
  /** The column whose old values Undo writes back; null when that is not possible. */
  undoes: OwnField | null
  /** "Floors set", said with the number. */
  done: string
  description?: string
}

/** Changes many listings at once. Undo writes the old values back, those that are alike in one call. */
export function useBulkListings() {
  const queryClient = useQueryClient()
  const format = useFormat()
  const settle = () =>
    Promise.all([listingCache.refresh(queryClient), queryClient.invalidateQueries({ queryKey: queryKeys.strategies })])

  const undo = useMutation({
    mutationFn: async ({ listings, field }: { listings: readonly ListedListing[]; field: OwnField }) => {
      const byValue = Map.groupBy(listings, (listing) => listing[field])
      for (const [value, alike] of byValue) {
        await api(listingsContract.bulk, { body: { ids: alike.map(({ id }) => id), patch: { [field]: value } } })
      }
    },
    onSuccess: (_nothing, { listings }) => showDone(`${format.count(listings.length, 'listing')} resumed`),
    onError: (error) => showFailure('Not everything was restored.', error),
    onSettled: settle,
  })

  return useMutation({
    mutationFn: ({ listings, patch }: BulkChange) =>
      api(listingsContract.bulk, { body: { ids: listings.map(({ id }) => id), patch } }),
    onSuccess: (_answer, { listings, undoes, done, description }) => {
      const words = `${done}: ${format.count(listings.length, 'listing')}`
      if (undoes) showUndo(words, () => undo.mutate({ listings, field: undoes }), description)
      else showDone(words, description)
    },
    onError: (error) => showFailure('Nothing was changed.', error),
    onSettled: settle,
  })
}
