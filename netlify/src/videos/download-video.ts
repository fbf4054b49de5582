import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { type VariantName, VIDEO_TYPES, type VideoDownload } from '#core/videos/schema.ts'
import { oneDriveConnection, withOneDrive } from '../connections/onedrive.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { signDerivativeDownload } from './transcodes/derivative-store.ts'
import { getVariantFile, type VariantFile } from './transcodes/variants.repo.ts'
import { signDownload } from './video-store.ts'
import { getStoredVideo } from './videos.repo.ts'

/** OneDrive's links work for about an hour; the answer promises only what is certain. */
const ONEDRIVE_DOWNLOAD_MS = 15 * 60_000

/**
 * A fresh short-lived link to the file, named `{ASIN}.{ext}` as Amazon's upload page expects it, or to a file made from
 * it: `{ASIN}_German.mp4` for a dub, `{ASIN}.mp4` for the converted file, `{ASIN}_Reel.mp4` for a reel.
 */
export async function downloadVideo({ db }: UserContext, id: string, variant?: VariantName): Promise<VideoDownload> {
  const video = await getStoredVideo(db, id)
  if (variant !== undefined) return downloadVariant(db, id, video.asin, variant)
  const filename = `${video.asin}.${VIDEO_TYPES[video.mime_type]}`
  if (video.storage_path !== null) {
    return { ...(await signDownload(db, video.storage_path, filename)), filename, source: video.source }
  }
  const url = await oneDriveAddress(video.workspace_id, video.onedrive_file_id ?? '')
  const expires_at = new Date(Date.now() + ONEDRIVE_DOWNLOAD_MS).toISOString()
  return { url, filename, expires_at, source: video.source }
}

async function downloadVariant(db: Db, videoId: string, asin: string, name: VariantName): Promise<VideoDownload> {
  const variant = await getVariantFile(db, videoId, name)
  const filename = `${asin}${suffixOf(variant)}.mp4`
  const signed = variant.storage_path === null ? null : await signDerivativeDownload(db, variant.storage_path, filename)
  if (!signed) throw new AppError('variant_not_found', 'This version of the video is not ready. Look at its steps.')
  return { ...signed, filename, source: 'storage' }
}

function suffixOf({ language, profile }: VariantFile): string {
  if (language !== null) return `_${DUB_LANGUAGE_NAMES[language]}`
  return profile === 'reel' ? '_Reel' : ''
}

async function oneDriveAddress(workspaceId: string, fileId: string): Promise<string> {
  const { downloadUrl } = await withOneDrive(openServiceDb(), workspaceId, ({ drive }) => drive.getFile(fileId)).catch(
    (error: unknown) => {
      throw oneDriveConnection.problem(error, fileGone)
    },
  )
  if (downloadUrl === null) throw fileGone()
  return downloadUrl
}

const fileGone = () =>
  new AppError(
    'video_file_gone',
    'The file is no longer in the connected OneDrive. Check the OneDrive recycle bin, or upload the file again.',
  )
