import type { TusUpload } from '#core/videos/schema.ts'
import { UploadFailed } from './upload-errors.ts'

/** An upload that the store has started. Its URL is useless without the signature in `headers`. */
export type BegunTus = { url: string; headers: Record<string, string> }

type TusOptions = {
  signal: AbortSignal
  /** Where an earlier attempt stopped; without it the upload is started. */
  url?: string
  /** Bytes of the file that have left this machine, reported while they do. */
  onProgress: (sentBytes: number) => void
  /** Bytes of the file that the store reports as stored. */
  onArrived: (bytes: number) => void
  /** The store started the upload at this URL. */
  onBegun: (url: string) => void
}

const ASK_TIMEOUT_MS = 10_000

const answers = new Map<string, Promise<boolean>>()

/** Whether the store accepts this file by TUS. Checked once per page; an unreachable store is checked again. */
export function offersTus({ endpoint }: TusUpload): Promise<boolean> {
  const known = answers.get(endpoint)
  if (known) return known
  const asked = fetch(endpoint, { method: 'OPTIONS', signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).then(
    ({ headers }) => headers.has('tus-resumable'),
    () => {
      answers.delete(endpoint)
      return false
    },
  )
  answers.set(endpoint, asked)
  return asked
}

/**
 * Sends the bytes that the store still waits for, in requests of `chunk_size`. Answers false when the store, against
 * its answer, does not start TUS uploads: it is not tried again. Throws `UploadFailed` when the store refuses or lost
 * the upload (404) or the connection breaks, and the signal's reason when cancelled.
 */
export async function sendByTus(tus: TusUpload, file: Blob, options: TusOptions): Promise<boolean> {
  const { signal, url, onProgress, onArrived, onBegun } = options
  // Loaded with the first TUS upload: 15 kB that most visits never need.
  const { DetailedError, Upload } = await import('tus-js-client')
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      // With both options, one failed request would start the file over.
      ...(url === undefined ? { endpoint: tus.endpoint } : { uploadUrl: url }),
      headers: tus.headers,
      metadata: tus.metadata,
      chunkSize: tus.chunk_size,
      // The caller decides when to try again, and what to store.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => onBegun(upload.url ?? ''),
      onProgress,
      onChunkComplete: (_, arrivedBytes) => onArrived(arrivedBytes),
      onSuccess: () => settle(() => resolve(true)),
      onError: (error) =>
        settle(() => {
          const answer = error instanceof DetailedError ? error.originalResponse : null
          const method = error instanceof DetailedError ? error.originalRequest.getMethod() : ''
          const status = answer?.getStatus() ?? 0
          if (method === 'POST' && isNo(status)) {
            answers.set(tus.endpoint, Promise.resolve(false))
            return resolve(false)
          }
          // Whatever the error, an upload that the store does not show must be started over.
          const meaning = method === 'HEAD' && isNo(status) ? 404 : status
          reject(new UploadFailed(meaning, retryAfterMs(answer?.getHeader('Retry-After'))))
        }),
    })
    const onAbort = () => {
      void upload.abort()
      settle(() => reject(signal.reason))
    }
    const settle = (then: () => void) => {
      signal.removeEventListener('abort', onAbort)
      then()
    }
    signal.addEventListener('abort', onAbort)
    upload.start()
  })
}

const PATIENCE: ReadonlySet<number> = new Set([408, 409, 413, 423, 429])

const isNo = (status: number) => status >= 400 && status < 500 && !PATIENCE.has(status)

const retryAfterMs = (seconds: string | undefined): number | null =>
  seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : null

/** Bytes that the store has of a started upload; 0 when it does not say. */
export async function arrivedByTus({ url, headers }: BegunTus): Promise<number> {
  const answer = await ask('HEAD', url, headers)
  const bytes = answer?.ok ? Number(answer.headers.get('upload-offset')) : 0
  return Number.isSafeInteger(bytes) ? bytes : 0
}

/** Deletes an upload from the store. The store deletes other unfinished uploads after a day. */
export async function forgetTus({ url, headers }: BegunTus): Promise<void> {
  await ask('DELETE', url, headers)
}

const ask = (method: string, url: string, headers: Record<string, string>) =>
  fetch(url, {
    method,
    headers: { ...headers, 'tus-resumable': '1.0.0' },
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
  }).catch(() => undefined)
