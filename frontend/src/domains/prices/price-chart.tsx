import { lazy, Suspense } from 'react'
import { ChartTable } from '#app/components/charts/chart-table.tsx'
import { FitWidth } from '#app/components/charts/fit-width.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { cn } from '#ui/class-names.ts'
import { Skeleton } from '#ui/skeleton.tsx'

const Plot = lazy(() => import('./price-plot.tsx').then((module) => ({ default: module.PricePlot })))

/** A price that holds from a moment on; null: no price from there on, drawn as a gap. */
export type ChartPoint = { atMs: number; cents: number | null }
export type PriceSeries = {
  name: string
  tone: 'accent' | 'plain'
  isDashed?: boolean
  /** The oldest first. */
  points: readonly ChartPoint[]
}
export type PriceMark = { atMs: number; cents: number; label: string }

export type PriceChartProps = {
  /** What is drawn, for those who do not see it. */
  label: string
  currency: string
  series: readonly PriceSeries[]
  floorCents?: number | null
  marks?: readonly PriceMark[]
  /** What a mark is, for the legend: "Sale". */
  markName?: string
  /** Where the lines end; the last point unless said. */
  untilMs?: number
}

const HEIGHT = 220

/** Prices over time as steps, with the floor, marks and the same numbers as a table for screen readers. */
export function PriceChart(props: PriceChartProps) {
  const { label, currency, series, floorCents = null, marks = [], markName } = props
  const format = useFormat()
  const money = (cents: number) => formatMoney(cents, currency, format.locale)
  const at = (ms: number) => format.instant(new Date(ms).toISOString())
  const rows = series.flatMap(({ name, points }) =>
    points.map(({ atMs, cents }) => ({ atMs, cells: [at(atMs), name, cents === null ? 'none' : money(cents)] })),
  )
  const markRows = marks.map(({ atMs, cents, label: name }) => ({ atMs, cells: [at(atMs), name, money(cents)] }))
  const ordered = [...rows, ...markRows].toSorted((a, b) => a.atMs - b.atMs)
  return (
    <figure className="m-0" aria-label={label}>
      <div aria-hidden="true">
        <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
          {series.map(({ name, tone, isDashed }) => (
            <li key={name} className="flex items-center gap-1.5">
              <span
                className={cn(
                  'inline-block w-4 border-t-2',
                  isDashed ? 'border-dashed' : 'border-solid',
                  tone === 'accent' ? 'border-accent' : 'border-muted',
                )}
              />
              {name}
            </li>
          ))}
          {marks.length > 0 && markName && (
            <li className="flex items-center gap-1.5">
              <span className="inline-block size-2 rounded-full bg-done" />
              {markName}
            </li>
          )}
          {floorCents !== null && (
            <li className="flex items-center gap-1.5">
              <span className="inline-block w-4 border-t border-dashed border-failed" />
              Floor {money(floorCents)}
            </li>
          )}
        </ul>
        <FitWidth height={HEIGHT}>
          {(width) => (
            <Suspense fallback={<Skeleton className="h-full w-full" />}>
              <Plot {...props} width={width} height={HEIGHT} />
            </Suspense>
          )}
        </FitWidth>
      </div>
      <ChartTable
        caption={floorCents === null ? label : `${label}. The floor is ${money(floorCents)}.`}
        columns={['When', 'What', 'Price']}
        rows={ordered.map(({ cells }) => cells)}
      />
    </figure>
  )
}
