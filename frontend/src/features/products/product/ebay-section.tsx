import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ebaySettingsQuery } from '#app/domains/connections/ebay.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import type { EbaySettings } from '#core/prices/schema.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { cn } from '#ui/class-names.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { ebayOfProduct, type ProductSale } from './ebay.queries.ts'
import { outcomeOf } from './sale-profit.ts'
import { Section } from './section.tsx'

const SALES_SHOWN = 5
const STATUS = {
  active: { word: 'Active', tone: 'done' },
  sold_out: { word: 'Sold out', tone: 'waiting' },
  inactive: { word: 'Inactive', tone: 'neutral' },
  ended: { word: 'Ended', tone: 'neutral' },
} as const

/** The product's listings, its sales and the profit; empty for a product that is not on eBay. */
export function EbaySection({ product }: { product: SourcedProduct }) {
  const { data, error, isError, isFetching, refetch } = useQuery(ebayOfProduct(product.id))
  const { data: settings } = useQuery({ ...ebaySettingsQuery(), enabled: data !== undefined && data.sales.length > 0 })
  if (isError && !data) {
    return (
      <Section title="eBay">
        <ErrorState
          title="What is on eBay could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      </Section>
    )
  }
  if (!data || (data.listings.length === 0 && data.unreadable.length === 0)) return null
  return (
    <Section title="eBay">
      <UnreadableRows of={data} className="mb-2" />
      <ul className="divide-y divide-line rounded-card border border-line">
        {data.listings.map((listing) => (
          <ListingRow key={listing.id} listing={listing} />
        ))}
      </ul>
      {data.sales.length > 0 && settings && <Sales product={product} sales={data.sales} settings={settings} />}
    </Section>
  )
}

function ListingRow({ listing }: { listing: ListedListing }) {
  const { locale } = useFormat()
  const { id, title, status, price_cents, currency, quantity_available, quantity_sold } = listing
  return (
    <li className="flex items-center justify-between gap-3 px-3 py-2">
      <span className="min-w-0 flex-1">
        <Link to={addresses.listing(id)} className="block truncate font-medium hover:underline">
          {title}
        </Link>
        <span className="block text-meta text-muted tabular-nums">
          {quantity_available ?? '?'} in stock · {quantity_sold} sold
        </span>
      </span>
      <span className="font-medium tabular-nums">{formatMoney(price_cents, currency, locale)}</span>
      <Badge tone={STATUS[status].tone}>{STATUS[status].word}</Badge>
    </li>
  )
}

type SalesProps = { product: SourcedProduct; sales: readonly ProductSale[]; settings: EbaySettings }

function Sales({ product, sales, settings }: SalesProps) {
  const format = useFormat()
  const outcomes = sales.map((sale) => outcomeOf(sale, product, settings))
  const known = outcomes.flatMap(({ profit_cents }) => profit_cents ?? [])
  const total = known.reduce((sum, profit) => sum + profit, 0)
  const sold = sales.reduce((sum, { quantity }) => sum + quantity, 0)
  const money = (cents: number) => formatMoney(cents, product.currency, format.locale)
  return (
    <div className="mt-3">
      <p className="text-table">
        {format.count(sold, 'item')} sold.{' '}
        {known.length > 0 ? (
          <>
            Profit <b className={cn('tabular-nums', total < 0 && 'text-failed')}>{money(total)}</b>
            {known.length < sales.length && `, from ${known.length} of ${sales.length} sales`}
          </>
        ) : (
          <span className="text-muted">
            {product.cost_cents === null
              ? 'Enter what the product cost to see the profit.'
              : `Sold in another currency than ${product.currency}: no profit is worked out.`}
          </span>
        )}
      </p>
      <ul className="mt-2 divide-y divide-line rounded-card border border-line">
        {sales.slice(0, SALES_SHOWN).map((sale, at) => {
          const profit = outcomes[at]?.profit_cents ?? null
          return (
            <li
              key={`${sale.listing_id}-${sale.sold_at}`}
              className="flex flex-wrap items-center justify-between gap-x-3 px-3 py-2 text-table"
            >
              <span className="tabular-nums">
                {sale.quantity} × {formatMoney(sale.price_cents, sale.currency, format.locale)}
                <span className="ml-2 text-muted">
                  <RelativeTime instant={sale.sold_at} />
                </span>
              </span>
              {profit !== null && (
                <span
                  className="tabular-nums"
                  title={`After ${money((product.cost_cents ?? 0) * sale.quantity)} cost and ${money(outcomes[at]?.fees_cents ?? 0)} fees`}
                >
                  <span className="text-muted">Profit </span>
                  <b className={cn(profit < 0 && 'text-failed')}>{money(profit)}</b>
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {sales.length > SALES_SHOWN && (
        <p className="mt-1 text-meta text-muted">
          The newest {SALES_SHOWN} of {sales.length}.
        </p>
      )}
    </div>
  )
}
