import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { Backtest } from '#core/prices/backtest.ts'

type BacktestTotalsProps = { total: Backtest['totals'][number]; basis: Backtest['basis'] }

/** What happened beside what the rule would have done, for the listings of one currency. */
export function BacktestTotals({ total, basis }: BacktestTotalsProps) {
  const format = useFormat()
  const { currency, listing_count, real, replayed } = total
  const { expected } = replayed
  const tooFew = `Too few sales to say (${basis.sales_seen} of ${basis.sales_needed})`
  const count = (value: number) => value.toLocaleString(format.locale, { maximumFractionDigits: 1 })
  const money = (cents: number) => formatMoney(cents, currency, format.locale)
  const rows = [
    {
      name: 'Items sold',
      was: count(real.sold),
      would: expected && rangeOf(expected.sold, count),
    },
    {
      name: 'Money',
      was: money(real.money_cents),
      would: expected && rangeOf(expected.money_cents, (cents) => money(Math.round(cents))),
    },
    {
      name: 'Days to sell',
      was: real.days_to_sell === null ? 'none sold' : count(real.days_to_sell),
      would:
        expected && (expected.days_to_sell ? rangeOf(expected.days_to_sell, count) : { mean: 'none sold', range: '' }),
    },
    {
      name: 'Floors reached',
      was: count(real.floors_reached),
      would: { mean: count(replayed.floors_reached), range: '' },
    },
    { name: 'Price drops', was: '', would: { mean: count(replayed.cut_count), range: '' } },
  ]
  return (
    <section
      aria-label={`Totals in ${currency}`}
      className="overflow-x-auto rounded-card border border-line bg-surface"
    >
      <table className="w-full table-fixed text-table tabular-nums">
        <caption className="px-4 py-3 text-left">
          <span className="font-semibold">
            {format.count(listing_count, 'listing')} in {currency}
          </span>
        </caption>
        <thead className="border-y border-line bg-sunken text-left text-meta text-muted">
          <tr>
            <th className="w-[28%] px-3 py-2 font-medium md:px-4">
              <span className="sr-only">What</span>
            </th>
            <th className="w-[30%] px-3 py-2 text-right font-medium md:px-4">What happened</th>
            <th className="px-3 py-2 text-right font-medium md:px-4">With this rule</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(({ name, was, would }) => (
            <tr key={name}>
              <th scope="row" className="px-3 py-2 text-left font-normal text-muted md:px-4">
                {name}
              </th>
              <td className="px-3 py-2 text-right break-words md:px-4">{was || '–'}</td>
              <td className="px-3 py-2 text-right md:px-4">
                {would ? (
                  <>
                    <span className="font-medium">{would.mean}</span>
                    {would.range && <span className="block text-meta text-muted">{would.range}</span>}
                  </>
                ) : (
                  <span className="text-muted">{tooFew}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Estimate = { low: number; mean: number; high: number }

const rangeOf = ({ low, mean, high }: Estimate, write: (value: number) => string) => ({
  mean: `about ${write(mean)}`,
  range: `${write(low)} to ${write(high)}`,
})
