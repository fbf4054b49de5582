import { useMutation, useQueryClient } from '@tanstack/react-query'
import { finishOperation, percentOf } from '#app/domains/products/finish-operation.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import type { ChangeSet, UndoneChange } from '#core/products/changes.ts'
import { productsContract } from '#core/products/contract.ts'
import { showDone, showFailure, showRedo, showUndo } from '#ui/toasts/notify.ts'
import { changeNoun, type Lineage, leftWords } from './change-words.ts'
import { findChange, findMyChangeOf, findMyLastChange } from './changes.queries.ts'

type Target = { change: ChangeSet } & Pick<Lineage, 'isUndo' | 'root'>
type Wanted = {
  find: () => Promise<Target | null>
  /** The text when there is no change to undo. */
  noneWords: string
}

// The person's changes of which nothing could be restored: the next ⌘Z means the change before them.
const triedInVain = new Set<string>()

/**
 * The only way to undo a change, from a toast, by key or from the history: shows what was restored and what was
 * skipped.
 */
export function useUndo() {
  const queryClient = useQueryClient()
  const format = useFormat()
  const { mutate, isPending } = useMutation({
    // After a second press, the second undo looks for its change when the first is done.
    scope: { id: 'undo' },
    mutationFn: async ({ find }: Wanted) => {
      const target = await find()
      if (!target) return null
      const { id } = target.change
      const undone = await api(productsContract.undoChange, { params: { id }, idempotencyKey: crypto.randomUUID() })
      if (!undone.operation) return { target, undone }
      const { change_set_id, changed, left, left_count } = await finishOperation(
        undone.operation,
        (operation) => `Undoing ${percentOf(operation)}% of ${format.count(operation.total, 'product')}`,
      )
      return { target, undone: { change_set_id, reverted: changed, left, left_count } }
    },
    onSuccess: (result, { noneWords }) => (result ? announce(result.target, result.undone) : showDone(noneWords)),
    onError: (error) => {
      const isUndone = error instanceof ApiError && error.is('already_undone')
      if (isUndone) showDone('This was undone already.')
      else showFailure('Nothing was undone.', error)
    },
    onSettled: () => {
      // Everything that belongs to a product may have changed with it.
      for (const queryKey of [queryKeys.changes, queryKeys.products, queryKeys.tasks, queryKeys.imports]) {
        void queryClient.invalidateQueries({ queryKey })
      }
    },
  })

  function announce({ change, isUndo, root }: Target, undone: UndoneChange): void {
    const isOne = change.product_count === 1
    const left = leftWords(undone, isOne)
    const { change_set_id } = undone
    if (change_set_id === null) {
      triedInVain.add(change.id)
      showDone('Nothing was undone.', left ?? 'Its products are gone.')
      return
    }
    const leftFields = isOne ? (undone.left[0]?.fields ?? []) : []
    const done = { ...change, fields: change.fields.filter((field) => !leftFields.includes(field)) }
    const back: Target = { change: { ...done, id: change_set_id }, isUndo: !isUndo, root }
    const takeBack = () => mutate({ find: async () => back, noneWords: '' })
    const noun = changeNoun(done, root)
    if (isUndo) showUndo(`Redid: ${noun}`, takeBack, left)
    else showRedo(`Undid: ${noun}`, takeBack, left)
  }

  return {
    isPending,
    /** Undoes a change of the history. */
    undoChange: (change: ChangeSet, { isUndo, root }: Lineage) =>
      mutate({ find: async () => ({ change, isUndo, root }), noneWords: '' }),
    /** Undoes a change by its id, such as a bulk edit just made. */
    undoChangeSet: (id: string) =>
      mutate({
        find: async () => plain(await findChange(id)),
        noneWords: 'Too much has happened since. Undo it in History.',
      }),
    /** Undoes the person's change of a product, whatever other members changed since. */
    undoMyChangeOf: (product_id: string, fits: (change: ChangeSet) => boolean) =>
      mutate({
        find: async () => plain(await findMyChangeOf(queryClient, product_id, fits)),
        noneWords: 'Too much has happened since. Undo it in History.',
      }),
    /** Undoes the person's newest change that is in effect. */
    undoMyLastChange: () =>
      mutate({
        find: async () => plain(await findMyLastChange(queryClient, triedInVain)),
        noneWords: 'You have nothing left to undo.',
      }),
  }
}

const plain = (change: ChangeSet | null): Target | null => change && { change, isUndo: false, root: change }
