// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ordered, sampleProduct, sourcing } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const lamp = sampleProduct({ cost_cents: 1250 })
const kettle = sampleProduct({ asin: 'B0C7654321', title: 'Kettle' })
let products: SourcedProduct[] = []

beforeEach(() => {
  startWorld()
  products = [lamp, kettle]
  // Before by-status, whose path would otherwise match as a product's.
  answer(productsContract.get, () => kettle)
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null, total: 0 }))
  answer(productsContract.list, ({ query }) => {
    const rules: { field: string; value?: string[] }[] = JSON.parse(query.filter ?? '{"rules":[]}').rules
    const wanted = rules.find(({ field }) => field === 'status_id')?.value
    const items = products.filter(({ status_id }) => !wanted || (status_id !== null && wanted.includes(status_id)))
    return { items, next_cursor: null, total: items.length }
  })
  answer(productsContract.byStatus, () => ({
    items: [sourcing, ordered].flatMap(({ id }) => {
      const here = products.filter(({ status_id }) => status_id === id)
      const cents = here.reduce((sum, { cost_cents }) => sum + (cost_cents ?? 0), 0)
      if (here.length === 0) return []
      return [{ status_id: id, product_count: here.length, costs: cents > 0 ? [{ currency: 'USD', cents }] : [] }]
    }),
  }))
})

async function openBoard() {
  const app = openApp('/products?layout=board')
  await screen.findByRole('link', { name: /Desk lamp/ })
  return app
}

test('a column shows how many products it has and their cost; an empty one is collapsed', async () => {
  const { user } = await openBoard()
  const column = screen.getByRole('region', { name: 'Sourcing, 2 products' })
  expect(within(column).getByText('$12.50')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Show Ordered, 0 products' }))
  expect(screen.getByRole('region', { name: 'Ordered, 0 products' }).textContent).toContain('Drop a product here')
})

test('m moves a card to another status at once, and the focus follows it', async () => {
  answer(productsContract.update, ({ params, body }) => {
    products = products.map((product) =>
      product.id === params.id ? { ...product, status_id: body.status_id ?? null } : product,
    )
    return products.find(({ id }) => id === params.id) ?? lamp
  })
  const { user } = await openBoard()
  screen.getByRole('link', { name: /Desk lamp/ }).focus()
  await user.keyboard('m')
  await screen.findByRole('combobox', { name: 'Move to' })
  await user.keyboard('ord{Enter}')
  const column = await screen.findByRole('region', { name: 'Ordered, 1 product' })
  expect(within(column).getByRole('link', { name: /Desk lamp/ })).toBeTruthy()
  expect(screen.getByRole('region', { name: 'Sourcing, 1 product' })).toBeTruthy()
  expect(screen.getByText('Desk lamp moved to Ordered.')).toBeTruthy()
  await screen.findByText('B0C1234567 is now Ordered')
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Desk lamp'))
})

test('a card that could not be moved returns, and the reason is shown', async () => {
  const gate = Promise.withResolvers<void>()
  answer(productsContract.update, async () => {
    await gate.promise
    throw new FakeProblem('database_unavailable')
  })
  const { user } = await openBoard()
  screen.getByRole('link', { name: /Desk lamp/ }).focus()
  await user.keyboard(' ')
  await user.click(await screen.findByRole('option', { name: 'Ordered' }))
  await screen.findByRole('region', { name: 'Ordered, 1 product' })
  gate.resolve()
  await screen.findByText('B0C1234567 stays in Sourcing.')
  const column = await screen.findByRole('region', { name: 'Sourcing, 2 products' })
  expect(within(column).getByRole('link', { name: /Desk lamp/ })).toBeTruthy()
})

test('arrows move from card to card, and Enter opens one beside the board', async () => {
  const { user, router } = await openBoard()
  screen.getByRole('link', { name: /Desk lamp/ }).focus()
  await user.keyboard('{ArrowDown}')
  expect(document.activeElement?.textContent).toContain('Kettle')
  await user.keyboard('{Enter}')
  await screen.findByRole('dialog', { name: 'Kettle' })
  expect(router.state.location).toMatchObject({ pathname: `/products/${kettle.id}`, search: '?layout=board' })
})

test('products without a status have a column only when there are some', async () => {
  await openBoard()
  expect(screen.queryByRole('region', { name: /^No status/ })).toBeNull()
  products = [...products, sampleProduct({ title: 'Stray', status_id: null })]
  answer(productsContract.byStatus, () => ({ items: [{ status_id: null, product_count: 1, costs: [] }] }))
  answer(productsContract.list, () => ({ items: products.slice(-1), next_cursor: null, total: 1 }))
  openApp('/products?layout=board&search=stray')
  await screen.findByRole('region', { name: 'No status, 1 product' })
})
