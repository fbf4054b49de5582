import { useInfiniteQuery } from '@tanstack/react-query'
import { PackagePlus, Plus, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { Outlet } from 'react-router'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { Button } from '#app/components/ui/button.tsx'
import { EmptyState } from '#app/components/ui/empty-state.tsx'
import { ErrorState } from '#app/components/ui/error-state.tsx'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { useFormat } from '#app/lib/me.ts'
import { useIsWide } from '#app/lib/media-query.ts'
import { ProductCards } from './product-cards.tsx'
import { productQueries } from './products.queries.ts'
import { ProductsTable } from './products-table.tsx'
import { ProductsToolbar } from './products-toolbar.tsx'
import { useProductFilters } from './use-product-filters.ts'

/** What the sheet over the list knows about it. */
export type ProductsOutlet = { ids: readonly string[] }

export function ProductsPage() {
  const filtering = useProductFilters()
  const list = useInfiniteQuery(productQueries.list(filtering.filters))
  const { open } = useOverlay()
  const format = useFormat()
  const isWide = useIsWide()
  useRowKeys()

  // The table works out its rows again for every new array.
  const products = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const total = list.data?.pages[0]?.total
  const hasNone = list.isSuccess && !list.isPlaceholderData && products.length === 0
  const isEmpty = hasNone && !filtering.hasFilters
  const loadMore = () => {
    if (list.hasNextPage && !list.isFetching && !list.isFetchNextPageError) void list.fetchNextPage()
  }

  function content() {
    if (list.isPending) return <TableSkeleton label="Loading products" />
    if (list.isError && products.length === 0) {
      return (
        <ErrorState
          title="Your products could not be loaded"
          error={list.error}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )
    }
    if (isEmpty) return <NoProductsYet onAdd={() => open('add-product')} />
    if (hasNone) return <NoResults onClear={() => filtering.clearFilters()} />
    const shown = { products, isStale: list.isPlaceholderData, onEndReached: loadMore }
    return (
      <>
        {isWide ? <ProductsTable {...shown} total={total} /> : <ProductCards {...shown} />}
        <LoadMore
          hasMore={list.isFetchNextPageError}
          isLoading={list.isFetchingNextPage}
          hasFailed
          onLoad={() => void list.fetchNextPage()}
        />
      </>
    )
  }

  return (
    <PageLayout
      title="Products"
      count={total?.toLocaleString(format.locale)}
      // An empty list offers it in the middle of the page.
      actions={
        !isEmpty && (
          <Button variant="primary" onClick={() => open('add-product')}>
            <Plus aria-hidden="true" /> Add product
          </Button>
        )
      }
      // Nothing to search yet: the toolbar would only be in the way.
      toolbar={!isEmpty && <ProductsToolbar {...filtering} />}
    >
      <p className="sr-only" role="status">
        {list.isSuccess && !list.isPlaceholderData && `${format.count(total ?? products.length, 'product')} found`}
      </p>
      {content()}
      <Outlet context={{ ids: products.map(({ id }) => id) } satisfies ProductsOutlet} />
    </PageLayout>
  )
}

function NoProductsYet({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      icon={PackagePlus}
      title="No products yet"
      action={
        <Button variant="primary" onClick={onAdd}>
          <Plus aria-hidden="true" /> Add product
        </Button>
      }
    >
      Add the first product you bought or were sent, by its ASIN or its Amazon address.
    </EmptyState>
  )
}

function NoResults({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={SearchX} title="No products fit" action={<Button onClick={onClear}>Clear filters</Button>}>
      Nothing matches this search and these filters.
    </EmptyState>
  )
}
