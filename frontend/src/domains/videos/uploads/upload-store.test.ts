// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeOutage } from '#app/testing/fake-api.ts'
import { FakeStore } from '#app/testing/fake-store.ts'
import { signInAna, startWorld } from '#app/testing/open-app.tsx'
import { mp4Head, sampleProduct, sampleVideo } from '#app/testing/samples.ts'
import { videosContract } from '#core/videos/contract.ts'
import { STORAGE_MAX_BYTES, type UploadProgress } from '#core/videos/schema.ts'
import { createUploadStore } from './upload-store.ts'

const product = sampleProduct()
const target = { product_id: product.id, asin: product.asin }
const sessionId = '1f2e3d4c-5b6a-4789-8a9b-0c1d2e3f4a5b'
const file = (name = 'review.mp4') => new File([mp4Head, new Uint8Array(5000)], name, { type: 'video/mp4' })

let store: FakeStore
beforeEach(() => {
  startWorld()
  signInAna()
  store = new FakeStore()
  vi.stubGlobal('XMLHttpRequest', store.requestClass())
  // These tests have no player, so no duration.
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    throw new TypeError('no player')
  })
  Reflect.set(URL, 'createObjectURL', undefined)
  answer(videosContract.createStorageUploadSession, () => ({
    upload_session_id: sessionId,
    upload_url: 'http://store.test/upload?token=secret',
    method: 'PUT' as const,
    headers: { 'content-type': 'video/mp4', 'x-upsert': 'false' },
    chunk_size: null,
    next_expected_ranges: ['0-'],
    tus: null,
    expires_at: '2026-11-22T14:00:00+00:00',
  }))
})

const progress = (next_expected_ranges: string[]): UploadProgress => ({
  upload_session_id: sessionId,
  source: 'onedrive',
  state: 'uploading',
  product_id: product.id,
  filename: 'review.mp4',
  file_size: 5024,
  mime_type: 'video/mp4',
  video_id: null,
  upload_url: 'http://drive.test/upload/secret',
  method: 'PUT',
  headers: {},
  chunk_size: 1000,
  next_expected_ranges,
  tus: null,
  expires_at: '2026-11-29T14:00:00+00:00',
})

const only = (uploads: ReturnType<typeof createUploadStore>) => uploads.getUploads()[0]

test('a video goes to the store exactly as the session says, and is saved once', async () => {
  const keys: (string | null)[] = []
  answer(videosContract.save, ({ body, headers }) => {
    keys.push(headers.get('idempotency-key'))
    expect(body).toMatchObject({ upload_session_id: sessionId, filename: 'review.mp4', mime_type: 'video/mp4' })
    return { video: sampleVideo(product), tasks: { created: 1, linked: 0 } }
  })
  const uploads = createUploadStore()
  const saved = vi.fn()
  uploads.onSaved(saved)
  uploads.start(file(), target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('saved'))
  expect(store.received).toEqual([
    {
      method: 'PUT' as const,
      url: 'http://store.test/upload?token=secret',
      headers: { 'content-type': 'video/mp4', 'x-upsert': 'false' },
      bytes: 5024,
    },
  ])
  expect(keys).toEqual([`save-video-${sessionId}`])
  expect(saved).toHaveBeenCalledTimes(1)
  expect(only(uploads)?.tasks).toEqual({ created: 1, linked: 0 })
})

test('an image with the name of a video is refused by its content, before anything is sent', async () => {
  const uploads = createUploadStore()
  const jpeg = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), new Uint8Array(500)], 'review.mp4')
  uploads.start(jpeg, target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('refused'))
  expect(only(uploads)?.error).toBe('review.mp4 is a JPG file by its content. MP4, MOV and WEBM can be uploaded.')
  expect(store.received).toEqual([])
})

test('text with the name of a video is not a video', async () => {
  const uploads = createUploadStore()
  uploads.start(new File(['just words'], 'review.mp4'), target)
  await vi.waitFor(() => expect(only(uploads)?.error).toMatch(/is not a video/))
})

test('500 MiB and one byte is refused before anything is sent', async () => {
  const uploads = createUploadStore()
  const large = file()
  Object.defineProperty(large, 'size', { value: STORAGE_MAX_BYTES + 1 })
  uploads.start(large, target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('refused'))
  expect(only(uploads)?.error).toMatch(/has 524.3 MB; at most 500 MB can be stored/)
  expect(store.received).toEqual([])
})

test('a broken connection is waited out, and the same upload resumes', async () => {
  answer(videosContract.save, () => ({ video: sampleVideo(product), tasks: { created: 0, linked: 2 } }))
  answer(videosContract.uploadProgress, () => ({ ...progress(['0-']), source: 'storage' as const, chunk_size: null }))
  store.failNext()
  const uploads = createUploadStore({ pause: async () => {} })
  uploads.start(file(), target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('saved'))
  expect(uploads.getUploads()).toHaveLength(1)
})

test('after repeated failures the person decides, and can try again', async () => {
  answer(videosContract.save, () => ({ video: sampleVideo(product), tasks: { created: 0, linked: 2 } }))
  answer(videosContract.uploadProgress, () => ({ ...progress(['0-']), source: 'storage' as const, chunk_size: null }))
  for (let count = 0; count < 7; count += 1) store.failNext()
  const uploads = createUploadStore({ pause: async () => {} })
  const id = uploads.start(file(), target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('failed'))
  expect(only(uploads)?.error).toMatch(/connection broke/)
  uploads.retry(id)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('saved'))
})

test('saving without an answer is repeated under the same key', async () => {
  const keys: (string | null)[] = []
  answer(videosContract.save, ({ headers }) => {
    keys.push(headers.get('idempotency-key'))
    if (keys.length === 1) throw new FakeOutage()
    return { video: sampleVideo(product), tasks: { created: 1, linked: 0 } }
  })
  answer(videosContract.uploadProgress, () => ({
    ...progress([]),
    source: 'storage' as const,
    state: 'arrived' as const,
  }))
  const uploads = createUploadStore({ pause: async () => {} })
  uploads.start(file(), target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('saved'))
  expect(new Set(keys).size).toBe(1)
})

test('cancelling stops the request and cancels the session', async () => {
  const given: (string | undefined)[] = []
  answer(videosContract.cancelUploadSession, ({ params }) => {
    given.push(params.id)
    return { id: sessionId }
  })
  store.hold()
  const uploads = createUploadStore()
  const id = uploads.start(file(), target)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('uploading'))
  await vi.waitFor(() => expect(store.isBusy).toBe(true))
  uploads.cancel(id)
  expect(only(uploads)?.state).toBe('cancelled')
  await vi.waitFor(() => expect(given).toEqual([sessionId]))
  expect(store.isBusy).toBe(false)
})

test('the browser warns before leaving only while an upload is running', async () => {
  answer(videosContract.save, () => ({ video: sampleVideo(product), tasks: { created: 1, linked: 0 } }))
  const leave = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  const uploads = createUploadStore()
  expect(leave()).toBe(false)
  uploads.start(file(), target)
  expect(leave()).toBe(true)
  await vi.waitFor(() => expect(only(uploads)?.state).toBe('saved'))
  expect(leave()).toBe(false)
})
