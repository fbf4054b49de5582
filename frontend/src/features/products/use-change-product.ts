import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#app/lib/api.ts'
import { queryKeys } from '#app/lib/query-keys.ts'
import { ApiError } from '#core/http/client.ts'
import { productsContract } from '#core/products/contract.ts'
import { SourcedProduct, type UpdateProduct } from '#core/products/schema.ts'
import { findCachedProduct, patchCachedProduct } from './products.queries.ts'

/**
 * Changes one product: shown at once, put back when the API refuses. Changes to one product wait for each other, so
 * that each is made against the version the one before it produced.
 */
export function useChangeProduct(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    scope: { id: `product-${id}` },
    mutationFn: (changes: UpdateProduct) => {
      const version = findCachedProduct(queryClient, id)?.updated_at
      return api(productsContract.update, { params: { id }, body: changes, ...(version && { ifMatch: version }) })
    },
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey: queryKeys.products })
      const before = findCachedProduct(queryClient, id)
      patchCachedProduct(queryClient, id, drawn(changes))
      return { before }
    },
    onSuccess: (product) => patchCachedProduct(queryClient, id, product),
    onError: (error, _changes, context) => {
      const before = readCurrent(error) ?? context?.before
      if (before) patchCachedProduct(queryClient, id, before)
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.products }),
  })
}

/** The row as it is now, when somebody else's change came first; null for every other error. */
export function readCurrent(error: unknown): SourcedProduct | null {
  if (!(error instanceof ApiError) || !error.is('row_changed')) return null
  return SourcedProduct.safeParse(error.problem.current).data ?? null
}

// Giving the video title back to the rule (null) shows only once the database has made it.
function drawn({ video_title, ...changes }: UpdateProduct): Partial<SourcedProduct> {
  const fields: Partial<SourcedProduct> = {}
  for (const [key, value] of Object.entries(changes)) if (value !== undefined) Object.assign(fields, { [key]: value })
  return video_title ? { ...fields, video_title, is_video_title_typed: true } : fields
}
