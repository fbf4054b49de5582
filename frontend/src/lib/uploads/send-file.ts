import type { UploadSession } from '#core/videos/schema.ts'

/** The store did not take the file. `status` is 0 when the connection broke. */
export class UploadFailed extends Error {
  override name = 'UploadFailed'
  readonly status: number
  constructor(status: number) {
    super(
      status === 0
        ? 'The connection broke. Nothing was saved; try again.'
        : 'The file store did not take the file. Nothing was saved; try again.',
    )
    this.status = status
  }
}

type SendOptions = {
  signal: AbortSignal
  /** Bytes of the file that have left this machine, called as they do. */
  onProgress: (sentBytes: number) => void
}

/**
 * Sends the file straight to the store, exactly as the session says: in one request, or in ranges of `chunk_size`.
 * Throws `UploadFailed` when the store refuses or the line breaks, and the signal's reason when cancelled.
 */
export async function sendFile(session: UploadSession, file: Blob, { signal, onProgress }: SendOptions): Promise<void> {
  const chunkSize = session.chunk_size ?? file.size
  for (let start = 0; start < file.size; start += chunkSize) {
    const end = Math.min(start + chunkSize, file.size)
    const range = session.chunk_size === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${file.size}` }
    const part = session.chunk_size === null ? file : file.slice(start, end)
    await send(session, part, range, { signal, onProgress: (sent) => onProgress(start + sent) })
  }
}

// XMLHttpRequest, because fetch cannot say how much of a body has been sent.
function send(session: UploadSession, part: Blob, range: Record<string, string>, { signal, onProgress }: SendOptions) {
  return new Promise<void>((resolve, reject) => {
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
      settle(() =>
        request.status >= 200 && request.status < 300 ? resolve() : reject(new UploadFailed(request.status)),
      )
    request.onerror = () => settle(() => reject(new UploadFailed(0)))
    request.onabort = () => settle(() => reject(signal.reason))
    request.open(session.method, session.upload_url)
    for (const [name, value] of Object.entries({ ...session.headers, ...range })) request.setRequestHeader(name, value)
    request.send(part)
  })
}
