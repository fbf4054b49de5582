import { api } from '#app/lib/api.ts'
import { productsContract } from '#core/products/contract.ts'
import type { ProductOperation } from '#core/products/operations.ts'
import { hideProgress, showProgress } from '#ui/toasts/notify.ts'

const WATCH_MS = 1000

/** How much of an operation is done, in whole percent. */
export const percentOf = ({ done, total }: ProductOperation) => Math.floor((done / Math.max(total, 1)) * 100)

/**
 * Waits for a change of many products that continues on the server, and shows how far it is. Answers the finished
 * operation. Throws when it stopped for good, as `api` does, and never because one reading failed to arrive.
 */
export async function finishOperation(
  begun: ProductOperation,
  words: (operation: ProductOperation) => string,
  watchMs = WATCH_MS,
): Promise<ProductOperation> {
  let operation = begun
  let lost = 0
  try {
    while (operation.state === 'running') {
      showProgress(begun.id, words(operation))
      await new Promise((resolve) => setTimeout(resolve, watchMs))
      try {
        operation = await api(productsContract.operation, { params: { id: begun.id } })
        lost = 0
      } catch (error) {
        // The work continues without this page; a few lost answers in a row end the watching only.
        lost += 1
        if (lost === MOST_LOST) throw error
      }
    }
  } finally {
    hideProgress(begun.id)
  }
  if (operation.state === 'failed') throw new Error('It stopped before the last product. Try again to continue.')
  return operation
}

const MOST_LOST = 5
