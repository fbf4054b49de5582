import { z } from 'zod'
import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { readJson, retryAfterSeconds, sendToProvider } from '../http.ts'
import { Envelope } from './types.ts'

export type AfterShipAccount = { baseUrl: string; apiKey: string; timeoutMs: number }

type Question = {
  method?: 'GET' | 'POST'
  path: string
  query?: Record<string, string>
  body?: object
  signal?: AbortSignal | undefined
}

const PROVIDER = 'aftership'
/** Two hundred trackings with all their checkpoints take a few MB. */
const MAX_RESPONSE_BYTES = 20 * 1024 * 1024
/** "Tracking already exists". */
const ALREADY_EXISTS = 4003

/**
 * Sends one request. `isExisting` says that AfterShip already had the number, which is no failure. Throws
 * `ProviderError`.
 */
export async function ask(
  { baseUrl, apiKey, timeoutMs }: AfterShipAccount,
  { method = 'GET', path, query, body, signal }: Question,
): Promise<{ data: unknown; isExisting: boolean }> {
  const { status, headers, bytes } = await sendToProvider({
    provider: PROVIDER,
    baseUrl,
    path,
    method,
    ...(query && { query }),
    headers: { 'as-api-key': apiKey, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal,
  })
  const envelope = readJson(bytes, Envelope)
  const code = envelope?.meta.code ?? status
  if (code === ALREADY_EXISTS) return { data: envelope?.data, isExisting: true }
  if (status >= 200 && status < 300 && envelope) return { data: envelope.data, isExisting: false }
  const failure = status < 300 ? UNREADABLE : failureOf(status, code)
  throw new ProviderError({
    provider: PROVIDER,
    ...failure,
    status,
    retryAfterSeconds: failure.outcome === 'try_later' ? waitOf(status, headers) : undefined,
  })
}

/** The answer in that shape. Throws `try_later` for another shape, because the service does not work as documented. */
export function parseAnswer<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data)
  if (!parsed.success) throw new ProviderError({ provider: PROVIDER, ...UNREADABLE })
  return parsed.data
}

type Failure = { outcome: ProviderOutcome; code: string }

const UNREADABLE: Failure = { outcome: 'try_later', code: 'answer_unreadable' }

/** The failures that a person can act on. */
const REASONS: Record<number, string> = {
  4005: 'number_invalid',
  4010: 'carrier_unknown',
  4011: 'carrier_needs_more',
  4012: 'carrier_unknown',
}

function failureOf(status: number, code: number): Failure {
  const named = REASONS[code] ?? `code_${code}`
  if (status === 401 || status === 403) return { outcome: 'reconnect', code: named }
  if (status === 429 || status >= 500) return { outcome: 'try_later', code: named }
  if (status === 404 || code === 4004) return { outcome: 'gone', code: named }
  return { outcome: 'rejected', code: named }
}

// The limit is per second: AfterShip sends its end as a Unix time in seconds.
function waitOf(status: number, headers: Headers): number | undefined {
  const said = retryAfterSeconds(headers)
  if (said !== undefined || status !== 429) return said
  const reset = z.coerce.number().positive().safeParse(headers.get('x-ratelimit-reset'))
  return reset.success ? Math.min(Math.max(1, Math.ceil(reset.data - Date.now() / 1000)), 3600) : undefined
}
