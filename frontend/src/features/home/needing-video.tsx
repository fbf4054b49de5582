import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'

export function NeedingVideo() {
  return (
    <HomeCard
      title="Products that need a video"
      query={useQuery(homeQueries.needingVideo())}
      link={{ to: addresses.products({ view: 'needs_video' }), label: 'Show all' }}
      count={(data) => data.total}
    >
      {({ items }) =>
        items.length === 0 ? (
          <p className="px-4 py-6 text-muted">No product is waiting for a video.</p>
        ) : (
          <ul className="p-1.5">
            {items.map((product) => (
              <li key={product.id}>
                <Link
                  to={addresses.product(product.id, { view: 'needs_video' })}
                  className="flex h-12 items-center gap-3 rounded-control px-2.5 hover:bg-hover"
                >
                  <ProductImage url={product.image_url} />
                  <span className="min-w-0 flex-1 truncate">{product.title ?? 'No title yet'}</span>
                  <span className="hidden text-table text-muted tabular-nums sm:inline">{product.asin}</span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </HomeCard>
  )
}
