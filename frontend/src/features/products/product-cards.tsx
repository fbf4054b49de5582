import { useRef } from 'react'
import { Link, useLocation } from 'react-router'
import { CardList } from '#app/components/data-table/card-list.tsx'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import { TitleWords, TryLookupAgain } from './fields/fill-in-state.tsx'
import { OwnerAvatars } from './owner-avatars.tsx'
import { TaskFact, VideoFact } from './product-facts.tsx'
import type { ProductLists } from './product-lists.ts'
import { StatusMenu } from './status-menu.tsx'

const CARD_HEIGHT = 120
/** A finger that stays this long selects the card instead of pressing the control under it. */
const LONG_PRESS_MS = 450

type ProductCardsProps = {
  products: readonly SourcedProduct[]
  lists: ProductLists
  selection: Selection
  /** A tap selects instead of opening. */
  isSelecting: boolean
  isStale: boolean
  onEndReached: () => void
}

/** The list on a phone: the same facts, one below the other. */
export function ProductCards({ products, lists, selection, isSelecting, isStale, onEndReached }: ProductCardsProps) {
  return (
    <CardList
      label="Products"
      rows={products}
      keyOf={({ id }) => id}
      isStale={isStale}
      cardHeightPx={CARD_HEIGHT}
      onEndReached={onEndReached}
    >
      {(product) => (
        <Card
          product={product}
          lists={lists}
          isSelecting={isSelecting}
          isSelected={selection.isSelected(product.id)}
          onToggle={() => selection.toggle(product.id)}
        />
      )}
    </CardList>
  )
}

type CardProps = {
  product: SourcedProduct
  lists: ProductLists
  isSelecting: boolean
  isSelected: boolean
  onToggle: () => void
}

function Card({ product, lists, isSelecting, isSelected, onToggle }: CardProps) {
  const { search } = useLocation()
  const press = useLongPress(onToggle)
  const cover = 'after:absolute after:inset-0 after:rounded-card'
  return (
    <div
      {...(!isSelecting && press)}
      className={cn(
        'relative flex h-full select-none flex-col justify-between rounded-card border p-3',
        isSelected ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      <div className="flex items-center gap-3">
        <ProductImage url={product.image_url} />
        <div className="min-w-0 flex-1">
          {isSelecting ? (
            <label className={cn('flex items-center gap-2 font-medium', cover)}>
              <input
                type="checkbox"
                checked={isSelected}
                onChange={onToggle}
                aria-label={`Select ${product.title ?? product.asin}`}
                className="size-5 shrink-0 accent-accent-solid"
              />
              <span className="truncate">
                <TitleWords product={product} />
              </span>
            </label>
          ) : (
            <Link
              to={addresses.product(product.id, search)}
              preventScrollReset
              data-row-link
              className={cn('block truncate font-medium', cover)}
            >
              <TitleWords product={product} />
            </Link>
          )}
          <p className="text-meta text-muted">{product.asin}</p>
        </div>
        {product.fill_in_state === 'failed' && <TryLookupAgain product={product} className="relative" />}
        <OwnerAvatars owners={product.owners} byId={lists.byId} />
      </div>
      <div className="flex items-center justify-between gap-2">
        <div className={cn('min-w-0 flex-1 text-table', isSelecting && 'pointer-events-none')}>
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

function useLongPress(onLongPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isOver = useRef(false)
  const stop = () => clearTimeout(timer.current)
  return {
    onPointerDown: ({ pointerType }: React.PointerEvent) => {
      isOver.current = false
      if (pointerType !== 'touch') return
      timer.current = setTimeout(() => {
        isOver.current = true
        onLongPress()
      }, LONG_PRESS_MS)
    },
    onPointerMove: stop,
    onPointerUp: stop,
    onPointerCancel: stop,
    // The tap that ends a long press must not also open the card.
    onClickCapture: (event: React.MouseEvent) => {
      if (!isOver.current) return
      isOver.current = false
      event.preventDefault()
      event.stopPropagation()
    },
    onContextMenu: (event: React.MouseEvent) => isOver.current && event.preventDefault(),
  }
}
