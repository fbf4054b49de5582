import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(() => api.host.exec('delete from private.jobs'))
afterAll(() => api.close())

const workspaceOf = async (userId: string) =>
  (await api.host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [userId]))[0]
    ?.id ?? ''
/** As Supabase's dashboard does it. */
const deletePerson = (userId: string) => api.host.sql('delete from auth.users where id = $1', [userId])
const members = (workspace: string) =>
  api.host.sql<{ user_id: string; role: string }>(
    'select user_id, role from public.workspace_members where workspace_id = $1 order by role',
    [workspace],
  )
const exists = async (workspace: string) =>
  (await api.host.sql('select 1 from public.workspaces where id = $1', [workspace])).length === 1

test('a person deleted in the dashboard takes along the workspace that only they had, and nothing of others', async () => {
  const ann = await api.person('ann')
  const bob = await api.person('bob')
  const [hers, his] = [await workspaceOf(ann.userId), await workspaceOf(bob.userId)]
  for (const workspace of [hers, his]) {
    await api.host.sql(
      `insert into public.sourced_products (workspace_id, asin, title, image_url, created_by)
       select $1, 'B' || lpad(i::text, 9, '0'), 'Lamp ' || i, 'https://example.com/a.png', $2 from generate_series(1, 1200) as i`,
      [workspace, ann.userId],
    )
  }
  await deletePerson(ann.userId)
  expect(await drainJobs()).toMatchObject({ failed: 0 })
  expect(await exists(hers)).toBe(false)
  // No table of any kind keeps a row of it.
  const tables = await api.host.sql<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where column_name = 'workspace_id' and table_schema in ('public', 'private') and table_type = 'BASE TABLE'`,
  )
  for (const { name } of tables) {
    expect(await api.host.sql(`select '${name}' as name from ${name} where workspace_id = $1`, [hers])).toEqual([])
  }
  const [left] = await api.host.sql(
    'select count(*)::int as count from public.sourced_products where workspace_id = $1',
    [his],
  )
  expect(left).toEqual({ count: 1200 })
})

test('a deletion that stops in the middle continues', async () => {
  const ann = await api.person('ann2')
  const workspace = await workspaceOf(ann.userId)
  await api.host.sql(
    `insert into public.sourced_products (workspace_id, asin) select $1, 'B' || lpad(i::text, 9, '0') from generate_series(1, 1500) as i`,
    [workspace],
  )
  await deletePerson(ann.userId)
  await api.host.sql('select public.delete_workspace_rows($1, 700)', [workspace])
  expect(await exists(workspace)).toBe(true)
  await drainJobs()
  expect(await exists(workspace)).toBe(false)
})

test('the manager who joined first owns the workspace when its last owner is deleted', async () => {
  const ann = await api.person('ann3')
  const workspace = await workspaceOf(ann.userId)
  const max = await api.teammate(ann, 'manager')
  const mia = await api.teammate(ann, 'manager')
  await api.host.sql(`update public.workspace_members set created_at = now() - interval '1 day' where user_id = $1`, [
    mia.userId,
  ])
  await deletePerson(ann.userId)
  await drainJobs()
  expect(await members(workspace)).toEqual([
    { user_id: max.userId, role: 'manager' },
    { user_id: mia.userId, role: 'owner' },
  ])
})

test('with another owner nothing changes', async () => {
  const ann = await api.person('ann4')
  const workspace = await workspaceOf(ann.userId)
  const olga = await api.teammate(ann, 'owner')
  const max = await api.teammate(ann, 'manager')
  await deletePerson(ann.userId)
  await drainJobs()
  expect(await members(workspace)).toEqual([
    { user_id: max.userId, role: 'manager' },
    { user_id: olga.userId, role: 'owner' },
  ])
})

test('a workspace with uploaders only is deleted; they keep the workspace that is theirs', async () => {
  const ann = await api.person('ann5')
  const workspace = await workspaceOf(ann.userId)
  const uma = await api.teammate(ann, 'uploader')
  await deletePerson(ann.userId)
  await drainJobs()
  expect(await exists(workspace)).toBe(false)
  const own = await api.host.sql('select 1 from public.workspace_members where user_id = $1', [uma.userId])
  expect(own).toHaveLength(1)
})

test('a workspace that got an owner before its turn came is left alone', async () => {
  const ann = await api.person('ann6')
  const bob = await api.person('bob6')
  const workspace = await workspaceOf(ann.userId)
  await deletePerson(ann.userId)
  await api.host.sql(`insert into public.workspace_members (workspace_id, user_id, role) values ($1, $2, 'owner')`, [
    workspace,
    bob.userId,
  ])
  await drainJobs()
  expect(await exists(workspace)).toBe(true)
})

/** Copies at ElevenLabs that are still to be deleted there: they outlive the workspace. */
const KEPT = 'orphan_dubs'

test('every table of a workspace that may grow is emptied in chunks', async () => {
  const small = [
    'crm_collaboration_types',
    'crm_contact_sources',
    'crm_fields',
    'crm_marketplaces',
    'crm_owners',
    'crm_statuses',
    'ebay_connections',
    'ebay_settings',
    'inbox_accounts',
    'saved_replies',
    'saved_views',
    'social_account_logins',
    'social_connections',
    'social_hashtag_sets',
    'social_repeats',
    'social_settings',
    'social_sign_ins',
    'social_slots',
    'social_templates',
    // One row per day on which a workspace uploaded to YouTube.
    'youtube_inserts',
    'strategies',
    'strategy_settlings',
    'thumbnail_template_versions',
    'thumbnail_templates',
    'thumbnail_uploads',
    'user_onedrive_connections',
    'workspace_marketplaces',
    'workspace_members',
    'notice_emails',
    'connections',
    'oauth_states',
    'vendor_usage',
    // One row per source, feature and day, purged after a year.
    'source_spending',
  ]
  const tables = await api.host.sql<{ name: string }>(
    `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where column_name = 'workspace_id' and table_schema in ('public', 'private') and table_type = 'BASE TABLE'`,
  )
  const growing = await api.host.sql<{ name: string }>(
    `select split_part(unnest(private.growing_tables()), '.', 2) as name`,
  )
  expect([...growing.map(({ name }) => name), ...small, KEPT].toSorted()).toEqual(
    tables.map(({ name }) => name).toSorted(),
  )
})

test('deleting a person writes no row of a table that grows', async () => {
  const keys = await api.host.sql<{ name: string }>(
    `select conrelid::regclass::text as name from pg_constraint
     where contype = 'f' and confrelid = 'public.users'::regclass and confdeltype = 'n' order by 1`,
  )
  // Few rows of a person each: what people claim at this moment, files they upload, runs they start.
  expect(new Set(keys.map(({ name }) => name))).toEqual(
    new Set([
      'catalog_runs',
      'ebay_syncs',
      'influencer_tasks',
      'price_runs',
      'product_imports',
      'quick_list_attempts',
      'strategies',
      'upload_sessions',
    ]),
  )
})

test('a closed eBay account with many listings goes in chunks, and the listings of others stay', async () => {
  const ann = await api.person('ann7')
  const workspace = await workspaceOf(ann.userId)
  for (const [seller, first] of [
    ['closed', 100_000],
    ['open', 200_000],
  ] as const) {
    await api.host.sql(
      `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, status, first_price_cents, price_seen_at, last_seen_at)
       select $1, $2, ($3::int + i)::text, 'Item ' || i, 1000, 'USD', 'active', 1000, now(), now() from generate_series(1, 1200) as i`,
      [workspace, seller, first],
    )
  }
  await api.host.exec(
    `insert into public.price_reduction_logs (workspace_id, listing_id, ebay_item_id, title, kind, old_price_cents, new_price_cents, currency, state, reason_code, reason)
     select workspace_id, id, ebay_item_id, title, 'manual', 1100, 1000, 'USD', 'cancelled', 'run_stopped', 'Stopped.' from public.listings`,
  )
  await api.host.sql(`select public.delete_ebay_account('event', 'closed')`)
  const count = async () => {
    const [row] = await api.host.sql<{ listings: number; logs: number }>(
      `select (select count(*)::int from public.listings where ebay_user_id = 'closed') as listings, (select count(*)::int from public.price_reduction_logs) as logs`,
    )
    return row
  }
  expect(await count()).toEqual({ listings: 700, logs: 1200 })
  expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
  expect(await count()).toEqual({ listings: 0, logs: 1200 })
  expect(await api.host.sql(`select 1 from public.listings where ebay_user_id = 'open'`)).toHaveLength(1200)
})
