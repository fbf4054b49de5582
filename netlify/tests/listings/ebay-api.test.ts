import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ebayContract } from '#core/connections/ebay.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { ebayNoticesContract } from '#core/listings/ebay-notices.ts'
import { ebaySettingsContract, pricesContract, strategiesContract } from '#core/prices/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import auth from '../../functions/ebay-auth.ts'
import settings from '../../functions/ebay-settings.ts'
import status from '../../functions/ebay-status.ts'
import statusTest from '../../functions/ebay-status-test.ts'
import listing from '../../functions/listing.ts'
import listingHistory from '../../functions/listing-history.ts'
import listingPrice from '../../functions/listing-price.ts'
import listings from '../../functions/listings.ts'
import listingsBulk from '../../functions/listings-bulk.ts'
import listingsCounts from '../../functions/listings-counts.ts'
import listingsSync from '../../functions/listings-sync.ts'
import logUndo from '../../functions/price-reduction-log-undo.ts'
import logs from '../../functions/price-reduction-logs.ts'
import logsExport from '../../functions/price-reduction-logs-export.ts'
import runOf from '../../functions/price-run.ts'
import runUndo from '../../functions/price-run-undo.ts'
import runs from '../../functions/price-runs.ts'
import reduce from '../../functions/reduce-prices.ts'
import pricesPreview from '../../functions/reduce-prices-preview.ts'
import strategies from '../../functions/strategies.ts'
import preview from '../../functions/strategies-preview.ts'
import strategy from '../../functions/strategy.ts'
import webhook from '../../functions/webhooks-ebay.ts'
import { createEbayWorld, DANA, type EbayWorld } from '../../testing/ebay-world.ts'

let world: EbayWorld
let ann: TestPerson
let stranger: TestPerson
let uploader: TestPerson
let receive: (rawBody: string, signature: string) => Promise<number> = async () => 500
let receiverOrigin: string
// Where the emulated eBay delivers its notices: what it sends goes to our function as it came.
const receiver = createServer(async (request, response) => {
  const body = await text(request)
  response.writeHead(await receive(body, String(request.headers['x-ebay-signature'] ?? ''))).end()
})
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  receiverOrigin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  world = await createEbayWorld([{ origins: [receiverOrigin] }])
  ann = await world.api.person('Ann')
  stranger = await world.api.person('Stranger')
  uploader = await world.api.teammate(ann, 'uploader')
})
afterAll(async () => {
  receiver.close()
  await world.close()
})
beforeEach(async () => {
  await world.reset()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const id = randomUUID()
const none = { params: { id } }
const RULE = { name: 'Steady', kind: 'percentage', percentage_bp: 500, interval_days: 7 }

async function withListings(): Promise<void> {
  await world.connect(ann)
  await world.work()
}
async function find(words: string) {
  const { body } = await world.api.call(listings, listingsContract.list, {
    as: ann,
    query: { q: words, status: 'all' },
  })
  const [item] = body.items
  if (!item) throw new Error(`no listing ${words}`)
  return item
}
const newStrategy = async (more: object = {}) =>
  (await world.api.call(strategies, strategiesContract.create, { as: ann, body: { ...RULE, ...more } })).body
const reduceNow = (body: object = { dry_run: false }) =>
  world.api.call(reduce, pricesContract.reduce, { as: ann, body })

describe('GET /api/ebay-auth', () => {
  test('200 leads to eBay with our RuName, our scopes and a state of its own', async () => {
    const answer = await world.api.call(auth, ebayContract.auth, { as: ann })
    const url = new URL(answer.body.auth_url)
    expect(url.searchParams.get('redirect_uri')).toBe(process.env.EBAY_RUNAME)
    expect(url.searchParams.get('scope')).toContain('sell.inventory')
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i)
  })
  test('403 for an uploader', async () => {
    expect((await world.api.call(auth, ebayContract.auth, { as: uploader })).status).toBe(403)
  })
  test('409 while this installation has no keyset', async () => {
    vi.stubEnv('EBAY_CLIENT_ID', '')
    const { status, problem } = await world.api.call(auth, ebayContract.auth, { as: ann })
    expect([status, problem.code]).toEqual([409, 'provider_not_configured'])
  })
})

describe('GET /api/ebay-callback', () => {
  test('302 connects, and asks for a first sync', async () => {
    expect(await world.comeBack(await world.signIn(ann))).toBe('/connections?ebay=connected')
    const jobs = await world.api.host.sql(`select kind from private.jobs where kind = 'ebay.sync'`)
    expect(jobs).toHaveLength(1)
  })
  test('302 says that somebody declined, that a state is foreign, or used up, and writes nothing', async () => {
    const signIn = await world.signIn(ann)
    const foreign = { ...signIn, cookie: 'opsyncpro_ebay_state=other' }
    expect(await world.comeBack(foreign)).toBe('/connections?ebay=failed&code=state_unknown')
    expect(await world.comeBack(signIn)).toBe('/connections?ebay=connected')
    expect(await world.comeBack(signIn)).toBe('/connections?ebay=failed&code=state_unknown')
    const declined = await world.signIn(ann, 'decline')
    expect(declined.query).toEqual({ error: 'access_denied' })
    expect(await world.comeBack({ ...declined, cookie: '' })).toBe('/connections?ebay=failed&code=state_unknown')
    expect(await world.comeBack(declined)).toBe('/connections?ebay=denied')
    expect(await world.comeBack(declined)).toBe('/connections?ebay=failed&code=state_unknown')
    expect(await world.api.host.sql('select 1 from public.ebay_connections')).toHaveLength(1)
  })
})

describe('GET /api/ebay-status', () => {
  test('200 says who is connected, and every token in the database is ciphertext', async () => {
    await world.connect(ann)
    const { body } = await world.api.call(status, ebayContract.status, { as: ann })
    expect(body).toMatchObject({ state: 'connected', ebay_username: 'dana_finds_deals', environment: 'sandbox' })
    const rows = JSON.stringify(await world.api.host.sql(`select * from private.connections where provider = 'ebay'`))
    expect(rows).not.toContain('v^1.1')
  })
  test('403 for an uploader', async () => {
    expect((await world.api.call(status, ebayContract.status, { as: uploader })).status).toBe(403)
  })
})

describe('POST /api/ebay-status/test', () => {
  const call = (as = ann) => world.api.call(statusTest, ebayContract.test, { as })
  test('200 when eBay knows the account', async () => {
    await world.connect(ann)
    expect((await call()).body.state).toBe('connected')
  })
  test('200 refreshes an old token once, also when two ask at once', async () => {
    await world.connect(ann)
    await world.run('expire_tokens', {})
    await world.api.host.exec(`update private.connections set access_token_expires_at = now() + interval '4 minutes'`)
    const answers = await Promise.all([call(), call(), call()])
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    const refreshes = (await world.ebay.control.requests()).filter((request) =>
      JSON.stringify(request).includes('"grant_type":"refresh_token"'),
    )
    expect(refreshes).toHaveLength(1)
  })
  test('403 for an uploader', async () => {
    expect((await call(uploader)).status).toBe(403)
  })
  test('409 when nothing is connected, and when eBay took the grant back', async () => {
    expect((await call()).problem.code).toBe('ebay_not_connected')
    await world.connect(ann)
    await world.run('revoke', { seller_id: DANA })
    const { status: code, problem } = await call()
    expect([code, problem.code]).toEqual([409, 'ebay_reconnect'])
    expect((await world.api.call(status, ebayContract.status, { as: ann })).body.state).toBe('reconnect')
    await world.connect(ann)
    expect((await call()).status).toBe(200)
  })
  test('502 when eBay refuses for a reason of its own', async () => {
    await world.connect(ann)
    vi.stubEnv('EBAY_APIZ_BASE_URL', `${world.ebay.url}/nowhere`)
    expect((await call()).status).toBe(502)
  })
  test('503 when eBay cannot answer', async () => {
    await world.connect(ann)
    await world.run('plan', { chances: { internal_error: 1 } })
    expect((await call()).status).toBe(503)
  })
})

describe('DELETE /api/ebay-status', () => {
  test('200 forgets the tokens, pauses reductions, and keeps listings and price history', async () => {
    await withListings()
    const { body } = await world.api.call(status, ebayContract.disconnect, { as: ann })
    expect(body.state).toBe('not_connected')
    expect((await world.api.call(settings, ebaySettingsContract.get, { as: ann })).body.reductions_paused).toBe(true)
    expect((await world.api.call(listings, listingsContract.list, { as: ann })).body.items.length).toBeGreaterThan(40)
  })
  test('403 for an uploader', async () => {
    expect((await world.api.call(status, ebayContract.disconnect, { as: uploader })).status).toBe(403)
  })
})

describe('GET /api/ebay-settings', () => {
  test('200 answers what holds', async () => {
    const { body } = await world.api.call(settings, ebaySettingsContract.get, { as: ann })
    expect(body).toMatchObject({ reductions_paused: false, skus_per_call: 1 })
  })
})

describe('PATCH /api/ebay-settings', () => {
  test('200 switches Pause all price drops on and says since when', async () => {
    const { body } = await world.api.call(settings, ebaySettingsContract.update, {
      as: ann,
      body: { reductions_paused: true },
    })
    expect(body.paused_at).not.toBeNull()
    expect((await world.api.call(settings, ebaySettingsContract.get, { as: stranger })).body.reductions_paused).toBe(
      false,
    )
  })
  test('403 for an uploader', async () => {
    const answer = await world.api.call(settings, ebaySettingsContract.update, {
      as: uploader,
      body: { reductions_paused: true },
    })
    expect(answer.status).toBe(403)
  })
})

describe('GET /api/webhooks/ebay', () => {
  const challenge = () => world.api.call(webhook, ebayNoticesContract.challenge, { query: { challenge_code: 'a71c' } })
  test('200 proves that the address is ours', async () => {
    const token = process.env.EBAY_VERIFICATION_TOKEN ?? ''
    const expected = createHash('sha256').update(`a71c${token}${process.env.SITE_URL}/api/webhooks/ebay`).digest('hex')
    expect((await challenge()).body).toEqual({ challengeResponse: expected })
  })
  test('404 while no token is configured', async () => {
    vi.stubEnv('EBAY_VERIFICATION_TOKEN', '')
    expect((await challenge()).status).toBe(404)
  })
})

describe('POST /api/webhooks/ebay', () => {
  const delivered: { status: number; body: unknown }[] = []
  beforeEach(() => {
    delivered.length = 0
  })

  test('503 while the key cannot be fetched: eBay sends it again', async () => {
    receive = async (rawBody, signature) => {
      const headers = { 'x-ebay-signature': signature }
      return (await world.api.call(webhook, ebayNoticesContract.accountDeleted, { rawBody, headers })).status
    }
    await world.run('plan', { chances: { internal_error: 1 } })
    const url = `${receiverOrigin}/api/webhooks/ebay`
    expect(await world.run('notify_deletion', { url, user_id: DANA })).toMatchObject({ statuses: [503] })
  })

  test('200 deletes everything kept of a closed account, once, for good', async () => {
    await withListings()
    receive = async (rawBody, signature) => {
      const answer = await world.api.call(webhook, ebayNoticesContract.accountDeleted, {
        rawBody,
        headers: { 'x-ebay-signature': signature },
      })
      delivered.push({ status: answer.status, body: answer.body })
      return answer.status
    }
    const url = `${receiverOrigin}/api/webhooks/ebay`
    for (const signature of ['tampered', 'foreign', 'none'])
      await world.run('notify_deletion', { url, user_id: DANA, signature })
    expect(delivered.map(({ status: code }) => code)).toEqual([401, 401, 401])
    expect((await world.api.host.sql('select 1 from public.listings')).length).toBeGreaterThan(0)
    await world.run('notify_deletion', { url, user_id: DANA, times: 2 })
    expect(delivered.slice(3)).toEqual([
      { status: 200, body: { is_new: true } },
      { status: 200, body: { is_new: false } },
    ])
    for (const table of ['listings', 'ebay_connections', 'listing_days', 'listing_sales', 'price_reduction_logs']) {
      expect(await world.api.host.sql(`select 1 from public.${table}`), table).toEqual([])
    }
  })
})

describe('GET /api/listings', () => {
  test('200 finds, filters, sorts and pages; a stranger meets nothing', async () => {
    await withListings()
    const page = (query: Record<string, string>) => world.api.call(listings, listingsContract.list, { as: ann, query })
    const all: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await page({ sort: '-price_cents', limit: '20', count: 'true', ...(cursor && { cursor }) })
      all.push(
        ...body.items.map(({ price_cents, id: listingId }) => `${String(price_cents).padStart(9, '0')} ${listingId}`),
      )
      if (body.next_cursor === null) {
        expect(all).toHaveLength(body.total ?? -1)
        break
      }
      cursor = body.next_cursor
    }
    expect(all).toEqual(all.toSorted().toReversed())
    expect(new Set(all).size).toBe(all.length)
    expect((await page({ q: 'jbl' })).body.items.map(({ title }) => title)[0]).toContain('JBL')
    expect((await page({ has_floor: 'true' })).body.items).toEqual([])
    const due = await page({ sort: 'due_at', limit: '20' })
    expect((await page({ sort: 'due_at', limit: '20', cursor: due.body.next_cursor ?? '' })).body.items).toHaveLength(
      20,
    )
    expect((await page({ sort: 'title', cursor: due.body.next_cursor ?? '' })).status).toBe(400)
    expect((await world.api.call(listings, listingsContract.list, { as: stranger })).body.items).toEqual([])
  })
})

describe('GET /api/listings/counts', () => {
  test('200 counts what stands where', async () => {
    await withListings()
    const { body } = await world.api.call(listingsCounts, listingsContract.counts, { as: ann })
    const truths = await world.truths()
    expect(body.sold_out).toBe(
      truths.filter(({ status: s, quantity_available }) => s !== 'ended' && quantity_available === 0).length,
    )
    expect(body.without_floor).toBe(body.active)
  })
  test('200 raises the alarm when cuts are due and no run ends well, and not while somebody paused them', async () => {
    await withListings()
    const since = async () =>
      (await world.api.call(listingsCounts, listingsContract.counts, { as: ann })).body.overdue_since
    await world.makeDue(ann, await world.strategy(ann))
    expect(await since()).not.toBeNull()
    await world.api.call(settings, ebaySettingsContract.update, { as: ann, body: { reductions_paused: true } })
    expect(await since()).toBeNull()
    await world.api.call(settings, ebaySettingsContract.update, { as: ann, body: { reductions_paused: false } })
    await reduceNow()
    await world.work()
    expect(await since()).toBeNull()
    // Nothing is due: runs of long ago are no alarm.
    await world.api.host.exec(`update public.price_runs set finished_at = now() - interval '1 day'`)
    expect(await since()).toBeNull()
  })
})

describe('PATCH /api/listings/:id', () => {
  const patch = (params: { id: string }, body: object, as = ann) =>
    world.api.call(listing, listingsContract.update, { as, params, body })
  test('200 sets floor, strategy and switch; the first cut is one interval away', async () => {
    await withListings()
    const { id: listingId, price_cents } = await find('JBL Tune')
    const { id: strategy_id } = await newStrategy()
    const { body } = await patch({ id: listingId }, { floor_cents: 2000, strategy_id, reductions_enabled: true })
    expect(body).toMatchObject({ floor_cents: 2000, strategy_id, reductions_enabled: true, price_cents })
    const hours = (Date.parse(body.due_at ?? '') - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(7 * 24 - 1.1)
    expect(hours).toBeLessThanOrEqual(7 * 24)
  })
  test('403 for an uploader', async () => {
    await withListings()
    expect((await patch({ id: (await find('JBL Tune')).id }, { floor_cents: 1 }, uploader)).status).toBe(403)
  })
  test("404 for another's listing, strategy or product", async () => {
    await withListings()
    const { id: listingId } = await find('JBL Tune')
    expect((await patch({ id: listingId }, { floor_cents: 1 }, stranger)).problem.code).toBe('listing_not_found')
    expect((await patch({ id: listingId }, { strategy_id: id })).problem.code).toBe('strategy_not_found')
    expect((await patch({ id: listingId }, { product_id: id })).problem.code).toBe('product_not_found')
  })
})

describe('POST /api/listings/bulk', () => {
  const bulk = (ids: string[], change: object, as = ann) =>
    world.api.call(listingsBulk, listingsContract.bulk, { as, body: { ids, patch: change } })
  test('200 proposes floors: 60% half-up, or what covers cost, fees and margin', async () => {
    await withListings()
    const [one, two] = [await find('JBL Tune'), await find('Beats Flex')]
    await bulk([one.id], { cost_cents: 1000 })
    expect((await bulk([one.id, two.id], { floor: { rule: 'cost' } })).body).toEqual({ changed: 2, without_cost: 1 })
    // (10.00 + 0.40) / (1 - 13.25% - 10%) = 13.5505, up to the cent
    expect((await find('JBL Tune')).floor_cents).toBe(1356)
    await bulk([one.id, two.id], { floor: { rule: 'share', share_bp: 6000 } })
    expect((await find('JBL Tune')).floor_cents).toBe(1356)
    expect((await find('Beats Flex')).floor_cents).toBe(Math.floor((two.price_cents * 6000 + 5000) / 10_000))
    expect((await bulk([one.id], { floor_cents: 1 }, stranger)).status).toBe(200)
    expect((await find('JBL Tune')).floor_cents).toBe(1356)
  })
  test('200 changes a listing that has a floor as well as one without', async () => {
    await withListings()
    const { id: listingId } = await find('JBL Tune')
    await bulk([listingId], { floor_cents: 500 })
    expect((await bulk([listingId], { reductions_enabled: true })).body).toEqual({ changed: 1, without_cost: 0 })
    expect((await find('JBL Tune')).reductions_enabled).toBe(true)
  })
  test('403 for an uploader', async () => {
    expect((await bulk([id], { is_hidden: true }, uploader)).status).toBe(403)
  })
  test('404 for a strategy that is not there', async () => {
    expect((await bulk([id], { strategy_id: id })).status).toBe(404)
  })
})

describe('GET /api/listings/:id', () => {
  const get = (listingId: string, as = ann) =>
    world.api.call(listing, listingsContract.get, { as, params: { id: listingId } })
  test('200 shows one listing as the list does, hidden or not', async () => {
    await withListings()
    const item = await find('JBL Tune')
    await world.api.call(listing, listingsContract.update, {
      as: ann,
      params: { id: item.id },
      body: { is_hidden: true },
    })
    expect((await get(item.id)).body).toMatchObject({ id: item.id, title: item.title, is_hidden: true, prices: [] })
  })
  test("404 for another's listing", async () => {
    await withListings()
    expect((await get((await find('JBL Tune')).id, stranger)).status).toBe(404)
  })
})

describe('GET /api/listings/:id/history', () => {
  const history = (listingId: string, as = ann) =>
    world.api.call(listingHistory, listingsContract.history, { as, params: { id: listingId } })
  test('200 shows recorded days, changes somebody made on eBay, and sales', async () => {
    await withListings()
    const item = await find('JBL Tune')
    await world.run('sell', { item_id: item.ebay_item_id, quantity: 1 })
    await world.run('edit', { item_id: item.ebay_item_id, price_cents: 3300 })
    await world.api.call(listingsSync, listingsContract.sync, { as: ann })
    await world.work()
    const { body } = await history(item.id)
    expect(body.days).toMatchObject([{ price_cents: 3300, quantity_sold: item.quantity_sold + 1 }])
    expect(body.changes).toMatchObject([
      { kind: 'ebay', old_price_cents: item.price_cents, new_price_cents: 3300, state: 'confirmed' },
    ])
    expect(body.sales).toMatchObject([{ quantity: 1, price_cents: item.price_cents }])
  })
  test("404 for another's listing", async () => {
    await withListings()
    expect((await history((await find('JBL Tune')).id, stranger)).status).toBe(404)
  })
})

describe('POST /api/listings/:id/price', () => {
  const setPrice = (listingId: string, body: object, as = ann) =>
    world.api.call(listingPrice, listingsContract.setPrice, { as, params: { id: listingId }, body })
  test('201 changes the price in any direction, for both kinds, and the price history says who', async () => {
    await withListings()
    for (const words of ['JBL Tune', 'Beats Flex']) {
      const item = await find(words)
      const { status: code, body } = await setPrice(item.id, { price_cents: item.price_cents + 111 })
      expect([code, body.kind, body.state, body.actor_name]).toEqual([201, 'manual', 'planned', 'ann'])
      await world.work()
      const truth = (await world.truths()).find(({ item_id }) => item_id === item.ebay_item_id)
      expect(truth).toMatchObject({ price_cents: item.price_cents + 111, quantity_available: item.quantity_available })
      expect((await find(words)).price_cents).toBe(item.price_cents + 111)
    }
  })
  test('403 for an uploader', async () => {
    await withListings()
    expect((await setPrice((await find('JBL Tune')).id, { price_cents: 1 }, uploader)).status).toBe(403)
  })
  test("404 for another's listing", async () => {
    await withListings()
    expect((await setPrice((await find('JBL Tune')).id, { price_cents: 1 }, stranger)).status).toBe(404)
  })
  test('409 below the floor naming both amounts, unless confirmed; the same price; a change under way; variations; an auction', async () => {
    await withListings()
    const { id: listingId, price_cents } = await find('JBL Tune')
    await world.api.call(listing, listingsContract.update, {
      as: ann,
      params: { id: listingId },
      body: { floor_cents: 3000 },
    })
    const refused = await setPrice(listingId, { price_cents: 2500 })
    expect([refused.problem.code, refused.problem.detail]).toEqual([
      'below_floor',
      expect.stringMatching(/30\.00 USD.*25\.00/),
    ])
    expect((await setPrice(listingId, { price_cents })).problem.code).toBe('price_unchanged')
    expect((await setPrice(listingId, { price_cents: 2500, is_below_floor_confirmed: true })).status).toBe(201)
    expect((await setPrice(listingId, { price_cents: 3100 })).problem.code).toBe('change_open')
    expect((await setPrice((await find('Comfort Colors')).id, { price_cents: 1 })).problem.code).toBe(
      'listing_has_variations',
    )
    expect((await setPrice((await find('Auction:')).id, { price_cents: 1 })).problem.code).toBe('listing_is_auction')
    await world.work()
    expect((await find('JBL Tune')).price_cents).toBe(2500)
  })
})

describe('POST /api/listings/sync', () => {
  const sync = (as = ann) => world.api.call(listingsSync, listingsContract.sync, { as })
  test('202 reads again, and twice at once is one sync', async () => {
    await withListings()
    expect((await sync()).status).toBe(202)
    expect((await sync()).status).toBe(202)
    expect(
      await world.api.host.sql(`select 1 from private.jobs where kind = 'ebay.sync' and finished_at is null`),
    ).toHaveLength(1)
  })
  test('403 for an uploader', async () => {
    expect((await sync(uploader)).status).toBe(403)
  })
  test('409 when nothing is connected', async () => {
    expect((await sync()).problem.code).toBe('ebay_not_connected')
  })
})

describe('GET /api/listings/sync', () => {
  test('200 says how the newest went, and null before the first', async () => {
    const last = () => world.api.call(listingsSync, listingsContract.lastSync, { as: ann })
    expect((await last()).body).toEqual({ sync: null })
    await withListings()
    expect((await last()).body.sync).toMatchObject({ state: 'finished', is_complete: true, seen: 49 })
  })
})

describe('GET /api/strategies', () => {
  test('200 lists them by name with how many listings use each', async () => {
    await newStrategy({ name: 'Zoom' })
    await newStrategy({ name: 'Amble' })
    const { body } = await world.api.call(strategies, strategiesContract.list, { as: ann })
    expect(body.items.map(({ name, listing_count, is_live }) => [name, listing_count, is_live])).toEqual([
      ['Amble', 0, false],
      ['Zoom', 0, false],
    ])
    expect((await world.api.call(strategies, strategiesContract.list, { as: stranger })).body.items).toEqual([])
  })
})

describe('POST /api/strategies', () => {
  const create = (body: object, as = ann) => world.api.call(strategies, strategiesContract.create, { as, body })
  test('201 saves it as a preview', async () => {
    const { status: code, body } = await create({ ...RULE, kind: 'fixed', percentage_bp: undefined, amount_cents: 300 })
    expect([code, body.is_live, body.kind, body.amount_cents]).toEqual([201, false, 'fixed', 300])
  })
  test('403 for an uploader', async () => {
    expect((await create(RULE, uploader)).status).toBe(403)
  })
  test('409 for a name that is taken, in any case', async () => {
    await create(RULE)
    expect((await create({ ...RULE, name: 'STEADY' })).problem.code).toBe('name_taken')
  })
})

describe('PATCH /api/strategies/:id', () => {
  const patch = (strategyId: string, body: object, as = ann, headers = {}) =>
    world.api.call(strategy, strategiesContract.update, { as, params: { id: strategyId }, body, headers })
  test('200 goes live, and the waiting of its listings begins then', async () => {
    await withListings()
    const { id: strategyId } = await newStrategy()
    await world.makeDue(ann, strategyId)
    expect((await patch(strategyId, { is_live: true })).body).toMatchObject({
      is_live: true,
      live_since: expect.any(String),
    })
    expect((await reduceNow({ dry_run: true })).body.counts.changes).toBe(0)
  })
  test('403 for an uploader', async () => {
    expect((await patch((await newStrategy()).id, { is_active: false }, uploader)).status).toBe(403)
  })
  test("404 for another's", async () => {
    expect((await patch((await newStrategy()).id, { is_active: false }, stranger)).status).toBe(404)
  })
  test('409 for a taken name, and when somebody changed it meanwhile', async () => {
    const { id: strategyId, updated_at } = await newStrategy()
    await newStrategy({ name: 'Other' })
    expect((await patch(strategyId, { ...RULE, name: 'Other' })).problem.code).toBe('name_taken')
    await patch(strategyId, { is_active: false })
    const stale = await patch(strategyId, { is_active: true }, ann, { 'if-match': updated_at })
    expect([stale.problem.code, stale.problem.current]).toEqual([
      'row_changed',
      expect.objectContaining({ is_active: false }),
    ])
  })
})

describe('DELETE /api/strategies/:id', () => {
  const remove = (strategyId: string, as = ann) =>
    world.api.call(strategy, strategiesContract.remove, { as, params: { id: strategyId } })
  test('200 deletes one no listing uses', async () => {
    const { id: strategyId } = await newStrategy()
    expect((await remove(strategyId)).status).toBe(200)
    expect((await world.api.call(strategies, strategiesContract.list, { as: ann })).body.items).toEqual([])
  })
  test('403 for an uploader', async () => {
    expect((await remove((await newStrategy()).id, uploader)).status).toBe(403)
  })
  test("404 for another's", async () => {
    expect((await remove((await newStrategy()).id, stranger)).status).toBe(404)
  })
  test('409 says by how many listings it is used', async () => {
    await withListings()
    const { id: strategyId } = await newStrategy()
    await world.makeDue(ann, strategyId, { where: `title like '%JBL%'` })
    const { problem } = await remove(strategyId)
    expect([problem.code, problem.detail]).toEqual(['strategy_in_use', expect.stringMatching(/^\d+ listings? use/)])
  })
})

describe('POST /api/strategies/preview', () => {
  test('200 shows the next three cuts and the floor of each listing, and writes nothing', async () => {
    await withListings()
    await world.api.host.exec('update public.listings set floor_cents = price_cents * 8 / 10')
    const { name: _, ...rule } = RULE
    const { body } = await world.api.call(preview, strategiesContract.preview, { as: ann, body: { rule } })
    expect(body.counts.will_be_cut).toBeGreaterThan(40)
    const first = body.items[0]
    expect(first?.next_cuts).toHaveLength(3)
    expect(first?.next_cuts[0]?.price_cents).toBe(Math.floor(((first?.price_cents ?? 0) * 9500 + 5000) / 10_000))
    // Five cuts; the run that makes the last is up to four hours after its time.
    expect([35, 36]).toContain(first?.days_to_floor)
    expect(body.never_by_reason).toMatchObject({ auction: 1 })
  })
  test("404 for another's strategy", async () => {
    const answer = await world.api.call(preview, strategiesContract.preview, { as: ann, body: { strategy_id: id } })
    expect(answer.status).toBe(404)
  })
})

describe('POST /api/reduce-prices', () => {
  test('200 says what a run would do without a call or a write, and then does exactly that', async () => {
    await withListings()
    await world.makeDue(ann, await world.strategy(ann))
    const calls = (await world.ebay.control.requests()).length
    const dry = await reduceNow({ dry_run: true })
    expect(dry.body.run_id).toBeNull()
    expect(await world.ebay.control.requests()).toHaveLength(calls)
    expect(await world.api.host.sql('select 1 from public.price_reduction_logs')).toEqual([])
    const { body } = await reduceNow()
    await world.work()
    const { body: priceHistory } = await world.api.call(logs, pricesContract.list, {
      as: ann,
      query: { limit: '200', run_id: body.run_id ?? '' },
    })
    const told = (rows: { listing_id: string | null; new_price_cents: number }[]) =>
      rows.map(({ listing_id, new_price_cents }) => `${listing_id} ${new_price_cents}`).toSorted()
    expect(told(priceHistory.items)).toEqual(told(dry.body.changes))
    expect(
      (await world.api.call(reduce, pricesContract.reduce, { as: stranger, body: { dry_run: true } })).body.counts
        .looked_at,
    ).toBe(0)
  })
  test('403 for an uploader', async () => {
    const answer = await world.api.call(reduce, pricesContract.reduce, { as: uploader, body: { dry_run: false } })
    expect(answer.status).toBe(403)
  })
  test('409 while paused, on vacation, or not connected', async () => {
    expect((await reduceNow()).problem.code).toBe('ebay_not_connected')
    await world.connect(ann)
    await world.api.call(settings, ebaySettingsContract.update, { as: ann, body: { reductions_paused: true } })
    expect((await reduceNow()).problem.code).toBe('reductions_paused')
    const vacation_until = new Date(Date.now() + 86_400_000).toISOString()
    await world.api.call(settings, ebaySettingsContract.update, {
      as: ann,
      body: { reductions_paused: false, vacation_until },
    })
    expect((await reduceNow()).problem.detail).toMatch(/Vacation/)
  })
  test('200 lowers the selected listings only, and says why it skips the others among them', async () => {
    await withListings()
    await world.makeDue(ann, await world.strategy(ann))
    const [lowered, off, untouched] = [await find('JBL Tune'), await find('Beats Flex'), await find('LEGO City')]
    await world.api.call(listing, listingsContract.update, {
      as: ann,
      params: { id: off.id },
      body: { reductions_enabled: false },
    })
    const listing_ids = [lowered.id, off.id]
    const { body: plan } = await world.api.call(pricesPreview, pricesContract.preview, {
      as: ann,
      body: { listing_ids },
    })
    expect(plan.counts).toEqual({ looked_at: 2, changes: 1, skipped: 1 })
    expect(plan.skipped).toMatchObject([{ listing_id: off.id, reason: 'reductions_off' }])
    await reduceNow({ dry_run: false, listing_ids })
    await world.work()
    const { body } = await world.api.call(logs, pricesContract.list, { as: ann })
    expect(body.items.map(({ listing_id, state }) => [listing_id, state])).toEqual([[lowered.id, 'confirmed']])
    expect((await find('LEGO City')).price_cents).toBe(untouched.price_cents)
  })
  test('409 while a run of another selection is under way; the same selection is that run', async () => {
    await withListings()
    await world.makeDue(ann, await world.strategy(ann))
    const [one, two] = [await find('JBL Tune'), await find('Beats Flex')]
    const first = await reduceNow({ dry_run: false, listing_ids: [one.id] })
    expect((await reduceNow({ dry_run: false, listing_ids: [one.id] })).body.run_id).toBe(first.body.run_id)
    const { status: code, problem } = await reduceNow({ dry_run: false, listing_ids: [two.id] })
    expect([code, problem.code, problem.detail]).toEqual([
      409,
      'price_run_running',
      'Another run is under way. Wait for its end, or stop it with Pause all price drops.',
    ])
  })
})

async function afterARun() {
  await withListings()
  await world.makeDue(ann, await world.strategy(ann))
  const before = await world.truths()
  const { body } = await reduceNow()
  await world.work()
  return { before, runId: body.run_id ?? '' }
}

describe('GET /api/price-runs', () => {
  test('200 says what became of everything due', async () => {
    await afterARun()
    const { body } = await world.api.call(runs, pricesContract.runs, { as: ann })
    const [run] = body.items
    const settled = Object.values(run?.counts ?? {}).reduce((sum, count) => sum + (count ?? 0), 0)
    const skipped = Object.values(run?.skipped ?? {}).reduce((sum, count) => sum + count, 0)
    expect(settled + skipped).toBe(run?.due)
    expect(run).toMatchObject({
      state: 'finished',
      started_by: 'person',
      requested_by_name: 'ann',
      counts: { confirmed: settled },
    })
    expect(run?.taken_off.map(({ currency }) => currency)).toEqual(['GBP', 'USD'])
  })
})

describe('GET /api/price-runs/:id', () => {
  const getRun = (id: string, as = ann) => world.api.call(runOf, pricesContract.run, { as, params: { id } })
  test('200 is the run as the list has it', async () => {
    const { runId } = await afterARun()
    const { body } = await world.api.call(runs, pricesContract.runs, { as: ann })
    expect((await getRun(runId)).body).toEqual(body.items.find(({ id }) => id === runId))
  })
  test("404 for another workspace's run, and one that never was", async () => {
    const { runId } = await afterARun()
    for (const answer of [await getRun(runId, stranger), await getRun(crypto.randomUUID())])
      expect(answer).toMatchObject({ status: 404, problem: { code: 'price_run_not_found' } })
  })
})

describe('POST /api/reduce-prices/preview', () => {
  test('200 says what a run would do, and neither it nor a dry run remembers anything under a key', async () => {
    await withListings()
    await world.makeDue(ann, await world.strategy(ann))
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const asked = await world.api.call(pricesPreview, pricesContract.preview, { as: ann, body: {}, headers })
    const dry = await world.api.call(reduce, pricesContract.reduce, { as: ann, body: { dry_run: true }, headers })
    expect(asked.status).toBe(200)
    expect(asked.body).toEqual(dry.body)
    expect(asked.body.counts.changes).toBeGreaterThan(0)
    expect(await world.api.host.sql('select 1 from private.idempotency_keys')).toEqual([])
    const run = await world.api.call(reduce, pricesContract.reduce, { as: ann, body: { dry_run: false }, headers })
    const again = await world.api.call(reduce, pricesContract.reduce, { as: ann, body: { dry_run: false }, headers })
    expect(again.body).toEqual(run.body)
  })
})

describe('POST /api/price-runs/:id/undo', () => {
  const undo = (runId: string, as = ann) =>
    world.api.call(runUndo, pricesContract.undoRun, { as, params: { id: runId } })
  test('201 brings every price back, but not those changed since', async () => {
    const { before, runId } = await afterARun()
    const changed = await find('JBL Tune')
    await world.api.call(listingPrice, listingsContract.setPrice, {
      as: ann,
      params: { id: changed.id },
      body: { price_cents: 3456 },
    })
    await world.work()
    const { status: code, body } = await undo(runId)
    expect([code, body.started_by, body.skipped]).toEqual([201, 'undo', { changed_meanwhile: 1 }])
    await world.work()
    const listed = (await world.api.call(runs, pricesContract.runs, { as: ann, query: {} })).body.items
    expect(listed.map((run) => [run.id, run.undone_by])).toEqual([
      [body.id, null],
      [runId, body.id],
    ])
    for (const truth of await world.truths()) {
      const was = before.find(({ item_id }) => item_id === truth.item_id)
      expect(truth.price_cents, truth.title).toBe(truth.item_id === changed.ebay_item_id ? 3456 : was?.price_cents)
    }
  })
  test('403 for an uploader', async () => {
    expect((await undo(id, uploader)).status).toBe(403)
  })
  test("404 for another's run", async () => {
    const { runId } = await afterARun()
    expect((await undo(runId, stranger)).status).toBe(404)
  })
  test('409 for a run that changed nothing, or while one is under way', async () => {
    await withListings()
    const { body } = await reduceNow()
    expect((await undo(body.run_id ?? '')).problem.code).toBe('price_run_running')
    await world.work()
    expect((await undo(body.run_id ?? '')).problem.code).toBe('cannot_undo')
  })
  test('409 when every price of the run was changed since, and says by whom', async () => {
    await withListings()
    await world.makeDue(ann, await world.strategy(ann), { where: `title like 'JBL Tune%'` })
    const { body } = await reduceNow()
    await world.work()
    const changed = await find('JBL Tune')
    await world.api.call(listingPrice, listingsContract.setPrice, {
      as: ann,
      params: { id: changed.id },
      body: { price_cents: 3456 },
    })
    await world.work()
    const { problem } = await undo(body.run_id ?? '')
    expect([problem.code, problem.detail]).toEqual([
      'cannot_undo',
      expect.stringMatching(/ann .*Nothing was undone\.$/i),
    ])
  })
})

describe('GET /api/price-reduction-logs', () => {
  test('200 filters and pages, newest first; a stranger meets nothing', async () => {
    await afterARun()
    const list = (query: Record<string, string>, as = ann) => world.api.call(logs, pricesContract.list, { as, query })
    const { body: first } = await list({ limit: '10', count: 'true' })
    const { body: second } = await list({ limit: '10', cursor: first.next_cursor ?? '' })
    expect(new Set([...first.items, ...second.items].map((change) => change.id)).size).toBe(20)
    expect((await list({ q: 'jbl', kind: 'scheduled', state: 'confirmed' })).body.items[0]?.title).toContain('JBL')
    expect((await list({ state: 'open' })).body.items).toEqual([])
    expect((await list({}, stranger)).body.items).toEqual([])
  })
})

describe('GET /api/price-reduction-logs/export', () => {
  test('200 writes the same rows as CSV, with amounts a machine reads', async () => {
    await afterARun()
    const answer = await world.api.call(logsExport, pricesContract.export, { as: ann, query: { q: 'JBL Tune' } })
    const [head, row] = new TextDecoder().decode(answer.body.bytes).split('\r\n')
    expect(head).toContain('planned_at,ebay_item_id')
    expect(row).toMatch(/,scheduled,confirmed,34\.95,33\.20,/)
  })
})

describe('POST /api/price-reduction-logs/:id/undo', () => {
  const undo = (changeId: string, as = ann) =>
    world.api.call(logUndo, pricesContract.undo, { as, params: { id: changeId } })
  const changeOf = async (words: string) => {
    const { body } = await world.api.call(logs, pricesContract.list, { as: ann, query: { q: words } })
    const [change] = body.items
    if (!change) throw new Error(`no change of ${words}`)
    return change
  }
  test('201 restores the earlier price the same careful way, and the change says it was undone', async () => {
    await afterARun()
    const change = await changeOf('JBL Tune')
    const { status: code, body } = await undo(change.id)
    expect([code, body.kind, body.new_price_cents, body.undo_of]).toEqual([
      201,
      'undo',
      change.old_price_cents,
      change.id,
    ])
    await world.work()
    const truth = (await world.truths()).find(({ title }) => title.includes('JBL Tune'))
    expect(truth?.price_cents).toBe(change.old_price_cents)
    const { body: all } = await world.api.call(logs, pricesContract.list, { as: ann, query: { q: 'JBL Tune' } })
    expect(all.items.map(({ kind, is_undone }) => [kind, is_undone])).toEqual([
      ['undo', false],
      ['scheduled', true],
    ])
    // The price that was asked back is not cut again in the next run.
    expect((await reduceNow({ dry_run: true, listing_ids: [change.listing_id] })).body.changes).toEqual([])
  })
  test('403 for an uploader', async () => {
    expect((await undo(id, uploader)).status).toBe(403)
  })
  test("404 for another's change", async () => {
    await afterARun()
    expect((await undo((await changeOf('JBL Tune')).id, stranger)).status).toBe(404)
    expect((await world.api.call(logUndo, pricesContract.undo, { as: ann, ...none })).status).toBe(404)
  })
  test('409 when the price was changed since', async () => {
    await afterARun()
    const change = await changeOf('JBL Tune')
    await undo(change.id)
    await world.work()
    expect((await undo(change.id)).problem.code).toBe('cannot_undo')
  })
})
