import { z } from 'zod'
import type { UploadSession } from '#core/videos/schema.ts'
import { UploadFailed } from './upload-errors.ts'

type SendOptions = {
  signal: AbortSignal
  /** Bytes of the file that have left this machine, reported while they do. */
  onProgress: (sentBytes: number) => void
  /** Bytes of the file that the store reports as stored. */
  onArrived: (bytes: number) => void
}

type Sendable = Pick<UploadSession, 'upload_url' | 'method' | 'headers' | 'chunk_size' | 'next_expected_ranges'> & {
  upload_url: string
}

/**
 * Sends the bytes that the store still waits for, as the session says: in one request, or in fragments of `chunk_size`,
 * one after the other, each read from the disk when it is sent. Answers the store's id of the file if the store has
 * one. Throws `UploadFailed` when the store refuses or the connection breaks, and the signal's reason when cancelled.
 */
export async function sendFile(session: Sendable, file: Blob, options: SendOptions): Promise<{ fileId?: string }> {
  if (session.chunk_size === null) {
    await send(session, file, {}, options.signal, options.onProgress)
    return {}
  }
  let range = firstRange(session.next_expected_ranges)
  while (range) {
    const { start } = range
    const end = Math.min(start + session.chunk_size, (range.last ?? file.size - 1) + 1, file.size)
    const header = { 'content-range': `bytes ${start}-${end - 1}/${file.size}` }
    const answer = await send(session, file.slice(start, end), header, options.signal, (sent) =>
      options.onProgress(start + sent),
    )
    if (answer.status !== 202) {
      const { data } = WholeFile.safeParse(answer.body)
      options.onArrived(file.size)
      return data ? { fileId: data.id } : {}
    }
    const { nextExpectedRanges } = Expected.parse(answer.body)
    const next = firstRange(nextExpectedRanges)
    // Nothing is missing, but the store answered no file: reading the progress tells what happened to it.
    if (!next || next.start <= start) throw new UploadFailed(500)
    options.onArrived(next.start)
    range = next
  }
  return {}
}

const WholeFile = z.object({ id: z.string().min(1) })
const Expected = z.object({ nextExpectedRanges: z.array(z.string()) }).catch({ nextExpectedRanges: [] })

/**
 * The first range that a store waits for, of `"first-last"` or `"first-"` (bytes, both included); undefined when there
 * is none.
 */
export function firstRange(ranges: readonly string[]): { start: number; last?: number } | undefined {
  const parts = /^(\d+)-(\d*)$/.exec(ranges[0] ?? '')
  if (!parts) return undefined
  return { start: Number(parts[1]), ...(parts[2] && { last: Number(parts[2]) }) }
}

// XMLHttpRequest, because fetch reports no progress of the sent body.
function send(
  session: Sendable,
  part: Blob,
  range: Record<string, string>,
  signal: AbortSignal,
  onProgress: (sentBytes: number) => void,
) {
  return new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const request = new XMLHttpRequest()
    const onAbort = () => request.abort()
    signal.addEventListener('abort', onAbort)
    const settle = (then: () => void) => {
      signal.removeEventListener('abort', onAbort)
      then()
    }
    request.upload.onprogress = (event) => onProgress(Math.min(event.loaded, part.size))
    request.onload = () =>
      settle(() => {
        const { status } = request
        if (status >= 200 && status < 300) resolve({ status, body: readJson(request.responseText) })
        else reject(new UploadFailed(status, retryAfterMs(request.getResponseHeader('retry-after'))))
      })
    request.onerror = () => settle(() => reject(new UploadFailed(0)))
    request.onabort = () => settle(() => reject(signal.reason))
    request.open(session.method, session.upload_url)
    for (const [name, value] of Object.entries({ ...session.headers, ...range })) request.setRequestHeader(name, value)
    request.send(part)
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const retryAfterMs = (seconds: string | null): number | null =>
  seconds !== null && /^\d+$/.test(seconds.trim()) ? Number(seconds) * 1000 : null
