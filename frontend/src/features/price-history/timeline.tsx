import { STATE_WORDS } from '#app/domains/prices/price-change-words.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { cn } from '#ui/class-names.ts'

type Step = { words: string; at: string | null; tone: 'done' | 'now' | 'failed' | 'ahead'; note?: string | undefined }

/** Planned, sent, confirmed: each step with its time, and where it stands. */
export function Timeline({ change }: { change: PriceChange }) {
  const format = useFormat()
  const steps = stepsOf(change, (cents) => formatMoney(cents, change.currency, format.locale))
  return (
    <ol className="flex flex-col">
      {steps.map(({ words, at, tone, note }, index) => (
        <li key={words} className="relative flex gap-3 pb-4 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden="true" className="absolute top-4 bottom-0 left-[5px] w-px bg-line" />
          )}
          <span
            aria-hidden="true"
            className={cn(
              'mt-1 size-2.75 shrink-0 rounded-full border-2',
              tone === 'done' && 'border-done bg-done',
              tone === 'now' && 'border-waiting bg-waiting-soft',
              tone === 'failed' && 'border-failed bg-failed',
              tone === 'ahead' && 'border-line-strong bg-surface',
            )}
          />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap justify-between gap-x-3">
              <span className={tone === 'ahead' ? 'text-muted' : 'font-medium'}>{words}</span>
              {at && <span className="text-table text-muted tabular-nums">{format.instant(at)}</span>}
            </p>
            {note && <p className="text-table break-words text-muted">{note}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function stepsOf(change: PriceChange, money: (cents: number) => string): Step[] {
  const { state, planned_at, sent_at, confirmed_at, is_undone, reason, kind, new_price_cents, seen_price_cents } =
    change
  if (kind === 'ebay') {
    return [{ words: 'Noticed on eBay', at: confirmed_at ?? planned_at, tone: 'done', note: reason ?? undefined }]
  }
  const planned: Step = { words: 'Planned', at: planned_at, tone: 'done' }
  const sent: Step = sent_at
    ? { words: 'Sent to eBay', at: sent_at, tone: 'done' }
    : { words: 'Sent to eBay', at: null, tone: 'ahead' }
  const why = reason ?? undefined
  if (state === 'cancelled')
    return [planned, { words: STATE_WORDS.cancelled.label, at: null, tone: 'failed', note: why }]
  if (state === 'rejected') {
    return [planned, sent, { words: STATE_WORDS.rejected.label, at: null, tone: 'failed', note: why }]
  }
  if (state === 'unknown') {
    const note = why ?? 'eBay did not answer. We check the price before sending anything again.'
    return [planned, sent, { words: STATE_WORDS.unknown.label, at: null, tone: 'now', note }]
  }
  if (state !== 'confirmed') {
    const going: Step =
      state === 'planned' ? sent : { ...sent, words: state === 'sending' ? 'Being sent to eBay' : sent.words }
    return [planned, going, { words: 'Confirmed by eBay', at: null, tone: 'ahead' }]
  }
  const shown = `eBay shows ${money(seen_price_cents ?? new_price_cents)}.`
  return [
    planned,
    // A change that was found to have arrived may never have been answered.
    ...(sent_at ? [sent] : []),
    { words: 'Confirmed on eBay', at: confirmed_at, tone: 'done', note: [shown, why].filter(Boolean).join(' ') },
    ...(is_undone ? [{ words: 'Undone', at: null, tone: 'done' } as const] : []),
  ]
}
