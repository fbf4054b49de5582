import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing, ListingHistory } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'

/** What was sold, as it was noticed, the newest first. */
export function Sales({ listing, sales }: { listing: ListedListing; sales: ListingHistory['sales'] }) {
  const { locale } = useFormat()
  if (sales.length === 0) {
    return (
      <p className="text-table text-muted">
        {listing.quantity_sold > 0
          ? `eBay counts ${listing.quantity_sold} sold before it was first read here.`
          : 'None yet.'}
      </p>
    )
  }
  return (
    <ul className="divide-y divide-line rounded-card border border-line">
      {sales.toReversed().map(({ sold_at, quantity, price_cents, currency }) => (
        <li key={`${sold_at}-${price_cents}`} className="flex justify-between gap-3 px-3 py-2 text-table">
          <span className="tabular-nums">
            {quantity} × {formatMoney(price_cents, currency, locale)}
          </span>
          <span className="text-muted">
            <RelativeTime instant={sold_at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
