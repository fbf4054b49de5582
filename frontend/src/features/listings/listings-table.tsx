import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { useRowsInBox } from '#app/components/data-table/use-rows-in-box.ts'
import { useEndReached } from '#app/components/data-table/use-rows-in-window.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { cn } from '#ui/class-names.ts'
import type { Selected } from './bulk/use-selected.ts'
import { LISTING_COLUMNS, type ListingColumn, SELECT_WIDTH, TABLE_WIDTH } from './listing-columns.ts'
import type { Pricing } from './listing-prices.ts'
import { ListingRow } from './listing-row.tsx'

const HEADER_HEIGHT = 36
const ROW_HEIGHT = 56
/** Rows left below the window when the next page is asked for: scrolling should not have to wait. */
const AHEAD = 40

export type ListingsShown = {
  listings: readonly ListedListing[]
  pricing: Pricing
  selected: Selected
  /** What is on screen belongs to the question before. */
  isStale: boolean
  onEndReached: () => void
}

type ListingsTableProps = ListingsShown & { total: number | undefined; sort: string; onSort: (sort: string) => void }

/** A table of any length: only the rows in view are in the document; the header and the listing stay in sight. */
export function ListingsTable(props: ListingsTableProps) {
  const { listings, pricing, selected, isStale, onEndReached, total, sort, onSort } = props
  const { search } = useLocation()
  const navigate = useNavigate()
  const { boxRef, virtualizer } = useRowsInBox(listings.length, ROW_HEIGHT, HEADER_HEIGHT, null)
  useRowKeys()
  const items = virtualizer.getVirtualItems()
  const lastShown = virtualizer.range?.endIndex ?? items.at(-1)?.index
  useEndReached(lastShown !== undefined && lastShown >= listings.length - AHEAD, listings.length, onEndReached)

  // One listener for all rows: a row is drawn again only when its listing changes, and would act on an old selection.
  function onClick({ target, shiftKey }: React.MouseEvent) {
    if (!(target instanceof Element)) return
    const id = target.closest('[data-row-id]')?.getAttribute('data-row-id')
    if (!id) return
    if (target.closest('[data-selects]')) {
      if (shiftKey) selected.selectTo(id)
      else selected.toggle(id)
    } else if (!target.closest('a, button, input, label, [role]')) {
      void navigate(addresses.listing(id, search), { preventScrollReset: true })
    }
  }

  return (
    <div
      ref={boxRef}
      data-table-box
      className={cn('relative min-h-0 flex-1 overflow-auto border-t border-line', isStale && 'opacity-60')}
      style={{ scrollPaddingTop: HEADER_HEIGHT }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: each row has a link and a tick box the keyboard reaches; the row is only a larger place to press */}
      <table
        aria-label="Listings"
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-busy={isStale}
        className="relative block min-w-full"
        style={{ width: TABLE_WIDTH, height: virtualizer.getTotalSize() }}
        onClick={onClick}
      >
        <thead className="sticky top-0 z-20 block">
          <tr aria-rowindex={1} className="flex" style={{ height: HEADER_HEIGHT }}>
            <th
              scope="col"
              className="sticky left-0 z-[2] flex shrink-0 items-center justify-center border-b border-line bg-canvas"
              style={{ width: SELECT_WIDTH }}
            >
              <SelectAll selected={selected} />
            </th>
            {LISTING_COLUMNS.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody className="contents">
          {items.map((item) => {
            const listing = listings[item.index]
            if (!listing) return null
            return (
              <ListingRow
                key={listing.id}
                listing={listing}
                index={item.index}
                topPx={item.start}
                heightPx={ROW_HEIGHT}
                pricing={pricing}
                isSelected={selected.isSelected(listing.id)}
                address={addresses.listing(listing.id, search)}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Head({ column, sort, onSort }: { column: ListingColumn } & Pick<ListingsTableProps, 'sort' | 'onSort'>) {
  const { label, width, sorts, isAtEnd, isPinned, isReversed = false } = column
  const [up, down] = isReversed ? [`-${sorts}`, sorts] : [sorts, `-${sorts}`]
  const isDown = sorts !== null && sort === down
  const isUp = sorts !== null && sort === up
  const Icon = isUp ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      {...(sorts !== null && { 'aria-sort': isUp ? 'ascending' : isDown ? 'descending' : 'none' })}
      className={cn(
        'flex shrink-0 items-center border-b border-line bg-canvas px-2 text-left text-meta font-medium text-muted',
        isAtEnd && 'justify-end text-right',
        isPinned && 'sticky z-[2] grow border-r',
      )}
      style={{ width, ...(isPinned && { left: SELECT_WIDTH }) }}
    >
      {sorts === null ? (
        label
      ) : (
        <button
          type="button"
          onClick={() => onSort((isDown ? up : down) ?? sorts)}
          className={cn('flex items-center gap-1 hover:text-ink', (isUp || isDown) && 'text-ink')}
        >
          {label}
          {(isUp || isDown) && <Icon className="size-3.5" aria-hidden="true" />}
        </button>
      )}
    </th>
  )
}

function SelectAll({ selected: { isAll, count, toggleAll } }: { selected: Selected }) {
  const box = useRef<HTMLInputElement>(null)
  const isPartly = count > 0 && !isAll
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPartly
  }, [isPartly])
  return (
    <input
      ref={box}
      type="checkbox"
      checked={isAll}
      onChange={toggleAll}
      aria-label="Select all loaded listings"
      className="size-4 cursor-pointer accent-accent-solid"
    />
  )
}
