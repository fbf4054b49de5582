import { useFormat } from '#app/lib/use-format.ts'
import type { SourceBudget } from '#core/catalog/source-budget.ts'
import { Progress } from '#ui/progress.tsx'

/** What the workspace may spend today over all sources, and what is used of it. */
export function DailyCap({ budget: { daily_cap, used, resets_at } }: { budget: SourceBudget }) {
  const format = useFormat()
  const left = Math.max(0, daily_cap - used)
  return (
    <section aria-labelledby="daily-cap" className="rounded-card border border-line p-4">
      <h2 id="daily-cap" className="font-semibold">
        Today, all sources together
      </h2>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-2">
        <span className="text-title font-semibold tabular-nums">{left.toLocaleString(format.locale)}</span>
        <span className="text-muted tabular-nums">
          of {format.count(daily_cap, 'token')} left, {used.toLocaleString(format.locale)} used
        </span>
      </p>
      <Progress className="mt-3" label="Used today" value={Math.min(used, daily_cap)} max={Math.max(daily_cap, 1)} />
      <p className="mt-2 text-meta text-muted">
        {daily_cap === 0
          ? 'Your workspace may spend no tokens. Ask your administrator.'
          : left === 0
            ? `The limit is reached. Work continues after ${format.instant(resets_at)}.`
            : `Begins anew ${format.instant(resets_at)}. A request to Amazon counts as one token.`}
      </p>
    </section>
  )
}
