import { useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { type ChartPoint, PriceChart } from '#app/domains/prices/price-chart.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { ListingBacktest } from '#core/prices/backtest.ts'
import { cutText } from '#core/text.ts'

/** One listing's recorded price beside the replayed one, with its sales. */
export function ReplayedListing({ listings }: { listings: readonly ListingBacktest[] }) {
  const format = useFormat()
  const [chosenId, setChosenId] = useState<string>()
  const listing = listings.find(({ listing_id }) => listing_id === chosenId) ?? listings[0]
  if (!listing) return null
  const { currency, real, replayed, title } = listing
  const money = (cents: number) => formatMoney(cents, currency, format.locale)
  return (
    <section aria-label="One listing" className="rounded-card border border-line bg-surface p-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">One listing</h2>
        <Select
          label="Listing"
          className="w-full md:w-96"
          value={listing.listing_id}
          onChange={setChosenId}
          options={listings.map(({ listing_id, title: name }) => ({ value: listing_id, label: cutText(name, 70) }))}
        />
      </div>
      <PriceChart
        label={`Recorded and replayed price of ${title}`}
        currency={currency}
        floorCents={listing.floor_cents}
        series={[
          { name: 'Recorded', tone: 'plain', points: toPoints(real.prices) },
          { name: 'With this rule', tone: 'accent', points: toPoints(replayed.prices) },
        ]}
        marks={real.sales.map(({ day, quantity, price_cents }) => ({
          atMs: Date.parse(day),
          cents: price_cents,
          label: `${quantity} sold`,
        }))}
        markName="Sale"
      />
      <p className="mt-2 text-table text-muted tabular-nums">
        {real.sold === 0 ? 'Not sold' : `${format.count(real.sold, 'item')} sold for ${money(real.money_cents)}`}.{' '}
        {replayed.cut_count === 0
          ? 'This rule would not have lowered it.'
          : `This rule would have lowered it ${format.count(replayed.cut_count, 'time')}`}
        {replayed.cut_count > 0 &&
          (replayed.reached_floor_on
            ? `, to its floor on ${format.day(replayed.reached_floor_on)}.`
            : ', not to its floor.')}
      </p>
    </section>
  )
}

const toPoints = (steps: readonly { day: string; price_cents: number }[]): ChartPoint[] =>
  steps.map(({ day, price_cents }) => ({ atMs: Date.parse(day), cents: price_cents }))
