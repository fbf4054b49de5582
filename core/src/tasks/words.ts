import type { TaskStatus } from './schema.ts'

/** A task's status as people read it, in the dashboard and in the panel. */
export const TASK_STATUS_WORDS: Record<TaskStatus, string> = {
  pending: 'To do',
  completed: 'Completed',
  skipped: 'Skipped',
}
