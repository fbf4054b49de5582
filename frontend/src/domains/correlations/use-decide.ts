import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { BULK_MAX_CORRELATIONS, type CorrelationDecision } from '#core/correlations/schema.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'

export type Decision = {
  items: readonly { id: string; similar_asin: string }[]
  decision: CorrelationDecision | null
  /** "I show it in the video". */
  is_shown_in_video?: boolean
}

/** Accepts, declines or takes back decisions about correlated ASINs; the toast offers Undo. */
export function useDecide() {
  const queryClient = useQueryClient()
  const format = useFormat()
  const refresh = () =>
    Promise.all(
      [queryKeys.correlations, queryKeys.tasks, queryKeys.products].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    )
  const undo = useMutation({
    mutationFn: (batch_ids: readonly string[]) =>
      Promise.all(
        batch_ids.map((batch_id) =>
          api(correlationsContract.undoDecisions, { params: { batch_id }, idempotencyKey: crypto.randomUUID() }),
        ),
      ),
    onSuccess: (answers) => {
      const kept = answers.reduce((sum, answer) => sum + answer.kept, 0)
      const words = kept > 0 ? `${format.count(kept, 'ASIN')} decided again since, unchanged` : undefined
      showDone('The decision was undone', words)
    },
    onError: (error) => showFailure('The decision was not undone.', error),
    onSettled: refresh,
  })

  const decide = useMutation({
    mutationFn: async ({ items, decision, is_shown_in_video }: Decision) => {
      const answers = []
      for (let start = 0; start < items.length; start += BULK_MAX_CORRELATIONS) {
        const ids = items.slice(start, start + BULK_MAX_CORRELATIONS).map(({ id }) => id)
        const body = { ids, decision, ...(is_shown_in_video !== undefined && { is_shown_in_video }) }
        answers.push(await api(correlationsContract.decideMany, { body, idempotencyKey: crypto.randomUUID() }))
      }
      return {
        batches: answers.flatMap(({ batch_id }) => batch_id ?? []),
        failed: answers.flatMap(({ failed }) => failed),
        checking: answers.reduce((sum, answer) => sum + answer.checking, 0),
        created: answers.reduce((sum, { tasks }) => sum + tasks.created, 0),
        withdrawn: answers.reduce((sum, { tasks }) => sum + tasks.withdrawn, 0),
      }
    },
    onSuccess: ({ batches, failed, checking, created, withdrawn }, { items, decision }) => {
      const done = items.length - failed.length
      const [first] = items
      const what = done === 1 && items.length === 1 && first ? first.similar_asin : format.count(done, 'ASIN')
      const facts = [
        created > 0 && `${format.count(created, 'task')} added`,
        withdrawn > 0 && `${format.count(withdrawn, 'untouched task')} withdrawn`,
        decision === 'accepted' && checking > 0 && 'checking where it is sold',
        failed.length > 0 && `${format.count(failed.length, 'ASIN')} not decided: ${failed[0]?.reason ?? ''}`,
      ].filter((fact) => fact !== false)
      const words = `${what} ${decision === null ? 'undecided again' : decision}`
      if (batches.length === 0) showDone(done > 0 ? words : 'Nothing was decided', facts.join(' · '))
      else showUndo(words, () => undo.mutate(batches), facts.join(' · '))
    },
    onError: (error) => showFailure('The decision was not saved.', error),
    onSettled: refresh,
  })
  return { decide, undo }
}
