import type { FoundThumbnail, ThumbnailQuery } from '#core/thumbnails/schema.ts'
import type { UserContext } from '../context.ts'
import { thumbnailFilename } from './generate-thumbnail.ts'
import { signThumbnailDownload } from './thumbnail-store.ts'
import { findThumbnail } from './thumbnails.repo.ts'

/** A fresh link to the picture of a task, product or ASIN: its own, its parent's, or none. */
export async function getThumbnail({ db }: UserContext, query: ThumbnailQuery): Promise<FoundThumbnail> {
  const { source, path, asin } = await findThumbnail(db, query)
  const filename = thumbnailFilename(asin)
  if (source === 'none' || path === null) return { source: 'none', filename, url: null, expires_at: null }
  return { source, filename, ...(await signThumbnailDownload(db, path, filename)) }
}
