import { useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { RowsTable } from '#app/components/data-table/rows-table.tsx'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { ListingCells } from './listing-cells.tsx'
import { LISTING_COLUMNS } from './listing-columns.ts'
import type { Pricing } from './listing-prices.ts'

const ROW_HEIGHT = 56

type ListingsTableProps = {
  listings: readonly ListedListing[]
  pricing: Pricing
  selection: Selection
  isStale: boolean
  onEndReached: () => void
  total: number | undefined
  sort: string
  onSort: (sort: string) => void
}

/** Every listing at a glance, with its floor and strategy to set in place. */
export function ListingsTable({ listings, pricing, sort, onSort, ...rest }: ListingsTableProps) {
  const { search } = useLocation()
  const navigate = useNavigate()
  const context = useMemo(() => ({ pricing, search }), [pricing, search])
  return (
    <RowsTable
      {...rest}
      rowHeightPx={ROW_HEIGHT}
      label="Listings"
      nameOf={({ title }) => title}
      rows={listings}
      columns={LISTING_COLUMNS}
      cells={ListingCells}
      context={context}
      sorting={{ sort, onSort, first: 'descending' }}
      onOpen={(id) => void navigate(addresses.listing(id, search), { preventScrollReset: true })}
    />
  )
}
