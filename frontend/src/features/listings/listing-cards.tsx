import { useMemo } from 'react'
import { Link, useLocation } from 'react-router'
import { CardList } from '#app/components/data-table/card-list.tsx'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { Switch } from '#app/components/ui/switch.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { cn } from '#ui/class-names.ts'
import { useChangeListing } from './listing/use-change-listing.ts'
import { switchWords } from './listing-cells.tsx'
import { NextCut, Price, WhyNot } from './listing-parts.tsx'
import { outlookOf, type Pricing } from './listing-prices.ts'

const CARD_HEIGHT = 156

type ListingCardsProps = {
  listings: readonly ListedListing[]
  pricing: Pricing
  selection: Selection
  isSelecting: boolean
  isStale: boolean
  onEndReached: () => void
}

/** The list on a phone: the same facts, one under the other; the rest is a tap away. */
export function ListingCards(props: ListingCardsProps) {
  const { listings, pricing, selection, isStale, onEndReached, isSelecting } = props
  return (
    <CardList
      label="Listings"
      rows={listings}
      keyOf={({ id }) => id}
      isStale={isStale}
      cardHeightPx={CARD_HEIGHT}
      onEndReached={onEndReached}
    >
      {(listing) => (
        <Card
          listing={listing}
          pricing={pricing}
          isSelecting={isSelecting}
          isSelected={selection.isSelected(listing.id)}
          onToggle={() => selection.toggle(listing.id)}
        />
      )}
    </CardList>
  )
}

type CardProps = {
  listing: ListedListing
  pricing: Pricing
  isSelecting: boolean
  isSelected: boolean
  onToggle: () => void
}

function Card({ listing, pricing, isSelecting, isSelected, onToggle }: CardProps) {
  const { search } = useLocation()
  const { locale } = useFormat()
  const { change } = useChangeListing()
  const outlook = useMemo(() => outlookOf(listing, pricing), [listing, pricing])
  const { title, floor_cents, currency } = listing
  const cover = 'after:absolute after:inset-0 after:rounded-card'
  return (
    <div
      className={cn(
        'relative flex h-full flex-col justify-between rounded-card border p-3 text-table',
        isSelected ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      <div className="flex items-start gap-3">
        <ProductImage url={listing.picture_url} />
        {isSelecting ? (
          <label className={cn('flex min-w-0 flex-1 items-center gap-2 text-body font-medium', cover)}>
            <input
              type="checkbox"
              checked={isSelected}
              onChange={onToggle}
              aria-label={`Select ${title}`}
              className="size-5 shrink-0 accent-accent-solid"
            />
            <span className="line-clamp-2">{title}</span>
          </label>
        ) : (
          <Link
            to={addresses.listing(listing.id, search)}
            preventScrollReset
            data-row-link
            className={cn('line-clamp-2 min-w-0 flex-1 text-body font-medium', cover)}
          >
            {title}
          </Link>
        )}
        <span className="max-w-32 shrink-0 text-right">
          <Price listing={listing} nowMs={pricing.context.now.getTime()} />
        </span>
      </div>
      <div className="flex items-end justify-between gap-3">
        <span className="text-muted tabular-nums">
          Floor {floor_cents === null ? 'not set' : formatMoney(floor_cents, currency, locale)}
        </span>
        {outlook.next && (
          <span className="text-right">
            <NextCut listing={listing} outlook={outlook} />
          </span>
        )}
      </div>
      <div className="flex items-end justify-between gap-3">
        <WhyNot listing={listing} outlook={outlook} />
        {!isSelecting && (
          <span className="relative z-[1] flex size-11 shrink-0 items-center justify-end">
            <Switch
              label={`Price drops of ${title}`}
              isOn={listing.reductions_enabled}
              onChange={(reductions_enabled) =>
                change({ listing, patch: { reductions_enabled }, words: switchWords(reductions_enabled) })
              }
            />
          </span>
        )}
      </div>
    </div>
  )
}
