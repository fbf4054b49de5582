import { beforeEach, expect, test } from 'vitest'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, problem, startFakeServer } from '../../testing/fake-server.ts'
import { sampleSession } from '../../testing/samples.ts'
import { sendMessage } from '../messaging/send-message.ts'
import { downloadsItem, sessionItem } from '../storage/items.ts'
import { refreshDownloads } from './downloads.ts'

const VIDEO = '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d'
const ADDRESS = `GET /api/videos/${VIDEO}/download`
let fake: FakeChrome
let server: FakeServer
let asked: number

beforeEach(async () => {
  fake = installFakeChrome()
  server = startFakeServer()
  asked = 0
  await sessionItem.write(sampleSession())
  server.on(ADDRESS, () => {
    asked += 1
    return {
      body: {
        url: `https://store.example/file?signature=${asked}`,
        filename: 'B0C1234567.mp4',
        expires_at: '2026-11-20T09:30:00+00:00',
        source: 'storage',
      },
    }
  })
})

const start = () => sendMessage('downloads/start', { video_id: VIDEO, language: null })
const record = async () => (await downloadsItem.read())[VIDEO]

test('a started download is not called done before Chrome says so', async () => {
  expect(await start()).toMatchObject({ state: 'in_progress', filename: 'B0C1234567.mp4' })
  await fake.progress(1, { bytesReceived: 400, totalBytes: 1000 })
  expect(await record()).toMatchObject({ state: 'in_progress', bytes_received: 400, total_bytes: 1000 })
  await fake.progress(1, { state: 'complete', bytesReceived: 1000, filename: '/home/ana/Downloads/B0C1234567 (1).mp4' })
  expect(await record()).toMatchObject({ state: 'complete', filename: 'B0C1234567 (1).mp4' })
})

test('a second click while it runs starts nothing', async () => {
  await Promise.all([start(), start()])
  await start()
  expect(fake.downloads).toHaveLength(1)
})

test('a dub is another file of the same video, with a download of its own', async () => {
  const variants: (string | null)[] = []
  server.on(ADDRESS, ({ url }) => {
    const variant = url.searchParams.get('variant')
    variants.push(variant)
    const filename = variant === null ? 'B0C1234567.mp4' : 'B0C1234567_German.mp4'
    return {
      body: { url: 'https://store.example/file', filename, expires_at: '2026-11-20T09:30:00+00:00', source: 'storage' },
    }
  })
  await start()
  const german = { video_id: VIDEO, language: 'de' as const }
  expect(await sendMessage('downloads/start', german)).toMatchObject({
    filename: 'B0C1234567_German.mp4',
    choice: german,
  })
  expect(variants).toEqual([null, 'dub:de'])
  expect(fake.downloads).toHaveLength(2)
  await sendMessage('downloads/cancel', german)
  expect(await record()).toMatchObject({ state: 'in_progress', choice: { language: null } })
})

test('the thumbnail of a task is a file of its own, under its ASIN', async () => {
  const task_id = crypto.randomUUID()
  server.on('GET /api/get-thumbnail', ({ url }) => {
    expect(url.searchParams.get('task_id')).toBe(task_id)
    return {
      body: {
        source: 'inherited',
        url: 'https://store.example/thumbnail',
        filename: 'B0C1234567_thumbnail.jpg',
        expires_at: '2026-11-20T09:30:00+00:00',
      },
    }
  })
  expect(await sendMessage('downloads/start', { task_id })).toMatchObject({ filename: 'B0C1234567_thumbnail.jpg' })
  expect(fake.downloads.map(({ url }) => url)).toEqual(['https://store.example/thumbnail'])
  expect((await downloadsItem.read())[`thumbnail:${task_id}`]).toMatchObject({ state: 'in_progress' })
})

test('a task without a thumbnail says so, and Chrome downloads nothing', async () => {
  const none = { source: 'none', url: null, filename: 'B0C1234567_thumbnail.jpg', expires_at: null }
  server.on('GET /api/get-thumbnail', () => ({ body: none }))
  expect(await sendMessage('downloads/start', { task_id: crypto.randomUUID() })).toMatchObject({
    state: 'interrupted',
    detail: 'This product has no thumbnail yet.',
  })
  expect(fake.downloads).toEqual([])
})

test('an interrupted download says why, and trying again requests a fresh link', async () => {
  await start()
  await fake.progress(1, { state: 'interrupted', error: 'SERVER_FORBIDDEN' })
  expect(await record()).toMatchObject({ state: 'interrupted', reason: 'SERVER_FORBIDDEN' })
  await start()
  expect(fake.downloads.map(({ url }) => url)).toEqual([
    'https://store.example/file?signature=1',
    'https://store.example/file?signature=2',
  ])
})

test('cancelling ends it as cancelled', async () => {
  await start()
  await sendMessage('downloads/cancel', { video_id: VIDEO, language: null })
  expect(await record()).toMatchObject({ state: 'interrupted', reason: 'USER_CANCELED' })
})

test("the API's refusal is shown with its own sentence", async () => {
  server.on(ADDRESS, () => problem('video_not_found'))
  expect(await start()).toMatchObject({
    state: 'interrupted',
    reason: 'NOT_STARTED',
    detail: "We can't find this video",
  })
})

test("Chrome's refusal is shown without its raw words", async () => {
  fake.refuseDownloads('Invalid filename')
  expect(await start()).toMatchObject({ state: 'interrupted', reason: 'NOT_STARTED', detail: null })
})

test('a download that Chrome no longer knows is lost, not running forever', async () => {
  await start()
  fake.downloads.length = 0
  await refreshDownloads()
  expect(await record()).toMatchObject({ state: 'interrupted', reason: 'LOST' })
})

test('events that the worker missed while it slept are applied later', async () => {
  await start()
  const [download] = fake.downloads
  if (download) Object.assign(download, { state: 'complete', bytesReceived: 10, totalBytes: 10 })
  await sendMessage('downloads/refresh')
  expect(await record()).toMatchObject({ state: 'complete' })
})

test('a missing file is not shown', async () => {
  await start()
  await fake.progress(1, { state: 'complete', exists: false })
  expect(await sendMessage('downloads/show', { video_id: VIDEO, language: null })).toBe(false)
})
