import { useDraggable } from '@dnd-kit/core'
import { CalendarDays, Film } from 'lucide-react'
import { memo } from 'react'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { TitleWords } from '#app/features/products/fields/fill-in-state.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import { OwnerAvatars } from '../owner-avatars.tsx'
import type { ProductLists } from '../product-lists.ts'
import type { CellFormat } from '../table/cell-format.ts'

type BoardCardProps = {
  product: SourcedProduct
  lists: ProductLists
  format: CellFormat
  href: string
  /** Tab reaches one card of each column; arrows reach the others. */
  isReachable: boolean
}

/** A product on the board. */
export const BoardCard = memo(function BoardCard({ product, lists, format, href, isReachable }: BoardCardProps) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: product.id, data: { product } })
  return (
    <li className="list-none">
      <a
        ref={setNodeRef}
        {...listeners}
        href={href}
        draggable={false}
        data-board-card={product.id}
        tabIndex={isReachable ? 0 : -1}
        aria-describedby="board-keys"
        className={cn(
          'block touch-manipulation select-none rounded-card border border-line bg-surface p-2.5 hover:border-line-strong',
          'focus-visible:-outline-offset-1',
          isDragging && 'opacity-40',
        )}
      >
        <CardFace product={product} lists={lists} format={format} />
      </a>
    </li>
  )
})

type CardFaceProps = Pick<BoardCardProps, 'product' | 'lists' | 'format'>

/** The content of a card, also while it is dragged. */
export function CardFace({ product, lists, format }: CardFaceProps) {
  const due = product.follow_up_date ?? product.important_date
  const isDue = due !== null && due <= format.today
  return (
    <>
      <span className="flex items-start gap-2">
        <ProductImage url={product.image_url} />
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 text-table font-medium break-words">
            <TitleWords product={product} />
          </span>
          <span className="block truncate text-meta text-muted tabular-nums">{product.asin}</span>
        </span>
      </span>
      <span className="mt-2 flex min-h-6 items-center gap-2 text-meta text-muted">
        {due && (
          <span className={cn('inline-flex items-center gap-1 tabular-nums', isDue && 'font-medium text-waiting')}>
            <CalendarDays className="size-3.5" aria-hidden="true" /> {format.day(due)}
          </span>
        )}
        {product.video_count > 0 && <Film className="size-3.5 text-info" aria-label="Has a video" />}
        <span className="ml-auto">
          <OwnerAvatars owners={product.owners} byId={lists.byId} />
        </span>
      </span>
    </>
  )
}
