import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MarketplaceCode } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { readPageLink } from '#core/tasks/page-link.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import task from '../../functions/influencer-task.ts'
import tasks from '../../functions/influencer-tasks.ts'
import panel from '../../functions/influencer-tasks-panel.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let max: TestPerson
let uma: TestPerson
let workspace: string

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  max = await api.teammate(ann, 'manager')
  uma = await api.teammate(ann, 'uploader')
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  workspace = row?.id ?? ''
})
afterAll(() => api.close())

let number = 0
/** A task written past the API: what it misses is computed from what the tables hold. */
async function newTask(
  change: { marketplace?: string; hasVideo?: boolean; isUnavailable?: boolean; at?: string } = {},
) {
  const asin = `B${String(++number).padStart(9, '0')}`
  const { marketplace = 'US', hasVideo = true, isUnavailable = false, at = new Date().toISOString() } = change
  const [made] = await api.host.sql<{ id: string }>(
    `with product as (
       insert into public.sourced_products (workspace_id, asin, title) values ($1, $2, 'Lamp') returning id
     ), correlation as (
       insert into public.asin_correlations (workspace_id, product_id, similar_asin, relation)
       select $1, id, 'B9' || substr($2, 3), 'same' from product returning id, product_id
     ), video as (
       insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type)
       select $1, $2, 'storage', $2, 'x.mp4', 1, 'video/mp4' where $4 returning id
     ), fact as (
       insert into public.asin_facts (workspace_id, asin, marketplace, availability, checked_at, source)
       select $1, $2, $3, 'unavailable', now(), 'keepa' where $5
     )
     insert into public.influencer_tasks
       (workspace_id, asin, search_asin, product_id, correlation_id, marketplace, video_id, created_at)
     select $1, $2, $2, product_id, id, $3, (select id from video), $6 from correlation returning id`,
    [workspace, asin, marketplace, hasVideo, isUnavailable, at],
  )
  return { id: made?.id ?? '', asin }
}

const open = (as: TestPerson, query: Record<string, string> = {}) => api.call(panel, tasksContract.panel, { as, query })
const update = (as: TestPerson, id: string, body: object, headers: Record<string, string> = {}) =>
  api.call(task, tasksContract.update, { as, params: { id }, body, headers })
const at = () => new Date().toISOString()
const completion = () => ({ status: 'completed', completion: { id: crypto.randomUUID(), at: at() } })

describe('GET /api/influencer-tasks/panel', () => {
  test('200 holds all that the panel shows: groups, counts, pace, person, marketplaces and owners', async () => {
    const { asin } = await newTask()
    const owner = crypto.randomUUID()
    await api.host.sql(
      `insert into public.crm_owners (id, workspace_id, name, color, position) values ($1, $2, 'Mia', '#112233', 1)`,
      [owner, workspace],
    )
    const { body } = await open(ann)
    expect(body.groups.map((group) => group.search_asin)).toContain(asin)
    expect(body).toMatchObject({
      next_cursor: null,
      total: body.groups.length,
      pending: body.groups.length,
      me: { id: ann.userId },
      marketplaces: ['US', 'CA', 'UK', 'DE'],
      owners: [{ id: owner, name: 'Mia' }],
    })
    const forUploader = (await open(uma)).body
    expect(forUploader.owners).toEqual([])
    expect(forUploader.groups.length).toBe(body.groups.length)
  })

  test('200 says of every task what it misses, and filters by it', async () => {
    const ready = await newTask()
    const noVideo = await newTask({ hasVideo: false })
    const german = await newTask({ marketplace: 'DE' })
    const all = await newTask({ marketplace: 'DE', hasVideo: false, isUnavailable: true })
    const { body } = await open(ann, { limit: '200' })
    const missing = new Map(body.groups.flatMap((group) => group.tasks).map((found) => [found.id, found.missing]))
    expect(missing.get(ready.id)).toEqual([])
    expect(missing.get(noVideo.id)).toEqual(['no_video'])
    expect(missing.get(german.id)).toEqual(['needs_dub'])
    expect(missing.get(all.id)).toEqual(['no_video', 'needs_dub', 'not_available'])
    for (const part of ['no_video', 'needs_dub', 'not_available', 'nothing'] as const) {
      const found = (await open(ann, { missing: part, limit: '200' })).body.groups.flatMap((group) => group.tasks)
      const expected = [...missing].filter(([, parts]) =>
        part === 'nothing' ? parts.length === 0 : parts.includes(part),
      )
      expect(found.map(({ id }) => id).sort(), part).toEqual(expected.map(([id]) => id).sort())
    }
  })

  test('200 with a dub that is ready: nothing is missing', async () => {
    const { id } = await newTask({ marketplace: 'DE' })
    await api.host.sql(
      `insert into public.video_variants (workspace_id, video_id, kind, language)
       select $1, video_id, 'dub', 'de' from public.influencer_tasks where id = $2`,
      [workspace, id],
    )
    const missing = async () =>
      (await open(ann, { limit: '200' })).body.groups.flatMap((group) => group.tasks).find((item) => item.id === id)
        ?.missing
    expect(await missing()).toEqual(['needs_dub'])
    await api.host.exec('alter table public.video_variants disable trigger user')
    await api.host.sql(
      `update public.video_variants set state = 'ready', storage_path = 'x', file_size = 1
       where video_id = (select video_id from public.influencer_tasks where id = $1)`,
      [id],
    )
    await api.host.exec('alter table public.video_variants enable trigger user')
    expect(await missing()).toEqual([])
  })

  test('200 oldest first turns the order round, page after page', async () => {
    await newTask({ at: '2026-01-01T00:00:00Z' })
    const newest = (await open(ann, { limit: '200' })).body.groups.map(({ key }) => key)
    const oldest: string[] = []
    let page = (await open(ann, { order: 'oldest', limit: '2' })).body
    for (;;) {
      oldest.push(...page.groups.map(({ key }) => key))
      if (page.next_cursor === null) break
      const query = {
        group: 'video',
        status: 'pending',
        order: 'oldest',
        limit: '2',
        cursor: page.next_cursor,
        count: 'true',
      }
      const { groups, next_cursor } = (await api.call(tasks, tasksContract.listGroups, { as: ann, query })).body
      page = { ...page, groups, next_cursor }
    }
    expect(oldest).toEqual(newest.toReversed())
  })

  test("200 counts the person's own uploads of their day, and what is usual on their days with uploads", async () => {
    const pace = async (as: TestPerson) => (await open(as)).body.pace
    const before = await pace(max)
    expect(before).toEqual({ today: 0, usual: null })
    await api.host.sql(`update public.users set time_zone = 'Pacific/Auckland' where id = $1`, [max.userId])
    // Five days with 1, 2, 3, 4 and 10 uploads; the median is 3, whatever the outlier.
    await api.host.exec('alter table public.influencer_tasks disable trigger user')
    await api.host.sql(
      `insert into public.influencer_tasks
         (workspace_id, asin, search_asin, marketplace, status, completed_at, completed_by, created_at)
       select $1, 'D' || lpad((day * 100 + n)::text, 9, '0'), 'D000000000', 'US', 'completed',
         (((now() at time zone 'Pacific/Auckland')::date - day) + time '12:00') at time zone 'Pacific/Auckland', $2,
         now() - interval '40 days'
       from unnest(array[1, 2, 9, 15, 28], array[1, 2, 3, 4, 10]) as worked (day, uploads)
       cross join generate_series(1, uploads) as n`,
      [workspace, max.userId],
    )
    await api.host.exec('alter table public.influencer_tasks enable trigger user')
    expect(await pace(max)).toEqual({ today: 0, usual: 3 })
    const { id } = await newTask()
    await update(max, id, completion())
    expect(await pace(max)).toEqual({ today: 1, usual: 3 })
    await update(max, id, { status: 'pending' })
    expect(await pace(max)).toEqual({ today: 0, usual: 3 })
    expect(await pace(uma)).toEqual({ today: 0, usual: null })
  })
})

describe('PATCH /api/influencer-tasks/:id', () => {
  test('200 keeps the completion, its time and the link to the page, and shows them in the history', async () => {
    const { id, asin } = await newTask({ at: '2026-11-01T08:00:00Z' })
    const mine = { id: crypto.randomUUID(), at: '2026-11-02T09:30:00+00:00' }
    await update(uma, id, { status: 'completed', completion: mine })
    const page_url = `https://www.amazon.com/dp/${asin}?ref=x`
    const { body } = await update(uma, id, { page_url })
    expect(body).toMatchObject({ completion_id: mine.id, page_url, completed_by: uma.userId })
    const history = await api.call(tasks, tasksContract.list, { as: ann, query: { sort: 'completed', limit: '200' } })
    const row = history.body.items.find((item) => item.id === id)
    expect(row).toMatchObject({ page_url })
    expect(Date.parse(row?.completed_at ?? '')).toBe(Date.parse(mine.at))
  })

  test.each([
    ['before the task was made', '2020-01-01T00:00:00Z', 'created_at'],
    ['by a clock that is ahead', '2090-01-01T00:00:00Z', 'now'],
  ])('200 a time %s is moved to what is possible', async (_name, when, expected) => {
    const { id } = await newTask({ at: '2026-11-01T08:00:00Z' })
    const before = Date.now()
    const { body } = await update(ann, id, { status: 'completed', completion: { id: crypto.randomUUID(), at: when } })
    const found = Date.parse(body.completed_at ?? '')
    if (expected === 'created_at') expect(found).toBe(Date.parse('2026-11-01T08:00:00Z'))
    else expect(found >= before - 1000 && found <= Date.now() + 1000).toBe(true)
  })

  test('200 two people who complete one task are one completion: the second sees whose it is, and changes no evidence', async () => {
    const { id } = await newTask()
    const [first, second] = [completion(), completion()]
    await update(ann, id, { ...first, page_url: 'https://www.amazon.com/vdp/1' })
    const { body } = await update(max, id, { ...second, page_url: 'https://www.amazon.com/vdp/2' })
    expect(body).toMatchObject({
      completion_id: first.completion.id,
      completed_by: ann.userId,
      page_url: 'https://www.amazon.com/vdp/1',
    })
    expect(body.completed_by_name).not.toBeNull()
  })

  test('200 the same completion sent twice is one, with and without its key', async () => {
    const { id } = await newTask()
    const mine = completion()
    const key = { 'idempotency-key': mine.completion.id }
    const one = await update(ann, id, mine, key)
    const again = await update(ann, id, mine, key)
    const later = await update(ann, id, mine)
    expect([again.body, later.body]).toEqual([one.body, one.body])
  })

  test('200 reopening clears completion and link', async () => {
    const { id } = await newTask()
    await update(ann, id, { ...completion(), page_url: 'https://amazon.com/x' })
    const { body } = await update(ann, id, { status: 'pending' })
    expect(body).toMatchObject({ completion_id: null, page_url: null, completed_at: null })
  })

  test.each([
    ['US', 'https://www.amazon.com/dp/B0C1234567', true],
    ['US', 'https://amazon.com', true],
    ['US', 'https://smile.amazon.com/x?y=1#z', true],
    ['DE', 'https://www.amazon.de/dp/B0C1234567', true],
    ['US', 'http://www.amazon.com/dp/B0C1234567', false],
    ['US', 'https://www.amazon.com.mx/dp/B0C1234567', false],
    ['US', 'https://www.amazon.com.evil.example/', false],
    ['US', 'https://evil.example/www.amazon.com/', false],
    ['US', 'https://www.amazon.com@evil.example/', false],
    ['US', 'https://user:pass@www.amazon.com/', false],
    ['US', 'https://www.amazon.com:444/', false],
    ['US', 'https://notamazon.com/', false],
    ['DE', 'https://www.amazon.com/dp/B0C1234567', false],
    ['US', 'javascript:alert(1)', false],
  ])('a page of %s: %s is %s, by the database and by the panel', async (code, page_url, isPage) => {
    expect(readPageLink(MarketplaceCode.parse(code), page_url) !== null).toBe(isPage)
    const { id } = await newTask({ marketplace: code })
    const { status, problem } = await update(ann, id, { ...completion(), page_url })
    expect(status).toBe(isPage ? 200 : 400)
    if (!isPage)
      expect(problem).toMatchObject({
        code: 'invalid_input',
        issues: expect.arrayContaining([expect.objectContaining({ path: 'page_url' })]),
      })
  })

  test.each([
    ['a link for a task that is to do', { page_url: 'https://www.amazon.com/x' }],
    ['a link with a skip', { status: 'skipped', page_url: 'https://www.amazon.com/x' }],
    ['a completion without completing', { completion: { id: crypto.randomUUID(), at: at() } }],
    ['a completion of a skip', { status: 'skipped', completion: { id: crypto.randomUUID(), at: at() } }],
  ])('400 for %s', async (_name, body) => {
    const { id } = await newTask()
    expect((await update(ann, id, body)).status).toBe(400)
  })
})
