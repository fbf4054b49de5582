import { useQuery } from '@tanstack/react-query'
import { ListSection } from '#app/features/products/product/list-section.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { AddShipmentForm } from './add-shipment-form.tsx'
import { ShipmentRow } from './shipment-row.tsx'
import { shipmentQueries } from './shipments.queries.ts'

/** The product's shipments, with the state and expected day of each. */
export function ShipmentsSection({ product }: { product: SourcedProduct }) {
  return (
    <ListSection
      title="Shipments"
      addLabel="Add shipment"
      failedTitle="The shipments couldn't be loaded"
      empty="Add a tracking number. The product then becomes In Transit and Delivered automatically."
      query={useQuery(shipmentQueries.ofProduct(product.id))}
      renderForm={(close) => <AddShipmentForm product={product} onClose={close} />}
      renderRow={(shipment) => <ShipmentRow key={shipment.id} shipment={shipment} />}
    />
  )
}
