import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestHost, type TestHost } from '../services/local/testing/create-test-host.ts'
import { backfillVideoIds } from './backfill-video-ids.ts'

let host: TestHost
let printed: string[]

beforeAll(async () => {
  host = await createTestHost()
  const { userId } = await host.signUp('ann@example.test')
  await host.sql(
    `insert into public.sourced_products (workspace_id, asin)
     select current_workspace_id, unnest(array['B000000001', 'B000000002']) from public.users where id = $1`,
    [userId],
  )
  // A backup that was restored with the triggers switched off: two videos of one product, none chosen, no task with one.
  await host.exec(`
    insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type, created_at)
    select workspace_id, id, asin, 'storage', workspace_id || '/' || name, name, 1, 'video/mp4', made_at::timestamptz
    from public.sourced_products, (values ('new.mp4', '2026-11-02'), ('old.mp4', '2026-11-01')) as file (name, made_at)
    where asin = 'B000000001';
    alter table public.influencer_tasks disable trigger user;
    insert into public.influencer_tasks (workspace_id, product_id, asin, search_asin, marketplace, status, completed_at)
    select workspace_id, id, task.asin, sourced_products.asin, 'US', task.status, case task.status when 'completed' then now() end
    from public.sourced_products, (values ('B000000001', 'pending'), ('B0000000C1', 'pending'), ('B0000000C2', 'completed')) as task (asin, status);
    alter table public.influencer_tasks enable trigger user;`)
})
afterAll(() => host.close())

async function run(...given: string[]): Promise<number> {
  printed = []
  return backfillVideoIds({
    arguments: given,
    connect: () =>
      createClient(host.url, host.env.SUPABASE_SERVICE_ROLE_KEY ?? '', {
        auth: { persistSession: false },
        global: { fetch: host.fetch },
      }),
    print: (line) => printed.push(line),
  })
}
const given = async () =>
  (
    await host.sql<{ line: string }>(
      `select task.search_asin || ' ' || task.asin || ' ' || coalesce(video.filename, 'none') as line
       from public.influencer_tasks as task left join public.product_videos as video on video.id = task.video_id order by 1`,
    )
  ).map(({ line }) => line)

test('the dry run counts and changes nothing, --apply repairs, and a second run finds nothing', async () => {
  const before = await given()
  expect(await run()).toBe(0)
  expect(printed).toEqual([
    "To repair in 1 workspaces: 2 tasks without their parent's video, 1 products without a chosen video.",
    'Nothing was changed. Run it again with --apply.',
  ])
  expect(await given()).toEqual(before)

  expect(await run('--apply')).toBe(0)
  expect(printed[0]).toMatch(/^Repaired in 1 workspaces: 2 tasks/)
  expect(await given()).toEqual([
    'B000000001 B000000001 new.mp4',
    'B000000001 B0000000C1 new.mp4',
    'B000000001 B0000000C2 none',
    'B000000002 B000000001 none',
    'B000000002 B0000000C1 none',
    'B000000002 B0000000C2 none',
  ])
  await run('--apply')
  expect(printed).toEqual(['Nothing to repair.'])
})

test('a word it does not know changes nothing and is answered with the usage', async () => {
  expect(await run('--aply')).toBe(2)
  expect(printed[0]).toContain('--aply is not known')
  expect(await run('--help')).toBe(0)
})
