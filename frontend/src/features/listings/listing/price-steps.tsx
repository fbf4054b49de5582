import { Check, Circle, CircleHelp, X } from 'lucide-react'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { cn } from '#ui/class-names.ts'

type Step = { words: string; at: string | null; state: 'done' | 'open' | 'failed' | 'waiting' }

/** A change of price as a receipt that fills in: planned, sent, confirmed on eBay. */
export function PriceSteps({ change }: { change: PriceChange }) {
  const format = useFormat()
  const { old_price_cents, new_price_cents, currency, reason } = change
  const money = (cents: number) => formatMoney(cents, currency, format.locale)
  return (
    <div role="status" className="rounded-card border border-line p-3 text-table">
      <p className="font-medium tabular-nums">
        {money(old_price_cents)} → {money(new_price_cents)}
      </p>
      <ol className="mt-2 flex flex-wrap gap-x-5 gap-y-1.5">
        {stepsOf(change).map(({ words, at, state }) => {
          const Icon = { done: Check, open: Circle, failed: X, waiting: CircleHelp }[state]
          return (
            <li
              key={words}
              className={cn(
                'flex items-center gap-1.5 [&_svg]:size-4',
                state === 'done' && 'text-done',
                state === 'open' && 'text-muted',
                state === 'failed' && 'text-failed',
                state === 'waiting' && 'text-waiting',
              )}
            >
              <Icon aria-hidden="true" />
              {words}
              {at && (
                <time dateTime={at} title={format.instant(at)} className="text-muted">
                  {timeOf(at, format.locale, format.timeZone)}
                </time>
              )}
            </li>
          )
        })}
      </ol>
      {reason && <p className="mt-2 text-muted">{reason}</p>}
    </div>
  )
}

function stepsOf({ state, planned_at, sent_at, confirmed_at }: PriceChange): Step[] {
  const planned: Step = { words: 'Planned', at: planned_at, state: 'done' }
  if (state === 'rejected') return [planned, { words: 'Refused by eBay', at: sent_at, state: 'failed' }]
  if (state === 'cancelled') return [planned, { words: 'Not sent', at: null, state: 'failed' }]
  if (state === 'unknown') return [planned, { words: 'Unknown, checking', at: sent_at, state: 'waiting' }]
  const isSent = state === 'sent' || state === 'confirmed'
  return [
    planned,
    { words: state === 'sending' ? 'Sending' : 'Sent', at: isSent ? sent_at : null, state: isSent ? 'done' : 'open' },
    { words: 'Confirmed on eBay', at: confirmed_at, state: state === 'confirmed' ? 'done' : 'open' },
  ]
}

const timeOf = (at: string, locale: string | undefined, timeZone: string) =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(new Date(at))
