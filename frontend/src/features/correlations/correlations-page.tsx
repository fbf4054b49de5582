import { useQuery } from '@tanstack/react-query'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { correlationQueries } from '#app/domains/correlations/correlations.queries.ts'
import { Candidates } from './candidates.tsx'
import { useCorrelationsAddress } from './correlations-address.ts'
import { CorrelationsToolbar } from './correlations-toolbar.tsx'
import { DecisionHistory } from './decision-history.tsx'
import { FilteredProduct } from './filtered-product.tsx'

/** Which other products may carry a video: candidates with their evidence, decided one by one or together. */
export function CorrelationsPage() {
  const state = useCorrelationsAddress()
  const { address, setAddress } = state
  const { data: counts } = useQuery(correlationQueries.counts(address.product_id))
  const open = counts && counts.same + counts.variation + counts.similar + counts.pack_unclear
  const tab = (label: string, count: number | undefined) => (
    <>
      {label} {count !== undefined && <span className="ml-0.5 text-muted tabular-nums">{count}</span>}
    </>
  )
  return (
    <PageLayout title="Correlations">
      {address.product_id && (
        <FilteredProduct id={address.product_id} onClear={() => setAddress({ product_id: undefined })} />
      )}
      <Tabs
        label="View"
        value={address.view}
        onChange={(view) => setAddress({ view })}
        tabs={[
          { value: 'review', label: tab('To review', open) },
          { value: 'accepted', label: tab('Accepted', counts?.accepted) },
          { value: 'declined', label: tab('Declined', counts?.declined) },
          { value: 'history', label: 'History' },
        ]}
      >
        {address.view === 'history' ? (
          <DecisionHistory productId={address.product_id} />
        ) : (
          <>
            <CorrelationsToolbar {...state} counts={address.view === 'review' ? counts : undefined} />
            <Candidates {...state} />
          </>
        )}
      </Tabs>
    </PageLayout>
  )
}
