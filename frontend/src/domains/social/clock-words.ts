import { resolveWallTime, timeOf, type WallTime } from '#core/social/posts/wall-time.ts'
import { describeRule } from '#core/social/posts/words.ts'

/** A time on a clock as the person writes times: `9:00 AM`. */
export function clockWords(time: string, locale: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
    Date.parse(`2026-01-01T${time.slice(0, 5)}:00Z`),
  )
}

/** A wall time with its day, for people. */
export const wallWords = (wall: WallTime, locale: string | undefined): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${wall}:00Z`),
  )

/** What is done to a chosen time in its zone; null when it is taken as it is. */
export function ruleWords(wall: WallTime, zone: string, locale: string | undefined): string | null {
  const { rule, actual } = resolveWallTime(wall, zone)
  const isOtherDay = actual.slice(0, 10) !== wall.slice(0, 10)
  return describeRule(rule, {
    wall: clockWords(timeOf(wall), locale),
    actual: isOtherDay ? wallWords(actual, locale) : clockWords(timeOf(actual), locale),
  })
}
