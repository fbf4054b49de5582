import { useDroppable } from '@dnd-kit/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronsRightLeft } from 'lucide-react'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { StatusSummary } from '#core/products/schema.ts'
import type { ViewState } from '#core/products/views/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import type { ProductLists } from '../product-lists.ts'
import { asFilters, productQueries } from '../products.queries.ts'
import type { CellFormat } from '../table/cell-format.ts'
import { BoardCard } from './board-card.tsx'
import { withStatus } from './status-rule.ts'
import { type Move, movedCards, movedCount } from './use-board-moves.ts'

/** Cards a column loads at a time. */
const PAGE_CARDS = 25

/** A column: a status of the workspace, or the products without one. */
export type BoardStatus = { id: string | null; name: string; color: string; isHidden: boolean }

type BoardColumnProps = {
  status: BoardStatus
  summary: StatusSummary | undefined
  state: ViewState
  lists: ProductLists
  format: CellFormat
  moves: readonly Move[]
  isFolded: boolean
  onFold: (isFolded: boolean) => void
  addressSearch: string
  /** The card that had the keyboard focus last: Tab returns to it, and to the first card of every other column. */
  focusedId: string | undefined
}

/** One status with its products, as far as the person scrolled. */
export function BoardColumn(props: BoardColumnProps) {
  const { status, summary, moves, isFolded, onFold } = props
  const format = useFormat()
  const { setNodeRef, isOver } = useDroppable({ id: columnKey(status.id), data: { status_id: status.id } })
  const count = Math.max((summary?.product_count ?? 0) + movedCount(status.id, moves), 0)
  const costs = (summary?.costs ?? []).map(({ currency, cents }) => formatMoney(cents, currency, format.locale))
  const countWords = format.count(count, 'product')

  if (isFolded) {
    return (
      <button
        ref={setNodeRef}
        type="button"
        onClick={() => onFold(false)}
        className={cn(
          'relative flex h-full w-10 shrink-0 flex-col items-center gap-2 rounded-card border border-line bg-sunken py-3 text-muted hover:text-ink',
          isOver && 'border-accent bg-accent-soft',
        )}
      >
        <span className="sr-only">
          Show {status.name}, {countWords}
        </span>
        <StatusDot color={status.color} />
        <span aria-hidden="true" className="text-meta tabular-nums">
          {count}
        </span>
        <span aria-hidden="true" className="truncate text-meta [writing-mode:vertical-rl]">
          {status.name}
        </span>
      </button>
    )
  }
  return (
    <section
      ref={setNodeRef}
      aria-label={`${status.name}, ${countWords}`}
      data-board-column={columnKey(status.id)}
      className={cn(
        'flex h-full w-[272px] shrink-0 snap-center flex-col rounded-card border border-line bg-sunken max-md:w-[82vw]',
        isOver && 'border-accent bg-accent-soft',
      )}
    >
      <header className="flex h-11 shrink-0 items-center gap-2 px-3">
        <StatusDot color={status.color} />
        <h2 className="min-w-0 truncate font-medium">{status.name}</h2>
        <span className="text-meta text-muted tabular-nums">{count.toLocaleString(format.locale)}</span>
        {costs.length > 0 && (
          <span
            className="ml-auto min-w-0 truncate text-meta text-muted tabular-nums"
            title={`Cost: ${costs.join(' and ')}`}
          >
            {costs.join(' + ')}
          </span>
        )}
        <Button
          size="icon-small"
          variant="quiet"
          className={cn(costs.length === 0 && 'ml-auto', '-mr-1.5')}
          aria-label={`Collapse ${status.name}`}
          onClick={() => onFold(true)}
        >
          <ChevronsRightLeft aria-hidden="true" />
        </Button>
      </header>
      <ColumnCards
        {...props}
        // Requested as soon as a card moves there, so that the card never disappears.
        hasAny={(summary?.product_count ?? 0) > 0 || moves.some(({ to }) => to === status.id)}
      />
    </section>
  )
}

/** The name of a column where an id must be a text. */
export const columnKey = (status_id: string | null): string => status_id ?? 'none'

function ColumnCards({
  status,
  state,
  lists,
  format,
  moves,
  addressSearch,
  focusedId,
  hasAny,
}: BoardColumnProps & { hasAny: boolean }) {
  const list = useInfiniteQuery({
    ...productQueries.list({
      ...asFilters({ ...state, filter: withStatus(state.filter, status.id) }),
      limit: PAGE_CARDS,
    }),
    enabled: hasAny,
  })
  const loaded = list.data?.pages.flatMap((page) => page.items) ?? []
  const cards = movedCards(loaded, status.id, moves)
  const reachableId = cards.some(({ id }) => id === focusedId) ? focusedId : cards[0]?.id
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      {hasAny && list.isPending && cards.length === 0 && (
        <div role="status" aria-label={`Loading ${status.name}`} className="flex flex-col gap-2">
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </div>
      )}
      <UnreadableRows of={list.data} className="mb-2" />
      <ul aria-label={status.name} className="flex flex-col gap-2">
        {cards.map((product) => (
          <BoardCard
            key={product.id}
            product={product}
            lists={lists}
            format={format}
            href={addresses.product(product.id, addressSearch)}
            isReachable={product.id === reachableId}
          />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage || (list.isError && loaded.length === 0)}
        isLoading={list.isFetchingNextPage || list.isRefetching}
        hasFailed={list.isError}
        onLoad={() => void (loaded.length === 0 ? list.refetch() : list.fetchNextPage())}
      />
      {cards.length === 0 && !list.isFetching && !list.isError && unreadableIn(list.data).length === 0 && (
        <p className="px-1 py-4 text-center text-table text-muted">Drop a product here.</p>
      )}
    </div>
  )
}
