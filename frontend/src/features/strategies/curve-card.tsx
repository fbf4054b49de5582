import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { ebaySettingsQuery } from '#app/domains/connections/ebay.queries.ts'
import { PriceChart } from '#app/domains/prices/price-chart.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { describeStrategy } from '#core/prices/describe-strategy.ts'
import { asIfLive, asIfSwitchedOn, daysToFloor, priceCurve } from '#core/prices/future-drops.ts'
import type { PricedListing } from '#core/prices/priced-listing.ts'
import type { StrategyRule } from '#core/prices/strategies.ts'
import { cutText } from '#core/text.ts'
import { strategyQueries } from './strategies.queries.ts'
import { strategySentence } from './strategy-words.ts'

const SAMPLE = 'sample'
const SAMPLE_LISTING: PricedListing & { currency: string; title: string } = {
  id: SAMPLE,
  title: 'An example',
  currency: 'USD',
  price_cents: 50_00,
  quantity_available: 1,
  status: 'active',
  listing_format: 'fixed_price',
  has_variations: false,
  floor_cents: 30_00,
  reductions_enabled: false,
  reductions_enabled_at: null,
  last_cut_at: null,
  parked_code: null,
  held_until: null,
  sale_ends_at: null,
  open_change_id: null,
}

type CurveCardProps = { rule: StrategyRule | null; strategyId: string | undefined; isLive: boolean }

/** What the rule does to one listing: the sentence, and the price until it reaches the floor. */
export function CurveCard({ rule, strategyId, isLive }: CurveCardProps) {
  const format = useFormat()
  const [now] = useState(() => new Date())
  const [chosenId, setChosenId] = useState(SAMPLE)
  const { data: examples = [] } = useQuery(strategyQueries.examples(strategyId))
  const { data: settings } = useQuery(ebaySettingsQuery())
  const chosen = examples.find(({ id }) => id === chosenId)
  const listing = chosen
    ? startOf(chosen, isLive && chosen.strategy_id === strategyId, now)
    : asIfSwitchedOn(SAMPLE_LISTING, now)
  const { currency } = chosen ?? SAMPLE_LISTING
  const manner = { currency, locale: format.locale, timeZone: format.timeZone }
  const money = (cents: number | null) => (cents === null ? 'none' : formatMoney(cents, currency, format.locale))

  const strategy = rule && asIfLive({ ...rule, id: '', name: '', is_active: true, is_live: true })
  const { vacation_until = null, lower_during_sales = false } = settings ?? {}
  const context = { now, reductions_paused: false, vacation_until, lower_during_sales }
  const curve = strategy && priceCurve(listing, strategy, context, 200)
  const last = curve?.cuts.at(-1)
  const days = curve && daysToFloor(curve, now)
  return (
    <section aria-label="How the price comes down" className="rounded-card border border-line bg-surface p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">How the price comes down</h2>
        <Select
          label="Example"
          className="w-full md:w-64"
          value={chosen ? chosenId : SAMPLE}
          onChange={setChosenId}
          options={[
            { value: SAMPLE, label: `Example at ${formatMoney(50_00, 'USD', format.locale)}, floor 60%` },
            ...examples.map(({ id, title, price_cents, currency: its }) => ({
              value: id,
              label: `${formatMoney(price_cents, its, format.locale)} · ${cutText(title, 60)}`,
            })),
          ]}
        />
      </div>
      {settings?.reductions_paused && (
        <Notice tone="waiting" className="mb-3">
          All price drops are paused. This preview shows what happens without the pause.
        </Notice>
      )}
      {rule && curve ? (
        <>
          <p className="mb-3 text-lead" aria-live="polite">
            {strategySentence(describeStrategy(rule, curve), manner)}
          </p>
          {last ? (
            <>
              <PriceChart
                label={`Price of ${chosen?.title ?? 'an example'} until the floor`}
                currency={currency}
                floorCents={listing.floor_cents}
                series={[
                  {
                    name: 'Price',
                    tone: 'accent',
                    points: [
                      { atMs: now.getTime(), cents: listing.price_cents },
                      ...curve.cuts.map(({ at, price_cents }) => ({ atMs: Date.parse(at), cents: price_cents })),
                    ],
                  },
                ]}
                untilMs={Date.parse(last.at) + (Date.parse(last.at) - now.getTime()) * 0.06}
              />
              <p className="mt-2 text-meta text-muted tabular-nums">
                {format.count(curve.cuts.length, 'price drop')} from {money(listing.price_cents)} to{' '}
                {money(last.price_cents)}
                {days !== null && `, ${format.count(days, 'day')} to the floor`}
              </p>
            </>
          ) : (
            <p className="text-muted">This listing would not be lowered.</p>
          )}
        </>
      ) : (
        <p className="py-8 text-center text-muted">Complete the rule to see what it does.</p>
      )}
    </section>
  )
}

/** A listing the strategy is already at work on goes on from where it is; any other begins now. */
function startOf(listing: ListedListing, isRunning: boolean, now: Date): PricedListing {
  const open = { ...listing, parked_code: null, open_change_id: null }
  return asIfSwitchedOn(isRunning ? open : { ...open, reductions_enabled: false }, now)
}
