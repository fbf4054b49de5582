import { expect, test } from 'vitest'
import { outcomeOf } from './sale-profit.ts'

const FEES = { fee_bp: 1325, fixed_fee_cents: 40 }

test.each([
  ['one sold', { quantity: 1, price_cents: 5000 }, 1500, 5000 - 1500 - 663 - 40],
  ['each of two pays the fixed fee', { quantity: 2, price_cents: 5000 }, 1500, 2 * (5000 - 1500 - 663 - 40)],
  ['sold below cost', { quantity: 1, price_cents: 1000 }, 1500, 1000 - 1500 - 133 - 40],
  ['a cost of nothing', { quantity: 1, price_cents: 1000 }, 0, 1000 - 133 - 40],
])('profit is the price less cost and fees: %s', (_name, sold, cost_cents, profit) => {
  expect(outcomeOf({ ...sold, currency: 'USD' }, { cost_cents, currency: 'USD' }, FEES).profit_cents).toBe(profit)
})

test('without a cost, or with one in another currency, no profit is shown', () => {
  const sold = { quantity: 1, price_cents: 5000, currency: 'USD' }
  expect(outcomeOf(sold, { cost_cents: null, currency: 'USD' }, FEES).profit_cents).toBeNull()
  expect(outcomeOf(sold, { cost_cents: 1500, currency: 'EUR' }, FEES).profit_cents).toBeNull()
})
