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
}

// A short word, so that no key or token can be in it.
const isCode = (code: string) => /^[A-Za-z][\w.-]{0,39}$/.test(code)
