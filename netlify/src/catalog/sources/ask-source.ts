import type { SourceFeature } from '#core/catalog/source-budget.ts'
import type { SourceName } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { type QuotaError, settling, takeUnits, type Work } from '../../connections/quotas.ts'
import type { Db } from '../../db/user-client.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { ProductSource, SourceAnswer } from './product-source.ts'
import { noteAnswer, noteFailure, type SourcePlace } from './source-notes.ts'
import { type KnownState, listSourceStates } from './sources.repo.ts'

/**
 * Why a source answers no more. `share`: the workspace has used its daily cap. `tokens`: the account has none left.
 * `later`: a fault of the moment. `paused`: the vendor took access away for a while. `refused`: the key or the request.
 */
export type Stop = {
  reason: 'share' | 'tokens' | 'later' | 'paused' | 'refused' | 'not_configured'
  source: SourceName | null
  /** Null: waiting does not help. */
  waitSeconds: number | null
  error: Error | null
}

export type Asker = {
  serviceDb: Db
  workspaceId: string
  feature: SourceFeature
  source: ProductSource
  marketplace: MarketplaceCode
}

/** Why the source may not be asked now; null when it may. */
export async function stopBefore({ serviceDb, source, marketplace }: Asker): Promise<Stop | null> {
  const known = stateOf(await listSourceStates(serviceDb, [source.fingerprint(marketplace)]), source, marketplace)
  if (!known) return null
  const until = (instant: string | null) => (instant ? Math.ceil((Date.parse(instant) - Date.now()) / 1000) : 0)
  const retry = until(known.retry_at)
  const wait = until(known.available_at)
  if (known.state === 'paused' && retry > 0) return stop(source, 'paused', retry)
  if (known.state === 'reconnect' && retry > 0) return stop(source, 'refused', null)
  return wait > 0 ? stop(source, 'tokens', wait) : null
}

/** The state of the source's key in that marketplace. */
export const stateOf = (
  states: readonly KnownState[],
  source: ProductSource,
  marketplace: MarketplaceCode,
): KnownState | undefined =>
  states.find(
    (row) =>
      row.source === source.name &&
      row.key === source.fingerprint(marketplace) &&
      row.marketplace === (source.isPerMarketplace ? marketplace : ''),
  )

/** What one request is for: `names` count one by one against the daily cap, in order, or all together. */
type Charge = { names: readonly string[]; units: number }

/**
 * Asks a source for a workspace, within its daily cap. `call` gets the names that the cap allows; it must keep the answer
 * before it returns, because the tokens are spent. Charged by what the source says, also when that is more than was
 * allowed. `stop` may come together with an answer: the cap allowed a part.
 */
export async function askSource<T extends SourceAnswer>(
  asker: Asker,
  { names, units }: Charge,
  call: (allowed: string[]) => Promise<T>,
): Promise<{ answer: T | null; stop: Stop | null }> {
  const { serviceDb, workspaceId, feature, source, marketplace } = asker
  const work: Work = { workspaceId, vendor: 'keepa', source: source.name, feature }
  const keyOf = (name: string) => `${source.name}:${marketplace}:${name}`.slice(0, 200)
  const taken = { keys: names.map(keyOf), units }
  const { granted, refused } = await takeUnits(serviceDb, work, taken)
  const allowed = names.filter((name) => granted.has(keyOf(name)))
  const share = refused && shareStop(source, refused)
  if (allowed.length === 0) return { answer: null, stop: share }
  try {
    const answer = await settling(serviceDb, work, { keys: [...granted], units }, () => call(allowed))
    await noteAnswer(serviceDb, placeOf(source, marketplace), answer)
    return { answer, stop: share }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const probeAsin = allowed.join().match(/\b[A-Z0-9]{10}\b/)?.[0] ?? null
    const told = { isPause: source.isPause(error), probeAsin }
    const { reason, waitSeconds } = await noteFailure(serviceDb, placeOf(source, marketplace), error, told)
    return { answer: null, stop: stop(source, reason, waitSeconds, error) }
  }
}

/** Whose state a request changes: that of the key, or of the key in one marketplace. */
export const placeOf = (source: ProductSource, marketplace: MarketplaceCode): SourcePlace => ({
  source: source.name,
  key: source.fingerprint(marketplace),
  marketplace: source.isPerMarketplace ? marketplace : '',
})

const stop = (
  source: ProductSource,
  reason: Stop['reason'],
  waitSeconds: number | null,
  error: Error | null = null,
): Stop => ({ reason, source: source.name, waitSeconds, error })

const shareStop = (source: ProductSource, refused: QuotaError): Stop =>
  stop(source, 'share', refused.isNever ? null : refused.waitSeconds, refused)
