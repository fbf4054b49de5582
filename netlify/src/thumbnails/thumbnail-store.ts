import { isMissingFile, storageFailed } from '../db/file-store.ts'
import { type Db, fetchWithTimeout } from '../db/user-client.ts'
import { log } from '../log.ts'

const TEMPLATES = 'thumbnail-templates'
const PICTURES = 'generated-thumbnails'

/** A page may stay open for this long before it must request its images again. */
const PAGE_SECONDS = 60 * 60
/** Long enough to begin a download, short enough to be worthless in a log. */
const DOWNLOAD_SECONDS = 15 * 60
/** Supabase signs upload links for two hours, whatever the request says. */
export const UPLOAD_SECONDS = 2 * 60 * 60

/** A link that takes a template image in one PUT. Throws `storage_unavailable`. */
export async function signTemplateUpload(db: Db, path: string): Promise<string> {
  const { data, error } = await db.storage.from(TEMPLATES).createSignedUploadUrl(path)
  if (!data) throw storageFailed(error)
  return data.signedUrl
}

/** The bytes of a template image; null when the file has not arrived. Throws `storage_unavailable`. */
export async function readTemplateImage(db: Db, path: string): Promise<Uint8Array | null> {
  const { data, error } = await db.storage.from(TEMPLATES).createSignedUrl(path, 60)
  if (isMissingFile(error)) return null
  if (!data) throw storageFailed(error)
  const response = await fetchWithTimeout(data.signedUrl).catch((cause: unknown) => {
    throw storageFailed(cause)
  })
  if (response.status === 404 || response.status === 400) return null
  if (!response.ok) throw storageFailed(new Error(`The store answered ${response.status}`))
  return new Uint8Array(await response.arrayBuffer())
}

/**
 * Stores a finished picture. Its path is a hash of its inputs, so a picture that is there already, of an earlier attempt
 * or of another worker at this moment, is the same one and stays. Throws `storage_unavailable`.
 */
export async function storeThumbnail(db: Db, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const bucket = db.storage.from(PICTURES)
  const isThere = async () => (await bucket.createSignedUrl(path, 60)).data !== null
  const signed = await bucket.createSignedUploadUrl(path)
  if (!signed.data) {
    if (await isThere()) return
    throw storageFailed(signed.error)
  }
  const headers = { 'content-type': 'image/jpeg', 'x-upsert': 'false' }
  const response = await fetchWithTimeout(signed.data.signedUrl, { method: 'PUT', headers, body: bytes }).catch(
    (cause: unknown) => {
      throw storageFailed(cause)
    },
  )
  await response.body?.cancel()
  if (!response.ok && !(await isThere())) throw storageFailed(new Error(`The store answered ${response.status}`))
}

/** Fresh links to finished pictures by path, for pages; a list without images is better than none. */
export const signThumbnails = (db: Db, paths: readonly unknown[]): Promise<Map<string, string>> =>
  signAll(db, PICTURES, paths)

/** Fresh links to template images by path, for pages. */
export const signTemplateImages = (db: Db, paths: readonly unknown[]): Promise<Map<string, string>> =>
  signAll(db, TEMPLATES, paths)

async function signAll(db: Db, bucket: string, given: readonly unknown[]): Promise<Map<string, string>> {
  const paths = [...new Set(given.filter((path) => typeof path === 'string'))]
  if (paths.length === 0) return new Map()
  const { data, error } = await db.storage.from(bucket).createSignedUrls(paths, PAGE_SECONDS)
  if (!data) {
    log.warn('thumbnails.unsigned', { bucket, error: String(error) })
    return new Map()
  }
  return new Map(data.flatMap(({ path, signedUrl }) => (path && signedUrl ? [[path, signedUrl]] : [])))
}

/** A short-lived link to a picture, which a browser saves as `filename`. Throws `storage_unavailable`. */
export async function signThumbnailDownload(
  db: Db,
  path: string,
  filename: string,
): Promise<{ url: string; expires_at: string }> {
  const { data, error } = await db.storage
    .from(PICTURES)
    .createSignedUrl(path, DOWNLOAD_SECONDS, { download: filename })
  if (!data) throw storageFailed(error)
  return { url: data.signedUrl, expires_at: new Date(Date.now() + DOWNLOAD_SECONDS * 1000).toISOString() }
}
