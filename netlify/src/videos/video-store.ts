import { fileTypeFromBuffer } from 'file-type'
import { type TusUpload, type VideoType, videoTypeOf } from '#core/videos/schema.ts'
import { isMissingFile, storageFailed } from '../db/file-store.ts'
import { type Db, fetchWithTimeout } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const BUCKET = 'product-videos'

/** Supabase signs upload links for two hours, whatever the request says. */
export const UPLOAD_SECONDS = 2 * 60 * 60

/** Long enough to begin a large download, short enough to be worthless in a log. */
const DOWNLOAD_SECONDS = 15 * 60

/** How many bytes show a file's type (file-type reads at most this many). */
export const HEAD_BYTES = 4100

/** A link that takes the whole file in one PUT. What an earlier attempt left there is removed first. */
export async function signUpload(db: Db, path: string): Promise<string> {
  const bucket = db.storage.from(BUCKET)
  const first = await bucket.createSignedUploadUrl(path)
  if (first.data) return first.data.signedUrl
  // The name belongs to this session alone, so any file there is its own earlier attempt.
  await bucket.remove([path])
  const second = await bucket.createSignedUploadUrl(path)
  if (second.data) return second.data.signedUrl
  throw storageFailed(second.error)
}

/** Supabase accepts no other size, except for the last request of a file. */
const TUS_CHUNK_BYTES = 6 * 1024 * 1024

/** The resumable way to the file that `signedUrl` (of `signUpload`) may write: its signature opens both. */
export function tusUpload(signedUrl: string, path: string, mimeType: VideoType): TusUpload {
  const { origin, pathname, searchParams } = new URL(signedUrl)
  const [base = ''] = pathname.split('/object/upload/sign/')
  return {
    endpoint: `${origin}${base}/upload/resumable/sign`,
    headers: { 'x-signature': searchParams.get('token') ?? '', 'x-upsert': 'false' },
    metadata: { bucketName: BUCKET, objectName: path, contentType: mimeType, cacheControl: '3600' },
    chunk_size: TUS_CHUNK_BYTES,
  }
}

/** A short-lived link to a file, which a browser saves as `filename`. */
export async function signDownload(
  db: Db,
  path: string,
  filename: string,
): Promise<{ url: string; expires_at: string }> {
  const { data, error } = await db.storage.from(BUCKET).createSignedUrl(path, DOWNLOAD_SECONDS, { download: filename })
  if (!data) throw isMissingFile(error) ? fileGone() : storageFailed(error)
  return { url: data.signedUrl, expires_at: new Date(Date.now() + DOWNLOAD_SECONDS * 1000).toISOString() }
}

/**
 * The type of a stored file by its first bytes, whatever its name: one of our video types, `other`, or `missing`. Reads
 * at most 4100 bytes.
 */
export async function readStoredType(db: Db, path: string): Promise<VideoType | 'other' | 'missing'> {
  const { data, error } = await db.storage.from(BUCKET).createSignedUrl(path, 60)
  if (isMissingFile(error)) return 'missing'
  if (!data) throw storageFailed(error)
  const response = await fetchWithTimeout(data.signedUrl, { headers: { range: `bytes=0-${HEAD_BYTES - 1}` } }).catch(
    (cause: unknown) => {
      throw storageFailed(cause)
    },
  )
  if (response.status === 404 || response.status === 400) return 'missing'
  if (!response.ok || !response.body) throw storageFailed(new Error(`The store answered ${response.status}`))
  return typeOfHead(await readHead(response.body))
}

/** The type of a file by its first bytes: one of our video types, or `other`. */
export async function typeOfHead(head: Uint8Array): Promise<VideoType | 'other'> {
  return videoTypeOf((await fileTypeFromBuffer(head))?.mime) ?? 'other'
}

// A store that ignores ranges would send the whole file, so reading stops early.
async function readHead(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const head = new Uint8Array(HEAD_BYTES)
  let length = 0
  for await (const chunk of body) {
    head.set(chunk.subarray(0, HEAD_BYTES - length), length)
    length = Math.min(HEAD_BYTES, length + chunk.length)
    if (length === HEAD_BYTES) break
  }
  return head.subarray(0, length)
}

const fileGone = () =>
  new AppError('video_file_gone', 'The file of this video is no longer in the store. Upload the file again.')
