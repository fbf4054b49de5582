import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'

const Orphan = z.object({
  id: z.number().int(),
  item_id: z.string().nullable(),
  drive_id: z.string().nullable(),
  session_id: z.uuid().nullable(),
  upload_url_sealed: z.string().nullable(),
  folder_id: z.string().nullable(),
  name: z.string().nullable(),
  file_size: z.number().int().nullable(),
  began_at: Instant.nullable(),
})
/** A file or an unfinished upload in OneDrive without a row of ours. */
export type OneDriveOrphan = z.infer<typeof Orphan>

/** The rows of a workspace after that id, in order. */
export async function listOneDriveOrphans(db: Db, workspaceId: string, after: number, limit: number) {
  const args = { p_workspace_id: workspaceId, p_after: after, p_limit: limit }
  return z.array(Orphan).parse(unwrap(await db.rpc('list_onedrive_orphans', args)))
}

export async function forgetOneDriveOrphan(db: Db, id: number): Promise<void> {
  unwrap(await db.rpc('forget_onedrive_orphan', { p_id: id }))
}

/** Requests the sweep of every connected workspace with leftovers; deletes rows that waited for 90 days. */
export async function enqueueOneDriveSweeps(db: Db): Promise<void> {
  unwrap(await db.rpc('enqueue_onedrive_sweeps'))
}
