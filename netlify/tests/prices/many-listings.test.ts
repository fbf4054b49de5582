import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pricesContract, strategiesContract } from '#core/prices/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import priceRunUndo from '../../functions/price-run-undo.ts'
import strategy from '../../functions/strategy.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { jobLoaders } from '../../src/jobs/registry.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const LISTINGS = 2500

let api: TestApi
let ann: TestPerson
let workspace: string
let strategyId: string

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
})
afterAll(() => api.close())

const sql = <R extends Record<string, unknown>>(statement: string, values: unknown[] = []) =>
  api.host.sql<R>(statement, values)
const one = async <R extends Record<string, unknown>>(statement: string, values: unknown[] = []): Promise<R> => {
  const [row] = await sql<R>(statement, values)
  if (!row) throw new Error(`No row: ${statement}`)
  return row
}
const count = async (where: string, table = 'listings') =>
  (
    await one<{ n: number }>(
      `select count(*)::integer as n from public.${table} where workspace_id = $1 and ${where}`,
      [workspace],
    )
  ).n

const TOKENS = { access_token_sealed: 'a', refresh_token_sealed: 'b', access_token_expires_at: '2999-01-01T00:00:00Z' }
const connect = (account: string) =>
  sql(`select public.store_ebay_connection($1, $2, $3, $3, 'sandbox', now() + interval '1 year', $4)`, [
    workspace,
    ann.userId,
    account,
    TOKENS,
  ])

/** More listings of one strategy than a chunk has, and an eBay account. */
beforeEach(async () => {
  ann = await api.person()
  workspace = (
    await one<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [ann.userId])
  ).id
  strategyId = (
    await one<{ id: string }>(
      `insert into public.strategies (workspace_id, name, kind, percentage_bp, interval_days)
       values ($1, 'Slow', 'percentage', 500, 7) returning id`,
      [workspace],
    )
  ).id
  await connect(`seller-${workspace}`)
  await sql(
    `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, first_price_cents,
       currency, status, price_seen_at, last_seen_at, quantity_available, floor_cents, strategy_id, reductions_enabled)
     select $1, $3, 110000000000 + n, 'Lamp', 1000, 1000, 'USD', 'active', now(), now(), 5, 500, $2, true
     from generate_series(1, ${LISTINGS}) as n`,
    [workspace, strategyId, `seller-${workspace}`],
  )
  await sql(`update public.listings set reductions_enabled_at = now() - interval '30 days' where workspace_id = $1`, [
    workspace,
  ])
})

async function runJob(kind: string) {
  const job = await jobLoaders[kind]?.()
  if (!job) throw new Error(`No job ${kind}`)
  await job.run({
    id: 'job',
    payload: {},
    db: createServiceClient(),
    workspaceId: workspace,
    progress: async () => {},
    signal: new AbortController().signal,
    endAtMs: Number.MAX_SAFE_INTEGER,
  } as never) // safe: what a handler without a payload reads
}

const waitingJobs = async () =>
  (
    await sql<{ kind: string }>(
      `select kind from private.jobs where workspace_id = $1 and finished_at is null order by kind`,
      [workspace],
    )
  ).map(({ kind }) => kind)

test('a strategy with many listings goes live in chunks, and lowers none of them before the last chunk', async () => {
  expect(await count('due_at < now()')).toBe(LISTINGS)
  const answer = await api.call(strategy, strategiesContract.update, {
    as: ann,
    params: { id: strategyId },
    body: { is_live: true },
  })
  await api.settle()
  expect(answer.status).toBe(200)
  expect(await count('due_at < now()')).toBe(LISTINGS - 1000)
  expect(await waitingJobs()).toContain('strategies.settle')

  const { id: run } = (
    await one<{ run: { id: string } }>(`select public.begin_price_run($1, 'schedule') as run`, [workspace])
  ).run
  const { due } = await one<{ due: unknown[] }>('select public.list_due_listings($1, $2, 5000) as due', [
    workspace,
    run,
  ])
  expect(due).toEqual([])

  await runJob('strategies.settle')
  expect(await count('due_at < now()')).toBe(0)
  expect((await one<{ left: boolean }>('select public.settle_strategies($1) as left', [workspace])).left).toBe(false)
})

test('another interval while the strategy goes live begins the chunks again and keeps the new waiting', async () => {
  await sql('update public.strategies set is_live = true where id = $1', [strategyId])
  const later = await one<{ id: string; at: Date }>(
    `update public.listings set reductions_enabled_at = now() + interval '1 hour'
     where id = (select id from public.listings where workspace_id = $1 order by id desc limit 1)
     returning id, reductions_enabled_at as at`,
    [workspace],
  )
  await sql('update public.strategies set interval_days = 3 where id = $1', [strategyId])
  await runJob('strategies.settle')
  expect(await count(`due_at between now() + interval '2 days' and now() + interval '4 days'`)).toBe(LISTINGS)
  // Switched on after the strategy went live: its own waiting is the later one.
  const { at } = await one<{ at: Date }>('select reductions_enabled_at as at from public.listings where id = $1', [
    later.id,
  ])
  expect(new Date(at)).toEqual(new Date(later.at))
})

/** A run that lowered every listing from 11.00 to 10.00 USD, except those whose price changed since. */
async function confirmedRun(): Promise<string> {
  const { id } = await one<{ id: string }>(
    `insert into public.price_runs (workspace_id, started_by, is_planned, state, started_at, finished_at)
     values ($1, 'schedule', true, 'finished', now() - interval '1 hour', now()) returning id`,
    [workspace],
  )
  await sql(
    `insert into public.price_reduction_logs (workspace_id, run_id, listing_id, ebay_item_id, title, kind, slot_at,
       floor_cents, old_price_cents, new_price_cents, currency, state, sent_at, confirmed_at)
     select workspace_id, $2, id, ebay_item_id, title, 'scheduled', now(), 500, 1100, 1000, 'USD', 'confirmed',
       now() - interval '1 minute', now() - interval '1 minute'
     from public.listings where workspace_id = $1`,
    [workspace, id],
  )
  return id
}

const undo = (id: string) => api.call(priceRunUndo, pricesContract.undoRun, { as: ann, params: { id } })

test('the undo of a large run is one run, planned in chunks, and passes what was changed since', async () => {
  const run = await confirmedRun()
  await sql(
    `update public.listings set price_cents = 900 where id in (
       select listing_id from public.price_reduction_logs where run_id = $1 order by id limit 1001)`,
    [run],
  )
  const { status, body } = await undo(run)
  expect([status, body]).toMatchObject([201, { started_by: 'undo', due: LISTINGS }])
  // The first chunk could undo nothing, the second all but one.
  expect(await count(`state = 'planned'`, 'price_reduction_logs')).toBe(999)
  const next = () =>
    one<{ is_all: boolean }>('select public.plan_run_undo($1, $2) as is_all', [workspace, String(body.id)])
  expect(await next()).toEqual({ is_all: true })
  // A worker that is behind plans nothing twice.
  expect(await next()).toEqual({ is_all: true })
  expect(await count(`state = 'planned' and kind = 'undo'`, 'price_reduction_logs')).toBe(LISTINGS - 1001)
  const undone = await one('select skipped, is_planned from public.price_runs where id = $1', [String(body.id)])
  expect(undone).toEqual({ skipped: { changed_meanwhile: 1001 }, is_planned: true })
})

test('the undo of a run whose prices all changed since is refused, and leaves no run', async () => {
  const run = await confirmedRun()
  await sql('update public.listings set price_cents = 900 where workspace_id = $1', [workspace])
  expect(await undo(run)).toMatchObject({ status: 409, problem: { code: 'cannot_undo' } })
  expect(await count(`started_by = 'undo'`, 'price_runs')).toBe(0)
})

test('disconnecting ends a large run at once and takes its changes back in chunks; none is sent meanwhile', async () => {
  const { body } = await undo(await confirmedRun())
  const runId = String(body.id)
  await sql('select public.plan_run_undo($1, $2)', [workspace, runId])
  await sql('select public.plan_run_undo($1, $2)', [workspace, runId])
  await sql('delete from public.ebay_connections where workspace_id = $1', [workspace])
  expect(await one('select state, stop_code from public.price_runs where id = $1', [runId])).toEqual({
    state: 'stopped',
    stop_code: 'ebay_not_connected',
  })
  expect(await count(`state = 'planned'`, 'price_reduction_logs')).toBe(LISTINGS - 1000)
  expect(await waitingJobs()).toContain('ebay.take-back')

  const left = await one<{ id: string }>(
    `select id from public.price_reduction_logs where workspace_id = $1 and state = 'planned' limit 1`,
    [workspace],
  )
  const begun = await one('select public.begin_price_calls($1, $2) as answer', [
    workspace,
    [{ id: left.id, price_cents: 1000, currency: 'USD', seen_at: new Date().toISOString() }],
  ])
  expect(begun).toEqual({ answer: { paused: null, sending: [], stale: [] } })

  await runJob('ebay.take-back')
  expect(await count(`state = 'planned'`, 'price_reduction_logs')).toBe(0)
  expect(await count('open_change_id is not null')).toBe(0)
})

test('another eBay account sets the listings of the one before aside, the rest before the next work', async () => {
  await connect(`other-${workspace}`)
  expect(await count(`status = 'inactive'`)).toBe(1000)
  const aside = () => one<{ left: boolean }>('select public.set_other_accounts_aside($1) as left', [workspace])
  expect((await aside()).left).toBe(true)
  expect((await aside()).left).toBe(false)
  expect(await count(`status = 'inactive'`)).toBe(LISTINGS)
})

test('a strategy or a person that goes rewrites no price history', async () => {
  const run = await confirmedRun()
  await sql('update public.price_reduction_logs set strategy_id = $2, strategy_name = $3 where run_id = $1', [
    run,
    strategyId,
    'Slow',
  ])
  await sql('update public.listings set strategy_id = null where workspace_id = $1', [workspace])
  const versions = () => one('select max(xmin::text::bigint)::text as newest from public.price_reduction_logs')
  const before = await versions()
  await sql('delete from public.strategies where id = $1', [strategyId])
  expect(await versions()).toEqual(before)
})
