import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { DayBars } from '#app/components/charts/day-bars.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { isUnderWay } from '#app/domains/prices/price-change-words.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { type PriceHistoryFilters, priceHistoryQueries } from './price-history.queries.ts'

/** What confirmed price drops took off on each day, of the rows the filters leave. */
export function TakenOff({ filters }: { filters: PriceHistoryFilters }) {
  const format = useFormat()
  const [chosen, setChosen] = useState<string>()
  const list = useInfiniteQuery(priceHistoryQueries.list(filters))
  const isChanging = list.data?.pages.some(({ items }) => items.some(isUnderWay)) ?? false
  const { data: days, isPending } = useQuery(priceHistoryQueries.byDay(filters, isChanging))
  if (isPending) return <Skeleton className="mb-4 h-[212px] w-full" />
  const currencies = [...new Set(days?.map(({ currency }) => currency))]
  const currency = currencies.find((code) => code === chosen) ?? currencies[0]
  // Without the days the list below still says everything.
  if (!days || currency === undefined) return null
  const bars = days.filter((day) => day.currency === currency)
  const money = (cents: number) => formatMoney(cents, currency, format.locale)
  const sum = bars.reduce((total, { taken_off_cents }) => total + taken_off_cents, 0)
  const back = bars.reduce((total, { put_back_cents }) => total + put_back_cents, 0)
  const cuts = bars.reduce((total, day) => total + day.cuts, 0)
  return (
    <section aria-label="Total reduced per day" className="mb-4 rounded-card border border-line bg-surface p-4">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <p className="tabular-nums">
          <span className="font-semibold">{money(sum)}</span>{' '}
          <span className="text-muted">
            lowered by {format.count(cuts, 'confirmed price drop')}
            {back > 0 && `, ${money(back)} raised`}
          </span>
        </p>
        {currencies.length > 1 && (
          <Select
            label="Currency"
            className="w-24"
            value={currency}
            onChange={setChosen}
            options={currencies.map((code) => ({ value: code, label: code }))}
          />
        )}
      </div>
      <DayBars
        label={`Total reduced per day in ${currency}`}
        currency={currency}
        bars={bars.map(({ day, taken_off_cents, put_back_cents, cuts: count }) => ({
          day,
          cents: taken_off_cents,
          note: [format.count(count, 'price drop'), put_back_cents > 0 && `${money(put_back_cents)} raised`]
            .filter(Boolean)
            .join(', '),
        }))}
      />
    </section>
  )
}
