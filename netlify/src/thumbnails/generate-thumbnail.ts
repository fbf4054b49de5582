import type { GeneratedThumbnail, GenerateThumbnail } from '#core/thumbnails/schema.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { makeThumbnail } from './make-thumbnail.ts'
import { signThumbnailDownload } from './thumbnail-store.ts'
import { prepareForAutomation, prepareThumbnail } from './thumbnails.repo.ts'

/**
 * Makes the thumbnail of a task or product, and answers a link to it. `ctx` is null for automation. With any problem
 * nothing is written; the same inputs as before render nothing.
 */
export async function generateThumbnail(
  ctx: UserContext | null,
  request: GenerateThumbnail,
): Promise<GeneratedThumbnail> {
  const serviceDb = openServiceDb()
  const inputs = ctx ? await prepareThumbnail(ctx.db, request) : await prepareForAutomation(serviceDb, request)
  const { thumbnail, isUnchanged, path, text, warnings } = await makeThumbnail(serviceDb, inputs)
  const filename = thumbnailFilename(inputs.asin)
  const link = await signThumbnailDownload(serviceDb, path, filename)
  return { thumbnail, is_unchanged: isUnchanged, filename, ...link, text, warnings }
}

/** The name that Amazon's upload page and people expect. */
export const thumbnailFilename = (asin: string): string => `${asin}_thumbnail.jpg`
