import type { CalendarPost } from '#core/social/posts/schema.ts'
import {
  dayOf,
  resolveWallTime,
  shiftDays,
  timeOf,
  type WallTime,
  wallTimeAt,
  weekdayOf,
} from '#core/social/posts/wall-time.ts'

export type View = 'month' | 'week' | 'list'

/** The days that a view shows, and the stretch of time that they are on the clock of a zone. */
export type Range = { days: string[]; from: string; until: string }

const midnight = (day: string): WallTime => `${day}T00:00`
export const addDays = (day: string, days: number): string => dayOf(shiftDays(midnight(day), days))

/** How many days the second one is later. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The first day of a week where the person lives: Monday is 1, Sunday 7. */
export function firstWeekday(locale: string | undefined): number {
  const info: unknown = Reflect.get(new Intl.Locale(locale ?? 'en-US'), 'getWeekInfo')
  const week: unknown = typeof info === 'function' ? Reflect.apply(info, new Intl.Locale(locale ?? 'en-US'), []) : null
  const first: unknown = Reflect.get(Object(week), 'firstDay')
  return typeof first === 'number' ? first : 7
}

const startOfWeek = (day: string, first: number): string => addDays(day, -((weekdayOf(day) - first + 7) % 7))

/** The days around `day`: the weeks of its month, its week, or the 30 days from it. */
export function rangeOf(view: View, day: string, zone: string, first: number): Range {
  const start =
    view === 'month' ? startOfWeek(`${day.slice(0, 8)}01`, first) : view === 'week' ? startOfWeek(day, first) : day
  const count = view === 'month' ? weeksOf(day, start) * 7 : view === 'week' ? 7 : 30
  const days = Array.from({ length: count }, (_, index) => addDays(start, index))
  return {
    days,
    from: resolveWallTime(midnight(start), zone).at,
    until: resolveWallTime(midnight(addDays(start, count)), zone).at,
  }
}

function weeksOf(day: string, start: string): number {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
  const span = (Date.parse(last) - Date.parse(start)) / 86_400_000 + 1
  return Math.ceil(span / 7)
}

/** The day before or after of a view: the next month, week or 30 days. */
export function stepDay(view: View, day: string, step: 1 | -1): string {
  if (view === 'week') return addDays(day, 7 * step)
  if (view === 'list') return addDays(day, 30 * step)
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + step, 1)).toISOString().slice(0, 10)
}

export type DayPosts = ReadonlyMap<string, readonly ShownPost[]>
/** A post with the day and time that the calendar's clock shows. */
export type ShownPost = CalendarPost & { day: string; time: string }

/** The posts of each day on the clock of the calendar, in their order. One pass, however many posts there are. */
export function groupByDay(posts: readonly CalendarPost[], zone: string): DayPosts {
  const days = new Map<string, ShownPost[]>()
  for (const post of posts) {
    if (post.scheduled_at === null) continue
    const isOwnClock = post.time_zone === zone && post.scheduled_wall !== null && post.schedule_rule !== 'moved'
    const wall = isOwnClock && post.scheduled_wall !== null ? post.scheduled_wall : wallTimeAt(post.scheduled_at, zone)
    const shown = { ...post, day: dayOf(wall), time: timeOf(wall) }
    const list = days.get(shown.day)
    if (list) list.push(shown)
    else days.set(shown.day, [shown])
  }
  return days
}
