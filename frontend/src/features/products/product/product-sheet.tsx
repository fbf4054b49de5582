import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, PackageX, X } from 'lucide-react'
import { useLocation, useNavigate, useOutletContext, useParams } from 'react-router'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { CorrelationsSection } from '#app/features/products/correlations/correlations-section.tsx'
import { LookupNotice } from '#app/features/products/fields/fill-in-state.tsx'
import { ProductFields } from '#app/features/products/fields/product-fields.tsx'
import { ActivitySection } from '#app/features/products/history/activity-section.tsx'
import { findCachedProduct, productQueries } from '#app/features/products/products.queries.ts'
import type { ProductsOutlet } from '#app/features/products/products-page.tsx'
import { ParcelsSection } from '#app/features/products/shipments/shipments-section.tsx'
import { VideosSection } from '#app/features/products/videos/videos-section.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { ApiError } from '#core/http/client.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { EbaySection } from './ebay-section.tsx'
import { ProductActions, ProductHeader } from './product-header.tsx'
import { TasksSection } from './tasks-section.tsx'

/** One product beside the list it came from; ↑ and ↓ go through that list. */
export function ProductSheet() {
  const { id = '' } = useParams()
  const { ids } = useOutletContext<ProductsOutlet>()
  const { search } = useLocation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const {
    data: product,
    error,
    isError,
    isFetching,
    refetch,
  } = useQuery({
    ...productQueries.detail(id),
    // What the list knows is on screen at once; the answer completes it.
    placeholderData: () => findCachedProduct(queryClient, id),
  })

  const position = ids.indexOf(id)
  const neighbour = (step: 1 | -1) => (position === -1 ? undefined : ids[position + step])
  const close = () => void navigate(addresses.products(search), { preventScrollReset: true })
  const goTo = (step: 1 | -1) => {
    const next = neighbour(step)
    if (next) void navigate(addresses.product(next, search), { replace: true, preventScrollReset: true })
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (
      event.target instanceof HTMLElement &&
      event.target.closest('input, textarea, [role="combobox"], [role="menu"]')
    )
      return
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    goTo(event.key === 'ArrowDown' ? 1 : -1)
  }

  const name = product?.title ?? product?.asin ?? 'Product'
  return (
    <Sheet title={name} onClose={close} onKeyDown={onKeyDown}>
      <title>{`${name} · OpSyncPro`}</title>
      <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-3">
        <Button variant="quiet" size="icon-small" aria-label="Close" onClick={close}>
          <X aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label="Previous product"
          disabled={!neighbour(-1)}
          onClick={() => goTo(-1)}
        >
          <ChevronUp aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label="Next product"
          disabled={!neighbour(1)}
          onClick={() => goTo(1)}
        >
          <ChevronDown aria-hidden="true" />
        </Button>
        {product && <ProductActions product={product} onDeleted={close} />}
      </div>
      <div className="flex-1 overflow-y-auto">
        {isError && !product && isMissing(error) ? (
          <EmptyState
            icon={PackageX}
            title="This product is not here"
            action={<Button onClick={close}>Back to products</Button>}
          >
            It was deleted, or it belongs to another workspace.
          </EmptyState>
        ) : isError && !product ? (
          <ErrorState
            title="This product could not be opened"
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : product ? (
          // A new product starts with fresh fields and forms.
          <div key={product.id} className="flex flex-col gap-8 p-5 pb-16">
            <ProductHeader product={product} />
            <LookupNotice product={product} />
            <VideosSection product={product} />
            <TasksSection product={product} />
            <CorrelationsSection product={product} />
            <ParcelsSection product={product} />
            <EbaySection product={product} />
            <ProductFields product={product} />
            <ActivitySection product={product} />
          </div>
        ) : (
          <SheetSkeleton />
        )}
      </div>
    </Sheet>
  )
}

// An address typed by hand may hold anything; the API calls what cannot be an id invalid.
const isMissing = (error: Error) =>
  error instanceof ApiError && (error.is('product_not_found') || error.is('invalid_input'))

function SheetSkeleton() {
  return (
    <div role="status" aria-label="Loading the product" className="flex flex-col gap-4 p-5">
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
    </div>
  )
}
