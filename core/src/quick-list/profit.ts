type Sale = {
  price_cents: number
  /** Null: the cost is unknown, and so is the profit. */
  cost_cents: number | null
  /** eBay's fee: basis points of the price, and a fixed amount per sale. */
  fee_bp: number
  fixed_fee_cents: number
}

/** eBay's fee for one sale, rounded half-up to the cent, and the profit after the cost; null without a cost. */
export function profitOfSale({ price_cents, cost_cents, fee_bp, fixed_fee_cents }: Sale) {
  const fees_cents = Math.floor((price_cents * fee_bp + 5000) / 10_000) + fixed_fee_cents
  return { fees_cents, profit_cents: cost_cents === null ? null : price_cents - fees_cents - cost_cents }
}
