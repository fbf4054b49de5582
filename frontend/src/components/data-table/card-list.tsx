import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'
import { useEndReached, useRowsInWindow } from '#ui/rows-in-window.ts'

/** Rows below the window when the next page is requested. */
const AHEAD = 20

type CardListProps<Row> = {
  /** Names the list: "Products". */
  label: string
  /** The rows on screen belong to the earlier filters. */
  isStale: boolean
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** The height of every card with the space below it. */
  cardHeightPx: number
  onEndReached: () => void
  children: (row: Row) => ReactNode
}

/** Cards of one height on a phone: only the visible ones are in the document, and the window scrolls. */
export function CardList<Row>({
  label,
  rows,
  keyOf,
  isStale,
  cardHeightPx,
  onEndReached,
  children,
}: CardListProps<Row>) {
  const { bodyRef, virtualizer } = useRowsInWindow<HTMLUListElement>(rows.length, cardHeightPx)
  const items = virtualizer.getVirtualItems()
  const last = items.at(-1)
  useEndReached(last !== undefined && last.index >= rows.length - AHEAD, rows.length, onEndReached)
  return (
    <ul
      ref={bodyRef}
      aria-label={label}
      aria-busy={isStale}
      className={cn('relative transition-opacity', isStale && 'opacity-60')}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {items.map((item) => {
        const row = rows[item.index]
        if (row === undefined) return null
        const topPx = item.start - virtualizer.options.scrollMargin
        return (
          <li
            key={keyOf(row)}
            className="absolute inset-x-0 pb-2"
            style={{ height: cardHeightPx, transform: `translateY(${topPx}px)` }}
          >
            {children(row)}
          </li>
        )
      })}
    </ul>
  )
}
