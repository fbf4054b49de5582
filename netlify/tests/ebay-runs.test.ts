import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import { createEbayWorld, type EbayWorld } from '../testing/ebay-world.ts'

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

const ledger = (columns = '*') =>
  world.api.host.sql<Record<string, unknown>>(
    `select ${columns} from public.price_reduction_logs order by ebay_item_id, planned_at`,
  )
const enqueueRun = async () =>
  world.api.host.sql(`select private.enqueue_job('ebay.reduce', 'ebay.reduce:' || $1, '{}', $1::uuid)`, [
    await world.workspaceOf(ann),
  ])

describe('a sync', () => {
  test('takes every listing over as eBay shows it, whichever interface manages it', async () => {
    const truths = await world.truths()
    const rows = await world.api.host.sql<Record<string, unknown>>(
      'select * from public.listings order by ebay_item_id',
    )
    const onSale = truths.filter(({ status }) => status !== 'ended')
    expect(rows).toHaveLength(onSale.length)
    for (const truth of onSale) {
      expect(rows.find(({ ebay_item_id }) => ebay_item_id === truth.item_id)).toMatchObject({
        price_cents: truth.price_cents,
        currency: truth.currency,
        management_kind: truth.kind,
        offer_id: truth.offer_id,
      })
    }
    const [sync] = await world.api.host.sql('select * from public.ebay_syncs')
    expect(sync).toMatchObject({ state: 'finished', is_complete: true, ended: 0 })
  })
})

describe('a run', () => {
  test('cuts everything due at eBay, once, and the ledger says so to the cent', async () => {
    const strategy = await world.strategy(ann)
    await world.makeDue(ann, strategy)
    const before = await world.truths()
    await enqueueRun()
    await world.work()
    const rows = await ledger()
    expect(rows.length).toBeGreaterThan(40)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['confirmed']))
    for (const truth of await world.truths()) {
      const row = rows.find(({ ebay_item_id }) => ebay_item_id === truth.item_id)
      const was = before.find(({ item_id }) => item_id === truth.item_id)
      if (!row)
        expect(truth).toMatchObject({ price_cents: was?.price_cents, quantity_available: was?.quantity_available })
      else {
        expect(row).toMatchObject({
          old_price_cents: was?.price_cents,
          new_price_cents: truth.price_cents,
          kind: 'scheduled',
        })
        expect(truth).toMatchObject({ revisions_today: 1, quantity_available: was?.quantity_available })
      }
    }
    const [run] = await world.api.host.sql('select * from public.price_runs')
    expect(run).toMatchObject({ state: 'finished' })
    await enqueueRun()
    await world.work()
    expect(await ledger()).toHaveLength(rows.length)
  })
})
