import { ExternalLink, Video } from 'lucide-react'
import { Link } from 'react-router'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { CatalogItem } from '#core/catalog/list.ts'
import { Badge } from '#ui/badge.tsx'
import { LOOKUP_WORDS, SOURCE_WORDS } from './catalog-words.ts'

/** An ASIN in each row: where it comes from, its video and its tasks. On a tablet they stand in two lines, on a phone under one another. */
export function CatalogRows({ rows, isStale }: { rows: readonly CatalogItem[]; isStale: boolean }) {
  return (
    <RowsList
      label="Catalog"
      isStale={isStale}
      className="mb-24 divide-y divide-line rounded-card border border-line text-table"
    >
      {rows.map((item) => (
        <CatalogRow key={item.id} item={item} />
      ))}
    </RowsList>
  )
}

function CatalogRow({ item }: { item: CatalogItem }) {
  const { asin, title, image_url, sources, has_video, amazon_product_url, marketplace } = item
  return (
    <li className="grid items-center gap-x-4 gap-y-2 px-3 py-2.5 hover:bg-hover md:grid-cols-[minmax(0,1fr)_200px] xl:grid-cols-[minmax(0,1fr)_220px_170px_110px]">
      <div className="flex min-w-0 items-center gap-3">
        <ProductImage url={image_url} />
        <div className="min-w-0">
          <Link
            data-row-link
            to={linkOf(item)}
            className="line-clamp-2 min-h-6 font-medium leading-6 break-words underline-offset-4 hover:underline"
          >
            {title ?? asin}
          </Link>
          <p className="flex flex-wrap items-center gap-x-2 text-meta text-muted">
            <a
              href={amazon_product_url}
              target="_blank"
              rel="noreferrer"
              aria-label={`${asin} on Amazon ${marketplace}`}
              className="inline-flex items-center gap-1 tabular-nums underline-offset-4 hover:underline min-h-6 max-md:min-h-11"
            >
              {asin} <ExternalLink className="size-3" aria-hidden="true" />
            </a>
            {title === null && item.lookup !== null && <span>{LOOKUP_WORDS[item.lookup]}</span>}
          </p>
        </div>
      </div>
      <ul aria-label={`Sources of ${asin}`} className="flex flex-wrap gap-1">
        {sources.map((source) => (
          <li key={source}>
            <Badge>{SOURCE_WORDS[source].one}</Badge>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {has_video && (
          <Badge tone="done">
            <Video aria-hidden="true" /> Video
          </Badge>
        )}
        <Tasks item={item} />
      </div>
      <p className="text-meta text-muted">
        <span className="xl:sr-only">First seen </span>
        <RelativeTime instant={item.first_seen} />
      </p>
    </li>
  )
}

function Tasks({ item: { asin, pending, completed } }: { item: CatalogItem }) {
  const format = useFormat()
  if (pending + completed === 0) return null
  const parts = [
    ...(pending > 0 ? [`${pending.toLocaleString(format.locale)} to do`] : []),
    ...(completed > 0 ? [`${completed.toLocaleString(format.locale)} done`] : []),
  ]
  return (
    <Link
      to={addresses.tasks({ search: asin, ...(pending === 0 && { view: 'history' as const }) })}
      aria-label={`Tasks of ${asin}: ${parts.join(', ')}`}
      className="text-muted underline-offset-4 hover:underline"
    >
      {parts.join(', ')}
    </Link>
  )
}

// An ASIN that is no product has no page: its tasks or its correlation say why it is here.
function linkOf({ product_id, sources, asin }: CatalogItem): string {
  if (product_id !== null) return addresses.product(product_id)
  return sources.includes('task')
    ? addresses.tasks({ search: asin })
    : addresses.correlations({ view: 'accepted', q: asin })
}
