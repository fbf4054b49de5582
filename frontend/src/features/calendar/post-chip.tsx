import { useDraggable } from '@dnd-kit/core'
import { CircleAlert } from 'lucide-react'
import { type KeyboardEvent, memo } from 'react'
import { Link } from 'react-router'
import { clockWords } from '#app/domains/social/clock-words.ts'
import { NetworkMark } from '#app/domains/social/network-badge.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { POST_STATE_WORDS } from '#core/social/posts/words.ts'
import { cn } from '#ui/class-names.ts'
import { addDays, type ShownPost } from './days.ts'

/** Alt with an arrow moves a post: the keyboard's way to drag. */
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

type PostChipProps = {
  post: ShownPost
  locale: string | undefined
  onMove: (post: ShownPost, day: string) => void
}

/** A post on its day. Dragging it to another day, or Alt with an arrow, moves it. */
export const PostChip = memo(function PostChip({ post, locale, onMove }: PostChipProps) {
  const canMove = post.state === 'scheduled'
  const { setNodeRef, listeners, isDragging, transform } = useDraggable({
    id: post.id,
    data: { post },
    disabled: !canMove,
  })
  const name = post.product_title ?? (post.caption || 'Post')
  const time = clockWords(post.time, locale)

  function onKeyDown(event: KeyboardEvent) {
    const step = event.altKey ? STEPS[event.key] : undefined
    if (step === undefined || !canMove) return
    event.preventDefault()
    onMove(post, addDays(post.day, step))
  }

  return (
    <Link
      ref={setNodeRef}
      {...listeners}
      onKeyDown={onKeyDown}
      to={addresses.post(post.id)}
      draggable={false}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
      aria-describedby={canMove ? 'calendar-keys' : undefined}
      aria-label={`${name}, ${time}, ${POST_STATE_WORDS[post.state]}`}
      className={cn(
        'flex min-w-0 touch-manipulation select-none items-center gap-1 rounded-control border border-line bg-surface px-1.5 py-0.5 text-meta hover:border-line-strong',
        post.needs_attention && 'border-failed/40 text-failed',
        (post.state === 'posted' || post.state === 'cancelled') && 'text-muted',
        post.state === 'cancelled' && 'line-through',
        isDragging && 'relative z-10 border-line-strong shadow-float',
      )}
    >
      {post.needs_attention && <CircleAlert className="size-3 shrink-0" aria-hidden="true" />}
      <span className="shrink-0 tabular-nums text-muted max-lg:hidden">{time}</span>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="hidden shrink-0 gap-0.5 xl:flex">
        {post.networks.map((network) => (
          <NetworkMark key={network} network={network} />
        ))}
      </span>
    </Link>
  )
})
