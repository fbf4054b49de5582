import { ProviderError } from './errors.ts'

export type StreamRequest = {
  provider: string
  /** From the environment, so that an emulator can take its place. */
  baseUrl: string
  path: string
  headers: Readonly<Record<string, string>>
  /** Until the answer begins. */
  timeoutMs: number
  /** A body without a new byte for this long has ended. */
  stallMs: number
  maxResponseBytes: number
  signal?: AbortSignal | undefined
}

/**
 * A file that is being read. Reading `body` fails with a `ProviderError` when it stalls, breaks off or exceeds the
 * limit.
 */
export type ProviderFile = {
  body: ReadableStream<Uint8Array>
  /** As announced; null when the vendor did not say. */
  sizeBytes: number | null
  mimeType: string
}

/**
 * Opens a file at an outside service without holding it in memory: the reader controls the speed. Follows no redirect,
 * for the same reason as `sendToProvider`. An answer other than 200 is returned as its status and first bytes. Throws
 * `ProviderError`; when the caller's `signal` aborts, its reason.
 */
export async function openProviderFile(
  request: StreamRequest,
): Promise<{ file: ProviderFile } | { file: null; status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> }> {
  const { provider, baseUrl, path, headers, timeoutMs, stallMs, maxResponseBytes, signal } = request
  const cut = new AbortController()
  const failure = (code: string) => new ProviderError({ provider, outcome: 'try_later', code })
  const timer = setTimeout(() => cut.abort(failure('timed_out')), timeoutMs)
  try {
    const url = URL.parse(baseUrl.replace(/\/$/, '') + path)
    if (!url) throw new ProviderError({ provider, outcome: 'rejected', code: 'address_unreadable' })
    const response = await fetch(url, {
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, cut.signal]) : cut.signal,
      // A compressed answer's length would not be the file's.
      headers: { 'accept-encoding': 'identity', 'accept-language': 'en-US', 'user-agent': 'OpSyncPro', ...headers },
    })
    if (response.status !== 200 || !response.body) {
      const bytes = new Uint8Array((await response.arrayBuffer()).slice(0, MAX_ERROR_BYTES))
      return { file: null, status: response.status, headers: response.headers, bytes }
    }
    const sizeBytes = announcedSize(response.headers)
    if (sizeBytes !== null && sizeBytes > maxResponseBytes) {
      await response.body.cancel()
      throw new ProviderError({ provider, outcome: 'rejected', code: 'answer_too_large', status: 200 })
    }
    const body = watched(response.body, { provider, stallMs, maxResponseBytes, signal, cut, sizeBytes })
    const mimeType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? ''
    return { file: { body, sizeBytes, mimeType } }
  } catch (error) {
    if (error instanceof ProviderError) throw error
    if (signal?.aborted) throw signal.reason
    throw failure('no_answer')
  } finally {
    clearTimeout(timer)
  }
}

const MAX_ERROR_BYTES = 100_000

function announcedSize(headers: Headers): number | null {
  const text = headers.get('content-length')
  return text !== null && /^\d+$/.test(text) ? Number(text) : null
}

type Watch = Pick<StreamRequest, 'provider' | 'stallMs' | 'maxResponseBytes' | 'signal'> & {
  cut: AbortController
  sizeBytes: number | null
}

// Only waiting for the vendor counts as a stall; a slow reader does not.
function watched(source: ReadableStream<Uint8Array>, watch: Watch): ReadableStream<Uint8Array> {
  const { provider, stallMs, maxResponseBytes, signal, cut, sizeBytes } = watch
  const failure = (code: string) => new ProviderError({ provider, outcome: 'try_later', code })
  const reader = source.getReader()
  let size = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const timer = setTimeout(() => cut.abort(failure('stalled')), stallMs)
      try {
        const { done, value } = await reader.read()
        size += value?.byteLength ?? 0
        if (size > maxResponseBytes) {
          throw new ProviderError({ provider, outcome: 'rejected', code: 'answer_too_large' })
        }
        if (!done) return controller.enqueue(value)
        if (sizeBytes !== null && size !== sizeBytes) throw failure('broke_off')
        controller.close()
      } catch (error) {
        cut.abort(error)
        controller.error(
          signal?.aborted ? signal.reason : error instanceof ProviderError ? error : failure('broke_off'),
        )
      } finally {
        clearTimeout(timer)
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
