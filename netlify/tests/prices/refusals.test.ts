import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createEbayWorld, type EbayWorld } from '../../testing/ebay-world.ts'
import { createPriceRuns, holdRequests } from '../../testing/price-runs.ts'

let world: EbayWorld
let ann: TestPerson
beforeAll(async () => {
  world = await createEbayWorld()
  ann = await world.api.person('Ann')
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.reset()
  await world.connect(ann)
  await world.work()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const { changes, truth, due, run, sync, look, reconcile, listing, lastRun } = createPriceRuns(
  () => world,
  () => ann,
)
const TRADING = 'JBL Tune'
const INVENTORY = 'Beats Flex'
const BOTH = { where: `title like '%${TRADING}%' or title like '%${INVENTORY}%'` }
const sql = (statement: string, parameters: unknown[] = []) => world.api.host.sql(statement, parameters)
const waitsForPerson = () => sql('select 1 from public.listings where parked_code is not null')
const refuse = async (words: string, code: string, message: string) =>
  world.run('refuse', { item_id: (await truth(words)).item_id, code, message })

/** The next request with these words gets this answer, and eBay is not asked. */
function answerOnce(words: RegExp, xml: string) {
  const alive = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    if (!words.test(String(init?.body ?? ''))) return alive(input, init)
    globalThis.fetch = alive
    return new Response(xml, { headers: { 'content-type': 'text/xml' } })
  }
  onTestFinished(() => {
    globalThis.fetch = alive
  })
}

describe('a refusal of one listing', () => {
  test.each([
    ['an invalid price', TRADING, '73'],
    ['an invalid price', INVENTORY, '25003'],
  ])('%s (%s %s) is its own permanent error: a person looks', async (_, words, code) => {
    await due(BOTH)
    await refuse(words, code, 'The price is not valid.')
    await run()
    expect(await listing(words)).toMatchObject({
      parked_code: `ebay_${code}`,
      parked_reason: 'The price is not valid.',
    })
    expect(await waitsForPerson()).toHaveLength(1)
  })

  test.each([
    ['a best offer is open', TRADING, '21919028'],
    ['a bid or best offer is open', INVENTORY, '25038'],
    ['a best offer is open, or it ends soon', INVENTORY, '25040'],
    ['the revisions of the day are used up', TRADING, '21919165'],
    ['a code nobody has seen', TRADING, '99999999'],
    ['a code nobody has seen', INVENTORY, '29999'],
  ])('%s (%s %s) passes by itself, and nobody has to look', async (_, words, code) => {
    await due(BOTH)
    await refuse(words, code, 'Not now.')
    await run()
    expect(await waitsForPerson()).toEqual([])
    expect(await listing(words)).toMatchObject({ held_code: `ebay_${code}`, held_reason: 'Not now.' })
    await run()
    expect(await changes(words)).toHaveLength(1)
    await world.run('refuse_clear', {})
    await world.pass(13 * 60)
    await run()
    expect(await changes(words)).toMatchObject([{ state: 'rejected' }, { state: 'confirmed' }])
  })

  test.each([
    ['ended', '291'],
    ["deleted or not the seller's", '17'],
  ])("%s (%s) is no error of a person's: back on sale, it is eligible again", async (_, code) => {
    await due(BOTH)
    await refuse(TRADING, code, 'You cannot revise this listing.')
    await run()
    expect(await waitsForPerson()).toEqual([])
    expect(await listing(TRADING)).toMatchObject({ status: 'ended' })
    await world.run('refuse_clear', {})
    await run()
    expect(await listing(TRADING)).toMatchObject({ status: 'active' })
    expect(await changes(TRADING)).toMatchObject([{ state: 'rejected' }, { state: 'confirmed' }])
  })

  test('that names none of the listings of its call is asked of each: only the bad one waits for a person', async () => {
    await world.ebay.control.seed({ catalog: 'empty' })
    const titles = ['Lamp A', 'Lamp B', 'Lamp C', 'Lamp D']
    const lamp = { price_cents: 4000, kind: 'trading', quantity: 3 }
    await world.ebay.control.seed({ listings: titles.map((title) => ({ ...lamp, title, sku: title })) })
    await sync()
    await due()
    await refuse('Lamp B', '73', 'Invalid price.')
    answerOnce(
      /ReviseInventoryStatusRequest.*(?:<ItemID>.*){2}/s,
      `<ReviseInventoryStatusResponse xmlns="urn:ebay:apis:eBLBaseComponents"><Ack>Failure</Ack><Errors><ShortMessage>Invalid price.</ShortMessage>
       <ErrorCode>73</ErrorCode><SeverityCode>Error</SeverityCode></Errors></ReviseInventoryStatusResponse>`,
    )
    await run()
    expect(await sql('select title from public.listings where parked_code is not null')).toEqual([{ title: 'Lamp B' }])
    expect((await changes()).filter(({ state }) => state === 'confirmed')).toHaveLength(3)
  })

  test('a price under 0.99 is refused for good by both', async () => {
    await due({ ...BOTH, floor: '1' }, { percentage_bp: 9000 })
    for (const words of [TRADING, INVENTORY])
      await world.run('edit', { item_id: (await truth(words)).item_id, price_cents: 200 })
    await world.pass(60)
    await run()
    expect(await waitsForPerson()).toHaveLength(2)
    expect((await world.truths()).some(({ price_cents }) => price_cents < 99)).toBe(false)
  })
})

describe('a refusal of the account', () => {
  test('stops the run with words, and no listing waits for a person', async () => {
    await due({})
    await world.run('edit_seller', { selling_limit_reached: true })
    await run()
    expect(await lastRun()).toMatchObject({
      state: 'stopped',
      stop_code: 'ebay_account_refused',
      stop_reason: expect.stringMatching(/eBay does not take price changes of this account now/),
    })
    expect(await waitsForPerson()).toEqual([])
    expect(await sql('select 1 from public.listings where held_until is not null')).toEqual([])
    expect(await sql(`select 1 from public.price_reduction_logs where state = 'planned'`)).toEqual([])
    await world.run('edit_seller', { selling_limit_reached: false })
    await reconcile()
    await run()
    expect((await changes()).filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(30)
  })
})

describe('an answer that is not from eBay itself', () => {
  test.each([
    [TRADING, 'ReviseInventoryStatus', 'edge_refusal', 0],
    [INVENTORY, 'bulkUpdatePriceQuantity', 'edge_refusal', 0],
    [TRADING, 'ReviseInventoryStatus', 'edge_refusal_after', 1],
    [INVENTORY, 'bulkUpdatePriceQuantity', 'edge_refusal_after', 1],
  ])('%s: a page of HTML (%s, %s) is unknown, never a refusal', async (words, call, kind, done) => {
    await due({ where: `title like '%${words}%'` })
    await world.run('fail_next', { kind, call })
    await run()
    expect((await truth(words)).revisions_today).toBe(done)
    await world.pass(3)
    await look()
    const state = done === 1 ? 'confirmed' : 'unknown'
    expect(await changes(words)).toMatchObject([{ state, send_count: 1 }])
    expect(await waitsForPerson()).toEqual([])
    await world.pass(16)
    await look()
    await run()
    expect((await truth(words)).revisions_today).toBe(1)
    expect((await changes(words)).at(-1)).toMatchObject({ state: 'confirmed' })
  })

  test.each(['GetMyeBaySelling', 'getInventoryItems', 'getOffers', 'getOffer', 'GetItem'])(
    'on a question (%s) it ends nothing',
    async (call) => {
      await sql('update public.listings set offer_id = null')
      await world.run('fail_next', { kind: 'edge_refusal', call, times: 3 })
      await sync(2)
      expect(await sql(`select 1 from public.listings where status = 'ended'`)).toEqual([])
      await sync()
      expect(await sql(`select state from public.ebay_syncs order by started_at desc limit 1`)).toEqual([
        { state: 'finished' },
      ])
    },
  )
})

describe('the other interface', () => {
  test('an offer that vanished (25713) is looked up, and the price goes through Trading', async () => {
    await due({ where: `title like '%${INVENTORY}%'` })
    await world.run('lose_offer', { sku: (await truth(INVENTORY)).sku })
    await run()
    expect(await changes(INVENTORY)).toMatchObject([{ state: 'confirmed' }])
    expect(await listing(INVENTORY)).toMatchObject({ management_kind: 'trading', parked_code: null })
  })

  test('a listing that moved to the Inventory API goes through its new offer', async () => {
    await due({ where: `title like '%${TRADING}%'` })
    const { item_id } = await truth(TRADING)
    await world.run('move_to_inventory', { item_id, sku: 'MOVED-1' })
    await sql(`update public.listings set sku = 'MOVED-1' where ebay_item_id = $1`, [item_id])
    await run()
    expect(await changes(TRADING)).toMatchObject([{ state: 'confirmed' }])
    expect(await listing(TRADING)).toMatchObject({ management_kind: 'inventory' })
  })

  test('more SKUs in a call than eBay takes: one by one, and all are lowered', async () => {
    await due({ where: `management_kind = 'inventory'` })
    await sql('update public.ebay_settings set skus_per_call = 20')
    await run()
    const rows = await changes()
    expect(rows.length).toBeGreaterThan(5)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['confirmed']))
    expect(await waitsForPerson()).toEqual([])
  })

  test('a SKU with spaces around it is matched, and its price goes out', async () => {
    await world.ebay.control.seed({
      listings: [{ title: 'Spaced lamp', price_cents: 5000, kind: 'inventory', sku: ' SPACED 1 ', quantity: 3 }],
    })
    await sync()
    await sync()
    await due({ where: `title like '%Spaced lamp%'` })
    await run()
    expect(await listing('Spaced lamp')).toMatchObject({ management_kind: 'inventory', sku: ' SPACED 1 ' })
    expect(await changes('Spaced lamp')).toMatchObject([{ state: 'confirmed' }])
  })
})

describe('one bad item', () => {
  test('in the inventory list is an error row; everything else is read, the sync ends and the run runs', async () => {
    const { sku } = await truth(INVENTORY)
    await sql('update public.listings set offer_id = null, management_kind = $1', ['trading'])
    await world.run('break_sku', { sku })
    await due({})
    await sync()
    const [last] = await sql('select * from public.ebay_syncs order by started_at desc limit 1')
    expect(last).toMatchObject({ state: 'finished', is_complete: true })
    expect(last?.error_rows).toContainEqual(expect.objectContaining({ message: expect.stringMatching(/25707/) }))
    const linked = await sql(`select 1 from public.listings where management_kind = 'inventory'`)
    const managed = (await world.truths()).filter(({ kind, status }) => kind === 'inventory' && status !== 'ended')
    expect(linked).toHaveLength(managed.length - 1)
    await run()
    expect(await lastRun()).toMatchObject({ state: 'finished' })
    expect((await changes()).filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(30)
  })

  test('more listings than eBay shows: what is shown is read, nothing is ended, and the sync says so', async () => {
    await world.ebay.control.seed({ active_list_cap: 200, generate: { count: 450, seller_id: 'ma8vp1jySJC' } })
    await sync()
    const [last] = await sql('select * from public.ebay_syncs order by started_at desc limit 1')
    expect(last).toMatchObject({ state: 'finished', is_complete: false, ended: 0, seen: 200 })
    expect(last?.error_rows).toContainEqual(
      expect.objectContaining({ message: expect.stringMatching(/eBay shows the first .* of your .* active listings/) }),
    )
    await due({})
    await run()
    expect(await lastRun()).toMatchObject({ state: 'finished' })
  })

  const refusalOf = (page: number) => ({
    match: {
      headers: { 'x-ebay-api-call-name': 'GetMyeBaySelling' },
      body_includes: `<PageNumber>${page}</PageNumber>`,
    },
    times: 100,
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: '<?xml version="1.0"?><GetMyeBaySellingResponse xmlns="urn:ebay:apis:eBLBaseComponents"><Ack>Failure</Ack><Errors><ShortMessage>Bad.</ShortMessage><LongMessage>This page has a bad item.</LongMessage><ErrorCode>20170</ErrorCode><SeverityCode>Error</SeverityCode></Errors></GetMyeBaySellingResponse>',
  })
  test('on a page of listings leaves the other pages to be read: nothing is ended, and the page is an error row', async () => {
    await world.ebay.control.seed({ generate: { count: 450, seller_id: 'ma8vp1jySJC' } })
    await sync()
    const known = (await sql(`select 1 from public.listings where status in ('active', 'sold_out')`)).length
    await world.ebay.control.addFault(refusalOf(2))
    await sql(`update public.listings set title = 'As it was before'`)
    await world.run('end', { item_id: (await truth(TRADING)).item_id })
    await sync()
    const [row] = await sql('select * from public.ebay_syncs order by started_at desc limit 1')
    expect(row).toMatchObject({ state: 'finished', is_complete: false, ended: 0, pass: 1 })
    expect(row?.error_rows).toEqual([
      expect.objectContaining({ ebay_item_id: 'Listings 201–400', message: expect.stringMatching(/error 20170/) }),
    ])
    expect(await sql(`select 1 from public.listings where status in ('active', 'sold_out')`)).toHaveLength(known)
    // The two hundred of the page, and the one that ended.
    expect(await sql(`select 1 from public.listings where title = 'As it was before'`)).toHaveLength(201)
    await due({})
    await run()
    expect(await lastRun()).toMatchObject({ state: 'finished' })
    expect((await changes()).filter(({ state }) => state === 'confirmed').length).toBeGreaterThan(300)
  })

  test.each([
    ['GetItem', 'system_error', TRADING, 'ended', []],
    ['getOffer', 'internal_error', INVENTORY, 'active', [{ message: 'eBay fails to show this item.' }]],
  ])(
    'that makes eBay fail each time (%s) keeps a sync for a quarter of an hour, no longer',
    async (call, kind, words, status, rows) => {
      const [bad, other] = await Promise.all([truth(words), truth(words === TRADING ? INVENTORY : TRADING)])
      await sql(`update public.listings set first_seen_at = first_seen_at - interval '1 day'`)
      for (const { item_id } of [bad, other]) await world.run('end', { item_id })
      const about = call === 'GetItem' ? bad.item_id : bad.offer_id
      await world.run('fail_next', { kind, call, about, times: 500 })
      const last = async () => (await sql('select * from public.ebay_syncs order by started_at desc limit 1'))[0]
      await sync(2)
      expect(await last()).toMatchObject({ state: 'running', phase: 'missing' })
      await world.pass(16)
      await sync(2)
      expect(await last()).toMatchObject({ state: 'finished', error_rows: rows })
      expect((await listing(other.title))?.status).not.toBe('active')
      expect(await listing(words)).toMatchObject({ status })
    },
  )

  test('that eBay alone could prove, and fails at, ends no listing', async () => {
    const { item_id } = await truth(TRADING)
    await sql(`update public.listings set first_seen_at = first_seen_at - interval '1 day'`)
    await world.run('end', { item_id })
    await world.run('fail_next', { kind: 'system_error', call: 'GetItem', about: item_id, times: 500 })
    await sync(2)
    await world.pass(16)
    await sync(2)
    const [last] = await sql('select * from public.ebay_syncs order by started_at desc limit 1')
    expect(last).toMatchObject({ state: 'failed', error_code: 'incomplete' })
    expect(await listing(TRADING)).toMatchObject({ status: 'active' })
  })

  test('on the first page ends the sync of a run, and the run, with words', async () => {
    await due({})
    await world.ebay.control.addFault(refusalOf(1))
    await run()
    expect(await lastRun()).toMatchObject({ state: 'stopped', stop_code: 'reading_refused' })
    expect(await sql(`select 1 from public.ebay_syncs where state = 'running'`)).toEqual([])
    expect(await changes()).toEqual([])
  })

  test('that eBay refuses to show stays asked about for a day, and is free again afterwards', async () => {
    await due({ where: `title like '%${TRADING}%'` })
    const { item_id } = await truth(TRADING)
    await world.run('fail_next', { kind: 'edge_refusal', call: 'ReviseInventoryStatus' })
    await world.ebay.control.addFault({
      ...refusalOf(1),
      match: { headers: { 'x-ebay-api-call-name': 'GetItem' }, body_includes: item_id },
    })
    await run()
    await world.run('end', { item_id })
    await world.pass(60)
    await look()
    expect(await changes(TRADING)).toMatchObject([{ state: 'unknown' }])
    await world.pass(24 * 60)
    await look()
    expect(await changes(TRADING)).toMatchObject([{ state: 'cancelled', reason_code: 'never_shown' }])
    expect(await listing(TRADING)).toMatchObject({ open_change_id: null, cut_count: 0 })
    const [row] = await sql(
      'select last_cut_at is not null as is_slot_used from public.listings where ebay_item_id = $1',
      [item_id],
    )
    expect(row).toEqual({ is_slot_used: true })
  })
})

describe('a refused access token', () => {
  test('in a price call is renewed, and the price is judged again before it goes out', async () => {
    await due({ where: `title like '%${TRADING}%'` })
    const before = await truth(TRADING)
    await sync()
    const held = holdRequests('/identity/v1/oauth2/token', 1)
    await world.ebay.control.addFault({
      match: { headers: { 'x-ebay-api-call-name': 'ReviseInventoryStatus' } },
      times: 1,
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: '<?xml version="1.0"?><ReviseInventoryStatusResponse xmlns="urn:ebay:apis:eBLBaseComponents"><Ack>Failure</Ack><Errors><ShortMessage>Expired.</ShortMessage><LongMessage>IAF token supplied is expired.</LongMessage><ErrorCode>21917053</ErrorCode><SeverityCode>Error</SeverityCode></Errors></ReviseInventoryStatusResponse>',
    })
    const running = run()
    await held.reached
    // The call was refused. A person raises the floor before it could go out again.
    await sql('update public.listings set floor_cents = price_cents where ebay_item_id = $1', [before.item_id])
    held.release()
    await running
    expect((await truth(TRADING)).price_cents).toBe(before.price_cents)
    expect(await changes(TRADING)).toMatchObject([{ state: 'cancelled', reason_code: 'floor_raised' }])
  })
})

describe('an unchanged listing', () => {
  const rows = () => sql('select id, xmin::text, ctid::text from public.listings order by id')
  const days = () => sql('select listing_id, day, xmin::text from public.listing_days order by listing_id, day')

  test('is not written by a sync, and is seen all the same', async () => {
    const before = { rows: await rows(), days: await days() }
    await world.run('edit', { item_id: (await truth(TRADING)).item_id, watch_count: 77 })
    await sync()
    const after = { rows: await rows(), days: await days() }
    expect(after.rows.filter((row, at) => row.xmin !== before.rows[at]?.xmin)).toHaveLength(1)
    expect(after.days.filter((row, at) => row.xmin !== before.days[at]?.xmin)).toHaveLength(1)
    const [last] = await sql('select * from public.ebay_syncs order by started_at desc limit 1')
    expect(last).toMatchObject({ state: 'finished', is_complete: true, seen: before.rows.length, changed: 0 })
  })

  test('has no record of a day like the one before, and one of the day it ends', async () => {
    await sql(`update public.listing_days set day = day - 3`)
    await sync()
    expect(await sql('select 1 from public.listing_days where day >= current_date - 1')).toEqual([])
    await world.run('end', { item_id: (await truth(TRADING)).item_id })
    await sync()
    expect(await sql('select status from public.listing_days where day >= current_date - 1')).toEqual([
      { status: 'ended' },
    ])
  })
})
