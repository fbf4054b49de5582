import { vi } from 'vitest'
import { ebayContract } from '#core/connections/ebay.ts'
import type { StrategyInput } from '#core/prices/strategies.ts'
import { decideAt } from '../../services/emulators/ebay/testing/sign-in.ts'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import auth from '../functions/ebay-auth.ts'
import callback from '../functions/ebay-callback.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import { drainJobs } from '../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from './create-test-api.ts'

export const DANA = 'ma8vp1jySJC'

/** A listing as the emulated eBay stores it. */
export type Truth = {
  item_id: string
  offer_id: string | null
  sku: string | null
  title: string
  kind: 'trading' | 'inventory'
  currency: string
  price_cents: number
  quantity_available: number
  quantity_sold: number
  status: string
  revisions_today: number
}

type SignIn = { query: Record<string, string>; cookie: string }

export type EbayWorld = {
  api: TestApi
  ebay: TestEmulator
  /**
   * A healthy emulator, no listings, no connection, an empty queue, and a record of every log line. Call it before each
   * test.
   */
  reset(): Promise<{ logged(): string }>
  /** Starts a sign-in and answers the consent page as Dana's browser would. */
  signIn(as: TestPerson, decision?: 'agree' | 'decline'): Promise<SignIn>
  /** Returns with what eBay sent; answers the path where the browser ends. */
  comeBack(signIn: SignIn): Promise<string>
  connect(as: TestPerson): Promise<void>
  /** Runs the jobs in the queue, also those scheduled for later, until none is left or `rounds` are over. */
  work(rounds?: number): Promise<void>
  /** One of the emulator's own actions. */
  run(action: string, input?: object): Promise<unknown>
  /** Every listing of Dana's as eBay stores it. */
  truths(): Promise<Truth[]>
  /** A live strategy, inserted into the table. */
  strategy(as: TestPerson, rule?: Partial<StrategyInput> & { is_live?: boolean }): Promise<string>
  /**
   * Switches price drops on for these listings (by default all), with a floor and a last drop long enough ago that one
   * is due.
   */
  makeDue(
    as: TestPerson,
    strategyId: string,
    options?: { floor?: string; where?: string; hoursAgo?: number },
  ): Promise<void>
  /** So many minutes go by: for what was sent and read, and on the emulator's clock. */
  pass(minutes: number): Promise<void>
  workspaceOf(as: TestPerson): Promise<string>
  close(): Promise<void>
}

/**
 * The API against a real database and the emulated eBay over HTTP; requests to `others` are allowed too: emulators, a
 * receiver of notices.
 */
export async function createEbayWorld(others: readonly { origins: string[] }[] = []): Promise<EbayWorld> {
  const ebay = await startTestEmulator('ebay', { siteUrl: 'http://127.0.0.1:8888' })
  const api = await createTestApi({ allowedOrigins: [ebay, ...others].flatMap(({ origins }) => origins) })
  const run = (action: string, input: object = {}) => ebay.control.run(action, input)

  const signIn: EbayWorld['signIn'] = async (as, decision = 'agree') => {
    const answer = await api.call(auth, ebayContract.auth, { as })
    const back = await decideAt(ebay, answer.body.auth_url, decision)
    const query = Object.fromEntries(back.searchParams)
    return { query, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }
  const comeBack: EbayWorld['comeBack'] = async ({ query, cookie }) => {
    const answer = await api.call(callback, ebayContract.callback, { query, headers: { cookie } })
    const url = new URL(answer.headers.get('location') ?? 'none:')
    if (url.origin !== api.host.url) throw new Error(`An open redirect: ${url.origin}`)
    return url.pathname + url.search
  }
  const workspaceOf: EbayWorld['workspaceOf'] = async (as) => {
    const [row] = await api.host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = $1',
      [as.userId],
    )
    if (!row) throw new Error('no such person')
    return row.id
  }

  return {
    api,
    ebay,
    signIn,
    comeBack,
    run,
    workspaceOf,
    async reset() {
      await ebay.control.reset()
      await api.host.exec(
        `delete from public.price_reduction_logs; delete from public.price_runs; delete from public.listings; delete from public.strategies;
         delete from public.ebay_syncs; delete from public.ebay_connections; delete from private.oauth_states; delete from private.jobs;
         delete from private.webhook_events;
         update public.ebay_settings set reductions_paused = false, vacation_until = null, skus_per_call = 1, time_zone = 'UTC',
           lower_during_sales = false, carries_over_relisted = false;`,
      )
      for (const [name, value] of Object.entries(ebay.env)) vi.stubEnv(name, value)
      const levels = ['warn', 'error'] as const
      const spies = levels.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
      return { logged: () => JSON.stringify(spies.flatMap((spy) => spy.mock.calls)) }
    },
    async connect(as) {
      const path = await comeBack(await signIn(as))
      if (path !== '/connections?ebay=connected') throw new Error(`Not connected: ${path}`)
    },
    async work(rounds = 6) {
      for (let round = 0; round < rounds; round += 1) {
        await api.host.exec(`update private.jobs set run_at = now() where finished_at is null and leased_until is null`)
        const { finished, failed } = await drainJobs({ db: createServiceClient() })
        if (finished + failed === 0) return
      }
    },
    async pass(minutes) {
      await ebay.control.advanceClock(minutes * 60_000)
      await api.host.exec(
        `update public.price_reduction_logs set sent_at = sent_at - interval '${minutes} minutes',
           confirmed_at = confirmed_at - interval '${minutes} minutes', planned_at = planned_at - interval '${minutes} minutes';
         update public.listings set price_contradicted_at = price_contradicted_at - interval '${minutes} minutes',
           price_seen_at = price_seen_at - interval '${minutes} minutes', last_seen_at = last_seen_at - interval '${minutes} minutes',
           last_cut_at = case when last_cut_at > now() - interval '3 hours' then last_cut_at - interval '${minutes} minutes' else last_cut_at end,
           held_until = held_until - interval '${minutes} minutes';
         update public.ebay_syncs set started_at = started_at - interval '${minutes} minutes',
           pass_started_at = pass_started_at - interval '${minutes} minutes';`,
      )
    },
    // safe: the emulator's own answer
    truths: async () => ((await run('truth', { seller_id: DANA })) as { listings: Truth[] }).listings,
    async strategy(as, { is_live = true, ...rule } = {}) {
      const values = {
        name: `Strategy ${Math.random()}`,
        kind: 'percentage',
        percentage_bp: 500,
        interval_days: 7,
        ...rule,
      }
      const columns = { ...values, workspace_id: await workspaceOf(as), is_live }
      const names = Object.keys(columns)
      const [row] = await api.host.sql<{ id: string }>(
        `insert into public.strategies (${names.join(', ')}) select ${names.join(', ')}
         from jsonb_populate_record(null::public.strategies, $1) returning id`,
        [JSON.stringify(columns)],
      )
      if (!row) throw new Error('no strategy')
      return row.id
    },
    async makeDue(as, strategyId, { floor = 'price_cents / 2', where = 'true', hoursAgo = 24 * 30 } = {}) {
      const workspaceId = await workspaceOf(as)
      await api.host.sql(
        `update public.listings set strategy_id = $2, reductions_enabled = true, floor_cents = ${floor} where workspace_id = $1 and (${where})`,
        [workspaceId, strategyId],
      )
      await api.host.sql(
        `update public.listings set reductions_enabled_at = now() - make_interval(hours => $2), last_cut_at = null
         where workspace_id = $1 and (${where})`,
        [workspaceId, hoursAgo],
      )
    },
    async close() {
      await api.close()
      await ebay.close()
    },
  }
}
