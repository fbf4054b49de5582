import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fc, RANDOM_SEED } from '#core/testing/property.ts'
import { addPendingTasks, PENDING_TASKS } from '../../../bench/pending-tasks.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
afterAll(() => api.close())

const workspaceOf = async ({ userId }: TestPerson) => {
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [userId],
  )
  return row?.id ?? ''
}

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Subplan Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

describe('20,000 pending tasks', () => {
  let workspace: string
  beforeAll(async () => {
    workspace = await addPendingTasks(api.host, await api.person('eve'))
  })

  const planOf = async (filters: object, cursor: object | null) => {
    const [query] = await api.host.sql<{ text: string }>('select private.task_groups_sql($1, $2) as text', [
      JSON.stringify(filters),
      cursor && JSON.stringify(cursor),
    ])
    const text = String(query?.text).replaceAll('$1', `'${workspace}'`).replaceAll('$2', '51').replaceAll('$3', 'false')
    const [answer] = await api.host.sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${text}`)
    return nodesOf(answer?.['QUERY PLAN'][0].Plan ?? { 'Node Type': 'none' })
  }

  test.each([
    ['the first page', null],
    ['the first page, oldest first', null, 'oldest'],
    ['a page in the middle', { newest_at: new Date(Date.now() - 500 * 60_000).toISOString(), key: 'B000000500:none' }],
  ])(
    '%s is one query that finds its groups by an index and reads no other tasks',
    async (_, cursor, order = 'newest') => {
      const nodes = await planOf({ status: 'pending', order }, cursor)
      const onTasks = nodes.filter((node) => node['Relation Name'] === 'influencer_tasks')
      expect(onTasks.map((node) => node['Index Name'])).toContain('influencer_tasks_groups_idx')
      const read = onTasks
        .filter((node) => (node['Actual Loops'] ?? 0) > 0)
        .map(
          (node) => ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0),
        )
      // Its 51 groups have 1,020 tasks; a step that began anew would read the 20,000 again and again.
      expect(Math.max(...read)).toBeLessThan(PENDING_TASKS / 10)
      expect(onTasks.filter((node) => node['Node Type'] === 'Seq Scan' && (node['Actual Loops'] ?? 0) > 0)).toEqual([])
    },
  )
})

test('pages hold every group once, in order, whatever their tasks have in common', async () => {
  const ann = await api.person('ann')
  const workspace = await workspaceOf(ann)
  // Few moments, products, videos and states, so that groups begin together, overlap, and are cut by filters.
  const task = fc.record({
    parent: fc.integer({ min: 1, max: 9 }),
    asin: fc.integer({ min: 1, max: 99 }),
    marketplace: fc.constantFrom('US', 'CA', 'UK', 'DE'),
    video: fc.constantFrom(null, 1, 2),
    minute: fc.integer({ min: 0, max: 5 }),
    status: fc.constantFrom('pending', 'pending', 'completed', 'skipped'),
  })
  const tasks = fc
    .sample(fc.uniqueArray(task, { minLength: 250, maxLength: 250, selector: keyOf }), {
      seed: RANDOM_SEED,
      numRuns: 1,
    })
    .flat()
  await api.host.sql(
    `insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type, created_at)
     select $1, 'B0000000V' || n, 'storage', 'v' || n, 'x.mp4', 1, 'video/mp4', now() from generate_series(1, 2) as n`,
    [workspace],
  )
  await api.host.exec('alter table public.influencer_tasks disable trigger user')
  await api.host.sql(
    `insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace, status, completed_at, video_id, created_at)
     select $1, 'C' || lpad(task.asin::text, 9, '0'), 'B' || lpad(task.parent::text, 9, '0'), task.marketplace, task.status,
       case task.status when 'completed' then now() end,
       (select id from public.product_videos where workspace_id = $1 and asin = 'B0000000V' || task.video),
       '2026-11-01'::timestamptz + make_interval(mins => task.minute)
     from jsonb_to_recordset($2) as task (asin integer, parent integer, marketplace text, status text, video integer, minute integer)`,
    [workspace, JSON.stringify(tasks)],
  )
  await api.host.exec('alter table public.influencer_tasks enable trigger user')
  const filters = [
    {},
    { status: 'pending' },
    { status: 'completed', marketplace: 'DE' },
    { has_video: false },
    { search: 'c00000004' },
    { asin: 'C000000007' },
    { search: 'nothing' },
    { missing: 'no_video', status: 'pending' },
    { missing: 'nothing' },
    { order: 'oldest' },
    { order: 'oldest', marketplace: 'DE' },
  ]
  for (const filter of filters) {
    const isOldest = 'order' in filter
    // The plain way: all groups at once.
    const [plain] = await api.host.sql<{ groups: string[] | null }>(
      `select array_agg(key || ' ' || ids order by ${isOldest ? 'at, key desc' : 'at desc, key'}) as groups from (
         select search_asin || ':' || coalesce(video_id::text, 'none') as key, ${isOldest ? 'min' : 'max'}(created_at) as at,
           string_agg(id::text, ',' order by id) as ids
         from private.task_details where ${await filterSql(filter)} group by 1) as grouped`.replaceAll(
        '$1',
        `'${workspace}'`,
      ),
    )
    const expected = plain?.groups ?? []
    for (const limit of [1, 4, 100])
      expect(await groupsOf(ann, filter, limit), JSON.stringify(filter)).toEqual(expected)
  }
})

const keyOf = ({ parent, asin, marketplace }: { parent: number; asin: number; marketplace: string }) =>
  [parent, asin, marketplace].join()

const filterSql = async (filter: object) => {
  const [row] = await api.host.sql<{ text: string }>('select private.task_filter_sql($1) as text', [
    JSON.stringify(filter),
  ])
  return row?.text ?? ''
}

type Group = { key: string; newest_at: string; tasks: { id: string }[] }
type Page = { rows: Group[]; total: number }

async function readPage(
  { userId }: TestPerson,
  filter: object,
  limit: number,
  after: Group | undefined,
): Promise<Page> {
  const [row] = await api.host.sql<{ page: Page }>(
    `select public.list_task_groups($1, $2, $3, true) as page
     from (select set_config('request.jwt.claim.sub', $4, true), set_config('request.jwt.claims', $5, true)) as signed_in`,
    [
      JSON.stringify(filter),
      limit,
      after ? JSON.stringify({ key: after.key, newest_at: after.newest_at }) : null,
      userId,
      JSON.stringify({ sub: userId, role: 'authenticated' }),
    ],
  )
  return row?.page ?? { rows: [], total: -1 }
}

/** The key and the tasks of every group, read page by page as the person. */
async function groupsOf(person: TestPerson, filter: object, limit: number): Promise<string[]> {
  const found: string[] = []
  let last: Group | undefined
  for (;;) {
    const { rows, total } = await readPage(person, filter, limit, last)
    for (const { key, tasks } of rows) {
      const ids = tasks.map(({ id }) => id).sort()
      found.push(`${key} ${ids.join()}`)
    }
    last = rows.at(-1)
    if (last) continue
    expect(total).toBe(found.length)
    return found
  }
}
