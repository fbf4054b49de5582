import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** Makes the thumbnail of a product now. `name` names the product in messages. */
export function useMakeThumbnail(productId: string, name: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api(thumbnailsContract.generate, { body: { product_id: productId } }),
    onSuccess: ({ is_unchanged, warnings }) =>
      showDone(
        is_unchanged ? `The thumbnail of ${name} is up to date` : `Thumbnail of ${name} made`,
        warnings[0]?.message,
      ),
    onError: (error) => showFailure(`The thumbnail of ${name} was not made.`, error),
    onSettled: () =>
      Promise.all(
        [queryKeys.thumbnails, queryKeys.videos, queryKeys.tasks, queryKeys.products].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
