import { useQuery } from '@tanstack/react-query'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { productQueries } from '#app/features/products/products.queries.ts'
import { ApiError } from '#core/http/client.ts'
import { type MarketplaceCode, marketplace } from '#core/marketplaces.ts'

type ProductPreviewProps = { asin: string; country: MarketplaceCode }

/**
 * Keepa's answer about the ASIN in the field. A preview only: when it fails, the page shows nothing and blocks nothing.
 */
export function ProductPreview({ asin, country }: ProductPreviewProps) {
  const { data, error } = useQuery(productQueries.lookup(asin, country))
  if (error instanceof ApiError && error.is('asin_unknown')) {
    return (
      <p role="status" className="text-table text-muted">
        Keepa does not know this ASIN in {marketplace(country).name}. You can add it all the same.
      </p>
    )
  }
  if (!data) return null
  return (
    <div role="status" className="flex items-center gap-3 rounded-control border border-line p-2">
      <ProductImage url={data.image_url} />
      <div className="min-w-0">
        <p className="truncate font-medium">{data.title}</p>
        <p className="truncate text-table text-muted">{[data.brand, data.category].filter(Boolean).join(' · ')}</p>
      </div>
    </div>
  )
}
