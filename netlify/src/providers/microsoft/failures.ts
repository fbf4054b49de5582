import { z } from 'zod'
import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, retryAfterSeconds } from '../http.ts'
import { TokenRefusal } from './types.ts'

export const PROVIDER = 'microsoft'

type Failure = { outcome: ProviderOutcome; code: string }

/** The codes that we tell apart. Microsoft's messages change, so they are ignored. */
const KNOWN = new Set([
  'accessDenied',
  'activityLimitReached',
  'invalidRange',
  'itemNotFound',
  'malwareDetected',
  'nameAlreadyExists',
  'quotaLimitReached',
  'resourceModified',
  'serviceNotAvailable',
  'throttledRequest',
  'unauthenticated',
  'uploadSessionNotFound',
  'virusSuspicious',
])

/** The failure a Graph answer means. */
export function graphFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const code = deepestCode(readJson(bytes, z.unknown())) ?? `http_${status}`
  return failure({ outcome: graphOutcome(status, code), code }, status, headers)
}

function graphOutcome(status: number, code: string): ProviderOutcome {
  if (status === 401) return 'reconnect'
  if (status === 404 || status === 410) return 'gone'
  if (status === 507 || code === 'quotaLimitReached' || status === 501) return 'rejected'
  return isPassing(status) || status === 423 ? 'try_later' : 'rejected'
}

/** `error.innerError.innerError…` (also spelled `innererror`): the deepest code that we know, or else the outermost. */
export function deepestCode(body: unknown): string | undefined {
  const codes: string[] = []
  let level = field(body, 'error')
  for (let depth = 0; depth < 10 && level !== undefined; depth += 1) {
    const code = field(level, 'code')
    if (typeof code === 'string') codes.push(code)
    level = field(level, 'innerError') ?? field(level, 'innererror')
  }
  return codes.findLast((code) => KNOWN.has(code)) ?? codes[0]
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** The failures that only a new sign-in solves. */
const NEEDS_PERSON = new Set(['invalid_grant', 'interaction_required', 'consent_required', 'login_required'])

/**
 * The failure that an answer of the token endpoint means. `invalid_client` refuses our app keys, so it disconnects no
 * account.
 */
export function tokenFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const code = readJson(bytes, TokenRefusal)?.error ?? `http_${status}`
  const isLater = isPassing(status) || code === 'temporarily_unavailable' || code === 'server_error'
  const outcome = NEEDS_PERSON.has(code) ? 'reconnect' : isLater ? 'try_later' : 'rejected'
  return failure({ outcome, code }, status, headers)
}

/** The answer has an undocumented shape, so the service does not work as documented. */
export const unreadable = (status?: number): ProviderError =>
  new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable', status })

const isPassing = (status: number) => status === 429 || status >= 500

const failure = ({ outcome, code }: Failure, status: number, headers: Headers) =>
  new ProviderError({
    provider: PROVIDER,
    outcome,
    code,
    status,
    retryAfterSeconds: outcome === 'try_later' ? retryAfterSeconds(headers) : undefined,
  })
