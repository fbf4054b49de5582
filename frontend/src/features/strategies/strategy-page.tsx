import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Eye, Pause, Play, SearchX, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { BackLink } from '#app/components/layouts/back-link.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { ebaySettingsQuery, strategiesQuery } from '#app/domains/connections/ebay.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { Strategy } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { DeleteStrategyDialog } from './delete-strategy-dialog.tsx'
import { GoLiveDialog } from './go-live-dialog.tsx'
import { StrategyBadge } from './strategy-badge.tsx'
import { StrategyEditor } from './strategy-editor.tsx'
import { useChangeStrategy } from './use-change-strategy.ts'

/** One strategy: its rule, what it does to the listings, and what it would have done. */
export function StrategyPage() {
  const { id } = useParams()
  const { data, error, isFetching, refetch } = useQuery({ ...strategiesQuery(), enabled: id !== undefined })
  // A new strategy begins with the clock of the workspace.
  const { data: settings, isError: hasNoSettings } = useQuery({ ...ebaySettingsQuery(), enabled: id === undefined })
  if (id === undefined) {
    return (
      <PageLayout title="New strategy" toolbar={<Back />}>
        {settings || hasNoSettings ? <StrategyEditor key="new" strategy={null} /> : <EditorSkeleton />}
      </PageLayout>
    )
  }
  if (data) {
    const strategy = data.find((item) => item.id === id)
    if (strategy) return <SavedStrategy key={id} strategy={strategy} />
    return (
      <PageLayout title="Strategy" toolbar={<Back />}>
        <EmptyState icon={SearchX} title="We can't find this strategy">
          It may have been deleted. Its price drops stay in Price history.
        </EmptyState>
      </PageLayout>
    )
  }
  return (
    <PageLayout title="Strategy" toolbar={<Back />}>
      {error ? (
        <ErrorState
          title="The strategy could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <EditorSkeleton />
      )}
    </PageLayout>
  )
}

const EditorSkeleton = () => (
  <div role="status" aria-label="Loading the strategy" className="grid gap-6 lg:grid-cols-[380px_1fr]">
    <Skeleton className="h-96" />
    <Skeleton className="h-96" />
  </div>
)

function SavedStrategy({ strategy }: { strategy: Strategy }) {
  const format = useFormat()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'go-live' | 'delete'>()
  const { pause, resume, goLive, backToPreview, isPending } = useChangeStrategy(strategy)
  const { is_live, is_active, listing_count } = strategy
  const close = () => setDialog(undefined)
  return (
    <PageLayout
      title={strategy.name}
      count={<StrategyBadge strategy={strategy} />}
      actions={
        <>
          {!is_live && (
            <Button onClick={() => setDialog('go-live')}>
              <Play aria-hidden="true" /> Go live
            </Button>
          )}
          {is_live && is_active && (
            <Button onClick={pause} isBusy={isPending}>
              <Pause aria-hidden="true" /> Pause
            </Button>
          )}
          {is_live && !is_active && (
            <Button onClick={resume} isBusy={isPending}>
              <Play aria-hidden="true" /> Resume
            </Button>
          )}
          <Menu
            align="end"
            trigger={
              <Button size="icon" aria-label="More">
                <Ellipsis aria-hidden="true" />
              </Button>
            }
          >
            {is_live && (
              <MenuItem onSelect={backToPreview}>
                <Eye aria-hidden="true" /> Back to preview
              </MenuItem>
            )}
            <MenuItem tone="danger" onSelect={() => setDialog('delete')}>
              <Trash2 aria-hidden="true" /> Delete
            </MenuItem>
          </Menu>
        </>
      }
      toolbar={
        <>
          <Back />
          <span aria-hidden="true" className="text-faint">
            ·
          </span>
          <Link
            to={addresses.listings({ strategy_id: strategy.id })}
            className="text-table text-muted underline-offset-2 hover:underline"
          >
            {listing_count === 0
              ? 'No listing uses it'
              : `${format.count(listing_count, 'listing uses', 'listings use')} it`}
          </Link>
        </>
      }
    >
      <StrategyEditor strategy={strategy} />
      <GoLiveDialog
        strategy={strategy}
        isOpen={dialog === 'go-live'}
        onClose={close}
        onGoLive={() => goLive(close)}
        isBusy={isPending}
      />
      <DeleteStrategyDialog
        strategy={strategy}
        isOpen={dialog === 'delete'}
        onClose={close}
        onDeleted={() => void navigate(addresses.strategies())}
      />
    </PageLayout>
  )
}

const Back = () => <BackLink to={addresses.strategies()}>All strategies</BackLink>
