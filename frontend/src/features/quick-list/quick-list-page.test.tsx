// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import type { ConnectionState } from '#core/connections/connection.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { ebaySettingsContract, strategiesContract } from '#core/prices/contract.ts'
import { quickListContract } from '#core/quick-list/contract.ts'
import type { QuickList, QuickListAspect, QuickListCheck, QuickListSetup } from '#core/quick-list/schema.ts'

const AT = '2026-11-23T09:30:00+00:00'
const ASIN = 'B0C1234567'
const ATTEMPT = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'

const SETUP: QuickListSetup = {
  settings: {
    fulfillment_policy_id: '1',
    payment_policy_id: '2',
    return_policy_id: '3',
    merchant_location_key: 'reno',
    sku_prefix: 'ql_',
    description_note: null,
  },
  is_complete: true,
  choices: {
    fulfillment_policies: [{ id: '1', name: 'Free shipping' }],
    payment_policies: [{ id: '2', name: 'Managed' }],
    return_policies: [
      { id: '3', name: '30 days' },
      { id: '4', name: 'No returns' },
    ],
    locations: [{ id: 'reno', name: 'Reno' }],
  },
  choices_problem: null,
  proposal: {
    fulfillment_policy_id: '1',
    payment_policy_id: '2',
    return_policy_id: '3',
    merchant_location_key: 'reno',
  },
}
const EMPTY = {
  fulfillment_policy_id: null,
  payment_policy_id: null,
  return_policy_id: null,
  merchant_location_key: null,
}
const aspect = (name: string, change: Partial<QuickListAspect> = {}): QuickListAspect => ({
  name,
  is_required: true,
  is_selection_only: false,
  is_many: false,
  max_length: 65,
  options: [],
  values: [],
  found_in: null,
  ...change,
})
const CHECK: QuickListCheck = {
  asin: ASIN,
  sku: `ql_${ASIN}`,
  currency: 'USD',
  title: 'Travel mug',
  original_title: 'Travel mug',
  description_html: '<h2>Travel mug</h2>',
  images: [1, 2].map((n) => ({ url: `https://x.test/${n}.png`, preview_url: `https://x.test/${n}.png` })),
  categories: [
    { id: '20667', name: 'Mugs', path: ['Home & Garden'] },
    { id: '112529', name: 'Headphones', path: ['Electronics'] },
  ],
  category_id: '20667',
  aspects: [aspect('Brand', { values: ['Lumora'], found_in: 'product' }), aspect('Type')],
  conditions: [
    { condition: 'NEW', name: 'New' },
    { condition: 'USED_EXCELLENT', name: 'Used' },
  ],
  missing: [{ field: 'aspects.Type', message: 'eBay needs Type here.' }],
  product: null,
}
const attempt = (change: Partial<QuickList> = {}): QuickList => ({
  id: ATTEMPT,
  asin: ASIN,
  sku: `ql_${ASIN}`,
  title: 'Travel mug',
  state: 'running',
  steps: [
    { step: 'item', state: 'done', at: AT, message: null },
    { step: 'offer', state: 'doing', at: AT, message: null },
    { step: 'publish', state: 'waiting', at: null, message: null },
  ],
  input: {
    asin: ASIN,
    title: 'Travel mug',
    price_cents: 2490,
    quantity: 1,
    condition: 'NEW',
    category_id: '20667',
    aspects: { Brand: ['Lumora'], Type: ['Cup'] },
    images: ['https://x.test/1.png'],
  },
  picture_url: null,
  price_cents: 2490,
  currency: 'USD',
  offer_id: null,
  ebay_item_id: null,
  listing_id: null,
  listing_url: null,
  error_code: null,
  error_message: null,
  created_by_name: 'Ana',
  created_at: AT,
  finished_at: null,
  ...change,
})

function connectedAs(state: ConnectionState) {
  answer(ebayContract.status, () => ({
    state,
    ebay_username: 'dana',
    environment: 'sandbox' as const,
    error_code: null,
    error_since: null,
    error_count: 0,
    connected_at: AT,
    last_success_at: AT,
    expires_at: AT,
  }))
}

beforeEach(() => {
  startWorld()
  connectedAs('connected')
  answer(quickListContract.settings, () => SETUP)
  answer(quickListContract.list, () => ({ items: [] }))
  answer(quickListContract.check, () => CHECK)
  answer(strategiesContract.list, () => ({ items: [] }))
  answer(ebaySettingsContract.get, () => ({
    reductions_paused: false,
    paused_at: null,
    vacation_until: null,
    time_zone: 'UTC',
    skus_per_call: 1,
    lower_during_sales: false,
    carries_over_relisted: false,
    fee_bp: 1325,
    fixed_fee_cents: 40,
    margin_bp: 1000,
    updated_at: AT,
  }))
})

const form = () => screen.findByRole('form', { name: `List ${ASIN}` })
const submit = (user: ReturnType<typeof openApp>['user']) =>
  user.click(screen.getByRole('button', { name: 'List it on eBay' }))

test.each([
  ['not_connected', 'Connect eBay first', 'Connect eBay'],
  ['reconnect', 'eBay has to be connected again', 'Reconnect eBay'],
] as const)('while eBay is %s nothing is asked for but that', async (state, title, action) => {
  connectedAs(state)
  openApp('/quick-list')
  await screen.findByRole('heading', { name: title })
  expect(screen.getByRole('link', { name: action }).getAttribute('href')).toBe('/connections')
  expect(screen.queryByLabelText('ASIN or Amazon link')).toBeNull()
})

test('an attempt that is damaged is named, and the list does not look empty', async () => {
  const id = crypto.randomUUID()
  answer(quickListContract.list, () => ({ items: [], unreadable: [{ id, fields: ['state'] }] }))
  openApp('/quick-list')
  await screen.findByText(`${id}: state`)
  expect(screen.queryByText('Nothing listed from here yet')).toBeNull()
})

test('a sign-in that expires soon still lists', async () => {
  connectedAs('expiring')
  openApp('/quick-list')
  await screen.findByLabelText('ASIN or Amazon link')
})

test('without policies the person chooses them first, from a proposal that the person saves', async () => {
  let setup: QuickListSetup = { ...SETUP, is_complete: false, settings: { ...SETUP.settings, ...EMPTY } }
  const told: unknown[] = []
  answer(quickListContract.settings, () => setup)
  answer(quickListContract.updateSettings, ({ body }) => {
    told.push(body)
    setup = SETUP
    return { settings: SETUP.settings, is_complete: true }
  })
  const { user } = openApp('/quick-list')
  await user.click(await screen.findByRole('button', { name: 'Choose policies' }))
  expect(await screen.findAllByText('Proposed, not saved yet')).toHaveLength(4)
  await user.click(screen.getByRole('button', { name: 'Save settings' }))
  await screen.findByText('Settings of quick list saved')
  expect(told).toEqual([{ ...SETUP.settings }])
  await user.click(screen.getByRole('tab', { name: 'List a product' }))
  await screen.findByLabelText('ASIN or Amazon link')
})

test('when eBay cannot be reached, the settings say so and the note can still be changed', async () => {
  const choices_problem = { code: 'provider_try_later', message: 'eBay cannot answer at the moment.' }
  answer(quickListContract.settings, () => ({ ...SETUP, choices: null, choices_problem }))
  openApp('/quick-list?view=settings')
  await screen.findByText(/eBay cannot answer at the moment/)
  expect(screen.queryByLabelText('Return policy')).toBeNull()
  await screen.findByLabelText('Note')
})

test('an Amazon link works like an ASIN, and nonsense is refused', async () => {
  const { user, router } = openApp('/quick-list')
  const field = await screen.findByLabelText('ASIN or Amazon link')
  await user.type(field, 'mug{Enter}')
  await screen.findByText(/That isn't an ASIN/)
  await user.clear(field)
  await user.type(field, `https://www.amazon.com/Mug/dp/${ASIN}{Enter}`)
  await form()
  expect(router.state.location.search).toBe(`?asin=${ASIN}`)
})

test('missing values are shown and focused, and then exactly what is on screen is listed', async () => {
  const told: { body: unknown; key: string | null }[] = []
  answer(quickListContract.create, ({ body, headers }) => {
    told.push({ body, key: headers.get('idempotency-key') })
    return attempt()
  })
  answer(quickListContract.get, () => attempt())
  const { user } = openApp(`/quick-list?asin=${ASIN}`)
  const page = within(await form())
  page.getByText(/leave open: eBay needs Type here/)
  await submit(user)
  await screen.findByText('3 fields are missing or wrong.')
  page.getByText('eBay needs Type in this category.')
  page.getByText('Choose the condition it is in.')
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true'))

  await user.type(page.getByLabelText('Type'), 'Cup')
  await user.type(page.getByLabelText('Price (USD)'), '24.90')
  page.getByText('−$3.70')
  await user.click(page.getByRole('button', { name: '60%: $14.94' }))
  await user.click(page.getByRole('checkbox', { name: 'Use image 1' }))
  await user.click(page.getByRole('combobox', { name: 'Condition' }))
  await user.click(await screen.findByRole('option', { name: 'Used' }))
  await submit(user)
  await screen.findByRole('list', { name: 'Steps' })
  expect(told).toHaveLength(1)
  expect(told[0]?.key).toBeTruthy()
  expect(told[0]?.body).toEqual({
    asin: ASIN,
    title: 'Travel mug',
    price_cents: 2490,
    quantity: 1,
    condition: 'USED_EXCELLENT',
    category_id: '20667',
    aspects: { Brand: ['Lumora'], Type: ['Cup'] },
    images: ['https://x.test/2.png'],
    floor_cents: 1494,
  })
})

test('a price with a decimal comma is not sent, and the sentence says how to write it', async () => {
  const told: unknown[] = []
  answer(quickListContract.create, ({ body }) => {
    told.push(body)
    return attempt()
  })
  const { user } = openApp(`/quick-list?asin=${ASIN}`)
  const page = within(await form())
  const price = page.getByLabelText<HTMLInputElement>('Price (USD)')
  await user.type(price, '24,90')
  await user.type(page.getByLabelText('Floor (USD)'), '1.014,50')
  await submit(user)
  await page.findByText('Use a period for cents: 24.90')
  page.getByText('Use a period for cents: 1014.50')
  expect(price.value).toBe('24,90')
  expect(told).toEqual([])
})

test('another category has other aspects; typed values stay', async () => {
  answer(quickListContract.check, ({ body }) =>
    body.category_id === '112529'
      ? { ...CHECK, category_id: '112529', aspects: [aspect('Model')], missing: [] }
      : CHECK,
  )
  const { user } = openApp(`/quick-list?asin=${ASIN}`)
  const page = within(await form())
  await user.type(page.getByLabelText('Title'), ' XL')
  await user.click(page.getByRole('combobox', { name: 'Category' }))
  await user.click(await screen.findByRole('option', { name: 'Electronics › Headphones' }))
  await page.findByLabelText('Model')
  expect(page.queryByLabelText('Type')).toBeNull()
  expect(page.getByLabelText<HTMLInputElement>('Title').value).toBe('Travel mug XL')
})

test("the API's error is shown at its field", async () => {
  answer(quickListContract.check, () => ({ ...CHECK, aspects: [], missing: [] }))
  answer(quickListContract.create, () => {
    throw new FakeProblem('invalid_input', {
      detail: 'Check title.',
      issues: [{ path: 'title', message: 'eBay would not take this.' }],
    })
  })
  const { user } = openApp(`/quick-list?asin=${ASIN}`)
  const page = within(await form())
  await user.type(page.getByLabelText('Price (USD)'), '24.90')
  await user.click(page.getByRole('combobox', { name: 'Condition' }))
  await user.click(await screen.findByRole('option', { name: 'New' }))
  await submit(user)
  await page.findByText('eBay would not take this.')
})

test.each([
  ['sku_live', 'This product is on sale already'],
  ['quick_list_not_ready', 'Something is not chosen yet'],
  ['asin_unknown', 'Keepa does not know this ASIN'],
  ['provider_failed', "The product couldn't be found on Amazon"],
] as const)('%s says what to do', async (code, title) => {
  answer(quickListContract.check, () => {
    throw new FakeProblem(code)
  })
  openApp(`/quick-list?asin=${ASIN}`)
  await screen.findByRole('heading', { name: title })
})

test('the steps are the server’s; at the end there is a link', async () => {
  let state = attempt()
  answer(quickListContract.get, () => state)
  openApp(`/quick-list?attempt=${ATTEMPT}`)
  const steps = within(await screen.findByRole('list', { name: 'Steps' }))
  expect(steps.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    expect.stringContaining('Inventory item · Done'),
    'Offer · Asking eBay …',
    'On sale · Waiting',
  ])
  state = attempt({
    state: 'listed',
    steps: state.steps.map((step) => ({ ...step, state: 'done', at: AT })),
    listing_url: 'https://www.ebay.com/itm/1',
  })
  const link = await screen.findByRole('link', { name: 'View on eBay' }, { timeout: 4000 })
  expect(link.getAttribute('href')).toBe('https://www.ebay.com/itm/1')
})

test('a failed attempt says why and what is left, and can be repeated unchanged or changed', async () => {
  const failed = attempt({
    state: 'failed',
    error_code: 'ebay_25009',
    error_message: 'The Return policy is invalid.',
    steps: [
      { step: 'item', state: 'left', at: AT, message: 'There is an offer of this SKU.' },
      { step: 'offer', state: 'removed', at: AT, message: null },
      { step: 'publish', state: 'failed', at: AT, message: 'The Return policy is invalid.' },
    ],
  })
  const told: unknown[] = []
  answer(quickListContract.get, () => failed)
  answer(quickListContract.list, () => ({ items: [failed] }))
  answer(quickListContract.create, ({ body }) => {
    told.push(body)
    return attempt({ id: crypto.randomUUID() })
  })
  const { user, router } = openApp('/quick-list')
  await user.click(await screen.findByRole('link', { name: 'Travel mug' }))
  expect((await screen.findByRole('alert')).textContent).toBe('The Return policy is invalid. (eBay 25009)')
  screen.getByText('There is an offer of this SKU.')
  await user.click(screen.getByRole('button', { name: 'Change something' }))
  const page = within(await form())
  expect(page.getByLabelText<HTMLInputElement>('Price (USD)').value).toBe('24.90')
  expect(page.getByLabelText<HTMLInputElement>('Type').value).toBe('Cup')
  await router.navigate(-1)
  await user.click(await screen.findByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(told).toEqual([failed.input]))
})
