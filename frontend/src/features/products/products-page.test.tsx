// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ordered, sampleConfig, sampleProduct, sourcing } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'

beforeEach(() => {
  startWorld()
})

const keepaIsConfigured = () =>
  answer(accountsContract.config, () => sampleConfig({ features: { keepa: { state: 'configured' as const } } }))

const listOf = (items: SourcedProduct[]) => ({ items, next_cursor: null, total: items.length })

test('shows how many products there are, and what each still needs', async () => {
  answer(productsContract.list, () =>
    listOf([
      sampleProduct(),
      sampleProduct({ asin: 'B0C7654321', title: 'Kettle', video_count: 2, pending_task_count: 3 }),
    ]),
  )
  openApp('/products')
  const table = await screen.findByRole('grid', { name: 'Products' })
  const kettle = within(table).getByRole('link', { name: 'Kettle' }).closest('tr')
  expect(kettle?.textContent).toContain('2 videos')
  expect(kettle?.textContent).toContain('3 to do')
  expect(within(table).getByText('Needs video')).toBeTruthy()
  expect(screen.getByText('2 products found')).toBeTruthy()
})

test('the last list stays on screen while the next one loads', async () => {
  const gate = Promise.withResolvers<void>()
  answer(productsContract.list, async ({ query }) => {
    if (query.search !== 'kettle') return listOf([sampleProduct({ title: 'Desk lamp' })])
    await gate.promise
    return listOf([sampleProduct({ title: 'Kettle' })])
  })
  const { user, router } = openApp('/products')
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.type(screen.getByRole('searchbox'), 'kettle')
  await waitFor(() => expect(router.state.location.search).toBe('?search=kettle'))
  await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-busy')).toBe('true'))
  expect(screen.getByRole('link', { name: 'Desk lamp' })).toBeTruthy()
  gate.resolve()
  await screen.findByRole('link', { name: 'Kettle' })
  expect(screen.queryByRole('link', { name: 'Desk lamp' })).toBeNull()
})

test('a list that loads for the first time has its final size, and an empty one says how to begin', async () => {
  const gate = Promise.withResolvers<void>()
  answer(productsContract.list, async () => {
    await gate.promise
    return listOf([])
  })
  openApp('/products')
  await screen.findByRole('status', { name: 'Loading products' })
  gate.resolve()
  await screen.findByRole('heading', { name: 'No products yet' })
})

test('a search without matches offers to clear the filters', async () => {
  answer(productsContract.list, ({ query }) => listOf(query.search ? [] : [sampleProduct()]))
  const { user, router } = openApp('/products?search=zzz')
  await screen.findByRole('heading', { name: 'No matching products' })
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body)
  await screen.findByRole('link', { name: 'Desk lamp' })
  expect(router.state.location.search).toBe('')
})

test('a failed list says why, shows the request id and can be loaded again', async () => {
  answer(productsContract.list, () => {
    throw new FakeProblem('database_unavailable')
  })
  const { user } = openApp('/products')
  await screen.findByRole('heading', { name: 'Your products could not be loaded' })
  expect(screen.getByText(/Request: req-1/)).toBeTruthy()
  answer(productsContract.list, () => listOf([sampleProduct()]))
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('link', { name: 'Desk lamp' })
})

test('an ASIN that exists offers to open its product', async () => {
  const existing = sampleProduct()
  answer(productsContract.list, () => listOf([existing]))
  answer(productsContract.create, ({ body }) => {
    expect(body.asin).toBe('B0C1234567')
    throw new FakeProblem('product_exists', { existing_id: existing.id })
  })
  const { user, router } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('c')
  await user.type(await screen.findByLabelText('ASIN or Amazon link'), 'https://www.amazon.com/Lamp/dp/b0c1234567?th=1')
  await user.click(screen.getByRole('button', { name: 'Add product' }))
  answer(productsContract.get, () => existing)
  await user.click(await screen.findByRole('button', { name: 'Open it' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/products/${existing.id}`))
})

test('a status is shown at once and restored when the API refuses it', async () => {
  const product = sampleProduct()
  answer(productsContract.list, () => listOf([product]))
  const gate = Promise.withResolvers<void>()
  answer(productsContract.update, async ({ headers }) => {
    expect(headers.get('if-match')).toBe(product.updated_at)
    await gate.promise
    throw new FakeProblem('database_unavailable')
  })
  const { user } = openApp('/products')
  await user.click(await screen.findByRole('button', { name: 'Status: Sourcing. Change' }))
  await user.click(await screen.findByRole('option', { name: ordered.name }))
  await screen.findByRole('button', { name: 'Status: Ordered. Change' })
  gate.resolve()
  await screen.findByText(/Status of B0C1234567 was not changed/)
  expect(screen.getByRole('button', { name: `Status: ${sourcing.name}. Change` })).toBeTruthy()
})

test('j, k and / move through the list without a mouse', async () => {
  answer(productsContract.list, () => listOf([sampleProduct(), sampleProduct({ title: 'Kettle' })]))
  const { user } = openApp('/products')
  await screen.findByRole('link', { name: 'Kettle' })
  await user.keyboard('j')
  expect(document.activeElement?.textContent).toBe('Desk lamp')
  await user.keyboard('j')
  expect(document.activeElement?.textContent).toBe('Kettle')
  await user.keyboard('k/')
  expect(document.activeElement).toBe(screen.getByRole('searchbox'))
})

test('a next page that fails leaves the list and offers to try again', async () => {
  const first = sampleProduct({ title: 'Desk lamp' })
  answer(productsContract.list, ({ query }) => {
    if (query.cursor) throw new FakeOutage()
    return { items: [first], next_cursor: 'next', total: 2 }
  })
  const { user } = openApp('/products')
  await screen.findByText('The rest could not be loaded.')
  expect(screen.getByRole('link', { name: 'Desk lamp' })).toBeTruthy()
  answer(productsContract.list, ({ query }) =>
    query.cursor ? listOf([sampleProduct({ title: 'Kettle' })]) : { items: [first], next_cursor: 'next', total: 2 },
  )
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('link', { name: 'Kettle' })
})

test('a product that is being looked up says so, and its title appears automatically', async () => {
  const added = sampleProduct({ title: null, fill_in_state: 'waiting' })
  let isFound = false
  answer(productsContract.list, () =>
    listOf([isFound ? { ...added, title: 'Kettle', fill_in_state: 'done' as const } : added]),
  )
  openApp('/products')
  await screen.findByRole('link', { name: 'Looking up…' })
  isFound = true
  await screen.findByRole('link', { name: 'Kettle' })
})

test('a list without lookups is not loaded again automatically', async () => {
  let asked = 0
  answer(productsContract.list, () => {
    asked += 1
    return listOf([sampleProduct()])
  })
  vi.useFakeTimers({ shouldAdvanceTime: true })
  openApp('/products')
  await screen.findByRole('link', { name: 'Desk lamp' })
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()
  expect(asked).toBe(1)
})

test('a failed lookup is retried from the list, without opening the product', async () => {
  const failed = sampleProduct({ title: null, fill_in_state: 'failed', fill_in_error: 'try_later' })
  const unknown = sampleProduct({ asin: 'B0C7654321', title: null, fill_in_state: 'not_found' })
  let current = failed
  answer(productsContract.list, () => listOf([current, unknown]))
  answer(productsContract.fillIn, ({ params }) => {
    expect(params.id).toBe(failed.id)
    current = { ...failed, fill_in_state: 'waiting', fill_in_error: null }
    return current
  })
  const { user, router } = openApp('/products')
  await screen.findByRole('link', { name: 'Keepa does not know this ASIN' })
  await user.click(await screen.findByRole('button', { name: `Look up ${failed.asin} again` }))
  await screen.findByRole('link', { name: 'Looking up…' })
  expect(router.state.location.pathname).toBe('/products')
})

test("while an ASIN is typed, Keepa's data is shown, in the marketplace of a pasted link", async () => {
  answer(productsContract.list, () => listOf([sampleProduct()]))
  keepaIsConfigured()
  answer(productsContract.lookup, ({ query }) => {
    if (query.marketplace === 'US') throw new FakeProblem('asin_unknown')
    return {
      asin: 'B0C1234567',
      marketplace: 'DE' as const,
      title: 'Wasserkocher',
      image_url: null,
      brand: 'Luminar',
      category: 'Küche',
    }
  })
  const { user } = openApp('/products')
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.keyboard('c')
  const field = await screen.findByLabelText('ASIN or Amazon link')
  await user.type(field, 'B0C1234567')
  await screen.findByText(/Keepa does not know this ASIN in United States/)
  await user.clear(field)
  await user.type(field, 'https://www.amazon.de/dp/B0C1234567')
  await screen.findByText('Wasserkocher')
  expect(screen.getByText('Luminar · Küche')).toBeTruthy()
})

test('a preview that fails shows nothing and blocks nothing', async () => {
  const added = sampleProduct()
  answer(productsContract.list, () => listOf([added]))
  answer(productsContract.get, () => added)
  answer(productsContract.create, () => added)
  keepaIsConfigured()
  const looked = Promise.withResolvers<void>()
  answer(productsContract.lookup, () => {
    looked.resolve()
    throw new FakeProblem('provider_try_later')
  })
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('c')
  await user.type(await screen.findByLabelText('ASIN or Amazon link'), 'B0C1234567')
  await looked.promise
  const dialog = screen.getByRole('dialog')
  expect(within(dialog).queryByRole('alert')).toBeNull()
  expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Add product' }).disabled).toBe(false)
})
