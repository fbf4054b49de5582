import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestHost, type TestHost, type TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { TEMPLATE_VARIABLE } from '../../../services/local/testing/template-database.ts'

/*
 * Two sessions at once, which the embedded database does not have. Each test holds one transaction open, starts the other
 * one, and lets the first end when the second waits for it.
 */
const template = process.env[TEMPLATE_VARIABLE]
let host: TestHost
let ann: TestPerson
let workspace: string
let product: string
let correlation: string
let one: postgres.Sql
let two: postgres.Sql

describe.runIf(template)('two sessions at once', () => {
  beforeAll(async () => {
    host = await createTestHost()
    const [row] = await host.sql<{ name: string }>('select current_database() as name')
    const url = Object.assign(new URL(template ?? ''), { pathname: `/${row?.name ?? ''}` }).href
    one = postgres(url, { max: 1, onnotice: () => {} })
    two = postgres(url, { max: 1, onnotice: () => {} })
    ann = await host.signUp('ann@example.test')
    workspace = await first('select current_workspace_id as value from public.users where id = $1', [ann.userId])
  })
  afterAll(async () => {
    await Promise.all([one, two].map((session) => session?.end({ timeout: 2 })))
    await host?.close()
  })
  beforeEach(async () => {
    await host.sql('delete from public.sourced_products where workspace_id = $1', [workspace])
    await host.sql('delete from public.asin_facts where workspace_id = $1', [workspace])
    product = await first(
      `insert into public.sourced_products (workspace_id, asin, title) values ($1, 'B000000001', 'Lamp')
       returning id as value`,
      [workspace],
    )
    await search('same')
    correlation = await first(`select id as value from public.asin_correlations where workspace_id = $1`, [workspace])
  })

  const first = async (statement: string, parameters: unknown[]) =>
    (await host.sql<{ value: string }>(statement, parameters))[0]?.value ?? ''

  const newSearch = () =>
    first(
      `insert into public.correlation_searches (workspace_id, product_id, search_asin) values ($1, $2, 'B000000001')
       returning id as value`,
      [workspace, product],
    )
  const search = async (relation: string, on?: postgres.Sql, id?: string) => {
    const searchId = id ?? (await newSearch())
    const candidates = [{ similar_asin: 'B0000000A1', relation, score: 90, evidence: [] }]
    const call = `select public.record_candidates('${searchId}', '${JSON.stringify(candidates)}'::jsonb)`
    if (on) await on.unsafe(call)
    else {
      await host.exec(call)
      await host.sql(`update public.correlation_searches set state = 'done', finished_at = now() where id = $1`, [
        searchId,
      ])
    }
  }
  const signIn = (session: postgres.Sql) =>
    session.unsafe(
      `select set_config('request.jwt.claims', '${JSON.stringify({ sub: ann.userId, role: 'authenticated' })}', false)`,
    )
  const decide = async (session: postgres.Sql, decision: string) => {
    await signIn(session)
    const [row] = await session.unsafe(
      `select public.decide_correlations(array['${correlation}']::uuid[], '${decision}') as answer`,
    )
    return row?.answer as { changed: number; failed: { code: string }[]; batch_id: string | null }
  }
  const undo = async (session: postgres.Sql, batchId: string) => {
    await signIn(session)
    const [row] = await session.unsafe(`select public.undo_correlation_decisions('${batchId}') as answer`)
    return row?.answer as { changed: number; kept: number }
  }
  const say = (session: postgres.Sql, availability = 'available') =>
    session.unsafe(`select public.record_asin_facts('${workspace}', jsonb_build_array(jsonb_build_object('asin',
      'B0000000A1', 'marketplace', 'US', 'availability', '${availability}', 'source', 'keepa', 'checked_at', now())))`)
  const tasks = async () =>
    (await host.sql('select marketplace from public.influencer_tasks where workspace_id = $1', [workspace])).length

  const isBlocked = async () =>
    (await host.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
      .length > 0

  /** Runs `held` in a transaction, then `late` in the other session until it waits for the first, and ends both. */
  async function together<T>(held: () => Promise<unknown>, late: () => Promise<T>): Promise<T> {
    await one.unsafe('begin')
    await held()
    const answer = late()
    const settled = answer.then(
      () => 'over',
      () => 'over',
    )
    while (!(await isBlocked())) {
      // Without a lock the second one ends at once.
      if ((await Promise.race([settled, Promise.resolve('open')])) === 'over') break
    }
    await one.unsafe('commit')
    return answer
  }

  test('an ASIN that is accepted while a source says that it is sold gets its task', async () => {
    await together(
      () => say(one),
      () => decide(two, 'accepted'),
    )
    expect(await tasks()).toBe(1)
  })

  test('and so it does when the decision is first', async () => {
    await together(
      () => decide(one, 'accepted'),
      () => say(two),
    )
    expect(await tasks()).toBe(1)
  })

  test('an ASIN that is declined while a source says that it is sold gets no task', async () => {
    await decide(one, 'accepted')
    await together(
      () => decide(one, 'declined'),
      () => say(two),
    )
    expect(await tasks()).toBe(0)
  })

  test('an ASIN accepted while its marketplace is turned on gets its task there', async () => {
    await say(one)
    await host.sql(
      `update public.workspace_marketplaces set is_enabled = false, is_home = false
       where workspace_id = $1 and marketplace = 'US'`,
      [workspace],
    )
    await together(
      () => decide(one, 'accepted'),
      () =>
        two.unsafe(`update public.workspace_marketplaces set is_enabled = true, is_home = true
          where workspace_id = '${workspace}' and marketplace = 'US'`),
    )
    expect(await tasks()).toBe(1)
  })

  test('a bulk decision while a search finds that the video must show the product is refused with the reason', async () => {
    const id = await newSearch()
    const { changed, failed } = await together(
      () => search('similar', one, id),
      () => decide(two, 'accepted'),
    )
    expect([changed, failed.map(({ code }) => code)]).toEqual([0, ['needs_showing']])
  })

  test('a decision that is made while an older one is undone stays', async () => {
    const { batch_id } = await decide(one, 'accepted')
    const { kept } = await together(
      () => decide(one, 'declined'),
      () => undo(two, batch_id ?? ''),
    )
    expect(kept).toBe(1)
    expect(await host.sql('select decision from public.asin_correlations where id = $1', [correlation])).toEqual([
      { decision: 'declined' },
    ])
  })

  test('one odd answer or candidate of a batch is left out, and the rest is written', async () => {
    await decide(one, 'accepted')
    const facts = [
      { asin: 'b0000000a1', marketplace: 'US', availability: 'available' },
      { asin: 'B0000000A2', marketplace: 'US', availability: 'available', sales_rank: 99_999_999_999 },
      { asin: 'B0000000A3', marketplace: 'US', availability: 'available', influencer_videos: -1 },
      { asin: 'B0000000A1', marketplace: 'US', availability: 'available', sales_rank: 5 },
    ].map((fact) => ({ ...fact, source: 'keepa', checked_at: new Date().toISOString() }))
    await one.unsafe(`select public.record_asin_facts('${workspace}', '${JSON.stringify(facts)}'::jsonb)`)
    expect(
      await host.sql('select asin, sales_rank from public.asin_facts where workspace_id = $1', [workspace]),
    ).toEqual([{ asin: 'B0000000A1', sales_rank: 5 }])
    expect(await tasks()).toBe(1)

    const id = await newSearch()
    const candidates = [
      { similar_asin: 'B0000000A4', relation: 'same', score: 1000, evidence: [] },
      { similar_asin: 'B0000000A5', relation: 'same', score: 90, evidence: [], brand: 'x'.repeat(201) },
      { similar_asin: 'A short one', relation: 'same', score: 90, evidence: [] },
      { similar_asin: 'B0000000A6', relation: 'same', score: 90, evidence: [] },
    ]
    await one.unsafe(`select public.record_candidates('${id}', '${JSON.stringify(candidates)}'::jsonb)`)
    await one.unsafe(`select public.update_correlation_search('${id}', '{"spent": 3, "dropped": 1}')`)
    await one.unsafe(`select public.update_correlation_search('${id}', '{"spent": 3, "dropped": 0}')`)
    expect(await host.sql('select similar_asin from public.asin_correlations where search_id = $1', [id])).toEqual([
      { similar_asin: 'B0000000A6' },
    ])
    expect(await host.sql('select dropped, tokens_spent from public.correlation_searches where id = $1', [id])).toEqual(
      [{ dropped: 4, tokens_spent: 6 }],
    )
  })

  test('two who accept the same candidate make one decision and one task', async () => {
    await say(one)
    const second = await together(
      () => decide(one, 'accepted'),
      () => decide(two, 'accepted'),
    )
    expect(second).toMatchObject({ changed: 0, batch_id: null })
    expect(await tasks()).toBe(1)
    expect(
      (await host.sql('select from public.correlation_decisions where workspace_id = $1', [workspace])).length,
    ).toBe(1)
  })

  test('an upload that is saved while its candidate is accepted waits for it', async () => {
    await say(one)
    // What saving an upload does first.
    await one.unsafe('begin')
    await one.unsafe(`select from public.sourced_products where id = '${product}' for update`)
    const accepted = decide(two, 'accepted')
    while (!(await isBlocked()));
    await one.unsafe(
      `select private.make_tasks(product) from public.sourced_products as product where id = '${product}'`,
    )
    await one.unsafe('commit')
    expect(await accepted).toMatchObject({ changed: 1 })
    expect(await tasks()).toBe(1)
  })
})
