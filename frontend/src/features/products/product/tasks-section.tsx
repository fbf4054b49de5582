import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { TaskStatusBadge } from '#app/domains/tasks/task-status-badge.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { Section } from './section.tsx'

/** The tasks of this product's video, per ASIN and marketplace. */
export function TasksSection({ product }: { product: SourcedProduct }) {
  const { data, isError } = useQuery({
    queryKey: [...queryKeys.tasks, 'of-product', product.asin],
    queryFn: ({ signal }) =>
      api(tasksContract.listGroups, { query: { group: 'video', search: product.asin, limit: 200 }, signal }),
  })
  const tasks = (data?.groups ?? [])
    .filter((group) => group.search_asin === product.asin)
    .flatMap((group) => group.tasks)

  return (
    <Section
      title="Upload tasks"
      aside={
        tasks.length > 0 && (
          <Link
            to={addresses.tasks({ search: product.asin })}
            className="text-table font-medium text-accent-solid underline-offset-4 hover:underline"
          >
            Open in Tasks
          </Link>
        )
      }
    >
      {isError && !data && <p className="text-table text-muted">The tasks could not be loaded. They are safe.</p>}
      {!data && !isError && <Skeleton className="h-10" />}
      <UnreadableRows of={data} className="mb-2" />
      {data && tasks.length === 0 && unreadableIn(data).length === 0 && (
        <p className="text-table text-muted">Tasks appear when the video is uploaded: one per ASIN and marketplace.</p>
      )}
      {tasks.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line text-table">
          {tasks.map((task) => (
            <li key={task.id} className="flex h-9 items-center gap-3 px-3">
              <span className="w-28 shrink-0 tabular-nums">{task.asin}</span>
              <span className="min-w-0 flex-1">
                <MarketplaceName code={task.marketplace} isShortOnPhone />
              </span>
              <TaskStatusBadge task={task} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
