import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/components/ui/button.tsx'
import { ErrorState } from '#app/components/ui/error-state.tsx'
import { Skeleton } from '#app/components/ui/skeleton.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { AddCorrelationForm } from './add-correlation-form.tsx'
import { CorrelationRow } from './correlation-row.tsx'
import { correlationQueries } from './correlations.queries.ts'
import { Section } from './section.tsx'

/** Other ASINs this product's video may be uploaded for. */
export function CorrelationsSection({ product }: { product: SourcedProduct }) {
  const [isAdding, setAdding] = useState(false)
  const { data, error, isError, isFetching, refetch } = useQuery(correlationQueries.ofProduct(product.id))
  return (
    <Section
      title="Correlated ASINs"
      aside={
        !isAdding && (
          <Button size="small" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" /> Add ASIN
          </Button>
        )
      }
    >
      {isAdding && <AddCorrelationForm product={product} onClose={() => setAdding(false)} />}
      {isError && !data && (
        <ErrorState
          title="The correlated ASINs could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {!data && !isError && <Skeleton className="h-12" />}
      {data?.items.length === 0 && !isAdding && (
        <p className="text-table text-muted">
          The same product often has other ASINs. Add them, accept them, and each gets its own upload task with this
          video.
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line">
          {data.items.map((correlation) => (
            <CorrelationRow key={correlation.id} correlation={correlation} />
          ))}
        </ul>
      )}
    </Section>
  )
}
