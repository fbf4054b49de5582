import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { rest } from '../../../services/emulators/ebay/testing/shop.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { listProduct } from '../../src/quick-list/list-product.job.ts'
import {
  createQuickListWorld,
  MUG_LISTING,
  type QuickListWorld,
  SETTINGS,
  SKU,
} from '../../testing/quick-list-world.ts'

// Pauses are a hundredth as long: the tests depend on the requests after a pause, not on its length.
vi.mock('node:timers/promises', async (load) => {
  const { setTimeout: sleep, ...others } = await load<typeof import('node:timers/promises')>()
  const pause: typeof sleep = (ms, value, options) => sleep((ms ?? 0) / 100, value, options)
  return { ...others, setTimeout: pause }
})

let world: QuickListWorld
let ann: TestPerson
const realFetch = () => Reflect.get(world, 'fetch')
beforeAll(async () => {
  world = await createQuickListWorld()
  Object.assign(world, { fetch: globalThis.fetch })
  ann = await world.api.person('ann')
})
beforeEach(async () => {
  await world.reset()
  await world.begin(ann)
})
afterEach(() => {
  globalThis.fetch = realFetch()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
afterAll(() => world.close())

const newest = async () => {
  const [attempt] = await world.attempts()
  if (!attempt) throw new Error('no try')
  return attempt
}
const stepsOf = async () => Object.fromEntries((await newest()).steps.map(({ step, state }) => [step, state]))
const askedOf = async (method: string, words: string) =>
  (await world.ebay.control.requests()).filter((request) => {
    const text = JSON.stringify(request)
    return text.includes(`"${method}"`) && text.includes(words)
  }).length
const refusePublishing = () => world.api.host.exec(`update public.ebay_settings set return_policy_id = '1'`)
const allowPublishing = () =>
  world.api.host.exec(`update public.ebay_settings set return_policy_id = '${SETTINGS.return_policy_id}'`)
const nothingIsThere = async () => {
  expect(await world.dana().findInventoryItem(SKU)).toBeNull()
  expect(await world.dana().getOffers(SKU)).toEqual([])
}
const isListedOnce = async () => {
  expect(await newest()).toMatchObject({ state: 'listed' })
  expect(await world.onSale()).toHaveLength(1)
  expect(await world.dana().getOffers(SKU)).toHaveLength(1)
  expect(await world.api.host.sql('select ebay_item_id from public.listings')).toHaveLength(1)
}
const offer = (change: object = {}) => ({
  sku: SKU,
  marketplace_id: 'EBAY_US',
  category_id: '20667',
  quantity: 2,
  price_cents: 2499,
  currency: 'USD',
  description_html: '<p>Mine</p>',
  ...SETTINGS,
  ...change,
})
const item = (change: object = {}) => ({
  sku: SKU,
  condition: 'NEW',
  quantity: 2,
  title: 'My own',
  aspects: { Brand: ['Lumora'], Type: ['Travel Mug'] },
  image_urls: ['https://x.test/a.png'],
  brand: null,
  mpn: null,
  upc: null,
  ean: null,
  ...change,
})

describe('an answer that never arrives', () => {
  const calls = ['createOrReplaceInventoryItem', 'createOffer', 'publishOffer', 'getOffers', 'getInventoryItem']
  const kinds = ['drop_after', 'drop_before', 'internal_error', 'too_many_requests_with_wait']
  test.each(calls.flatMap((call) => kinds.map((kind) => [call, kind] as const)))(
    '%s with %s: listed exactly once',
    async (call, kind) => {
      await world.ask(ann)
      await world.failNext(kind, call)
      await world.list()
      await isListedOnce()
    },
  )

  test('for hours: the attempt is over, says what may be on eBay, and the next one lists once', async () => {
    await world.ask(ann)
    await world.failNext('drop_after', 'createOffer')
    await world.failNext('internal_error', 'getOffers', { skip: 2, times: 99 })
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'ebay_try_later' })
    expect(await stepsOf()).toEqual({ item: 'left', offer: 'left', publish: 'waiting' })
    expect(await world.onSale()).toEqual([])
    await world.run('plan', {})
    await world.ask(ann, { price_cents: 1999 })
    await world.list()
    await isListedOnce()
    expect((await world.onSale())[0]?.price_cents).toBe(1999)
  })

  test('when the grant is revoked, the attempt says so and guesses nothing', async () => {
    await world.ask(ann)
    await world.run('revoke', { seller_id: 'ma8vp1jySJC' })
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'ebay_reconnect' })
  })
})

describe('killed', () => {
  /** Runs the job until its `last`th request; the later ones never happen. */
  async function runUntil(last: number, isCallMade: boolean): Promise<boolean> {
    const { id } = await newest()
    const whole = realFetch()
    const death = Promise.withResolvers<boolean>()
    let calls = 0
    globalThis.fetch = async (...request: Parameters<typeof fetch>) => {
      calls += 1
      if (calls < last) return whole(...request)
      if (calls === last) {
        if (isCallMade) await whole(...request)
        death.resolve(true)
      }
      // A dead process does not try again: it waits forever for an answer.
      return Promise.withResolvers<never>().promise
    }
    const db = createServiceClient()
    const workspaceId = await world.workspaceOf(ann)
    const signal = new AbortController().signal
    const args = {
      payload: { attempt_id: id },
      workspaceId,
      db,
      progress: async () => {},
      signal,
      endAtMs: Date.now() + 60_000,
    }
    const end = listProduct.run(args).then(() => false)
    const isKilled = await Promise.race([end, death.promise])
    globalThis.fetch = whole
    return isKilled
  }

  test.each([
    ['before', false],
    ['after', true],
  ] as const)(
    '%s any call, the next worker lists it once',
    async (_, isCallMade) => {
      let kills = 0
      for (let last = 1; ; last += 1) {
        await world.reset()
        await world.begin(ann)
        await world.ask(ann)
        if (!(await runUntil(last, isCallMade))) break
        kills += 1
        await world.list()
        await isListedOnce()
      }
      expect(kills).toBeGreaterThan(12)
    },
    120_000,
  )

  test.each([
    ['before', false],
    ['after', true],
  ] as const)(
    '%s any call of a try that eBay refuses, the next worker leaves nothing behind',
    async (_, isCallMade) => {
      let kills = 0
      for (let last = 1; ; last += 1) {
        await world.reset()
        await world.begin(ann)
        await refusePublishing()
        await world.ask(ann)
        if (!(await runUntil(last, isCallMade))) break
        kills += 1
        await world.list()
        expect(await newest()).toMatchObject({ state: 'failed', error_code: 'ebay_25009' })
        await nothingIsThere()
      }
      expect(kills).toBeGreaterThan(16)
    },
    120_000,
  )

  test('and two workers at once list it once', async () => {
    const { id } = await world.ask(ann)
    const workspaceId = await world.workspaceOf(ann)
    const signal = new AbortController().signal
    const work = () =>
      listProduct.run({
        payload: { attempt_id: id },
        workspaceId,
        db: createServiceClient(),
        progress: async () => {},
        signal,
        endAtMs: Date.now() + 60_000,
      })
    await Promise.allSettled([work(), work(), work()])
    await world.list()
    await isListedOnce()
  })
})

describe('eBay refuses', () => {
  test('to publish: what this attempt made is removed, with eBay’s words, and a second attempt can succeed', async () => {
    await refusePublishing()
    await world.ask(ann)
    const others = (await world.truths()).filter(({ status }) => status !== 'ended').length
    await world.list()
    expect(await newest()).toMatchObject({
      state: 'failed',
      error_code: 'ebay_25009',
      error_message: expect.stringContaining('Return policy'),
      listing_id: null,
    })
    expect(await stepsOf()).toEqual({ item: 'removed', offer: 'removed', publish: 'failed' })
    await nothingIsThere()
    expect((await world.truths()).filter(({ status }) => status !== 'ended')).toHaveLength(others)
    await allowPublishing()
    await world.ask(ann)
    await world.list()
    await isListedOnce()
  })

  test('the item: nothing was made, so nothing is deleted', async () => {
    await world.ask(ann)
    await world.api.host.exec(
      `update public.quick_list_attempts set plan = jsonb_set(plan, '{item,condition}', '"GOOD"')`,
    )
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'ebay_25709' })
    expect(await stepsOf()).toEqual({ item: 'failed', offer: 'waiting', publish: 'waiting' })
    expect(await askedOf('DELETE', 'inventory')).toBe(0)
  })

  test('to answer during the removal: the attempt says what is left, and the next one removes that first', async () => {
    await refusePublishing()
    await world.ask(ann)
    await world.failNext('internal_error', 'deleteOffer', { times: 99 })
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'ebay_25009' })
    expect(await stepsOf()).toEqual({ item: 'left', offer: 'left', publish: 'failed' })
    await world.run('plan', {})
    await allowPublishing()
    await world.ask(ann)
    await world.list()
    await isListedOnce()
  })
})

describe('what this attempt did not make', () => {
  const publishMine = async () => {
    await world.dana().putInventoryItem(item())
    const made = await world.dana().createOffer(offer({ price_cents: 5000 }))
    if (made.outcome === 'done') await world.dana().publishOffer(made.offer_id)
  }

  test('a live SKU is neither overwritten nor deleted', async () => {
    await world.ask(ann)
    await publishMine()
    const before = await world.onSale()
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'sku_live' })
    expect(await world.onSale()).toEqual(before)
    expect(before).toMatchObject([{ price_cents: 5000, title: 'My own' }])
    expect(await askedOf('DELETE', 'inventory')).toBe(0)
  })

  test('an item that is not on sale stays unchanged', async () => {
    await world.ask(ann)
    await world.dana().putInventoryItem(item())
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'sku_taken' })
    expect(await world.dana().findInventoryItem(SKU)).toEqual({ title: 'My own' })
  })

  /** Changes eBay just before the job's offer arrives there. */
  const justBeforeTheOffer = (happen: () => Promise<unknown>) => {
    const whole = realFetch()
    let hasHappened = false
    globalThis.fetch = async (...[input, init]: Parameters<typeof fetch>) => {
      if (String(input).endsWith('/offer') && init?.method === 'POST' && !hasHappened) {
        hasHappened = true
        await happen()
      }
      return whole(input, init)
    }
  }

  test('25002, an offer of another price in the same moment: it stays, and so does the item it belongs to', async () => {
    await world.ask(ann)
    justBeforeTheOffer(() => world.dana().createOffer(offer({ price_cents: 5000 })))
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'sku_taken' })
    expect(await stepsOf()).toEqual({ item: 'left', offer: 'failed', publish: 'waiting' })
    expect(await world.dana().getOffers(SKU)).toMatchObject([{ price_cents: 5000 }])
    expect(await askedOf('DELETE', 'inventory')).toBe(0)
  })

  test('25002, our own offer whose answer was lost: the attempt continues with it', async () => {
    await world.ask(ann)
    justBeforeTheOffer(() => world.dana().createOffer(offer()))
    await world.list()
    await isListedOnce()
  })

  /** Changes eBay just before the nth request for the offer itself. */
  const beforeLook = (nth: number, happen: (offerId: string) => Promise<unknown>) => {
    const whole = realFetch()
    let looks = 0
    globalThis.fetch = async (...[input, init]: Parameters<typeof fetch>) => {
      const [, id] = /\/offer\/(\d+)$/.exec(String(input)) ?? []
      if (id && (init?.method ?? 'GET') === 'GET') looks += 1
      if (id && looks === nth) {
        globalThis.fetch = whole
        await happen(id)
      }
      return whole(input, init)
    }
  }

  test('an offer that a person repaired and published during the removal stays on sale', async () => {
    await refusePublishing()
    await world.ask(ann)
    // The first check reads whether the refused publishing happened after all.
    beforeLook(2, async (offerId) => {
      const listingPolicies = {
        fulfillmentPolicyId: SETTINGS.fulfillment_policy_id,
        paymentPolicyId: SETTINGS.payment_policy_id,
        returnPolicyId: SETTINGS.return_policy_id,
      }
      const json = {
        availableQuantity: 2,
        categoryId: '20667',
        listingDescription: '<p>Mine</p>',
        merchantLocationKey: SETTINGS.merchant_location_key,
        pricingSummary: { price: { value: '24.99', currency: 'USD' } },
        listingPolicies,
      }
      const token = 'v^1.1-dana'
      await rest(world.ebay, `/sell/inventory/v1/offer/${offerId}`, { method: 'PUT', token, json })
      await world.dana().publishOffer(offerId)
    })
    await world.list()
    expect(await newest()).toMatchObject({ state: 'failed', error_code: 'ebay_25009' })
    expect(await stepsOf()).toEqual({ item: 'left', offer: 'left', publish: 'failed' })
    expect(await world.onSale()).toHaveLength(1)
  })

  test('an offer that a person removed first is no problem', async () => {
    await refusePublishing()
    await world.ask(ann)
    beforeLook(2, (offerId) => world.dana().deleteOffer(offerId))
    await world.list()
    expect(await stepsOf()).toEqual({ item: 'removed', offer: 'removed', publish: 'failed' })
    await nothingIsThere()
  })

  test('a sync that sees the listing first keeps one row, with the requested values', async () => {
    await world.ask(ann, { floor_cents: 1500 })
    const [attempt] = await world.attempts()
    await world.list()
    const [row] = await world.api.host.sql<{ id: string }>('select id from public.listings')
    await world.api.host.exec(
      `update public.listings set floor_cents = null, management_kind = 'trading', offer_id = null;
       update public.quick_list_attempts set state = 'running', finished_at = null, listing_id = null`,
    )
    await world.api.host.sql(
      `select private.enqueue_job('ebay.quick-list', 'ebay.quick-list:again', jsonb_build_object('attempt_id', $1::text), $2::uuid)`,
      [attempt?.id, await world.workspaceOf(ann)],
    )
    await world.list()
    expect(await world.api.host.sql('select id, floor_cents, management_kind from public.listings')).toEqual([
      { id: row?.id, floor_cents: 1500, management_kind: 'inventory' },
    ])
  })
})

test('eBay receives exactly the requested values', async () => {
  await world.ask(ann)
  await world.list()
  expect(await world.dana().findInventoryItem(SKU)).toEqual({ title: MUG_LISTING.title })
  const [made] = await world.dana().getOffers(SKU)
  expect(made).toMatchObject({ price_cents: 2499, currency: 'USD', quantity_available: 2, marketplace_id: 'EBAY_US' })
})
