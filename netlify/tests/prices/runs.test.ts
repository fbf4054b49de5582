import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { judgeListing } from '#core/prices/pricing.ts'
import { at } from '#core/prices/testing/samples.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { type DueListing, readStrategies } from '../../src/prices/engine.repo.ts'
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

const { enqueue, changes, truth, due, run, look, reconcile, listing, sync } = createPriceRuns(
  () => world,
  () => ann,
)

describe('the first sync', () => {
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

describe('a run where all goes well', () => {
  test('cuts everything due on eBay, once, and the price history says so to the cent', async () => {
    const strategy = await world.strategy(ann)
    await world.makeDue(ann, strategy)
    const before = await world.truths()
    await enqueue('ebay.reduce')
    await world.work()
    const rows = await changes()
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
    await enqueue('ebay.reduce')
    await world.work()
    expect(await changes()).toHaveLength(rows.length)
  })
})

const ONE = { where: `title like '%JBL Tune%'` }
const INVENTORY = { where: `title like '%Beats Flex%'` }

describe('when the answer is lost', () => {
  test.each([
    ['trading', ONE, 'JBL Tune', 'ReviseInventoryStatus'],
    ['inventory', INVENTORY, 'Beats Flex', 'bulkUpdatePriceQuantity'],
  ])('after the price changed (%s), it is looked up and never sent again', async (_, where, words, call) => {
    await due(where)
    const before = await truth(words)
    await world.run('fail_next', { kind: 'drop_after', call })
    await run()
    await reconcile()
    const after = await truth(words)
    expect(after).toMatchObject({ revisions_today: 1, price_cents: Math.floor((before.price_cents * 95 + 50) / 100) })
    expect(await changes(words)).toMatchObject([
      { state: 'confirmed', new_price_cents: after.price_cents, send_count: 1 },
    ])
  })

  test('before the price changed, the change is given up once that is certain, and the next run makes it', async () => {
    await due(ONE)
    await world.run('fail_next', { kind: 'drop_before', call: 'ReviseInventoryStatus' })
    await run(1)
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'unknown' }])
    expect((await truth('JBL Tune')).revisions_today).toBe(0)
    await world.pass(3)
    await look()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'unknown' }])
    await world.pass(16)
    await look()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'rejected', reason_code: 'not_applied' }])
    await run()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'rejected' }, { state: 'confirmed' }])
    expect((await truth('JBL Tune')).revisions_today).toBe(1)
  })

  test('eBay shows the old price for a while: the change waits as sent, and is confirmed when it shows', async () => {
    await due(ONE)
    await world.run('fail_next', { kind: 'stale_read', call: 'GetItem' })
    await run(1)
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'sent' }])
    await reconcile()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'confirmed', send_count: 1 }])
  })

  test('the database refuses after eBay accepted: the change is found on eBay, not made again from a stale price', async () => {
    await due(ONE)
    await world.api.host.exec(
      `create function private.refuse() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
       create trigger _900_refuse before update on public.price_reduction_logs for each row when (old.state = 'sending') execute function private.refuse();`,
    )
    await run(2)
    await world.api.host.exec('drop trigger _900_refuse on public.price_reduction_logs; drop function private.refuse()')
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'sending' }])
    expect((await truth('JBL Tune')).revisions_today).toBe(1)
    await run()
    await reconcile()
    expect(await changes('JBL Tune')).toMatchObject([{ state: 'confirmed', send_count: 1 }])
    expect((await truth('JBL Tune')).revisions_today).toBe(1)
  })
})

describe('between claim and send', () => {
  /** Runs the plan and nothing else, changes something, and lets the run go on. */
  async function meanwhile(change: () => Promise<unknown>) {
    await due(ONE)
    const id = await world.workspaceOf(ann)
    await world.api.host.sql(`update public.ebay_settings set reductions_paused = true where workspace_id = $1`, [id])
    await world.api.host.sql(`insert into public.price_runs (workspace_id, started_by) values ($1, 'schedule')`, [id])
    await world.api.host.sql(
      `select public.plan_price_changes($1, run.id, jsonb_build_array(jsonb_build_object('listing_id', listing.id, 'strategy_id', listing.strategy_id,
         'slot_at', listing.due_at, 'rule_version', 1, 'old_price_cents', listing.price_cents, 'new_price_cents', listing.price_cents - 100)), 1, '{}', true, listing.due_at, listing.id)
       from public.price_runs as run, public.listings as listing where run.workspace_id = $1 and listing.due_at is not null`,
      [id],
    )
    await change()
    await world.api.host.sql(`update public.ebay_settings set reductions_paused = false where workspace_id = $1`, [id])
    await run()
    return changes('JBL Tune')
  }
  const sql = (statement: string) => () => world.api.host.exec(statement)

  test('nothing changed: it is sent', async () => {
    expect(await meanwhile(async () => {})).toMatchObject([{ state: 'confirmed' }])
  })
  test.each([
    [
      'the floor was raised',
      'update public.listings set floor_cents = price_cents - 50 where due_at is not null',
      'floor_raised',
    ],
    [
      'a person switched it off',
      'update public.listings set reductions_enabled = false where due_at is not null',
      'reductions_off',
    ],
    ['its strategy was paused', 'update public.strategies set is_active = false', 'strategy_changed'],
    ['its strategy was edited', 'update public.strategies set percentage_bp = 600', 'strategy_changed'],
  ])('%s: it is not sent, and says so', async (_, statement, reason_code) => {
    expect(await meanwhile(sql(statement))).toMatchObject([
      { state: 'cancelled', reason_code, reason: expect.stringMatching(/\w+\./) },
    ])
    expect((await truth('JBL Tune')).revisions_today).toBe(0)
  })

  test.each([
    ['the listing ended', 'end', {}, 'not_active'],
    ['the listing sold out', 'edit', { quantity: 0 }, 'no_quantity'],
    ['the seller changed the price', 'edit', { price_cents: 50_00 }, 'price_changed'],
  ])('on eBay %s: it is not sent, and says so', async (_, action, input, reason_code) => {
    const { item_id } = await truth('JBL Tune')
    expect(await meanwhile(() => world.run(action, { item_id, ...input }))).toContainEqual(
      expect.objectContaining({ state: 'cancelled', reason_code, reason: expect.stringMatching(/\w+\./) }),
    )
    expect((await truth('JBL Tune')).revisions_today).toBe(0)
  })

  test('Pause all price drops: the run stops, what was planned is taken back, and ending the pause makes one cut, not several', async () => {
    await due({})
    const id = await world.workspaceOf(ann)
    await world.api.host.sql(`update public.ebay_settings set reductions_paused = true where workspace_id = $1`, [id])
    await run()
    expect(await world.api.host.sql('select state, skipped from public.price_runs')).toMatchObject([
      { skipped: { global_pause: expect.any(Number) } },
    ])
    expect(await changes()).toEqual([])
    await world.api.host.sql(`update public.ebay_settings set reductions_paused = false where workspace_id = $1`, [id])
    await run()
    await run()
    const counts = Map.groupBy(await changes(), ({ listing_id }) => listing_id).values()
    expect([...counts].every((rows) => rows.length === 1)).toBe(true)
  })
})

describe('what eBay refuses', () => {
  test('for good leaves the listing to a person with its words, and nothing is sent until they resume it', async () => {
    await due({ where: `title like '%JBL Tune%' or title like '%Beats Flex%'` })
    const { item_id } = await truth('JBL Tune')
    await world.run('refuse', { item_id, code: '73', message: 'The price is not valid.' })
    await run()
    const [row] = await changes('JBL Tune')
    expect(row).toMatchObject({ state: 'rejected', reason: 'The price is not valid.' })
    const parked = await world.api.host.sql(
      'select ebay_item_id, parked_reason from public.listings where parked_code is not null',
    )
    expect(parked).toMatchObject([{ ebay_item_id: item_id, parked_reason: row?.reason }])
    expect(await changes('Beats Flex')).toMatchObject([{ state: 'confirmed' }])
    await run()
    expect(await changes('JBL Tune')).toHaveLength(1)
  })

  test('through the wrong interface goes through the right one, in the same run, and is remembered', async () => {
    await due(INVENTORY)
    await world.api.host.exec(
      `update public.listings set management_kind = 'trading', offer_id = null where title like '%Beats Flex%'`,
    )
    await run()
    expect(await changes('Beats Flex')).toMatchObject([{ state: 'confirmed' }])
    const kinds = await world.api.host.sql(
      `select management_kind, offer_id from public.listings where title like '%Beats Flex%'`,
    )
    expect(kinds).toMatchObject([{ management_kind: 'inventory', offer_id: (await truth('Beats Flex')).offer_id }])
    expect((await truth('Beats Flex')).revisions_today).toBe(1)
  })

  test('as too many is waited for as told, and every listing is cut once in the end', async () => {
    await due({})
    await world.run('plan', {
      chances: { too_many_requests_with_wait: 0.3 },
      retry_after_s: 7,
      calls: ['ReviseInventoryStatus', 'bulkUpdatePriceQuantity'],
      seed: 5,
    })
    await enqueue('ebay.reduce')
    await world.work(1)
    const [job] = await world.api.host.sql<{ wait: number; attempts: number }>(
      `select extract(epoch from run_at - now())::integer as wait, attempts from private.jobs where kind = 'ebay.reduce' and finished_at is null`,
    )
    expect(job?.wait).toBeGreaterThan(3)
    expect(job?.attempts).toBeLessThanOrEqual(1)
    await world.run('plan', {})
    await world.work()
    const rows = await changes()
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['confirmed']))
    expect((await world.truths()).every(({ revisions_today }) => revisions_today <= 1)).toBe(true)
  })

  test('a day has 250 revisions of a listing: no more are tried', async () => {
    await due(ONE)
    await world.run('edit', { item_id: (await truth('JBL Tune')).item_id, revisions_today: 250 })
    await run()
    await reconcile()
    const [row] = await changes('JBL Tune')
    expect(row).toMatchObject({
      state: expect.stringMatching(/cancelled|rejected/),
      reason: expect.stringMatching(/\w/),
    })
    expect(await world.api.host.sql('select 1 from public.listings where open_change_id is not null')).toEqual([])
  })

  test('an old token is renewed in the middle of a run; a grant taken back stops it without touching a listing', async () => {
    await due({})
    await world.run('expire_tokens', {})
    await run()
    expect(new Set((await changes()).map(({ state }) => state))).toEqual(new Set(['confirmed']))
    await world.api.host.exec(
      `update public.listings set last_cut_at = now() - interval '10 days' where last_cut_at is not null`,
    )
    await world.run('revoke', { seller_id: 'ma8vp1jySJC' })
    const before = (await world.truths()).map(({ price_cents }) => price_cents)
    await run()
    expect((await world.truths()).map(({ price_cents }) => price_cents)).toEqual(before)
    const runs = await world.api.host.sql(
      'select state, stop_code, stop_reason from public.price_runs order by started_at desc limit 1',
    )
    expect(runs).toMatchObject([
      { state: 'stopped', stop_code: 'ebay_reconnect', stop_reason: expect.stringMatching(/Reconnect eBay/) },
    ])
    expect(await world.api.host.sql('select 1 from public.listings where open_change_id is not null')).toEqual([])
  })
})

describe('a run', () => {
  test('twice at once cuts once', async () => {
    await due({})
    await enqueue('ebay.reduce')
    const first = drainJobs({ db: createServiceClient() })
    await world.api.host.exec(
      `update private.jobs set leased_until = now() - interval '1 second' where finished_at is null`,
    )
    await Promise.all([first, drainJobs({ db: createServiceClient() })])
    await reconcile()
    expect((await world.truths()).every(({ revisions_today }) => revisions_today <= 1)).toBe(true)
    expect(new Set((await changes()).map(({ state }) => state))).toEqual(new Set(['confirmed']))
  })

  test('of more than a thousand listings leaves none out', async () => {
    await world.ebay.control.seed({ generate: { count: 1001, seller_id: 'ma8vp1jySJC' } })
    await world.api.host.exec(`update public.ebay_syncs set started_at = started_at - interval '1 hour'`)
    await enqueue('ebay.reduce')
    await world.work()
    await due({ where: 'price_cents > 100' })
    await run()
    const [counts] = await world.api.host.sql<{ due: number; cut: number }>(
      `select (select count(*) from public.listings where strategy_id is not null and status = 'active' and quantity_available > 0 and not has_variations
         and listing_format = 'fixed_price')::int as due, (select count(*) from public.price_reduction_logs where state = 'confirmed')::int as cut`,
    )
    expect(counts?.due).toBeGreaterThan(1000)
    expect(counts?.cut).toBe(counts?.due)
  })

  test("keeps each listing's own currency", async () => {
    await due({ where: `currency = 'GBP'` })
    await run()
    expect(await changes('British mug')).toMatchObject([{ state: 'confirmed', currency: 'GBP' }])
    expect((await truth('British mug')).currency).toBe('GBP')
  })

  test('never sends a quantity, so nothing sold out is restocked', async () => {
    await due({})
    const { item_id } = await truth('Beats Flex')
    await world.run('edit', { item_id, quantity: 0 })
    await run()
    expect((await truth('Beats Flex')).quantity_available).toBe(0)
    const sent = (await world.ebay.control.requests()).filter(
      ({ path }) => path.includes('bulk_update') || path.includes('api.dll'),
    )
    const revisions = sent
      .map((request) => JSON.stringify(request.body))
      .filter((body) => body.includes('StartPrice') || body.includes('offers'))
    expect(revisions.length).toBeGreaterThan(10)
    expect(revisions.join()).not.toMatch(/Quantity|availability/i)
  })

  test('cuts no more than a strategy may in a day, the longest due first', async () => {
    await due({}, { max_cuts_per_day: 5 })
    await run()
    await run()
    expect(await changes()).toHaveLength(5)
    const [last] = await world.api.host.sql<{ skipped: Record<string, number> }>(
      'select skipped from public.price_runs order by started_at desc limit 1',
    )
    expect(last?.skipped.day_cap).toBeGreaterThan(30)
  })

  test("when due is the same in the table and in core's rule", async () => {
    await due({}, { interval_days: 3, start_delay_days: 2 })
    await world.api.host.exec(
      `update public.listings set last_cut_at = now() - interval '100 hours' where management_kind = 'trading'`,
    )
    const rows = await world.api.host.sql<{ row: DueListing }>(
      `select to_jsonb(listing) as row from public.listings as listing where due_at is not null`,
    )
    const strategies = await readStrategies(createServiceClient(), await world.workspaceOf(ann))
    let compared = 0
    for (const { row } of rows) {
      const strategy = strategies.get(row.strategy_id) ?? null
      const before = judgeListing(row, strategy, at(new Date(Date.parse(row.due_at) - 1).toISOString()))
      if (before.eligible || before.reason !== 'not_due_yet') continue
      expect(Date.parse(before.due_at ?? '')).toBe(Date.parse(row.due_at))
      compared += 1
    }
    expect(compared).toBeGreaterThan(30)
  })
})

describe('a sync', () => {
  test("changes eBay's columns and none of the person's", async () => {
    await due(ONE, { interval_days: 30 })
    await world.api.host.exec(
      `update public.listings set cost_cents = 1234, is_hidden = true where title like '%JBL Tune%'`,
    )
    const before = await listing('JBL Tune')
    await world.run('edit', {
      item_id: String(before?.ebay_item_id),
      price_cents: 3111,
      quantity: 3,
      title: 'JBL Tune, renamed',
    })
    await sync()
    const { price_cents, quantity_available, title, ...after } = (await listing('JBL Tune')) ?? {}
    expect([Number(price_cents), quantity_available, title]).toEqual([3111, 3, 'JBL Tune, renamed'])
    for (const column of [
      'floor_cents',
      'strategy_id',
      'reductions_enabled',
      'cost_cents',
      'is_hidden',
      'first_price_cents',
    ]) {
      expect(after[column], column).toEqual(before?.[column])
    }
  })

  test('ends what a whole reading proves gone, and what comes back is active again', async () => {
    const { item_id } = await truth('JBL Tune')
    await world.run('end', { item_id })
    await sync()
    expect(await listing('JBL Tune')).toMatchObject({ status: 'ended' })
    await world.run('edit', { item_id, status: 'active' }).catch(() => world.run('edit', { item_id, quantity: 3 }))
    await sync()
    if ((await truth('JBL Tune')).status !== 'ended')
      expect(await listing('JBL Tune')).toMatchObject({ status: 'active' })
  })

  test.each(['internal_error', 'drop_before', 'too_many_requests', 'system_error'])(
    '%s on its pages ends nothing, and it goes on later',
    async (kind) => {
      await world.run('plan', { chances: { [kind]: 1 } })
      await sync(2)
      expect(await world.api.host.sql(`select 1 from public.listings where status = 'ended'`)).toEqual([])
      await world.run('plan', {})
      await world.api.host.exec(`update private.jobs set run_at = now(), attempts = 0`)
      await sync()
      expect(
        await world.api.host.sql(
          `select state, is_complete, ended from public.ebay_syncs order by started_at desc limit 1`,
        ),
      ).toMatchObject([{ state: 'finished', is_complete: true, ended: 0 }])
    },
  )

  test('items that end while pages are read do not end others: it reads again until one pass is whole', async () => {
    await world.ebay.control.seed({ generate: { count: 450, kind: 'trading', seller_id: 'ma8vp1jySJC' } })
    await sync()
    const [first] = (await world.truths()).filter(({ status }) => status !== 'ended')
    const before = await world.api.host.sql(`select 1 from public.listings where status <> 'ended'`)
    const alive = globalThis.fetch
    let hasEnded = false
    globalThis.fetch = async (input, init) => {
      const answer = await alive(input, init)
      if (!hasEnded && String(init?.body).includes('<PageNumber>1<')) {
        hasEnded = true
        await world.run('end', { item_id: first?.item_id ?? '' })
      }
      return answer
    }
    try {
      await sync()
    } finally {
      globalThis.fetch = alive
    }
    expect(hasEnded).toBe(true)
    const after = await world.api.host.sql(`select 1 from public.listings where status <> 'ended'`)
    expect(after).toHaveLength(before.length - 1)
  })

  test('a worker that dies between pages is followed by one that goes on, and nothing is counted twice', async () => {
    await world.ebay.control.seed({ generate: { count: 900, kind: 'trading', seller_id: 'ma8vp1jySJC' } })
    const alive = globalThis.fetch
    let left = 14
    globalThis.fetch = async (input, init) => {
      left -= 1
      if (left < 0) throw new Error('The process is dead')
      return alive(input, init)
    }
    await sync(1).catch(() => undefined)
    globalThis.fetch = alive
    expect(left).toBeLessThan(0)
    await world.api.host.exec(
      `update private.jobs set leased_until = null, worker = null, run_at = now() where finished_at is null`,
    )
    await sync()
    const [last] = await world.api.host.sql(`select * from public.ebay_syncs order by started_at desc limit 1`)
    const onSale = (await world.truths()).filter(({ status }) => status !== 'ended').length
    expect(last).toMatchObject({ state: 'finished', is_complete: true, seen: onSale, added: 900, ended: 0 })
  })

  test('what is sold moves its product to the status that means sold, once, and is kept as a sale', async () => {
    const workspace = await world.workspaceOf(ann)
    const [product] = await world.api.host.sql<{ id: string }>(
      `insert into public.sourced_products (workspace_id, asin, title) values ($1, 'B00EBAYSLD', 'Sold thing') returning id`,
      [workspace],
    )
    await world.api.host.sql(
      `update public.crm_statuses set automation = 'sold' where workspace_id = $1 and name = 'Completed'`,
      [workspace],
    )
    await world.api.host.sql(`update public.listings set product_id = $1 where title like '%JBL Tune%'`, [product?.id])
    await world.run('sell', { item_id: (await truth('JBL Tune')).item_id, quantity: 1 })
    await sync()
    await sync()
    const [status] = await world.api.host.sql(
      `select status.automation from public.sourced_products as product join public.crm_statuses as status on status.id = product.status_id where product.id = $1`,
      [product?.id],
    )
    expect(status).toEqual({ automation: 'sold' })
    expect(await world.api.host.sql('select quantity, product_id from public.listing_sales')).toEqual([
      { quantity: 1, product_id: product?.id },
    ])
    await world.api.host.sql('delete from public.sourced_products where id = $1', [product?.id])
  })
})
