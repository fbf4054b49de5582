import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { parseCleanJson } from '#core/text.ts'
import { guardedFetch } from '../guarded-fetch/guarded-fetch.ts'
import { AddressRefused } from '../guarded-fetch/judge-address.ts'
import { ProviderError } from './errors.ts'

export type ProviderRequest = {
  provider: string
  /** From the environment, so that an emulator can take its place. */
  baseUrl: string
  path: string
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** May hold a key, so it is never shown. */
  query?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array<ArrayBuffer>
  /** For one attempt, until the last byte. */
  timeoutMs: number
  /** Counted after decompression. */
  maxResponseBytes: number
  signal?: AbortSignal | undefined
  /** For an address that the vendor gave: only public ones, and these origins (an emulator's). */
  allowedOrigins?: readonly string[]
  /** A 308 without a `location` is this vendor's "more bytes", not a redirect. */
  takes308?: boolean
}

export type ProviderAnswer = { status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> }

/**
 * One request to an outside service, with any status. Follows no redirect, which would carry keys to an unknown server.
 * Throws `ProviderError`: `try_later` when no whole answer arrived, `rejected` for a redirect and for an answer larger
 * than allowed and for a vendor's link to a private address. When the caller's `signal` aborts, its reason is thrown.
 */
export async function sendToProvider(request: ProviderRequest): Promise<ProviderAnswer> {
  const { provider, method = 'GET', body, headers, signal, timeoutMs, maxResponseBytes, allowedOrigins } = request
  const isRedirect = ({ status, headers }: Response) =>
    status >= 300 && status < 400 && !(request.takes308 && status === 308 && !headers.has('location'))
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const send = allowedOrigins
      ? (url: URL, init: RequestInit & { signal: AbortSignal }) => guardedFetch(url, init, allowedOrigins)
      : fetch
    const response = await send(addressOf(request), {
      method,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      // Node would send `accept-language: *`, which eBay refuses, and `user-agent: node`.
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'accept-language': 'en-US',
        'user-agent': 'OpSyncPro',
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
    if (isRedirect(response)) {
      await response.body?.cancel()
      throw new ProviderError({ provider, outcome: 'rejected', code: 'redirected', status: response.status })
    }
    const bytes = await readUpTo(response, maxResponseBytes)
    if (!bytes) {
      throw new ProviderError({ provider, outcome: 'rejected', code: 'answer_too_large', status: response.status })
    }
    return { status: response.status, headers: response.headers, bytes }
  } catch (error) {
    if (error instanceof ProviderError) throw error
    if (signal?.aborted) throw signal.reason
    if (isRefused(error)) throw new ProviderError({ provider, outcome: 'rejected', code: 'foreign_link' })
    throw new ProviderError({ provider, outcome: 'try_later', code: timeout.aborted ? TIMED_OUT : networkCode(error) })
  }
}

const TIMED_OUT = 'timed_out'

// A name that resolves to a private address is refused while connecting, as the cause of what `fetch` throws.
const isRefused = (error: unknown) =>
  error instanceof AddressRefused || (error instanceof Error && error.cause instanceof AddressRefused)

// The error is built here and the original is dropped: `new URL` and `fetch` repeat a URL that they cannot read.
function addressOf({ provider, baseUrl, path, query = {} }: ProviderRequest): URL {
  const url = URL.parse(baseUrl.replace(/\/$/, '') + path)
  if (!url) throw new ProviderError({ provider, outcome: 'rejected', code: 'address_unreadable' })
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

/** Null when the body has more than `maxBytes`; reading stops there. */
async function readUpTo(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop early cancels the body and its connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function networkCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no_answer'
}

/** The answer as JSON of that shape, its text clean; null when it has another shape. */
export function readJson<T>(bytes: Uint8Array, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(parseCleanJson(new TextDecoder().decode(bytes))).data ?? null
  } catch {
    return null
  }
}

/** `Retry-After` in seconds, from both formats; undefined when it is missing or unreadable. */
export function retryAfterSeconds(headers: Headers, nowMs = Date.now()): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (!text) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000))
}

type Retry = { tries?: number; pauseMs?: number; longestWaitMs?: number; signal?: AbortSignal | undefined }

/**
 * Repeats work that may be repeated (a GET, or a write with its own key) while it fails with `try_later`: after
 * `pauseMs`, or after the vendor's own wait if that is at most `longestWaitMs`. The caller handles a longer wait, and a
 * request that used its whole time is not repeated.
 */
export async function repeatSafely<T>(
  work: () => Promise<T>,
  { tries = 2, pauseMs = 300, longestWaitMs = 2000, signal }: Retry = {},
): Promise<T> {
  for (let used = 1; ; used += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ProviderError) || error.outcome !== 'try_later') throw error
      const waitMs = error.retryAfterSeconds === undefined ? pauseMs : error.retryAfterSeconds * 1000
      if (used >= tries || error.code === TIMED_OUT || waitMs > longestWaitMs) throw error
      await sleep(waitMs, undefined, { signal })
    }
  }
}
