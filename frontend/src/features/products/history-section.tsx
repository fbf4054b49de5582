import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadMore } from '#app/components/load-more.tsx'
import { ErrorState } from '#app/components/ui/error-state.tsx'
import { Skeleton } from '#app/components/ui/skeleton.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { ChangeList } from './change-list.tsx'
import { changeQueries } from './changes.queries.ts'
import { Section } from './section.tsx'

/** What was done to the product, by whom, and the way back. */
export function HistorySection({ product }: { product: SourcedProduct }) {
  const list = useInfiniteQuery(changeQueries.list(product.id))
  const changes = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title="History">
      {list.isPending && <Skeleton className="h-14" />}
      {list.isError && changes.length === 0 && (
        <ErrorState
          title="The history could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {list.isSuccess && changes.length === 0 && <p className="text-table text-muted">No changes yet.</p>}
      <ChangeList changes={changes} isOfOneProduct />
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </Section>
  )
}
