import { useQuery, useQueryClient } from '@tanstack/react-query'
import { PackageX } from 'lucide-react'
import { useLocation, useNavigate, useOutletContext, useParams } from 'react-router'
import { DetailSheet } from '#app/components/data-table/detail-sheet.tsx'
import { CorrelationsSection } from '#app/features/products/correlations/correlations-section.tsx'
import { LookupNotice } from '#app/features/products/fields/fill-in-state.tsx'
import { ProductFields } from '#app/features/products/fields/product-fields.tsx'
import { ActivitySection } from '#app/features/products/history/activity-section.tsx'
import { productCache, productQueries } from '#app/features/products/products.queries.ts'
import type { ProductsOutlet } from '#app/features/products/products-page.tsx'
import { ShipmentsSection } from '#app/features/products/shipments/shipments-section.tsx'
import { VideosSection } from '#app/features/products/videos/videos-section.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { ApiError } from '#core/http/client.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { EbaySection } from './ebay-section.tsx'
import { ProductActions, ProductHeader } from './product-header.tsx'
import { TasksSection } from './tasks-section.tsx'
import { ThumbnailSection } from './thumbnail-section.tsx'

/** One product beside its list; ↑ and ↓ step through that list. */
export function ProductSheet() {
  const { id = '' } = useParams()
  const { ids } = useOutletContext<ProductsOutlet>()
  const { search } = useLocation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const query = useQuery({
    ...productQueries.detail(id),
    // The list's row is shown at once; the answer completes it.
    placeholderData: () => productCache.find(queryClient, id),
  })

  const close = () => void navigate(addresses.products(search), { preventScrollReset: true })
  const name = query.data?.title ?? query.data?.asin ?? 'Product'
  return (
    <DetailSheet
      noun="product"
      title={name}
      id={id}
      ids={ids}
      listAddress={addresses.products(search)}
      addressOf={(next) => addresses.product(next, search)}
      query={query}
      missing={{
        isMissing: query.data === undefined && isMissing(query.error),
        icon: PackageX,
        title: 'This product is not here',
        words: 'It was deleted, or it belongs to another workspace.',
      }}
      failure="This product could not be opened"
      actions={query.data && <ProductActions product={query.data} onDeleted={close} />}
      loading="Loading the product"
      skeleton={<SheetSkeleton />}
    >
      {(product) => (
        // A new product starts with fresh fields and forms.
        <div key={product.id} className="flex flex-col gap-8 p-5 pb-16">
          <ProductHeader product={product} />
          <LookupNotice product={product} />
          <VideosSection product={product} />
          <ThumbnailSection product={product} />
          <TasksSection product={product} />
          <CorrelationsSection product={product} />
          <ShipmentsSection product={product} />
          <EbaySection product={product} />
          <ProductFields product={product} />
          <ActivitySection product={product} />
        </div>
      )}
    </DetailSheet>
  )
}

// A manually typed URL may hold any text; the API reports an invalid id.
const isMissing = (error: Error | null) =>
  error instanceof ApiError && (error.is('product_not_found') || error.is('invalid_input'))

function SheetSkeleton() {
  return (
    <>
      <div className="flex gap-4">
        <Skeleton className="size-16" />
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="h-6 w-3/4" />
          <Skeleton className="h-4 w-1/3" />
        </div>
      </div>
      {[40, 56, 56].map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks never move
        <Skeleton key={index} className={height === 40 ? 'h-10' : 'h-28'} />
      ))}
    </>
  )
}
