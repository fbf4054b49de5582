import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import { type ProductVideo, STORAGE_MAX_BYTES, type UploadSession } from '#core/videos/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import tasks from '../../functions/influencer-tasks.ts'
import products from '../../functions/sourced-products.ts'
import uploads from '../../functions/storage-upload-session.ts'
import upload from '../../functions/upload-session.ts'
import video from '../../functions/video.ts'
import download from '../../functions/video-download.ts'
import videos from '../../functions/videos.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
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

const newProduct = async (as: TestPerson) => {
  const asin = `B${String(++number).padStart(9, '0')}`
  return (await api.call(products, productsContract.create, { as, body: { asin, title: `Thing ${number}` } })).body
}
const begin = (as: TestPerson, product_id: string, file: object = {}) =>
  api.call(uploads, videosContract.createStorageUploadSession, {
    as,
    body: { product_id, filename: 'clip.mp4', file_size: 5000, mime_type: 'video/mp4', ...file },
  })
const send = async ({ upload_url, method, headers }: UploadSession, bytes: Uint8Array<ArrayBuffer>) =>
  (await fetch(upload_url, { method, headers, body: bytes })).status
const save = (as: TestPerson, product_id: string, upload_session_id: string, file: object = {}) =>
  api.call(videos, videosContract.save, {
    as,
    body: { product_id, upload_session_id, filename: 'clip.mp4', file_size: 5000, mime_type: 'video/mp4', ...file },
  })
const cancel = (as: TestPerson, id: string) =>
  api.call(upload, videosContract.cancelUploadSession, { as, params: { id } })
const get = (as: TestPerson, id: string) => api.call(video, videosContract.get, { as, params: { id } })
const choose = (as: TestPerson, id: string) =>
  api.call(video, videosContract.update, { as, params: { id }, body: { is_for_tasks: true } })
const remove = (as: TestPerson, id: string) => api.call(video, videosContract.remove, { as, params: { id } })
const linkTo = (as: TestPerson, id: string) => api.call(download, videosContract.download, { as, params: { id } })
const listTasks = async (as: TestPerson, product_id: string) =>
  (await api.call(tasks, tasksContract.list, { as, query: { product_id } })).body.items

async function saved(
  as: TestPerson,
  product_id: string,
  file: { filename?: string; size?: number } = {},
): Promise<ProductVideo> {
  const { filename = 'clip.mp4', size = 5000 } = file
  const session = (await begin(as, product_id, { filename, file_size: size })).body
  expect(await send(session, testVideo(size))).toBe(200)
  return (await save(as, product_id, session.upload_session_id, { filename, file_size: size })).body.video
}

const countFiles = async (workspaceOf: TestPerson): Promise<number> => {
  const [row] = await api.host.sql<{ count: number }>(
    `select count(*)::int as count from storage.objects where split_part(name, '/', 1) = (select current_workspace_id::text from public.users where id = $1)`,
    [workspaceOf.userId],
  )
  return row?.count ?? -1
}

describe('POST /api/storage-upload-session', () => {
  test('201 says exactly what to send, for one request with the whole file', async () => {
    const { id } = await newProduct(ann)
    const { status, body } = await begin(ann, id)
    expect(status).toBe(201)
    expect(body).toMatchObject({ method: 'PUT', headers: { 'content-type': 'video/mp4' }, chunk_size: null })
    // The same signature opens the resumable upload, which a hosted Supabase has.
    const token = new URL(body.upload_url).searchParams.get('token') ?? 'none'
    expect(body.tus).toMatchObject({
      endpoint: `${new URL(body.upload_url).origin}/storage/v1/upload/resumable/sign`,
      headers: { 'x-signature': token, 'x-upsert': 'false' },
      metadata: { bucketName: 'product-videos', contentType: 'video/mp4' },
      chunk_size: 6 * 1024 * 1024,
    })
    expect(new URL(body.upload_url).pathname.endsWith(`/product-videos/${body.tus?.metadata.objectName}`)).toBe(true)
    expect(await send(body, testVideo(5000))).toBe(200)
  })

  test('201 continues the same upload for the same file, and leftovers of an earlier attempt do no harm', async () => {
    const { id } = await newProduct(ann)
    const first = (await begin(ann, id)).body
    expect(await send(first, testVideo(5000))).toBe(200)
    const second = (await begin(ann, id)).body
    expect(second.upload_session_id).toBe(first.upload_session_id)
    expect(await send(second, testVideo(5000))).toBe(200)
    expect((await save(ann, id, second.upload_session_id)).status).toBe(201)
  })

  test('201 keeps two files of one name and size apart by their fingerprints', async () => {
    const { id } = await newProduct(ann)
    const ids = []
    for (const fingerprint of ['a'.repeat(64), 'b'.repeat(64), undefined, 'a'.repeat(64)])
      ids.push((await begin(ann, id, { ...(fingerprint && { fingerprint }) })).body.upload_session_id)
    expect(new Set(ids.slice(0, 3)).size).toBe(3)
    expect(ids[3]).toBe(ids[0])
  })

  test('201 never gives two files one name', async () => {
    const { id, asin } = await newProduct(ann)
    const first = await saved(ann, id)
    const second = await saved(ann, id, { filename: 'other.mp4' })
    const paths = await api.host.sql<{ name: string }>(
      'select storage_path as name from public.product_videos where id in ($1, $2) order by created_at',
      [first.id, second.id],
    )
    expect(paths.map(({ name }) => name.split('/')[1])).toEqual([`${asin}.mp4`, `${asin}-2.mp4`])
  })

  test.each([
    ['file_size', 0],
    ['file_size', 1.5],
    ['mime_type', 'text/plain'],
    ['filename', ' '],
    ['fingerprint', 'A file of mine'],
    ['product_id', 'x'],
  ])('400 for %s=%s', async (name, value) => {
    const { status, problem } = await begin(ann, (await newProduct(ann)).id, { [name]: value })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe(name)
  })

  test('403 for an uploader', async () => {
    expect((await begin(uma, (await newProduct(ann)).id)).status).toBe(403)
  })

  test('404 for a product of another workspace', async () => {
    expect((await begin(bob, (await newProduct(ann)).id)).problem.code).toBe('product_not_found')
  })

  test('413 for one byte more than 500 MB, before anything is uploaded; 500 MB is fine', async () => {
    const { id } = await newProduct(ann)
    expect((await begin(ann, id, { file_size: STORAGE_MAX_BYTES })).status).toBe(201)
    const { status, problem } = await begin(ann, id, { file_size: STORAGE_MAX_BYTES + 1 })
    expect(status).toBe(413)
    expect(problem.code).toBe('file_too_large')
  })

  test('502 when the store does not answer', async () => {
    const { id } = await newProduct(ann)
    await withoutStore(async () => {
      const { status, problem } = await begin(ann, id)
      expect(status).toBe(502)
      expect(problem.code).toBe('storage_unavailable')
    })
  })
})

describe('DELETE /api/upload-sessions/:id', () => {
  test('200 cancels the upload, and the job deletes its file', async () => {
    const cora = await api.person()
    const { id } = await newProduct(cora)
    const session = (await begin(cora, id)).body
    await send(session, testVideo(5000))
    expect(await countFiles(cora)).toBe(1)
    expect((await cancel(cora, session.upload_session_id)).status).toBe(200)
    await drainJobs()
    expect(await countFiles(cora)).toBe(0)
    expect((await save(cora, id, session.upload_session_id)).problem.code).toBe('upload_session_not_found')
  })

  test('404 for another workspace, an uploader, and an upload that became a video', async () => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    expect((await cancel(bob, session.upload_session_id)).status).toBe(404)
    expect((await cancel(uma, session.upload_session_id)).status).toBe(404)
    await send(session, testVideo(5000))
    await save(ann, id, session.upload_session_id)
    expect((await cancel(ann, session.upload_session_id)).status).toBe(404)
  })
})

describe('POST /api/videos', () => {
  test('201 saves the video and makes the task that carries it', async () => {
    const { id, asin } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    const { status, body } = await save(ann, id, session.upload_session_id, { duration_seconds: 61.517 })
    expect(status).toBe(201)
    expect(body.video).toMatchObject({
      product_id: id,
      asin,
      filename: 'clip.mp4',
      duration_seconds: 61.517,
      is_for_tasks: true,
    })
    expect(body.tasks).toEqual({ created: 1, linked: 0 })
    expect((await get(ann, body.video.id)).body).toEqual(body.video)
    expect(await listTasks(ann, id)).toMatchObject([
      { asin, search_asin: asin, marketplace: 'US', video_id: body.video.id },
    ])
  })

  test('201 twice is one video: a replay answers the first', async () => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    const first = await save(ann, id, session.upload_session_id)
    const second = await save(ann, id, session.upload_session_id)
    expect(second.status).toBe(201)
    expect(second.body).toEqual({ video: first.body.video, tasks: { created: 0, linked: 0 } })
  })

  test('201 sets the status that the workspace keeps for finished videos', async () => {
    const cora = await api.person()
    await api.host.sql(
      `update public.crm_statuses set automation = 'video_made' where name = 'Completed' and workspace_id = (select current_workspace_id from public.users where id = $1)`,
      [cora.userId],
    )
    const { id } = await newProduct(cora)
    await saved(cora, id)
    const [row] = await api.host.sql(
      'select status.name from public.sourced_products join public.crm_statuses as status on status.id = status_id where sourced_products.id = $1',
      [id],
    )
    expect(row).toEqual({ name: 'Completed' })
  })

  test("201 stores the file's real type, whatever its name", async () => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000, 'mov'))
    expect((await save(ann, id, session.upload_session_id)).body.video.mime_type).toBe('video/quicktime')
  })

  test('201 leaves waiting tasks with the first video until a person picks the second', async () => {
    const { id } = await newProduct(ann)
    const first = await saved(ann, id)
    const second = await saved(ann, id, { filename: 'better.mp4' })
    expect(second.is_for_tasks).toBe(false)
    expect(await listTasks(ann, id)).toMatchObject([{ video_id: first.id }])
    expect((await choose(ann, second.id)).body.is_for_tasks).toBe(true)
    expect(await listTasks(ann, id)).toMatchObject([{ video_id: second.id }])
    expect((await get(ann, first.id)).body.is_for_tasks).toBe(false)
  })

  test('404 for another workspace and for an uploader', async () => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    expect((await save(bob, id, session.upload_session_id)).status).toBe(404)
    expect((await save(uma, id, session.upload_session_id)).status).toBe(404)
    expect((await save(ann, (await newProduct(ann)).id, session.upload_session_id)).status).toBe(404)
  })

  test('502 while the store does not say whether the file arrived; the same upload is saved afterwards', async () => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    await withoutStore(async () => {
      const { status, problem } = await save(ann, id, session.upload_session_id)
      expect([status, problem.code]).toEqual([502, 'storage_unavailable'])
    })
    expect((await save(ann, id, session.upload_session_id)).status).toBe(201)
  })

  test.each([
    ['nothing arrived', null, 5000],
    ['less arrived than was said', 4000, 5000],
    ['another size is claimed now', 5000, 6000],
  ])('409 when %s, and nothing is saved', async (_, arrived, claimed) => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    if (arrived !== null) await send(session, testVideo(arrived))
    const { status, problem } = await save(ann, id, session.upload_session_id, { file_size: claimed })
    expect(status).toBe(409)
    expect(problem.code).toBe('upload_incomplete')
    expect(await listTasks(ann, id)).toEqual([])
    // The same file again finishes the same upload.
    const again = (await begin(ann, id)).body
    expect(again.upload_session_id).toBe(session.upload_session_id)
    expect(await send(again, testVideo(5000))).toBe(200)
    expect((await save(ann, id, again.upload_session_id)).status).toBe(201)
  })

  test.each([
    ['a text file with a video name', new TextEncoder().encode('hello '.repeat(1000).slice(0, 5000))],
    ['zeroes', new Uint8Array(5000)],
  ])('422 for %s, which is deleted', async (_, bytes) => {
    const cora = await api.person()
    const { id } = await newProduct(cora)
    const session = (await begin(cora, id)).body
    expect(await send(session, bytes)).toBe(200)
    const { status, problem } = await save(cora, id, session.upload_session_id)
    expect(status).toBe(422)
    expect(problem.code).toBe('not_a_video')
    expect(await listTasks(cora, id)).toEqual([])
    await drainJobs()
    expect(await countFiles(cora)).toBe(0)
  })

  test('502 when the store does not answer', async () => {
    const { id } = await newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    await withBrokenDownloads(async () => {
      expect((await save(ann, id, session.upload_session_id)).status).toBe(502)
    })
    expect((await save(ann, id, session.upload_session_id)).status).toBe(201)
  })
})

describe('GET /api/videos', () => {
  test('200 answers the workspace or one product, in pages, newest first', async () => {
    const cora = await api.person()
    const [one, two] = [await newProduct(cora), await newProduct(cora)]
    const a = await saved(cora, one.id)
    const b = await saved(cora, two.id)
    const c = await saved(cora, two.id, { filename: 'c.mp4' })
    const list = (query: Record<string, string>) => api.call(videos, videosContract.list, { as: cora, query })
    expect((await list({})).body.items.map(({ id }) => id)).toEqual([c.id, b.id, a.id])
    expect((await list({ product_id: one.id, count: 'true' })).body).toMatchObject({ items: [{ id: a.id }], total: 1 })
    const first = (await list({ limit: '2', count: 'true' })).body
    expect(first).toMatchObject({ total: 3 })
    const second = (await list({ limit: '2', cursor: first.next_cursor ?? '', count: 'true' })).body
    expect(second).toMatchObject({ items: [{ id: a.id }], next_cursor: null, total: 3 })
  })

  test("200 answers each video's product, steps and progress of tasks, and filters by them", async () => {
    const dan = await api.person()
    const [one, two] = [await newProduct(dan), await newProduct(dan)]
    const broken = await saved(dan, one.id, { filename: 'broken.mp4' })
    const fine = await saved(dan, two.id, { filename: 'fine.mp4' })
    await api.host.sql(`update public.product_videos set check_state = 'ready' where id = $1`, [fine.id])
    await api.host.sql(
      `update public.video_variants set state = 'ready', storage_path = 'x/' || id, file_size = 1 where video_id = $1`,
      [fine.id],
    )
    await api.host.sql(`update public.product_videos set check_state = 'failed' where id = $1`, [broken.id])
    const list = async (query: Record<string, string>) =>
      (await api.call(videos, videosContract.list, { as: dan, query })).body.items
    const names = async (query: Record<string, string>) => (await list(query)).map(({ filename }) => filename)
    const [first] = await list({ product_id: two.id })
    expect(first).toMatchObject({ product_title: two.title, tasks: { completed: 0, skipped: 0 } })
    expect(first?.tasks.pending).toBe((await listTasks(dan, two.id)).length)
    expect(first?.variants.map(({ kind }) => kind)).toEqual(fine.variants.map(({ kind }) => kind))
    expect(await names({ state: 'failed' })).toEqual(['broken.mp4'])
    expect(await names({ state: 'ready' })).toEqual(['fine.mp4'])
    expect(await names({ state: 'processing' })).toEqual(broken.variants.length > 0 ? ['broken.mp4'] : [])
    expect(await names({ source: 'onedrive' })).toEqual([])
    expect(await names({ search: `${two.title} fine` })).toEqual(['fine.mp4'])
    expect(await names({ search: one.asin.toLowerCase() })).toEqual(['broken.mp4'])
    expect(await names({ search: '100%' })).toEqual([])
  })

  test.each([
    ['state', 'late'],
    ['source', 'disk'],
  ])('400 for %s=%s', async (name, value) => {
    expect((await api.call(videos, videosContract.list, { as: ann, query: { [name]: value } })).status).toBe(400)
  })
})

describe('GET /api/videos/:id', () => {
  test('200 for the workspace, its uploader too', async () => {
    const mine = await saved(ann, (await newProduct(ann)).id)
    expect((await get(ann, mine.id)).body).toEqual(mine)
    expect((await get(uma, mine.id)).status).toBe(200)
  })
  test('404 for another workspace', async () => {
    expect((await get(bob, (await saved(ann, (await newProduct(ann)).id)).id)).problem.code).toBe('video_not_found')
  })
})

describe('PATCH /api/videos/:id', () => {
  test('200 for the video that is chosen already', async () => {
    expect((await choose(ann, (await saved(ann, (await newProduct(ann)).id)).id)).status).toBe(200)
  })
  test('403 for an uploader', async () => {
    expect((await choose(uma, (await saved(ann, (await newProduct(ann)).id)).id)).status).toBe(403)
  })
  test('404 for another workspace', async () => {
    expect((await choose(bob, (await saved(ann, (await newProduct(ann)).id)).id)).status).toBe(404)
  })
})

describe('DELETE /api/videos/:id', () => {
  test('200 deletes the file; tasks keep their status and say why they have no video', async () => {
    const cora = await api.person()
    const { id } = await newProduct(cora)
    const mine = await saved(cora, id)
    expect((await remove(cora, mine.id)).body).toEqual({ id: mine.id })
    await drainJobs()
    expect(await countFiles(cora)).toBe(0)
    expect(await listTasks(cora, id)).toMatchObject([
      { status: 'pending', video_id: null, no_video_reason: 'video_deleted' },
    ])
    // A new video finds the waiting task.
    const session = (await begin(cora, id)).body
    await send(session, testVideo(5000))
    expect((await save(cora, id, session.upload_session_id)).body.tasks).toEqual({ created: 0, linked: 1 })
  })
  test('403 for an uploader, and the video stays', async () => {
    const mine = await saved(ann, (await newProduct(ann)).id)
    expect((await remove(uma, mine.id)).status).toBe(403)
    expect((await get(ann, mine.id)).status).toBe(200)
  })
  test('404 for another workspace, and the video stays', async () => {
    const mine = await saved(ann, (await newProduct(ann)).id)
    expect((await remove(bob, mine.id)).status).toBe(404)
    expect((await get(ann, mine.id)).status).toBe(200)
  })
})

describe('GET /api/videos/:id/download', () => {
  test('200 answers a link to the same bytes, named after the ASIN, for the uploader too', async () => {
    const { id, asin } = await newProduct(ann)
    const mine = await saved(ann, id, { filename: 'IMG_0042.mp4' })
    const { status, body } = await linkTo(uma, mine.id)
    expect(status).toBe(200)
    expect(body).toMatchObject({ filename: `${asin}.mp4`, source: 'storage' })
    expect(Date.parse(body.expires_at)).toBeGreaterThan(Date.now())
    const file = await fetch(body.url)
    expect(file.headers.get('content-disposition')).toContain(`${asin}.mp4`)
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(testVideo(5000))
  })
  test('404 for another workspace', async () => {
    expect((await linkTo(bob, (await saved(ann, (await newProduct(ann)).id)).id)).status).toBe(404)
  })
  test('502 when the store does not answer', async () => {
    const mine = await saved(ann, (await newProduct(ann)).id)
    await withoutStore(async () => expect((await linkTo(ann, mine.id)).status).toBe(502))
  })
})

test('a stranger with a session of their own can neither read nor sign a file of the workspace', async () => {
  const mine = await saved(ann, (await newProduct(ann)).id)
  const [row] = await api.host.sql<{ path: string }>(
    'select storage_path as path from public.product_videos where id = $1',
    [mine.id],
  )
  const headers = {
    apikey: api.host.secrets.publishable_key,
    authorization: `Bearer ${bob.accessToken}`,
    'content-type': 'application/json',
  }
  const object = `${api.host.url}/storage/v1/object`
  const tries = [
    fetch(`${object}/sign/product-videos/${row?.path}`, { method: 'POST', headers, body: '{"expiresIn":60}' }),
    fetch(`${object}/authenticated/product-videos/${row?.path}`, { headers }),
    fetch(`${object}/product-videos/${row?.path}`, { headers }),
    fetch(`${object}/upload/sign/product-videos/${row?.path}x`, { method: 'POST', headers }),
  ]
  for (const answer of await Promise.all(tries)) expect(answer.status).toBeGreaterThanOrEqual(400)
  await fetch(`${object}/product-videos`, {
    method: 'DELETE',
    headers,
    body: JSON.stringify({ prefixes: [row?.path] }),
  })
  expect((await fetch((await linkTo(ann, mine.id)).body.url)).status).toBe(200)
})

test('an unfinished upload is swept with its file, an hour after its link expired', async () => {
  const cora = await api.person()
  const session = (await begin(cora, (await newProduct(cora)).id)).body
  await send(session, testVideo(5000))
  await api.host.sql(`update public.upload_sessions set expires_at = now() - interval '61 minutes' where id = $1`, [
    session.upload_session_id,
  ])
  await api.host.sql(`select private.enqueue_job('uploads.sweep', 'uploads.sweep')`)
  await drainJobs()
  expect(await countFiles(cora)).toBe(0)
})

const withoutStore = (run: () => Promise<void>) => withFetch((url) => url.includes('/storage/v1/'), run)
const withBrokenDownloads = (run: () => Promise<void>) => withFetch((url) => url.includes('token='), run)

async function withFetch(isBroken: (url: string) => boolean, run: () => Promise<void>) {
  const original = globalThis.fetch
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (isBroken(url)) throw new TypeError('fetch failed')
    return original(input, init)
  })
  await run()
  spy.mockRestore()
}
