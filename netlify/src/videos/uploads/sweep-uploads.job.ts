import { z } from 'zod'
import { unwrap } from '../../db/db-errors.ts'
import { defineJob } from '../../jobs/define-job.ts'
import { enqueueOneDriveSweeps } from './onedrive-orphans.repo.ts'

const BATCH = 100

const Orphans = z.array(z.object({ bucket: z.string(), path: z.string() }))

/**
 * Deletes files without a row: of deleted videos, cancelled uploads and uploads that were never finished. Requests the
 * same for OneDrive where there are leftovers. May run twice: removing a missing file is no error, and a path is
 * deleted only after its file.
 */
export const sweepUploads = defineJob({
  kind: 'uploads.sweep',
  payload: z.object({}),
  async run({ db, progress }) {
    for (let done = 0; ; ) {
      const orphans = Orphans.parse(unwrap(await db.rpc('list_orphan_files', { p_limit: BATCH })))
      for (const [bucket, files] of Map.groupBy(orphans, (orphan) => orphan.bucket)) {
        const paths = files.map(({ path }) => path)
        const { error } = await db.storage.from(bucket).remove(paths)
        if (error) throw error
        unwrap(await db.rpc('forget_orphan_files', { p_bucket: bucket, p_paths: paths }))
      }
      done += orphans.length
      await progress(done)
      if (orphans.length < BATCH) break
    }
    await enqueueOneDriveSweeps(db)
  },
})
