/** The look of every axis. */
export const AXIS = {
  axisLine: false,
  tickLine: false,
  tick: { fill: 'var(--muted)', fontSize: 12 },
} as const

/** Exact values under the pointer. */
export function ChartTip({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div className="rounded-control border border-line bg-surface px-2.5 py-1.5 text-meta text-ink shadow-float">
      <p className="text-muted">{title}</p>
      {lines.map((line) => (
        <p key={line} className="tabular-nums">
          {line}
        </p>
      ))}
    </div>
  )
}
