import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { BookOpen, Upload } from 'lucide-react'
import { Link } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { catalogQueries } from '#app/domains/catalog/catalog.queries.ts'
import { RunPanel } from '#app/domains/catalog/run-panel.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { catalogFilters, useCatalogAddress } from './catalog-address.ts'
import { CatalogRows } from './catalog-rows.tsx'
import { CatalogToolbar } from './catalog-toolbar.tsx'

const REFRESHES = [[...queryKeys.catalog, 'list'], queryKeys.products]

/** Every ASIN that the workspace knows, once: products, accepted correlations and tasks. */
export function CatalogPage() {
  const state = useCatalogAddress()
  const { locale } = useFormat()
  const { data: counts } = useQuery(catalogQueries.counts())
  const list = usePagedRows(useInfiniteQuery(catalogQueries.list(catalogFilters(state.address))), ({ items }) => items)
  useRowKeys()
  const importLink = (
    <Link to={addresses.importProducts({ catalog: 'yes' })} className={buttonStyle({ variant: 'primary' })}>
      <Upload aria-hidden="true" /> Import
    </Link>
  )
  return (
    <PageLayout title="Catalog" count={counts?.all.toLocaleString(locale)} actions={importLink}>
      <RunPanel run={{ kind: 'enrichment' }} label="Look up now" refreshes={REFRESHES}>
        Titles, images, brands and categories of imported ASINs that have no details yet. What you typed stays.
      </RunPanel>
      <CatalogToolbar {...state} />
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading the catalog" />}
        failure="The catalog could not be loaded"
        empty={
          state.hasFilters ? (
            <EmptyState
              icon={BookOpen}
              title="No matching ASINs"
              action={<Button onClick={state.clearFilters}>Clear filters</Button>}
            >
              No ASIN of your workspace matches the search and filters.
            </EmptyState>
          ) : (
            <EmptyState icon={BookOpen} title="No ASINs yet" action={importLink}>
              Import a file of the ASINs you filmed or own. Products, accepted correlations and tasks appear here too.
            </EmptyState>
          )
        }
      >
        <CatalogRows rows={list.rows} isStale={list.isStale} />
      </ListStates>
    </PageLayout>
  )
}
