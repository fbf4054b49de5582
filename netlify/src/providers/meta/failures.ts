import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, retryAfterSeconds } from '../http.ts'
import { GraphRefusal, InstagramTokenRefusal } from './types.ts'

export const PROVIDER = 'meta'

// What an error means depends on the code and the subcode together: 4 is a throttle, and 4/2207051 is not.
// https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes

/** Pairs, as `code.subcode`. They come before the code alone. */
const BY_PAIR: Readonly<Record<string, ProviderOutcome>> = {
  // An unknown object. Meta also says so about a container or a permalink that exists since a moment.
  '100.33': 'gone',
  // Instagram's own error; another container may work.
  '-1.2207001': 'try_later',
  '-1.2207032': 'try_later',
  '-1.2207053': 'try_later',
  // Meta's download of the file took too long, and the container is too old.
  '-2.2207003': 'try_later',
  '-2.2207020': 'gone',
  // "Blocked as suspicious" came after the post was live.
  '4.2207051': 'try_later',
  '9.2207042': 'try_later',
  // The page may send no messages for a while.
  '10.1893063': 'try_later',
  '24.2207006': 'gone',
  '24.2207008': 'try_later',
  // The file could not be fetched: the same URL may work a moment later.
  '9004.2207052': 'try_later',
  // Not ready: the container is still being processed.
  '9007.2207027': 'try_later',
}

const THROTTLES = new Set([4, 17, 32, 613])
/** Meta's own errors, and posting too fast (1390008). The long ones come as the code or as the subcode. */
const PASSING = new Set([1, 2, 1363047, 1390008, 1609010])
const NEEDS_PERSON = new Set([102, 190])

/** The failure that an answer of the Graph API means. Its code is `graph.<code>.<subcode or 0>`. */
export function graphFailure({ status, headers, bytes }: ProviderAnswer): ProviderError {
  const refusal = readJson(bytes, GraphRefusal)?.error
  // An answer without Meta's envelope comes from something in between, and says nothing about what Meta did.
  if (!refusal) return failure('try_later', `http_${status}`, status, headers)
  const { code } = refusal
  const subcode = refusal.error_subcode ?? 0
  const outcome = graphOutcome(code, subcode, refusal.is_transient === true)
  return failure(outcome, graphCode(code, subcode), status, headers)
}

/** `graph.4.2207051`; codes may be negative. */
export const graphCode = (code: number, subcode: number): string => `graph.${code}.${subcode}`

function graphOutcome(code: number, subcode: number, isTransient: boolean): ProviderOutcome {
  const known = BY_PAIR[`${code}.${subcode}`]
  if (known) return known
  if (NEEDS_PERSON.has(code)) return 'reconnect'
  // The business use case limits, also with HTTP 400.
  const isThrottle = THROTTLES.has(code) || (code >= 80001 && code <= 80014)
  if (isThrottle || isTransient || PASSING.has(code) || PASSING.has(subcode)) return 'try_later'
  return 'rejected'
}

/**
 * Codes that wait instead of failing: the account's daily quota, and a page that may send nothing for a while. Nothing
 * was done, and asking again soon does not help.
 */
const HOLDS = new Set(['graph.9.2207042', 'graph.10.1893063'])

/** Whether to wait without failing or trying again soon. */
export const isHold = (error: unknown): boolean => isOurs(error) && HOLDS.has(error.code)

/** Answers after which the request may have had its effect although Meta refused it. */
const MAYBE_DONE = new Set([
  'graph.4.2207051',
  'graph.100.33',
  'graph.-1.2207001',
  'graph.-1.2207032',
  'graph.-1.2207053',
])

/**
 * Whether a failed request may have had its effect. `unknown` must be looked up and never repeated blindly. A failure
 * that is not of this provider is `unknown`.
 */
export function effectOf(error: unknown): 'none' | 'unknown' {
  if (!isOurs(error)) return 'unknown'
  if (MAYBE_DONE.has(error.code)) return 'unknown'
  const pair = /^graph\.(-?\d+)\.(\d+)$/.exec(error.code)
  // Meta's own error says nothing about what was done; every other envelope is a refusal.
  if (pair) return isOwnFault(`${pair[1]}.${pair[2]}`, error.status) ? 'unknown' : 'none'
  return error.isUnspent && !error.code.startsWith('http_') ? 'none' : 'unknown'
}

const isOwnFault = (pair: string, status: number | undefined): boolean =>
  BY_PAIR[pair] === undefined && (/^[12]\.0$/.test(pair) || (status !== undefined && status >= 500))

const isOurs = (error: unknown): error is ProviderError => error instanceof ProviderError

/**
 * The failure of a token endpoint. Only a refused code or token is the person's: a wrong app id or secret is our own,
 * and disconnects no account.
 */
export function tokenFailure(answer: ProviderAnswer): ProviderError {
  const { status, headers, bytes } = answer
  const graph = readJson(bytes, GraphRefusal)?.error
  if (graph) {
    // "Error validating client secret" is a 1 with 400; Meta's own failure is a 1 with 500.
    const isOwnSecret = graph.code === 101 || (graph.code === 1 && status === 400 && graph.is_transient !== true)
    if (isOwnSecret) return failure('rejected', 'invalid_client', status, headers)
    return graphFailure(answer)
  }
  const instagram = readJson(bytes, InstagramTokenRefusal)
  if (!instagram) return failure('try_later', `http_${status}`, status, headers)
  const isLater = status === 429 || status >= 500
  return failure(isLater ? 'try_later' : 'rejected', `instagram_${instagram.code}`, status, headers)
}

/**
 * The subcodes that Instagram names in the text of a failed container, with the code they belong to. The text is all
 * that a container says.
 */
const CODE_OF_SUBCODE: Readonly<Record<number, number>> = {
  2207001: -1,
  2207003: -2,
  2207004: 36000,
  2207005: 36001,
  2207006: 24,
  2207008: 24,
  2207009: 36003,
  2207010: 36004,
  2207020: -2,
  2207026: 352,
  2207027: 9007,
  2207032: -1,
  2207042: 9,
  2207050: 25,
  2207051: 4,
  2207052: 9004,
  2207053: -1,
}

/** The code of a container that failed, read from the text of `status`. */
export function containerCode(text: string): string {
  const found = /\b(22\d{5})\b/.exec(text)
  if (!found) return graphCode(0, 0)
  const subcode = Number(found[1])
  return graphCode(CODE_OF_SUBCODE[subcode] ?? 0, subcode)
}

/** An answer of another shape than documented: the service is not itself. */
export const unreadable = (status?: number): ProviderError =>
  new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable', status })

function failure(outcome: ProviderOutcome, code: string, status: number, headers: Headers): ProviderError {
  const wait = outcome === 'try_later' ? (retryAfterSeconds(headers) ?? regainSeconds(headers)) : undefined
  return new ProviderError({ provider: PROVIDER, outcome, code, status, retryAfterSeconds: wait })
}

/** How long until calls are allowed again, in minutes, in the header of the business use case limits. */
function regainSeconds(headers: Headers): number | undefined {
  const minutes = /"estimated_time_to_regain_access"\s*:\s*(\d{1,6})/.exec(
    headers.get('x-business-use-case-usage') ?? '',
  )?.[1]
  return minutes === undefined || minutes === '0' ? undefined : Number(minutes) * 60
}
