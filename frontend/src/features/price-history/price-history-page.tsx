import { useQuery } from '@tanstack/react-query'
import { LockKeyhole } from 'lucide-react'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { PriceChanges } from './price-changes.tsx'
import { usePriceHistoryAddress } from './price-history-address.ts'
import { ExportButton, PriceHistoryToolbar } from './price-history-toolbar.tsx'
import { PriceRuns } from './price-runs.tsx'
import { Receipt } from './receipt.tsx'
import { TakenOff } from './total-reduced.tsx'

const VIEWS = [
  { value: 'changes', label: 'Price changes' },
  { value: 'runs', label: 'Runs' },
] as const

/** Every price with its reason: what was meant, what was sent, what eBay showed. */
export function PriceHistoryPage() {
  const { data: me, isPending } = useQuery(meQuery())
  const priceHistory = usePriceHistoryAddress()
  const { address, filters, setAddress, addressWith } = priceHistory
  useRowKeys()
  if (isPending || me?.role === 'uploader') {
    return (
      <PageLayout title="Price history">
        {isPending ? (
          <TableSkeleton label="Loading price history" />
        ) : (
          <EmptyState icon={LockKeyhole} title="Only owners and managers can see price history">
            It shows every price change on eBay. Your uploads are listed under Tasks.
          </EmptyState>
        )}
      </PageLayout>
    )
  }
  return (
    <PageLayout title="Price history" actions={address.view === 'changes' && <ExportButton filters={filters} />}>
      <Tabs label="View" value={address.view} onChange={(view) => setAddress({ view })} tabs={VIEWS}>
        {address.view === 'changes' ? (
          <>
            <div className="flex flex-wrap items-center gap-2 py-4">
              <PriceHistoryToolbar {...priceHistory} />
            </div>
            <TakenOff filters={filters} />
            <PriceChanges {...priceHistory} />
          </>
        ) : (
          <PriceRuns onShowChanges={(run_id) => setAddress({ view: 'changes', run_id })} />
        )}
      </Tabs>
      {address.change && (
        <Receipt id={address.change} filters={filters} addressOf={(change) => addressWith({ change })} />
      )}
    </PageLayout>
  )
}
