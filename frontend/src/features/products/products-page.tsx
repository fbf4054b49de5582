import { useInfiniteQuery } from '@tanstack/react-query'
import { PackagePlus, Plus, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Outlet } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { useSelection } from '#app/components/data-table/use-selection.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { UploadDrop } from '#app/domains/videos/uploads/manager/upload-drop.tsx'
import { useIsWide } from '#app/lib/media-query.ts'
import { useRemembered } from '#app/lib/remembered.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { BulkResult } from '#core/products/bulk.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProductBoard } from './board/product-board.tsx'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { FailedDialog } from './bulk/failed-dialog.tsx'
import { PageMenu } from './page-menu.tsx'
import { ProductCards } from './product-cards.tsx'
import { useProductLists } from './product-lists.ts'
import { asFilters, productQueries } from './products.queries.ts'
import { ProductsToolbar } from './products-toolbar.tsx'
import { ProductsTable } from './table/products-table.tsx'
import { arrange, asViewColumns, type TableColumn, tableColumns } from './table/table-columns.ts'
import { PAGE_ROWS, useSearch } from './use-search.ts'
import { useProductView } from './views/use-product-view.ts'
import { ViewTabs } from './views/view-tabs.tsx'

/** What the sheet knows about the list behind it. */
export type ProductsOutlet = { ids: readonly string[] }

export function ProductsPage() {
  const view = useProductView()
  const { state } = view
  const lists = useProductLists()
  const isWide = useIsWide()
  const isBoard = state.layout === 'board'
  const request = useInfiniteQuery({
    ...productQueries.list({ ...asFilters(state), limit: PAGE_ROWS }),
    enabled: view.isReady,
  })
  const list = usePagedRows(request, ({ items }) => items)
  const { rows: products, total } = list
  const search = useSearch(view)
  const { open } = useOverlay()
  const format = useFormat()
  const [isCompact, setCompact] = useRemembered('compact-rows', false)
  const [failed, setFailed] = useState<BulkResult['failed']>([])
  const [isSelecting, setSelecting] = useState(false)

  const ids = useMemo(() => products.map(({ id }) => id), [products])
  const arranged = useMemo(() => arrange(tableColumns(lists.fields), state.columns), [lists.fields, state.columns])
  const selection = useSelection(JSON.stringify([state.search, state.filter]), ids, total)
  const onArrange = (columns: readonly TableColumn[]) => view.arrangeColumns(asViewColumns(columns))

  const isEmpty = list.hasNone && !view.isNarrowed

  function rows() {
    if (isBoard) return <ProductBoard state={state} lists={lists} />
    const shown = { products, lists, selection, isStale: list.isStale, onEndReached: list.loadAhead }
    if (!isWide) return <ProductCards {...shown} isSelecting={isSelecting || selection.count > 0} />
    return (
      <ProductsTable
        loadRows={list.loadRows}
        {...shown}
        total={total}
        arranged={arranged}
        onArrange={onArrange}
        sort={state.sort}
        onSort={(sort) => view.change({ sort })}
        isCompact={isCompact}
        onFailed={setFailed}
      />
    )
  }

  return (
    <UploadDrop>
      <PageLayout
        title="Products"
        fillsWindow={isWide && !isEmpty}
        count={total?.toLocaleString(format.locale)}
        actions={
          <>
            <PageMenu view={view} arranged={arranged} />
            {/* An empty list offers the button in the middle of the page. */}
            {!isEmpty && (
              <Button variant="primary" className="max-md:h-11" onClick={() => open('add-product')}>
                <Plus aria-hidden="true" /> Add product
              </Button>
            )}
          </>
        }
        // Without products there is nothing to search, so the toolbar is hidden.
        toolbar={
          !isEmpty && (
            <div className="flex w-full min-w-0 flex-col gap-3">
              <ViewTabs view={view} />
              <UnreadableRows rows={view.damaged} className="mt-2" />
              <ProductsToolbar
                view={view}
                onSearch={search}
                lists={lists}
                arranged={arranged}
                onArrange={onArrange}
                isCompact={isCompact}
                onCompact={setCompact}
                isSelecting={isSelecting || selection.count > 0}
                onSelecting={(isOn) => {
                  setSelecting(isOn)
                  if (!isOn) selection.clear()
                }}
              />
            </div>
          )
        }
      >
        <p className="sr-only" role="status">
          {!list.isPending &&
            !list.isStale &&
            !list.error &&
            `${format.count(total ?? products.length, 'product')} found`}
        </p>
        <ListStates
          // A board shows its columns even when no product matches.
          list={isBoard ? { ...list, hasNone: isEmpty } : list}
          skeleton={<TableSkeleton label="Loading products" />}
          failure="Your products could not be loaded"
          empty={isEmpty ? <NoProductsYet onAdd={() => open('add-product')} /> : <NoResults onClear={view.clear} />}
          loadsAhead
        >
          {rows()}
        </ListStates>
        {!isBoard && <BulkBar selection={selection} state={state} total={total} lists={lists} onFailed={setFailed} />}
        <FailedDialog failed={failed} onClose={() => setFailed([])} />
        <Outlet context={{ ids } satisfies ProductsOutlet} />
      </PageLayout>
    </UploadDrop>
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
      Add the first product you bought or were sent, by its ASIN or Amazon link.
    </EmptyState>
  )
}

function NoResults({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={SearchX} title="No matching products" action={<Button onClick={onClear}>Clear filters</Button>}>
      Nothing matches this search and these filters.
    </EmptyState>
  )
}
