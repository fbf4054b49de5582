import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { defineJob } from '../../jobs/define-job.ts'
import { runImportChunk } from './imports.repo.ts'

/** Rows to a transaction: few enough to stay well within the time a statement may take. */
const CHUNK_ROWS = 1000

/**
 * Writes the rows of an import. May run twice, or go on after a worker that vanished: each chunk is one transaction with
 * the note of how far it is, and begins where that note says.
 */
export const runImport = defineJob({
  kind: 'products.run-import',
  payload: z.object({ import_id: z.uuid() }),
  async run({ payload, db, progress }) {
    for (;;) {
      const { is_running, done_rows, row_count } = await runImportChunk(db, payload.import_id, CHUNK_ROWS)
      await progress(done_rows, row_count)
      if (!is_running) return
      // Where the database is in this process, its work would leave no turn to people who ask meanwhile.
      await nextTurn()
    }
  },
})
