import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { type Ebay, type EbaySeller, openEbay } from './index.ts'

const DANA = 'ma8vp1jySJC'
const SITE = 'http://127.0.0.1:8888'

let emulator: TestEmulator
let ebay: Ebay
let seller: EbaySeller

beforeAll(async () => {
  emulator = await startTestEmulator('ebay', { siteUrl: SITE })
})
beforeEach(async () => {
  await emulator.control.reset()
  await emulator.control.seed({
    connections: [{ seller_id: DANA, access_token: 'v^1.1-dana', refresh_token: 'v^1.1-dana-refresh' }],
  })
  const ours = {
    SUPABASE_URL: 'http://supabase.test',
    SUPABASE_ANON_KEY: 'anon',
    SUPABASE_SERVICE_ROLE_KEY: 'service',
    SITE_URL: SITE,
    ...emulator.env,
  }
  for (const [name, value] of Object.entries(ours)) vi.stubEnv(name, value)
  ebay = open()
  seller = ebay.openSeller('v^1.1-dana')
  return () => vi.unstubAllEnvs()
})
afterAll(() => emulator.close())

function open(timeoutMs?: number): Ebay {
  const opened = openEbay(timeoutMs === undefined ? {} : { timeoutMs })
  if (!opened) throw new Error('no keyset')
  return opened
}

async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw error ?? new Error('It did not fail')
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
  expect(shown, 'a secret in an error').not.toMatch(/v\^1\.1/)
  return error
}

type Truth = {
  item_id: string
  offer_id: string | null
  sku: string | null
  title: string
  price_cents: number
  quantity_available: number
  kind: string
}
const run = (action: string, input: object) => emulator.control.run(action, input)
async function truths(): Promise<Truth[]> {
  // safe: the emulator's own answer
  const { listings } = (await run('truth', { seller_id: DANA })) as { listings: Truth[] }
  return listings
}
async function truth(word: string): Promise<Truth> {
  const found = (await truths()).find(({ title }) => title.includes(word))
  if (!found) throw new Error(`no listing ${word}`)
  return found
}
const failNext = (kind: string, call: string, more: object = {}) => run('fail_next', { kind, call, ...more })
const asked = async (words: string) =>
  (await emulator.control.requests()).filter((request) => JSON.stringify(request).includes(words)).length
const priced = ({ item_id }: Truth, price_cents: number) => ({ ebay_item_id: item_id, price_cents, currency: 'USD' })
const offered = ({ offer_id, sku }: Truth, price_cents: number) => ({
  offer_id: offer_id ?? '',
  sku: sku ?? '',
  price_cents,
  currency: 'USD',
})

test('without a keyset there is no eBay', () => {
  vi.stubEnv('EBAY_RUNAME', '')
  expect(openEbay()).toBeNull()
})

describe('signing in', () => {
  async function approve(state: string): Promise<URL> {
    const page = await (await fetch(ebay.consentUrl(state))).text()
    const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({
      consent: field(/name="consent" value="([^"]+)"/),
      seller: field(/name="seller" value="([^"]+)" checked/),
      decision: 'agree',
    })
    const address = emulator.url + field(/action="([^"]+)"/)
    const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' })
    return new URL(answer.headers.get('location') ?? 'none:')
  }

  test('a code becomes tokens once, and they are this seller’s', async () => {
    const back = await approve('a state/+')
    expect(back.searchParams.get('state')).toBe('a state/+')
    const code = back.searchParams.get('code') ?? ''
    const tokens = await ebay.redeemCode(code)
    expect(tokens.expiresAt.getTime() - Date.now()).toBeGreaterThan(7_100_000)
    expect(tokens.refreshTokenExpiresAt?.getTime()).toBeGreaterThan(Date.now() + 47_000_000_000)
    const own = ebay.openSeller(tokens.accessToken)
    expect(await own.getUser()).toEqual({ id: DANA, username: 'dana_finds_deals', marketplace_id: 'EBAY_US' })
    expect((await own.getInventoryPage(0)).total_count).toBeGreaterThan(20)
    expect((await own.getActivePage(1)).total_count).toBeGreaterThan(40)
    expect(await failure(ebay.redeemCode(code))).toMatchObject({ outcome: 'reconnect', code: 'invalid_grant' })
  })

  test('scopes are parted by %20', () => {
    expect(ebay.consentUrl('s')).toMatch(/scope=https%3A%2F%2Fapi\.ebay\.com%2Foauth%2Fapi_scope%20https/)
  })

  test('a refresh brings an access token and no new refresh token', async () => {
    const access = await ebay.refreshAccess('v^1.1-dana-refresh')
    expect(access.refreshToken).toBeNull()
    expect((await ebay.openSeller(access.accessToken).getUser()).id).toBe(DANA)
    await ebay.refreshAccess('v^1.1-dana-refresh')
  })

  test('a grant the seller took back needs the seller; a wrong secret of ours does not', async () => {
    await run('revoke', { seller_id: DANA })
    expect(await failure(ebay.refreshAccess('v^1.1-dana-refresh'))).toMatchObject({ outcome: 'reconnect' })
    vi.stubEnv('EBAY_CLIENT_SECRET', 'wrong')
    expect(await failure(open().refreshAccess('v^1.1-dana-refresh'))).toMatchObject({
      outcome: 'rejected',
      code: 'invalid_client',
    })
  })

  test.each([
    ['REST', 'ebay_1001', () => seller.getInventoryPage(0)],
    ['Trading', 'ebay_21917053', () => seller.getActivePage(1)],
    ['a price by Trading', 'ebay_21917053', () => seller.setTradingPrices([priced({ item_id: '1' } as Truth, 100)])],
  ])('an access token that ran out asks to be refreshed: %s', async (_name, code, call) => {
    await run('expire_tokens', {})
    expect(await failure(call())).toMatchObject({ outcome: 'reconnect', code })
  })
})

describe('reading', () => {
  test('the active listings, of both kinds, with what eBay writes strangely', async () => {
    const { rows, total_count, page_count } = await seller.getActivePage(1)
    expect([rows.length, page_count]).toEqual([total_count, 1])
    const byTitle = (word: string) => rows.find(({ listing }) => listing?.title.includes(word))?.listing
    expect(byTitle('Contigo')).toMatchObject({
      title: 'Contigo Autoseal Travel Mug 16 oz & 20 oz Set <2 pcs>',
      price_cents: 24_99,
    })
    expect(byTitle('Numbered SKU')).toMatchObject({ sku: '0012345' })
    expect(byTitle('British mug')).toMatchObject({ currency: 'GBP', price_cents: 21_00 })
    expect(byTitle('Auction:')).toMatchObject({ listing_format: 'auction' })
    expect(byTitle('choose your size')).toMatchObject({ has_variations: true })
    expect(byTitle('YETI')).toMatchObject({ quantity_available: null })
    expect(rows.every(({ error }) => error === null)).toBe(true)
  })

  test('page after page, each listing once', async () => {
    await emulator.control.seed({ generate: { count: 450, seller_id: DANA } })
    const first = await seller.getActivePage(1)
    const ids = new Set<string>()
    for (let page = 1; page <= first.page_count; page += 1) {
      for (const { listing } of (await seller.getActivePage(page)).rows) ids.add(listing?.ebay_item_id ?? 'none')
    }
    expect(ids.size).toBe(first.total_count)
  })

  test('the items of the Inventory API by the number of the page', async () => {
    await emulator.control.seed({ generate: { count: 300, seller_id: DANA, kind: 'inventory' } })
    const pages = await Promise.all([0, 1].map((page) => seller.getInventoryPage(page)))
    expect(pages[0]?.page_count).toBe(2)
    const skus = pages.flatMap(({ items }) => items.map(({ sku }) => sku))
    expect(new Set(skus).size).toBe(pages[0]?.total_count)
  })

  test('the offers of a SKU, and none for a SKU eBay does not know', async () => {
    const lego = await truth('Orchid')
    const [offer, ...more] = await seller.getOffers(lego.sku ?? '')
    expect(more).toEqual([])
    expect(offer).toMatchObject({
      offer_id: lego.offer_id,
      ebay_item_id: lego.item_id,
      price_cents: 49_99,
      status: 'active',
    })
    expect(await seller.getOffer(lego.offer_id ?? '')).toEqual(offer)
    expect(await seller.getOffers('nobody & nothing')).toEqual([])
    expect(await failure(seller.getOffer('999'))).toMatchObject({ outcome: 'gone', code: 'ebay_25713' })
  })

  test('one listing, and one that is not there', async () => {
    const { item_id } = await truth('YETI')
    expect((await seller.getItem(item_id)).listing).toMatchObject({
      price_cents: 35_00,
      quantity_available: 6,
      status: 'active',
    })
    const ended = await truth('Ended: Philips')
    expect((await seller.getItem(ended.item_id)).listing?.status).toBe('ended')
    expect(await failure(seller.getItem('123456789012'))).toMatchObject({ outcome: 'gone', code: 'ebay_17' })
  })

  test('the calls that are left', async () => {
    const limits = await seller.getRateLimits()
    expect(limits.length).toBeGreaterThan(0)
    for (const { limit, remaining } of limits) expect(remaining).toBeLessThanOrEqual(limit)
  })

  test.each([
    ['internal_error', 'getInventoryItems'],
    ['drop_before', 'getInventoryItems'],
    ['too_many_requests', 'getInventoryItems'],
  ])('a question that failed once is asked again: %s', async (kind, call) => {
    await failNext(kind, call)
    expect((await seller.getInventoryPage(0)).items.length).toBeGreaterThan(0)
  })

  test('a system error of Trading is asked again, and told when it stays', async () => {
    await failNext('system_error', 'GetMyeBaySelling')
    expect((await seller.getActivePage(1)).rows.length).toBeGreaterThan(0)
    await failNext('system_error', 'GetMyeBaySelling', { times: 2 })
    expect(await failure(seller.getActivePage(1))).toMatchObject({ outcome: 'try_later', code: 'ebay_10007' })
  })

  test('the vendor’s own wait comes along', async () => {
    const body = { errors: [{ errorId: 2001, domain: 'ACCESS', category: 'REQUEST', message: 'Too many requests' }] }
    const match = { path: '/api/sell/inventory/v1/offer/*' }
    await emulator.control.addFault({ match, times: 2, status: 429, headers: { 'retry-after': '30' }, body })
    const { offer_id } = await truth('Orchid')
    expect(await failure(seller.getOffer(offer_id ?? ''))).toMatchObject({
      outcome: 'try_later',
      retryAfterSeconds: 30,
    })
  })
})

describe('prices by Trading', () => {
  test('of four listings in one call: the price and nothing else', async () => {
    const listings = await Promise.all(['Sony WH', 'Contigo', 'Stanley', 'Ninja'].map(truth))
    const answers = await seller.setTradingPrices(listings.map((listing) => priced(listing, listing.price_cents - 101)))
    expect([...answers.values()]).toEqual(listings.map(() => ({ outcome: 'accepted', code: null, message: null })))
    for (const before of listings) {
      expect(await truth(before.title)).toMatchObject({
        price_cents: before.price_cents - 101,
        quantity_available: before.quantity_available,
      })
    }
    expect(await asked('ReviseInventoryStatus')).toBe(1)
  })

  test('each listing has an answer of its own', async () => {
    const [good, managed, ended, auction] = await Promise.all(
      ['Ninja', 'Orchid', 'Ended: Philips', 'Auction:'].map(truth),
    )
    if (!good || !managed || !ended || !auction) throw new Error('not seeded')
    const answers = await seller.setTradingPrices([good, managed, ended, auction].map((one) => priced(one, 10_00)))
    expect(answers.get(good.item_id)).toEqual({ outcome: 'accepted', code: null, message: null })
    expect(answers.get(managed.item_id)).toMatchObject({ outcome: 'misrouted', code: '21919474' })
    expect(answers.get(ended.item_id)).toMatchObject({
      outcome: 'rejected',
      code: '291',
      message: /not allowed to revise/,
    })
    expect(answers.get(auction.item_id)?.outcome).toBe('rejected')
  })

  test('revisions used up for today pass', async () => {
    const ninja = await truth('Ninja')
    await run('edit', { item_id: ninja.item_id, revisions_today: 250 })
    const answers = await seller.setTradingPrices([priced(ninja, 10_00)])
    expect(answers.get(ninja.item_id)?.outcome).toBe('try_later')
  })

  test('an answer that is lost is not asked for again: it may have been done', async () => {
    const ninja = await truth('Ninja')
    await failNext('drop_after', 'ReviseInventoryStatus')
    expect(await failure(seller.setTradingPrices([priced(ninja, 80_00)]))).toMatchObject({ outcome: 'try_later' })
    expect((await truth('Ninja')).price_cents).toBe(80_00)
    expect(await asked('ReviseInventoryStatus')).toBe(1)
  })

  test('a call eBay failed says so for each listing', async () => {
    const [a, b] = await Promise.all(['Ninja', 'Vitamix'].map(truth))
    if (!a || !b) throw new Error('not seeded')
    await failNext('system_error', 'ReviseInventoryStatus')
    const answers = await seller.setTradingPrices([priced(a, 10_00), priced(b, 10_00)])
    expect([...answers.values()].map(({ outcome, code }) => [outcome, code])).toEqual([
      ['try_later', '10007'],
      ['try_later', '10007'],
    ])
  })

  test('more than four, or one twice, never leave', async () => {
    const change = { ebay_item_id: '1', price_cents: 100, currency: 'USD' }
    await expect(seller.setTradingPrices([change, change])).rejects.toThrow(RangeError)
    await expect(seller.setTradingPrices([])).rejects.toThrow(RangeError)
    const five = ['1', '2', '3', '4', '5'].map((ebay_item_id) => ({ ...change, ebay_item_id }))
    await expect(seller.setTradingPrices(five)).rejects.toThrow(RangeError)
  })
})

describe('prices by the Inventory API', () => {
  test('the price and nothing else: a sold-out item stays sold out', async () => {
    const soldOut = await truth('Sold out: Nespresso')
    const answers = await seller.setOfferPrices([offered(soldOut, 90_00)])
    expect(answers.get(soldOut.offer_id ?? '')).toEqual({ outcome: 'accepted', code: null, message: null })
    expect(await truth('Sold out: Nespresso')).toMatchObject({ price_cents: 90_00, quantity_available: 0 })
    expect(await asked('quantity":')).toBe(0)
  })

  test('of several SKUs only where eBay takes them; refused as a whole, nothing is done', async () => {
    const [a, b] = await Promise.all(['Orchid', 'X-Wing'].map(truth))
    if (!a || !b) throw new Error('not seeded')
    const changes = [offered(a, 40_00), offered(b, 30_00)]
    expect(await failure(seller.setOfferPrices(changes))).toMatchObject({ outcome: 'rejected', code: 'ebay_25002' })
    expect((await truth('Orchid')).price_cents).toBe(a.price_cents)
    await emulator.control.seed({ max_skus_per_call: 25 })
    const answers = await seller.setOfferPrices(changes)
    expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    expect((await truth('X-Wing')).price_cents).toBe(30_00)
  })

  test('a bad one among good ones has its own answer', async () => {
    await emulator.control.seed({ max_skus_per_call: 25 })
    const orchid = await truth('Orchid')
    const gone = { offer_id: '999999999', sku: 'GONE', price_cents: 10_00, currency: 'USD' }
    const wrong = { ...offered(await truth('X-Wing'), 10_00), currency: 'EUR' }
    const answers = await seller.setOfferPrices([offered(orchid, 40_00), gone, wrong])
    expect(answers.get(orchid.offer_id ?? '')?.outcome).toBe('accepted')
    expect(answers.get('999999999')).toMatchObject({ outcome: 'rejected', code: '25713' })
    expect(answers.get(wrong.offer_id)).toMatchObject({ outcome: 'rejected', code: '25003' })
  })

  test.each([
    ['the answer is lost after it was done', 'drop_after', 40_00],
    ['eBay fails before it is done', 'internal_error', 49_99],
    ['it is too much at once', 'too_many_requests', 49_99],
  ])('%s: thrown, and never sent again by itself', async (_name, kind, after) => {
    const orchid = await truth('Orchid')
    await failNext(kind, 'bulkUpdatePriceQuantity')
    expect(await failure(seller.setOfferPrices([offered(orchid, 40_00)]))).toMatchObject({ outcome: 'try_later' })
    expect((await truth('Orchid')).price_cents).toBe(after)
    expect(await asked('bulk_update_price_quantity')).toBe(1)
  })
})

test('an answer that takes too long is given up', async () => {
  await emulator.control.addFault({ match: { path: '/apiz/*' }, times: 1, delay_ms: 400 })
  const impatient = open(60).openSeller('v^1.1-dana')
  expect(await failure(impatient.getUser())).toMatchObject({ outcome: 'try_later', code: 'timed_out' })
})

describe('a key that notices are signed with', () => {
  /** Whose signature a notice of the emulator carries. */
  async function signingKey(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>()
    const server = createServer((request, response) => {
      resolve(String(request.headers['x-ebay-signature']))
      request.resume()
      response.writeHead(204).end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await run('notify_deletion', { url: `http://127.0.0.1:${port}/`, user_id: 'gone' })
    server.close()
    return z.object({ kid: z.string() }).parse(JSON.parse(Buffer.from(await promise, 'base64').toString())).kid
  }

  test('comes with one token of the application’s own for many questions', async () => {
    const kid = await signingKey()
    for (const key of await Promise.all([1, 2, 3].map(() => ebay.getNotificationKey(kid)))) {
      expect(key).toMatchObject({ algorithm: 'ECDSA', digest: 'SHA1' })
      expect(key.key).toMatch(/^-----BEGIN PUBLIC KEY-----\S+-----END PUBLIC KEY-----$/)
    }
    expect(await asked('client_credentials')).toBeLessThanOrEqual(1)
  })

  test('is asked for with a new token when eBay takes the old one no more', async () => {
    const kid = await signingKey()
    await ebay.getNotificationKey(kid)
    await run('expire_tokens', {})
    expect((await ebay.getNotificationKey(kid)).algorithm).toBe('ECDSA')
  })

  test('is asked for by a UUID only', async () => {
    await expect(ebay.getNotificationKey('../../x')).rejects.toThrow(RangeError)
  })
})
