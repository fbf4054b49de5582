import { nextPrice } from '../../../core/src/prices/next-price.ts'
import type { CutSize } from '../../../core/src/prices/strategies.ts'
import { DEMO_SELLER } from '../../emulators/ebay/accounts.ts'
import { defaultListings } from '../../emulators/ebay/default-listings.ts'
import type { ListingSeed } from '../../emulators/ebay/listing-seed.ts'

export const DAY_MS = 86_400_000
const FIRST_ITEM = 226_512_000_100
/** The age of the oldest record. */
export const RECORDED_DAYS = 84
const AGE_DAYS = 96

/** As after three months with OpSyncPro. */
export const DEMO_STRATEGIES = {
  steady: { name: 'Steady', kind: 'percentage', percentage_bp: 500, interval_days: 7 },
  clearOut: { name: 'Clear out', kind: 'fixed', amount_cents: 200, interval_days: 10, price_ending: 99 },
  gentle: {
    name: 'Gentle',
    kind: 'percentage',
    percentage_bp: 300,
    interval_days: 7,
    start_delay_days: 14,
  },
} as const
export type DemoStrategy = keyof typeof DEMO_STRATEGIES

export type PastDrop = { at_days_ago: number; old_price_cents: number; new_price_cents: number; size: CutSize }
export type DemoListing = {
  item_id: string
  seed: ListingSeed
  /** Undefined: no one has chosen a strategy yet. */
  strategy?: DemoStrategy
  floor_cents?: number
  cost_cents?: number
  first_price_cents: number
  drops: PastDrop[]
  sold_days_ago: number[]
  fate?: 'parked' | 'hidden'
}

/** The first listing of the Inventory API, whose sellers write the ASIN into the SKU. */
const FIRST_LINKED = 22

export type LinkedProduct = { asin: string; title: string | null; image_url: string | null }

/** Dana's shop after three months, with its history. `products`: the demo's own products that she sells. */
export function demoShop(products: readonly LinkedProduct[], images: readonly string[]): DemoListing[] {
  return defaultListings
    .filter(({ seller_id }) => (seller_id ?? DEMO_SELLER) === DEMO_SELLER)
    .map((row, index) => {
      const item_id = String(FIRST_ITEM + index * 37)
      const product = products[index - FIRST_LINKED]
      const picture_url = product?.image_url ?? images[index % Math.max(images.length, 1)]
      const seed: ListingSeed = {
        ...row,
        item_id,
        ...(picture_url && { picture_url }),
        ...(product && { sku: `ql_${product.asin}`, title: product.title?.slice(0, 80) ?? row.title }),
      }
      return grow(seed, item_id, index)
    })
}

function grow(seed: ListingSeed, item_id: string, index: number): DemoListing {
  const { price_cents } = seed
  const isLowered =
    (seed.quantity ?? 1) > 0 && !seed.hides_quantity && !seed.variations && !seed.is_ended && seed.format !== 'auction'
  const undecided: DemoListing = {
    item_id,
    seed: { ...seed, days_old: 90 + index * 4 },
    first_price_cents: price_cents,
    drops: [],
    sold_days_ago: [],
  }
  if (!isLowered || index % 9 === 7) return undecided
  const strategy: DemoStrategy = index % 5 === 3 ? 'gentle' : index % 5 === 4 ? 'clearOut' : 'steady'
  const floor_cents = Math.round(price_cents * 0.6)
  const cost_cents = Math.round(price_cents * 0.38)
  const past = strategy === 'gentle' ? [] : pastDrops(price_cents, floor_cents, strategy, index)
  const now = past.at(-1)?.new_price_cents ?? price_cents
  const sold_days_ago = salesOf(index)
  return {
    item_id,
    strategy,
    // One listing has reached its floor.
    floor_cents: index === 5 ? now : floor_cents,
    ...(index % 4 !== 1 && { cost_cents }),
    first_price_cents: price_cents,
    drops: past,
    sold_days_ago,
    ...(index === 9 && { fate: 'parked' as const }),
    ...(index === 20 && { fate: 'hidden' as const }),
    seed: {
      ...seed,
      price_cents: now,
      quantity_sold: (seed.quantity_sold ?? 0) + sold_days_ago.length,
      days_old: Math.max(seed.days_old ?? 0, AGE_DAYS + (index % 7) * 11),
      watch_count: seed.watch_count ?? (index % 3 === 1 ? index % 11 : null),
    },
  }
}

/** The newest price drop is less than an interval old, except for three listings whose next drop is due. */
function pastDrops(price: number, floor: number, strategy: 'steady' | 'clearOut', index: number): PastDrop[] {
  const { interval_days } = DEMO_STRATEGIES[strategy]
  const size: CutSize =
    strategy === 'steady'
      ? { kind: 'percentage', percentage_bp: DEMO_STRATEGIES.steady.percentage_bp }
      : { kind: 'fixed', amount_cents: DEMO_STRATEGIES.clearOut.amount_cents }
  const price_ending = strategy === 'steady' ? null : DEMO_STRATEGIES.clearOut.price_ending
  const count = strategy === 'steady' ? 2 + (index % 5) : 1 + (index % 4)
  const newest = index % 13 === 0 ? interval_days + 0.5 : 1 + (index % (interval_days - 2))
  const drops: PastDrop[] = []
  let old = price
  for (let drop = count - 1; drop >= 0; drop -= 1) {
    const next = nextPrice(old, { size, max_cut_cents: null, price_ending, floor_cents: floor }).price_cents
    if (next >= old) break
    drops.push({ at_days_ago: newest + drop * interval_days, old_price_cents: old, new_price_cents: next, size })
    old = next
  }
  return drops
}

/** The dates of sales: some listings sell every other week, some hardly ever. */
function salesOf(index: number): number[] {
  const every = 9 + ((index * 7) % 31)
  const first = 3 + ((index * 5) % every)
  const days: number[] = []
  for (let day = first; day < RECORDED_DAYS && days.length < 6; day += every) days.push(day)
  return index % 3 === 1 ? [] : days
}
