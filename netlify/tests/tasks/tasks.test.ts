import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { correlationsContract } from '#core/correlations/contract.ts'
import { MARKETPLACES } from '#core/marketplaces.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import correlation from '../../functions/correlation.ts'
import correlations from '../../functions/correlations.ts'
import task from '../../functions/influencer-task.ts'
import taskCounts from '../../functions/influencer-task-counts.ts'
import tasks from '../../functions/influencer-tasks.ts'
import bulk from '../../functions/influencer-tasks-bulk.ts'
import marketplace from '../../functions/marketplace.ts'
import marketplaces from '../../functions/marketplaces.ts'
import products from '../../functions/sourced-products.ts'
import uploads from '../../functions/storage-upload-session.ts'
import video from '../../functions/video.ts'
import videos from '../../functions/videos.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'
import { testVideo } from '../../testing/test-video.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  bob = await api.person('bob')
  uma = await api.teammate(ann, 'uploader')
})
afterAll(() => api.close())

const newAsin = () => `B${String(++number).padStart(9, '0')}`
const newProduct = async (as: TestPerson, title = 'Thing') =>
  (await api.call(products, productsContract.create, { as, body: { asin: newAsin(), title } })).body
const correlate = (as: TestPerson, product_id: string, body: object = {}) =>
  api.call(correlations, correlationsContract.create, { as, body: { product_id, similar_asin: newAsin(), ...body } })
const decide = (as: TestPerson, id: string, body: object) =>
  api.call(correlation, correlationsContract.decide, { as, params: { id }, body })
const list = (as: TestPerson, query: Record<string, string> = {}) => api.call(tasks, tasksContract.list, { as, query })
const groups = (as: TestPerson, query: Record<string, string> = {}) =>
  api.call(tasks, tasksContract.listGroups, { as, query: { group: 'video', ...query } })
const update = (as: TestPerson, id: string, body: object, headers: Record<string, string> = {}) =>
  api.call(task, tasksContract.update, { as, params: { id }, body, headers })
const updateMany = (as: TestPerson, ids: string[], patch: object, headers: Record<string, string> = {}) =>
  api.call(bulk, tasksContract.bulk, { as, body: { ids, patch }, headers })
const remove = (as: TestPerson, id: string) => api.call(task, tasksContract.remove, { as, params: { id } })
const switchCountry = (as: TestPerson, code: string, body: object) =>
  api.call(marketplace, tasksContract.updateMarketplace, { as, params: { code }, body })

async function addVideo(as: TestPerson, { id }: SourcedProduct) {
  const file = { product_id: id, filename: 'clip.mp4', file_size: 500, mime_type: 'video/mp4' }
  const session = (await api.call(uploads, videosContract.createStorageUploadSession, { as, body: file })).body
  await fetch(session.upload_url, { method: 'PUT', headers: session.headers, body: testVideo(500) })
  return (
    await api.call(videos, videosContract.save, { as, body: { ...file, upload_session_id: session.upload_session_id } })
  ).body
}

/** A product with a video, one accepted ASIN in the US and Germany: three tasks. */
async function threeTasks(
  as: TestPerson,
): Promise<{ product: SourcedProduct; other: string; tasks: InfluencerTask[] }> {
  const product = await newProduct(as)
  await addVideo(as, product)
  const { body } = await correlate(as, product.id, { marketplaces: ['US', 'DE'] })
  await decide(as, body.id, { decision: 'accepted' })
  return { product, other: body.similar_asin, tasks: (await list(as, { product_id: product.id })).body.items }
}

const oneTask = async (as: TestPerson): Promise<InfluencerTask> => {
  const product = await newProduct(as)
  await addVideo(as, product)
  const [first] = (await list(as, { product_id: product.id })).body.items
  if (!first) throw new Error('The video made no task')
  return first
}

describe('GET /api/influencer-tasks', () => {
  test('200 answers one task per ASIN and marketplace, all with the video of the parent', async () => {
    const { product, other, tasks: found } = await threeTasks(ann)
    const videoIds = new Set(found.map(({ video_id }) => video_id))
    expect(videoIds.size).toBe(1)
    expect(videoIds).not.toContain(null)
    expect(found.map(({ asin, search_asin, marketplace: code }) => [asin, search_asin, code]).sort()).toEqual([
      [product.asin, product.asin, 'US'],
      [other, product.asin, 'DE'],
      [other, product.asin, 'US'],
    ])
    const german = found.find(({ marketplace: code }) => code === 'DE')
    expect(german).toMatchObject({
      requires_dubbing: true,
      amazon_product_url: `https://www.amazon.de/dp/${other}`,
      amazon_upload_url: 'https://www.amazon.de/creatorhub/video/upload',
      video_title: 'Thing',
    })
  })

  test('200 shows the state of the dub for tasks in another language, and only for those', async () => {
    const { tasks: before } = await threeTasks(ann)
    expect(before.map(({ variant }) => variant)).toEqual([null, null, null])
    const videoId = before[0]?.video_id
    await api.host.sql(
      `insert into public.video_variants (workspace_id, video_id, kind, language)
       select workspace_id, id, 'dub', unnest(array['de', 'fr']) from public.product_videos where id = $1`,
      [videoId],
    )
    const ids = new Set(before.map(({ id }) => id))
    const { body } = await list(ann, { limit: '200' })
    const after = body.items.filter(({ id }) => ids.has(id))
    expect(after.map(({ marketplace: code, variant }) => [code, variant?.language, variant?.state]).sort()).toEqual([
      ['DE', 'de', 'pending'],
      ['US', undefined, undefined],
      ['US', undefined, undefined],
    ])
  })

  test('200 needs a dub into the language in which the workspace uploads there', async () => {
    const dora = await api.person()
    const { product } = await threeTasks(dora)
    const found = async () =>
      (await list(dora, { product_id: product.id })).body.items
        .map(({ marketplace: code, upload_language, requires_dubbing }) => [code, upload_language, requires_dubbing])
        .filter(([code]) => code === 'DE')
    expect(await found()).toEqual([['DE', 'de', true]])
    await switchCountry(dora, 'DE', { language: 'en' })
    expect(await found()).toEqual([['DE', 'en', false]])
    await switchCountry(dora, 'DE', { language: 'fr' })
    expect(await found()).toEqual([['DE', 'fr', true]])
    await switchCountry(dora, 'DE', { language: null })
    expect(await found()).toEqual([['DE', 'de', true]])
  })

  test('200 with group=video answers the same tasks as one group, with counts for every marketplace', async () => {
    const cora = await api.person()
    const { product, tasks: found } = await threeTasks(cora)
    const { status, body } = await groups(cora, { count: 'true', status: 'pending' })
    expect(status).toBe(200)
    expect(body.total).toBe(1)
    expect(body.groups).toMatchObject([
      {
        search_asin: product.asin,
        title: 'Thing',
        video_title: 'Thing',
        video: { filename: 'clip.mp4', file_size: 500 },
        counts: { US: { pending: 2, completed: 0, skipped: 0 }, DE: { pending: 1, completed: 0, skipped: 0 } },
      },
    ])
    // The parent's own task first, then by ASIN and marketplace.
    expect(body.groups[0]?.tasks.map(({ id }) => id).sort()).toEqual(found.map(({ id }) => id).sort())
    expect(body.groups[0]?.tasks[0]?.asin).toBe(product.asin)
  })

  test('200 keeps the counts of the whole group when the filter shows a part', async () => {
    const cora = await api.person()
    const { tasks: found } = await threeTasks(cora)
    await update(cora, found[0]?.id ?? '', { status: 'completed' })
    const { body } = await groups(cora, { status: 'completed' })
    expect(body.groups[0]?.tasks).toHaveLength(1)
    const total = Object.values(body.groups[0]?.counts ?? {}).reduce(
      (sum, count) => sum + count.pending + count.completed,
      0,
    )
    expect(total).toBe(3)
  })

  test('200 walks groups page by page without a gap or a repeat', async () => {
    const cora = await api.person()
    const made: string[] = []
    for (let i = 0; i < 3; i += 1) {
      const product = await newProduct(cora)
      await addVideo(cora, product)
      made.unshift(product.asin)
    }
    const first = (await groups(cora, { limit: '2' })).body
    const second = (await groups(cora, { limit: '2', cursor: first.next_cursor ?? '' })).body
    expect([...first.groups, ...second.groups].map(({ search_asin }) => search_asin)).toEqual(made)
    expect(second.next_cursor).toBeNull()
  })

  test('200 filters by marketplace, status, ASIN, text and video', async () => {
    const cora = await api.person()
    const { product, other, tasks: found } = await threeTasks(cora)
    const waiting = await newProduct(cora, 'Waiting kettle')
    await decide(cora, (await correlate(cora, waiting.id)).body.id, { decision: 'accepted' })
    await update(cora, found[0]?.id ?? '', { status: 'skipped' })
    const count = async (query: Record<string, string>) => (await list(cora, { ...query, count: 'true' })).body.total
    expect(await count({})).toBe(4)
    expect(await count({ marketplace: 'DE' })).toBe(1)
    expect(await count({ status: 'skipped' })).toBe(1)
    expect(await count({ asin: ` ${other.toLowerCase()} ` })).toBe(2)
    expect(await count({ search: 'kettle' })).toBe(1)
    expect(await count({ product_id: product.id })).toBe(3)
    expect(await count({ has_video: 'false' })).toBe(1)
    const [without] = (await list(cora, { has_video: 'false' })).body.items
    expect(without).toMatchObject({ video_id: null, no_video_reason: 'not_uploaded', title: 'Waiting kettle' })
  })

  test('200 filters by product owner: the tasks of all products that have this owner, in groups too', async () => {
    const cora = await api.person()
    const { product } = await threeTasks(cora)
    await threeTasks(cora)
    const [mia, leo] = await api.host.sql<{ id: string }>(
      `insert into public.crm_owners (workspace_id, name, position)
       select current_workspace_id, owner.name, owner.number from public.users, unnest(array['Mia', 'Leo']) with ordinality
         as owner (name, number)
       where id = $1 returning id`,
      [cora.userId],
    )
    await api.host.sql(
      `insert into public.product_owners (workspace_id, product_id, owner_id, is_primary)
       select workspace_id, id, unnest($2::uuid[]), false from public.sourced_products where id = $1`,
      [product.id, [mia?.id, leo?.id]],
    )
    for (const owner of [mia, leo]) {
      const found = (await list(cora, { owner_id: owner?.id ?? '', count: 'true' })).body
      expect([found.total, new Set(found.items.map(({ product_id }) => product_id))]).toEqual([
        3,
        new Set([product.id]),
      ])
    }
    const mine = (await groups(cora, { owner_id: mia?.id ?? '', status: 'pending', count: 'true' })).body
    expect(mine.groups.map(({ search_asin }) => search_asin)).toEqual([product.asin])
    expect((await list(cora, { owner_id: crypto.randomUUID() })).body.items).toEqual([])
    expect((await list(cora, { owner_id: 'mia' })).problem.issues?.[0]?.path).toBe('owner_id')
  })

  test('200 with sort=completed answers completed tasks, the latest completion first', async () => {
    const cora = await api.person()
    const { tasks: found } = await threeTasks(cora)
    const [newest, middle, oldest] = found
    await update(cora, newest?.id ?? '', { status: 'completed' })
    await update(cora, middle?.id ?? '', { status: 'skipped' })
    await update(cora, oldest?.id ?? '', { status: 'completed' })
    const { body } = await list(cora, { sort: 'completed', count: 'true' })
    expect(body.items.map(({ id }) => id)).toEqual([oldest?.id, newest?.id])
    expect(body.total).toBe(2)
    expect((await list(cora, { sort: 'completed', status: 'pending' })).body.items).toEqual([])
  })

  test('200 walks completions page by page without a gap or a repeat, also those of the same moment', async () => {
    const cora = await api.person()
    const { tasks: found } = await threeTasks(cora)
    for (const { id } of found) await update(cora, id, { status: 'completed' })
    await api.host.sql(`update public.influencer_tasks set completed_at = '2026-11-20 10:00:00.123456+00'
      where id in ('${found[0]?.id}', '${found[1]?.id}')`)
    const whole = (await list(cora, { sort: 'completed' })).body.items.map(({ id }) => id)
    expect([...whole].sort()).toEqual(found.map(({ id }) => id).sort())
    const walked: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list(cora, {
        sort: 'completed',
        limit: '1',
        ...(cursor && { cursor }),
      })
      walked.push(...page.body.items.map(({ id }) => id))
      cursor = page.body.next_cursor
    }
    expect(walked).toEqual(whole)
  })

  test('400 for a cursor of the other order', async () => {
    const cora = await api.person()
    await threeTasks(cora)
    const cursor = (await list(cora, { limit: '1' })).body.next_cursor ?? ''
    expect((await list(cora, { sort: 'completed', cursor })).problem.issues?.[0]?.path).toBe('cursor')
  })

  test('200 for an uploader, with the title they need on Amazon; nothing for another workspace', async () => {
    const { product } = await threeTasks(ann)
    expect((await list(uma, { product_id: product.id })).body.items[0]?.video_title).toBe('Thing')
    expect((await list(bob, { product_id: product.id })).body.items).toEqual([])
    expect((await groups(bob)).body.groups).toEqual([])
  })

  test.each([
    ['marketplace', 'FRANCE'],
    ['status', 'done'],
    ['sort', 'title'],
    ['limit', '1000'],
    ['cursor', 'nonsense'],
  ])('400 for %s=%s', async (name, value) => {
    expect((await list(ann, { [name]: value })).problem.issues?.[0]?.path).toBe(name)
    expect((await groups(ann, { [name]: value })).problem.issues?.[0]?.path).toBe(name)
  })
})

describe('GET /api/influencer-tasks/counts', () => {
  const counts = async (as: TestPerson) => (await api.call(taskCounts, tasksContract.counts, { as })).body.items

  test('200 counts each marketplace that is on, in order, for an uploader too', async () => {
    const cora = await api.person()
    const { status, body } = await api.call(taskCounts, tasksContract.counts, { as: cora })
    expect(status).toBe(200)
    expect(body.items).toEqual(
      ['US', 'CA', 'UK', 'DE'].map((code) => ({ marketplace: code, pending: 0, completed: 0, skipped: 0 })),
    )
    const { tasks: found } = await threeTasks(cora)
    const german = found.find(({ marketplace: code }) => code === 'DE')
    await update(cora, german?.id ?? '', { status: 'completed' })
    const expected = [
      { marketplace: 'US', pending: 2, completed: 0, skipped: 0 },
      { marketplace: 'CA', pending: 0, completed: 0, skipped: 0 },
      { marketplace: 'UK', pending: 0, completed: 0, skipped: 0 },
      { marketplace: 'DE', pending: 0, completed: 1, skipped: 0 },
    ]
    expect(await counts(cora)).toEqual(expected)
    expect(await counts(await api.teammate(cora, 'uploader'))).toEqual(expected)
  })

  test('200 keeps a marketplace that was switched off while it has tasks', async () => {
    const cora = await api.person()
    await threeTasks(cora)
    for (const code of ['CA', 'DE']) await switchCountry(cora, code, { is_enabled: false, is_home: false })
    expect((await counts(cora)).map(({ marketplace: code }) => code)).toEqual(['US', 'UK', 'DE'])
  })

  test("200 counts nothing of another workspace's", async () => {
    await threeTasks(ann)
    const others = await counts(await api.person())
    expect(others.map(({ pending, completed, skipped }) => pending + completed + skipped)).toEqual([0, 0, 0, 0])
  })
})

describe('PATCH /api/influencer-tasks/:id', () => {
  test('200 completes once: when and by whom stay as the first completion left them', async () => {
    const { id } = await oneTask(ann)
    const first = (await update(ann, id, { status: 'completed' })).body
    expect(first).toMatchObject({ status: 'completed', completed_by: ann.userId, completed_by_name: 'ann' })
    const second = await update(uma, id, { status: 'completed' })
    expect(second.status).toBe(200)
    expect(second.body).toEqual(first)
  })

  test('200 for two browsers at once is one completion', async () => {
    const { id } = await oneTask(ann)
    const answers = await Promise.all([
      update(ann, id, { status: 'completed' }),
      update(uma, id, { status: 'completed' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
  })

  test("200 reopens: the completion is cleared, and the task gets its parent's current video", async () => {
    const { id } = await oneTask(ann)
    await update(ann, id, { status: 'completed' })
    expect((await update(ann, id, { status: 'pending' })).body).toMatchObject({
      status: 'pending',
      completed_at: null,
      completed_by: null,
    })
  })

  test('200 writes a note; an empty text clears it', async () => {
    const { id } = await oneTask(ann)
    expect((await update(uma, id, { note: ' wrong shelf ' })).body.note).toBe('wrong shelf')
    expect((await update(uma, id, { note: '' })).body.note).toBeNull()
  })

  test('200 replays the first answer for the same key', async () => {
    const { id } = await oneTask(ann)
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const first = await update(ann, id, { status: 'completed' }, headers)
    await update(ann, id, { status: 'pending' })
    const second = await update(ann, id, { status: 'completed' }, headers)
    expect(second.body).toEqual(first.body)
    expect((await list(ann, { status: 'completed' })).body.items.map((item) => item.id)).not.toContain(id)
  })

  test('400 without a field to change', async () => {
    expect((await update(ann, (await oneTask(ann)).id, {})).status).toBe(400)
  })

  test('404 for another workspace, whose task stays unchanged', async () => {
    const { id } = await oneTask(ann)
    const { status, problem } = await update(bob, id, { status: 'completed' })
    expect(status).toBe(404)
    expect(problem.code).toBe('task_not_found')
    expect((await list(ann, { status: 'completed' })).body.items.map((item) => item.id)).not.toContain(id)
  })

  test('409 while another member has claimed it, until they release it', async () => {
    const { id } = await oneTask(ann)
    expect((await update(uma, id, { claimed: true })).body).toMatchObject({ claimed_by: uma.userId })
    const { status, problem } = await update(ann, id, { claimed: true })
    expect(status).toBe(409)
    expect(problem.code).toBe('task_claimed')
    await update(uma, id, { claimed: false })
    expect((await update(ann, id, { claimed: true })).body.claimed_by).toBe(ann.userId)
  })

  test('409 when somebody else releases a claim, or claims what is completed', async () => {
    const { id } = await oneTask(ann)
    await update(uma, id, { claimed: true })
    expect((await update(ann, id, { claimed: false })).problem.code).toBe('task_claimed')
    expect((await update(ann, id, { status: 'skipped' })).problem.code).toBe('task_claimed')
    expect((await update(uma, id, { status: 'completed' })).body).toMatchObject({ claimed_by: null })
    const { status, problem } = await update(ann, id, { claimed: true })
    expect(status).toBe(409)
    expect(problem.code).toBe('task_not_pending')
  })

  test('409 shows the current task when another member changed it in the meantime', async () => {
    const before = await oneTask(ann)
    const theirs = (await update(uma, before.id, { note: 'mine' })).body
    const { status, problem } = await update(ann, before.id, { note: 'no, mine' }, { 'if-match': before.updated_at })
    expect(status).toBe(409)
    expect(problem).toMatchObject({ code: 'row_changed', current: theirs })
  })
})

describe('POST /api/influencer-tasks/bulk', () => {
  test('200 changes every task that may be changed, and says why the others were not', async () => {
    const { tasks: found } = await threeTasks(ann)
    const [a, b, c] = found.map(({ id }) => id)
    const theirs = await oneTask(bob)
    await update(ann, a ?? '', { status: 'completed' })
    await update(uma, b ?? '', { claimed: true })
    const { status, body } = await updateMany(ann, [theirs.id, a ?? '', b ?? '', c ?? '', c ?? ''], {
      status: 'completed',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ changed: 1, unchanged: 1 })
    expect(body.failed.map(({ id, code }) => [id, code])).toEqual([
      [theirs.id, 'task_not_found'],
      [b, 'task_claimed'],
    ])
    expect((await list(bob, { status: 'completed' })).body.items).toEqual([])
    expect((await list(ann, { product_id: found[0]?.product_id ?? '', status: 'pending' })).body.items).toHaveLength(1)
  })
  test('200 for an uploader; the same key again answers the same and changes nothing', async () => {
    const ids = (await threeTasks(ann)).tasks.map(({ id }) => id)
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const first = (await updateMany(uma, ids, { status: 'skipped', note: 'sold out' }, headers)).body
    expect(first).toEqual({ changed: 3, unchanged: 0, failed: [] })
    expect((await updateMany(uma, ids, { status: 'skipped', note: 'sold out' }, headers)).body).toEqual(first)
    expect((await updateMany(uma, ids, { status: 'skipped' })).body).toEqual({ changed: 0, unchanged: 3, failed: [] })
  })
  test('200 reopens with the present video, and claims only what is to do', async () => {
    const { product, tasks: found } = await threeTasks(ann)
    const ids = found.map(({ id }) => id)
    await updateMany(ann, ids, { status: 'completed' })
    const refused = (await updateMany(ann, ids, { claimed: true })).body
    expect(refused.failed.map(({ code }) => code)).toEqual(Array(3).fill('task_not_pending'))
    const second = (await addVideo(ann, product)).video
    await api.call(video, videosContract.update, { as: ann, params: { id: second.id }, body: { is_for_tasks: true } })
    await updateMany(ann, ids, { status: 'pending' })
    const after = (await list(ann, { product_id: product.id })).body.items
    expect(new Set(after.map(({ video_id }) => video_id))).toEqual(new Set([second.id]))
  })
  test('400 without a task, without a change, and for more than 500 tasks', async () => {
    const { id } = await oneTask(ann)
    expect((await updateMany(ann, [], { status: 'skipped' })).problem.issues?.[0]?.path).toBe('ids')
    expect((await updateMany(ann, [id], {})).problem.issues?.[0]?.path).toBe('patch')
    const many = Array.from({ length: 501 }, () => id)
    expect((await updateMany(ann, many, { status: 'skipped' })).problem.issues?.[0]?.path).toBe('ids')
  })
})

describe('DELETE /api/influencer-tasks/:id', () => {
  test('200 deletes a task, whatever its status; the others of its video stay', async () => {
    const { product, tasks: found } = await threeTasks(ann)
    await update(ann, found[0]?.id ?? '', { status: 'completed' })
    for (const { id } of found.slice(0, 2)) expect((await remove(ann, id)).body).toEqual({ id })
    const left = (await list(ann, { product_id: product.id })).body.items
    expect(left.map(({ id }) => id)).toEqual([found[2]?.id])
  })
  test('403 for an uploader, whose workspace keeps the task', async () => {
    const { id } = await oneTask(ann)
    expect((await remove(uma, id)).problem.code).toBe('not_allowed')
    expect((await update(uma, id, { note: 'still here' })).status).toBe(200)
  })
  test('404 for a task of another workspace, and for one that is deleted', async () => {
    const { id } = await oneTask(ann)
    expect((await remove(bob, id)).problem.code).toBe('task_not_found')
    await remove(ann, id)
    expect((await remove(ann, id)).problem.code).toBe('task_not_found')
    expect((await update(ann, id, { status: 'completed' })).problem.code).toBe('task_not_found')
  })
})

describe('POST /api/correlations', () => {
  test('201 adds an ASIN, undecided, in the home marketplaces by default', async () => {
    const product = await newProduct(ann)
    const { status, body } = await correlate(ann, product.id, { similar_asin: ' b0aaaaaaa1 ' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      search_asin: product.asin,
      similar_asin: 'B0AAAAAAA1',
      relation: 'same',
      marketplaces: ['US'],
      decision: null,
      source: 'manual',
    })
  })
  test('400 for the product itself', async () => {
    const product = await newProduct(ann)
    const { status, problem } = await correlate(ann, product.id, { similar_asin: product.asin })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe('similar_asin')
  })
  test('403 for an uploader', async () => {
    expect((await correlate(uma, (await newProduct(ann)).id)).status).toBe(403)
  })
  test('404 for a product of another workspace', async () => {
    expect((await correlate(bob, (await newProduct(ann)).id)).problem.code).toBe('product_not_found')
  })
  test('409 for an existing one', async () => {
    const product = await newProduct(ann)
    const { body } = await correlate(ann, product.id)
    const { status, problem } = await correlate(ann, product.id, { similar_asin: body.similar_asin })
    expect(status).toBe(409)
    expect(problem).toMatchObject({ code: 'correlation_exists', existing_id: body.id })
  })
})

describe('GET /api/correlations', () => {
  test('200 answers the workspace or one product, by decision, in pages', async () => {
    const cora = await api.person()
    const product = await newProduct(cora)
    const a = (await correlate(cora, product.id)).body
    const b = (await correlate(cora, product.id)).body
    await correlate(cora, (await newProduct(cora)).id)
    await decide(cora, a.id, { decision: 'declined' })
    const ask = (query: Record<string, string>) =>
      api.call(correlations, correlationsContract.list, { as: cora, query })
    expect((await ask({ count: 'true' })).body.total).toBe(3)
    expect((await ask({ product_id: product.id, decision: 'declined' })).body.items.map(({ id }) => id)).toEqual([a.id])
    expect((await ask({ product_id: product.id, decision: 'undecided' })).body.items.map(({ id }) => id)).toEqual([
      b.id,
    ])
    const first = (await ask({ limit: '2', count: 'true' })).body
    expect((await ask({ limit: '2', cursor: first.next_cursor ?? '' })).body).toMatchObject({
      items: [{ id: a.id }],
      next_cursor: null,
    })
  })
})

describe('PATCH /api/correlations/:id', () => {
  test('200 accepts: tasks with the video at once; twice makes no more', async () => {
    const product = await newProduct(ann)
    const { video } = await addVideo(ann, product)
    const { body } = await correlate(ann, product.id, { marketplaces: ['US', 'UK'] })
    expect((await decide(ann, body.id, { decision: 'accepted' })).body).toMatchObject({
      correlation: { decision: 'accepted' },
      tasks: { created: 2, withdrawn: 0 },
    })
    expect((await decide(ann, body.id, { decision: 'accepted' })).body.tasks).toEqual({ created: 0, withdrawn: 0 })
    const items = (await list(ann, { asin: body.similar_asin })).body.items
    expect(items.map(({ video_id }) => video_id)).toEqual([video.id, video.id])
  })

  test('200 creates no task in a marketplace that the workspace has switched off', async () => {
    const product = await newProduct(ann)
    const { body } = await correlate(ann, product.id, { marketplaces: ['US', 'JP'] })
    expect((await decide(ann, body.id, { decision: 'accepted' })).body.tasks.created).toBe(1)
  })

  test('200 takes a decision back: untouched tasks are removed, finished ones stay', async () => {
    const product = await newProduct(ann)
    const { body } = await correlate(ann, product.id, { marketplaces: ['US', 'UK', 'CA', 'DE'] })
    await decide(ann, body.id, { decision: 'accepted' })
    const [a, b, c] = (await list(ann, { asin: body.similar_asin })).body.items
    await update(ann, a?.id ?? '', { status: 'completed' })
    await update(ann, b?.id ?? '', { note: 'asked support' })
    await update(uma, c?.id ?? '', { claimed: true })
    expect((await decide(ann, body.id, { decision: null })).body).toMatchObject({
      correlation: { decision: null },
      tasks: { withdrawn: 1 },
    })
    expect((await list(ann, { asin: body.similar_asin })).body.items).toHaveLength(3)
  })

  test('400 accepts a similar product only with the statement that it is shown in the video', async () => {
    const { body } = await correlate(ann, (await newProduct(ann)).id, { relation: 'similar' })
    const { status, problem } = await decide(ann, body.id, { decision: 'accepted' })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe('is_shown_in_video')
    expect((await decide(ann, body.id, { decision: 'accepted', is_shown_in_video: true })).status).toBe(200)
  })
  test('403 for an uploader', async () => {
    const { body } = await correlate(ann, (await newProduct(ann)).id)
    expect((await decide(uma, body.id, { decision: 'accepted' })).status).toBe(403)
  })
  test('404 for another workspace', async () => {
    const { body } = await correlate(ann, (await newProduct(ann)).id)
    expect((await decide(bob, body.id, { decision: 'accepted' })).problem.code).toBe('correlation_not_found')
  })
})

describe('GET /api/marketplaces', () => {
  test('200 answers the ten marketplaces in order: four on, home is the US', async () => {
    const { status, body } = await api.call(marketplaces, tasksContract.marketplaces, { as: bob })
    expect(status).toBe(200)
    expect(body.items.map(({ marketplace: code }) => code)).toEqual(MARKETPLACES.map(({ code }) => code))
    expect(body.items.filter(({ is_enabled }) => is_enabled).map(({ marketplace: code }) => code)).toEqual([
      'US',
      'CA',
      'UK',
      'DE',
    ])
    expect(body.items.filter(({ is_home }) => is_home).map(({ marketplace: code }) => code)).toEqual(['US'])
  })
})

describe('PATCH /api/marketplaces/:code', () => {
  test('200 makes Canada a home marketplace: the next video creates a task there too', async () => {
    const cora = await api.person()
    expect((await switchCountry(cora, 'CA', { is_enabled: true, is_home: true })).body).toMatchObject({ is_home: true })
    const product = await newProduct(cora)
    expect((await addVideo(cora, product)).tasks.created).toBe(2)
  })
  test('200 makes the own tasks of the products that have a video already, once', async () => {
    const cora = await api.person()
    const { product } = await threeTasks(cora)
    await newProduct(cora)
    const countries = async () =>
      (await list(cora, { asin: product.asin })).body.items.map(({ marketplace: code }) => code).sort()
    for (const is_home of [true, false, true]) await switchCountry(cora, 'UK', { is_enabled: true, is_home })
    expect(await countries()).toEqual(['UK', 'US'])
    await switchCountry(cora, 'FR', { is_enabled: true, is_home: true })
    expect(await countries()).toEqual(['FR', 'UK', 'US'])
    expect((await list(cora, { has_video: 'false' })).body.items).toEqual([])
  })
  test('400 for a home marketplace that is switched off', async () => {
    expect((await switchCountry(ann, 'JP', { is_home: true })).problem).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'is_home' }],
    })
    expect((await switchCountry(ann, 'CA', { is_enabled: false, is_home: true })).problem.issues?.[0]?.path).toBe(
      'is_home',
    )
  })
  test('403 for an uploader', async () => {
    expect((await switchCountry(uma, 'CA', { is_enabled: true, is_home: true })).status).toBe(403)
  })
})

test('the marketplaces in the database are those of the browser', async () => {
  const rows = await api.host.sql(
    'select code, name, domain, language, is_default from public.marketplaces order by position',
  )
  expect(rows).toEqual(
    MARKETPLACES.map(({ code, name, domain, language, is_default }) => ({ code, name, domain, language, is_default })),
  )
})
