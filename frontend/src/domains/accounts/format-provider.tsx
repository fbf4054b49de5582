import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { FormatContext } from '#app/lib/use-format.ts'
import { meQuery } from './me.queries.ts'

/** Writes times and numbers in the signed-in person's format. */
export function FormatProvider({ children }: { children: ReactNode }) {
  const { data: me } = useQuery(meQuery())
  const locale = me?.locale
  const timeZone = me?.time_zone
  const choice = useMemo(() => ({ locale, timeZone }), [locale, timeZone])
  return <FormatContext value={choice}>{children}</FormatContext>
}
