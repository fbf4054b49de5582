import { createContext, use, useMemo } from 'react'
import { formatCount, formatDay, formatDayOf, formatInstant, formatRelative, formatShortDay } from '#core/format.ts'

/** The person's format for times and numbers. An undefined part is the browser's format. */
export type FormatChoice = { locale: string | undefined; timeZone: string | undefined }

/** Set around the signed-in app; without a provider everything has the browser's format. */
export const FormatContext = createContext<FormatChoice>({ locale: undefined, timeZone: undefined })

/** Times and counts in the signed-in person's format; the browser's until that is known. */
export function useFormat() {
  const { locale, timeZone } = use(FormatContext)
  return useMemo(
    () => ({
      instant: (instant: string) => formatInstant(instant, locale, timeZone),
      day: (day: string) => formatDay(day, locale),
      dayOf: (instant: string) => formatDayOf(instant, new Date(), locale, timeZone),
      shortDay: (instant: string) => formatShortDay(instant, locale, timeZone),
      relative: (instant: string) => formatRelative(instant, new Date(), locale),
      count: (count: number, singular: string, plural?: string) => formatCount(count, singular, plural, locale),
      locale,
      /** The person's zone; the browser's until it is known. */
      timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    [locale, timeZone],
  )
}
