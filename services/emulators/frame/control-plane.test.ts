import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'

let keepa: TestEmulator
const key = 'k'.repeat(64)
const tokensLeft = async () => {
  const response = await fetch(`${keepa.url}/token?key=${key}`)
  // safe: the envelope always has it
  return ((await response.json()) as { tokensLeft: number }).tokensLeft
}
const product = () => fetch(`${keepa.url}/product?key=${key}&domain=1&asin=B000000000`)

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
})
afterEach(() => keepa.control.reset())
afterAll(() => keepa.close())

test('a request is recorded with its answer and without its secrets', async () => {
  await fetch(`${keepa.url}/token?key=${key}&x=1`, {
    headers: { authorization: 'Bearer secret', cookie: 'a=secret', 'x-api-key': 'secret', 'x-plain': 'seen' },
  })
  const [recorded, ...others] = await keepa.control.requests()
  expect(others).toEqual([])
  expect(recorded).toMatchObject({
    id: expect.any(Number),
    method: 'GET',
    path: '/token?key=[hidden]&x=1',
    body: null,
    status: 200,
  })
  expect(recorded?.headers).toMatchObject({
    authorization: '[hidden]',
    cookie: '[hidden]',
    'x-api-key': '[hidden]',
    'x-plain': 'seen',
  })
  expect(JSON.stringify(recorded)).not.toContain('secret')
  expect(JSON.stringify(recorded)).not.toContain(key)
})

test('a JSON body is recorded parsed, and bytes as their number', async () => {
  await fetch(`${keepa.url}/query?key=${key}&domain=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"perPage":50}',
  })
  await fetch(`${keepa.url}/query?key=${key}`, {
    method: 'POST',
    headers: { 'content-type': 'video/mp4' },
    body: new Uint8Array(7),
  })
  const bodies = (await keepa.control.requests()).map(({ body }) => body)
  expect(bodies).toEqual([{ perPage: 50 }, { bytes: 7 }])
})

test('since answers only later requests', async () => {
  await tokensLeft()
  const [first] = await keepa.control.requests()
  await product()
  const later = await keepa.control.requests(first?.id)
  expect(later.map(({ path }) => path)).toEqual(['/product?key=[hidden]&domain=1&asin=B000000000'])
})

test('a fault answers in place of the emulator as often as its rule says', async () => {
  await keepa.control.addFault({
    match: { method: 'get', path: '/prod*' },
    times: 2,
    status: 503,
    body: { error: 'x' },
    headers: { 'retry-after': '3' },
  })
  const before = await tokensLeft()
  for (let count = 0; count < 2; count++) {
    const response = await product()
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      503,
      '3',
      { error: 'x' },
    ])
  }
  expect(await tokensLeft()).toBe(before)
  expect((await product()).status).toBe(200)
})

test('a fault for one path leaves the others alone', async () => {
  await keepa.control.addFault({ match: { path: '/search' }, times: 1, status: 500 })
  expect((await product()).status).toBe(200)
})

test('a connection dropped before the effect leaves no effect', async () => {
  const before = await tokensLeft()
  await keepa.control.addFault({ match: { path: '/product' }, times: 1, drop: 'before' })
  await expect(product()).rejects.toThrow()
  expect(await tokensLeft()).toBe(before)
  expect((await keepa.control.requests()).find(({ path }) => path.startsWith('/product'))).toMatchObject({
    status: null,
    dropped: 'before',
  })
})

test('a connection dropped after the effect leaves the effect', async () => {
  const before = await tokensLeft()
  await keepa.control.addFault({ match: { path: '/product' }, times: 1, drop: 'after' })
  await expect(product()).rejects.toThrow()
  expect(await tokensLeft()).toBe(before - 1)
})

test('faults can be listed and removed', async () => {
  await keepa.control.addFault({ match: {}, times: 1, status: 500 })
  const listed = await (await fetch(`${keepa.url}/_emulator/faults`)).json()
  expect(listed).toEqual({ faults: [{ match: {}, times: 1, status: 500 }] })
  await keepa.control.clearFaults()
  expect((await product()).status).toBe(200)
})

test('a gate holds the requests from the n-th on until it is opened', async () => {
  const gate = await keepa.control.holdAt({ method: 'GET', path: '/product' }, 2)
  expect((await product()).status).toBe(200)
  const before = await tokensLeft()
  const held = [product(), product()]
  await gate.reached(2)
  expect(await tokensLeft()).toBe(before)
  await gate.open()
  expect(await Promise.all(held.map(async (answer) => (await answer).status))).toEqual([200, 200])
  expect((await product()).status).toBe(200)
  await expect(gate.open()).rejects.toThrow('409')
})

test('the next gate holds the next request while the first one releases its own', async () => {
  const first = await keepa.control.holdAt({ path: '/product' })
  const answer = product()
  await first.reached()
  const second = await keepa.control.holdAt({ path: '/product' })
  await first.open()
  expect((await answer).status).toBe(200)
  const later = product()
  await second.reached()
  await second.open()
  expect((await later).status).toBe(200)
})

test('a caller that closes its connection at a gate has no effect', async () => {
  const before = await tokensLeft()
  const gate = await keepa.control.holdAt({ path: '/product' })
  const caller = new AbortController()
  const held = fetch(`${keepa.url}/product?key=${key}&domain=1&asin=B000000000`, { signal: caller.signal })
  await gate.reached()
  caller.abort()
  await expect(held).rejects.toThrow()
  const waiting = async () => (await fetch(`${keepa.url}/_emulator/gates`)).json()
  await expect.poll(waiting).toMatchObject({ gates: [{ held: 0 }] })
  await gate.open()
  expect(await tokensLeft()).toBe(before)
})

test.each([
  ['a reset', () => keepa.control.reset()],
  ['opening every gate', () => keepa.control.openGates()],
])('%s releases what a gate holds', async (_, release) => {
  const gate = await keepa.control.holdAt({ path: '/product' })
  const held = product()
  await gate.reached()
  await release()
  expect((await held).status).toBe(200)
  await expect(gate.reached()).rejects.toThrow('409')
})

test('an emulator with held requests can be closed', async () => {
  const other = await startTestEmulator('keepa')
  const gate = await other.control.holdAt({})
  const held = fetch(`${other.url}/token?key=${key}`).catch(() => 'lost')
  await gate.reached()
  await other.close()
  await held
})

test.each([
  ['a misspelled field', '/seed', 'PUT', { tokens: { lefft: 1 } }],
  ['a fault that does nothing', '/faults', 'POST', { match: {}, times: 1 }],
  [
    'a fault with a status and a dropped connection',
    '/faults',
    'POST',
    { match: {}, times: 1, status: 500, drop: 'after' },
  ],
  ['a fault without times', '/faults', 'POST', { match: {}, status: 500 }],
  ['a gate with a misspelled match', '/gates', 'POST', { match: { paht: '/product' } }],
  ['time running backwards', '/clock', 'POST', { advance_ms: -1 }],
])('the control plane refuses %s', async (_, path, method, body) => {
  const response = await fetch(`${keepa.url}/_emulator${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ issues: [expect.anything()] })
})

test('the control plane refuses web pages', async () => {
  const asPage = await fetch(`${keepa.url}/_emulator/reset`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.test' },
  })
  expect(asPage.status).toBe(403)
  const asForm = await fetch(`${keepa.url}/_emulator/seed`, {
    method: 'PUT',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
  })
  expect(asForm.status).toBe(403)
})

test('the control plane refuses names that only resolve to this machine', async () => {
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(keepa.url)
    const asked = request(
      { host: '127.0.0.1', port, path: '/_emulator/requests', headers: { host: 'rebound.test' } },
      (response) => {
        response.resume()
        resolve(response.statusCode)
      },
    )
    asked.on('error', reject).end()
  })
  expect(status).toBe(403)
})

test('a reset clears seeds, requests, faults and clock', async () => {
  await keepa.control.seed({ tokens: { left: 3 } })
  await keepa.control.addFault({ match: {}, times: 1, status: 500 })
  await keepa.control.advanceClock(86_400_000)
  await keepa.control.reset()
  expect(await keepa.control.requests()).toEqual([])
  const response = await fetch(`${keepa.url}/token?key=${key}`)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    tokensLeft: 1200,
    timestamp: expect.toSatisfy((at: number) => Math.abs(at - Date.now()) < 60_000),
  })
})
