import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Clapperboard,
  ListChecks,
  ListX,
  type LucideIcon,
  Package,
  RotateCcw,
  Send,
  VideoOff,
} from 'lucide-react'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { Section } from '#app/features/products/product/section.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { ProductActivity } from '#core/products/activity.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { activityQueries } from './activity.queries.ts'
import { activityTitle, changeOf, type OtherEntry } from './activity-words.ts'
import { ChangeRow } from './change-row.tsx'
import { lineageOf } from './change-words.ts'

/** Every event of the product, with its person and with Undo where possible. */
export function ActivitySection({ product }: { product: SourcedProduct }) {
  const list = useInfiniteQuery(activityQueries.ofProduct(product.id))
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title="Activity">
      {list.isPending && <Skeleton className="h-14" />}
      {list.isError && entries.length === 0 && (
        <ErrorState
          title="The activity could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      <UnreadableRows of={list.data} className="mb-3" />
      <Timeline entries={entries} product={product} />
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </Section>
  )
}

type TimelineProps = { entries: ProductActivity[]; product: SourcedProduct }

function Timeline({ entries, product }: TimelineProps) {
  const format = useFormat()
  const changes = entries.flatMap((entry) => (entry.kind === 'fields' ? [changeOf(entry, product)] : []))
  const days = new Map<string, ProductActivity[]>()
  for (const entry of entries) {
    const day = format.dayOf(entry.at)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...days].map(([day, items]) => (
    <div key={day} className="mb-6">
      <p className="border-b border-line pb-1.5 text-table font-medium text-muted">{day}</p>
      <ul aria-label={`Activity of ${day}`} className="divide-y divide-line">
        {items.map((entry) => {
          if (entry.kind !== 'fields') return <ActivityRow key={entry.id} entry={entry} />
          const change = changeOf(entry, product)
          return <ChangeRow key={entry.id} change={change} lineage={lineageOf(change, changes)} isOfOneProduct />
        })}
      </ul>
    </div>
  ))
}

const ICONS: Record<OtherEntry['kind'], LucideIcon> = {
  shipment_added: Package,
  shipment_removed: Package,
  shipment_moved: Package,
  video_added: Clapperboard,
  video_removed: VideoOff,
  tasks_added: ListChecks,
  tasks_removed: ListX,
  task_completed: CircleCheck,
  task_skipped: CircleSlash,
  task_reopened: RotateCcw,
  post_posted: Send,
  post_failed: CircleAlert,
}

function ActivityRow({ entry }: { entry: OtherEntry }) {
  const { locale } = useFormat()
  const title = activityTitle(entry, locale)
  const Icon = ICONS[entry.kind]
  return (
    <li aria-label={title} className="flex items-start gap-2 py-3">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-faint" />
      <div className="min-w-0">
        <p className="font-medium break-words">{title}</p>
        {entry.kind === 'post_failed' && entry.error && (
          <p className="text-table break-words text-failed">{entry.error}</p>
        )}
        {entry.kind === 'post_posted' && entry.permalink && (
          <a
            href={entry.permalink}
            target="_blank"
            rel="noreferrer"
            className="text-table underline underline-offset-4 hover:text-ink"
          >
            Open the post
          </a>
        )}
        <p className="text-meta text-muted">
          <Who entry={entry} /> · <RelativeTime instant={entry.at} />
        </p>
      </div>
    </li>
  )
}

function Who({ entry }: { entry: OtherEntry }) {
  const { data: me } = useQuery(meQuery())
  if (entry.actor_kind === 'integration') return entry.actor_name
  if (entry.actor_kind === 'job') return 'OpSyncPro'
  return entry.actor_id !== null && entry.actor_id === me?.id ? 'You' : (entry.actor_name ?? 'A former teammate')
}
