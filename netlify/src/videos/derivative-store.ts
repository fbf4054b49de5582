import type { Db } from '../db/user-client.ts'
import type { Destination } from '../providers/transcoder/index.ts'

const BUCKET = 'video-derivatives'

/** Where a file made from a video goes, in one PUT; what a broken try left there is removed first. */
export async function signDerivative(db: Db, path: string, mimeType: string): Promise<Destination> {
  const bucket = db.storage.from(BUCKET)
  let signed = await bucket.createSignedUploadUrl(path)
  if (!signed.data) {
    await bucket.remove([path])
    signed = await bucket.createSignedUploadUrl(path)
  }
  if (!signed.data) throw signed.error
  return { url: signed.data.signedUrl, method: 'PUT', headers: { 'content-type': mimeType, 'x-upsert': 'false' } }
}

/** Short-lived addresses of several such files, by path; one that is not there has none. */
export async function signDerivatives(db: Db, paths: readonly string[], seconds: number): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map()
  const { data, error } = await db.storage.from(BUCKET).createSignedUrls([...paths], seconds)
  if (!data) throw error
  return new Map(data.flatMap(({ path, signedUrl }) => (path && signedUrl ? [[path, signedUrl]] : [])))
}
