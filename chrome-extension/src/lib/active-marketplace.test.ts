import { beforeEach, expect, test, vi } from 'vitest'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { marketplaceOfAddress, openBeside, watchActiveMarketplace } from './active-marketplace.ts'

let fake: FakeChrome
beforeEach(() => {
  fake = installFakeChrome()
})

test.each([
  ['https://www.amazon.com/dp/B0C1234567', 'US'],
  ['https://www.amazon.com.au/creatorhub/video/upload', 'AU'],
  ['https://www.amazon.com.mx/', 'MX'],
  ['https://www.amazon.co.uk/', 'UK'],
  ['https://www.amazon.com.evil.example/', null],
  ['http://www.amazon.com/', null],
  ['chrome://newtab/', null],
  [undefined, null],
])('a tab at %s is in %s', (address, code) => {
  expect(marketplaceOfAddress(address)).toBe(code)
})

test('the marketplace follows the active tab until the last listener stops', async () => {
  const seen: unknown[] = []
  const stop = watchActiveMarketplace((code) => seen.push(code))
  await vi.waitFor(() => expect(seen).toEqual([null]))
  fake.visit('https://www.amazon.com.au/')
  await vi.waitFor(() => expect(seen).toEqual([null, 'AU']))
  fake.visit('https://www.amazon.de/')
  await vi.waitFor(() => expect(seen).toEqual([null, 'AU', 'DE']))
  stop()
  fake.visit('https://www.amazon.com/')
  expect(seen).toEqual([null, 'AU', 'DE'])
})

test('a link opens in the tab beside the panel', async () => {
  fake.visit('https://www.amazon.de/')
  await openBeside('https://www.amazon.de/dp/B0C1234567')
  expect(fake.openedAddresses).toEqual(['https://www.amazon.de/dp/B0C1234567'])
})
