import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createEbayWorld, type EbayWorld } from '../../testing/ebay-world.ts'
import { createPriceRuns } from '../../testing/price-runs.ts'

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

const { changes, truth, due, run, sync, look, listing, lastRun } = createPriceRuns(
  () => world,
  () => ann,
)
const ONE = { where: `title like '%JBL Tune%'` }
const sql = (statement: string, parameters: unknown[] = []) => world.api.host.sql(statement, parameters)
const revisions = async () => (await truth('JBL Tune')).revisions_today
const minutes = (count: number) => count * 60

describe('eBay said Success and shows the old price for a while', () => {
  test.each([3, 10, 14])('of %i minutes: the slot stays used, and the new price settles the change', async (lag) => {
    await due(ONE, { interval_days: 1 })
    await world.run('plan', { stale_for_s: minutes(lag) })
    await run()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'sent' }])
    await world.pass(lag - 1)
    await look()
    await run()
    await sync()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'sent' }])
    expect(await revisions()).toBe(1)
    for (let minute = 0; minute < 6; minute += 1) {
      await world.pass(1)
      await look()
    }
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'confirmed', send_count: 1 }])
    await run()
    expect(await revisions()).toBe(1)
    expect(await listing('JBL Tune')).toMatchObject({ price_cents: (await truth('JBL Tune')).price_cents })
  })

  test('one reading proves nothing, two a quarter of an hour apart do', async () => {
    await due(ONE)
    await world.run('plan', { stale_for_s: minutes(600) })
    await run()
    for (const pause of [2, 5, 8]) {
      await world.pass(pause)
      await look()
      expect(await changes('JBL Tune')).toMatchObject([{ state: 'sent' }])
    }
    await world.pass(15)
    await look()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'rejected', reason_code: 'not_applied' }])
  })

  test('a change that was given up and shows in the end counts after all, and uses its slot', async () => {
    await due(ONE)
    await world.run('plan', { stale_for_s: minutes(40) })
    await run()
    await world.pass(3)
    await look()
    await world.pass(16)
    await look()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'rejected', reason_code: 'not_applied' }])
    await world.pass(30)
    await sync()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'confirmed', kind: 'scheduled', reason_code: null }])
    await run()
    expect(await changes('JBL Tune')).toHaveLength(1)
    expect(await revisions()).toBe(1)
  })

  test('a sync in the meantime does not take the old price for a change of the seller', async () => {
    await due(ONE)
    await run()
    const { price_cents } = await truth('JBL Tune')
    const { ebay_item_id } = (await listing('JBL Tune')) ?? {}
    await world.pass(4)
    await world.run('go_stale', { item_id: ebay_item_id, for_s: minutes(10), price_cents: price_cents + 500 })
    await sync()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'confirmed' }])
    expect(await listing('JBL Tune')).toMatchObject({ price_cents })
    await world.pass(12)
    await sync()
    expect(await changes('JBL Tune')).toHaveLength(1)
    expect(await listing('JBL Tune')).toMatchObject({ price_cents, price_contradicted_at: null })
  })
})

describe('the seller changes the price after eBay accepted ours', () => {
  test("ours is confirmed by the Success, and the seller's follows it in the price history", async () => {
    await due(ONE)
    await world.run('fail_next', { kind: 'stale_read', call: 'GetItem' })
    await run(1)
    const { item_id, price_cents } = await truth('JBL Tune')
    await world.run('edit', { item_id, price_cents: 9000 })
    await world.pass(3)
    await look()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'sent' }])
    await world.pass(16)
    await look()
    expect(await changes('JBL Tune')).toMatchObject([
      { kind: 'scheduled', state: 'confirmed', new_price_cents: price_cents },
      { kind: 'ebay', state: 'confirmed', old_price_cents: price_cents, new_price_cents: 9000 },
    ])
    expect(await listing('JBL Tune')).toMatchObject({ price_cents: 9000, open_change_id: null })
  })

  test('half an hour after ours, one reading is enough', async () => {
    await due(ONE)
    await run()
    const { item_id } = await truth('JBL Tune')
    await world.pass(40)
    await world.run('edit', { item_id, price_cents: 9000 })
    await sync()
    expect(await listing('JBL Tune')).toMatchObject({ price_cents: 9000 })
  })
})

describe('a sale on eBay', () => {
  const startSale = async (more: object = { for_s: 3 * 86_400 }) =>
    world.run('start_sale', { item_id: (await truth('JBL Tune')).item_id, percent_off: 20, ...more })

  test('is seen, the regular price stays, and the drop waits for its end', async () => {
    await due(ONE)
    const { price_cents } = await truth('JBL Tune')
    await startSale()
    await run()
    expect(await changes('JBL Tune')).toEqual([])
    expect(await lastRun()).toMatchObject({ skipped: { in_sale: 1 } })
    const row = await listing('JBL Tune')
    expect(row).toMatchObject({ price_cents, sale_price_cents: Math.round(price_cents * 0.8) })
    expect(Date.parse(String(row?.sale_ends_at))).toBeGreaterThan(Date.now())
    await world.run('end_sale', { item_id: row?.ebay_item_id })
    await run()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'confirmed', old_price_cents: price_cents }])
    expect(await listing('JBL Tune')).toMatchObject({ sale_price_cents: null })
  })

  test('that begins after the plan is met before the price is sent', async () => {
    await due(ONE)
    await sync()
    await world.run('plan', { chances: { too_many_requests: 1 }, calls: ['ReviseInventoryStatus'] })
    await run(1)
    await world.run('plan', {})
    await startSale()
    await world.pass(2)
    await world.work()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'cancelled', reason_code: 'in_sale' }])
    expect(await revisions()).toBe(0)
  })

  test('ends when the person chose to lower prices in sales; the drop is from the regular price', async () => {
    await due(ONE)
    const { price_cents } = await truth('JBL Tune')
    await startSale()
    await sql('update public.ebay_settings set lower_during_sales = true')
    await run()
    const [change] = await changes('JBL Tune')
    expect(change).toMatchObject({ state: 'confirmed', old_price_cents: price_cents })
    expect(Number(change?.new_price_cents)).toBe(Math.floor((price_cents * 95 + 50) / 100))
  })
})

describe('an item that is relisted under a new id with its SKU', () => {
  const relist = async () => {
    await world.ebay.control.seed({
      listings: [{ title: 'Desk lamp', price_cents: 3495, kind: 'trading', sku: 'LAMP-1', quantity: 3 }],
    })
    await sync()
    await sql(`update public.listings set cost_cents = 700 where title = 'Desk lamp'`)
    const strategy = await due({ where: `title = 'Desk lamp'`, floor: '1500' })
    const { item_id } = await truth('Desk lamp')
    await world.run('end', { item_id })
    await sync()
    await world.run('relist', { item_id })
    await sync()
    return strategy
  }

  test('offers the settings of the one before, and takes them when a person says so', async () => {
    const strategy_id = await relist()
    const fresh = await listing('Desk lamp')
    expect(fresh).toMatchObject({ floor_cents: null, strategy_id: null, reductions_enabled: false })
    expect(fresh?.relisted_from).not.toBeNull()
    await sql('select private.carry_over($1, array[$2::uuid])', [await world.workspaceOf(ann), fresh?.id])
    expect(await listing('Desk lamp')).toMatchObject({
      floor_cents: 1500,
      cost_cents: 700,
      strategy_id,
      reductions_enabled: true,
      relisted_from: null,
    })
  })

  test('gets them at once with the setting', async () => {
    await sql('update public.ebay_settings set carries_over_relisted = true')
    const strategy_id = await relist()
    expect(await listing('Desk lamp')).toMatchObject({ floor_cents: 1500, strategy_id, relisted_from: null })
  })
})
