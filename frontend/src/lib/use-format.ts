import { createContext, use, useMemo } from 'react'
import { formatCount, formatDay, formatDayOf, formatInstant, formatRelative } from '#core/format.ts'

/** How a person reads times and numbers. What is undefined is the browser's way. */
export type FormatChoice = { locale: string | undefined; timeZone: string | undefined }

/** Set around the signed-in app; without a provider everything is written the browser's way. */
export const FormatContext = createContext<FormatChoice>({ locale: undefined, timeZone: undefined })

/** Times and counts the way the signed-in person reads them; the browser's way until that is known. */
export function useFormat() {
  const { locale, timeZone } = use(FormatContext)
  return useMemo(
    () => ({
      instant: (instant: string) => formatInstant(instant, locale, timeZone),
      day: (day: string) => formatDay(day, locale),
      dayOf: (instant: string) => formatDayOf(instant, new Date(), locale, timeZone),
      relative: (instant: string) => formatRelative(instant, new Date(), locale),
      count: (count: number, singular: string, plural?: string) => formatCount(count, singular, plural, locale),
      locale,
      /** The person's zone; the browser's until it is known. */
      timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    [locale, timeZone],
  )
}
