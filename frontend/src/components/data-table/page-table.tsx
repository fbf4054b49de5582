import { cn } from '#ui/class-names.ts'
import { openRow } from './open-row.ts'
import { ariaSortOf, HeadWords } from './table-head.tsx'
import type { TableOptions } from './table-options.ts'

/** A table as long as the page, read from the top. In a narrow window each row becomes a card of the same cells. */
export function PageTable<Row extends { id: string }, Id extends string, Context>(
  props: TableOptions<Row, Id, Context>,
) {
  const { label, columns, rows, cells: Cells, context, total, isStale, sorting, onOpen } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: each row has a button the keyboard reaches; the row is only a larger place to press
    <table
      aria-label={label}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-busy={isStale}
      className={cn('w-full text-table max-xl:block', isStale && 'opacity-60')}
      onClick={(event) => openRow(event, onOpen)}
    >
      <thead className="border-b border-line text-left text-meta text-muted max-xl:hidden">
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              {...ariaSortOf(column, sorting)}
              className={cn('px-3 py-2 font-medium first:pl-0 last:pr-0', column.isAtEnd && 'text-right')}
            >
              <HeadWords column={column} sorting={sorting} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-xl:block">
        {rows.map((row) => (
          <tr
            key={row.id}
            data-row-id={row.id}
            className="relative hover:bg-hover max-xl:flex max-xl:flex-wrap max-xl:items-center max-xl:gap-x-3 max-xl:gap-y-1 max-xl:py-2.5"
          >
            <Cells row={row} context={context}>
              {(cells) =>
                columns.map((column) => (
                  <td
                    key={column.id}
                    className={cn(
                      'px-3 py-2 first:pl-0 last:pr-0 max-xl:p-0',
                      column.isAtEnd && 'text-right',
                      column.cellClassName,
                    )}
                  >
                    {cells[column.id]}
                  </td>
                ))
              }
            </Cells>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
