import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pricesContract, strategiesContract } from '#core/prices/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import byDay from '../../functions/price-reduction-logs-by-day.ts'
import strategies from '../../functions/strategies.ts'
import preview from '../../functions/strategies-preview.ts'
import strategy from '../../functions/strategy.ts'
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

type Written = { old?: number; now?: number; at: string; state?: string; kind?: string; currency?: string }

async function write(
  of: TestPerson,
  { old = 50_00, now = 45_00, at, state = 'confirmed', kind = 'manual', currency = 'USD' }: Written,
) {
  const confirmedAt = state === 'confirmed' ? at : null
  await api.host.sql(
    `insert into public.price_reduction_logs (workspace_id, ebay_item_id, title, kind, old_price_cents, new_price_cents, currency, state,
       planned_at, sent_at, confirmed_at, reason_code, reason)
     select current_workspace_id, '1', 'Lamp', $2, $3, $4, $5, $6, $7::timestamptz, $7::timestamptz, $8::timestamptz, 'x', 'x'
     from public.users where id = $1`,
    [of.userId, kind, old, now, currency, state, at, confirmedAt],
  )
}
const days = async (query: Record<string, string> = {}, as = ann) =>
  (await api.call(byDay, pricesContract.byDay, { as, query })).body.items

describe('GET /api/price-reduction-logs/by-day', () => {
  test('200 sums what was taken off and put back, by day and currency', async () => {
    await write(ann, { at: '2026-11-20T10:00:00Z' })
    await write(ann, { at: '2026-11-20T18:00:00Z', old: 20_00, now: 19_00 })
    await write(ann, { at: '2026-11-20T19:00:00Z', old: 45_00, now: 50_00, kind: 'undo' })
    await write(ann, { at: '2026-11-20T20:00:00Z', currency: 'EUR' })
    await write(ann, { at: '2026-11-21T10:00:00Z' })
    expect(await days()).toEqual([
      { day: '2026-11-20', currency: 'EUR', cuts: 1, taken_off_cents: 5_00, put_back_cents: 0 },
      { day: '2026-11-20', currency: 'USD', cuts: 2, taken_off_cents: 6_00, put_back_cents: 5_00 },
      { day: '2026-11-21', currency: 'USD', cuts: 1, taken_off_cents: 5_00, put_back_cents: 0 },
    ])
  })

  test('200 leaves out what eBay did not confirm and what was changed on eBay', async () => {
    await write(ann, { at: '2026-11-20T10:00:00Z', state: 'rejected' })
    await write(ann, { at: '2026-11-20T10:00:00Z', state: 'unknown' })
    await write(ann, { at: '2026-11-20T10:00:00Z', kind: 'ebay' })
    expect(await days()).toEqual([])
  })

  test("200 counts days by the person's own time zone", async () => {
    await api.host.sql(`update public.users set time_zone = 'America/New_York' where id = $1`, [ann.userId])
    await write(ann, { at: '2026-11-20T03:00:00Z' })
    expect((await days()).map(({ day }) => day)).toEqual(['2026-11-19'])
  })

  test('200 takes the filters of the price history, and nothing of another workspace', async () => {
    const bob = await api.person()
    await write(bob, { at: '2026-11-20T10:00:00Z' })
    await write(ann, { at: '2026-11-18T10:00:00Z' })
    expect(await days({ planned_from: '2026-11-19T00:00:00Z' })).toEqual([])
    expect(await days({ kind: 'undo' })).toEqual([])
    expect((await days({ q: 'lamp' })).map(({ day }) => day)).toEqual(['2026-11-18'])
  })
})

async function list(of: TestPerson, strategyId: string, isOn: boolean) {
  await api.host.sql(
    `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, quantity_available, status,
       first_price_cents, price_seen_at, last_seen_at, floor_cents, strategy_id, reductions_enabled)
     select current_workspace_id, 'dana', $2, 'Lamp', 5000, 'USD', 1, 'active', 5000, now(), now(), 2000, $3::uuid, $4
     from public.users where id = $1`,
    [of.userId, randomUUID(), strategyId, isOn],
  )
}

test('a preview says what going live would do: only what is switched on, one interval from now', async () => {
  const rule = { kind: 'percentage', percentage_bp: 1000, interval_days: 7 }
  const created = (
    await api.call(strategies, strategiesContract.create, { as: ann, body: { name: 'Weekly', ...rule } })
  ).body
  await list(ann, created.id, true)
  await list(ann, created.id, false)
  await api.host.sql(
    `update public.listings set reductions_enabled_at = now() - interval '30 days' where strategy_id = $1`,
    [created.id],
  )
  const ask = async () =>
    (await api.call(preview, strategiesContract.preview, { as: ann, body: { strategy_id: created.id } })).body
  const before = await ask()
  expect(before.counts).toMatchObject({ listings: 2, will_be_cut: 2 })
  expect(before.first_round).toMatchObject({ listings: 1, taken_off: [{ currency: 'USD', cents: 5_00 }] })
  const inDays = (Date.parse(before.first_round.first_cut_at ?? '') - Date.now()) / 86_400_000
  expect(inDays).toBeGreaterThan(6.9)
  expect(inDays).toBeLessThan(7.3)

  const version = { 'if-match': created.updated_at }
  const live = await api.call(strategy, strategiesContract.update, {
    as: ann,
    params: { id: created.id },
    body: { is_live: true },
    headers: version,
  })
  expect(live.body.next_due_at).not.toBeNull()
  expect(
    Math.abs(Date.parse(live.body.next_due_at ?? '') - Date.parse(before.first_round.first_cut_at ?? '')),
  ).toBeLessThan(4 * 3_600_000)
})
