import {
  asIfLive,
  asIfSwitchedOn,
  daysToFloor,
  type FutureCut,
  futureCuts,
  priceCurve,
} from '#core/prices/future-drops.ts'
import type { PricingContext } from '#core/prices/pricing.ts'
import type { SkipReason } from '#core/prices/reasons.ts'
import type { PreviewStrategy, StrategyPreview } from '#core/prices/schema.ts'
import type { PricedStrategy } from '#core/prices/strategies.ts'
import type { UserContext } from '../context.ts'
import { getEbaySettings } from './ebay-settings.repo.ts'
import { type ReadListing, readPricedListings } from './priced-listings.repo.ts'
import { getStrategy } from './strategies.repo.ts'

const MAX_ITEMS = 200

/**
 * What a strategy would do to listings if it were live and reductions were switched on now: asked of the same function the
 * runs ask. Everything is looked at; the soonest 200 come back with their curve. Nothing is written.
 */
export async function previewStrategy({ db }: UserContext, asked: PreviewStrategy): Promise<StrategyPreview> {
  const stored = asked.strategy_id === undefined ? null : await getStrategy(db, asked.strategy_id)
  const rule = asked.rule ?? stored
  const strategy: PricedStrategy | null =
    rule && asIfLive({ id: '', name: '', is_active: true, is_live: true, ...rule })
  const { reductions_paused, vacation_until, lower_during_sales } = await getEbaySettings(db)
  const context: PricingContext = { now: new Date(), reductions_paused, vacation_until, lower_during_sales }
  const scope = asked.listing_ids
    ? { listing_ids: asked.listing_ids }
    : stored && stored.listing_count > 0
      ? { strategy_id: stored.id }
      : ({ is_sellable: true } as const)

  const never = new Map<SkipReason, number>()
  const soonest = new Soonest(MAX_ITEMS)
  const notCut: ReadListing[] = []
  const firstRound = new FirstRound()
  let listings = 0
  let willBeCut = 0
  for await (const page of readPricedListings(db, scope)) {
    for (const row of page) {
      const isSame = row.strategy_id !== null && row.strategy_id === stored?.id
      // Going live begins the waiting anew, as switching on does.
      const isRunning = isSame && stored.is_live
      const listing = asIfSwitchedOn(isRunning ? row : { ...row, reductions_enabled: false }, context.now)
      listings += 1
      const first = futureCuts(listing, strategy, context, 1).next()
      if (!first.done) {
        willBeCut += 1
        if (isSame && row.reductions_enabled) firstRound.add(first.value, row)
        soonest.add(Date.parse(first.value.at), listing)
      } else {
        const reason = first.value === 'floor' || first.value === 'limit' ? 'at_floor' : first.value
        never.set(reason, (never.get(reason) ?? 0) + 1)
        if (notCut.length < MAX_ITEMS) notCut.push(listing)
      }
    }
  }
  return {
    counts: { listings, will_be_cut: willBeCut, never: listings - willBeCut },
    never_by_reason: Object.fromEntries(never),
    first_round: firstRound.sum(),
    items: [...soonest.take(), ...notCut].slice(0, MAX_ITEMS).map((listing) => toItem(listing, strategy, context)),
  }
}

class FirstRound {
  #listings = 0
  #firstAt: string | null = null
  #centsByCurrency = new Map<string, number>()
  add({ at, price_cents }: FutureCut, listing: ReadListing): void {
    this.#listings += 1
    if (this.#firstAt === null || at < this.#firstAt) this.#firstAt = at
    const before = this.#centsByCurrency.get(listing.currency) ?? 0
    this.#centsByCurrency.set(listing.currency, before + listing.price_cents - price_cents)
  }
  sum(): StrategyPreview['first_round'] {
    const taken_off = [...this.#centsByCurrency].map(([currency, cents]) => ({ currency, cents }))
    return {
      listings: this.#listings,
      first_cut_at: this.#firstAt,
      taken_off: taken_off.toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
    }
  }
}

function toItem(listing: ReadListing, strategy: PricedStrategy | null, context: PricingContext) {
  const curve = priceCurve(listing, strategy, context)
  const last = curve.cuts.at(-1)
  const isReached = curve.end === 'floor' && last !== undefined
  const { id: listing_id, ebay_item_id, title, currency, price_cents, floor_cents } = listing
  return {
    listing_id,
    ebay_item_id,
    title,
    currency,
    price_cents,
    floor_cents,
    next_cuts: curve.cuts.slice(0, 3),
    floor_at: isReached ? last.at : null,
    days_to_floor: daysToFloor(curve, context.now),
    reason: curve.cuts.length > 0 || curve.end === 'floor' || curve.end === 'limit' ? null : curve.end,
  }
}

/** The `size` soonest of any number: memory stays as it is whatever is looked at. */
class Soonest {
  readonly #size: number
  #rows: { at: number; listing: ReadListing }[] = []
  constructor(size: number) {
    this.#size = size
  }
  add(at: number, listing: ReadListing): void {
    this.#rows.push({ at, listing })
    if (this.#rows.length >= this.#size * 4) this.#rows = this.#sorted()
  }
  take(): ReadListing[] {
    return this.#sorted().map(({ listing }) => listing)
  }
  #sorted() {
    const order = (a: { at: number; listing: ReadListing }, b: typeof a) =>
      a.at - b.at || (a.listing.id < b.listing.id ? -1 : 1)
    return this.#rows.toSorted(order).slice(0, this.#size)
  }
}
