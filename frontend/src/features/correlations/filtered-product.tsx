import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Link } from 'react-router'
import { SearchStatus } from '#app/domains/correlations/search-status.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { productsContract } from '#core/products/contract.ts'
import { Button } from '#ui/button.tsx'

/** The product whose candidates are shown, with its search. */
export function FilteredProduct({ id, onClear }: { id: string; onClear: () => void }) {
  const { data: product } = useQuery({
    queryKey: [...queryKeys.products, 'detail', id],
    queryFn: ({ signal }) => api(productsContract.get, { params: { id }, signal }),
  })
  return (
    <section
      aria-label="Candidates of one product"
      className="mb-4 flex flex-wrap items-start gap-4 rounded-card border border-line bg-sunken p-3"
    >
      <ProductImage url={product?.image_url ?? null} size="large" />
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium">
          {product ? <Link to={addresses.product(id)}>{product.title ?? product.asin}</Link> : '…'}
        </p>
        <p className="mb-2 text-table text-muted tabular-nums">{product?.asin}</p>
        <SearchStatus productId={id} />
      </div>
      <Button size="small" variant="quiet" onClick={onClear}>
        <X aria-hidden="true" /> All products
      </Button>
    </section>
  )
}
