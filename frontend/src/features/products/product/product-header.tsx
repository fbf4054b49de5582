import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, PackagePlus, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { LookupProgress } from '#app/features/products/fields/fill-in-state.tsx'
import { PRODUCT_WRITE } from '#app/features/products/history/changes.queries.ts'
import { useUndo } from '#app/features/products/history/use-undo.ts'
import { productCache } from '#app/features/products/products.queries.ts'
import { StatusMenu } from '#app/features/products/status-menu.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { amazonProductUrl } from '#core/marketplaces.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'

export function ProductHeader({ product }: { product: SourcedProduct }) {
  return (
    <header className="flex gap-4">
      <ProductImage url={product.image_url} size="large" />
      <div className="min-w-0 flex-1">
        <h2 className="text-lead font-semibold break-words">{product.title ?? product.asin}</h2>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-table text-muted">
          <span className="inline-flex items-center tabular-nums">
            {product.asin}
            <CopyButton text={product.asin} label="Copy ASIN" isIconOnly />
          </span>
          <span>
            Added <RelativeTime instant={product.created_at} />
          </span>
          <LookupProgress product={product} />
        </p>
        <div className="mt-1 flex flex-wrap items-center gap-2 text-table">
          <StatusMenu product={product} />
          <Link
            to={addresses.quickList({ asin: product.asin, product: product.id })}
            className={buttonStyle({ variant: 'quiet', size: 'small' })}
          >
            <PackagePlus aria-hidden="true" /> List on eBay
          </Link>
        </div>
      </div>
    </header>
  )
}

/** At the right of the sheet's bar. */
export function ProductActions({ product, onDeleted }: { product: SourcedProduct; onDeleted: () => void }) {
  const queryClient = useQueryClient()
  const { undoMyChangeOf } = useUndo()
  const remove = useMutation({
    mutationKey: PRODUCT_WRITE,
    mutationFn: () => api(productsContract.remove, { params: { id: product.id } }),
    onMutate: () => {
      onDeleted()
      return { putBack: productCache.remove(queryClient, product.id) }
    },
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: [...queryKeys.products, 'detail', product.id] })
      showUndo(`${product.asin} is in Trash`, () => undoMyChangeOf(product.id, isDeletion))
    },
    onError: (error, _nothing, context) => {
      context?.putBack()
      showFailure(`${product.asin} was not deleted.`, error)
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.changes })
      return queryClient.invalidateQueries({ queryKey: queryKeys.products })
    },
  })
  return (
    <div className="ml-auto flex items-center gap-1">
      <a
        href={amazonProductUrl('US', product.asin)}
        target="_blank"
        rel="noreferrer"
        className={buttonStyle({ variant: 'quiet', size: 'small' })}
      >
        <ExternalLink aria-hidden="true" /> Amazon
      </a>
      <Button variant="quiet" size="small" onClick={() => remove.mutate()}>
        <Trash2 aria-hidden="true" /> Delete
      </Button>
    </div>
  )
}

const isDeletion = ({ products }: ChangeSet) => products.some(({ after }) => typeof after.deleted_at === 'string')
