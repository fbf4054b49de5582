import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ProductVideo } from '#core/videos/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createTranscoder } from '../../../services/transcoder/create-transcoder.ts'
import products from '../../functions/sourced-products.ts'
import uploads from '../../functions/storage-upload-session.ts'
import video from '../../functions/video.ts'
import videoTranscode from '../../functions/video-transcode.ts'
import videos from '../../functions/videos.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const TOKEN = 'a token of some length'
let api: TestApi
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let folder: string
let server: ServerType
let transcoder: Awaited<ReturnType<typeof createTranscoder>>
/** The requests that the transcoder receives, and how a test makes it fail. */
let orders: string[] = []
let failWith: number | null = null
let onAnswer: ((response: Response) => Promise<Response>) | null = null
let number = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transcode-test-'))
  await restartTranscoder()
  const origin = await new Promise<string>((resolve) => {
    const answer = async (request: Request): Promise<Response> => {
      if (failWith !== null) return new Response('{}', { status: failWith })
      if (request.method === 'POST') orders.push((await request.clone().json()).key)
      const response = await transcoder.app.fetch(request)
      return onAnswer ? onAnswer(response) : response
    }
    server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(`http://127.0.0.1:${port}`))
  })
  api = await createTestApi({ allowedOrigins: [origin] })
  Object.assign(process.env, { TRANSCODER_URL: origin, TRANSCODER_TOKEN: TOKEN })
  ann = await api.person('ann')
  bob = await api.person('bob')
  uma = await api.teammate(ann, 'uploader')
})
afterAll(async () => {
  delete process.env.TRANSCODER_URL
  delete process.env.TRANSCODER_TOKEN
  await transcoder.close()
  server.close()
  await api.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  orders = []
  failWith = null
  onAnswer = null
})

async function restartTranscoder(): Promise<void> {
  await transcoder?.close()
  transcoder = await createTranscoder({ token: TOKEN, dataDir: join(folder, 'work') })
}

async function clip(seconds = 1): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(folder, `clip-${seconds}.mp4`)
  const input = ['-f', 'lavfi', '-i', `testsrc=s=320x240:r=10:d=${seconds}`]
  const { status } = spawnSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...input,
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    path,
  ])
  expect(status).toBe(0)
  return new Uint8Array(await readFile(path))
}

async function upload(bytes: Uint8Array<ArrayBuffer>): Promise<ProductVideo> {
  const asin = `B${String(++number).padStart(9, '0')}`
  const product_id = (
    await api.call(products, productsContract.create, {
      as: ann,
      body: { asin, title: 'Lamp', image_url: 'https://example.com/a.png' },
    })
  ).body.id
  const file = { product_id, filename: 'clip.mp4', file_size: bytes.length, mime_type: 'video/mp4' }
  const { body: session } = await api.call(uploads, videosContract.createStorageUploadSession, { as: ann, body: file })
  await fetch(session.upload_url, { method: 'PUT', headers: session.headers, body: bytes })
  const body = { ...file, upload_session_id: session.upload_session_id }
  return (await api.call(videos, videosContract.save, { as: ann, body })).body.video
}
const get = async (id: string) => (await api.call(video, videosContract.get, { as: ann, params: { id } })).body
const again = (as: TestPerson, id: string, body: object = {}) =>
  api.call(videoTranscode, videosContract.transcode, { as, params: { id }, body })
const soon = () => api.host.exec(`update private.jobs set run_at = now() where finished_at is null`)
const drain = async () => {
  await soon()
  await drainJobs()
}
const standard = ({ variants }: ProductVideo) => variants.find(({ profile }) => profile === 'standard')

/** Everything in the store without a row, and without a pending sweep. */
async function lostFiles(): Promise<string[]> {
  await drain()
  const rows = await api.host.sql<{ name: string }>(`
    select name from storage.objects where name not in (
      select storage_path from public.product_videos union select storage_path from public.video_variants where storage_path is not null
      union select poster_path from public.product_videos where poster_path is not null union select storage_path from public.upload_sessions)`)
  return rows.map(({ name }) => name)
}

test('a saved video is checked, converted and gets a cover image, and the function never carries its bytes', async () => {
  const saved = await upload(await clip(2))
  expect(saved).toMatchObject({
    check_state: 'pending',
    poster_url: null,
    variants: [{ kind: 'transcode', profile: 'standard', state: 'pending' }],
  })
  await drain()
  const seen = await get(saved.id)
  expect(seen).toMatchObject({
    check_state: 'ready',
    width: 320,
    height: 240,
    rotation: 0,
    video_codec: 'h264',
    audio_codec: null,
    duration_seconds: 2,
    variants: [{ state: 'ready', progress: 100, error: null }],
  })
  const cover = await fetch(seen.poster_url ?? '')
  expect([cover.status, cover.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const [row] = await api.host.sql<{ size: number }>(
    `select (metadata ->> 'size')::int as size from storage.objects where bucket_id = 'video-derivatives' and name like '%.mp4' and name like $1`,
    [`%/${saved.id}/%`],
  )
  expect(row?.size).toBe(standard(seen)?.file_size)
  expect(await lostFiles()).toEqual([])
})

test.each([['cut off in the middle', async () => (await clip(2)).slice(0, 2000), 'damaged']])(
  'a video that is %s says so, and nothing incomplete is kept',
  async (_name, bytes, code) => {
    const saved = await upload(await bytes())
    await drain()
    const seen = await get(saved.id)
    expect(seen).toMatchObject({
      check_state: 'failed',
      check_error_code: code,
      poster_url: null,
      variants: [{ state: 'failed', error_code: code }],
    })
    expect(seen.check_error).toMatch(/\.$/)
    expect(await lostFiles()).toEqual([])
  },
)

test('while the transcoder is down the video waits, and continues automatically', async () => {
  const saved = await upload(await clip())
  failWith = 503
  await drain()
  const waiting = { waiting_code: 'transcoder_try_later', waiting_reason: 'The transcoder does not answer.' }
  expect(standard(await get(saved.id))).toMatchObject({ state: 'processing', error: null, ...waiting })
  const { items } = (await api.call(videos, videosContract.list, { as: ann, query: {} })).body
  expect(items.find(({ id }) => id === saved.id)?.variants).toMatchObject([waiting])
  failWith = null
  await drain()
  expect(standard(await get(saved.id))).toMatchObject({ state: 'ready', waiting_code: null, waiting_reason: null })
})

test('while the transcoder is busy, or refuses our token, the video says that it waits for that', async () => {
  const saved = await upload(await clip())
  failWith = 429
  await drain()
  expect(standard(await get(saved.id))?.waiting_reason).toMatch(/too many videos/)
  failWith = 401
  await drain()
  expect(standard(await get(saved.id))?.waiting_reason).toMatch(/refuses our token/)
  failWith = null
  await drain()
  expect(standard(await get(saved.id))?.state).toBe('ready')
})

test('a conversion that outlasts many workers uses up no attempt', async () => {
  const saved = await upload(await clip())
  const now = Date.now
  let passedMs = 0
  vi.spyOn(Date, 'now').mockImplementation(() => now() + passedMs)
  onAnswer = async (response) => {
    passedMs += 10 * 60_000
    return Response.json({ ...(await response.json()), state: 'processing', progress: 50, result: null, error: null })
  }
  for (let worker = 0; worker < 7; worker += 1) await drain()
  expect(standard(await get(saved.id))).toMatchObject({ state: 'processing', error: null })
  passedMs = 0
  onAnswer = null
  await drain()
  expect(standard(await get(saved.id))?.state).toBe('ready')
})

test('a worker that is killed leaves its attempt to the next one, which orders nothing twice', async () => {
  const saved = await upload(await clip())
  const [job] = await api.host.sql<{ id: number }>(
    `select id from private.jobs where kind = 'videos.transcode' and finished_at is null`,
  )
  // The first worker died after ordering.
  failWith = null
  const killed = drainJobs({ claimMs: 1 })
  await killed
  await api.host.sql(
    `update private.jobs set finished_at = null, worker = 'gone', leased_until = now() - interval '1 second' where id = $1`,
    [job?.id],
  )
  await drain()
  expect(standard(await get(saved.id))?.state).toBe('ready')
  expect(new Set(orders).size).toBe(1)
  expect(await lostFiles()).toEqual([])
})

test('work the transcoder lost in a restart is ordered again', async () => {
  const saved = await upload(await clip(3))
  const running = drainJobs()
  await expect.poll(() => orders.length, { timeout: 15_000 }).toBe(1)
  await restartTranscoder()
  await running
  await drain()
  expect(standard(await get(saved.id))?.state).toBe('ready')
  expect(await lostFiles()).toEqual([])
})

test('a transcoder that stays down ends in a failure with a reason and a next action', async () => {
  const saved = await upload(await clip())
  failWith = 503
  for (let attempt = 0; attempt < 12; attempt += 1) await drain()
  expect(standard(await get(saved.id))).toMatchObject({
    state: 'failed',
    error_code: 'transcoder_try_later',
    error: expect.stringMatching(/\.$/),
    waiting_reason: null,
  })
  failWith = null
  expect((await again(ann, saved.id)).status).toBe(202)
  await drain()
  expect(standard(await get(saved.id))?.state).toBe('ready')
  expect(await lostFiles()).toEqual([])
})

test('deleting a video during its conversion leaves no file behind', async () => {
  const saved = await upload(await clip(3))
  const running = drainJobs()
  await expect.poll(() => orders.length, { timeout: 15_000 }).toBe(1)
  await api.call(video, videosContract.remove, { as: ann, params: { id: saved.id }, query: {} })
  await running
  expect(await lostFiles()).toEqual([])
})

describe('POST /api/videos/:id/transcode', () => {
  test('202 makes another profile, and the same one again into a new file', async () => {
    const saved = await upload(await clip())
    await drain()
    const before = standard(await get(saved.id))
    const { status, body } = await again(ann, saved.id, { profile: 'reel' })
    expect(status).toBe(202)
    expect(body.variants.map(({ profile, state }) => [profile, state])).toEqual([
      ['standard', 'ready'],
      ['reel', 'pending'],
    ])
    await again(ann, saved.id)
    await drain()
    const after = await get(saved.id)
    expect(after.variants.map(({ state }) => state)).toEqual(['ready', 'ready'])
    expect(standard(after)?.finished_at).not.toBe(before?.finished_at)
    expect(await lostFiles()).toEqual([])
  })

  test('400 for an unknown profile', async () => {
    expect((await again(ann, crypto.randomUUID(), { profile: 'imax' })).status).toBe(400)
  })

  test('403 for an uploader', async () => expect((await again(uma, (await upload(await clip())).id)).status).toBe(403))

  test('404 for another workspace', async () =>
    expect((await again(bob, (await upload(await clip())).id)).status).toBe(404))
})
