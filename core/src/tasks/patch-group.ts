import type { InfluencerTask, TaskCounts, TaskGroup } from './schema.ts'

/** The group with the changed task; a group without the task stays the same. */
export function patchGroup(group: TaskGroup, task: InfluencerTask): TaskGroup {
  const old = group.tasks.find(({ id }) => id === task.id)
  if (!old) return group
  const tasks = group.tasks.map((item) => (item.id === task.id ? task : item))
  if (old.status === task.status) return { ...group, tasks }
  const counts: TaskCounts = { pending: 0, completed: 0, skipped: 0, ...group.counts[task.marketplace] }
  counts[old.status] = Math.max(0, counts[old.status] - 1)
  counts[task.status] += 1
  return { ...group, tasks, counts: { ...group.counts, [task.marketplace]: counts } }
}
