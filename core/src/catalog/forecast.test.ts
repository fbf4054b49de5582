import { expect, test } from 'vitest'
import { forecastTokens } from './forecast.ts'

const account = { left: 100, refill_per_minute: 20 }

test.each([
  ['nothing', { asins: 0, features: ['radar'] }, 0, 0],
  ['one product', { asins: 1, features: ['look_up'] }, 1, 2],
  ['products in six marketplaces', { asins: 50, marketplaces: 6, features: ['radar'] }, 300, 600],
  ['two features that read the same answer', { asins: 50, features: ['radar', 'placement'] }, 50, 100],
  ['what is stored already', { asins: 50, features: ['enrichment'], stored: 20 }, 30, 60],
  ['more stored than asked for', { asins: 5, features: ['enrichment'], stored: 20 }, 0, 0],
  ['a search: the product and the finder, up to its candidates', { asins: 2, features: ['search'] }, 24, 430],
  ['a search and a reading', { asins: 1, features: ['search', 'availability'] }, 13, 217],
] as const)('%s', (_, input, low, high) => {
  expect(forecastTokens(input)).toEqual({ low, high, wait_minutes: null })
})

test.each([
  ['enough for both', 30, account, { low: 0, high: 0 }],
  ['enough for the fewest', 80, account, { low: 0, high: 3 }],
  ['a started minute is a whole one', 101, account, { low: 1, high: 6 }],
  ['debt is paid first', 10, { left: -50, refill_per_minute: 20 }, { low: 3, high: 4 }],
  ['an account that is never refilled', 10, { left: 0, refill_per_minute: 0 }, { low: Infinity, high: Infinity }],
  ['nothing to pay needs no account', 0, { left: -50, refill_per_minute: 20 }, { low: 0, high: 0 }],
])('the wait: %s', (_, asins, known, wait) => {
  expect(forecastTokens({ asins, features: ['enrichment'], account: known }).wait_minutes).toEqual(wait)
})
