const KB = 1000
export const DAY_MS = 86_400_000

/** Bytes for people, `12.4 MB` (decimal, as file managers show them). */
export function formatBytes(bytes: number, locale?: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte']
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  })
  return format.format(bytes / KB ** power)
}

/** A duration, `0:42`, `3:05`, `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const pad = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`
}

/** The remaining time, rounded so that it does not flicker: `about 20 s`, `about 3 min`. */
export function formatRemaining(seconds: number): string {
  if (seconds < 5) return 'a few seconds'
  if (seconds < 55) return `about ${Math.round(seconds / 5) * 5} s`
  return `about ${Math.max(1, Math.round(seconds / 60))} min`
}

/** A moment with date and time in that zone. */
export function formatInstant(instant: string, locale?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  )
}

/** The day of a moment in that zone, in a narrow place: `Dec 3`. */
export function formatShortDay(instant: string, locale?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone }).format(new Date(instant))
}

/** The day of a moment in that zone, as a heading: `Today`, `Yesterday`, `November 20, 2026`. */
export function formatDayOf(instant: string, now: Date, locale?: string, timeZone?: string): string {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  const heading = day.format(new Date(instant))
  if (heading === day.format(now)) return 'Today'
  return heading === day.format(new Date(now.getTime() - DAY_MS)) ? 'Yesterday' : heading
}

/** A day without a time, independent of the time zone. */
export function formatDay(day: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** The time since or until a moment, `3 hours ago`, `yesterday`, `now`. */
export function formatRelative(instant: string, now: Date, locale?: string): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length)
  return step ? format.format(Math.round(seconds / step[1]), step[0]) : format.format(0, 'second')
}

/** A count with the correct form of its noun: `1 product`, `1,204 products`. */
export function formatCount(count: number, singular: string, plural = `${singular}s`, locale?: string): string {
  return `${count.toLocaleString(locale)} ${count === 1 ? singular : plural}`
}
