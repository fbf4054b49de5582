import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '#app/lib/api.ts'
import { queryKeys } from '#app/lib/query-keys.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import type { UpdateMe } from '#core/accounts/schema.ts'
import { formatCount, formatDay, formatDayOf, formatInstant, formatRelative } from '#core/format.ts'

export const meQuery = () =>
  queryOptions({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => api(accountsContract.me, { signal }),
    staleTime: 5 * 60_000,
  })

/** Throws `ApiError` `invalid_input` when a field is wrong. */
export const updateMe = (changes: UpdateMe) => api(accountsContract.updateMe, { body: changes })

/** Times and counts the way the signed-in person reads them; the browser's way until they are known. */
export function useFormat() {
  const { data: me } = useQuery(meQuery())
  const locale = me?.locale
  const timeZone = me?.time_zone
  return {
    instant: (instant: string) => formatInstant(instant, locale, timeZone),
    day: (day: string) => formatDay(day, locale),
    dayOf: (instant: string) => formatDayOf(instant, new Date(), locale, timeZone),
    relative: (instant: string) => formatRelative(instant, new Date(), locale),
    count: (count: number, singular: string, plural?: string) => formatCount(count, singular, plural, locale),
    locale,
    /** The person's zone; the browser's until it is known. */
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
