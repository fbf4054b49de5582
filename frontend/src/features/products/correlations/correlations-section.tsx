import { useQuery } from '@tanstack/react-query'
import { ListSection } from '#app/features/products/product/list-section.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { AddCorrelationForm } from './add-correlation-form.tsx'
import { CorrelationRow } from './correlation-row.tsx'
import { correlationQueries } from './correlations.queries.ts'

/** Other ASINs that this product's video may be uploaded for. */
export function CorrelationsSection({ product }: { product: SourcedProduct }) {
  return (
    <ListSection
      title="Correlated ASINs"
      addLabel="Add ASIN"
      failedTitle="The correlated ASINs could not be loaded"
      empty="The same product often has other ASINs. Add them, accept them, and each gets its own upload task with this video."
      query={useQuery(correlationQueries.ofProduct(product.id))}
      renderForm={(close) => <AddCorrelationForm product={product} onClose={close} />}
      renderRow={(correlation) => <CorrelationRow key={correlation.id} correlation={correlation} />}
    />
  )
}
