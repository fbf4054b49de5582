import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#app/lib/use-format.ts'
import { useSettled } from '#app/lib/use-settled.ts'
import { describeError } from '#core/http/describe-error.ts'
import { formatMoney } from '#core/money.ts'
import { REASONS, SkipReason } from '#core/prices/reasons.ts'
import type { PreviewStrategy, Strategy, StrategyPreview } from '#core/prices/schema.ts'
import type { StrategyRule } from '#core/prices/strategies.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { strategyQueries } from './strategies.queries.ts'
import { dayWords } from './strategy-words.ts'

type PreviewCardProps = { rule: StrategyRule | null; strategy: Strategy | null }

/** What the rule being written would do to the workspace's own listings, as the runs would do it. */
export function PreviewCard({ rule, strategy }: PreviewCardProps) {
  const asked: PreviewStrategy | null = useSettled(rule && { rule, ...(strategy && { strategy_id: strategy.id }) })
  const preview = useQuery({ ...strategyQueries.preview(asked ?? {}), enabled: asked !== null })
  const format = useFormat()
  const used = strategy?.listing_count ?? 0
  return (
    <section aria-label="Preview" className="rounded-card border border-line bg-surface p-4">
      <h2 className="font-semibold">Preview</h2>
      <p className="mb-3 text-meta text-muted">
        {used > 0
          ? `${format.count(used, 'listing uses', 'listings use')} it. This is what it does to them when it is live and switched on.`
          : 'No listing uses it yet. This is what it would do to your active listings that have a floor.'}
      </p>
      {preview.data && rule ? (
        <div className={preview.isPlaceholderData ? 'opacity-60' : undefined} aria-busy={preview.isPlaceholderData}>
          <Outcome preview={preview.data} />
        </div>
      ) : preview.error ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted">{describeError(preview.error).message}</p>
          <Button onClick={() => void preview.refetch()} isBusy={preview.isFetching}>
            Try again
          </Button>
        </div>
      ) : rule ? (
        <div role="status" aria-label="Loading the preview" className="flex flex-col gap-2">
          <Skeleton className="h-6" />
          <Skeleton className="h-40" />
        </div>
      ) : (
        <p className="py-6 text-center text-muted">Complete the rule to preview it on your listings.</p>
      )}
    </section>
  )
}

function Outcome({ preview }: { preview: StrategyPreview }) {
  const format = useFormat()
  const { counts, never_by_reason, items } = preview
  if (counts.listings === 0) {
    return <p className="py-6 text-center text-muted">There is no active listing with a floor yet.</p>
  }
  const reasons = SkipReason.options.flatMap((reason) => {
    const count = never_by_reason[reason] ?? 0
    return count > 0 ? [{ reason, count }] : []
  })
  const cut = items.filter(({ next_cuts }) => next_cuts.length > 0)
  return (
    <>
      <p className="tabular-nums">
        <strong className="font-semibold">{format.count(counts.will_be_cut, 'listing')}</strong> will be lowered
        {counts.never > 0 && `, ${counts.never.toLocaleString(format.locale)} will not`}.
      </p>
      {reasons.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-table" aria-label="Will never be lowered">
          {reasons.map(({ reason, count }) => (
            <li key={reason} className="flex items-baseline gap-2">
              <Badge tone="waiting">{count.toLocaleString(format.locale)}</Badge>
              <span className="text-muted">{REASONS[reason]}</span>
            </li>
          ))}
        </ul>
      )}
      {cut.length > 0 && <CutTable items={cut} total={counts.will_be_cut} />}
    </>
  )
}

function CutTable({ items, total }: { items: StrategyPreview['items']; total: number }) {
  const format = useFormat()
  const manner = { locale: format.locale, timeZone: format.timeZone }
  const money = (cents: number, currency: string) => formatMoney(cents, currency, format.locale)
  return (
    <section
      aria-label="Next price drops"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      className="mt-3 max-h-96 overflow-auto rounded-control border border-line"
    >
      <table className="w-full text-table tabular-nums max-md:block">
        <thead className="sticky top-0 bg-sunken text-left text-meta text-muted max-md:hidden">
          <tr>
            <th className="px-3 py-2 font-medium">Listing</th>
            <th className="px-3 py-2 text-right font-medium">Now</th>
            <th className="px-3 py-2 font-medium">Next price drops</th>
            <th className="px-3 py-2 font-medium whitespace-nowrap">Floor on</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-md:block">
          {items.map((item) => (
            <tr key={item.listing_id} className="max-md:flex max-md:flex-wrap max-md:justify-between max-md:p-3">
              <td className="max-w-48 truncate px-3 py-2 max-md:p-0" title={item.title}>
                {item.title}
              </td>
              <td className="px-3 py-2 text-right whitespace-nowrap max-md:p-0">
                {money(item.price_cents, item.currency)}
              </td>
              <td className="px-3 py-2 max-md:w-full max-md:px-0 max-md:py-1">
                <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
                  {item.next_cuts.map(({ at, price_cents, is_floor }) => (
                    <li key={at} className="whitespace-nowrap" title={format.instant(at)}>
                      <span className="text-muted">{dayWords(at, manner)}</span> {money(price_cents, item.currency)}
                      {is_floor && <span className="text-muted"> (floor)</span>}
                    </li>
                  ))}
                </ul>
              </td>
              <td className="px-3 py-2 whitespace-nowrap max-md:p-0">
                <span className="text-muted md:hidden">Floor </span>
                {item.floor_at ? dayWords(item.floor_at, manner) : <span className="text-muted">not reached</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > items.length && (
        <p className="border-t border-line px-3 py-2 text-meta text-muted">
          The {items.length.toLocaleString(format.locale)} that are lowered soonest of{' '}
          {total.toLocaleString(format.locale)}.
        </p>
      )}
    </section>
  )
}
