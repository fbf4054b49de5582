import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '@supabase/supabase-js'
import { sealToken } from '../netlify/src/connections/seal-tokens.ts'
import type { Database } from '../netlify/src/db/database.types.ts'
import { createServiceClient } from '../netlify/src/db/service-client.ts'
import { drainJobs } from '../netlify/src/jobs/drain-jobs.ts'
import { previewStrategy } from '../netlify/src/prices/preview-strategy.ts'
import { readPricedListings } from '../netlify/src/prices/priced-listings.repo.ts'
import { SEND_CONCURRENCY } from '../netlify/src/prices/send-prices.ts'
import { createControl } from '../services/emulators/control-client.ts'
import { createTestHost, type TestHost } from '../services/local/testing/create-test-host.ts'
import startTestServer from '../services/local/testing/test-server.ts'
import { compare, type Entry, entry } from './measure.ts'

const LATENCY_MS = 150
const SCALE = Number(process.env.BENCH_SCALE ?? 1)
const DUE = 10_000 * SCALE
const ON_SALE = 20_000 * SCALE
const PREVIEWED = 100_000 * SCALE
const SELLER = 'ma8vp1jySJC'
const TOKEN = 'v^1.1-bench'
const PORT = 9340
const MEMORY_LIMIT_MIB = 32

/**
 * A first sync of 20,000 listings and a run over 10,000 due ones, at 150 ms a call, against the least time of those
 * calls: their number × latency ÷ concurrency. And a preview of 100,000 listings against reading their rows. On a
 * PostgreSQL server, as production has, where the machine has its binaries; the embedded database works in this process,
 * so there its time adds to the calls' time (`OPSYNCPRO_TEST_DATABASE=embedded`).
 */
export async function benchPriceRuns(): Promise<Entry[]> {
  const emulators = spawn(process.execPath, ['services/emulators/main.ts', '--port', String(PORT)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stopServer = await startTestServer()
  const host = await createTestHost()
  console.log(`The database is ${stopServer ? 'a PostgreSQL server' : 'the embedded one'}.`)
  try {
    const ebay = await environmentOf(emulators.stdout)
    Object.assign(process.env, host.env, ebay.env)
    globalThis.fetch = answering(host, globalThis.fetch)
    const control = createControl(ebay.url)
    const person = await host.signUp()
    const workspaceId = await connect(host, person.userId)
    await control.seed({
      catalog: 'empty',
      limits: {
        trading_per_day: 1e9,
        inventory_per_day: 1e9,
        get_my_ebay_selling_per_15_s: 1e9,
        revise_inventory_status_per_15_s: 1e9,
      },
    })
    await control.seed({ generate: { count: ON_SALE, seller_id: SELLER } })
    await control.seed({
      connections: [
        { seller_id: SELLER, access_token: TOKEN, refresh_token: `${TOKEN}-refresh`, expires_in_s: 86_400 },
      ],
    })
    await control.run('plan', { latency_ms: LATENCY_MS })

    const sync = await timed(() => work(host, 'ebay.sync', workspaceId))
    const seen = await host.sql<{ seen: number }>(
      `select seen from public.ebay_syncs where state = 'finished' and is_complete`,
    )
    if (seen[0]?.seen !== ON_SALE) throw new Error(`The sync saw ${seen[0]?.seen} listings.`)
    await makeDue(host, workspaceId)
    const run = await timed(() => work(host, 'ebay.reduce', workspaceId))
    const [confirmed] = await host.sql<{ count: number }>(
      `select count(*)::int as count from public.price_reduction_logs where state = 'confirmed'`,
    )
    if (confirmed?.count !== DUE) throw new Error(`${confirmed?.count} changes were confirmed.`)

    console.log(
      `The run made ${run.calls} calls, ${run.reads} of them readings: ${(run.calls / DUE).toFixed(3)} calls for each confirmed drop.`,
    )
    const rival = (calls: number) => `${calls} calls × ${LATENCY_MS} ms ÷ ${SEND_CONCURRENCY} at once`
    return [
      entry({
        name: `first sync of ${ON_SALE} listings`,
        rival: rival(sync.calls),
        limit: 1.25,
        ours_ms: sync.ms,
        rival_ms: floorOf(sync.calls),
      }),
      entry({
        name: `run over ${DUE} due listings`,
        rival: rival(run.calls),
        limit: 1.25,
        ours_ms: run.ms,
        rival_ms: floorOf(run.calls),
      }),
      entry({
        name: `calls of that run (shown as ms)`,
        rival: 'the fewest eBay allows',
        // One renewal of the readings for every 30 seconds of sending comes on top.
        limit: 1.1,
        ours_ms: run.calls,
        rival_ms: await fewestCalls(host),
      }),
      entry({
        name: 'objects alive at a time, more than before (MiB, shown as ms)',
        rival: `${MEMORY_LIMIT_MIB} MiB`,
        limit: 1,
        ours_ms: Math.max(sync.growthMib, run.growthMib),
        rival_ms: MEMORY_LIMIT_MIB,
      }),
      await benchPreview(host, workspaceId, person.accessToken),
    ]
  } finally {
    emulators.kill('SIGTERM')
    await host.close()
    await stopServer?.()
  }
}

const floorOf = (calls: number) => (calls * LATENCY_MS) / SEND_CONCURRENCY

/** One SKU a call, four listings a call, and everything on sale read before and after, with the list of SKUs. */
async function fewestCalls(host: TestHost): Promise<number> {
  const [counts] = await host.sql<{ inventory: number; trading: number }>(
    `select count(*) filter (where management_kind = 'inventory')::int as inventory, count(*) filter (where management_kind = 'trading')::int as trading
     from public.listings where cut_count > 0`,
  )
  return (counts?.inventory ?? 0) + Math.ceil((counts?.trading ?? 0) / 4) + 3 * Math.ceil(ON_SALE / 200)
}

let calls = 0
/** Of them the ones that only read. */
let reads = 0

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Live JavaScript objects, MiB. The embedded database keeps its rows in its own memory, which is not counted. */
function liveHeapMib(): number {
  collect()
  return process.memoryUsage().heapUsed / 1024 / 1024
}

async function timed(act: () => Promise<void>) {
  const before = { calls, reads }
  const heap = liveHeapMib()
  let peak = heap
  const watch = setInterval(() => {
    peak = Math.max(peak, liveHeapMib())
  }, 5000)
  const startedAt = performance.now()
  await act()
  const ms = performance.now() - startedAt
  clearInterval(watch)
  return {
    ms,
    calls: calls - before.calls,
    reads: reads - before.reads,
    growthMib: Math.max(peak, liveHeapMib()) - heap,
  }
}

async function work(host: TestHost, kind: string, workspaceId: string): Promise<void> {
  await host.exec('update private.jobs set finished_at = now() where finished_at is null')
  await host.sql(`select private.enqueue_job($1, $1 || ':' || $2, '{}', $2::uuid)`, [kind, workspaceId])
  await drainJobs({ db: createServiceClient() })
}

async function connect(host: TestHost, userId: string): Promise<string> {
  const [row] = await host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
    userId,
  ])
  const id = row?.id ?? ''
  await host.sql(`select public.store_ebay_connection($1, $2, $3, 'bench', 'sandbox', now() + interval '1 year', $4)`, [
    id,
    userId,
    SELLER,
    JSON.stringify(tokensOf(id)),
  ])
  return id
}

function tokensOf(workspaceId: string) {
  const account = { provider: 'ebay', workspace_id: workspaceId, account: SELLER } as const
  return {
    access_token_sealed: sealToken(account, 'access_token', TOKEN),
    refresh_token_sealed: sealToken(account, 'refresh_token', `${TOKEN}-refresh`),
    access_token_expires_at: new Date(Date.now() + 86_400_000).toISOString(),
  }
}

async function makeDue(host: TestHost, workspaceId: string): Promise<void> {
  await host.sql(
    `insert into public.strategies (workspace_id, name, kind, percentage_bp, interval_days, is_live) values ($1, 'Bench', 'percentage', 500, 7, true)`,
    [workspaceId],
  )
  await host.exec(
    `update public.listings set strategy_id = (select id from public.strategies), reductions_enabled = true, floor_cents = greatest(1, price_cents / 2)
     where id in (select id from public.listings where status = 'active' and quantity_available > 0 and listing_format = 'fixed_price' and not has_variations
       and price_cents > 100 order by ebay_item_id limit ${DUE});
     update public.listings set reductions_enabled_at = now() - interval '30 days' where reductions_enabled;
     analyze public.listings;`,
  )
}

async function benchPreview(host: TestHost, workspaceId: string, token: string): Promise<Entry> {
  await host.exec(
    `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, first_price_cents, price_seen_at, status,
       quantity_available, last_seen_at, floor_cents)
     select '${workspaceId}', '${SELLER}', 'P' || i, 'Previewed ' || i, 1000 + i % 9000, 'USD', 1000 + i % 9000, now(), 'active', 5, now(), 500
     from generate_series(1, ${PREVIEWED - ON_SALE}) as i;
     update public.listings set floor_cents = coalesce(floor_cents, 1), status = 'active';
     analyze public.listings;`,
  )
  const db = createClient<Database>(host.url, host.secrets.publishable_key, {
    accessToken: async () => token,
    global: { fetch: host.fetch },
  })
  const rule = { kind: 'percentage', percentage_bp: 500, interval_days: 7 } as const
  const ctx = {
    db,
    userId: '',
    requestId: '',
    ifMatch: undefined,
    cookies: { get: () => undefined, set: () => undefined },
    waitUntil: () => undefined,
  }
  const preview = {
    rule: {
      ...rule,
      amount_cents: null,
      steps: [],
      start_delay_days: 0,
      quiet_from: null,
      quiet_until: null,
      blackout_dates: [],
      price_ending: null,
      max_cut_cents: null,
      max_cuts_per_day: null,
      time_zone: 'UTC',
    },
  }
  return compare(
    {
      name: `preview of ${PREVIEWED} listings`,
      rival: 'reading those rows from the database',
      limit: 2,
      runs: 3,
      warmups: 1,
    },
    async () => {
      const { counts } = await previewStrategy(ctx, preview)
      if (counts.listings !== PREVIEWED) throw new Error(`${counts.listings} listings were previewed.`)
    },
    async () => {
      let rows = 0
      for await (const page of readPricedListings(db, { is_sellable: true })) rows += page.length
      if (rows !== PREVIEWED) throw new Error(`${rows} rows were read.`)
    },
  )
}

function answering(host: TestHost, others: typeof fetch): typeof fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.startsWith(`${host.url}/api/`)) return new Response(null, { status: 202 })
    if (url.startsWith(host.url)) return host.fetch(input, init)
    if (!url.includes('/_emulator')) calls += 1
    const name = new Headers(init?.headers).get('x-ebay-api-call-name')
    if (name === 'GetMyeBaySelling' || name === 'GetItem' || init?.method === 'GET') reads += 1
    return others(input, init)
  }
}

/** The emulators' output when they have started: `ebay  <url>` and its variables. */
async function environmentOf(stdout: NodeJS.ReadableStream): Promise<{ url: string; env: Record<string, string> }> {
  let url = ''
  const env: Record<string, string> = {}
  for await (const line of createInterface({ input: stdout })) {
    const [, name, address] = /^(\w+) {2}(http\S+)$/.exec(line) ?? []
    if (name === 'ebay' && address) url = address
    const [, key, value] = /^ {2}(EBAY_\w+)=(.*)$/.exec(line) ?? []
    if (key && value !== undefined) env[key] = value
    if (key === 'EBAY_VERIFICATION_TOKEN') return { url, env }
  }
  await once(stdout, 'close')
  throw new Error('The emulators did not start.')
}
