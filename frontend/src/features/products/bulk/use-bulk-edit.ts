import { useMutation, useQueryClient } from '@tanstack/react-query'
import { finishOperation, percentOf } from '#app/domains/products/finish-operation.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { drawn } from '#app/features/products/fields/use-change-product.ts'
import { PRODUCT_WRITE } from '#app/features/products/history/changes.queries.ts'
import { useUndo } from '#app/features/products/history/use-undo.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { BulkEdit, BulkResult } from '#core/products/bulk.ts'
import { productsContract } from '#core/products/contract.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'
import { productCache } from '../products.queries.ts'

/**
 * Changes many products as one change set: a toast shows their number and undoes all of it. `onFailed` gets the skipped
 * products. Rows with values of their own are shown at once and restored when the API refuses them.
 */
export function useBulkEdit(onFailed: (failed: BulkResult['failed']) => void) {
  const queryClient = useQueryClient()
  const { undoChangeSet } = useUndo()
  const format = useFormat()

  function drawRows(edit: BulkEdit) {
    if (!('rows' in edit)) return []
    return edit.rows.flatMap(({ id, set }) => {
      const before = productCache.find(queryClient, id)
      productCache.patch(queryClient, id, drawn(set, before))
      return before ? [before] : []
    })
  }

  return useMutation({
    mutationKey: PRODUCT_WRITE,
    mutationFn: async (edit: BulkEdit): Promise<BulkResult> => {
      const result = await api(productsContract.bulk, { body: edit, idempotencyKey: crypto.randomUUID() })
      if (!result.operation) return result
      const { change_set_id, changed, done, failed, failed_count } = await finishOperation(
        result.operation,
        (operation) => `${percentOf(operation)}% of ${format.count(operation.total, 'product')} ${verbOf(edit)}`,
      )
      const unchanged = done - changed - failed_count
      return { change_set_id, changed, unchanged, failed: [...result.failed, ...failed] }
    },
    onMutate: async (edit) => {
      await queryClient.cancelQueries({ queryKey: queryKeys.products })
      return { before: drawRows(edit) }
    },
    onSuccess: ({ change_set_id, changed, unchanged, failed }, edit, { before }) => {
      const refused = new Set(failed.map(({ product_id }) => product_id))
      for (const product of before) if (refused.has(product.id)) productCache.patch(queryClient, product.id, product)
      const words = `${format.count(changed, 'product')} ${verbOf(edit)}`
      const rest = unchanged > 0 ? `${format.count(unchanged, 'product')} already had it.` : undefined
      if (change_set_id) showUndo(words, () => undoChangeSet(change_set_id), rest)
      else if (failed.length === 0)
        showDone(changed > 0 ? words : 'Nothing had to change.', changed > 0 ? rest : undefined)
      if (failed.length > 0) onFailed(failed)
    },
    onError: (error, _edit, context) => {
      for (const product of context?.before ?? []) productCache.patch(queryClient, product.id, product)
      showFailure('Nothing was changed.', error)
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.changes })
      return productCache.refresh(queryClient)
    },
  })
}

function verbOf(edit: BulkEdit): string {
  if ('rows' in edit) return 'changed'
  if (edit.change.is_deleted) return 'moved to Trash'
  if (edit.change.is_archived !== undefined) return edit.change.is_archived ? 'archived' : 'taken out of the archive'
  return 'changed'
}
