import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { MarketplaceName } from '#app/components/marketplace-name.tsx'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'

export function PendingTasks() {
  return (
    <HomeCard
      title="Uploads to do"
      query={useQuery(homeQueries.pendingTasks())}
      link={{ to: '/tasks', label: 'Show all' }}
      count={(data) => data.total}
    >
      {({ total, countries }) =>
        total === 0 ? (
          <p className="px-4 py-6 text-muted">Nothing to upload. Tasks appear when a product gets its video.</p>
        ) : (
          <ul className="p-1.5">
            {countries.map(({ code, count }) => (
              <li key={code}>
                <Link
                  to={`/tasks?marketplace=${code}`}
                  className="flex h-10 items-center gap-3 rounded-control px-2.5 hover:bg-hover"
                >
                  <MarketplaceName code={code} />
                  <span className="ml-auto font-medium tabular-nums">{count}</span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </HomeCard>
  )
}
