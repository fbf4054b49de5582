// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { FakeStore } from '#app/testing/fake-store.ts'
import { signInAna, startWorld } from '#app/testing/open-app.tsx'
import { ana, mp4Head, noOneDrive, sampleProduct, sampleVideo } from '#app/testing/samples.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { videosContract } from '#core/videos/contract.ts'
import { ONEDRIVE_MAX_BYTES } from '#core/videos/onedrive-limits.ts'
import type { UploadProgress } from '#core/videos/schema.ts'
import { createUploadStore } from './upload-store.ts'

const product = sampleProduct()
const target = { product_id: product.id, asin: product.asin }
const sessionId = '1f2e3d4c-5b6a-4789-8a9b-0c1d2e3f4a5b'
const content = new Uint8Array([...mp4Head, ...Array.from({ length: 5000 }, (_, index) => index % 251)])
const file = (bytes = content) => new File([bytes], 'review.mp4', { type: 'video/mp4' })

let store: FakeStore
let saved: unknown[]
let begun: number
beforeEach(() => {
  startWorld()
  signInAna()
  store = new FakeStore()
  saved = []
  begun = 0
  vi.stubGlobal('XMLHttpRequest', store.requestClass())
  Reflect.set(URL, 'createObjectURL', undefined)
  answer(onedriveContract.status, () => ({ ...noOneDrive, state: 'connected' as const, is_chosen: true }))
  answer(videosContract.createOneDriveUploadSession, () => {
    begun += 1
    return session()
  })
  answer(videosContract.uploadProgress, () => progress())
  answer(videosContract.save, ({ body }) => {
    saved.push(body)
    return { video: sampleVideo(product, { source: 'onedrive' }), tasks: { created: 1, linked: 0 } }
  })
})
afterEach(() => vi.restoreAllMocks())

const session = () => ({
  upload_session_id: sessionId,
  upload_url: 'http://drive.test/upload/secret',
  method: 'PUT' as const,
  headers: {},
  chunk_size: 1000,
  next_expected_ranges: store.arrived.length === content.length ? [] : [`${store.arrived.length}-`],
  tus: null,
  expires_at: '2026-11-29T14:00:00+00:00',
})
const progress = (): UploadProgress => ({
  ...session(),
  source: 'onedrive',
  state: store.arrived.length === content.length ? 'arrived' : 'uploading',
  product_id: product.id,
  filename: 'review.mp4',
  file_size: content.length,
  mime_type: 'video/mp4',
  video_id: null,
})

const create = () => createUploadStore({ pause: async () => {} })
const only = (uploads: ReturnType<typeof createUploadStore>) => uploads.getUploads()[0]
const isSaved = (uploads: ReturnType<typeof createUploadStore>) =>
  vi.waitFor(() => expect(only(uploads)).toMatchObject({ state: 'saved' }))

test("a video goes to OneDrive in fragments in order, without a token, and is saved under OneDrive's id", async () => {
  const uploads = create()
  uploads.start(file(), target)
  await isSaved(uploads)
  expect(store.received.map(({ headers }) => headers)).toEqual(
    [0, 1000, 2000, 3000, 4000, 5000].map((start) => ({
      'content-range': `bytes ${start}-${Math.min(start + 1000, content.length) - 1}/${content.length}`,
    })),
  )
  expect(store.arrived).toEqual(content)
  expect(saved).toEqual([expect.objectContaining({ upload_session_id: sessionId, onedrive_file_id: 'DRIVE!42' })])
})

test.each([
  ['a broken line', { status: 0 }],
  ['an error of the store', { status: 500 }],
  ['a range the store does not want', { status: 416 }],
  ['too many requests', { status: 429, headers: { 'retry-after': '7' } }],
])('after %s it resumes where the store stopped, and no byte is sent twice', async (_, failure) => {
  const waits: number[] = []
  store.failNext({ status: 202, body: { nextExpectedRanges: ['0-'] } })
  store.failNext(failure)
  const uploads = createUploadStore({ pause: async (ms) => void waits.push(ms) })
  uploads.start(file(), target)
  await isSaved(uploads)
  expect(store.arrived).toEqual(content)
  expect(store.received).toHaveLength(6)
  if ('headers' in failure) expect(waits).toContain(7000)
})

test('after a store took half a fragment, the upload continues where the store says', async () => {
  const uploads = create()
  store.arrived = content.slice(0, 1500)
  uploads.start(file(), target)
  await isSaved(uploads)
  expect(store.received[0]?.headers['content-range']).toBe(`bytes 1500-2499/${content.length}`)
  expect(store.arrived).toEqual(content)
})

test('an upload whose session the store lost starts over', async () => {
  store.failNext({ status: 404 })
  answer(videosContract.uploadProgress, () => ({ ...progress(), state: 'expired' as const, upload_url: null }))
  const uploads = create()
  uploads.start(file(), target)
  await isSaved(uploads)
  expect(begun).toBe(2)
  expect(store.arrived).toEqual(content)
})

test('a paused upload stops, and resumes where it stopped', async () => {
  store.hold()
  const uploads = create()
  const id = uploads.start(file(), target)
  await vi.waitFor(() => expect(store.isBusy).toBe(true))
  uploads.pause(id)
  expect(only(uploads)?.state).toBe('paused')
  expect(store.isBusy).toBe(false)
  store.hold(false)
  uploads.resume(id)
  await isSaved(uploads)
  expect(store.arrived).toEqual(content)
  expect(begun).toBe(1)
})

test('after a reload the same file resumes where the store stopped, and another file is not mixed in', async () => {
  store.arrived = content.slice(0, 2000)
  store.hold()
  const before = create()
  await before.restore(ana.id)
  before.start(file(), target)
  await vi.waitFor(() => expect(store.isBusy).toBe(true))

  // The page was closed; a new page only knows what this device stored.
  store.hold(false)
  const after = create()
  await after.restore(ana.id)
  expect(only(after)).toMatchObject({ state: 'needs_file', filename: 'review.mp4', sent_bytes: 2000 })

  const other = content.slice()
  other[4000] = 255
  await after.giveFile(sessionId, file(other))
  expect(only(after)).toMatchObject({ state: 'needs_file', error: expect.stringMatching(/different file/) })
  expect(store.arrived).toHaveLength(2000)

  await after.giveFile(sessionId, file())
  await isSaved(after)
  expect(store.arrived).toEqual(content)
  const third = create()
  await third.restore(ana.id)
  expect(third.getUploads()).toEqual([])
})

test('a file that arrived completely before a reload is saved without selecting it again', async () => {
  store.hold()
  const before = create()
  await before.restore(ana.id)
  before.start(file(), target)
  await vi.waitFor(() => expect(store.isBusy).toBe(true))
  store.arrived = content
  const after = create()
  await after.restore(ana.id)
  await isSaved(after)
  expect(saved).toHaveLength(1)
})

test('another person on this device is not offered my upload', async () => {
  store.hold()
  const mine = create()
  await mine.restore(ana.id)
  mine.start(file(), target)
  await vi.waitFor(() => expect(store.isBusy).toBe(true))
  const theirs = create()
  await theirs.restore(crypto.randomUUID())
  expect(theirs.getUploads()).toEqual([])
})

test('three files: two at once, the third when one of them is done', async () => {
  store.hold()
  const uploads = create()
  for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) uploads.start(new File([content], name), target)
  const states = () => uploads.getUploads().map(({ filename, state }) => `${filename} ${state}`)
  await vi.waitFor(() => expect(states()).toEqual(['c.mp4 queued', 'b.mp4 uploading', 'a.mp4 uploading']))
  answer(videosContract.cancelUploadSession, () => ({ id: sessionId }))
  const [, , first] = uploads.getUploads()
  uploads.cancel(first?.id ?? '')
  await vi.waitFor(() => expect(states()).toEqual(['c.mp4 uploading', 'b.mp4 uploading', 'a.mp4 cancelled']))
})

test('without a network the upload waits for one, however long', async () => {
  const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  store.failNext()
  const uploads = create()
  uploads.start(file(), target)
  await vi.waitFor(() =>
    expect(only(uploads)).toMatchObject({ state: 'waiting', note: expect.stringMatching(/offline/) }),
  )
  online.mockReturnValue(true)
  dispatchEvent(new Event('online'))
  await isSaved(uploads)
})

test('a full OneDrive is reported with the next action', async () => {
  answer(videosContract.createOneDriveUploadSession, () => {
    throw new FakeProblem('onedrive_quota_full', { detail: 'OneDrive is full. Free some space there, then try again.' })
  })
  const uploads = create()
  uploads.start(file(), target)
  await vi.waitFor(() =>
    expect(only(uploads)).toMatchObject({ state: 'failed', error: expect.stringMatching(/Free some space/) }),
  )
})

test('2 GB and one byte is refused before anything is sent', async () => {
  const large = file()
  Object.defineProperty(large, 'size', { value: ONEDRIVE_MAX_BYTES + 1 })
  const uploads = create()
  uploads.start(large, target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('refused'))
  expect(only(uploads)?.error).toMatch(/at most 2 GB/)
  expect(begun).toBe(0)
})
