import { z } from 'zod'
import { type OpenOneDrive, withOneDrive } from '../../connections/onedrive.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { defineJob, JobError } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'
import { openMicrosoft } from '../../providers/microsoft/index.ts'
import { forgetOneDriveOrphan, listOneDriveOrphans, type OneDriveOrphan } from './onedrive-orphans.repo.ts'
import { unsealUploadUrl } from './seal-upload-url.ts'

const BATCH = 50

/**
 * Deletes leftovers in a workspace's OneDrive: unfinished uploads, files of cancelled uploads, and files of deleted
 * videos (which move to the OneDrive recycle bin). May run twice: deleting a missing file is no error, and a row is
 * deleted only after its file. While no account is connected, rows that need the drive wait; connecting requests this
 * job again.
 */
export const sweepOneDrive = defineJob({
  kind: 'onedrive.sweep',
  payload: z.object({}),
  async run({ db, workspaceId, progress, signal }) {
    if (workspaceId === null) return
    let done = 0
    for (let after = 0; ; ) {
      const orphans = await listOneDriveOrphans(db, workspaceId, after, BATCH)
      for (const orphan of orphans) {
        signal.throwIfAborted()
        if (await takeAway(db, workspaceId, orphan, signal)) await forgetOneDriveOrphan(db, orphan.id)
        after = orphan.id
      }
      done += orphans.length
      await progress(done)
      if (orphans.length < BATCH) return
    }
  },
})

/** False when the row has to wait for a connection. Throws `JobError` when Microsoft asks to try later. */
async function takeAway(db: Db, workspaceId: string, orphan: OneDriveOrphan, signal: AbortSignal): Promise<boolean> {
  try {
    if (orphan.item_id === null && (await cancelUpload(orphan, signal))) return true
    await withOneDrive(db, workspaceId, (open) => deleteFile(open, orphan), signal)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    if (!(error instanceof ProviderError)) throw error
    if (error.outcome === 'gone') return true
    if (error.outcome === 'try_later') {
      const wait = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
      throw new JobError('try_later', error.message, { ...wait, cause: error })
    }
    log.warn('onedrive.not_taken_away', { id: orphan.id, outcome: error.outcome, code: error.code })
    return error.outcome === 'rejected'
  }
}

/** True when nothing of the upload can be left: it was cancelled, or never started. */
async function cancelUpload({ session_id, upload_url_sealed }: OneDriveOrphan, signal: AbortSignal): Promise<boolean> {
  const microsoft = openMicrosoft()
  if (session_id === null || upload_url_sealed === null) return true
  if (!microsoft) return false
  const uploadUrl = unsealUploadUrl(session_id, upload_url_sealed)
  return microsoft.cancelUploadSession(uploadUrl, signal).then(
    () => true,
    (error: unknown) => {
      // The session expired, or its last byte had arrived and it is a file now.
      if (error instanceof ProviderError && error.outcome === 'gone') return false
      throw error
    },
  )
}

async function deleteFile({ drive, driveId }: OpenOneDrive, orphan: OneDriveOrphan): Promise<void> {
  const { item_id, drive_id, folder_id, name, file_size, began_at } = orphan
  // Another account is connected now, so the other drive is out of reach.
  if (drive_id !== null && drive_id !== driveId) return
  if (item_id !== null) return drive.deleteItem(item_id)
  if (folder_id === null || name === null || file_size === null || began_at === null) return
  const [file] = await drive.findUploaded({
    folderId: folder_id,
    name,
    sizeBytes: file_size,
    begunAt: new Date(began_at),
  })
  if (file) await drive.deleteItem(file.id)
}
