import { readEnv } from '../../env.ts'
import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { readJson, repeatSafely, retryAfterSeconds, sendToProvider } from '../http.ts'
import { TranscodeJob } from './types.ts'

export type { TranscodeJob, VideoFacts } from './types.ts'

/** Where the transcoder sends a file, exactly as given. */
export type Destination = { url: string; method: 'PUT' | 'POST'; headers: Record<string, string> }

export type TranscodeOrder = {
  /** Names the work: an order with the same key is the same work, so an order may be repeated. */
  key: string
  source_url: string
  profile: 'standard' | 'reel'
  output: Destination
  poster?: Destination
}

/**
 * Our own transcoder service. All throw `ProviderError`: `reconnect` (token refused), `rejected`, `gone` (unknown work:
 * a restart lost it, and it can be ordered again) or `try_later` (down, or too many waiting). Everything may be
 * repeated.
 */
export type Transcoder = {
  order(order: TranscodeOrder, signal?: AbortSignal): Promise<TranscodeJob>
  /** Answers when the work is over, or after so many seconds (at most 25). */
  wait(id: string, seconds: number, signal?: AbortSignal): Promise<TranscodeJob>
  cancel(id: string, signal?: AbortSignal): Promise<void>
}

const PROVIDER = 'transcoder'
const TIMEOUT_MS = 10_000
const MAX_RESPONSE_BYTES = 100_000

/** The server's transcoder; null while none is configured. */
export function openTranscoder(): Transcoder | null {
  const { TRANSCODER_URL: baseUrl, TRANSCODER_TOKEN: token } = readEnv()
  if (!baseUrl || !token) return null
  const ask = async (
    path: string,
    init: { method?: 'POST' | 'DELETE'; body?: object; waitMs?: number; signal?: AbortSignal | undefined },
  ) => {
    const { status, headers, bytes } = await sendToProvider({
      provider: PROVIDER,
      baseUrl,
      path,
      method: init.method ?? 'GET',
      headers: { authorization: `Bearer ${token}`, ...(init.body && { 'content-type': 'application/json' }) },
      ...(init.body && { body: JSON.stringify(init.body) }),
      timeoutMs: TIMEOUT_MS + (init.waitMs ?? 0),
      maxResponseBytes: MAX_RESPONSE_BYTES,
      signal: init.signal,
    })
    if (status >= 200 && status < 300) return bytes
    throw new ProviderError({
      provider: PROVIDER,
      outcome: outcomeOf(status),
      code: `http_${status}`,
      status,
      retryAfterSeconds: retryAfterSeconds(headers),
    })
  }
  const asJob = (bytes: Uint8Array): TranscodeJob => {
    const job = readJson(bytes, TranscodeJob)
    if (!job) throw new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable' })
    return job
  }
  return {
    order: (order, signal) =>
      repeatSafely(async () => asJob(await ask('/transcode', { method: 'POST', body: order, signal })), { signal }),
    wait: async (id, seconds, signal) =>
      asJob(await ask(`/jobs/${encodeURIComponent(id)}?wait_seconds=${seconds}`, { waitMs: seconds * 1000, signal })),
    cancel: async (id, signal) => {
      await ask(`/jobs/${encodeURIComponent(id)}`, { method: 'DELETE', signal })
    },
  }
}

function outcomeOf(status: number): ProviderOutcome {
  if (status === 401 || status === 403) return 'reconnect'
  if (status === 404) return 'gone'
  return status === 429 || status >= 500 ? 'try_later' : 'rejected'
}
