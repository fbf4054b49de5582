import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { OAuthVendor } from '../providers/oauth.ts'
import type { ConnectionDefinition } from './definition.ts'

type Words = Pick<ConnectionDefinition, 'words'>

/** The vendor with our app keys. Throws `provider_not_configured`. */
export function openVendor<Vendor extends OAuthVendor>({ open, words }: Words & { open: () => Vendor | null }): Vendor {
  const vendor = open()
  if (!vendor) throw new AppError('provider_not_configured', `${words.name} is not set up. Ask your administrator.`)
  return vendor
}

export const notConnected = ({ words }: Words): AppError =>
  new AppError(words.notConnected, `${words.name} is not connected. Connect it under Connections.`)

export const mustReconnect = ({ words }: Words, cause?: unknown): AppError =>
  new AppError(
    words.reconnect,
    `${words.vendor} no longer lets us in. Reconnect ${words.name} under Connections. ${words.waiting}`,
    {},
    cause,
  )

/** The vendor refused the access token: the session refreshes it once, then the person must sign in again. */
export const isTokenRefused = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.outcome === 'reconnect'

/** A vendor's failure as a sentence for the caller; `gone` says what a missing object means here. */
export function connectionProblem(
  { provider, words, refusals = {} }: Pick<ConnectionDefinition, 'provider' | 'words' | 'refusals'>,
  error: unknown,
  gone?: () => AppError,
): unknown {
  if (!(error instanceof ProviderError)) return error
  if (error.outcome === 'gone' && gone) return gone()
  log.warn(`${provider}.failed`, { outcome: error.outcome, code: error.code, status: error.status })
  const refusal = refusals[error.code]
  if (refusal) return refusal()
  if (error.outcome === 'try_later') {
    const extra = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
    return new AppError('provider_try_later', `${words.name} is busy. Try again soon.`, extra, error)
  }
  return new AppError('provider_failed', `${words.name} rejected this. Nothing was changed.`, {}, error)
}
