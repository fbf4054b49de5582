import type { ReactTable, RowData, TableFeatures } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { cn } from '#app/lib/class-names.ts'

/** Height of every row, px: virtual lists need it before a row is drawn. */
const ROW_HEIGHT = 52
const OVERSCAN = 12

type DataTableProps<Features extends TableFeatures, Row extends RowData> = {
  table: ReactTable<Features, Row>
  label: string
  /** Width class by column id. */
  widths: Record<string, string>
  /** How many rows there are on the server, for screen readers; undefined when not known. */
  total: number | undefined
  /** Shows that what is on screen belongs to the question before. */
  isStale: boolean
  /** Called when the last rows come into view. */
  onEndReached: () => void
}

/** A real table of any length: only the rows in view are in the document, the header stays in sight. */
export function DataTable<Features extends TableFeatures, Row extends RowData>({
  table,
  label,
  widths,
  total,
  isStale,
  onEndReached,
}: DataTableProps<Features, Row>) {
  const rows = table.getRowModel().rows
  const { bodyRef, virtualizer } = useRowsInWindow(rows.length)
  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  useEndReached(last ? last.index >= rows.length - OVERSCAN : false, rows.length, onEndReached)
  const margin = virtualizer.options.scrollMargin

  return (
    <table
      aria-label={label}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-busy={isStale}
      className={cn(
        'w-full table-fixed border-separate border-spacing-0 text-table transition-opacity',
        isStale && 'opacity-60',
      )}
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} aria-rowindex={1}>
            {group.headers.map((header) => (
              <th
                key={header.id}
                scope="col"
                className={cn(
                  'sticky top-0 z-20 h-9 border-b border-line bg-canvas px-2 text-left text-meta font-medium text-muted',
                  widths[header.column.id],
                )}
              >
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody ref={bodyRef}>
        <Spacer height={first ? first.start - margin : 0} />
        {items.map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <tr
              key={row.id}
              aria-rowindex={item.index + 2}
              className="group/row relative hover:bg-hover focus-within:bg-hover"
              style={{ height: ROW_HEIGHT }}
            >
              {row.getAllCells().map((cell) => (
                <td key={cell.id} className="h-[52px] overflow-hidden border-b border-line px-2">
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          )
        })}
        <Spacer height={last ? virtualizer.getTotalSize() - (last.end - margin) : 0} />
      </tbody>
    </table>
  )
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row cannot be focused
    <tr aria-hidden="true">
      <td style={{ height }} />
    </tr>
  )
}

/** The window scrolls, not a box in it: phones hide their address bar and find-in-page works. */
export function useRowsInWindow<Body extends HTMLElement = HTMLTableSectionElement>(
  count: number,
  rowHeight = ROW_HEIGHT,
) {
  const bodyRef = useRef<Body>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    const top = bodyRef.current?.getBoundingClientRect().top
    if (top !== undefined) setScrollMargin(Math.round(top + window.scrollY))
  }, [])
  const virtualizer = useWindowVirtualizer({ count, estimateSize: () => rowHeight, overscan: OVERSCAN, scrollMargin })
  return { bodyRef, virtualizer }
}

/** Calls back once for each length the list has had when its end comes near. */
export function useEndReached(isNearEnd: boolean, length: number, onEndReached: () => void): void {
  const reach = useEffectEvent(onEndReached)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list whose end is still near must ask again
  useEffect(() => {
    if (isNearEnd) reach()
  }, [isNearEnd, length])
}
