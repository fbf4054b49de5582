import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useMemo } from 'react'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { Age, ListingStatusBadge, NextCut, Price, Quantity, saleEnd } from '#app/features/listings/listing-parts.tsx'
import { outlookOf, type Pricing } from '#app/features/listings/listing-prices.ts'
import { listingQueries } from '#app/features/listings/listings.queries.ts'
import { ebayWords, whyNot } from '#app/features/listings/why-not.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ChangePrice } from './change-price.tsx'
import { ListingProduct } from './listing-product.tsx'
import { ListingRules } from './listing-rules.tsx'
import { PriceHistoryRows } from './price-change-rows.tsx'
import { PriceHistory } from './price-history-chart.tsx'
import { Relisted } from './relisted.tsx'
import { Sales } from './sales.tsx'
import { useChangeListing } from './use-change-listing.ts'

const RESUMES = 'Price drops resume automatically.'

type ListingDetailsProps = { listing: ListedListing; pricing: Pricing }

/** Everything about a listing: what it is, what happens to its price, what happened to it. */
export function ListingDetails({ listing, pricing }: ListingDetailsProps) {
  const history = useQuery(listingQueries.history(listing.id))
  const outlook = useMemo(() => outlookOf(listing, pricing), [listing, pricing])
  return (
    <div className="flex flex-col gap-8 p-5 pb-16">
      <Header listing={listing} nowMs={pricing.context.now.getTime()} />
      <Relisted listing={listing} pricing={pricing} />
      <Outlook listing={listing} pricing={pricing} />
      <Section title="Price">
        <ChangePrice
          listing={listing}
          changes={history.data?.changes}
          isOnSale={saleEnd(listing, pricing.context.now.getTime()) !== null}
        />
      </Section>
      <Section title="Price drops">
        <ListingRules listing={listing} pricing={pricing} />
      </Section>
      <Section title="Price history">
        {history.data ? (
          <>
            <UnreadableRows of={history.data} className="mb-2" />
            <PriceHistory listing={listing} history={history.data} curve={outlook.curve} now={pricing.context.now} />
          </>
        ) : history.isError ? (
          <ErrorState
            title="The history could not be loaded"
            error={history.error}
            onRetry={() => void history.refetch()}
            isRetrying={history.isFetching}
          />
        ) : (
          <Skeleton className="h-60" />
        )}
      </Section>
      <Section title="Product">
        <ListingProduct listing={listing} />
      </Section>
      {history.data && (
        <>
          <Section title="Sales">
            <Sales listing={listing} sales={history.data.sales} />
          </Section>
          <Section title="Price changes">
            <PriceHistoryRows changes={history.data.changes} />
          </Section>
        </>
      )}
    </div>
  )
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-2 font-semibold">
        {title}
      </h3>
      {children}
    </section>
  )
}

function Header({ listing, nowMs }: { listing: ListedListing; nowMs: number }) {
  const { title, picture_url, ebay_item_id, sku, status, watch_count, quantity_sold, management_kind } = listing
  return (
    <header className="flex gap-4">
      <ProductImage url={picture_url} size="large" />
      <div className="min-w-0 flex-1">
        <h2 className="text-lead font-semibold break-words">{title}</h2>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-table text-muted tabular-nums">
          <span className="inline-flex items-center">
            {ebay_item_id}
            <CopyButton text={ebay_item_id} label="Copy item id" isIconOnly />
          </span>
          {sku && <span className="break-all">SKU {sku}</span>}
          <span>
            Seen <RelativeTime instant={listing.last_seen_at} />
          </span>
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-1.5">
          <ListingStatusBadge status={status} />
          <Badge title="How its price is updated on eBay">
            {management_kind === 'inventory' ? 'Inventory interface' : 'Made on eBay'}
          </Badge>
          {listing.has_variations && <Badge>Variations</Badge>}
          {listing.listing_format === 'auction' && <Badge>Auction</Badge>}
        </div>
        <dl className="mt-3 flex flex-wrap gap-x-6 gap-y-2 text-table">
          <Fact name="Price">
            <Price listing={listing} nowMs={nowMs} />
          </Fact>
          <Fact name="Stock">
            <Quantity count={listing.quantity_available} />
          </Fact>
          <Fact name="Sold">{quantity_sold}</Fact>
          <Fact name="Watchers">{watch_count ?? '–'}</Fact>
          <Fact name="Age">
            <Age startedAt={listing.started_at} nowMs={nowMs} />
          </Fact>
          <Fact name="Price drops">{listing.cut_count}</Fact>
        </dl>
      </div>
    </header>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-meta text-muted">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  )
}

/** Why it is not cut now, or when it will be; a parked one can be put back here. */
function Outlook({ listing, pricing }: ListingDetailsProps) {
  const { change, isPending } = useChangeListing()
  const outlook = useMemo(() => outlookOf(listing, pricing), [listing, pricing])
  const { judgement } = outlook
  const format = useFormat()
  const isHeld = listing.held_until !== null && Date.parse(listing.held_until) > pricing.context.now.getTime()
  const words = judgement.eligible
    ? { label: 'Due now', tone: 'info' as const, sentence: 'The next run lowers it.', todo: '' }
    : whyNot(judgement, listing, format)
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-sunken p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <Badge tone={words.tone}>{words.label}</Badge>
          <p className="mt-1.5">{words.sentence}</p>
          <p className="text-table text-muted">
            {!judgement.eligible && judgement.reason === 'held' ? RESUMES : words.todo}
          </p>
        </div>
        {outlook.next && (
          <div className="text-table">
            <p className="text-meta text-muted">Next price drop</p>
            <NextCut listing={listing} outlook={outlook} />
          </div>
        )}
      </div>
      {isHeld && listing.held_until && (judgement.eligible || judgement.reason !== 'held') && (
        <p className="border-t border-line pt-3 text-table">
          <b>Waiting for eBay until {format.instant(listing.held_until)}</b>. {ebayWords(listing.held_reason ?? '')}{' '}
          {RESUMES}
        </p>
      )}
      {listing.parked_code !== null && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-3">
          <p className="min-w-0 flex-1 basis-60 text-table">
            <b>Needs attention</b>
            {listing.parked_at && (
              <>
                {' '}
                <RelativeTime instant={listing.parked_at} />
              </>
            )}
            : {listing.parked_reason}
          </p>
          <Button isBusy={isPending} onClick={() => change({ listing, patch: { is_parked: false }, words: 'Resume' })}>
            Resume
          </Button>
        </div>
      )}
    </div>
  )
}
