import { Window } from 'happy-dom'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTusStore } from '#app/testing/tus-store.ts'
import type { TusUpload } from '#core/videos/schema.ts'
import { arrivedByTus, forgetTus, offersTus, sendByTus } from './send-by-tus.ts'
import { UploadFailed } from './upload-errors.ts'

// The browser build; Node would take the other build, which knows no files.
const BROWSER_BUILD = 'tus-js-client/lib.esm/browser/index.js'
vi.mock('tus-js-client', () => import(BROWSER_BUILD))

const MIB = 1024 * 1024
const content = Buffer.alloc(14 * MIB + 77, Buffer.from(Array.from({ length: 1009 }, (_, index) => index % 251)))

let store: Awaited<ReturnType<typeof startTusStore>>
let tus: TusUpload
let file: Blob
beforeEach(async () => {
  const window = new Window({ url: 'http://127.0.0.1/' })
  vi.stubGlobal('window', window)
  vi.stubGlobal('XMLHttpRequest', window.XMLHttpRequest)
  // The requests of that build cannot read other file objects.
  vi.stubGlobal('File', window.File)
  file = new File([content], 'review.mp4')
  store = await startTusStore()
  tus = {
    endpoint: store.endpoint,
    headers: { 'x-signature': 'signed', 'x-upsert': 'false' },
    metadata: { bucketName: 'product-videos', objectName: 'w/B0.mp4', contentType: 'video/mp4', cacheControl: '3600' },
    chunk_size: 6 * MIB,
  }
})
afterEach(() => store.close())

function trySending(url?: string, signal = new AbortController().signal) {
  const arrived: number[] = []
  const begun: string[] = []
  const sent = sendByTus(tus, file, {
    signal,
    ...(url !== undefined && { url }),
    onProgress: () => {},
    onArrived: (bytes) => arrived.push(bytes),
    onBegun: (address) => begun.push(address),
  })
  return { sent, arrived, begun }
}
const methods = () => store.received.map(({ method }) => method)

test('a file arrives in requests of 6 MiB, byte for byte', async () => {
  expect(await offersTus(tus)).toBe(true)
  const { sent, arrived } = trySending()
  expect(await sent).toBe(true)
  expect(arrived).toEqual([6 * MIB, 12 * MIB, content.length])
  expect(content.equals(await store.bytes())).toBe(true)
  expect(methods()).toEqual(['OPTIONS', 'POST', 'PATCH', 'PATCH', 'PATCH'])
})

test('after a broken connection it resumes at the byte that the store has, and sends nothing twice', async () => {
  store.cutAfter(9 * MIB)
  const first = trySending()
  await expect(first.sent).rejects.toMatchObject({ status: 0 })
  store.mend()
  const url = first.begun[0] ?? ''
  const at = await arrivedByTus({ url, headers: tus.headers })
  expect(at).toBeGreaterThanOrEqual(6 * MIB)
  expect(at).toBeLessThan(content.length)

  const second = trySending(url)
  expect(await second.sent).toBe(true)
  expect(content.equals(await store.bytes())).toBe(true)
  expect(methods().filter((method) => method === 'POST')).toHaveLength(1)
  const [resumed] = store.received.filter(({ headers }) => Number(headers['upload-offset']) === at)
  expect(resumed).toMatchObject({ method: 'PATCH' })
})

test('a store is checked once; one without TUS, or unreachable, does not offer it', async () => {
  await Promise.all([offersTus(tus), offersTus(tus)])
  expect(methods()).toEqual(['OPTIONS'])
  expect(await offersTus({ ...tus, endpoint: 'http://127.0.0.1:9/none' })).toBe(false)
})

test('a store that offers TUS and then refuses to start gets the file in one request', async () => {
  store.refuseNext(400)
  expect(await trySending().sent).toBe(false)
  expect(await offersTus(tus)).toBe(false)
})

test.each([
  ['forgot it', 410, 404],
  ['still holds the broken line', 423, 423],
  ['is in trouble', 503, 503],
])('a store that %s says so, and nothing is started a second time', async (_, answered, status) => {
  store.refuseNext(answered)
  const failure = await trySending(`${store.endpoint}/begun`).sent.catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(UploadFailed)
  expect(failure).toMatchObject({ status })
  expect(methods()).toEqual(['HEAD'])
})

test('a pause stops at once, and a cancelled upload is deleted from the store', async () => {
  const stop = new AbortController()
  store.slowDown(20 * MIB)
  const { sent, begun } = trySending(undefined, stop.signal)
  await vi.waitFor(() => expect(begun).toHaveLength(1))
  stop.abort(new DOMException('The upload was paused.', 'AbortError'))
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
  store.slowDown(0)
  expect(await store.files()).toHaveLength(1)
  await forgetTus({ url: begun[0] ?? '', headers: tus.headers })
  expect(await store.files()).toEqual([])
})
