import {
  DndContext,
  type DragEndEvent,
  PointerSensor,
  pointerWithin,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { Plus } from 'lucide-react'
import { memo, useMemo } from 'react'
import { Link } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { cn } from '#ui/class-names.ts'
import type { DayPosts, ShownPost } from './days.ts'
import { PostChip } from './post-chip.tsx'

/** What a day shows of its posts; a month of 1,000 posts draws no more than this. */
const MOST_IN_MONTH = 3
const MOST_IN_WEEK = 12
const NO_POSTS: readonly ShownPost[] = []

type DayGridProps = {
  view: 'month' | 'week'
  days: readonly string[]
  posts: DayPosts
  /** The month that is shown, `2026-11`; days of its neighbors are paler. */
  month: string
  today: string
  onMove: (post: ShownPost, day: string) => void
  onShowDay: (day: string) => void
}

/** The days of a month or a week, in columns of weekdays. On a phone the days without posts are left out. */
export function DayGrid({ view, days, posts, month, today, onMove, onShowDay }: DayGridProps) {
  const format = useFormat()
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }))
  const weekdays = useMemo(() => {
    const write = new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' })
    return days.slice(0, 7).map((day) => write.format(Date.parse(`${day}T00:00:00Z`)))
  }, [days, format.locale])

  function onDragEnd({ active, over }: DragEndEvent) {
    allowClicks()
    const post: unknown = active.data.current?.post
    if (over && isShown(post)) onMove(post, String(over.id))
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={QUIET}
      onDragStart={preventClicks}
      onDragEnd={onDragEnd}
      onDragCancel={allowClicks}
    >
      <p id="calendar-keys" className="sr-only">
        Press Alt with an arrow key to move the post by a day or a week.
      </p>
      <div aria-hidden="true" className="hidden grid-cols-7 border-b border-line pb-1 text-meta text-muted md:grid">
        {weekdays.map((weekday) => (
          <span key={weekday} className="px-2">
            {weekday}
          </span>
        ))}
      </div>
      <ol aria-label={view === 'month' ? 'Month' : 'Week'} className="grid md:grid-cols-7">
        {days.map((day) => (
          <DayCell
            key={day}
            day={day}
            posts={posts.get(day) ?? NO_POSTS}
            most={view === 'month' ? MOST_IN_MONTH : MOST_IN_WEEK}
            isPale={view === 'month' && !day.startsWith(month)}
            isToday={day === today}
            isPast={day < today}
            locale={format.locale}
            onMove={onMove}
            onShowDay={onShowDay}
          />
        ))}
      </ol>
    </DndContext>
  )
}

// What a move did is said once, in its message; dnd-kit would read out ids.
const QUIET = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: '' },
}

// The click that ends a drag opens no post: dnd-kit keeps it from the router, and not from the browser.
const CLICK_MS = 50
const preventClick = (event: Event) => event.preventDefault()
const preventClicks = () => window.addEventListener('click', preventClick, true)
const allowClicks = () => setTimeout(() => window.removeEventListener('click', preventClick, true), CLICK_MS)

const isShown = (post: unknown): post is ShownPost => typeof Reflect.get(Object(post), 'day') === 'string'

type DayCellProps = {
  day: string
  posts: readonly ShownPost[]
  most: number
  isPale: boolean
  isToday: boolean
  isPast: boolean
  locale: string | undefined
  onMove: DayGridProps['onMove']
  onShowDay: DayGridProps['onShowDay']
}

const DayCell = memo(function DayCell({
  day,
  posts,
  most,
  isPale,
  isToday,
  isPast,
  locale,
  onMove,
  onShowDay,
}: DayCellProps) {
  const { setNodeRef, isOver } = useDroppable({ id: day })
  const date = Date.parse(`${day}T00:00:00Z`)
  const long = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(date)
  const more = posts.length - most
  return (
    <li
      ref={setNodeRef}
      aria-label={long}
      aria-current={isToday ? 'date' : undefined}
      className={cn(
        'group flex min-h-24 min-w-0 flex-col gap-1 border-b border-line p-1.5 md:min-h-28 md:border-r md:first:border-l md:[&:nth-child(7n+1)]:border-l',
        isPale && 'bg-sunken',
        isOver && 'bg-accent-soft',
        posts.length === 0 && !isToday && 'max-md:hidden',
      )}
    >
      <div className="flex items-center justify-between">
        <span className={cn('text-meta tabular-nums', isToday ? 'font-semibold text-accent-solid' : 'text-muted')}>
          <span className="md:hidden">{long}</span>
          <span className="max-md:hidden">{Number(day.slice(8))}</span>
        </span>
        {!isPast && (
          <Link
            to={addresses.newPost({ wall: `${day}T09:00` })}
            aria-label={`New post on ${long}`}
            className="inline-flex size-6 items-center justify-center rounded-control text-muted opacity-0 hover:bg-hover focus-visible:opacity-100 group-hover:opacity-100 max-md:opacity-100"
          >
            <Plus className="size-3.5" aria-hidden="true" />
          </Link>
        )}
      </div>
      {posts.slice(0, more === 1 ? most + 1 : most).map((post) => (
        <PostChip key={post.id} post={post} locale={locale} onMove={onMove} />
      ))}
      {more > 1 && (
        <button
          type="button"
          onClick={() => onShowDay(day)}
          className="rounded-control px-1.5 py-0.5 text-left text-meta text-muted hover:bg-hover"
        >
          +{more.toLocaleString(locale)} more
        </button>
      )}
    </li>
  )
})
