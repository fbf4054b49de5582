import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from '#core/http/client.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'
import { api } from '../../lib/api.ts'
import { holdGroups, patchTask, refreshGroups } from './panel-queries.ts'

const DONE_WORDS = { completed: 'completed', skipped: 'skipped' } as const

type Change = { from: TaskStatus; to: TaskStatus; key: string }

/**
 * Completes or skips a task, or makes it pending again: shown at once, restored with the reason when the API refuses.
 * Each click has its own idempotency key; a task that another member completed first also counts as completed.
 */
export function useChangeTask(task: InfluencerTask): (to: TaskStatus) => void {
  const queryClient = useQueryClient()
  const name = `${task.asin} in ${task.marketplace}`

  // What the last click asked for; a second click comes before the row has changed.
  const asked = useRef<TaskStatus>(null)
  const { mutate } = useMutation({
    scope: { id: `task-${task.id}` },
    mutationFn: ({ to, key }: Change) =>
      api(tasksContract.update, { params: { id: task.id }, body: { status: to }, idempotencyKey: key }),
    onMutate: async ({ to }) => {
      await holdGroups(queryClient)
      patchTask(queryClient, { ...task, status: to })
    },
    onSuccess: (saved, { from, to }) => {
      patchTask(queryClient, saved)
      if (to === 'pending') void refreshGroups(queryClient)
      else showUndo(`${name} ${DONE_WORDS[to]}`, () => mutate(changeOf(to, from)))
    },
    onSettled: () => {
      asked.current = null
    },
    onError: (error, { from }) => {
      patchTask(queryClient, { ...task, status: from })
      const isGone = error instanceof ApiError && error.is('task_not_found')
      if (isGone) void refreshGroups(queryClient)
      if (isGone) showFailure(`${name} was deleted in the meantime.`)
      else showFailure(`${name} was not changed.`, error)
    },
  })

  return (to) => {
    if (asked.current === to) return
    asked.current = to
    mutate(changeOf(task.status, to))
  }
}

const changeOf = (from: TaskStatus, to: TaskStatus): Change => ({ from, to, key: crypto.randomUUID() })
