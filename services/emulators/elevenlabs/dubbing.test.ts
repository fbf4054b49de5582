import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { askElevenLabs } from './testing/ask-elevenlabs.ts'

let vendor: TestEmulator
let store: Server
let address = ''
beforeAll(async () => {
  vendor = await startTestEmulator('elevenlabs')
  store = createServer((request, response) => {
    if (request.url === '/gone.mp4') response.statusCode = 404
    response.end(request.url === '/text.mp4' ? 'Just words.' : film(60))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => store.once('listening', resolve))
  // safe: a server that listens on a host and port has an AddressInfo
  address = `http://127.0.0.1:${(store.address() as AddressInfo).port}`
})
beforeEach(() => vendor.control.reset())
afterAll(async () => {
  store.close()
  await vendor.close()
})

/** An MP4 whose header claims so many seconds. */
function film(seconds: number): Buffer {
  const mvhd = Buffer.alloc(108)
  mvhd.writeUInt32BE(108, 0)
  mvhd.write('mvhd', 4, 'latin1')
  mvhd.writeUInt32BE(1000, 20)
  mvhd.writeUInt32BE(seconds * 1000, 24)
  const ftyp = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41', 'latin1')
  return Buffer.concat([ftyp, mvhd])
}

const ask = (method: string, path: string, more: Parameters<typeof askElevenLabs>[3] = {}) =>
  askElevenLabs(vendor, method, path, more)
const order = (form: Record<string, string | Blob> = {}) =>
  ask('POST', '/v1/dubbing', { form: { target_lang: 'de', source_url: `${address}/film.mp4`, name: 'Mine', ...form } })
const file = (seconds: number) => new Blob([new Uint8Array(film(seconds))])
// safe: the emulator's own action
const bills = async () => ((await vendor.control.run('bills', {})) as { bills: { credits: number }[] }).bills

test('a dub runs by the clock, then answers the video under its language', async () => {
  const { json } = await order()
  expect(json).toEqual({ dubbing_id: expect.any(String), expected_duration_sec: 20 })
  const path = `/v1/dubbing/${json.dubbing_id}`
  expect((await ask('GET', path)).json).toMatchObject({
    status: 'dubbing',
    name: 'Mine',
    target_languages: ['de'],
    media_metadata: { content_type: 'video/mp4', duration: 60 },
  })
  expect((await ask('GET', `${path}/audio/de`)).status).toBe(425)
  await vendor.control.advanceClock(20_000)
  expect((await ask('GET', path)).json.status).toBe('dubbed')
  const { status, headers, bytes } = await ask('GET', `${path}/audio/de`)
  expect([status, headers.get('content-type'), Buffer.from(bytes)]).toEqual([200, 'video/mp4', film(60)])
  expect((await ask('GET', `${path}/audio/fr`)).status).toBe(404)
})

test('every order is paid, also when its answer is lost, and two of one name are two', async () => {
  await vendor.control.addFault({ match: { method: 'POST' }, times: 1, drop: 'after' })
  await expect(order()).rejects.toThrow()
  await order()
  expect(await bills()).toMatchObject([{ credits: 3000 }, { credits: 3000 }])
  const { json } = await ask('GET', '/v1/dubbing')
  expect(json.dubs.map(({ name }: { name: string }) => name)).toEqual(['Mine', 'Mine'])
})

test.each([
  ['no key', null, 'needs_authorization'],
  ['a key of another shape', 'mine', 'invalid_api_key'],
])('401 with %s', async (_, key, word) => {
  const { status, json } = await ask('GET', '/v1/dubbing', { key })
  expect([status, json.detail.status]).toEqual([401, word])
})

test.each([
  ['no language', { target_lang: '' }, 'target_lang'],
  ['a language that is none', { target_lang: 'xx' }, 'target_lang'],
  ['a field nobody knows', { taget_lang: 'de' }, 'taget_lang'],
  ['a switch that is none', { watermark: 'yes' }, 'watermark'],
  ['ten speakers', { num_speakers: '10' }, 'num_speakers'],
  ['an address that is none', { source_url: 'film.mp4' }, 'source_url'],
  ['a file and an address', { file: new Blob(['x']) }, 'source_url'],
])('422 for %s', async (_, form, field) => {
  const { status, json } = await order(form)
  expect([status, json.detail[0].loc]).toEqual([422, ['body', field]])
})

test.each([
  ['a source that is gone', { source_url: '/gone.mp4' }, 'invalid_source_url'],
  ['a source that is no video', { source_url: '/text.mp4' }, 'invalid_file_type'],
])('400 for %s, and nothing is paid', async (_, { source_url }, word) => {
  const { status, json } = await order({ source_url: address + source_url })
  expect([status, json.detail.status, await bills()]).toEqual([400, word, []])
})

test('400 for a film over two and a half hours', async () => {
  const { status, json } = await ask('POST', '/v1/dubbing', { form: { target_lang: 'de', file: file(9001) } })
  expect([status, json.detail.status]).toEqual([400, 'file_too_long'])
})

test.each([
  [401, 'quota_exceeded', { credits_left: 2999 }],
  [403, 'only_for_creator+', { plan: 'free' }],
  [429, 'system_busy', { is_busy: true }],
  [429, 'too_many_concurrent_requests', { max_concurrent: 0 }],
])('%d %s, and nothing is paid', async (expected, word, seed) => {
  await vendor.control.seed(seed)
  const { status, json } = await order()
  expect([status, json.detail.status, await bills()]).toEqual([expected, word, []])
})

test('with a watermark it is cheaper, and every plan may have it', async () => {
  await vendor.control.seed({ plan: 'free' })
  expect((await order({ watermark: 'true' })).status).toBe(200)
  expect(await bills()).toMatchObject([{ credits: 2000 }])
})

test('the list is read page by page, newest first, by state', async () => {
  for (const name of ['one', 'two', 'three']) await order({ name })
  const first = (await ask('GET', '/v1/dubbing?page_size=2')).json
  expect(first.dubs.map(({ name }: { name: string }) => name)).toEqual(['three', 'two'])
  expect(first.has_more).toBe(true)
  const second = (await ask('GET', `/v1/dubbing?page_size=2&cursor=${first.next_cursor}`)).json
  expect(second).toMatchObject({ dubs: [{ name: 'one' }], has_more: false, next_cursor: null })
  expect((await ask('GET', '/v1/dubbing?dubbing_status=dubbed')).json.dubs).toEqual([])
})

test.each(['page_size=201', 'page_size=0', 'dubbing_status=ready', 'filter_by_creator=me', 'cursor=none', 'name=one'])(
  '422 for a list with %s',
  async (query) => expect((await ask('GET', `/v1/dubbing?${query}`)).status).toBe(422),
)

test('a dub is deleted with its file, fails on request, and expires', async () => {
  const first = (await order()).json.dubbing_id
  expect((await ask('DELETE', `/v1/dubbing/${first}`)).json).toEqual({ status: 'ok' })
  expect((await ask('DELETE', `/v1/dubbing/${first}`)).status).toBe(404)
  const second = (await order()).json.dubbing_id
  await vendor.control.run('fail', { error: 'Nobody speaks.' })
  expect((await ask('GET', `/v1/dubbing/${second}`)).json).toMatchObject({ status: 'failed', error: 'Nobody speaks.' })
  const third = (await order()).json.dubbing_id
  await vendor.control.run('finish', { dubbing_id: third })
  expect((await ask('GET', `/v1/dubbing/${third}`)).json.status).toBe('dubbed')
  await vendor.control.advanceClock(31 * 86_400_000)
  expect((await ask('GET', `/v1/dubbing/${third}`)).status).toBe(404)
})

test('a file is sent without its length on request', async () => {
  await vendor.control.seed({ says_length: false, processing_ms: 0 })
  const { dubbing_id } = (await order()).json
  const { headers, bytes } = await ask('GET', `/v1/dubbing/${dubbing_id}/audio/de`)
  expect([headers.get('content-length'), bytes.length]).toEqual([null, film(60).length])
})
