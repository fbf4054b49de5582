import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'
import { type Added, addToOutbox, statusChange } from '../../outbox/outbox.ts'
import type { OutboxChange } from '../../outbox/outbox-item.ts'
import { requestSending } from '../outbox/use-outbox.ts'

const DONE_WORDS = { completed: 'completed', skipped: 'skipped' } as const

/**
 * Changes a task: kept on disk and shown at once, then sent. The same change twice, here or in another window,
 * is one; answers what became of it, or undefined when it could not be stored.
 */
export async function changeTask(
  account: string,
  task: InfluencerTask,
  change: OutboxChange,
): Promise<Added | undefined> {
  try {
    const added = await addToOutbox(account, task, change)
    requestSending()
    return added
  } catch (error) {
    const name = `${task.asin} in ${task.marketplace}`
    showFailure(
      `${name} was not changed: this computer could not store it. Make room on the disk and try again.`,
      error,
    )
    return undefined
  }
}

/** Completes, skips or reopens a task, with an Undo for the first two. */
export function useChangeTask(account: string, task: InfluencerTask): (to: TaskStatus) => void {
  const change = async (from: TaskStatus, to: TaskStatus) => {
    const added = await changeTask(account, task, statusChange(from, to))
    if (added !== 'added' || to === 'pending') return
    showUndo(`${task.asin} in ${task.marketplace} ${DONE_WORDS[to]}`, () => void change(to, from))
  }
  return (to) => void change(task.status, to)
}
