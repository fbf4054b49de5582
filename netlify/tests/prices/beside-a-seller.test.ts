import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { createUserClient } from '../../src/db/user-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { SEND_CONCURRENCY } from '../../src/prices/send-prices.ts'
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

const { enqueue, changes, truth, due, run, sync, listing, lastRun, reconcile } = createPriceRuns(
  () => world,
  () => ann,
)
const work = () => drainJobs({ db: createServiceClient() })
const sql = (statement: string, parameters: unknown[] = []) => world.api.host.sql(statement, parameters)

/** Every change of a price by us that eBay took, as eBay has it. */
async function ourRevisions() {
  // safe: the emulator's own answer
  const { revisions } = (await world.run('revisions', {})) as {
    revisions: { item_id: string; through: string; old_price_cents: number; new_price_cents: number }[]
  }
  return revisions.filter(({ through }) => through !== 'seller')
}
const raises = async () =>
  (await ourRevisions()).filter(({ old_price_cents, new_price_cents }) => new_price_cents >= old_price_cents)

/** The seller halves every price on eBay. */
async function sellerHalvesAll() {
  for (const { item_id, price_cents, status } of await world.truths()) {
    if (status !== 'ended') await world.run('edit', { item_id, price_cents: Math.max(99, Math.floor(price_cents / 2)) })
  }
}

describe('a seller lowers prices on eBay, and no run raises one', () => {
  test('right after a reading of everything', async () => {
    await due({ floor: '1' })
    await sync()
    await sellerHalvesAll()
    await run()
    expect((await ourRevisions()).length).toBeGreaterThan(20)
    expect(await raises()).toEqual([])
  })

  test('while a sync is under way, and the run begins beside it', async () => {
    await due({ floor: '1' })
    await enqueue('ebay.sync')
    const held = holdRequests('GetMyeBaySelling', 1)
    const syncing = work()
    await held.reached
    // The sync has the old prices in its hands.
    await sellerHalvesAll()
    await enqueue('ebay.reduce')
    const running = work()
    await running
    held.release()
    await syncing
    held.restore()
    await world.work()
    expect((await ourRevisions()).length).toBeGreaterThan(20)
    expect(await raises()).toEqual([])
  })

  test('while the run sends: what is not on its way yet is read again when a minute has passed', async () => {
    await due({ floor: '1', where: `management_kind = 'inventory'` })
    await enqueue('ebay.reduce')
    const held = holdRequests(/bulk_update_price_quantity/)
    const running = work()
    await held.reached
    await sql(`update public.listings set price_seen_at = price_seen_at - interval '2 minutes'`)
    await sql(`update public.ebay_settings set reductions_paused = true`)
    held.release()
    await running
    held.restore()
    const stopped = await lastRun()
    expect(stopped).toMatchObject({ state: 'stopped', stop_code: 'global_pause' })
    await sql(`update public.ebay_settings set reductions_paused = false`)
    await sellerHalvesAll()
    await run()
    expect(await raises()).toEqual([])
  })

  test('a price that was read two minutes ago is read once more before it is changed', async () => {
    const { item_id, price_cents } = await truth('JBL Tune')
    const { id } = (await listing('JBL Tune')) ?? {}
    await world.pass(2)
    await world.run('edit', { item_id, price_cents: price_cents - 500 })
    await sql(
      `insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, title, kind, old_price_cents, new_price_cents, currency)
       select workspace_id, id, ebay_item_id, title, 'manual', price_cents, price_cents - 100, currency from public.listings where id = $1`,
      [id],
    )
    await enqueue('ebay.change')
    await world.work()
    expect(await changes('JBL Tune')).toContainEqual(
      expect.objectContaining({ kind: 'manual', state: 'cancelled', reason_code: 'price_changed' }),
    )
    expect((await truth('JBL Tune')).price_cents).toBe(price_cents - 500)
  })
})

describe("after a person's act nothing old goes out", () => {
  const COUNT = 60
  /** Sixty listings of one kind, due, and a run that is held at its first call while a person acts. */
  async function actMidRun(act: () => Promise<unknown>) {
    await world.ebay.control.seed({ catalog: 'empty' })
    await world.ebay.control.seed({ generate: { count: COUNT, kind: 'inventory', seller_id: 'ma8vp1jySJC' } })
    await sync()
    await due({ where: `price_cents > 200 and status = 'active'` })
    await enqueue('ebay.reduce')
    const held = holdRequests(/bulk_update_price_quantity/)
    const running = work()
    await held.reached
    const before = (await ourRevisions()).length
    expect(before).toBeLessThanOrEqual(SEND_CONCURRENCY)
    await act()
    // safe: the emulator's own answer
    const { next } = (await world.run('revisions', {})) as { next: number }
    held.release()
    await running
    held.restore()
    await world.work()
    // safe: as above
    const { revisions } = (await world.run('revisions', { since: next })) as { revisions: { through: string }[] }
    return revisions.filter(({ through }) => through !== 'seller').length
  }

  test.each([
    ['every floor is raised', () => sql('update public.listings set floor_cents = price_cents')],
    ['the strategy is edited', () => sql('update public.strategies set percentage_bp = 4000')],
    ['the strategy is paused', () => sql('update public.strategies set is_active = false')],
    ['all price drops are paused', () => sql('update public.ebay_settings set reductions_paused = true')],
    ['a vacation begins', () => sql(`update public.ebay_settings set vacation_until = now() + interval '1 day'`)],
    ['price drops are switched off', () => sql('update public.listings set reductions_enabled = false')],
    [
      'price drops are switched off and on again, and the waiting began anew',
      async () => {
        await sql('update public.listings set reductions_enabled = false')
        await sql('update public.listings set reductions_enabled = true')
      },
    ],
  ])('%s: only requests on the wire still land', async (name, act) => {
    const landed = await actMidRun(act)
    console.info(`${name}: ${landed} of ${COUNT} requests were on the wire`)
    expect(landed).toBeLessThanOrEqual(SEND_CONCURRENCY)
    expect(await sql(`select 1 from public.price_reduction_logs where state in ('planned', 'sending')`)).toEqual([])
  })
})

describe('an undo acts on what eBay shows now', () => {
  const undo = (id: unknown) => createUserClient(ann.accessToken).rpc('request_price_undo', { p_id: String(id) })

  test('what the seller set since stays, and the answer says who changed it', async () => {
    await due({ where: `title like '%JBL Tune%'` })
    await run()
    const [drop] = await changes('JBL Tune')
    const { item_id } = await truth('JBL Tune')
    await world.pass(60)
    await world.run('edit', { item_id, price_cents: 2500 })
    await sync()
    const { error } = await undo(drop?.id)
    expect(error).toMatchObject({ message: 'cannot_undo' })
    expect(error?.details).toMatch(/changed the price on eBay to 25\.00 USD.*Nothing was undone\./)
  })

  test('what the seller set a moment ago, and no sync has read, stays as well', async () => {
    await due({ where: `title like '%JBL Tune%'` })
    await run()
    const [drop] = await changes('JBL Tune')
    const { item_id } = await truth('JBL Tune')
    await world.pass(60)
    expect((await undo(drop?.id)).error).toBeNull()
    await world.run('edit', { item_id, price_cents: 2500 })
    await world.work()
    await reconcile()
    expect((await truth('JBL Tune')).price_cents).toBe(2500)
    expect(await changes('JBL Tune')).toContainEqual(
      expect.objectContaining({
        kind: 'undo',
        state: 'cancelled',
        reason_code: 'price_changed',
        reason: expect.stringMatching(/^The seller changed the price on eBay to 25\.00 USD.*Nothing was sent\.$/),
      }),
    )
  })

  test('what the seller did on eBay is not ours to undo', async () => {
    const { item_id } = await truth('JBL Tune')
    await world.pass(60)
    await world.run('edit', { item_id, price_cents: 2500 })
    await sync()
    const [row] = await changes('JBL Tune')
    expect(row).toMatchObject({ kind: 'ebay' })
    expect((await undo(row?.id)).error?.details).toMatch(/seller made this change on eBay.*Nothing was undone/)
    expect((await truth('JBL Tune')).price_cents).toBe(2500)
  })

  test('an undone run cannot be undone again', async () => {
    await due({ where: `title like '%JBL Tune%' or title like '%Beats Flex%'` })
    await run()
    const { id } = (await lastRun()) ?? {}
    const again = () => createUserClient(ann.accessToken).rpc('request_run_undo', { p_run_id: String(id) })
    await world.pass(60)
    expect((await again()).error).toBeNull()
    await world.work()
    const { error } = await again()
    expect(error).toMatchObject({ message: 'cannot_undo' })
    expect(error?.details).toMatch(/Nothing was undone\./)
    expect(await sql('select 1 from public.price_runs')).toHaveLength(2)
  })
})
