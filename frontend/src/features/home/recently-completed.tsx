import { useQuery } from '@tanstack/react-query'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'

export function RecentlyCompleted() {
  return (
    <HomeCard
      title="Recently completed"
      query={useQuery(homeQueries.recentlyCompleted())}
      link={{ to: addresses.tasks({ view: 'history' }), label: 'Show history' }}
    >
      {({ items }) =>
        items.length === 0 ? (
          <p className="px-4 py-6 text-muted">The uploads you complete show up here.</p>
        ) : (
          <ul className="p-1.5">
            {items.map((task) => (
              <li key={task.id} className="flex h-12 items-center gap-3 px-2.5">
                <ProductImage url={task.image_url} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{task.title ?? task.asin}</span>
                </span>
                <span className="hidden sm:block">
                  <MarketplaceName code={task.marketplace} />
                </span>
                {task.completed_at && (
                  <span className="text-table text-muted">
                    <RelativeTime instant={task.completed_at} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </HomeCard>
  )
}
