// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { catalogContract } from '#core/catalog/contract.ts'
import type { CatalogItem } from '#core/catalog/list.ts'

const sample = (change: Partial<CatalogItem> = {}): CatalogItem => ({
  id: crypto.randomUUID(),
  asin: 'B0C1234567',
  title: 'Desk lamp',
  image_url: null,
  sources: ['product'],
  product_id: '5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d',
  lookup: 'done',
  has_video: true,
  pending: 2,
  completed: 1,
  first_seen: '2026-11-20T09:30:00+00:00',
  marketplace: 'US',
  amazon_product_url: 'https://www.amazon.com/dp/B0C1234567',
  ...change,
})

let asked: Record<string, string>[]
let items: CatalogItem[]
beforeEach(() => {
  startWorld()
  asked = []
  items = [
    sample(),
    sample({
      asin: 'B0C0000009',
      title: null,
      product_id: null,
      lookup: null,
      has_video: false,
      sources: ['correlation', 'task'],
      pending: 0,
    }),
  ]
  answer(catalogContract.list, ({ query }) => {
    asked.push(query)
    return { items: query.search === 'nothing' ? [] : items, next_cursor: null }
  })
  answer(catalogContract.counts, () => ({ all: 2, product: 1, correlation: 1, task: 1 }))
  answer(catalogContract.runs, () => ({ items: [], next_cursor: null }))
  answer(catalogContract.forecast, () => ({
    total: 300,
    stored: 0,
    tokens_low: 300,
    tokens_high: 600,
    wait_minutes: 5,
    left_today: 1000,
  }))
})

test('each ASIN says where it comes from, whether it has a video, and its tasks', async () => {
  openApp('/catalog')
  const [first, second] = within(await screen.findByRole('list', { name: 'Catalog' }))
    .getAllByRole('listitem')
    .filter((row) => row.querySelector('[data-row-link]'))
  if (!first || !second) throw new Error('Two rows')
  expect(within(first).getByRole('link', { name: 'Desk lamp' })).toBeTruthy()
  expect(within(first).getByText('Video')).toBeTruthy()
  expect(within(first).getByRole('link', { name: 'Tasks of B0C1234567: 2 to do, 1 done' })).toBeTruthy()
  const amazon = within(first).getByRole('link', { name: 'B0C1234567 on Amazon US' })
  expect(amazon.getAttribute('href')).toBe('https://www.amazon.com/dp/B0C1234567')
  expect(
    within(within(second).getByRole('list', { name: 'Sources of B0C0000009' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Correlation', 'Task'])
  expect(within(second).queryByText('Video')).toBeNull()
})

test('filters stand in the address and reach the API; no match can be cleared', async () => {
  const { user, router } = openApp('/catalog?video=no&lookup=not_asked')
  await screen.findByRole('list', { name: 'Catalog' })
  expect(asked.at(-1)).toMatchObject({ has_video: 'false', lookup: 'not_asked' })
  await user.click(screen.getByRole('button', { name: /^Correlations/ }))
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ source: 'correlation', has_video: 'false' }))
  await router.navigate('/catalog?q=nothing')
  await screen.findByText('No matching ASINs')
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  expect(await screen.findByRole('list', { name: 'Catalog' })).toBeTruthy()
})

test('an empty catalog offers to import; the cost of a lookup is shown before it starts', async () => {
  items = []
  openApp('/catalog')
  await screen.findByText('No ASINs yet')
  const links = screen.getAllByRole('link', { name: 'Import' })
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    '/products/import?catalog=yes',
    '/products/import?catalog=yes',
  ])
  await screen.findByText(/300 to 600 tokens/)
})

test('j moves to the rows, and a catalog that could not be loaded can be loaded again', async () => {
  answer(catalogContract.list, () => {
    throw new FakeOutage()
  })
  const { user } = openApp('/catalog')
  await screen.findByText('The catalog could not be loaded')
  answer(catalogContract.list, () => ({ items, next_cursor: null }))
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  const row = await screen.findByRole('link', { name: 'Desk lamp' })
  await user.keyboard('j')
  expect(document.activeElement).toBe(row)
})
