import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { quickListContract } from '#core/quick-list/contract.ts'
import { asinOf } from '../../../services/emulators/keepa/catalog/default-catalog.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import attempt from '../../functions/quick-list.ts'
import checks from '../../functions/quick-list-check.ts'
import settings from '../../functions/quick-list-settings.ts'
import lists from '../../functions/quick-lists.ts'
import {
  createQuickListWorld,
  MUG,
  MUG_LISTING,
  type QuickListWorld,
  SETTINGS,
  SKU,
} from '../../testing/quick-list-world.ts'

const NOBODY = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'

let world: QuickListWorld
let ann: TestPerson
let uma: TestPerson
let people = 0
beforeAll(async () => {
  world = await createQuickListWorld()
})
beforeEach(async () => {
  await world.reset()
  ann = await world.api.person(`quick-${++people}`)
  uma = await world.api.teammate(ann, 'uploader')
  await world.begin(ann)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
afterAll(() => world.close())

const setup = (as = ann) => world.api.call(settings, quickListContract.settings, { as })
const change = (body: object, as = ann) => world.api.call(settings, quickListContract.updateSettings, { as, body })
const check = (body: object = { asin: MUG }, as = ann) => world.api.call(checks, quickListContract.check, { as, body })
const create = (changes: object = {}, more: object = {}) =>
  world.api.call(lists, quickListContract.create, { as: ann, body: { ...MUG_LISTING, ...changes }, ...more })
const disconnect = () => world.api.host.exec('delete from public.ebay_connections')
const mustReconnect = () =>
  world.api.host.exec(
    `update private.connections set state = 'reconnect', error_code = 'invalid_grant', error_since = now(), error_count = 1`,
  )
const forget = () => world.api.host.exec('update public.ebay_settings set return_policy_id = null')
const askedOf = async (words: string) =>
  (await world.ebay.control.requests()).filter((request) => JSON.stringify(request).includes(words)).length

describe('GET /api/quick-list-settings', () => {
  test("200 the settings and eBay's own lists, without disabled locations", async () => {
    const { status, body } = await setup()
    expect(status).toBe(200)
    expect(body).toMatchObject({ settings: SETTINGS, is_complete: true, choices_problem: null })
    expect(body.choices?.fulfillment_policies.map(({ name }) => name)).toEqual([
      'Free shipping, 1 day handling',
      'Flat $5.95 & 2 days',
    ])
    expect(body.choices?.locations).toEqual([{ id: 'warehouse-reno', name: 'Reno warehouse (Reno, NV)' }])
  })
  test("200 with a proposal for unset fields: no one gets another seller's ids", async () => {
    const other = await world.api.person(`quick-${++people}`)
    expect((await setup(other)).body).toMatchObject({
      settings: { fulfillment_policy_id: null, merchant_location_key: null, sku_prefix: 'ql_' },
      is_complete: false,
      choices: null,
      choices_problem: { code: 'ebay_not_connected' },
    })
    await forget()
    expect((await setup()).body).toMatchObject({ is_complete: false, proposal: { return_policy_id: '6197962000' } })
  })
  test('200 when eBay fails, and says so', async () => {
    await world.failNext('internal_error', 'getReturnPolicies', { times: 2 })
    expect((await setup()).body).toMatchObject({
      settings: SETTINGS,
      choices: null,
      choices_problem: { code: 'provider_try_later' },
    })
  })
  test('403 for an uploader', async () => {
    expect((await setup(uma)).status).toBe(403)
  })
})

describe('PATCH /api/quick-list-settings', () => {
  test('200 the given fields change, the others stay', async () => {
    const { body } = await change({ return_policy_id: '6197963000', description_note: '  Thanks & bye  ' })
    expect(body).toEqual({
      is_complete: true,
      settings: { ...SETTINGS, return_policy_id: '6197963000', sku_prefix: 'ql_', description_note: 'Thanks & bye' },
    })
    expect((await change({ description_note: '' })).body.settings.description_note).toBeNull()
  })
  test.each([
    ['a policy of somebody else', { payment_policy_id: '1' }],
    ['a place that is switched off', { merchant_location_key: 'old-garage' }],
    ['a prefix with a space', { sku_prefix: 'q l' }],
    ['a note of 1,001 characters', { description_note: 'x'.repeat(1001) }],
  ])('400 %s', async (_, body) => {
    const answer = await change(body)
    expect(answer).toMatchObject({ status: 400, problem: { issues: [{ path: Object.keys(body)[0] }] } })
  })
  test('403 for an uploader', async () => {
    expect((await change({ sku_prefix: 'x' }, uma)).status).toBe(403)
  })
})

describe('POST /api/quick-list/check', () => {
  test('200 everything that a listing needs, looked up for one token', async () => {
    const { status, body } = await check()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      asin: MUG,
      sku: SKU,
      currency: 'USD',
      category_id: '20667',
      missing: [],
      product: null,
    })
    expect(body.title).toBe('Lumora Insulated Travel Mug 16 oz, Black')
    expect(body.categories[0]).toEqual({
      id: '20667',
      name: 'Mugs',
      path: ['Home & Garden', 'Kitchen, Dining & Bar', 'Dinnerware & Serveware'],
    })
    expect(body.images[0]?.url).toMatch(/^https:\/\/m\.media-amazon\.com\/images\/I\/71\w+\.png$/)
    expect(body.images[0]?.preview_url).toContain('127.0.0.1')
    const values = Object.fromEntries(body.aspects.map(({ name, values }) => [name, values]))
    expect(values).toEqual({ Brand: ['Lumora'], Type: ['Travel Mug'], Color: ['Black'], Capacity: [], Material: [] })
    expect(body.aspects.find(({ name }) => name === 'Type')?.found_in).toBe('title')
    expect(body.conditions).toEqual([
      { condition: 'NEW', name: 'New' },
      { condition: 'USED_EXCELLENT', name: 'Used' },
    ])
    expect(await askedOf('inventory_item')).toBe(0)
    await check()
    expect(
      (await world.keepa.control.requests()).filter((request) => JSON.stringify(request).includes('/product')),
    ).toHaveLength(1)
  })
  test('200 with the product of that ASIN and what it cost', async () => {
    await world.api.host.sql(
      `insert into public.sourced_products (workspace_id, asin, title, cost_cents) values ($1, $2, 'My mug', 900)`,
      [await world.workspaceOf(ann), MUG],
    )
    expect((await check()).body.product).toMatchObject({ title: 'My mug', cost_cents: 900, currency: 'USD' })
  })
  test('200 another category has other aspects, and the unknown ones are named', async () => {
    const { body } = await check({ asin: MUG, category_id: '112529' })
    const fields = body.missing.map(({ field }) => field)
    expect(fields.toSorted()).toEqual(['aspects.Connectivity', 'aspects.Model', 'aspects.Type'])
    expect(body.conditions).toHaveLength(9)
  })
  test('200 says that images are missing, and books are products too', async () => {
    const BOOK = '0306406152'
    await world.keepa.control.seed({
      products: [{ asin: BOOK, title: 'A Book of <b>Mugs</b>', brand: 'Prime', category: 'office', image_count: 0 }],
    })
    const { status, body } = await check({ asin: '0306406152' })
    expect([status, body.sku]).toEqual([200, `ql_${BOOK}`])
    expect(body.missing.map(({ field }) => field)).toContain('images')
  })
  test('200 the seller’s note is at the end, escaped', async () => {
    await change({ description_note: 'Ask <me>\n& smile' })
    const { body } = await check()
    expect(body.description_html).toMatch(/<p>Ask &lt;me&gt;<\/p><p>&amp; smile<\/p>$/)
  })
  test('400 a category without listings', async () => {
    expect(await check({ asin: MUG, category_id: '11700' })).toMatchObject({
      status: 400,
      problem: { issues: [{ path: 'category_id' }] },
    })
  })
  test('403 for an uploader', async () => {
    expect((await check(undefined, uma)).status).toBe(403)
  })
  test('404 an ASIN Keepa does not know', async () => {
    expect(await check({ asin: 'B000000000' })).toMatchObject({ status: 404, problem: { code: 'asin_unknown' } })
  })
  test('409 reports what is missing before any vendor is called', async () => {
    await forget()
    const before = (await world.ebay.control.requests()).length
    expect(await check()).toMatchObject({
      status: 409,
      problem: { code: 'quick_list_not_ready', detail: expect.stringContaining('a return policy') },
    })
    await disconnect()
    expect((await check()).problem.code).toBe('ebay_not_connected')
    expect((await world.ebay.control.requests()).length).toBe(before)
    expect(await world.keepa.control.requests()).toHaveLength(0)
  })
  test('409 when eBay has to be connected again', async () => {
    await mustReconnect()
    expect((await check()).problem.code).toBe('ebay_reconnect')
  })
  test('409 a SKU that is on sale, in our table or only on eBay', async () => {
    await world.ask(ann)
    await world.list()
    expect((await check()).problem).toMatchObject({ status: 409, code: 'sku_live' })
    await world.api.host.exec('delete from public.listings')
    expect((await check()).problem).toMatchObject({ status: 409, code: 'sku_live' })
  })
  test('409 without a key for Keepa', async () => {
    vi.stubEnv('KEEPA_API_KEY', '')
    expect((await check()).problem.code).toBe('provider_not_configured')
  })
  test("429 when the workspace has used its share of Keepa's tokens, before Keepa is asked", async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '0')
    expect((await check()).problem).toMatchObject({ status: 429, code: 'quota_exceeded' })
    expect(await world.keepa.control.requests()).toEqual([])
  })
  test('502 when Keepa refuses our key', async () => {
    await world.keepa.control.seed({ rejected_keys: [world.keepa.env.KEEPA_API_KEY ?? ''] })
    expect((await check()).status).toBe(502)
  })
  test('503 when eBay cannot answer', async () => {
    await world.run('plan', { retry_after_s: 60 })
    await world.failNext('too_many_requests_with_wait', 'getCategorySuggestions', { times: 9 })
    expect((await check()).status).toBe(503)
  })
})

describe('POST /api/quick-list', () => {
  test('202 and the job lists it: item, offer, publish; a listing of ours with its product, cost, floor and strategy', async () => {
    const [row] = await world.api.host.sql<{ id: string }>(
      `insert into public.sourced_products (workspace_id, asin, cost_cents) values ($1, $2, 900) returning id`,
      [await world.workspaceOf(ann), MUG],
    )
    const strategy = await world.strategy(ann)
    const { status, body } = await create({ floor_cents: 1500, strategy_id: strategy })
    expect(status).toBe(202)
    expect(body).toMatchObject({ sku: SKU, state: 'running', price_cents: 2499, currency: 'USD' })
    expect(body.steps.map(({ step, state }) => [step, state])).toEqual([
      ['item', 'waiting'],
      ['offer', 'waiting'],
      ['publish', 'waiting'],
    ])
    await world.list()
    const [truth] = await world.onSale()
    expect(truth).toMatchObject({
      kind: 'inventory',
      price_cents: 2499,
      quantity_available: 2,
      title: MUG_LISTING.title,
    })
    const [done] = await world.attempts()
    expect(done).toMatchObject({
      state: 'listed',
      ebay_item_id: truth?.item_id,
      offer_id: truth?.offer_id,
      listing_url: `https://www.sandbox.ebay.com/itm/${truth?.item_id}`,
    })
    expect(done?.steps.every(({ state, at }) => state === 'done' && at !== null)).toBe(true)
    const [listing] = await world.api.host.sql('select * from public.listings')
    expect(listing).toMatchObject({
      ebay_item_id: truth?.item_id,
      management_kind: 'inventory',
      offer_id: truth?.offer_id,
      sku: SKU,
      price_cents: 2499,
      product_id: row?.id,
      cost_cents: 900,
      floor_cents: 1500,
      strategy_id: strategy,
      reductions_enabled: true,
      status: 'active',
    })
    await world.work()
    expect(await world.onSale()).toHaveLength(1)
  })
  test('202 twice at once is one attempt and one listing', async () => {
    const [first, second] = await Promise.all([create(), create()])
    expect([first.status, second.status]).toEqual([202, 202])
    expect(second.body.id).toBe(first.body.id)
    await world.list()
    expect(await world.onSale()).toHaveLength(1)
    expect(await world.attempts()).toHaveLength(1)
  })
  test('202 the same answer for the same key, also after it is listed', async () => {
    const headers = { 'idempotency-key': 'click-1' }
    const first = await create({}, { headers })
    await world.list()
    const again = await create({}, { headers })
    expect([again.status, again.body.id]).toEqual([202, first.body.id])
    expect(await world.onSale()).toHaveLength(1)
  })
  test.each([
    ['a price of nothing', { price_cents: 0 }, 'price_cents'],
    ['a price with a slipped decimal point', { price_cents: 249_900_000 }, 'price_cents'],
    ['none of them', { quantity: 0 }, 'quantity'],
    ['far too many of them', { quantity: 10_001 }, 'quantity'],
    ['a condition nobody knows: it does not become new', { condition: 'USED' }, 'condition'],
    ['a condition this category does not allow', { condition: 'SELLER_REFURBISHED' }, 'condition'],
    ['a title of 81 characters', { title: 'x'.repeat(81) }, 'title'],
    ['a value of 66 characters', { aspects: { Brand: ['x'.repeat(66)], Type: ['Mug'] } }, 'aspects.Brand.0'],
    ['without a required aspect', { aspects: { Brand: ['Lumora'] } }, 'aspects.Type'],
    ['an image without https', { images: ['http://x.test/a.png'] }, 'images.0'],
    ['no image', { images: [] }, 'images'],
    ['thirteen images', { images: Array.from({ length: 13 }, (_, n) => `https://x.test/${n}.png`) }, 'images'],
    ['a floor above the price', { floor_cents: 2500 }, 'floor_cents'],
    ['a strategy without a floor', { strategy_id: NOBODY }, 'floor_cents'],
    ['a category nothing can be listed in', { category_id: '11700' }, 'category_id'],
  ])('400 %s, before anything is written', async (_, changes, path) => {
    const answer = await create(changes)
    expect(answer.status).toBe(400)
    expect(answer.problem.issues?.map((issue) => issue.path)).toContain(path)
    expect(await world.attempts()).toEqual([])
  })
  test('403 for an uploader', async () => {
    expect((await create({}, { as: uma })).status).toBe(403)
  })
  test('404 an unknown strategy, product or ASIN', async () => {
    expect((await create({ floor_cents: 1, strategy_id: NOBODY })).problem.code).toBe('strategy_not_found')
    expect((await create({ product_id: NOBODY })).problem.code).toBe('product_not_found')
    expect((await create({ asin: 'B000000000' })).problem.code).toBe('asin_unknown')
  })
  test('409 with other values while it is being listed', async () => {
    await create()
    expect((await create({ price_cents: 1999 })).problem).toMatchObject({ status: 409, code: 'quick_list_running' })
  })
  test('409 on sale already: the live listing stays unchanged', async () => {
    await world.ask(ann)
    await world.list()
    const before = await world.onSale()
    expect((await create({ price_cents: 1999, title: 'Other' })).problem).toMatchObject({
      status: 409,
      code: 'sku_live',
    })
    expect(await world.onSale()).toEqual(before)
  })
  test('409 before it is connected, connected again, set up, or without Keepa', async () => {
    vi.stubEnv('KEEPA_API_KEY', '')
    expect((await create()).problem.code).toBe('provider_not_configured')
    await forget()
    expect((await create()).problem.code).toBe('quick_list_not_ready')
    await mustReconnect()
    expect((await create()).problem.code).toBe('ebay_reconnect')
    await disconnect()
    expect((await create()).problem.code).toBe('ebay_not_connected')
  })
  test("429 when the workspace has used its share of Keepa's tokens, and nothing is begun", async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '0')
    expect((await create()).problem).toMatchObject({ status: 429, code: 'quota_exceeded' })
    expect(await world.attempts()).toEqual([])
  })
  test('502 when Keepa refuses our key', async () => {
    await world.keepa.control.seed({ rejected_keys: [world.keepa.env.KEEPA_API_KEY ?? ''] })
    expect((await create()).status).toBe(502)
  })
  test('503 when eBay cannot answer what the category accepts', async () => {
    await world.failNext('internal_error', 'getItemAspectsForCategory', { times: 2 })
    expect((await create()).status).toBe(503)
    expect(await world.attempts()).toEqual([])
  })
})

describe('GET /api/quick-list', () => {
  test('200 the newest first, of this workspace only', async () => {
    const stranger = await world.api.person(`quick-${++people}`)
    await world.ask(ann)
    await world.ask(ann, { asin: asinOf('mug', 'Cream') })
    expect((await world.attempts()).map(({ asin }) => asin)).toEqual([asinOf('mug', 'Cream'), MUG])
    expect((await world.api.call(lists, quickListContract.list, { as: stranger })).body.items).toEqual([])
  })
  test('403 for an uploader', async () => {
    expect((await world.api.call(lists, quickListContract.list, { as: uma })).status).toBe(403)
  })
})

describe('GET /api/quick-list/:id', () => {
  const get = (id: string, as = ann) => world.api.call(attempt, quickListContract.get, { as, params: { id } })
  test('200 its state, and what a retry sends again', async () => {
    const { id } = await world.ask(ann)
    expect(await get(id)).toMatchObject({ status: 200, body: { id, input: MUG_LISTING } })
  })
  test('403 for an uploader', async () => {
    expect((await get(NOBODY, uma)).status).toBe(403)
  })
  test('404 of another workspace', async () => {
    const { id } = await world.ask(ann)
    const stranger = await world.api.person(`quick-${++people}`)
    expect((await get(id, stranger)).problem.code).toBe('quick_list_not_found')
  })
})
