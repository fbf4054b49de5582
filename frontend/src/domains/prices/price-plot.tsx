import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { AXIS, ChartTip } from '#app/components/charts/chart-parts.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChartProps, PriceSeries } from './price-chart.tsx'

type Row = { atMs: number } & Record<string, number | null>

/** The drawing itself; loaded when a chart is first shown. */
export function PricePlot(props: PriceChartProps & { width: number; height: number }) {
  const { currency, series, floorCents = null, marks = [], untilMs, width, height } = props
  const { locale, timeZone } = useFormat()
  const rows = toRows(series, marks, untilMs)
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const cents = [
    ...series.flatMap(({ points }) => points.flatMap((point) => point.cents ?? [])),
    ...marks.map((mark) => mark.cents),
    ...(floorCents === null ? [] : [floorCents]),
  ]
  const whole = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  const levels = roundLevels(Math.min(...cents), Math.max(...cents))
  const [bottom = 0, top = 0] = [levels[0], levels.at(-1)]
  const isRough = top - bottom > 1000
  const ends = [rows[0]?.atMs ?? 0, rows.at(-1)?.atMs ?? 0] as const
  return (
    <LineChart
      width={width}
      height={height}
      data={rows}
      margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        {...AXIS}
        dataKey="atMs"
        type="number"
        scale="time"
        domain={[...ends]}
        ticks={evenly(...ends)}
        tickFormatter={(ms: number) => day.format(ms)}
        minTickGap={48}
      />
      <YAxis
        {...AXIS}
        width={64}
        domain={[bottom, top]}
        ticks={levels}
        tickFormatter={(value: number) => (isRough ? whole.format(value / 100) : money(Math.round(value)))}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--line-strong)' }}
        content={({ active, label, payload }) =>
          active && typeof label === 'number' ? (
            <ChartTip
              title={moment.format(label)}
              lines={[
                ...payload.flatMap(({ name, value }) =>
                  typeof value === 'number' ? [`${String(name)}: ${money(value)}`] : [],
                ),
                ...marks.filter(({ atMs }) => atMs === label).map((mark) => mark.label),
              ]}
            />
          ) : null
        }
      />
      {floorCents !== null && <ReferenceLine y={floorCents} stroke="var(--failed)" strokeDasharray="3 3" />}
      {series.map(({ name, tone, isDashed }, at) => (
        <Line
          key={name}
          name={name}
          dataKey={keyOf(at)}
          type="stepAfter"
          stroke={tone === 'accent' ? 'var(--accent)' : 'var(--muted)'}
          strokeWidth={2}
          {...(isDashed && { strokeDasharray: '4 4' })}
          dot={false}
          activeDot={{ r: 3 }}
          isAnimationActive={false}
        />
      ))}
      {marks.map(({ atMs, cents: y, label }) => (
        <ReferenceDot
          key={`${atMs}-${y}-${label}`}
          x={atMs}
          y={y}
          r={4}
          fill="var(--done)"
          stroke="var(--surface)"
          strokeWidth={1.5}
        />
      ))}
    </LineChart>
  )
}

const TICKS = 6

/** Moments at the same distance: those of the data would stand where prices happened to change. */
const evenly = (fromMs: number, untilMs: number) =>
  Array.from({ length: TICKS }, (_, at) => fromMs + ((untilMs - fromMs) * at) / (TICKS - 1))

/** Round amounts around all prices, three to five of them. */
function roundLevels(low: number, high: number): number[] {
  const least = Math.max((high - low) / 3, 10)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = power * ([1, 2, 5].find((times) => times * power >= least) ?? 10)
  const from = Math.floor(low / step) * step
  const count = Math.floor((high - from) / step) + 2
  return Array.from({ length: count }, (_, at) => from + at * step)
}

const keyOf = (at: number) => `series${at}`

/** One row for every moment at which anything happens, each with the price that holds then. */
function toRows(series: readonly PriceSeries[], marks: readonly { atMs: number }[], untilMs?: number): Row[] {
  const moments = new Set([
    ...series.flatMap(({ points }) => points.map(({ atMs }) => atMs)),
    ...marks.map(({ atMs }) => atMs),
    ...(untilMs === undefined ? [] : [untilMs]),
  ])
  return [...moments]
    .toSorted((a, b) => a - b)
    .map((atMs) =>
      Object.assign(
        { atMs },
        ...series.map(({ points, isDashed }, at) => {
          const last = points.at(-1)
          // What lies ahead ends with its last step; what was recorded holds until the end.
          const isOver = isDashed && last !== undefined && atMs > last.atMs
          return { [keyOf(at)]: isOver ? null : (points.findLast((point) => point.atMs <= atMs)?.cents ?? null) }
        }),
      ),
    )
}
