import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { DAY_MS } from '#core/prices/zone.ts'

const WIDTH = 88
const HEIGHT = 24
const RANGE_MS = 90 * DAY_MS

/** The prices of the last 90 days as steps; the newest is the price now. */
export function Sparkline({ listing, nowMs }: { listing: ListedListing; nowMs: number }) {
  const { locale } = useFormat()
  const { prices, price_cents, currency } = listing
  const [first] = prices
  if (!first || prices.length < 2) return <span className="text-faint">–</span>
  const cents = prices.map((point) => point.price_cents)
  const [low, high] = [Math.min(...cents, price_cents), Math.max(...cents, price_cents)]
  // What it was before the first change belongs to the picture.
  const startMs = Math.max(nowMs - RANGE_MS, Math.min(Date.parse(listing.started_at ?? first.at), Date.parse(first.at)))
  const spanMs = Math.max(nowMs - startMs, 1)
  const x = (at: string) => (Math.max(Date.parse(at) - startMs, 0) / spanMs) * (WIDTH - 4) + 2
  const y = (value: number) => HEIGHT - 3 - ((value - low) / Math.max(high - low, 1)) * (HEIGHT - 6)
  const steps = prices.slice(1).map((point) => `H${x(point.at).toFixed(1)}V${y(point.price_cents).toFixed(1)}`)
  const money = (value: number) => formatMoney(value, currency, locale)
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="h-6 w-[88px] text-accent"
      role="img"
      aria-label={`From ${money(first.price_cents)} to ${money(price_cents)} in ${prices.length - 1} steps`}
    >
      <path
        d={`M2 ${y(first.price_cents).toFixed(1)}${steps.join('')}H${WIDTH - 2}`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </svg>
  )
}
