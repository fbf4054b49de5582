import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { ApiError } from '#core/http/client.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'
import { patchCachedTask } from './tasks.queries.ts'

const DONE_WORDS: Record<TaskStatus, string> = {
  completed: 'completed',
  skipped: 'skipped',
  pending: 'is to do again',
}

/** Completes, skips or reopens a task: shown at once, restored when the API refuses, undone from the toast. */
export function useChangeTask(task: InfluencerTask): (status: TaskStatus) => void {
  const queryClient = useQueryClient()
  const name = `${task.asin} in ${task.marketplace}`

  // What the last click asked for; a second click comes before the row has changed.
  const asked = useRef<TaskStatus>(null)
  const { mutate } = useMutation({
    scope: { id: `task-${task.id}` },
    mutationFn: ({ status, key }: { status: TaskStatus; key: string }) =>
      api(tasksContract.update, { params: { id: task.id }, body: { status }, idempotencyKey: key }),
    onMutate: async ({ status }) => {
      await queryClient.cancelQueries({ queryKey: queryKeys.tasks })
      return { putBack: patchCachedTask(queryClient, { ...task, status }) }
    },
    onSuccess: (saved) => {
      patchCachedTask(queryClient, saved)
    },
    onError: (error, _change, context) => {
      context?.putBack()
      const isClaimed = error instanceof ApiError && error.is('task_claimed')
      showFailure(isClaimed ? `Another teammate is working on ${name}.` : `${name} was not changed.`, error)
    },
    onSettled: () => {
      asked.current = null
      // The row stays in place, marked, until the list is next loaded: nothing moves under the pointer.
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks, refetchType: 'inactive' })
      void queryClient.invalidateQueries({ queryKey: queryKeys.products })
    },
  })

  return (status) => {
    const before = task.status
    if (asked.current === status) return
    asked.current = status
    mutate(
      { status, key: crypto.randomUUID() },
      {
        onSuccess: () =>
          showUndo(`${name} ${DONE_WORDS[status]}`, () => mutate({ status: before, key: crypto.randomUUID() })),
      },
    )
  }
}
