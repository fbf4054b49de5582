import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { createRowReader, type ReadRow, type RowReader, type StoredAmounts } from '#core/products/imports/rows.ts'
import type { Db } from '../../db/user-client.ts'
import { defineJob } from '../../jobs/define-job.ts'
import {
  finishCheck,
  readCheck,
  readImportLists,
  readStagedRows,
  readStoredAmounts,
  recordCheck,
  type StagedRow,
} from './imports.repo.ts'

const CHUNK_ROWS = 1000

/**
 * Reads the rows of an import by its mapping and stores what each would do. May run twice: the check starts again at
 * the first row, and each row's result replaces the earlier one; a check that was replaced or cancelled writes nothing.
 */
export const checkImport = defineJob({
  kind: 'products.check-import',
  payload: z.object({ import_id: z.uuid(), check_no: z.number().int() }),
  async run({ payload: { import_id, check_no }, workspaceId, db, progress, signal }) {
    const wanted = await readCheck(db, import_id, check_no)
    if (!wanted || workspaceId === null) return
    const reader = createRowReader(
      wanted.mapping,
      wanted.options,
      await readImportLists(db, workspaceId),
      wanted.reading?.delimiter,
    )
    if (reader.needsObserving) {
      for await (const rows of chunks(db, import_id)) {
        signal.throwIfAborted()
        for (const { cells } of rows) reader.observe(cells)
      }
    }
    const firstRows = new Map<string, number>()
    let done = 0
    for await (const rows of chunks(db, import_id)) {
      const asins = reader.needsCurrency ? rows.flatMap(({ cells }) => reader.asinOf(cells) ?? []) : []
      const stored = await readStoredAmounts(db, workspaceId, [...new Set(asins)])
      const read = rows.map((row) => readOnce(reader, row, firstRows, stored))
      if (!(await recordCheck(db, import_id, check_no, read))) return
      done += rows.length
      await progress(done, wanted.row_count)
    }
    await finishCheck(db, import_id, check_no)
  },
})

async function* chunks(db: Db, importId: string): AsyncGenerator<StagedRow[]> {
  for (let after = 0; ; ) {
    const rows = await readStagedRows(db, importId, after, CHUNK_ROWS)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    // Where the database runs in this process, the pause gives requests a turn.
    await nextTurn()
    after = last.row_number
  }
}

// The first row of an ASIN counts, whatever its values: OpSyncPro cannot know which of two rows was meant.
function readOnce(
  reader: RowReader,
  { row_number, cells }: StagedRow,
  firstRows: Map<string, number>,
  stored: ReadonlyMap<string, StoredAmounts>,
) {
  const row: ReadRow = reader.read(cells, (asin) => stored.get(asin))
  const first = row.asin === null ? undefined : firstRows.get(row.asin)
  if (first !== undefined) row.reasons.push({ field: 'asin', message: `The same ASIN as in row ${first}.` })
  else if (row.asin !== null) firstRows.set(row.asin, row_number)
  return { row_number, ...row }
}
