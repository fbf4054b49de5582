import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { listingsContract } from '#core/listings/contract.ts'
import { ebaySettingsContract } from '#core/prices/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import settings from '../../functions/ebay-settings.ts'
import listing from '../../functions/listing.ts'
import listings from '../../functions/listings.ts'
import carryOver from '../../functions/listings-carry-over.ts'
import listingsCounts from '../../functions/listings-counts.ts'
import listingsSync from '../../functions/listings-sync.ts'
import { createEbayWorld, type EbayWorld } from '../../testing/ebay-world.ts'

let world: EbayWorld
let ann: TestPerson
let stranger: TestPerson
let uploader: TestPerson
let strategyId: string
beforeAll(async () => {
  world = await createEbayWorld()
  ann = await world.api.person('Ann')
  stranger = await world.api.person('Stranger')
  uploader = await world.api.teammate(ann, 'uploader')
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.reset()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const TITLE = 'WH-1000XM4'

async function sync() {
  await world.api.call(listingsSync, listingsContract.sync, { as: ann })
  await world.work()
}
/** The listings of that title, the ended one too, by the eBay item id. */
async function found() {
  const query = { q: TITLE, status: 'all' }
  const { body } = await world.api.call(listings, listingsContract.list, { as: ann, query })
  return new Map(body.items.map((item) => [item.ebay_item_id, item]))
}
const patch = (id: string, body: object) =>
  world.api.call(listing, listingsContract.update, { as: ann, params: { id }, body })
const answerFor = (ids: string[], is_wanted: boolean, as = ann) =>
  world.api.call(carryOver, listingsContract.carryOver, { as, body: { ids, is_wanted } })
const relisted = async (as = ann) => {
  const query = { is_relisted: 'true' }
  const { body } = await world.api.call(listings, listingsContract.list, { as, query })
  const { body: counts } = await world.api.call(listingsCounts, listingsContract.counts, { as })
  expect(counts.relisted).toBe(body.items.length)
  return body.items
}

/** A listing with settings, ended and relisted on eBay, and read again. Answers both ids. */
async function relist(own: object = {}) {
  await world.connect(ann)
  await world.work()
  strategyId = await world.strategy(ann)
  const [old] = [...(await found()).values()]
  if (!old) throw new Error(`no listing ${TITLE}`)
  await patch(old.id, {
    floor_cents: 2500,
    strategy_id: strategyId,
    reductions_enabled: true,
    cost_cents: 1000,
    ...own,
  })
  await world.run('end', { item_id: old.ebay_item_id })
  await sync()
  await world.run('relist', { item_id: old.ebay_item_id })
  await sync()
  const fresh = [...(await found()).values()].find(({ status }) => status !== 'ended')
  if (!fresh) throw new Error('nothing was relisted')
  return { old, fresh }
}

describe('POST /api/listings/carry-over', () => {
  test('200 gives a relisted item floor, strategy, switch and cost of the ended one, and its waiting begins now', async () => {
    const { old, fresh } = await relist()
    expect(fresh).toMatchObject({ relisted_from: old.id, floor_cents: null, reductions_enabled: false })
    expect((await relisted()).map(({ id }) => id)).toEqual([fresh.id])
    expect((await answerFor([fresh.id], true)).body).toEqual({ changed: 1 })
    const carried = (await found()).get(fresh.ebay_item_id)
    expect(carried).toMatchObject({
      relisted_from: null,
      floor_cents: 2500,
      strategy_id: strategyId,
      reductions_enabled: true,
      cost_cents: 1000,
    })
    expect(Date.parse(carried?.due_at ?? '')).toBeGreaterThan(Date.now())
    expect(await relisted()).toEqual([])
  })
  test('200 changes nothing a second time, and nothing in another workspace', async () => {
    const { fresh } = await relist()
    expect((await answerFor([fresh.id], true, stranger)).body).toEqual({ changed: 0 })
    expect((await relisted()).map(({ id }) => id)).toEqual([fresh.id])
    await answerFor([fresh.id], true)
    await patch(fresh.id, { floor_cents: 900 })
    expect((await answerFor([fresh.id], true)).body).toEqual({ changed: 0 })
    expect((await found()).get(fresh.ebay_item_id)?.floor_cents).toBe(900)
  })
  test('200 declines for good: no later sync offers the settings again', async () => {
    const { fresh } = await relist()
    expect((await answerFor([fresh.id], false)).body).toEqual({ changed: 1 })
    await sync()
    expect(await relisted()).toEqual([])
    expect((await found()).get(fresh.ebay_item_id)).toMatchObject({ floor_cents: null, relisted_from: null })
  })
  test('200 carries a lone cost over once', async () => {
    const { fresh } = await relist({ floor_cents: null, strategy_id: null, reductions_enabled: false })
    await answerFor([fresh.id], true)
    await patch(fresh.id, { cost_cents: 1100 })
    await sync()
    expect(await relisted()).toEqual([])
    expect((await found()).get(fresh.ebay_item_id)?.cost_cents).toBe(1100)
  })
  test('200 with the settings switch a sync carries over without a question', async () => {
    const body = { carries_over_relisted: true, lower_during_sales: true }
    const answer = await world.api.call(settings, ebaySettingsContract.update, { as: ann, body })
    expect(answer.body).toMatchObject(body)
    const { fresh } = await relist()
    expect(fresh).toMatchObject({ floor_cents: 2500, strategy_id: strategyId, relisted_from: null })
    expect(await relisted()).toEqual([])
  })
  test('403 for an uploader', async () => {
    expect((await answerFor([crypto.randomUUID()], true, uploader)).status).toBe(403)
  })
})
