import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ReceiptText, SearchX } from 'lucide-react'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { PageTable } from '#app/components/data-table/page-table.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import type { CellsProps, RowColumn } from '#app/components/data-table/table-row.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
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
import { inputWords, whoWanted } from './change-words.ts'
import { priceHistoryQueries } from './price-history.queries.ts'
import type { usePriceHistoryAddress } from './price-history-address.ts'
import { PriceMove } from './price-move.tsx'

const COLUMNS = [
  {
    id: 'listing',
    label: 'Listing',
    sorts: null,
    cellClassName: 'max-w-0 max-xl:w-full max-xl:max-w-full xl:w-[36%]',
  },
  { id: 'by', label: 'By', sorts: null, cellClassName: 'max-xl:order-4' },
  { id: 'price', label: 'Price', sorts: null, cellClassName: 'max-xl:order-2' },
  {
    id: 'floor',
    label: 'Floor',
    sorts: null,
    isAtEnd: true,
    cellClassName: 'whitespace-nowrap text-muted tabular-nums max-xl:hidden',
  },
  { id: 'state', label: 'State', sorts: null, cellClassName: 'max-xl:order-3' },
  { id: 'when', label: 'When', sorts: null, isAtEnd: true, cellClassName: 'text-muted max-xl:order-5 max-xl:ml-auto' },
] as const satisfies readonly RowColumn[]
type ColumnId = (typeof COLUMNS)[number]['id']

/** The price changes that match the filters, the newest first. */
export function PriceChanges({
  filters,
  hasFilters,
  clearFilters,
  setAddress,
}: ReturnType<typeof usePriceHistoryAddress>) {
  const format = useFormat()
  const list = usePagedRows(useInfiniteQuery(priceHistoryQueries.list(filters)), ({ items }) => items)
  const open = (change: string) => setAddress({ change })
  return (
    <ListStates
      list={list}
      skeleton={<TableSkeleton label="Loading price history" />}
      failure="Price history couldn't be loaded"
      empty={hasFilters ? <NoResults onClear={clearFilters} /> : <NoChangesYet />}
    >
      {list.total !== undefined && <p className="sr-only">{format.count(list.total, 'price change')}</p>}
      <PageTable
        label="Price changes"
        columns={COLUMNS}
        rows={list.rows}
        nameOf={({ title }) => title}
        cells={ChangeCells}
        context={open}
        total={list.total}
        isStale={list.isStale}
        onOpen={open}
      />
    </ListStates>
  )
}

function NoResults({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No matching price changes"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      No price change matches all of this.
    </EmptyState>
  )
}

function NoChangesYet() {
  return (
    <EmptyState icon={ReceiptText} title="No price was changed yet">
      Every price that changes is written here, with its reason, what was sent to eBay and what eBay showed afterwards.
    </EmptyState>
  )
}

/** `context` opens the receipt of a row. */
function ChangeCells({
  row: change,
  context: open,
  children,
}: CellsProps<PriceChange, ColumnId, (id: string) => void>) {
  const format = useFormat()
  const { data: me } = useQuery(meQuery())
  const { id, title, kind, floor_cents, currency, reason, planned_at, picture_url } = change
  const why = reason ?? inputWords(change, format.locale)
  return children({
    listing: (
      <span className="flex items-center gap-3">
        <ProductImage url={picture_url} />
        <span className="min-w-0">
          <button
            type="button"
            data-row-link
            onClick={() => open(id)}
            className="block max-w-full truncate text-left font-medium after:absolute after:inset-0 after:content-['']"
          >
            {title}
          </button>
          {why && <span className="block truncate text-meta text-muted">{why}</span>}
        </span>
      </span>
    ),
    by: (
      <>
        <span className="block max-xl:inline">{whoWanted(change, me?.id)}</span>
        <span className="block text-meta text-muted max-xl:hidden">{KIND_WORDS[kind]}</span>
      </>
    ),
    price: <PriceMove change={change} />,
    floor: floor_cents === null ? '–' : formatMoney(floor_cents, currency, format.locale),
    state: <PriceChangeBadge change={change} />,
    when: <RelativeTime instant={planned_at} />,
  })
}
