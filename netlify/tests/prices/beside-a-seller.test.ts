import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { openEbaySession } from '../../src/connections/ebay.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { createUserClient } from '../../src/db/user-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { PriceReader } from '../../src/prices/price-reader.ts'
import { Planning } from '../../src/prices/price-run.ts'
import { sendPlanned } from '../../src/prices/send-planned.ts'
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

  test('while calls wait for their place on the wire, and a reading of everything shows it', async () => {
    await world.ebay.control.seed({ catalog: 'empty' })
    await world.ebay.control.seed({ generate: { count: 30, kind: 'inventory', seller_id: 'ma8vp1jySJC' } })
    await sync()
    await sql(
      `insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, sku, title, kind, old_price_cents, new_price_cents, currency)
       select workspace_id, id, ebay_item_id, sku, title, 'manual', price_cents, price_cents - 1, currency from public.listings
       where status = 'active' and price_cents > 400`,
    )
    await sql('update public.listings set price_seen_at = now()')
    const serviceDb = createServiceClient()
    const workspaceId = await world.workspaceOf(ann)
    const session = await openEbaySession(serviceDb, workspaceId, new AbortController().signal)
    const reading = { serviceDb, workspaceId, session, beat: async () => undefined }
    const reader = new PriceReader(reading)
    const planning = new Planning()
    planning.done()
    const held = holdRequests(/bulk_update_price_quantity/)
    const sending = sendPlanned(null, { ...reading, endAtMs: Date.now() + 60_000 }, planning, reader)
    await vi.waitFor(async () => expect(await ourRevisions()).toHaveLength(SEND_CONCURRENCY), 10_000)
    await sellerHalvesAll()
    const seenAt = new Date().toISOString()
    reader.note((await session.use((seller) => seller.getActivePage(1))).rows, seenAt)
    held.release()
    await sending
    held.restore()
    expect(await raises()).toEqual([])
    expect(await ourRevisions()).toHaveLength(SEND_CONCURRENCY)
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

describe('what a person asked for, until it is sent', () => {
  const typed = async (price_cents: number, p_is_below_floor_confirmed = false, as = ann) =>
    createUserClient(as.accessToken).rpc('request_price', {
      p_listing_id: String((await listing('JBL Tune'))?.id),
      p_price_cents: price_cents,
      p_is_below_floor_confirmed,
    })

  test('is not sent after the person was removed from the workspace', async () => {
    const max = await world.api.person('Max')
    const { price_cents } = await truth('JBL Tune')
    const workspaceId = await world.workspaceOf(ann)
    await sql(`insert into public.workspace_members (workspace_id, user_id, role) values ($1, $2, 'manager')`, [
      workspaceId,
      max.userId,
    ])
    await sql('update public.users set current_workspace_id = $1 where id = $2', [workspaceId, max.userId])
    expect((await typed(price_cents - 100, false, max)).error).toBeNull()
    await sql('delete from public.workspace_members where workspace_id = $1 and user_id = $2', [
      workspaceId,
      max.userId,
    ])
    await world.work()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'cancelled', reason_code: 'not_allowed' }])
    expect((await truth('JBL Tune')).price_cents).toBe(price_cents)
  })

  test('goes below the floor that they saw, not below a higher one', async () => {
    const { price_cents } = await truth('JBL Tune')
    const floor = (cents: number) => sql(`update public.listings set floor_cents = ${cents} where title like '%JBL%'`)
    await floor(price_cents - 50)
    expect((await typed(price_cents - 100, true)).error).toBeNull()
    await floor(price_cents - 10)
    await world.work()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'cancelled', reason_code: 'floor_raised' }])
    expect((await typed(price_cents - 100, true)).error).toBeNull()
    await world.work()
    expect((await truth('JBL Tune')).price_cents).toBe(price_cents - 100)
  })

  test('the undo of a run ends no sale', async () => {
    await due({ where: `title like '%JBL Tune%' or title like '%Beats Flex%'` })
    await run()
    const { id } = (await lastRun()) ?? {}
    await world.pass(60)
    await world.run('start_sale', { item_id: (await truth('JBL Tune')).item_id, percent_off: 20, for_s: 86_400 })
    const { error } = await createUserClient(ann.accessToken).rpc('request_run_undo', { p_run_id: String(id) })
    expect(error).toBeNull()
    await world.work()
    expect((await changes('JBL Tune')).at(-1)).toMatchObject({ kind: 'undo', reason_code: 'in_sale' })
    expect((await changes('Beats Flex')).at(-1)).toMatchObject({ kind: 'undo', state: 'confirmed' })
  })
})

describe('a selection', () => {
  test('is lowered alone, whoever asks at the same time; its order does not matter', async () => {
    // Two that can be lowered; of all that are due, some have reached their floor.
    await due({ where: `title like '%JBL Tune%' or title like '%Beats Flex%'` })
    const [a, b] = [String((await listing('JBL Tune'))?.id), String((await listing('Beats Flex'))?.id)]
    const ask = (p_scope: { listing_ids?: string[] }) =>
      createUserClient(ann.accessToken).rpc('request_price_run', { p_scope })
    const both = await Promise.all([ask({ listing_ids: [a] }), ask({ listing_ids: [b] })])
    expect(both.flatMap(({ error }) => (error ? [error.message] : []))).toEqual(['price_run_running'])
    await world.work()
    expect(await changes()).toHaveLength(1)
    expect((await ask({ listing_ids: [a, b] })).error).toBeNull()
    expect((await ask({ listing_ids: [b, a] })).error).toBeNull()
    expect((await ask({})).error).toMatchObject({ message: 'price_run_running' })
  })
})
