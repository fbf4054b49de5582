/**
 * What a failure means for whoever asked: the account must be connected again, the request is refused whatever we do,
 * the same request may work later, or the thing asked for is no longer there.
 */
export type ProviderOutcome = 'reconnect' | 'rejected' | 'try_later' | 'gone'

type Details = {
  provider: string
  outcome: ProviderOutcome
  /** The vendor's own word for it, or ours when the vendor said nothing. For logs. */
  code: string
  status?: number | undefined
  retryAfterSeconds?: number | undefined
}

/**
 * The one way an outside service fails. Its message holds the provider, the outcome and a code: never an address, a key
 * or the vendor's prose, which may repeat what we sent. For the same reason it carries no cause.
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

// Short and a word: no key or token fits.
const isCode = (code: string) => /^[A-Za-z][\w.-]{0,39}$/.test(code)
