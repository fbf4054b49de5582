import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../testing/notes-migration.ts'
import { endRequestsWithFunction } from './background-limit.ts'
import { loadFunctions, routesOf } from './load-functions.ts'
import { createFunctionRunner, type FunctionRunner, MAX_BODY_BYTES } from './run-function.ts'

const ORIGIN = 'http://127.0.0.1:9100'
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeEach(async () => {
  folder = await temporaryFolder({
    'echo.ts': `
      export default async (request, context) => Response.json({ method: request.method, params: context.params, ip: context.ip,
        body: await request.text(), geo: context.geo, site: context.site.url, cookie: context.cookies.get('a'), id: context.requestId })
      export const config = { path: ['/api/echo', '/api/echo/:id'], method: ['GET', 'POST'] }`,
    'broken.ts': `
      export default () => { throw new Error('password=hunter2') }
      export const config = { path: '/api/broken' }`,
    'later.ts': `
      globalThis.laterRuns = 0
      export default async (request) => { await request.json(); globalThis.laterRuns += 1 }
      export const config = { path: '/api/later', method: 'POST', background: true }`,
    'waits.ts': `
      export default (_request, context) => { context.waitUntil(new Promise((done) => setImmediate(() => { globalThis.waited = true; done() })))
        return new Response('ok') }
      export const config = { path: '/api/waits' }`,
    'endless.ts': `
      globalThis.endless = { asked: 0, refused: 0 }
      export default async () => {
        for (;;) {
          try { await fetch('http://127.0.0.1:9/'); globalThis.endless.asked += 1 }
          catch { globalThis.endless.refused += 1; if (globalThis.endless.refused > 3) return new Response('late') }
        }
      }
      export const config = { path: '/api/endless', method: 'POST', background: true }`,
    'nightly.ts': `
      export default async (request) => { globalThis.nightly = await request.json() }
      export const config = { schedule: '0 3 * * *' }`,
  })
})
afterEach(() => folder.remove())

async function runner(): Promise<FunctionRunner> {
  const routes = routesOf(await loadFunctions(folder.folder))
  return createFunctionRunner(() => routes, ORIGIN)
}

const ask = (path: string, init?: RequestInit): Request => new Request(`${ORIGIN}${path}`, init)
const peer = { ip: '127.0.0.1' }

test('a function gets its parameters, its body and the caller', async () => {
  const request = ask('/api/echo/a%20b', { method: 'POST', body: 'hello', headers: { cookie: 'a=1; b=2' } })
  const response = await (await runner()).answer(request, peer)
  expect(await response.json()).toEqual({
    method: 'POST',
    params: { id: 'a b' },
    ip: '127.0.0.1',
    body: 'hello',
    geo: {},
    site: ORIGIN,
    cookie: '1',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test('HEAD is answered like GET without a body', async () => {
  const response = await (await runner()).answer(ask('/api/echo', { method: 'HEAD' }), peer)
  expect([response.status, await response.text()]).toEqual([200, ''])
})

test('404 for an unknown path, 405 for an unknown method', async () => {
  const { answer } = await runner()
  const missing = await answer(ask('/api/nothing'), peer)
  expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  const wrong = await answer(ask('/api/echo', { method: 'DELETE' }), peer)
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST'])
  expect(await wrong.json()).toMatchObject({ code: 'method_not_allowed', status: 405 })
})

test('500 when a function throws, without the cause', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  const response = await (await runner()).answer(ask('/api/broken'), peer)
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(JSON.parse(text)).toMatchObject({ code: 'internal', requestId: expect.any(String) })
  expect(text).not.toContain('hunter2')
  expect(logged).toHaveBeenCalledOnce()
  logged.mockRestore()
})

test('413 for a body beyond 6 MB, announced or not', async () => {
  const { answer } = await runner()
  const bytes = new Uint8Array(MAX_BODY_BYTES + 1)
  const announced = ask('/api/echo', {
    method: 'POST',
    body: bytes,
    headers: { 'content-length': String(bytes.length) },
  })
  expect((await answer(announced, peer)).status).toBe(413)
  // safe: RequestInit's type lacks `duplex`, which Node asks for with a streamed body.
  const init = { method: 'POST', body: new Blob([bytes]).stream(), duplex: 'half' } as RequestInit
  expect((await answer(ask('/api/echo', init), peer)).status).toBe(413)
})

test('a background function is answered 202 at once and still runs', async () => {
  const { answer, settle } = await runner()
  const response = await answer(ask('/api/later', { method: 'POST', body: '{}' }), peer)
  expect(response.status).toBe(202)
  await settle()
  expect(Reflect.get(globalThis, 'laterRuns')).toBe(1)
})

test('closing waits for the promises of waitUntil', async () => {
  const { answer, settle } = await runner()
  await answer(ask('/api/waits'), peer)
  await settle()
  expect(Reflect.get(globalThis, 'waited')).toBe(true)
})

test('a scheduled function has no path and gets its next run', async () => {
  const functions = await loadFunctions(folder.folder)
  const nightly = functions.find(({ name }) => name === 'nightly')
  expect(nightly).toMatchObject({ paths: [], schedule: '0 3 * * *' })
  if (nightly) await (await runner()).runScheduled(nightly, new Date('2026-01-02T03:00:00Z'))
  expect(Reflect.get(globalThis, 'nightly')).toEqual({ next_run: '2026-01-02T03:00:00.000Z' })
})

test.each([
  ['export const config = { path: "/api/x" }', 'has no default export to call'],
  ['export default () => {}', 'exports no `config`'],
  ['export default () => {}; export const config = {}', 'has neither a `path` nor a `schedule`'],
  ['export default () => {}; export const config = { path: "api/x" }', 'does not begin with a slash'],
])('a function file that cannot be served is named: %s', async (source, complaint) => {
  const wrong = await temporaryFolder({ 'wrong.ts': source })
  await expect(loadFunctions(wrong.folder)).rejects.toThrow(complaint)
  await wrong.remove()
})

test('a background function is ended at its limit: no request of it is sent any more', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const original = globalThis.fetch
  let sent = 0
  let open = 0
  globalThis.fetch = (_, init) => {
    sent += 1
    if (init?.signal?.aborted) return Promise.reject(init.signal.reason)
    if (sent <= 3) return Promise.resolve(new Response('ok'))
    // The fourth answer never comes, as from a slow vendor.
    open += 1
    return new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
  }
  const undo = endRequestsWithFunction()
  try {
    const routes = routesOf(await loadFunctions(folder.folder))
    const { answer, settle } = createFunctionRunner(() => routes, ORIGIN, 20)
    expect((await answer(ask('/api/endless', { method: 'POST' }), peer)).status).toBe(202)
    await settle()
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('endless.ts was ended'))
    expect(open).toBe(1)
    // What the function still tries is refused.
    await vi.waitUntil(() => (globalThis as { endless?: { refused: number } }).endless?.refused === 4)
  } finally {
    undo()
    globalThis.fetch = original
    warned.mockRestore()
  }
})
