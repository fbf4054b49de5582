import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { minorDigits, moneyFormat } from '#core/money.ts'

/** How values are written in cells, in the person's format. */
export type CellFormat = {
  money: (cents: number, currency: string) => string
  number: (value: number) => string
  day: (day: string) => string
  instant: (instant: string) => string
  exactInstant: (instant: string) => string
  /** Today as `2026-11-22`, in the person's zone. */
  today: string
}

/** The same object until the person's settings change: creating Intl formats for every cell makes scrolling slow. */
export function useCellFormat(): CellFormat {
  const { data: me } = useQuery(meQuery())
  const { locale, time_zone: timeZone } = me ?? {}
  return useMemo(() => createCellFormat(locale, timeZone), [locale, timeZone])
}

function createCellFormat(locale: string | undefined, timeZone: string | undefined): CellFormat {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const currencies = new Map<string, Intl.NumberFormat>()
  return {
    money(cents, currency) {
      const format = currencies.get(currency) ?? moneyFormat(currency, locale)
      currencies.set(currency, format)
      return format.format(cents / 10 ** minorDigits(currency))
    },
    number: (value) => numbers.format(value),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    instant: (instant) => instants.format(new Date(instant)),
    exactInstant: (instant) => exact.format(new Date(instant)),
    today: new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date()),
  }
}
