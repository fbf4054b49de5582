import type { InfluencerTask, UpdateTask } from '#core/tasks/schema.ts'
import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { getTask, updateTaskRow } from './tasks.repo.ts'

/**
 * Completes, skips, reopens, notes or claims a task. Completing a completed task changes nothing, so two browsers end
 * as one completion. With `If-Match`, a task that changed in the meantime answers `row_changed` with the current task.
 */
export async function updateTask(
  { db, ifMatch }: UserContext,
  id: string,
  changes: UpdateTask,
): Promise<InfluencerTask> {
  try {
    return await updateTaskRow(db, id, changes, ifMatch)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'row_changed') throw error
    throw new AppError('row_changed', error.message, { current: await getTask(db, id) }, error)
  }
}
