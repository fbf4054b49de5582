import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { listingCache } from '#app/features/listings/listings.queries.ts'
import { api } from '#app/lib/api.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { ListedListing, UpdateListing } from '#core/listings/schema.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'

type Change = {
  listing: ListedListing
  patch: UpdateListing
  /** What was done, for the toast that undoes it. */
  words: string
}

/** Changes what is the person's of a listing: shown at once, put back when refused, undone by a toast. */
export function useChangeListing() {
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: ({ listing, patch }: Change) =>
      api(listingsContract.update, { params: { id: listing.id }, body: patch }),
    onMutate: async ({ listing, patch }) => {
      await listingCache.hold(queryClient)
      listingCache.patch(queryClient, listing.id, drawn(patch))
    },
    onSuccess: (updated, { listing, patch, words }) => {
      listingCache.patch(queryClient, listing.id, updated)
      const before = beforeOf(listing, patch)
      if (!before) showDone(words, listing.title)
      else {
        const undo = { listing: { ...listing, ...updated }, patch: before, words: 'Resume' }
        showUndo(words, () => mutate(undo), restartOf(patch) ?? listing.title)
      }
    },
    onError: (error, { listing }) => {
      listingCache.patch(queryClient, listing.id, listing)
      showFailure('The listing was not changed.', error)
    },
    onSettled: () =>
      Promise.all([
        listingCache.refresh(queryClient),
        queryClient.invalidateQueries({ queryKey: queryKeys.strategies }),
      ]),
  })
  return { change: mutate, isPending }
}

// What the API will answer, as far as it can be known.
function drawn({ is_parked, ...patch }: UpdateListing): Partial<ListedListing> {
  const isUnlinked = patch.product_id === null
  return {
    ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)),
    ...(patch.reductions_enabled && { reductions_enabled_at: new Date().toISOString() }),
    ...(is_parked === false && { parked_code: null, parked_reason: null, parked_at: null }),
    ...(isUnlinked && { product: null }),
  }
}

/** The values that were there before; null for what cannot be taken back. */
function beforeOf(listing: ListedListing, patch: UpdateListing): UpdateListing | null {
  if (patch.is_parked !== undefined) return null
  return {
    ...(patch.floor_cents !== undefined && { floor_cents: listing.floor_cents }),
    ...(patch.strategy_id !== undefined && { strategy_id: listing.strategy_id }),
    ...(patch.reductions_enabled !== undefined && { reductions_enabled: listing.reductions_enabled }),
    ...(patch.cost_cents !== undefined && { cost_cents: listing.cost_cents }),
    ...(patch.is_hidden !== undefined && { is_hidden: listing.is_hidden }),
    ...(patch.product_id !== undefined && { product_id: listing.product_id }),
  }
}

const restartOf = (patch: UpdateListing) =>
  patch.reductions_enabled === true || patch.strategy_id ? 'The first price drop is one interval from now.' : undefined
