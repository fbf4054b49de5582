import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestHost, type TestHost } from '../../../services/local/testing/create-test-host.ts'
import { TEMPLATE_VARIABLE } from '../../../services/local/testing/template-database.ts'

/*
 * Two workers at once, which the embedded database does not have: the first one's transaction is open while the second
 * one's begins, and ends when the second waits for it or is over.
 */
const template = process.env[TEMPLATE_VARIABLE]
let host: TestHost
let workspace: string
let one: postgres.Sql
let two: postgres.Sql

describe.runIf(template)('two accounts of one post that end at the same moment', () => {
  beforeAll(async () => {
    host = await createTestHost()
    const [row] = await host.sql<{ name: string }>('select current_database() as name')
    const url = Object.assign(new URL(template ?? ''), { pathname: `/${row?.name ?? ''}` }).href
    one = postgres(url, { max: 1, onnotice: () => {} })
    two = postgres(url, { max: 1, onnotice: () => {} })
    const ann = await host.signUp('ann@example.test')
    workspace = await first('select current_workspace_id as value from public.users where id = $1', [ann.userId])
  })
  afterAll(async () => {
    await Promise.all([one, two].map((session) => session?.end({ timeout: 2 })))
    await host?.close()
  })

  const first = async (statement: string, parameters: unknown[]) =>
    (await host.sql<{ value: string }>(statement, parameters))[0]?.value ?? ''
  const isBlocked = async () =>
    (await host.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
      .length > 0

  async function together(held: string, late: string): Promise<void> {
    await one.unsafe('begin')
    await one.unsafe(held)
    const answer = two.unsafe(late)
    const settled = answer.then(
      () => 'over',
      () => 'over',
    )
    while (!(await isBlocked())) {
      if ((await Promise.race([settled, Promise.resolve('open')])) === 'over') break
    }
    await one.unsafe('commit')
    await answer
  }

  /** A post that two workers are publishing on two accounts; answers its jobs. */
  async function publishing(): Promise<{ post: string; jobs: [string, string] }> {
    const post = await first(
      `insert into public.social_posts (workspace_id, state, scheduled_wall, time_zone, scheduled_at)
       values ($1, 'publishing', now()::timestamp, 'UTC', now()) returning id as value`,
      [workspace],
    )
    const job = (network: string) =>
      first(
        `with account as (
           insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in)
           values ($1, $3, gen_random_uuid()::text, 'An account', $3, 'me') returning id)
         insert into public.social_post_jobs (workspace_id, post_id, connection_id, network, state, worker, leased_until)
         select $1, $2, id, $3, 'publishing', '00000000-0000-4000-8000-000000000001', now() + interval '1 hour'
         from account returning id as value`,
        [workspace, post, network],
      )
    return { post, jobs: [await job('facebook'), await job('youtube')] }
  }
  const posted = (job: string) => `select public.note_social_posted('${job}', 'media-${job}')`
  const failed = (job: string) =>
    `select public.fail_social_job('${job}', '00000000-0000-4000-8000-000000000001', 'refused', 'Refused.')`

  test.each([
    ['posted', posted, posted],
    ['partial', posted, failed],
    ['partial', failed, posted],
    ['failed', failed, failed],
  ] as const)('leave the post %s', async (state, held, late) => {
    const { post, jobs } = await publishing()
    await together(held(jobs[0]), late(jobs[1]))
    expect(await first('select state as value from public.social_posts where id = $1', [post])).toBe(state)
  })
})
