import { useQuery } from '@tanstack/react-query'
import { useCarryOver } from '#app/features/listings/bulk/use-carry-over.ts'
import type { Pricing } from '#app/features/listings/listing-prices.ts'
import { listingQueries } from '#app/features/listings/listings.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

/** The ended listing that this one follows, with what a person may carry over from it. */
export function Relisted({ listing, pricing }: { listing: ListedListing; pricing: Pricing }) {
  const { relisted_from } = listing
  return relisted_from === null ? null : <From listing={listing} endedId={relisted_from} pricing={pricing} />
}

type FromProps = { listing: ListedListing; endedId: string; pricing: Pricing }

function From({ listing, endedId, pricing }: FromProps) {
  const { data: ended, isError } = useQuery(listingQueries.detail(endedId))
  const carryOver = useCarryOver()
  const { locale } = useFormat()
  const answer = (isWanted: boolean) => () => carryOver.mutate({ ids: [listing.id], isWanted })
  return (
    <section
      aria-label="Relisted on eBay"
      className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-info/30 bg-info-soft p-4"
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">Relisted from {ended ? ended.ebay_item_id : 'an ended listing'}</p>
        {ended ? (
          <p className="text-table text-muted tabular-nums">{carriedWords(ended, pricing, locale).join(' · ')}</p>
        ) : (
          !isError && <Skeleton className="mt-1 h-4 w-48" />
        )}
      </div>
      <div className="flex gap-2">
        <Button className="max-md:h-11" onClick={answer(false)} disabled={carryOver.isPending}>
          Dismiss
        </Button>
        <Button className="max-md:h-11" onClick={answer(true)} isBusy={carryOver.isPending}>
          Carry over
        </Button>
      </div>
    </section>
  )
}

function carriedWords(ended: ListedListing, { strategies }: Pricing, locale: string | undefined): string[] {
  const { floor_cents, cost_cents, currency, strategy_id, reductions_enabled, is_product_chosen, product } = ended
  const strategy = strategies.find(({ id }) => id === strategy_id)
  return [
    floor_cents !== null && `Floor ${formatMoney(floor_cents, currency, locale)}`,
    strategy && `Strategy ${strategy.name}`,
    reductions_enabled && 'Price drops on',
    cost_cents !== null && `Cost ${formatMoney(cost_cents, currency, locale)}`,
    is_product_chosen && product && `Product ${product.title ?? product.asin}`,
  ].filter((words) => typeof words === 'string')
}
