import { expect, test } from 'vitest'
import { formatPercent } from './percent.ts'

test.each([
  [0.05, 'en-US', '5%'],
  [0.1325, 'en-US', '13.25%'],
  [1, 'en-US', '100%'],
  [0.45, 'de-DE', '45\u00a0%'],
])('%s in %s is %s', (share, locale, text) => {
  expect(formatPercent(share, locale)).toBe(text)
})
