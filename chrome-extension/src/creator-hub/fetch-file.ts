import { formatBytes } from '#core/format.ts'

/** The largest file that was tested on its whole way into a page (500 MB in half a second, Chromium 156). */
export const MAX_ATTACHED_BYTES = 500 * 1024 * 1024

/** Small chunks become one blob from this size on, which Chrome keeps on the disk. */
const PIECE_BYTES = 8 * 1024 * 1024

/** The file cannot be attached; the message is a sentence for people. */
export class AttachError extends Error {
  override name = 'AttachError'
}

const tooLarge = (bytes: number, maxBytes: number) =>
  new AttachError(
    `This video has ${formatBytes(bytes)}; up to ${formatBytes(maxBytes)} can be attached. Download it and choose it on Amazon’s page.`,
  )

export type FetchProgress = { received: number; total: number | null }
type FetchOptions = {
  filename: string
  signal: AbortSignal
  onProgress: (progress: FetchProgress) => void
  maxBytes?: number
}

/**
 * Fetches a file in the panel: the script in the page has the page's rights only, and the file store would refuse it.
 * Streams it, so that a large file never lies in memory as a whole. Throws `AttachError` with a sentence.
 */
export async function fetchFile(url: string, options: FetchOptions): Promise<File> {
  const { filename, signal, onProgress, maxBytes = MAX_ATTACHED_BYTES } = options
  const response = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (!response.ok || !response.body) {
    throw new AttachError(`The video could not be loaded (the file store answered ${response.status}). Try again.`)
  }
  const total = Number(response.headers.get('content-length')) || null
  if (total !== null && total > maxBytes) {
    await response.body.cancel()
    throw tooLarge(total, maxBytes)
  }
  const pieces: Blob[] = []
  let open: Uint8Array<ArrayBuffer>[] = []
  let openBytes = 0
  let received = 0
  for await (const chunk of response.body) {
    received += chunk.byteLength
    // Ends the loop, which cancels the stream.
    if (received > maxBytes) throw tooLarge(received, maxBytes)
    open.push(chunk)
    openBytes += chunk.byteLength
    if (openBytes >= PIECE_BYTES) {
      pieces.push(new Blob(open))
      open = []
      openBytes = 0
    }
    onProgress({ received, total })
  }
  if (total !== null && received !== total && !response.headers.has('content-encoding')) {
    throw new AttachError('The video did not arrive completely. Try again.')
  }
  return new File([...pieces, ...open], filename, { type: typeOf(response, filename) })
}

const TYPES: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
}

/** The file's type: pages check that it is a video, and file stores often answer that it is any bytes. */
function typeOf(response: Response, filename: string): string {
  const sent = response.headers.get('content-type')?.split(';')[0]?.trim() ?? ''
  if (sent.startsWith('video/')) return sent
  return TYPES[filename.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'video/mp4'
}
