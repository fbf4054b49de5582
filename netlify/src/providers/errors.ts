/**
 * What a failure means for the caller: the account must be connected again, the request is refused every time, the same
 * request may work later, or the object no longer exists.
 */
export type ProviderOutcome = 'reconnect' | 'rejected' | 'try_later' | 'gone'

type Details = {
  provider: string
  outcome: ProviderOutcome
  /** The vendor's own code, or ours when the vendor sent none. For logs. */
  code: string
  status?: number | undefined
  retryAfterSeconds?: number | undefined
}

/**
 * The only error of an outside service. Its message holds the provider, the outcome and a code: never a URL, a key or
 * the vendor's prose, which may repeat what we sent. For the same reason it carries no cause.
 */
export class ProviderError extends Error {
  readonly provider: string
  readonly outcome: ProviderOutcome
  readonly code: string
  readonly status: number | undefined
  /** When the vendor said how long to wait. */
  readonly retryAfterSeconds: number | undefined

  constructor({ provider, outcome, code, status, retryAfterSeconds }: Details) {
    const safeCode = isCode(code) ? code : 'unreadable_code'
    super(`${provider}: ${outcome} (${status === undefined ? safeCode : `${safeCode}, HTTP ${status}`})`)
    this.name = 'ProviderError'
    this.provider = provider
    this.outcome = outcome
    this.code = safeCode
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** The vendor answered and refused. Not a 408, which only means that waiting ended. */
  get isRefusal(): boolean {
    return this.status !== undefined && this.status >= 300 && this.status < 500 && this.status !== 408
  }

  /** The request had no effect at the vendor and cost nothing: it was refused, or never sent. */
  get isUnspent(): boolean {
    return this.isRefusal || NEVER_SENT.has(this.code)
  }
}

const NEVER_SENT = new Set([
  'address_unreadable',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

// A short word, so that no key or token can be in it.
const isCode = (code: string) => /^[A-Za-z][\w.-]{0,39}$/.test(code)
