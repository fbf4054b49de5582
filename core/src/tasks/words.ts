import type { TaskStatus } from './schema.ts'

/** The name of a task's status, in the dashboard and in the panel. */
export const TASK_STATUS_WORDS: Record<TaskStatus, string> = {
  pending: 'To do',
  completed: 'Completed',
  skipped: 'Skipped',
}
