import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/components/ui/button.tsx'
import { ErrorState } from '#app/components/ui/error-state.tsx'
import { Skeleton } from '#app/components/ui/skeleton.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { AddParcelForm } from './add-parcel-form.tsx'
import { ParcelRow } from './parcel-row.tsx'
import { Section } from './section.tsx'
import { shipmentQueries } from './shipments.queries.ts'

/** The product's parcels: where each is, and when it comes. */
export function ParcelsSection({ product }: { product: SourcedProduct }) {
  const [isAdding, setAdding] = useState(false)
  const { data, error, isError, isFetching, refetch } = useQuery(shipmentQueries.ofProduct(product.id))
  return (
    <Section
      title="Parcels"
      aside={
        !isAdding && (
          <Button size="small" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" /> Add parcel
          </Button>
        )
      }
    >
      {isAdding && <AddParcelForm product={product} onClose={() => setAdding(false)} />}
      {isError && !data && (
        <ErrorState
          title="The parcels could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {!data && !isError && <Skeleton className="h-12" />}
      {data?.items.length === 0 && !isAdding && (
        <p className="text-table text-muted">
          Add a tracking number, and the product becomes In Transit and Delivered by itself.
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line">
          {data.items.map((parcel) => (
            <ParcelRow key={parcel.id} parcel={parcel} />
          ))}
        </ul>
      )}
    </Section>
  )
}
