import { patchGroup } from '#core/tasks/patch-group.ts'
import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'
import type { OutboxItem } from './outbox-item.ts'

/** The groups as they will be once every waiting change is saved. */
export function withOutbox(groups: readonly TaskGroup[], items: readonly OutboxItem[]): TaskGroup[] {
  const waiting = items.filter(({ state }) => state === 'waiting')
  if (waiting.length === 0) return [...groups]
  return groups.map((group) =>
    waiting.reduce((shown, item) => {
      const task = shown.tasks.find(({ id }) => id === item.task_id)
      return task ? patchGroup(shown, changed(task, item)) : shown
    }, group),
  )
}

/** How many of today's completed uploads wait to be sent. */
export const uploadsOf = (items: readonly OutboxItem[], now: Date): number =>
  items.filter(
    ({ state, change, created_at }) =>
      state === 'waiting' &&
      change.kind === 'status' &&
      change.to === 'completed' &&
      new Date(created_at).toDateString() === now.toDateString(),
  ).length

function changed(task: InfluencerTask, { change, created_at, key }: OutboxItem): InfluencerTask {
  if (change.kind === 'note') return { ...task, note: change.note }
  if (change.kind === 'page_url') return { ...task, page_url: change.page_url }
  if (change.to === 'completed') return { ...task, status: 'completed', completed_at: created_at, completion_id: key }
  return { ...task, status: change.to, completed_at: null, completion_id: null, page_url: null }
}
