import { useQuery } from '@tanstack/react-query'
import { LockKeyhole, Plus, TrendingDown } from 'lucide-react'
import { Link } from 'react-router'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { ebaySettingsQuery, strategiesQuery } from '#app/domains/connections/ebay.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeStrategy } from '#core/prices/describe-strategy.ts'
import { runAtOrAfter } from '#core/prices/future-drops.ts'
import type { Strategy } from '#core/prices/schema.ts'
import { buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { StrategyBadge } from './strategy-badge.tsx'
import { strategySentence } from './strategy-words.ts'

/** Every strategy with what it does, whether it does it, to how many, and when next. */
export function StrategiesPage() {
  const { data: me, isPending } = useQuery(meQuery())
  const isEditor = me !== undefined && me.role !== 'uploader'
  return (
    <PageLayout title="Strategies" actions={isEditor && <NewLink />}>
      {isPending ? (
        <TableSkeleton label="Loading strategies" rows={4} />
      ) : isEditor ? (
        <AllStrategies />
      ) : (
        <EmptyState icon={LockKeyhole} title="Strategies are for owners and managers">
          They decide how prices on eBay come down. Your uploads are listed under Tasks.
        </EmptyState>
      )}
    </PageLayout>
  )
}

const NewLink = () => (
  <Link to={addresses.newStrategy()} className={buttonStyle({ variant: 'primary' })}>
    <Plus aria-hidden="true" /> New strategy
  </Link>
)

function AllStrategies() {
  const { data: strategies, error, isFetching, refetch } = useQuery(strategiesQuery())
  const { data: damaged = [] } = useQuery({ ...strategiesQuery(), select: unreadableIn })
  const { data: settings } = useQuery(ebaySettingsQuery())
  useRowKeys()
  if (!strategies) {
    return error ? (
      <ErrorState
        title="The strategies could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    ) : (
      <TableSkeleton label="Loading strategies" rows={4} />
    )
  }
  if (strategies.length === 0 && damaged.length === 0) {
    return (
      <EmptyState icon={TrendingDown} title="No strategies yet" action={<NewLink />}>
        A strategy lowers the prices of the listings you give it, step by step, and never below a listing's floor. A new
        one only shows what it would do.
      </EmptyState>
    )
  }
  const isPaused = settings?.reductions_paused ?? false
  return (
    <>
      {isPaused && (
        <Notice tone="waiting" className="mb-4">
          All price drops are paused until you resume them on the Listings page.
        </Notice>
      )}
      <UnreadableRows rows={damaged} className="mb-4" />
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {strategies.map((strategy) => (
          <StrategyRow key={strategy.id} strategy={strategy} isPaused={isPaused} />
        ))}
      </ul>
    </>
  )
}

function StrategyRow({ strategy, isPaused }: { strategy: Strategy; isPaused: boolean }) {
  const format = useFormat()
  const { id, name, listing_count } = strategy
  const manner = { currency: null, locale: format.locale, timeZone: format.timeZone }
  return (
    <li className="relative flex flex-wrap items-start gap-x-6 gap-y-2 px-4 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to={addresses.strategy(id)}
            data-row-link
            className="font-medium after:absolute after:inset-0 after:content-['']"
          >
            {name}
          </Link>
          <StrategyBadge strategy={strategy} />
        </p>
        <p className="mt-0.5 text-table text-muted">{strategySentence(describeStrategy(strategy), manner)}</p>
      </div>
      <div className="flex flex-col items-start gap-0.5 text-table md:items-end">
        {listing_count === 0 ? (
          <span className="text-muted">No listings</span>
        ) : (
          <Link to={addresses.listings({ strategy_id: id })} className="relative underline underline-offset-2">
            {format.count(listing_count, 'listing')}
          </Link>
        )}
        <span className="text-muted">{nextWords(strategy, isPaused, format)}</span>
      </div>
    </li>
  )
}

function nextWords(
  { next_due_at, is_live, is_active }: Strategy,
  isPaused: boolean,
  format: ReturnType<typeof useFormat>,
) {
  if (!is_live) return 'No price drops yet'
  if (!is_active || isPaused) return 'Waits'
  if (next_due_at === null) return 'Nothing to lower'
  const nextMs = runAtOrAfter(Math.max(Date.parse(next_due_at), Date.now()))
  return `Next price drop ${format.instant(new Date(nextMs).toISOString())}`
}
