import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { EbaySettings } from '#core/prices/schema.ts'
import { profitOfSale } from '#core/quick-list/profit.ts'

type ProfitProps = {
  priceCents: number | null
  costCents: number | null
  currency: string
  settings: EbaySettings | undefined
}

/** The profit of one sale with the settings' fees. */
export function Profit({ priceCents, costCents, currency, settings }: ProfitProps) {
  const { locale } = useFormat()
  const money = (cents: number) => formatMoney(cents, currency, locale)
  if (!settings || !priceCents) {
    return <p className="text-table text-muted">Enter a price to see what is left of a sale.</p>
  }
  const { fees_cents, profit_cents } = profitOfSale({ ...settings, price_cents: priceCents, cost_cents: costCents })
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 rounded-control bg-sunken p-3 text-table tabular-nums">
      <dt className="text-muted">eBay's fees</dt>
      <dd className="text-right">−{money(fees_cents)}</dd>
      <dt className="text-muted">Cost</dt>
      <dd className="text-right">{costCents === null ? 'not known' : `−${money(costCents)}`}</dd>
      <dt className="font-medium">{profit_cents !== null && profit_cents < 0 ? 'Loss per sale' : 'Profit per sale'}</dt>
      <dd className={`text-right font-medium ${profit_cents !== null && profit_cents < 0 ? 'text-failed' : ''}`}>
        {profit_cents === null ? 'not known' : money(Math.abs(profit_cents))}
      </dd>
    </dl>
  )
}
