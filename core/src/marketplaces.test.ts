import { expect, test } from 'vitest'
import {
  amazonProductUrl,
  amazonUploadUrl,
  MARKETPLACES,
  MarketplaceCode,
  marketplace,
  marketplaceOfHost,
} from './marketplaces.ts'

test('every code has its marketplace, once', () => {
  expect(MARKETPLACES.map(({ code }) => code)).toEqual(MarketplaceCode.options)
  expect(new Set(MARKETPLACES.map(({ domain }) => domain)).size).toBe(MARKETPLACES.length)
})

test.each([
  ['www.amazon.com', 'US'],
  ['amazon.com', 'US'],
  ['smile.amazon.com', 'US'],
  ['www.amazon.com.mx', 'MX'],
  ['www.amazon.com.au', 'AU'],
  ['www.amazon.co.uk', 'UK'],
  ['www.amazon.co.jp', 'JP'],
  ['WWW.AMAZON.DE:443', 'DE'],
  ['www.amazon.com.br', null],
  ['notamazon.com', null],
  ['amazon.com.evil.example', null],
  ['', null],
])('%s is %s', (host, code) => {
  expect(marketplaceOfHost(host)).toBe(code)
})

test('links are those of the marketplace', () => {
  expect(amazonProductUrl('MX', 'B07XJQW9K2')).toBe('https://www.amazon.com.mx/dp/B07XJQW9K2')
  expect(amazonUploadUrl('UK')).toBe('https://www.amazon.co.uk/creatorhub/video/upload')
})

test('Keepa does not cover Australia', () => {
  expect(marketplace('AU').keepa_domain_id).toBeNull()
})
