import type { SourceName } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import type { Db } from '../../db/user-client.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { Keepa, KeepaCost } from '../../providers/keepa/index.ts'
import type { SourceTokens } from './product-source.ts'
import { noteSource } from './sources.repo.ts'

/** Whose state it is: a key's, or a key's in one marketplace. */
export type SourcePlace = { source: SourceName; key: string; marketplace: MarketplaceCode | '' }

/** What a failure says about the next request. */
export type SourceFailure = { reason: 'tokens' | 'later' | 'paused' | 'refused'; waitSeconds: number | null }

const PAUSE_SECONDS = 24 * 60 * 60
const REFUSED_KEY_SECONDS = 60 * 60
const FAULT_SECONDS = 60

/** Notes that the source works, and its account. What cannot be noted is no failure: the answer is worth more. */
export async function noteAnswer(
  serviceDb: Db,
  place: SourcePlace,
  { tokens, waitSeconds }: { tokens: SourceTokens | null; waitSeconds: number },
): Promise<void> {
  await quietly(place, noteSource(serviceDb, place, { state: 'working', tokens, waitSeconds }))
}

/** Notes what a failure says about the source. `probeAsin`: one to ask about when access may be back. */
export async function noteFailure(
  serviceDb: Db,
  place: SourcePlace,
  error: ProviderError,
  { isPause, probeAsin }: { isPause: boolean; probeAsin: string | null },
): Promise<SourceFailure> {
  const { outcome, code, status, retryAfterSeconds } = error
  log.warn('source.failed', { source: place.source, marketplace: place.marketplace, outcome, code, status })
  if (isPause) {
    const note = { state: 'paused', reason: code, retrySeconds: PAUSE_SECONDS, probeAsin } as const
    await quietly(place, noteSource(serviceDb, place, note))
    return { reason: 'paused', waitSeconds: PAUSE_SECONDS }
  }
  if (outcome === 'reconnect') {
    const note = { state: 'reconnect', reason: code, retrySeconds: REFUSED_KEY_SECONDS, probeAsin } as const
    await quietly(place, noteSource(serviceDb, place, note))
    return { reason: 'refused', waitSeconds: null }
  }
  if (outcome !== 'try_later') return { reason: 'refused', waitSeconds: null }
  // Only what the source itself said to wait is noted: a broken connection says nothing about the next request.
  if (retryAfterSeconds === undefined) return { reason: 'later', waitSeconds: FAULT_SECONDS }
  await quietly(place, noteSource(serviceDb, place, { waitSeconds: retryAfterSeconds }))
  return { reason: status === 429 ? 'tokens' : 'later', waitSeconds: retryAfterSeconds }
}

/** Notes the account of Keepa's key by what a request answers, for requests that pass no `ProductSource`. */
export async function notingKeepa<T extends KeepaCost>(serviceDb: Db, keepa: Keepa, ask: () => Promise<T>): Promise<T> {
  const place: SourcePlace = { source: 'keepa', key: keepa.fingerprint, marketplace: '' }
  try {
    const answer = await ask()
    const { left, refillPerMinute, waitSeconds } = answer.tokens
    await noteAnswer(serviceDb, place, { tokens: { left, refillPerMinute }, waitSeconds })
    return answer
  } catch (error) {
    if (error instanceof ProviderError) await noteFailure(serviceDb, place, error, { isPause: false, probeAsin: null })
    throw error
  }
}

const quietly = ({ source }: SourcePlace, noting: Promise<void>) =>
  noting.catch((error: unknown) => log.warn('source.not_noted', { source, error: String(error) }))
