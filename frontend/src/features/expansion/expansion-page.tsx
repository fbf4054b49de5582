import { useInfiniteQuery } from '@tanstack/react-query'
import { Radar } from 'lucide-react'
import { z } from 'zod'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { catalogQueries } from '#app/domains/catalog/catalog.queries.ts'
import { RunPanel } from '#app/domains/catalog/run-panel.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { MARKETPLACES, MarketplaceCode } from '#core/marketplaces.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ExpansionTable } from './expansion-table.tsx'

const ExpansionAddress = z.object({
  q: z.string().max(200).default(''),
  marketplace: MarketplaceCode.optional(),
  only: z.enum(['opportunities']).optional(),
})
const EVERYWHERE = { value: 'all', label: 'All marketplaces' }
const REFRESHES = [[...queryKeys.catalog, 'expansion']]

/** Every video in every marketplace: where the same product is sold, and where few influencers are. */
export function ExpansionPage() {
  const { address, setAddress, hasFilters, clearFilters } = useAddress(ExpansionAddress, {
    filters: ['q', 'marketplace', 'only'],
  })
  const { q, marketplace, only } = address
  const filters = { ...(q && { search: q }), ...(marketplace && { marketplace }), ...(only && { only }) }
  const list = usePagedRows(useInfiniteQuery(catalogQueries.expansion(filters)), ({ items }) => items)
  useRowKeys()
  return (
    <PageLayout title="Expansion">
      <RunPanel
        run={{ kind: 'radar', ...(marketplace && { marketplaces: [marketplace] }) }}
        label="Check the marketplaces"
        refreshes={REFRESHES}
      >
        Where your videos could go next: the same product in stock, with fewer than three influencer videos on its page.
      </RunPanel>
      <div className="flex flex-wrap items-center gap-2 pb-4">
        <SearchInput
          label="Search videos"
          placeholder="ASIN or title"
          value={q}
          onChange={(next) => setAddress({ q: next })}
        />
        <Select
          label="Marketplace"
          className="min-w-36 flex-1 md:w-52 md:flex-none"
          value={marketplace ?? 'all'}
          onChange={(value) => setAddress({ marketplace: MarketplaceCode.safeParse(value).data })}
          options={[EVERYWHERE, ...MARKETPLACES.map(({ code, name }) => ({ value: code, label: name }))]}
        />
        <span className="flex items-center gap-2 text-table">
          <Switch
            label="Opportunities only"
            isOn={only === 'opportunities'}
            onChange={(isOn) => setAddress({ only: isOn ? 'opportunities' : undefined })}
          />
          <span aria-hidden="true">Opportunities only</span>
        </span>
      </div>
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading videos" />}
        failure="The videos could not be loaded"
        empty={
          hasFilters ? (
            <EmptyState
              icon={Radar}
              title="No video matches"
              action={<Button onClick={clearFilters}>Clear filters</Button>}
            >
              Change the search, or check the marketplaces first: only a checked marketplace can be an opportunity.
            </EmptyState>
          ) : (
            <EmptyState icon={Radar} title="No video yet">
              Upload a video of a product. Its row then shows every marketplace: in stock or not, how many influencer
              videos are there, and what a dub costs.
            </EmptyState>
          )
        }
      >
        <ExpansionTable rows={list.rows} isStale={list.isStale} {...(marketplace && { only: marketplace })} />
      </ListStates>
    </PageLayout>
  )
}
