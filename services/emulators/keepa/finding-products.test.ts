import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { asinOf } from './catalog/default-catalog.ts'
import { askKeepa } from './testing/ask-keepa.ts'

let keepa: TestEmulator

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
})
beforeEach(() => keepa.control.reset())
afterAll(() => keepa.close())

const ask = (path: string, query: Record<string, string | number>, init: RequestInit = {}) =>
  askKeepa(keepa, path, query, init)
const mug = asinOf('mug', 'Black')

test('search finds products by words, ten to a page', async () => {
  await keepa.control.seed({ generate: { count: 60 } })
  const first = await ask('search', { domain: 1, type: 'product', term: 'generated product', page: 0 })
  const second = await ask('search', { domain: 1, type: 'product', term: 'generated product', page: 1 })
  expect(first.body).toMatchObject({ tokensConsumed: 10 })
  expect(new Set([...(first.body.products ?? []), ...(second.body.products ?? [])].map(({ asin }) => asin)).size).toBe(
    20,
  )
  const unpaged = await ask('search', { domain: 1, type: 'product', term: 'generated product', 'asins-only': 1 })
  expect(unpaged.body.asinList).toHaveLength(40)
})

test('search finds a title with an entity by the sign it stands for', async () => {
  const { body } = await ask('search', { domain: 1, type: 'product', term: 'barrow & finch', 'asins-only': 1 })
  expect(body.asinList).toEqual([asinOf('drill')])
})

test.each([
  ['a page beyond 9', { type: 'product', term: 'mug', page: 10 }, 405],
  ['an unknown type', { type: 'seller', term: 'mug' }, 405],
  ['no term', { type: 'product' }, 400],
  ['a category term of two letters', { type: 'category', term: 'ab' }, 405],
])('search refuses %s', async (_, query, status) => {
  expect((await ask('search', { domain: 1, ...query })).status).toBe(status)
})

test('categories have other numbers in every marketplace', async () => {
  const us = await ask('search', { domain: 1, type: 'category', term: 'kitchen' })
  const de = await ask('search', { domain: 3, type: 'category', term: 'kitchen' })
  expect(Object.values(us.body.categories ?? {}).map(({ name }) => name)).toEqual([
    'Kitchen & Dining',
    'Home & Kitchen',
  ])
  expect(Object.keys(us.body.categories ?? {})).not.toEqual(Object.keys(de.body.categories ?? {}))
  const roots = await ask('category', { domain: 1, category: 0 })
  expect(Object.values(roots.body.categories ?? {}).every(({ parent }) => parent === 0)).toBe(true)
})

test('category refuses eleven ids', async () => {
  expect((await ask('category', { domain: 1, category: Array(11).fill(1).join(',') })).status).toBe(400)
})

test('query filters, sorts and pages, by GET and by POST', async () => {
  const selection = {
    brand: ['Sonavi'],
    productType: [0],
    current_NEW_lte: 6000,
    sort: [['current_SALES', 'asc']],
    perPage: 50,
    page: 0,
  }
  const got = await ask('query', { domain: 1, selection: JSON.stringify(selection) })
  const posted = await ask(
    'query',
    { domain: 1 },
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(selection) },
  )
  expect(got.body).toMatchObject({ totalResults: 3, tokensConsumed: 11 })
  expect(posted.body.asinList).toEqual(got.body.asinList)
  expect(new Set(got.body.asinList)).toEqual(
    new Set(['Graphite', 'White', 'Rose'].map((color) => asinOf('earbuds', color))),
  )
})

test.each([
  ['a selection that is not JSON', 'brand=x', 400],
  ['a field Keepa does not have', '{"brnad":["x"]}', 400],
  ['fewer than 50 per page', '{"perPage":10}', 400],
  ['a filter the emulator cannot apply, rather than passing it over', '{"avg90_NEW_gte":1}', 501],
])('query refuses %s', async (_, selection, status) => {
  expect((await ask('query', { domain: 1, selection })).status).toBe(status)
})

test('a seed can start from an empty catalog and grow to thousands', async () => {
  await keepa.control.seed({ catalog: 'empty', generate: { count: 5000 } })
  const { body } = await ask('query', { domain: 1, selection: '{"perPage":10000}' })
  expect(body.totalResults).toBeGreaterThan(3000)
  expect(body.asinList).not.toContain(mug)
})
