import { createWriteStream, openAsBlob } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TranscodeError } from './transcode-error.ts'

/** The largest source in bytes: the limit of files in OneDrive. */
const MAX_SOURCE_BYTES = 2 * 1024 ** 3
/** A transfer without a new byte for this long has ended. */
const STALL_MS = 60_000

/** Fetches a file. Throws `source_unreachable` and `source_too_large`. The URL may be signed, so it is never shown. */
export async function fetchFile(url: string, path: string, signal: AbortSignal): Promise<void> {
  const stall = new AbortController()
  let timer = setTimeout(() => stall.abort(), STALL_MS)
  let size = 0
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      clearTimeout(timer)
      timer = setTimeout(() => stall.abort(), STALL_MS)
      size += chunk.length
      done(
        size > MAX_SOURCE_BYTES ? new TranscodeError('source_too_large', 'A video can be 2 GB at most.') : null,
        chunk,
      )
    },
  })
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stall.signal]), redirect: 'error' })
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)
    await pipeline(response.body, watch, createWriteStream(path), { signal })
    const announced = Number(response.headers.get('content-length'))
    if (announced > 0 && announced !== size) throw new Error('The source ended early')
  } catch (error) {
    if (error instanceof TranscodeError) throw error
    if (signal.aborted) throw new TranscodeError('cancelled', 'This was cancelled.')
    throw new TranscodeError(
      'source_unreachable',
      'The stored file could not be read. Try again in a moment.',
      reason(error),
    )
  } finally {
    clearTimeout(timer)
  }
}

export type Destination = { url: string; method: 'PUT' | 'POST'; headers: Record<string, string> }

/** Sends a file to its destination, as a stream of known length. Throws `output_refused`. */
export async function sendFile(
  path: string,
  { url, method, headers }: Destination,
  signal: AbortSignal,
): Promise<void> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      // Read from disk while it is sent, and with a known length: stores refuse chunked bodies.
      body: await openAsBlob(path),
      signal: AbortSignal.any([signal, AbortSignal.timeout(10 * 60_000)]),
      redirect: 'error',
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
  } catch (error) {
    if (signal.aborted) throw new TranscodeError('cancelled', 'This was cancelled.')
    throw new TranscodeError(
      'output_refused',
      'The finished file could not be stored. Try again in a moment.',
      reason(error),
    )
  }
}

const reason = (error: unknown) =>
  error instanceof Error ? error.message.replaceAll(/https?:\/\/\S+/g, 'the address') : 'no answer'
