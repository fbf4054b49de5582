import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { EditorsOnly } from '#app/domains/social/editors-only.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { dayFromToday } from '#app/lib/days.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeForecast, forecastUploads } from '#core/social/posts/forecast-uploads.ts'
import type { Calendar } from '#core/social/posts/schema.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { useCalendarAddress } from './calendar-address.ts'
import { CalendarFile } from './calendar-file-menu.tsx'
import { DayGrid } from './day-grid.tsx'
import { DayList } from './day-list.tsx'
import { firstWeekday, groupByDay, rangeOf, stepDay } from './days.ts'
import { useMovePost } from './use-move-post.ts'

const VIEWS = [
  { value: 'month', label: 'Month' },
  { value: 'week', label: 'Week' },
  { value: 'list', label: 'List' },
] as const

/** When posts go out: by month, week or day after day. */
export function CalendarPage() {
  return (
    <PageLayout
      title="Calendar"
      actions={
        <>
          <CalendarFile />
          <Link to={addresses.newPost()} className={buttonStyle({ variant: 'primary' })}>
            <Plus aria-hidden="true" /> New post
          </Link>
        </>
      }
    >
      <EditorsOnly>
        <Opened />
      </EditorsOnly>
    </PageLayout>
  )
}

function Opened() {
  const { data: settings, error, isFetching, refetch } = useQuery(postQueries.settings())
  if (settings) return <Shown zone={settings.time_zone} />
  return error ? (
    <ErrorState
      title="The calendar could not be loaded"
      error={error}
      onRetry={() => void refetch()}
      isRetrying={isFetching}
    />
  ) : (
    <CalendarSkeleton />
  )
}

const CalendarSkeleton = () => (
  <div role="status" aria-label="Loading the calendar">
    <Skeleton className="h-[560px]" />
  </div>
)

function Shown({ zone }: { zone: string }) {
  const format = useFormat()
  const { address, setAddress } = useCalendarAddress()
  const { view } = address
  const today = dayFromToday(0, zone)
  const day = address.day ?? today
  const first = firstWeekday(format.locale)
  const range = useMemo(() => rangeOf(view, day, zone, first), [view, day, zone, first])
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(postQueries.calendar(range))
  const posts = useMemo(() => groupByDay(data?.items ?? [], zone), [data, zone])
  const move = useMovePost(range)
  const title = titleOf(view, day, range.days, format.locale)
  return (
    <div className="pb-8">
      <div className="flex flex-wrap items-center gap-2 pb-4">
        <Button
          variant="quiet"
          size="icon"
          aria-label="Earlier"
          onClick={() => setAddress({ day: stepDay(view, day, -1) })}
        >
          <ChevronLeft aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon"
          aria-label="Later"
          onClick={() => setAddress({ day: stepDay(view, day, 1) })}
        >
          <ChevronRight aria-hidden="true" />
        </Button>
        <h2 className="min-w-0 font-medium" aria-live="polite">
          {title}
        </h2>
        <Button size="small" onClick={() => setAddress({ day: undefined })}>
          Today
        </Button>
        <span className="ml-auto flex items-center gap-2">
          <span className="text-meta text-muted max-sm:hidden">{zone.replaceAll('_', ' ')}</span>
          <Select
            label="View"
            className="w-28"
            value={view}
            onChange={(next) => setAddress({ view: next })}
            options={VIEWS}
          />
        </span>
      </div>
      {data ? (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
          <UnreadableRows of={data} className="mb-3" />
          <Forecast calendar={data} />
          {data.has_more && (
            <Notice tone="waiting" className="mb-3">
              These days have more posts than the calendar shows. Open the week view to see all of them.
            </Notice>
          )}
          {view === 'list' ? (
            <DayList days={range.days} posts={posts} />
          ) : (
            <DayGrid
              view={view}
              days={range.days}
              posts={posts}
              month={day.slice(0, 7)}
              today={today}
              onMove={move}
              onShowDay={(shown) => setAddress({ view: 'list', day: shown }, 'step')}
            />
          )}
          {data.items.length === 0 && view !== 'list' && (
            <p className="mt-3 text-center text-muted">Nothing is scheduled here yet.</p>
          )}
        </div>
      ) : error ? (
        <ErrorState
          title="The calendar could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <CalendarSkeleton />
      )}
    </div>
  )
}

function titleOf(
  view: 'month' | 'week' | 'list',
  day: string,
  days: readonly string[],
  locale: string | undefined,
): string {
  const at = (one: string) => Date.parse(`${one}T00:00:00Z`)
  if (view === 'month') {
    return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at(day))
  }
  const write = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  return write.formatRange(at(days[0] ?? day), at(days.at(-1) ?? day))
}

/** Which YouTube uploads go out later, because YouTube limits uploads per day. */
function Forecast({ calendar: { items, youtube } }: { calendar: Calendar }) {
  const words = useMemo(() => {
    const uploads = items.flatMap(({ id, scheduled_at, state, youtube_jobs }) =>
      scheduled_at !== null && (state === 'scheduled' || state === 'publishing')
        ? Array.from({ length: youtube_jobs }, (_, at) => ({ id: `${id}-${at}`, at: scheduled_at }))
        : [],
    )
    return describeForecast(forecastUploads(uploads, youtube.share, youtube.used_today, Date.now()), uploads.length)
  }, [items, youtube])
  return (
    words && (
      <Notice tone="waiting" className="mb-3">
        {words}
      </Notice>
    )
  )
}
