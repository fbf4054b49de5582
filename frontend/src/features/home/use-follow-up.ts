import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'

/** Finishes a follow-up or moves it to another day; Undo in the toast restores it. */
export function useFollowUp({ id, asin, title, follow_up_date, follow_up_note, updated_at }: SourcedProduct) {
  const queryClient = useQueryClient()
  const format = useFormat()
  const name = title ?? asin
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.products })
    return queryClient.invalidateQueries({ queryKey: queryKeys.changes })
  }
  const write = useMutation({
    // Sends the version on screen, so that a follow-up that another member just moved is not finished by mistake.
    mutationFn: ({ changes }: { changes: UpdateProduct; done: string }) =>
      api(productsContract.update, { params: { id }, body: changes, ifMatch: updated_at }),
    onSuccess: (_product, { done }) => showUndo(done, () => putBack.mutate()),
    onError: (error) => showFailure(`The follow-up of ${name} was not changed.`, error),
    onSettled: refresh,
  })
  const putBack = useMutation({
    mutationFn: () => api(productsContract.update, { params: { id }, body: { follow_up_date, follow_up_note } }),
    onError: (error) => showFailure(`The follow-up of ${name} was not restored.`, error),
    onSettled: refresh,
  })
  return {
    isPending: write.isPending,
    finish: () =>
      write.mutate({ changes: { follow_up_date: null, follow_up_note: null }, done: `Follow-up of ${name} is done` }),
    moveTo: (day: string) =>
      write.mutate({ changes: { follow_up_date: day }, done: `${name} is due on ${format.day(day)}` }),
  }
}
