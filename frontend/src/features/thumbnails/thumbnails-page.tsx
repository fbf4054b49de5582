import { useQuery } from '@tanstack/react-query'
import { Image, LockKeyhole, Plus } from 'lucide-react'
import { Link } from 'react-router'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { AutomaticSwitch } from './automatic-switch.tsx'
import { RecentRuns } from './runs/recent-runs.tsx'
import { TemplateCard } from './template-card.tsx'
import { thumbnailQueries } from './thumbnails.queries.ts'

/** Every owner's templates, and what was made with them lately. */
export function ThumbnailsPage() {
  const { data: me, isPending } = useQuery(meQuery())
  const isEditor = me !== undefined && me.role !== 'uploader'
  return (
    <PageLayout title="Thumbnails" actions={isEditor && <NewLink />}>
      {isPending ? (
        <TemplatesSkeleton />
      ) : isEditor ? (
        <Templates />
      ) : (
        <EmptyState icon={LockKeyhole} title="Templates are for owners and managers">
          Finished thumbnails come with your tasks: the side panel downloads them with the video.
        </EmptyState>
      )}
    </PageLayout>
  )
}

const NewLink = ({ ownerId }: { ownerId?: string }) => (
  <Link to={addresses.newThumbnailTemplate(ownerId)} className={buttonStyle({ variant: 'primary' })}>
    <Plus aria-hidden="true" /> New template
  </Link>
)

const TemplatesSkeleton = () => (
  <div role="status" aria-label="Loading templates" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
    {['first', 'second', 'third'].map((name) => (
      <Skeleton key={name} className="h-64" />
    ))}
  </div>
)

function Templates() {
  const { data: templates, error, isFetching, refetch } = useQuery(thumbnailQueries.templates())
  const { data: damaged = [] } = useQuery({ ...thumbnailQueries.templates(), select: unreadableIn })
  useRowKeys()
  if (!templates) {
    return error ? (
      <ErrorState
        title="The templates could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    ) : (
      <TemplatesSkeleton />
    )
  }
  if (templates.length === 0 && damaged.length === 0) {
    return (
      <EmptyState icon={Image} title="No templates yet" action={<NewLink />}>
        A template is your background with a place for the product and its title. OpSyncPro makes each product's
        thumbnail from it.
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-8 pb-16">
      <AutomaticSwitch />
      <UnreadableRows rows={damaged} />
      {byOwner(templates).map(({ ownerId, ownerName, items }) => (
        <section key={ownerId} aria-label={`Templates of ${ownerName}`}>
          <h2 className="mb-3 font-semibold">{ownerName}</h2>
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {items.map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </ul>
        </section>
      ))}
      <RecentRuns />
    </div>
  )
}

/** The templates in the order of the list, together with those of the same owner. */
function byOwner(templates: readonly ThumbnailTemplate[]) {
  const owners = Map.groupBy(templates, ({ owner_id }) => owner_id)
  return [...owners].map(([ownerId, items]) => ({ ownerId, ownerName: items[0]?.owner_name ?? '', items }))
}
