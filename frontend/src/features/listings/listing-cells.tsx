import { ExternalLink } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { CellsProps } from '#app/components/data-table/table-row.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { useChangeListing } from './listing/use-change-listing.ts'
import type { ListingColumnId } from './listing-columns.ts'
import { Age, ListingStatusBadge, NextCut, Price, Quantity, WhyNot } from './listing-parts.tsx'
import { outlookOf, type Pricing } from './listing-prices.ts'
import { MoneyInput } from './money-input.tsx'
import { Sparkline } from './sparkline.tsx'
import { StrategySelect } from './strategy-select.tsx'

/** What all rows share. */
export type ListingsContext = {
  pricing: Pricing
  /** Of the page's address: a listing opens beside the list as it stands. */
  search: string
}

/** One listing: eBay's facts, what the person decided, and what happens next. */
export function ListingCells({
  row: listing,
  context,
  children,
}: CellsProps<ListedListing, ListingColumnId, ListingsContext>) {
  const { pricing, search } = context
  const { change } = useChangeListing()
  const outlook = useMemo(() => outlookOf(listing, pricing), [listing, pricing])
  const { title } = listing
  const nowMs = pricing.context.now.getTime()
  return children({
    listing: <Identity listing={listing} address={addresses.listing(listing.id, search)} />,
    status: <ListingStatusBadge status={listing.status} />,
    quantity: <Quantity count={listing.quantity_available} />,
    price: <Price listing={listing} nowMs={nowMs} />,
    floor: (
      <MoneyInput
        label={`Floor of ${title}`}
        cents={listing.floor_cents}
        currency={listing.currency}
        onSave={(floor_cents) => change({ listing, patch: { floor_cents }, words: floorWords(floor_cents) })}
      />
    ),
    strategy: (
      <StrategySelect
        label={`Strategy of ${title}`}
        value={listing.strategy_id}
        strategies={pricing.strategies}
        onChange={(strategy_id) => change({ listing, patch: { strategy_id }, words: 'Strategy changed' })}
        isShort
        className="h-7 w-full text-table"
      />
    ),
    drops: (
      <Switch
        label={`Price drops of ${title}`}
        isOn={listing.reductions_enabled}
        onChange={(reductions_enabled) =>
          change({ listing, patch: { reductions_enabled }, words: switchWords(reductions_enabled) })
        }
      />
    ),
    next: <NextCut listing={listing} outlook={outlook} />,
    why: <WhyNot listing={listing} outlook={outlook} />,
    prices: <Sparkline listing={listing} nowMs={nowMs} />,
    age: <Age startedAt={listing.started_at} nowMs={nowMs} />,
    watchers: listing.watch_count ?? <span className="text-faint">–</span>,
    sold: listing.quantity_sold,
  })
}

function Identity({ listing, address }: { listing: ListedListing; address: string }) {
  const { title, picture_url, listing_url, sku, ebay_item_id, is_hidden, relisted_from } = listing
  return (
    <span className="flex w-full min-w-0 items-center gap-2.5">
      <ProductImage url={picture_url} />
      <span className="min-w-0 flex-1">
        <Link to={address} preventScrollReset data-row-link className="block truncate font-medium hover:underline">
          {title}
        </Link>
        <span className="flex items-center gap-1 text-meta text-muted tabular-nums">
          <span className="truncate">
            {sku ?? ebay_item_id}
            {is_hidden && ' · hidden'}
            {relisted_from && ' · relisted'}
          </span>
        </span>
      </span>
      {listing_url && (
        <a
          href={listing_url}
          target="_blank"
          rel="noreferrer"
          aria-label={`${title} on eBay`}
          title="Open on eBay"
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink"
        >
          <ExternalLink className="size-4" aria-hidden="true" />
        </a>
      )}
    </span>
  )
}

export const floorWords = (cents: number | null) => (cents === null ? 'Floor taken away' : 'Floor set')
export const switchWords = (isOn: boolean) => (isOn ? 'Price drops turned on' : 'Price drops turned off')
