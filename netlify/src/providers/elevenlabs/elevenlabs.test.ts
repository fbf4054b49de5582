import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { testVideo } from '../../../testing/test-video.ts'
import { type ElevenLabs, openElevenLabs } from './index.ts'

const clip = testVideo(200_000)
let vendor: TestEmulator
let server: Server
let origin = ''
let elevenlabs: ElevenLabs
/** The answer of our own server to every request but the one for the clip. */
let misbehave: (response: ServerResponse) => void = (response) => response.end()

beforeAll(async () => {
  vendor = await startTestEmulator('elevenlabs')
  server = createServer((request, response) => {
    if (request.url === '/clip.mp4') response.end(clip)
    else misbehave(response)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  // safe: a server that listens on a host and port has an AddressInfo
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(process.env, {
    SUPABASE_URL: origin,
    SUPABASE_ANON_KEY: 'a',
    SUPABASE_SERVICE_ROLE_KEY: 'b',
    SITE_URL: origin,
  })
})
beforeEach(async () => {
  await vendor.control.reset()
  process.env.ELEVENLABS_BASE_URL = vendor.url
  elevenlabs = openElevenLabs(vendor.env.ELEVENLABS_API_KEY ?? '')
})
afterEach(() => server.closeAllConnections())
afterAll(async () => {
  for (const name of [
    'SUPABASE_URL',
    'SUPABASE_ANON_KEY',
    'SUPABASE_SERVICE_ROLE_KEY',
    'SITE_URL',
    'ELEVENLABS_BASE_URL',
  ]) {
    delete process.env[name]
  }
  server.close()
  await vendor.close()
})

const order = (name = 'opsyncpro-1') => elevenlabs.order({ name, sourceUrl: `${origin}/clip.mp4`, language: 'de' })
const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error)
const open = (id: string, maxBytes = 1_000_000) => elevenlabs.open(id, 'de', { maxBytes })

/** From here on our own server plays the vendor, with this answer. */
function vendorAnswers(answer: typeof misbehave): void {
  misbehave = answer
  process.env.ELEVENLABS_BASE_URL = origin
  elevenlabs = openElevenLabs('key', { timeoutMs: 500 })
}

test('an order is followed to its file, which comes as a stream with its length', async () => {
  const { id, expectedSeconds } = await order()
  expect(expectedSeconds).toBe(20)
  expect(await elevenlabs.get(id)).toMatchObject({ state: 'dubbing', name: 'opsyncpro-1', createdAt: expect.any(Date) })
  await vendor.control.run('finish', {})
  expect((await elevenlabs.get(id)).state).toBe('dubbed')
  const file = await open(id)
  expect([file.sizeBytes, file.mimeType]).toEqual([clip.length, 'video/mp4'])
  expect(new Uint8Array(await new Response(file.body).arrayBuffer())).toEqual(clip)
  await elevenlabs.remove(id)
  await elevenlabs.remove(id)
  expect(await failure(elevenlabs.get(id))).toMatchObject({ outcome: 'gone' })
})

test('an order is found by its name among more than a page of others', async () => {
  await vendor.control.seed({ max_concurrent: 500, credits_left: 10_000_000 })
  const first = await order('opsyncpro-first')
  for (let number = 0; number < 101; number += 1) await order(`other ${number}`)
  expect(await elevenlabs.find('opsyncpro-first')).toMatchObject({ id: first.id })
  expect(await elevenlabs.find('opsyncpro-nobody')).toBeNull()
})

test.each([
  ['quota_exceeded', { credits_left: 0 }, { outcome: 'rejected', code: 'quota_exceeded', status: 401 }],
  ['a small plan', { plan: 'free' }, { outcome: 'rejected', code: 'plan_too_small', status: 403 }],
  [
    'too many at once',
    { max_concurrent: 0 },
    { outcome: 'try_later', code: 'too_many_at_once', retryAfterSeconds: 60 },
  ],
  ['a busy system', { is_busy: true }, { outcome: 'try_later', code: 'system_busy', retryAfterSeconds: 20 }],
])('%s differs from the others', async (_, seed, expected) => {
  await vendor.control.seed(seed)
  expect(await failure(order())).toMatchObject(expected)
})

test('a refused key needs a new one, unlike a used-up quota, which is a 401 too', async () => {
  elevenlabs = openElevenLabs('sk_nothing')
  expect(await failure(order())).toMatchObject({ outcome: 'reconnect', code: 'invalid_api_key' })
})

test.each([500, 503, 429])('an order that was answered with %d is not sent again automatically', async (status) => {
  await vendor.control.addFault({ match: { method: 'POST' }, times: 1, status, headers: { 'retry-after': '7' } })
  expect(await failure(order())).toMatchObject({ outcome: 'try_later', retryAfterSeconds: 7, status })
  expect(await vendor.control.requests()).toHaveLength(1)
})

test('an order whose answer is lost has no status, because its result is unknown', async () => {
  await vendor.control.addFault({ match: { method: 'POST' }, times: 1, drop: 'after' })
  expect(await failure(order())).toMatchObject({ outcome: 'try_later', status: undefined })
  expect(await vendor.control.requests()).toHaveLength(1)
})

test('a file that is not ready differs from a missing one', async () => {
  const { id } = await order()
  expect(await failure(open(id))).toMatchObject({ outcome: 'try_later', status: 425 })
  await vendor.control.run('finish', {})
  expect(await failure(elevenlabs.open(id, 'fr', { maxBytes: 10 }))).toMatchObject({ outcome: 'gone' })
  expect(await failure(open(id, 1000))).toMatchObject({ outcome: 'rejected', code: 'answer_too_large' })
})

test.each<[string, typeof misbehave, object]>([
  [
    'breaks off',
    (response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': '1000' })
      response.write('half', () => response.destroy())
    },
    { outcome: 'try_later', code: 'broke_off' },
  ],
  [
    'grows over the limit without having said so',
    (response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' })
      response.end(Buffer.alloc(2_000_000))
    },
    { outcome: 'rejected', code: 'answer_too_large' },
  ],
])('a file that %s is not taken for a complete one', async (_, answer, expected) => {
  vendorAnswers(answer)
  const file = await open('x')
  expect(await failure(new Response(file.body).arrayBuffer())).toMatchObject(expected)
})

test('a redirect is not followed: it would carry the key elsewhere', async () => {
  vendorAnswers((response) => response.writeHead(302, { location: `${vendor.url}/v1/dubbing` }).end())
  expect(await failure(open('x'))).toMatchObject({ outcome: 'rejected' })
  expect(await failure(elevenlabs.get('x'))).toMatchObject({ outcome: 'rejected' })
  expect(await vendor.control.requests()).toEqual([])
})

test('a vendor that does not answer times out', async () => {
  vendorAnswers(() => undefined)
  expect(await failure(open('x'))).toMatchObject({ outcome: 'try_later', code: 'timed_out' })
})

test('an answer of another shape counts as no answer', async () => {
  vendorAnswers((response) => response.end('{"ok":true}'))
  expect(await failure(elevenlabs.get('x'))).toMatchObject({ outcome: 'try_later', code: 'answer_unreadable' })
})
