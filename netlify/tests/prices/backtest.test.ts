import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { strategiesContract } from '#core/prices/contract.ts'
import type { Strategy } from '#core/prices/schema.ts'
import { MIN_SALES } from '#core/prices/time-machine.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import strategies from '../../functions/strategies.ts'
import backtest from '../../functions/strategies-backtest.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson

beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(async () => {
  ann = await api.person()
})
afterAll(() => api.close())

const rule = { kind: 'percentage', percentage_bp: 1000, interval_days: 7 }
const replay = (body: object, as = ann) => api.call(backtest, strategiesContract.backtest, { as, body })
const createStrategy = async (): Promise<Strategy> =>
  (await api.call(strategies, strategiesContract.create, { as: ann, body: { name: 'Weekly', ...rule } })).body

type Recorded = { strategyId?: string; soldOn?: number; days?: number; floor?: number | null; title?: string }

/** A listing at $50.00 with a record of each of so many days up to today, sold once `soldOn` days ago. */
async function record(of: TestPerson, { strategyId, soldOn, days = 60, floor = 20_00, title = 'Lamp' }: Recorded = {}) {
  const id = randomUUID()
  await api.host.sql(
    `insert into public.listings (id, workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, quantity_available, status,
       first_price_cents, price_seen_at, last_seen_at, floor_cents, strategy_id, started_at)
     select $1::uuid, current_workspace_id, 'dana', $1::uuid::text, $3, 5000, 'USD', 1, 'active', 5000, now(), now(), $4::bigint, $5::uuid, now() - interval '90 days'
     from public.users where id = $2`,
    [id, of.userId, title, floor, strategyId ?? null],
  )
  await api.host.sql(
    `insert into public.listing_days (listing_id, workspace_id, day, price_cents, quantity_available, quantity_sold, status)
     select id, workspace_id, (now() at time zone 'UTC')::date - ago, 5000, case when ago <= $3::integer then 0 else 1 end,
       case when ago <= $3::integer then 1 else 0 end, case when ago <= $3::integer then 'sold_out' else 'active' end
     from public.listings, generate_series(0, $2::integer - 1) as ago where id = $1`,
    [id, days, soldOn ?? -1],
  )
  return id
}

describe('POST /api/strategies/backtest', () => {
  test('200 says what a rule would have done beside what happened', async () => {
    const kept = await record(ann, { title: 'Kept' })
    const sold = await record(ann, { title: 'Sold', soldOn: 30 })
    const { status, body } = await replay({ rule })
    expect(status).toBe(200)
    expect(body.counts).toEqual({ listings: 2, replayed: 2, without_history: 0 })
    expect(body.totals).toMatchObject([
      { currency: 'USD', listing_count: 2, real: { sold: 1, money_cents: 50_00 }, replayed: { expected: null } },
    ])
    const keptOne = body.listings.find(({ listing_id }) => listing_id === kept)
    expect(keptOne?.real).toMatchObject({ sold: 0, prices: [{ price_cents: 50_00 }], sales: [] })
    expect(keptOne?.replayed.prices.slice(0, 3).map(({ price_cents }) => price_cents)).toEqual([50_00, 45_00, 40_50])
    const day = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10)
    expect(body.listings.find(({ listing_id }) => listing_id === sold)?.real.sales).toEqual([
      { day, quantity: 1, price_cents: 50_00 },
    ])
  })

  test('200 says when there are too few sales to say, and ranges when there are enough', async () => {
    for (let at = 0; at < MIN_SALES - 1; at += 1) await record(ann, { soldOn: 20 + at })
    const few = (await replay({ rule })).body
    expect(few.basis).toMatchObject({ sales_seen: 19, sales_needed: 20, has_enough_sales: false })
    await record(ann, { soldOn: 10 })
    const enough = (await replay({ rule })).body
    expect(enough.basis.has_enough_sales).toBe(true)
    const expected = enough.totals[0]?.replayed.expected
    expect(expected?.sold.low).toBeLessThanOrEqual(expected?.sold.mean ?? 0)
    expect(expected?.sold.high).toBeGreaterThanOrEqual(expected?.sold.mean ?? Number.POSITIVE_INFINITY)
  })

  test('200 is the same every time', async () => {
    for (let at = 0; at < MIN_SALES; at += 1) await record(ann, { soldOn: 20 + at })
    expect((await replay({ rule, days: 60 })).body).toEqual((await replay({ rule, days: 60 })).body)
  })

  test('200 replays the listings that use a strategy, those named, or else all with a floor', async () => {
    const strategy = await createStrategy()
    const free = await record(ann)
    await record(ann, { floor: null })
    const ids = async (body: object) => (await replay(body)).body.listings.map(({ listing_id }) => listing_id)
    expect(await ids({ strategy_id: strategy.id })).toEqual([free])
    const own = await record(ann, { strategyId: strategy.id })
    expect(await ids({ strategy_id: strategy.id })).toEqual([own])
    expect(await ids({ strategy_id: strategy.id, listing_ids: [free] })).toEqual([free])
  })

  test('200 learns from the whole workspace, whichever listings are asked for', async () => {
    const one = await record(ann)
    for (let at = 0; at < MIN_SALES; at += 1) await record(ann, { soldOn: 20 + at })
    const { body } = await replay({ rule, listing_ids: [one] })
    expect(body.basis).toMatchObject({ sales_seen: 20, has_enough_sales: true })
    expect(body.totals).toMatchObject([{ listing_count: 1, real: { sold: 0 } }])
  })

  test('200 names listings without a history', async () => {
    const bare = await record(ann, { days: 1, title: 'New one' })
    const { body } = await replay({ rule })
    expect(body.counts).toEqual({ listings: 1, replayed: 0, without_history: 1 })
    expect(body.without_history).toEqual([{ listing_id: bare, ebay_item_id: bare, title: 'New one' }])
  })

  test('200 looks no further back than asked', async () => {
    await record(ann, { soldOn: 40 })
    expect((await replay({ rule, days: 30 })).body.totals[0]?.real.sold).toBe(0)
    expect((await replay({ rule, days: 50 })).body.totals[0]?.real.sold).toBe(1)
  })

  test('200 never looks into another workspace', async () => {
    const bob = await api.person()
    const his = await record(bob, { soldOn: 30 })
    for (const body of [{ rule }, { rule, listing_ids: [his] }]) {
      expect((await replay(body)).body).toMatchObject({
        counts: { listings: 0, replayed: 0, without_history: 0 },
        basis: { sales_seen: 0, days_seen: 0 },
      })
    }
  })

  test('400 without a strategy to replay', async () => {
    const { status, problem } = await replay({ days: 30 })
    expect(status).toBe(400)
    expect(problem.issues).toMatchObject([{ path: 'strategy_id' }])
  })

  test('404 for a strategy of another workspace', async () => {
    const strategy = await createStrategy()
    const bob = await api.person()
    expect((await replay({ strategy_id: strategy.id }, bob)).problem.code).toBe('strategy_not_found')
    expect((await replay({ strategy_id: strategy.id }, bob)).status).toBe(404)
  })
})

test('days like the one before need no record: the replay is the same with and without them', async () => {
  const id = await record(ann, { title: 'Thinned', soldOn: 30 })
  const scope = { rule, listing_ids: [id] }
  const whole = (await replay(scope)).body
  await api.host.sql(
    `delete from public.listing_days as day using public.listing_days as before where day.listing_id = $1 and before.listing_id = $1
       and before.day = day.day - 1 and (before.quantity_sold, before.status) = (day.quantity_sold, day.status)`,
    [id],
  )
  expect(await api.host.sql('select 1 from public.listing_days where listing_id = $1', [id])).toHaveLength(2)
  expect((await replay(scope)).body).toEqual(whole)
  // The window begins after the last record: the state it begins with comes from before it.
  expect((await replay({ ...scope, days: 14 })).body.counts).toMatchObject({ replayed: 1 })
})
