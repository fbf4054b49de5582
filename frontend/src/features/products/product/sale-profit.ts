import type { EbaySettings } from '#core/prices/schema.ts'
import { profitOfSale } from '#core/quick-list/profit.ts'

type Sold = { quantity: number; price_cents: number; currency: string }
type Bought = { cost_cents: number | null; currency: string }

/**
 * eBay's fee for a sale and the profit after the cost, each item counted as an order of its own. `profit_cents` is null
 * without a cost in the sale's currency.
 */
export function outcomeOf(
  { quantity, price_cents, currency }: Sold,
  bought: Bought,
  { fee_bp, fixed_fee_cents }: Pick<EbaySettings, 'fee_bp' | 'fixed_fee_cents'>,
) {
  const cost_cents = bought.currency === currency ? bought.cost_cents : null
  const { fees_cents, profit_cents } = profitOfSale({ price_cents, cost_cents, fee_bp, fixed_fee_cents })
  return { fees_cents: quantity * fees_cents, profit_cents: profit_cents === null ? null : quantity * profit_cents }
}
