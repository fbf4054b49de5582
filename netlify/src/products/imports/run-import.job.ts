import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { defineJob } from '../../jobs/define-job.ts'
import { runImportChunk } from './imports.repo.ts'

/** Rows per transaction: few enough for the time limit of a statement. */
const CHUNK_ROWS = 1000

/**
 * Writes the rows of an import. May run twice, or continue after a worker that vanished: each chunk is one transaction
 * that also stores the progress, and each run starts at the stored progress.
 */
export const runImport = defineJob({
  kind: 'products.run-import',
  payload: z.object({ import_id: z.uuid() }),
  async run({ payload, db, progress }) {
    for (;;) {
      const { is_running, done_rows, row_count } = await runImportChunk(db, payload.import_id, CHUNK_ROWS)
      await progress(done_rows, row_count)
      if (!is_running) return
      // Where the database runs in this process, the pause gives requests a turn.
      await nextTurn()
    }
  },
})
