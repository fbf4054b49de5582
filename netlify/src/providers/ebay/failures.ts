import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, retryAfterSeconds } from '../http.ts'
import { type Refusal, refusalOf } from './refusals.ts'
import { type RestError, RestRefusal, TokenRefusal, type TradingEnvelope, type TradingError } from './types.ts'

export const PROVIDER = 'ebay'

/** What eBay said to one change. `accepted` carries a code only for a warning; an error says what it means. */
export type PriceAnswer = {
  outcome: 'accepted' | 'refused'
  /** eBay's number; null when it gave none. */
  code: string | null
  /** eBay's words, for people. */
  message: string | null
  /** With `refused`. Null: eBay neither named an error nor confirmed the change, so only a reading tells. */
  refusal: Refusal | null
  /** eBay refused several listings with one error that names none of them: it may mean another one. */
  isUnnamed?: true
}

/** 1001 old or unknown token, 1100 a permission that was not granted: both need the seller, the first perhaps only a refresh. */
const REST_RECONNECT = new Set([1001, 1002, 1003, 1100])
/** 2001 too many requests; 25001 eBay's own error; 25025 somebody else is writing the same item. */
const REST_LATER = new Set([2001, 25001, 25025])
/** Another program is writing the same item. eBay answers it with a 500, and did nothing. */
const CONCURRENT = 25025

const TRADING_RECONNECT = new Set(['930', '931', '932', '16110', '21916984', '21917053'])
/** 518 and 21919144 calls used up; 10007 eBay's own error. */
const TRADING_LATER = new Set(['518', '10007', '21919144'])
/** 17: deleted, or not this seller's. */
const TRADING_GONE = new Set(['17'])

/** The failure a REST answer means. */
export function restFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const error = readJson(bytes, RestRefusal)?.errors[0]
  const code = error ? `ebay_${error.errorId}` : `http_${status}`
  const outcome = restOutcome(status, error)
  return new ProviderError({
    provider: PROVIDER,
    outcome,
    code,
    status,
    retryAfterSeconds: outcome === 'try_later' ? retryAfterSeconds(headers) : undefined,
  })
}

function restOutcome(status: number, error: RestError | undefined): ProviderOutcome {
  // An answer without eBay's envelope comes from something in between, and says nothing about what eBay did.
  if (!error) return 'try_later'
  if (status === 401 || REST_RECONNECT.has(error.errorId)) return 'reconnect'
  if (isPassing(status, error)) return 'try_later'
  return status === 404 || status === 410 ? 'gone' : 'rejected'
}

const isPassing = (status: number, error: RestError | undefined) =>
  status === 429 || status >= 500 || (error !== undefined && REST_LATER.has(error.errorId))

/** What eBay said to one offer of a bulk call. */
export function restPriceAnswer(
  status: number,
  errors: readonly RestError[],
  warnings: readonly RestError[],
): PriceAnswer {
  const isAccepted = status >= 200 && status < 300
  const told = isAccepted ? warnings[0] : errors[0]
  const message = told?.longMessage ?? told?.message ?? null
  const words = { code: told ? String(told.errorId) : null, message }
  if (isAccepted) return { outcome: 'accepted', ...words, refusal: null }
  if (!told || (status >= 500 && told.errorId !== CONCURRENT)) return { outcome: 'refused', ...words, refusal: null }
  return { outcome: 'refused', ...words, refusal: refusalOf(words.code, `${told.message ?? ''} ${message ?? ''}`) }
}

/**
 * The failure of a whole Trading call, which comes with HTTP 200; null when it succeeded, a Warning included. A call that
 * succeeded for some of its items is no failure: read `Errors`.
 */
export function tradingFailure({ Ack, Errors }: TradingEnvelope): ProviderError | null {
  const errors = realErrors(Errors)
  const needsPerson = errors.find(({ ErrorCode }) => TRADING_RECONNECT.has(ErrorCode))
  if (needsPerson) return tradingError(needsPerson, 'reconnect')
  if (Ack !== 'Failure') return null
  const [first] = errors
  if (!first) return unreadable(200)
  if (isTradingLater(first)) return tradingError(first, 'try_later')
  return tradingError(first, TRADING_GONE.has(first.ErrorCode) ? 'gone' : 'rejected')
}

/** What eBay said to one item it did not accept. */
export function tradingPriceAnswer(error: TradingError): PriceAnswer {
  const message = error.LongMessage ?? error.ShortMessage ?? null
  const words = { outcome: 'refused', code: error.ErrorCode, message } as const
  const isOwnFault = error.ErrorClassification === 'SystemError' && !TRADING_LATER.has(error.ErrorCode)
  return { ...words, refusal: isOwnFault ? null : refusalOf(error.ErrorCode, message) }
}

export const realErrors = (errors: readonly TradingError[] | null | undefined): TradingError[] =>
  (errors ?? []).filter(({ SeverityCode }) => SeverityCode !== 'Warning')

const isTradingLater = ({ ErrorCode, ErrorClassification }: TradingError) =>
  TRADING_LATER.has(ErrorCode) || ErrorClassification === 'SystemError'

const tradingError = ({ ErrorCode }: TradingError, outcome: ProviderOutcome) =>
  new ProviderError({ provider: PROVIDER, outcome, code: `ebay_${ErrorCode}`, status: 200 })

/**
 * The failure an answer of the token endpoint means. Only `invalid_grant` is the seller's: `invalid_client` is our own
 * credential, and no reason to call anybody disconnected.
 */
export function tokenFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const code = readJson(bytes, TokenRefusal)?.error ?? `http_${status}`
  const isLater = status === 429 || status >= 500 || code === 'temporarily_unavailable' || code === 'server_error'
  const outcome = code === 'invalid_grant' ? 'reconnect' : isLater ? 'try_later' : 'rejected'
  const wait = isLater ? retryAfterSeconds(headers) : undefined
  return new ProviderError({ provider: PROVIDER, outcome, code, status, retryAfterSeconds: wait })
}

/** An answer of another shape than promised: the service is not itself. */
export const unreadable = (status?: number): ProviderError =>
  new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable', status })
