import { useFormat } from '#app/lib/use-format.ts'
import type { ListingStatus } from '#core/listings/listing-kinds.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { DAY_MS } from '#core/prices/zone.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import type { ListingOutlook } from './listing-prices.ts'
import { whyNot } from './why-not.ts'

const STATUS: Record<ListingStatus, { word: string; tone: Tone }> = {
  active: { word: 'Active', tone: 'done' },
  sold_out: { word: 'Sold out', tone: 'waiting' },
  inactive: { word: 'Inactive', tone: 'neutral' },
  ended: { word: 'Ended', tone: 'neutral' },
}

export function ListingStatusBadge({ status }: { status: ListingStatus }) {
  return <Badge tone={STATUS[status].tone}>{STATUS[status].word}</Badge>
}

/** The end of a sale that runs on eBay; null without one. */
export const saleEnd = ({ sale_price_cents, sale_ends_at }: ListedListing, nowMs: number): string | null =>
  sale_price_cents !== null && sale_ends_at !== null && Date.parse(sale_ends_at) > nowMs ? sale_ends_at : null

/** The regular price; below it the price of a running sale, or else the one it began at when that was another. */
export function Price({ listing, nowMs }: { listing: ListedListing; nowMs: number }) {
  const { locale, shortDay } = useFormat()
  const { price_cents, first_price_cents, sale_price_cents, currency } = listing
  const endsAt = saleEnd(listing, nowMs)
  return (
    <span className="tabular-nums">
      <span className="font-medium">{formatMoney(price_cents, currency, locale)}</span>
      {endsAt && (
        <span className="block text-meta text-waiting">
          On sale {formatMoney(sale_price_cents ?? 0, currency, locale)} until {shortDay(endsAt)}
        </span>
      )}
      {!endsAt && first_price_cents !== price_cents && (
        <s className="block text-meta text-muted">
          <span className="sr-only">at first </span>
          {formatMoney(first_price_cents, currency, locale)}
        </s>
      )}
    </span>
  )
}

/** How many eBay shows; what it has not said is no zero. */
export function Quantity({ count }: { count: number | null }) {
  if (count !== null) return <span className="tabular-nums">{count}</span>
  return (
    <span title="eBay has not said how many there are.">
      ?<span className="sr-only"> eBay has not said</span>
    </span>
  )
}

/** The next cut and when the floor is reached. */
export function NextCut({ listing, outlook }: { listing: ListedListing; outlook: ListingOutlook }) {
  const format = useFormat()
  const { next, days_to_floor } = outlook
  if (!next) return <span className="text-faint">–</span>
  return (
    <span className="tabular-nums">
      <time dateTime={next.at} title={format.instant(next.at)}>
        {format.shortDay(next.at)}
      </time>
      {' → '}
      {formatMoney(next.price_cents, listing.currency, format.locale)}
      {days_to_floor !== null && (
        <span className="block text-meta text-muted">floor in {format.count(days_to_floor, 'day')}</span>
      )}
    </span>
  )
}

/** Why it is not cut now, in a word, with what to do about it. */
export function WhyNot({ listing, outlook }: { listing: ListedListing; outlook: ListingOutlook }) {
  const { judgement } = outlook
  const format = useFormat()
  if (judgement.eligible) {
    return <Lines label="Due now" tone="info" sentence="Its next price drop is due." todo="The next run lowers it." />
  }
  return <Lines {...whyNot(judgement, listing, format)} />
}

function Lines({ label, tone, sentence, todo }: { label: string; tone: Tone; sentence: string; todo: string }) {
  return (
    <span className="block min-w-0" title={`${sentence} ${todo}`}>
      <Badge tone={tone}>{label}</Badge>
      <span className="sr-only">{sentence}</span>
      <span className="mt-0.5 block truncate text-meta text-muted">{todo}</span>
    </span>
  )
}

/** How long it has been on sale. */
export function Age({ startedAt, nowMs }: { startedAt: string | null; nowMs: number }) {
  const format = useFormat()
  if (startedAt === null) return <span className="text-faint">–</span>
  const days = Math.max(0, Math.floor((nowMs - Date.parse(startedAt)) / DAY_MS))
  return (
    <time dateTime={startedAt} title={format.instant(startedAt)} className="tabular-nums">
      {days} d
    </time>
  )
}
