import { z } from 'zod'
import { formatMoney } from '#core/money.ts'
import { formatPercent } from '#core/percent.ts'
import type { PriceChange } from '#core/prices/schema.ts'

/** What the engine wrote beside a scheduled cut; changes nobody computed have none of it. */
const Inputs = z.object({
  size: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('percentage'), percentage_bp: z.number() }),
    z.object({ kind: z.literal('fixed'), amount_cents: z.number() }),
  ]),
  step_after_days: z.number().nullable(),
  interval_days: z.number(),
  max_cut_cents: z.number().nullable(),
  price_ending: z.number().nullable(),
  is_capped: z.boolean(),
  has_ending: z.boolean(),
  is_floor: z.boolean(),
})

/** What the price was computed from: `5% of $45.00, every 7 days, capped at $2.00`; null when nobody computed it. */
export function inputWords(change: PriceChange, locale: string | undefined): string | null {
  const inputs = Inputs.safeParse(change.inputs).data
  if (!inputs) return null
  const money = (cents: number) => formatMoney(cents, change.currency, locale)
  const { size, step_after_days, interval_days, max_cut_cents, price_ending } = inputs
  const taken =
    size.kind === 'percentage'
      ? `${formatPercent(size.percentage_bp / 10_000, locale)} of ${money(change.old_price_cents)}`
      : `${money(size.amount_cents)} off ${money(change.old_price_cents)}`
  return [
    taken,
    step_after_days !== null && `the step from day ${step_after_days}`,
    `every ${interval_days === 1 ? 'day' : `${interval_days} days`}`,
    inputs.is_capped && max_cut_cents !== null && `capped at ${money(max_cut_cents)}`,
    inputs.has_ending && price_ending !== null && `ending in .${String(price_ending).padStart(2, '0')}`,
    inputs.is_floor && 'stopped at the floor',
  ]
    .filter(Boolean)
    .join(', ')
}

/** Who or what wanted it. */
export function whoWanted(change: PriceChange, myId: string | undefined): string {
  if (change.kind === 'ebay') return 'Changed on eBay'
  if (change.kind === 'scheduled') return change.strategy_name ?? 'A strategy'
  if (change.actor_id === null) return change.actor_name ?? 'OpSyncPro'
  return change.actor_id === myId ? 'You' : (change.actor_name ?? 'A teammate')
}

/** The difference with its direction, `−5%`, `+12%`. */
export function differenceWords({ old_price_cents, new_price_cents }: PriceChange, locale: string | undefined): string {
  const share = (new_price_cents - old_price_cents) / old_price_cents
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
  }).format(share)
}
