import { useQuery } from '@tanstack/react-query'
import { PackagePlus } from 'lucide-react'
import { Link } from 'react-router'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { QuickList } from '#core/quick-list/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { STATE_WORDS } from './attempt-words.ts'
import { quickListQueries } from './quick-list.queries.ts'
import { RetryButton } from './retry-button.tsx'

/** The newest attempts of the workspace, with their results. */
export function RecentAttempts() {
  const { data, error, isFetching, refetch } = useQuery(quickListQueries.recent())
  if (!data) {
    if (!error) return <Skeleton className="h-40" />
    return (
      <ErrorState
        title="Recent attempts could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (data.items.length === 0 && unreadableIn(data).length === 0) {
    return (
      <EmptyState icon={PackagePlus} title="Nothing listed from here yet">
        Enter an ASIN. You see what was found, change what you like, and list it when it is right.
      </EmptyState>
    )
  }
  return (
    <section aria-labelledby="recent-tries">
      <h2 id="recent-tries" className="mb-2 font-semibold">
        Recent attempts
      </h2>
      <UnreadableRows of={data} className="mb-2" />
      <ul className="divide-y divide-line rounded-card border border-line">
        {data.items.map((attempt) => (
          <Row key={attempt.id} attempt={attempt} />
        ))}
      </ul>
    </section>
  )
}

function Row({ attempt }: { attempt: QuickList }) {
  const format = useFormat()
  const { tone, word } = STATE_WORDS[attempt.state]
  return (
    <li className="flex items-center gap-3 px-3 py-2.5">
      <ProductImage url={attempt.picture_url} />
      <div className="min-w-0 flex-1">
        <Link to={addresses.quickList({ attempt: attempt.id })} className="block truncate font-medium hover:underline">
          {attempt.title}
        </Link>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-table text-muted">
          <Badge tone={tone}>{word}</Badge>
          <span className="tabular-nums">{formatMoney(attempt.price_cents, attempt.currency, format.locale)}</span>
          <span>
            <RelativeTime instant={attempt.created_at} />
            {attempt.created_by_name && ` by ${attempt.created_by_name}`}
          </span>
        </p>
        {attempt.error_message && attempt.state === 'failed' && (
          <p className="mt-0.5 line-clamp-2 break-words text-table text-muted">{attempt.error_message}</p>
        )}
      </div>
      {attempt.state === 'failed' && <RetryButton attempt={attempt} />}
    </li>
  )
}
