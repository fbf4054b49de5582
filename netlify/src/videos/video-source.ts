import { withOneDrive } from '../connections/onedrive.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { JobError, JobPause } from '../jobs/define-job.ts'
import { ProviderError } from '../providers/errors.ts'
import type { VariantWork } from './transcodes/variants.repo.ts'

/** Long enough for the slowest transfer of the largest file to begin and end. */
const READ_SECONDS = 2 * 60 * 60
/**
 * The wait while no account is connected. Connecting starts waiting jobs at once, so this only matters for jobs that it
 * missed.
 */
const NOT_CONNECTED_SECONDS = 60 * 60

type Original = Pick<VariantWork, 'workspace_id' | 'source' | 'storage_path' | 'onedrive_file_id'>

/**
 * A short-lived link that reads the original without a token. Throws a `JobError` when its store does not answer, a
 * `JobPause` while OneDrive waits for a new sign-in.
 */
export async function readAddress(db: Db, original: Original): Promise<string> {
  if (original.source === 'onedrive') return readOneDriveAddress(db, original)
  if (!original.storage_path) throw new JobError('source_unreachable', 'The original cannot be reached.')
  const { data, error } = await db.storage.from('product-videos').createSignedUrl(original.storage_path, READ_SECONDS)
  if (!data) throw new JobError('source_unreachable', 'The stored file could not be read.', { cause: error })
  return data.signedUrl
}

async function readOneDriveAddress(db: Db, { workspace_id, onedrive_file_id }: Original): Promise<string> {
  try {
    const file = await withOneDrive(db, workspace_id, ({ drive }) => drive.getFile(onedrive_file_id ?? ''))
    if (file.downloadUrl !== null) return file.downloadUrl
    throw new JobError('source_unreachable', 'OneDrive did not give the file out.')
  } catch (error) {
    if (error instanceof AppError)
      throw new JobPause(NOT_CONNECTED_SECONDS, { code: error.code, message: error.message })
    if (!(error instanceof ProviderError)) throw error
    if (error.outcome === 'gone') {
      throw new JobError('video_file_gone', 'The file is no longer in OneDrive.', { isFinal: true, cause: error })
    }
    throw new JobError('source_unreachable', 'OneDrive did not give the file out.', {
      ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
      cause: error,
    })
  }
}
