import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { taskCountsQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { MarketplaceTaskCounts } from '#core/tasks/schema.ts'
import { HomeCard } from './home-card.tsx'

export function PendingTasks() {
  return (
    <HomeCard
      title="Uploads to do"
      query={useQuery(taskCountsQuery())}
      link={{ to: addresses.tasks(), label: 'Show all' }}
      count={({ items }) => totalOf(items)}
    >
      {({ items }) =>
        totalOf(items) === 0 ? (
          <p className="px-4 py-6 text-muted">Nothing to upload. Tasks appear when a product gets its video.</p>
        ) : (
          <ul className="p-1.5">
            {items.map(({ marketplace: code, pending }) => (
              <li key={code}>
                <Link
                  to={addresses.tasks({ marketplace: code })}
                  className="flex h-10 items-center gap-3 rounded-control px-2.5 hover:bg-hover"
                >
                  <MarketplaceName code={code} />
                  <span className="ml-auto font-medium tabular-nums">{pending}</span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </HomeCard>
  )
}

const totalOf = (items: readonly MarketplaceTaskCounts[]) => items.reduce((sum, { pending }) => sum + pending, 0)
