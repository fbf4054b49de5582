import { Link } from 'react-router'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ExpansionRow } from '#core/catalog/expansion.ts'
import { MARKETPLACES, type MarketplaceCode } from '#core/marketplaces.ts'
import { Badge } from '#ui/badge.tsx'
import { cn } from '#ui/class-names.ts'
import { ExpansionCellView } from './expansion-cell.tsx'

type ExpansionTableProps = { rows: readonly ExpansionRow[]; isStale: boolean; only?: MarketplaceCode }

/** A row for each video, a column for each marketplace. On a phone each video is a card with its marketplaces. */
export function ExpansionTable({ rows, isStale, only }: ExpansionTableProps) {
  const format = useFormat()
  const places = MARKETPLACES.filter(({ code }) => only === undefined || code === only)
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
      tabIndex={0}
      aria-label="Videos by marketplace"
      className={cn(
        'relative mb-24 overflow-x-auto rounded-card border border-line transition-opacity',
        isStale && 'opacity-60',
      )}
    >
      <table className="w-full text-table" aria-busy={isStale}>
        <thead>
          <tr className="border-b border-line bg-sunken text-left text-meta text-muted">
            <th scope="col" className="sticky left-0 z-10 min-w-36 bg-sunken px-3 py-2 font-medium sm:min-w-64">
              Video
            </th>
            {places.map(({ code, name }) => (
              <th key={code} scope="col" className="min-w-36 px-3 py-2 font-medium" title={name}>
                {code}
                <span className="sr-only"> {name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.product_id}>
              <th scope="row" className="sticky left-0 z-10 bg-surface px-3 py-2 text-left align-top font-normal">
                <span className="flex gap-2">
                  <ProductImage url={row.image_url} />
                  <span className="min-w-0">
                    <Link
                      data-row-link
                      to={addresses.product(row.product_id)}
                      className="line-clamp-2 font-medium underline-offset-4 hover:underline"
                    >
                      {row.title ?? row.asin}
                    </Link>
                    <span className="text-meta text-muted tabular-nums">{row.asin}</span>
                    {row.opportunities > 0 && (
                      <span className="mt-1 block">
                        <Badge tone="done">{format.count(row.opportunities, 'opportunity', 'opportunities')}</Badge>
                      </span>
                    )}
                  </span>
                </span>
              </th>
              {places.map(({ code }) => {
                const cell = row.cells.find(({ marketplace }) => marketplace === code)
                return (
                  <td key={code} className={cn('px-3 py-2 align-top', cell?.is_opportunity && 'bg-done-soft')}>
                    {cell && <ExpansionCellView cell={cell} productId={row.product_id} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
