import { Link, useLocation } from 'react-router'
import { useEndReached, useRowsInWindow } from '#app/components/data-table/data-table.tsx'
import { ProductImage } from '#app/components/product-image.tsx'
import { cn } from '#app/lib/class-names.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { TitleWords, TryLookupAgain } from './fill-in-state.tsx'
import { TaskFact, VideoFact } from './product-facts.tsx'
import { StatusMenu } from './status-menu.tsx'

const CARD_HEIGHT = 112

type ProductCardsProps = { products: SourcedProduct[]; isStale: boolean; onEndReached: () => void }

/** The list on a phone: the same facts, one under the other. */
export function ProductCards({ products, isStale, onEndReached }: ProductCardsProps) {
  const { bodyRef, virtualizer } = useRowsInWindow<HTMLUListElement>(products.length, CARD_HEIGHT)
  const items = virtualizer.getVirtualItems()
  const last = items.at(-1)
  useEndReached(last ? last.index >= products.length - 8 : false, products.length, onEndReached)
  return (
    <ul
      ref={bodyRef}
      aria-label="Products"
      aria-busy={isStale}
      className={cn('relative transition-opacity', isStale && 'opacity-60')}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {items.map((item) => {
        const product = products[item.index]
        if (!product) return null
        return (
          <li
            key={product.id}
            className="absolute inset-x-0 pb-2"
            style={{ height: CARD_HEIGHT, transform: `translateY(${item.start - virtualizer.options.scrollMargin}px)` }}
          >
            <Card product={product} />
          </li>
        )
      })}
    </ul>
  )
}

function Card({ product }: { product: SourcedProduct }) {
  const { search } = useLocation()
  return (
    <div className="relative flex h-full flex-col justify-between rounded-card border border-line bg-surface p-3">
      <div className="flex items-center gap-3">
        <ProductImage url={product.image_url} />
        <div className="min-w-0 flex-1">
          <Link
            to={`/products/${product.id}${search}`}
            preventScrollReset
            data-row-link
            className="block truncate font-medium after:absolute after:inset-0 after:rounded-card"
          >
            <TitleWords product={product} />
          </Link>
          <p className="text-meta text-muted">{product.asin}</p>
        </div>
        <TryLookupAgain product={product} className="relative" />
      </div>
      <div className="flex items-center justify-between gap-2">
        <div className="min-w-0 flex-1 text-table">
          <StatusMenu product={product} />
        </div>
        <span className="flex shrink-0 items-center gap-1">
          <VideoFact video_count={product.video_count} />
          {product.pending_task_count > 0 && <TaskFact {...product} completed_task_count={0} />}
        </span>
      </div>
    </div>
  )
}
