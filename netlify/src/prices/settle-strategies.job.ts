import { z } from 'zod'
import { defineJob, JobError } from '../jobs/define-job.ts'
import { settleStrategies, takeBackChanges } from './engine.repo.ts'

/**
 * Finishes what a strategy's change means for its listings, where they are too many for one statement. May run twice:
 * each chunk is one transaction that also stores where the next one starts.
 */
export const settleStrategiesOf = defineJob({
  kind: 'strategies.settle',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'A strategy is of a workspace.', { isFinal: true })
    while (await settleStrategies(serviceDb, workspaceId)) {
      signal.throwIfAborted()
      await progress(0)
    }
  },
})

/** Takes back what an ended run left planned. May run twice: a change is taken back once. */
export const takeBackChangesOf = defineJob({
  kind: 'ebay.take-back',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'Changes are of a workspace.', { isFinal: true })
    while (await takeBackChanges(serviceDb, workspaceId)) {
      signal.throwIfAborted()
      await progress(0)
    }
  },
})
