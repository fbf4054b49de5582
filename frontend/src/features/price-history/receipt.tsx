import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ReceiptText, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { DetailSheet } from '#app/components/data-table/detail-sheet.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { PriceChangeBadge } from '#app/domains/prices/price-change-state.tsx'
import { canUndo, KIND_WORDS } from '#app/domains/prices/price-change-words.ts'
import { useUndoPriceChange } from '#app/domains/prices/use-undo-price-change.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { inputWords, whoWanted } from './change-words.ts'
import { type PriceHistoryFilters, priceHistoryQueries } from './price-history.queries.ts'
import { PriceMove } from './price-move.tsx'
import { Timeline } from './timeline.tsx'

type ReceiptProps = { id: string; filters: PriceHistoryFilters; addressOf: (id: string | undefined) => string }

/** One change of price from the intent to what eBay showed, and the way back. */
export function Receipt({ id, filters, addressOf }: ReceiptProps) {
  // The list behind is followed while something is under way, so its row is the newest there is.
  const { rows } = usePagedRows(useInfiniteQuery(priceHistoryQueries.list(filters)), ({ items }) => items)
  const listed = rows.find((row) => row.id === id)
  const one = useQuery(priceHistoryQueries.one(id))
  const change = listed ?? one.data
  return (
    <DetailSheet
      noun="price change"
      title={change ? `Price change of ${change.title}` : 'Price change'}
      id={id}
      ids={rows.map((row) => row.id)}
      listAddress={addressOf(undefined)}
      addressOf={addressOf}
      query={{ ...one, data: change }}
      missing={{
        isMissing: change === null,
        icon: ReceiptText,
        title: "We can't find this price change",
        words: 'The link may be mistyped, or belong to another workspace.',
      }}
      failure="The price change could not be loaded"
      loading="Loading the price change"
      skeleton={
        <>
          <Skeleton className="h-12" />
          <Skeleton className="h-48" />
        </>
      }
    >
      {(shown) => <Body change={shown} />}
    </DetailSheet>
  )
}

function Body({ change }: { change: PriceChange }) {
  const format = useFormat()
  const { data: me } = useQuery(meQuery())
  const { title, picture_url, currency, floor_cents, seen_price_cents, slot_at, listing_id, run_id, undo_of } = change
  const money = (cents: number) => formatMoney(cents, currency, format.locale)
  const inputs = inputWords(change, format.locale)
  return (
    <div className="flex flex-col gap-6 p-4 md:p-6">
      <h2 className="font-semibold">Price change</h2>
      <div className="flex items-start gap-3">
        <ProductImage url={picture_url} size="large" />
        <div className="min-w-0">
          <p className="font-medium break-words">{title}</p>
          <p className="text-meta text-muted">
            {change.ebay_item_id}
            {change.sku && ` · ${change.sku}`}
          </p>
          {listing_id && (
            <Link to={addresses.listing(listing_id)} className="text-table underline underline-offset-2">
              Open listing
            </Link>
          )}
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <PriceMove change={change} isLarge />
        <PriceChangeBadge change={change} />
      </div>
      <section aria-label="What happened">
        <h3 className="mb-2 font-semibold">What happened</h3>
        <Timeline change={change} />
      </section>
      <section aria-label="Why this price">
        <h3 className="mb-2 font-semibold">Why this price</h3>
        <dl className="flex flex-col gap-1.5 text-table">
          <Fact name="Kind">{KIND_WORDS[change.kind]}</Fact>
          <Fact name="By">{whoWanted(change, me?.id)}</Fact>
          {inputs && <Fact name="Computed">{inputs}</Fact>}
          {slot_at && <Fact name="Due since">{format.instant(slot_at)}</Fact>}
          <Fact name="Floor then">{floor_cents === null ? 'none' : money(floor_cents)}</Fact>
          {seen_price_cents !== null && <Fact name="eBay showed">{money(seen_price_cents)}</Fact>}
          {undo_of && (
            <Fact name="Undoes">
              <Link to={addresses.priceHistory({ change: undo_of })} className="underline underline-offset-2">
                an earlier change
              </Link>
            </Fact>
          )}
          {run_id && (
            <Fact name="Run">
              <Link to={addresses.priceHistory({ run_id })} className="underline underline-offset-2">
                Everything of this run
              </Link>
            </Fact>
          )}
        </dl>
      </section>
      {canUndo(change) && <UndoChange key={change.id} change={change} />}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[104px_1fr] gap-3">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function UndoChange({ change }: { change: PriceChange }) {
  const format = useFormat()
  const [isAsking, setAsking] = useState(false)
  const undo = useUndoPriceChange()
  const back = formatMoney(change.old_price_cents, change.currency, format.locale)
  const now = formatMoney(change.new_price_cents, change.currency, format.locale)
  if (undo.data) {
    return (
      <Notice tone="info">
        Going back to {back}.{' '}
        <Link to={addresses.priceHistory({ change: undo.data.id })} className="underline underline-offset-2">
          Follow it
        </Link>
      </Notice>
    )
  }
  return (
    <div>
      <Button onClick={() => setAsking(true)} isBusy={undo.isPending}>
        <Undo2 aria-hidden="true" /> Undo, back to {back}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Back to ${back}?`}
        action={`Change price to ${back}`}
        isBusy={undo.isPending}
        onConfirm={() => undo.mutate(change, { onSettled: () => setAsking(false) })}
      >
        The price on eBay goes from {now} back to {back}. It stays as it is if it was changed since. The strategy may
        lower it again when its next price drop is due.
      </ConfirmDialog>
    </div>
  )
}
