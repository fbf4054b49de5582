import type { InfluencerTask, TaskCounts, TaskGroup } from './schema.ts'

const NONE: TaskCounts = { pending: 0, completed: 0, skipped: 0 }

/** The group with the changed task; a group without the task stays the same. */
export function patchGroup(group: TaskGroup, task: InfluencerTask): TaskGroup {
  const old = group.tasks.find(({ id }) => id === task.id)
  if (!old) return group
  const tasks = group.tasks.map((item) => (item.id === task.id ? task : item))
  if (old.status === task.status) return { ...group, tasks }
  const counts: TaskCounts = { ...NONE, ...group.counts[task.marketplace] }
  counts[old.status] = Math.max(0, counts[old.status] - 1)
  counts[task.status] += 1
  return { ...group, tasks, counts: { ...group.counts, [task.marketplace]: counts } }
}

/** The group without the deleted tasks; a group without any of them stays the same. */
export function withoutTasks(group: TaskGroup, ids: ReadonlySet<string>): TaskGroup {
  const gone = group.tasks.filter(({ id }) => ids.has(id))
  if (gone.length === 0) return group
  const counts = { ...group.counts }
  for (const { marketplace, status } of gone) {
    const left = { ...NONE, ...counts[marketplace] }
    left[status] = Math.max(0, left[status] - 1)
    counts[marketplace] = left
    if (Object.values(left).every((count) => count === 0)) delete counts[marketplace]
  }
  return { ...group, tasks: group.tasks.filter(({ id }) => !ids.has(id)), counts }
}
