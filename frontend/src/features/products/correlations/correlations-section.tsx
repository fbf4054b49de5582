import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { correlationQueries } from '#app/domains/correlations/correlations.queries.ts'
import { SearchStatus } from '#app/domains/correlations/search-status.tsx'
import { ListSection } from '#app/features/products/product/list-section.tsx'
import { addresses } from '#app/lib/addresses.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { AddCorrelationForm } from './add-correlation-form.tsx'
import { CorrelationRow } from './correlation-row.tsx'

/** Other ASINs that this product's video may be uploaded for. */
export function CorrelationsSection({ product }: { product: SourcedProduct }) {
  const query = useQuery(correlationQueries.ofProduct(product.id))
  const open = query.data?.items.filter(({ decision }) => decision === null).length ?? 0
  return (
    <ListSection
      title="Correlated ASINs"
      addLabel="Add ASIN"
      failedTitle="The correlated ASINs could not be loaded"
      empty="The same product often has other ASINs. Search for them or add them, accept them, and each gets its own upload task with this video."
      query={query}
      head={
        <div className="mb-3 flex flex-wrap items-start justify-between gap-2">
          <SearchStatus productId={product.id} />
          {open > 0 && (
            <Link
              to={addresses.correlations({ product_id: product.id })}
              className="text-table font-medium text-accent-solid underline-offset-4 hover:underline"
            >
              Review {open} side by side
            </Link>
          )}
        </div>
      }
      renderForm={(close) => <AddCorrelationForm product={product} onClose={close} />}
      renderRow={(correlation) => <CorrelationRow key={correlation.id} correlation={correlation} />}
    />
  )
}
