import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, retryAfterSeconds } from '../http.ts'
import { Envelope, TokenRefusal } from './types.ts'

export const PROVIDER = 'tiktok'

const LATER = new Set(['rate_limit_exceeded', 'internal_error', 'spam_risk_too_many_posts', 'reached_active_user_cap'])
const RECONNECT = new Set(['access_token_invalid'])
const GONE = new Set(['invalid_publish_id', 'publish_id_not_found'])

/** The failure that an answer means; null when it worked. Its code is TikTok's own. */
export function tiktokFailure({ status, headers, bytes }: ProviderAnswer): ProviderError | null {
  const code = readJson(bytes, Envelope)?.error.code
  if (code === undefined) return failure('try_later', `http_${status}`, status, headers)
  if (code === 'ok' && status === 200) return null
  return failure(outcomeOf(status, code), code, status, headers)
}

function outcomeOf(status: number, code: string): ProviderOutcome {
  if (RECONNECT.has(code)) return 'reconnect'
  if (LATER.has(code) || status === 429 || status >= 500) return 'try_later'
  return GONE.has(code) ? 'gone' : 'rejected'
}

/** The failure of the token endpoint. Only `invalid_grant` is the person's. */
export function tokenFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const code = readJson(bytes, TokenRefusal)?.error ?? `http_${status}`
  const isLater = status === 429 || status >= 500 || code === 'temporarily_unavailable' || code.startsWith('http_')
  return failure(code === 'invalid_grant' ? 'reconnect' : isLater ? 'try_later' : 'rejected', code, status, headers)
}

const HOLDS = new Set(['spam_risk_too_many_posts', 'reached_active_user_cap'])

/** Whether to wait for the next day without failing. */
export const isHold = (error: unknown): boolean => error instanceof ProviderError && HOLDS.has(error.code)

/** Whether a failed request may have had its effect. */
export function effectOf(error: unknown): 'none' | 'unknown' {
  if (!(error instanceof ProviderError)) return 'unknown'
  const isAnswered = error.status !== undefined && error.status < 500 && !error.code.startsWith('http_')
  return (isAnswered && error.code !== 'answer_unreadable') || error.isUnspent ? 'none' : 'unknown'
}

/** An answer of another shape than documented: the service is not itself. */
export const unreadable = (status?: number): ProviderError =>
  new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable', status })

const failure = (outcome: ProviderOutcome, code: string, status: number, headers: Headers): ProviderError =>
  new ProviderError({
    provider: PROVIDER,
    outcome,
    code,
    status,
    retryAfterSeconds: outcome === 'try_later' ? retryAfterSeconds(headers) : undefined,
  })
