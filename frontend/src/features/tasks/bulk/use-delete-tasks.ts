import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { removeCachedTasks } from '#app/features/tasks/tasks.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** So many requests at once. */
const AT_ONCE = 4

/** Deletes tasks for good. What was deleted before a failure leaves the list too. */
export function useDeleteTasks() {
  const queryClient = useQueryClient()
  const format = useFormat()
  return useMutation({
    mutationFn: async (tasks: readonly InfluencerTask[]) => {
      const waiting = [...tasks]
      const gone = new Set<string>()
      let failure: unknown
      async function work() {
        for (let task = waiting.shift(); task && failure === undefined; task = waiting.shift()) {
          try {
            await deleteTask(task.id)
            gone.add(task.id)
          } catch (error) {
            failure ??= error
          }
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return { gone, failure }
    },
    onSuccess: async ({ gone, failure }, tasks) => {
      // An answer that was requested before would bring the deleted rows back.
      await queryClient.cancelQueries({ queryKey: queryKeys.tasks })
      removeCachedTasks(queryClient, gone)
      if (failure === undefined) showDone(`${format.count(gone.size, 'task')} deleted`)
      else showFailure(`${gone.size} of ${format.count(tasks.length, 'task')} deleted.`, failure)
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks })
      void queryClient.invalidateQueries({ queryKey: queryKeys.products })
    },
  })
}

/** A task that somebody else has deleted is deleted. */
async function deleteTask(id: string): Promise<void> {
  try {
    await api(tasksContract.remove, { params: { id } })
  } catch (error) {
    if (!(error instanceof ApiError) || !error.is('task_not_found')) throw error
  }
}
