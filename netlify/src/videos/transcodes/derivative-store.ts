import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isMissingFile, storageFailed } from '../../db/file-store.ts'
import type { Db } from '../../db/user-client.ts'
import type { Destination } from '../../providers/transcoder/index.ts'

const BUCKET = 'video-derivatives'

/** The bucket's limit for one file, in bytes. */
export const DERIVATIVE_MAX_BYTES = 500 * 1024 * 1024

/** Long enough to begin a large download, short enough to be worthless in a log. */
const DOWNLOAD_SECONDS = 15 * 60

const PUT_TIMEOUT_MS = 10 * 60_000

/** The URL that takes a file made from a video in one PUT; what a failed attempt left there is removed first. */
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

/** Short-lived links to several such files, by path; a missing file has none. */
export async function signDerivatives(db: Db, paths: readonly string[], seconds: number): Promise<Map<string, string>> {
  if (paths.length === 0) return new Map()
  const { data, error } = await db.storage.from(BUCKET).createSignedUrls([...paths], seconds)
  if (!data) throw error
  return new Map(data.flatMap(({ path, signedUrl }) => (path && signedUrl ? [[path, signedUrl]] : [])))
}

/**
 * Stores a file while it is read, in one PUT with its length, and answers its bytes. Memory use stays constant: a file
 * of unknown length is written to disk first. Throws what reading throws, or the store's refusal; the file that was at
 * this path before is then deleted.
 */
export async function storeDerivative(
  db: Db,
  path: string,
  { body, sizeBytes, mimeType }: { body: ReadableStream<Uint8Array>; sizeBytes: number | null; mimeType: string },
  signal: AbortSignal,
): Promise<number> {
  if (sizeBytes !== null) return putFile(db, path, { body, sizeBytes, mimeType }, signal)
  const folder = await mkdtemp(join(tmpdir(), 'derivative-'))
  try {
    const spool = join(folder, 'file')
    await pipeline(body, createWriteStream(spool), { signal })
    const { size } = await stat(spool)
    const stored = new Response(await openAsBlob(spool)).body ?? new ReadableStream()
    return await putFile(db, path, { body: stored, sizeBytes: size, mimeType }, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function putFile(
  db: Db,
  path: string,
  { body, sizeBytes, mimeType }: { body: ReadableStream<Uint8Array>; sizeBytes: number; mimeType: string },
  signal: AbortSignal,
): Promise<number> {
  const { url, method, headers } = await signDerivative(db, path, mimeType)
  // A source that breaks off must not look like a complete file, so the request is aborted too.
  const broken = new AbortController()
  const reader = body.getReader()
  const watched = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        broken.abort(error)
        controller.error(error)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
  try {
    const init: RequestInit & { duplex: 'half' } = {
      method,
      headers: { ...headers, 'content-length': String(sizeBytes) },
      body: watched,
      duplex: 'half',
      redirect: 'error',
      signal: AbortSignal.any([signal, broken.signal, AbortSignal.timeout(PUT_TIMEOUT_MS)]),
    }
    const response = await fetch(url, init)
    await response.body?.cancel()
    if (!response.ok) throw new Error(`The store answered ${response.status}`)
    return sizeBytes
  } catch (error) {
    await reader.cancel(error).catch(() => undefined)
    await db.storage.from(BUCKET).remove([path])
    throw broken.signal.aborted ? broken.signal.reason : error
  }
}

/** Deletes a file; a missing file is no error. */
export async function removeDerivative(db: Db, path: string): Promise<void> {
  const { error } = await db.storage.from(BUCKET).remove([path])
  if (error) throw error
}

/**
 * A short-lived link to such a file, which a browser saves as `filename`; null when the store has no such file. Throws
 * `storage_unavailable`.
 */
export async function signDerivativeDownload(
  db: Db,
  path: string,
  filename: string,
): Promise<{ url: string; expires_at: string } | null> {
  const { data, error } = await db.storage.from(BUCKET).createSignedUrl(path, DOWNLOAD_SECONDS, { download: filename })
  if (isMissingFile(error)) return null
  if (!data) throw storageFailed(error)
  return { url: data.signedUrl, expires_at: new Date(Date.now() + DOWNLOAD_SECONDS * 1000).toISOString() }
}
