// @vitest-environment happy-dom
import { screen } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleListing, sampleSync } from '#app/testing/sample-listings.ts'
import { sampleEbaySettings } from '#app/testing/sample-prices.ts'
import { noEbay, sampleProduct } from '#app/testing/samples.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { ebaySettingsContract, strategiesContract } from '#core/prices/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { importsContract } from '#core/products/imports/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

/** A list whose only row is damaged: nothing else is on the page, and the row must not look like "none yet". */
const damaged = (id: string) => ({ items: [], unreadable: [{ id, fields: ['created_at'] }] })
const page = (id: string) => ({ ...damaged(id), next_cursor: null })
const none = { items: [], next_cursor: null, total: 0 }
const lamp = sampleProduct()
const listing = sampleListing()

beforeEach(() => {
  startWorld()
  answer(ebayContract.status, () => ({ ...noEbay, state: 'connected' as const }))
  answer(ebaySettingsContract.get, () => sampleEbaySettings())
  answer(strategiesContract.list, () => ({ items: [] }))
  answer(listingsContract.lastSync, () => ({ sync: sampleSync() }))
  answer(listingsContract.get, () => listing)
  answer(listingsContract.history, () => ({ days: [], changes: [], sales: [] }))
  // Before by-status, whose path would otherwise match as a product's.
  answer(productsContract.get, () => lamp)
  answer(productsContract.byStatus, () => ({ items: [] }))
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(correlationsContract.list, () => none)
  answer(videosContract.list, () => none)
  answer(tasksContract.list, () => none)
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null, total: 0 }))
  answer(importsContract.list, () => none)
})

test.each<[list: string, address: string, answers: (id: string) => void]>([
  ['strategies', '/strategies', (id) => answer(strategiesContract.list, () => damaged(id))],
  ['statuses in Settings', '/settings/products', (id) => answer(crmListsContract.statuses.list, () => damaged(id))],
  ['marketplaces in Settings', '/settings', (id) => answer(tasksContract.marketplaces, () => damaged(id))],
  ['saved views', '/products', (id) => answer(viewsContract.list, () => ({ ...damaged(id), default_view: null }))],
  ['heads of the board', '/products?layout=board', (id) => answer(productsContract.byStatus, () => damaged(id))],
  ['changes on History', '/history', (id) => answer(productsContract.changes, () => page(id))],
  ['imports', '/products/import', (id) => answer(importsContract.list, () => page(id))],
  [
    'sales and price changes of a listing',
    `/listings/${listing.id}`,
    (id) =>
      answer(listingsContract.history, () => ({
        days: [],
        changes: [],
        sales: [],
        unreadable: damaged(id).unreadable,
      })),
  ],
  ['activity of a product', `/products/${lamp.id}`, (id) => answer(productsContract.activity, () => page(id))],
  ['videos of a product', `/products/${lamp.id}`, (id) => answer(videosContract.list, () => page(id))],
  ['shipments of a product', `/products/${lamp.id}`, (id) => answer(shipmentsContract.list, () => page(id))],
  ['correlations of a product', `/products/${lamp.id}`, (id) => answer(correlationsContract.list, () => page(id))],
  [
    'tasks of a product',
    `/products/${lamp.id}`,
    (id) => answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null, ...unreadableOf(id) })),
  ],
  [
    'listings of a product',
    `/products/${lamp.id}`,
    (id) => answer(listingsContract.list, ({ query }) => (query.product_id ? page(id) : none)),
  ],
  ['tasks on Home', '/', (id) => answer(tasksContract.list, ({ query }) => (query.sort ? page(id) : none))],
])('%s: a damaged row is named', async (_, address, answers) => {
  const id = crypto.randomUUID()
  answers(id)
  openApp(address)
  const row = await screen.findByText(`${id}: created_at`)
  expect(row.closest('[role="status"]')?.textContent).toContain("1 row can't be shown")
})

const unreadableOf = (id: string) => ({ unreadable: damaged(id).unreadable })

test('a card of the board that is damaged is named in its column, which does not look empty', async () => {
  const id = crypto.randomUUID()
  answer(productsContract.byStatus, () => ({ items: [{ status_id: null, product_count: 1, costs: [] }] }))
  answer(productsContract.list, ({ query }) => (query.filter ? page(id) : { ...none, items: [lamp], total: 1 }))
  openApp('/products?layout=board')
  await screen.findByText(`${id}: created_at`)
  expect(screen.queryByText('Drop a product here.')).toBeNull()
})
