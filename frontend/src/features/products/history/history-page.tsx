import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { History, LockKeyhole } from 'lucide-react'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { ChangeList } from './change-list.tsx'
import { changeQueries } from './changes.queries.ts'

/** Every member's changes, with Undo for thirty days. */
export function HistoryPage() {
  const { data: me, isPending } = useQuery(meQuery())
  return (
    <PageLayout title="History">
      {isPending ? (
        <TableSkeleton label="Loading history" />
      ) : me?.role === 'uploader' ? (
        <EmptyState icon={LockKeyhole} title="History is for owners and managers">
          It shows what was changed on products. Your uploads are listed under Tasks.
        </EmptyState>
      ) : (
        <AllChanges />
      )}
    </PageLayout>
  )
}

function AllChanges() {
  const list = useInfiniteQuery(changeQueries.list())
  const changes = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <TableSkeleton label="Loading history" />
  if (list.isError && changes.length === 0) {
    return (
      <ErrorState
        title="The history could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (changes.length === 0 && unreadableIn(list.data).length === 0) {
    return (
      <EmptyState icon={History} title="Nothing changed yet">
        Every change of a product is listed here, with who made it and a way to take it back for 30 days.
      </EmptyState>
    )
  }
  return (
    <>
      <UnreadableRows of={list.data} className="mb-4" />
      <ChangeList changes={changes} />
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  )
}
