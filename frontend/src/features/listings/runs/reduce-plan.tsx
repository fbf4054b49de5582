import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { REASONS, SkipReason } from '#core/prices/reasons.ts'
import type { ReducedPrices } from '#core/prices/schema.ts'

type ReducePlanProps = {
  plan: ReducedPrices
  /** How many listings a person selected; undefined for a run of everything that is due. */
  selected: number | undefined
}

/** What a run would do now, and why it would skip the other listings. A selection names them. */
export function ReducePlan({ plan, selected }: ReducePlanProps) {
  const format = useFormat()
  const { counts, changes, skipped, skipped_by_reason } = plan
  const reasons = SkipReason.options.flatMap((reason) => {
    const count = skipped_by_reason[reason]
    return count ? [{ reason, count }] : []
  })
  return (
    <div className="flex flex-col gap-4">
      <p>
        {selected !== undefined && `${format.count(selected, 'listing')} selected. `}
        {counts.changes === 0
          ? 'Nothing is due now.'
          : `${format.count(counts.changes, 'listing')} would be lowered now. Nothing has been sent to eBay yet.`}
      </p>
      {changes.length > 0 && (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard
          tabIndex={0}
          aria-label="Price drops due now"
          className="max-h-64 divide-y divide-line overflow-y-auto rounded-card border border-line"
        >
          {changes.map((change) => (
            <li key={change.listing_id} className="flex items-center justify-between gap-3 px-3 py-2 text-table">
              <span className="min-w-0">
                <span className="block truncate">{change.title}</span>
                <span className="block text-meta text-muted">{change.strategy_name}</span>
              </span>
              <span className="shrink-0 text-right tabular-nums">
                {formatMoney(change.old_price_cents, change.currency, format.locale)} →{' '}
                <b>{formatMoney(change.new_price_cents, change.currency, format.locale)}</b>
                <span className="block text-meta text-muted">
                  floor {formatMoney(change.floor_cents, change.currency, format.locale)}
                </span>
              </span>
            </li>
          ))}
          {counts.changes > changes.length && (
            <li className="px-3 py-2 text-table text-muted">and {counts.changes - changes.length} more</li>
          )}
        </ul>
      )}
      {reasons.length > 0 && (
        <div>
          <p className="font-medium">{format.count(counts.skipped, 'listing')} would not, because</p>
          <ul className="mt-1 flex flex-col gap-1 text-table text-muted">
            {reasons.map(({ reason, count }) => (
              <li key={reason} className="flex gap-2">
                <span className="w-10 shrink-0 text-right text-ink tabular-nums">{count}</span>
                <span className="min-w-0">
                  {REASONS[reason]}
                  {selected !== undefined && (
                    <span className="block text-meta break-words">{namesOf(skipped, reason, count)}</span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

const NAMED = 3

/** The first titles that a reason skips, and how many more there are. */
function namesOf(skipped: ReducedPrices['skipped'], reason: SkipReason, count: number): string {
  const titles = skipped.filter((row) => row.reason === reason).map(({ title }) => title)
  const named = titles.slice(0, NAMED).join(', ')
  return count > NAMED ? `${named} and ${count - NAMED} more` : named
}
