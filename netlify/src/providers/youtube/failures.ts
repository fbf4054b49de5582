import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, retryAfterSeconds } from '../http.ts'
import { TokenRefusal, YouTubeRefusal } from './types.ts'

export const PROVIDER = 'youtube'

const LATER = new Set([
  'quotaExceeded',
  'dailyLimitExceeded',
  'uploadLimitExceeded',
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'uploadRateLimitExceeded',
  'backendError',
  'internalError',
  'processingFailure',
])
const RECONNECT = new Set(['authorizationRequired', 'authError'])
const GONE = new Set(['videoNotFound', 'channelNotFound', 'notFound', 'playlistNotFound'])

/** The failure that an answer of the Data API means. Its code is Google's reason: `quotaExceeded`. */
export function youtubeFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const refusal = readJson(bytes, YouTubeRefusal)?.error
  // An answer without Google's envelope comes from something in between.
  if (!refusal)
    return failure(status === 404 || status === 410 ? 'gone' : 'try_later', `http_${status}`, status, headers)
  const reason = refusal.errors?.[0]?.reason ?? `http_${status}`
  return failure(outcomeOf(status, reason), reason, status, headers)
}

function outcomeOf(status: number, reason: string): ProviderOutcome {
  // No channel: signing in again does not help, so it disconnects nobody.
  if (reason === 'youtubeSignupRequired') return 'rejected'
  if (LATER.has(reason) || status === 429 || status >= 500) return 'try_later'
  if (RECONNECT.has(reason) || status === 401) return 'reconnect'
  return GONE.has(reason) || status === 404 || status === 410 ? 'gone' : 'rejected'
}

/**
 * The failure of the token endpoint. `invalid_client` refuses our app keys, so it disconnects no account.
 */
export function tokenFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const code = readJson(bytes, TokenRefusal)?.error ?? `http_${status}`
  const isLater = status === 429 || status >= 500 || code === 'temporarily_unavailable' || code.startsWith('http_')
  return failure(code === 'invalid_grant' ? 'reconnect' : isLater ? 'try_later' : 'rejected', code, status, headers)
}

/** The uploads of our project, or of the channel, are used up for today. */
const HOLDS = new Set(['quotaExceeded', 'dailyLimitExceeded', 'uploadLimitExceeded'])

/** Whether to wait until the quota is new (midnight Pacific) without failing. */
export const isHold = (error: unknown): boolean => error instanceof ProviderError && HOLDS.has(error.code)

/**
 * Whether a failed request may have had its effect. `unknown` after the last bytes of an upload is looked up with
 * `getUploadOffset`.
 */
export function effectOf(error: unknown): 'none' | 'unknown' {
  if (!(error instanceof ProviderError)) return 'unknown'
  return error.isUnspent && !error.code.startsWith('http_') ? 'none' : 'unknown'
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
