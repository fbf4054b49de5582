import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { patchCachedTasks } from '#app/features/tasks/tasks.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { BULK_MAX_TASKS, type BulkTasksResult, type InfluencerTask, type TaskStatus } from '#core/tasks/schema.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'

type Failed = BulkTasksResult['failed']
/** `isUndo`: the tasks return to the status they are given with, each its own. */
type Change = { tasks: readonly InfluencerTask[]; to: TaskStatus; isUndo?: boolean }

const DONE_WORDS: Record<TaskStatus, string> = { completed: 'completed', skipped: 'skipped', pending: 'to do again' }

/**
 * Completes, skips or reopens many tasks: shown at once, restored where the API refuses, undone from the toast.
 * `onFailed` gets the ids of the tasks that were not changed, none when all were.
 */
export function useBulkTasks(onFailed: (ids: readonly string[]) => void) {
  const queryClient = useQueryClient()
  const format = useFormat()

  const { mutate, isPending } = useMutation({
    scope: { id: 'tasks-bulk' },
    mutationFn: async ({ tasks, to, isUndo }: Change): Promise<Failed> => {
      const byStatus = isUndo ? Map.groupBy(tasks, ({ status }) => status) : new Map([[to, tasks]])
      const failed: Failed = []
      for (const [status, alike] of byStatus) failed.push(...(await changeTasks(alike, status)))
      return failed
    },
    onMutate: async ({ tasks, to, isUndo }) => {
      await queryClient.cancelQueries({ queryKey: queryKeys.tasks })
      return { putBack: patchCachedTasks(queryClient, isUndo ? tasks : tasks.map((task) => ({ ...task, status: to }))) }
    },
    onSuccess: (failed, { tasks, to, isUndo }) => {
      const refused = new Set(failed.map(({ id }) => id))
      const why = reasonsOf(failed)
      if (isUndo) {
        if (failed.length > 0) {
          showFailure(`${format.count(failed.length, 'task')} could not be restored. ${why}`)
          void queryClient.invalidateQueries({ queryKey: queryKeys.tasks })
        }
        return
      }
      const changed = tasks.filter(({ id }) => !refused.has(id))
      patchCachedTasks(
        queryClient,
        tasks.filter(({ id }) => refused.has(id)),
      )
      onFailed([...refused])
      if (changed.length === 0) {
        showFailure(`${format.count(failed.length, 'task')} could not be changed. ${why}`)
        return
      }
      showUndo(
        `${format.count(changed.length, 'task')} ${DONE_WORDS[to]}`,
        () => mutate({ tasks: changed, to, isUndo: true }),
        failed.length > 0 ? `${format.count(failed.length, 'task')} could not be changed. ${why}` : undefined,
      )
    },
    onError: (error, _change, context) => {
      context?.putBack()
      showFailure('Not every task was changed.', error)
      // An earlier request of the same change may have passed.
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks })
    },
    onSettled: () => {
      // The rows stay in place, marked, until the list is next loaded: nothing moves under the pointer.
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks, refetchType: 'inactive' })
      void queryClient.invalidateQueries({ queryKey: queryKeys.products })
    },
  })

  return { change: (tasks: readonly InfluencerTask[], to: TaskStatus) => mutate({ tasks, to }), isPending }
}

async function changeTasks(tasks: readonly InfluencerTask[], status: TaskStatus): Promise<Failed> {
  const failed: Failed = []
  for (let from = 0; from < tasks.length; from += BULK_MAX_TASKS) {
    const ids = tasks.slice(from, from + BULK_MAX_TASKS).map(({ id }) => id)
    const body = { ids, patch: { status } }
    const result = await api(tasksContract.bulk, { body, idempotencyKey: crypto.randomUUID() })
    failed.push(...result.failed)
  }
  return failed
}

const reasonsOf = (failed: Failed) => [...new Set(failed.map(({ reason }) => reason))].join(' ')

export type BulkTasks = ReturnType<typeof useBulkTasks>
