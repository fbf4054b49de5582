import type { Db } from '../db/user-client.ts'
import { JobError } from '../jobs/define-job.ts'
import type { VariantWork } from './variants.repo.ts'

/** Long enough for the slowest transfer of the largest file to begin and end. */
const READ_SECONDS = 2 * 60 * 60

/** A short-lived address the transcoder can read the original from. Throws a `JobError` when the store does not answer. */
export async function readAddress(db: Db, work: Pick<VariantWork, 'source' | 'storage_path'>): Promise<string> {
  if (!work.storage_path) throw new JobError('source_unreachable', 'The original cannot be reached.')
  const { data, error } = await db.storage.from('product-videos').createSignedUrl(work.storage_path, READ_SECONDS)
  if (!data) throw new JobError('source_unreachable', 'The stored file could not be read.', { cause: error })
  return data.signedUrl
}
