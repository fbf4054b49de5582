import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { DANA, ebayFailure, startEbaySeller } from '../../../testing/ebay-seller.ts'
import { type Ebay, type EbaySeller, openEbay } from './index.ts'

let world: Awaited<ReturnType<typeof startEbaySeller>>
let ebay: Ebay
let seller: EbaySeller

beforeAll(async () => {
  world = await startEbaySeller()
})
beforeEach(async () => {
  await world.reset()
  ebay = world.open()
  seller = world.seller()
  return () => vi.unstubAllEnvs()
})
afterAll(() => world.emulator.close())

const run = (action: string, input: object) => world.run(action, input)
const truth = (words: string) => world.truth(words)
const failNext = (kind: string, call: string, more?: object) => world.failNext(kind, call, more)
const asked = (words: string) => world.asked(words)

test('without a keyset there is no eBay', () => {
  vi.stubEnv('EBAY_RUNAME', '')
  expect(openEbay()).toBeNull()
})

describe('signing in', () => {
  async function approve(state: string): Promise<URL> {
    const page = await (await fetch(ebay.consentUrl({ state, codeVerifier: '' }))).text()
    const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({
      consent: field(/name="consent" value="([^"]+)"/),
      seller: field(/name="seller" value="([^"]+)" checked/),
      decision: 'agree',
    })
    const address = world.emulator.url + field(/action="([^"]+)"/)
    const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' })
    return new URL(answer.headers.get('location') ?? 'none:')
  }

  test('a code becomes tokens once, and they are this seller’s', async () => {
    const back = await approve('a state/+')
    expect(back.searchParams.get('state')).toBe('a state/+')
    const code = back.searchParams.get('code') ?? ''
    const tokens = await ebay.redeemCode(code, '')
    expect(tokens.expiresAt.getTime() - Date.now()).toBeGreaterThan(7_100_000)
    expect(tokens.refreshTokenExpiresAt?.getTime()).toBeGreaterThan(Date.now() + 47_000_000_000)
    const own = ebay.openSeller(tokens.accessToken)
    expect(await own.getUser()).toEqual({ id: DANA, username: 'dana_finds_deals', marketplace_id: 'EBAY_US' })
    expect((await own.getInventoryPage(0)).total_count).toBeGreaterThan(20)
    expect((await own.getActivePage(1)).total_count).toBeGreaterThan(40)
    expect(await ebayFailure(ebay.redeemCode(code, ''))).toMatchObject({ outcome: 'reconnect', code: 'invalid_grant' })
  })

  test('scopes are parted by %20', () => {
    expect(ebay.consentUrl({ state: 's', codeVerifier: '' })).toMatch(
      /scope=https%3A%2F%2Fapi\.ebay\.com%2Foauth%2Fapi_scope%20https/,
    )
  })

  test('a refresh brings an access token and no new refresh token', async () => {
    const access = await ebay.refreshTokens('v^1.1-dana-refresh')
    expect(access.refreshToken).toBeNull()
    expect((await ebay.openSeller(access.accessToken).getUser()).id).toBe(DANA)
    await ebay.refreshTokens('v^1.1-dana-refresh')
  })

  test('a grant the seller took back needs the seller; a wrong secret of ours does not', async () => {
    await run('revoke', { seller_id: DANA })
    expect(await ebayFailure(ebay.refreshTokens('v^1.1-dana-refresh'))).toMatchObject({ outcome: 'reconnect' })
    vi.stubEnv('EBAY_CLIENT_SECRET', 'wrong')
    expect(await ebayFailure(world.open().refreshTokens('v^1.1-dana-refresh'))).toMatchObject({
      outcome: 'rejected',
      code: 'invalid_client',
    })
  })

  test.each([
    ['REST', 'ebay_1001', () => seller.getInventoryPage(0)],
    ['Trading', 'ebay_21917053', () => seller.getActivePage(1)],
    [
      'a price by Trading',
      'ebay_21917053',
      () => seller.setTradingPrices([{ ebay_item_id: '1', price_cents: 100, currency: 'USD' }]),
    ],
  ])('an access token that ran out asks to be refreshed: %s', async (_name, code, call) => {
    await run('expire_tokens', {})
    expect(await ebayFailure(call())).toMatchObject({ outcome: 'reconnect', code })
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
    await world.emulator.control.seed({ generate: { count: 450, seller_id: DANA } })
    const first = await seller.getActivePage(1)
    const ids = new Set<string>()
    for (let page = 1; page <= first.page_count; page += 1) {
      for (const { listing } of (await seller.getActivePage(page)).rows) ids.add(listing?.ebay_item_id ?? 'none')
    }
    expect(ids.size).toBe(first.total_count)
  })

  test('the items of the Inventory API by the number of the page', async () => {
    await world.emulator.control.seed({ generate: { count: 300, seller_id: DANA, kind: 'inventory' } })
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
    expect(await ebayFailure(seller.getOffer('999'))).toMatchObject({ outcome: 'gone', code: 'ebay_25713' })
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
    expect(await ebayFailure(seller.getItem('123456789012'))).toMatchObject({ outcome: 'gone', code: 'ebay_17' })
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
    expect(await ebayFailure(seller.getActivePage(1))).toMatchObject({ outcome: 'try_later', code: 'ebay_10007' })
  })

  test('the vendor’s own wait comes along', async () => {
    const body = { errors: [{ errorId: 2001, domain: 'ACCESS', category: 'REQUEST', message: 'Too many requests' }] }
    const match = { path: '/api/sell/inventory/v1/offer/*' }
    await world.emulator.control.addFault({ match, times: 2, status: 429, headers: { 'retry-after': '30' }, body })
    const { offer_id } = await truth('Orchid')
    expect(await ebayFailure(seller.getOffer(offer_id ?? ''))).toMatchObject({
      outcome: 'try_later',
      retryAfterSeconds: 30,
    })
  })
})

test('an answer that takes too long is given up', async () => {
  await world.emulator.control.addFault({ match: { path: '/apiz/*' }, times: 1, delay_ms: 400 })
  const impatient = world.open(60).openSeller('v^1.1-dana')
  expect(await ebayFailure(impatient.getUser())).toMatchObject({ outcome: 'try_later', code: 'timed_out' })
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
