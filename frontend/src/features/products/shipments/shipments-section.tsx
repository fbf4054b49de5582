import { useQuery } from '@tanstack/react-query'
import { ListSection } from '#app/features/products/product/list-section.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { AddParcelForm } from './add-shipment-form.tsx'
import { ParcelRow } from './shipment-row.tsx'
import { shipmentQueries } from './shipments.queries.ts'

/** The product's parcels: where each is, and when it comes. */
export function ParcelsSection({ product }: { product: SourcedProduct }) {
  return (
    <ListSection
      title="Shipments"
      addLabel="Add shipment"
      failedTitle="The shipments couldn't be loaded"
      empty="Add a tracking number. The product then becomes In Transit and Delivered automatically."
      query={useQuery(shipmentQueries.ofProduct(product.id))}
      renderForm={(close) => <AddParcelForm product={product} onClose={close} />}
      renderRow={(parcel) => <ParcelRow key={parcel.id} parcel={parcel} />}
    />
  )
}
