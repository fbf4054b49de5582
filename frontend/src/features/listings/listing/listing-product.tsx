import { Link } from 'react-router'
import { ProductPicker } from '#app/domains/products/product-picker.tsx'
import { addresses } from '#app/lib/addresses.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { Button } from '#ui/button.tsx'
import { useChangeListing } from './use-change-listing.ts'

/** The product it sells, found by the ASIN in its SKU or chosen by a person. */
export function ListingProduct({ listing }: { listing: ListedListing }) {
  const { change } = useChangeListing()
  const { product, is_product_chosen, title, sku } = listing
  const link = (product_id: string | null) =>
    change({ listing, patch: { product_id }, words: product_id ? 'Product linked' : 'Product unlinked' })
  const picker = <ProductPicker filename={title} product={product ?? undefined} onPick={({ id }) => link(id)} />
  if (!product) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-60 text-table text-muted">
          {is_product_chosen
            ? 'Unlinked manually; a sync leaves it so.'
            : sku
              ? 'No matching product found by SKU.'
              : 'It has no SKU to find its product by.'}{' '}
          Link a product to update its status on sale and see profit.
        </p>
        {picker}
      </div>
    )
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line px-3 py-2">
      <span className="min-w-0 flex-1 basis-60">
        <Link to={addresses.product(product.id)} className="block truncate font-medium hover:underline">
          {product.title ?? product.asin}
        </Link>
        <span className="block text-meta text-muted">
          {product.asin} · {is_product_chosen ? 'linked manually' : 'linked by its SKU'}
        </span>
      </span>
      <span className="flex items-center gap-2">
        {picker}
        <Button size="small" variant="quiet" onClick={() => link(null)}>
          Unlink
        </Button>
      </span>
    </div>
  )
}
