import { ApiError, NetworkError } from '#core/http/client.ts'
import { UploadFailed } from './upload-errors.ts'

/** Attempts in a row without progress, after which the person must decide. */
const MAX_TRIES = 7
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000
/** When a store asks for a longer wait, the person decides. */
const MOST_PATIENCE_MS = 10 * 60_000

type Waiting = { ms: number; note: string } | 'online'

/**
 * What to wait for before the next attempt after `failures` (from 1) in a row; undefined when waiting does not help:
 * then the error says what to do.
 */
export function waitAfter(error: unknown, failures: number): Waiting | undefined {
  if (isNetwork(error) && !navigator.onLine) return 'online'
  if (failures >= MAX_TRIES || !isPassing(error)) return undefined
  const asked = error instanceof UploadFailed ? error.retryAfterMs : null
  if (asked !== null && asked > MOST_PATIENCE_MS) return undefined
  const ms = asked ?? Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS)
  const note = isNetwork(error) ? 'The connection broke.' : 'The storage service is busy.'
  return { ms, note: `${note} Resuming in ${Math.max(1, Math.round(ms / 1000))} s…` }
}

const isNetwork = (error: unknown) =>
  error instanceof NetworkError || (error instanceof UploadFailed && error.status === 0)

// 423: the store still holds the broken connection. After 404, 416, 409 and an error without a code, the next step is
// to read the progress from the store.
const PASSING: ReadonlySet<number> = new Set([404, 408, 409, 410, 416, 423, 429, 500, 502, 503, 504, 509])

function isPassing(error: unknown): boolean {
  if (isNetwork(error)) return true
  if (error instanceof UploadFailed) return PASSING.has(error.status)
  return (
    error instanceof ApiError &&
    ['provider_try_later', 'storage_unavailable', 'too_many_requests'].some((code) => error.problem.code === code)
  )
}

/** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted earlier. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const timer = setTimeout(finish, ms)
    function finish() {
      signal.removeEventListener('abort', stop)
      resolve()
    }
    function stop() {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}

/** Resolves once the browser has a network again. */
export function whenOnline(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (navigator.onLine) return resolve()
    const settle = (then: () => void) => () => {
      removeEventListener('online', onOnline)
      signal.removeEventListener('abort', onAbort)
      then()
    }
    const onOnline = settle(resolve)
    const onAbort = settle(() => reject(signal.reason))
    addEventListener('online', onOnline)
    signal.addEventListener('abort', onAbort)
  })
}
