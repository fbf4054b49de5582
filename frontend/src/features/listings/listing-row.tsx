import { ExternalLink } from 'lucide-react'
import { memo, type ReactNode, useMemo } from 'react'
import { Link } from 'react-router'
import { Switch } from '#app/components/ui/switch.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import type { ListedListing } from '#core/listings/schema.ts'
import { cn } from '#ui/class-names.ts'
import { useChangeListing } from './listing/use-change-listing.ts'
import { LISTING_COLUMNS, type ListingColumn, type ListingColumnId, SELECT_WIDTH } from './listing-columns.ts'
import { Age, ListingStatusBadge, NextCut, Price, Quantity, WhyNot } from './listing-parts.tsx'
import { outlookOf, type Pricing } from './listing-prices.ts'
import { MoneyInput } from './money-input.tsx'
import { Sparkline } from './sparkline.tsx'
import { StrategySelect } from './strategy-select.tsx'

type ListingRowProps = {
  listing: ListedListing
  index: number
  topPx: number
  heightPx: number
  pricing: Pricing
  isSelected: boolean
  address: string
}

/** One listing: eBay's facts, what the person decided, and what happens next. */
export const ListingRow = memo(function ListingRow(props: ListingRowProps) {
  const { listing, index, topPx, heightPx, pricing, isSelected, address } = props
  const { change } = useChangeListing()
  const outlook = useMemo(() => outlookOf(listing, pricing), [listing, pricing])
  const { title } = listing
  const nowMs = pricing.context.now.getTime()
  const cells: Record<ListingColumnId, ReactNode> = {
    listing: <Identity listing={listing} address={address} />,
    status: <ListingStatusBadge status={listing.status} />,
    quantity: <Quantity count={listing.quantity_available} />,
    price: <Price listing={listing} />,
    floor: (
      <MoneyInput
        label={`Floor of ${title}`}
        cents={listing.floor_cents}
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
    cuts: (
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
  }
  const fill = isSelected ? 'bg-accent-soft' : 'bg-canvas group-hover:bg-hover'
  return (
    <tr
      aria-rowindex={index + 2}
      data-row-id={listing.id}
      className="group absolute flex w-full cursor-pointer text-table"
      style={{ height: heightPx, transform: `translateY(${topPx}px)`, top: 0 }}
    >
      <td
        className={cn('sticky left-0 z-[1] flex shrink-0 items-center justify-center border-b border-line', fill)}
        style={{ width: SELECT_WIDTH }}
      >
        <input
          type="checkbox"
          checked={isSelected}
          readOnly
          data-selects
          aria-label={`Select ${title}`}
          className="size-4 cursor-pointer accent-accent-solid"
        />
      </td>
      {LISTING_COLUMNS.map((column: ListingColumn) => (
        <td
          key={column.id}
          className={cn(
            'flex min-w-0 shrink-0 items-center border-b border-line px-2',
            column.isAtEnd && 'justify-end text-right tabular-nums',
            column.isPinned && 'sticky z-[1] grow border-r',
            fill,
          )}
          style={{ width: column.width, ...(column.isPinned && { left: SELECT_WIDTH }) }}
        >
          {/* safe: the columns are those of LISTING_COLUMNS */}
          {cells[column.id as ListingColumnId]}
        </td>
      ))}
    </tr>
  )
})

function Identity({ listing, address }: { listing: ListedListing; address: string }) {
  const { title, picture_url, listing_url, sku, ebay_item_id, is_hidden } = listing
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
