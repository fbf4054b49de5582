import type { MarketplaceCode } from '#core/marketplaces.ts'
import type { Db } from '../db/user-client.ts'
import type { OpenRun, RunChanges } from './runs.repo.ts'
import type { ProductSources, Stop } from './sources/open-product-sources.ts'

export type RunWork = {
  run: OpenRun
  db: Db
  sources: ProductSources
  signal: AbortSignal
  /** Answers false when a person canceled the run. */
  note: (changes: RunChanges) => Promise<boolean>
  progress: (done: number, total?: number) => Promise<void>
}

/** Why the work ended before its end; null when everything is done. */
export type RunEnd = Stop | 'canceled' | null

/** The pairs by marketplace, in order. */
export function byMarketplace<Pair extends { marketplace: MarketplaceCode }>(
  pairs: readonly Pair[],
): Map<MarketplaceCode, Pair[]> {
  const found = new Map<MarketplaceCode, Pair[]>()
  for (const pair of pairs) {
    const own = found.get(pair.marketplace)
    if (own) own.push(pair)
    else found.set(pair.marketplace, [pair])
  }
  return found
}

/** The stop after which the work goes on first; one that nobody can wait for counts last. */
export function soonest(one: Stop | null, other: Stop | null): Stop | null {
  if (!one || !other) return one ?? other
  return (one.waitSeconds ?? Number.POSITIVE_INFINITY) <= (other.waitSeconds ?? Number.POSITIVE_INFINITY) ? one : other
}
