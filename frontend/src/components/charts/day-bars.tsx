import { lazy, Suspense } from 'react'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { ChartTable } from './chart-table.tsx'
import { FitWidth } from './fit-width.tsx'

const Plot = lazy(() => import('./day-bars-plot.tsx').then((module) => ({ default: module.DayBarsPlot })))

const HEIGHT = 140

/** `note` stands beside the amount in the tooltip and in the table: "12 price drops". */
export type DayBar = { day: string; cents: number; note: string }
export type DayBarsProps = {
  label: string
  currency: string
  /** One for each day, the oldest first; missing days are drawn as zero. */
  bars: readonly DayBar[]
}

/** An amount for each day, from zero up, with the same numbers as a table for screen readers. */
export function DayBars(props: DayBarsProps) {
  const { label, currency, bars } = props
  const format = useFormat()
  return (
    <figure className="m-0" aria-label={label}>
      <div aria-hidden="true">
        <FitWidth height={HEIGHT}>
          {(width) => (
            <Suspense fallback={<Skeleton className="h-full w-full" />}>
              <Plot {...props} width={width} height={HEIGHT} />
            </Suspense>
          )}
        </FitWidth>
      </div>
      <ChartTable
        caption={label}
        columns={['Day', 'Amount', 'Note']}
        rows={bars.map(({ day, cents, note }) => [format.day(day), formatMoney(cents, currency, format.locale), note])}
      />
    </figure>
  )
}
