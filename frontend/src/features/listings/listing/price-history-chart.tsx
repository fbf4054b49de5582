import { KIND_WORDS } from '#app/domains/prices/price-change-words.ts'
import { type ChartPoint, PriceChart, type PriceMark } from '#app/domains/prices/price-chart.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing, ListingHistory } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceCurve } from '#core/prices/future-drops.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { DAY_MS } from '#core/prices/zone.ts'

type PriceHistoryProps = { listing: ListedListing; history: ListingHistory; curve: PriceCurve; now: Date }

/** So far ahead at most: a slow strategy would press what happened into a corner. */
const AHEAD_MS = 180 * DAY_MS

/** What the price was and, dashed, what it will be; changes and sales are marked. */
export function PriceHistory({ listing, history, curve, now }: PriceHistoryProps) {
  const { locale } = useFormat()
  const { currency, price_cents, floor_cents } = listing
  const nowMs = Math.max(now.getTime(), Date.parse(listing.last_seen_at))
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const recorded = recordedPoints(history, nowMs, price_cents)
  const ahead = curve.cuts.filter(({ at }) => Date.parse(at) - nowMs <= AHEAD_MS)
  const future = [
    { atMs: nowMs, cents: price_cents },
    ...ahead.map((cut) => ({ atMs: Date.parse(cut.at), cents: cut.price_cents })),
  ]
  // Where what is to come begins, what was recorded ends.
  if (ahead.length > 0) recorded.push({ atMs: nowMs + 1, cents: null })
  const marks: PriceMark[] = [
    ...history.changes.flatMap((change) =>
      change.confirmed_at === null
        ? []
        : [{ atMs: Date.parse(change.confirmed_at), cents: change.new_price_cents, label: changeWords(change, money) }],
    ),
    ...history.sales.map(({ sold_at, price_cents: cents, quantity }) => ({
      atMs: Date.parse(sold_at),
      cents,
      label: `Sold ${quantity} at ${money(cents)}`,
    })),
  ]
  if (history.days.length === 0 && marks.length === 0 && ahead.length === 0) {
    return (
      <p className="text-table text-muted">
        Each day the price is recorded with stock, watchers and sales. The line begins with the second day.
      </p>
    )
  }
  return (
    <PriceChart
      label={`Price of ${listing.title}`}
      currency={currency}
      floorCents={floor_cents}
      series={[
        { name: 'Price', tone: 'accent', points: recorded },
        ...(ahead.length > 0 ? [{ name: 'To come', tone: 'plain' as const, isDashed: true, points: future }] : []),
      ]}
      marks={marks}
      markName="Change or sale"
    />
  )
}

/**
 * A recorded day ends with its price, which holds until the next recorded day. A change shows at its minute, and the time
 * after the listing left eBay as a gap.
 */
function recordedPoints({ days, changes }: ListingHistory, nowMs: number, priceCents: number): ChartPoint[] {
  const points: ChartPoint[] = []
  for (const { day, price_cents, status } of days) {
    const atMs = Math.min(Date.parse(day) + DAY_MS, nowMs)
    points.push({ atMs, cents: status === 'ended' || status === 'inactive' ? null : price_cents })
  }
  for (const { confirmed_at, new_price_cents } of changes) {
    if (confirmed_at !== null) points.push({ atMs: Date.parse(confirmed_at), cents: new_price_cents })
  }
  const sorted = points.toSorted((a, b) => a.atMs - b.atMs).filter(({ atMs }) => atMs < nowMs)
  return [...sorted, { atMs: nowMs, cents: priceCents }]
}

function changeWords(change: PriceChange, money: (cents: number) => string): string {
  const who = change.strategy_name ?? change.actor_name
  const words = `${KIND_WORDS[change.kind]}${who ? ` by ${who}` : ''}`
  return `${words}: ${money(change.old_price_cents)} → ${money(change.new_price_cents)}`
}
