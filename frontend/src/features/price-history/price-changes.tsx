import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ReceiptText, SearchX } from 'lucide-react'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { PriceChangeBadge } from '#app/domains/prices/price-change-state.tsx'
import { KIND_WORDS } from '#app/domains/prices/price-change-words.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { inputWords, whoWanted } from './change-words.ts'
import { ledgerQueries } from './price-history.queries.ts'
import type { useLedgerAddress } from './price-history-address.ts'
import { PriceMove } from './price-move.tsx'

/** The rows of the ledger that fit the filters, the newest first. */
export function PriceChanges({ filters, hasFilters, clearFilters, setAddress }: ReturnType<typeof useLedgerAddress>) {
  const format = useFormat()
  const list = useInfiniteQuery(ledgerQueries.list(filters))
  const changes = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <TableSkeleton label="Loading price history" />
  if (list.isError && changes.length === 0) {
    return (
      <ErrorState
        title="Price history couldn't be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (changes.length === 0) {
    return hasFilters ? (
      <EmptyState
        icon={SearchX}
        title="No matching price changes"
        action={<Button onClick={clearFilters}>Clear filters</Button>}
      >
        No price change matches all of this.
      </EmptyState>
    ) : (
      <EmptyState icon={ReceiptText} title="No price was changed yet">
        Every price that changes is written here, with its reason, what was sent to eBay and what eBay showed
        afterwards.
      </EmptyState>
    )
  }
  const total = list.data?.pages[0]?.total
  return (
    <div className={list.isPlaceholderData ? 'opacity-60' : undefined}>
      {total !== undefined && <p className="sr-only">{format.count(total, 'price change')}</p>}
      <table className="w-full text-table max-xl:block">
        <thead className="border-b border-line text-left text-meta text-muted max-xl:hidden">
          <tr>
            <th className="py-2 pr-3 font-medium">Listing</th>
            <th className="px-3 py-2 font-medium">By</th>
            <th className="px-3 py-2 font-medium">Price</th>
            <th className="px-3 py-2 text-right font-medium">Floor</th>
            <th className="px-3 py-2 font-medium">State</th>
            <th className="py-2 pl-3 text-right font-medium">When</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-xl:block">
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} onOpen={() => setAddress({ change: change.id })} />
          ))}
        </tbody>
      </table>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </div>
  )
}

function ChangeRow({ change, onOpen }: { change: PriceChange; onOpen: () => void }) {
  const format = useFormat()
  const { data: me } = useQuery(meQuery())
  const { title, kind, floor_cents, currency, reason, planned_at, picture_url } = change
  const why = reason ?? inputWords(change, format.locale)
  return (
    <tr className="relative hover:bg-hover max-xl:flex max-xl:flex-wrap max-xl:items-center max-xl:gap-x-3 max-xl:gap-y-1 max-xl:py-2.5">
      <td className="max-w-0 py-2 pr-3 max-xl:w-full max-xl:max-w-full max-xl:p-0 xl:w-[36%]">
        <span className="flex items-center gap-3">
          <ProductImage url={picture_url} />
          <span className="min-w-0">
            <button
              type="button"
              data-row-link
              onClick={onOpen}
              className="block max-w-full truncate text-left font-medium after:absolute after:inset-0 after:content-['']"
            >
              {title}
            </button>
            {why && <span className="block truncate text-meta text-muted">{why}</span>}
          </span>
        </span>
      </td>
      <td className="px-3 py-2 max-xl:order-4 max-xl:p-0">
        <span className="block max-xl:inline">{whoWanted(change, me?.id)}</span>
        <span className="block text-meta text-muted max-xl:hidden">{KIND_WORDS[kind]}</span>
      </td>
      <td className="px-3 py-2 max-xl:order-2 max-xl:p-0">
        <PriceMove change={change} />
      </td>
      <td className="px-3 py-2 text-right whitespace-nowrap text-muted tabular-nums max-xl:hidden">
        {floor_cents === null ? '–' : formatMoney(floor_cents, currency, format.locale)}
      </td>
      <td className="px-3 py-2 max-xl:order-3 max-xl:p-0">
        <PriceChangeBadge change={change} />
      </td>
      <td className="py-2 pl-3 text-right text-muted max-xl:order-5 max-xl:ml-auto max-xl:p-0">
        <RelativeTime instant={planned_at} />
      </td>
    </tr>
  )
}
