import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormat } from '#app/lib/use-format.ts'
import { DAY_MS } from '#core/format.ts'
import { formatMoney } from '#core/money.ts'
import { AXIS, ChartTip } from './chart-parts.tsx'
import type { DayBar, DayBarsProps } from './day-bars.tsx'

/** The chart itself; loaded when a chart is first shown. */
export function DayBarsPlot({ currency, bars, width, height }: DayBarsProps & { width: number; height: number }) {
  const format = useFormat()
  const short = new Intl.DateTimeFormat(format.locale, { month: 'short', day: 'numeric', timeZone: 'UTC' })
  const rows = everyDay(bars)
  // Below ten units of the currency, whole amounts would give equal labels to different marks.
  const isSmall = Math.max(...bars.map(({ cents }) => cents)) < 1000
  const whole = new Intl.NumberFormat(format.locale, {
    style: 'currency',
    currency,
    ...(!isSmall && { maximumFractionDigits: 0 }),
  })
  return (
    <BarChart
      width={width}
      height={height}
      data={rows}
      margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis {...AXIS} dataKey="day" tickFormatter={(day: string) => short.format(Date.parse(day))} minTickGap={32} />
      <YAxis
        {...AXIS}
        width={64}
        tickCount={4}
        domain={[0, 'auto']}
        tickFormatter={(cents: number) => whole.format(cents / 100)}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: 'var(--hover)' }}
        content={({ active, label }) => {
          const bar = rows.find(({ day }) => day === label)
          if (!active || !bar) return null
          const lines = [formatMoney(bar.cents, currency, format.locale), bar.note].filter(Boolean)
          return <ChartTip title={format.day(bar.day)} lines={lines} />
        }}
      />
      <Bar dataKey="cents" fill="var(--accent)" radius={[2, 2, 0, 0]} maxBarSize={28} isAnimationActive={false} />
    </BarChart>
  )
}

/** Days without an amount get a bar of zero, so that the axis is one of time. */
function everyDay(bars: readonly DayBar[]): DayBar[] {
  const [first] = bars
  const last = bars.at(-1)
  if (!first || !last) return []
  const byDay = new Map(bars.map((bar) => [bar.day, bar]))
  const count = Math.round((Date.parse(last.day) - Date.parse(first.day)) / DAY_MS) + 1
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(Date.parse(first.day) + at * DAY_MS).toISOString().slice(0, 10)
    return byDay.get(day) ?? { day, cents: 0, note: '' }
  })
}
