import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guardedFetch } from './guarded-fetch.ts'
import { AddressRefused } from './judge-address.ts'

const seen: string[] = []
const server = createServer((request, response) => {
  seen.push(`${request.method} ${request.url}`)
  if (request.url === '/moved') response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  else response.end('{"ok":true}')
})
let origin = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // safe: it listens on a port
})
afterAll(() => server.close())

const ask = (url: string, allowed: readonly string[] = [origin], method = 'GET') =>
  guardedFetch(new URL(url), { method, signal: AbortSignal.timeout(10_000) }, allowed)

test('asks an allowed origin with its method', async () => {
  const response = await ask(`${origin}/session`, [origin], 'DELETE')
  expect(await response.json()).toEqual({ ok: true })
  expect(seen.at(-1)).toBe('DELETE /session')
})

test('asks nothing of this machine that is not on the list', async () => {
  const before = seen.length
  await expect(ask(`${origin}/session`, [])).rejects.toThrow(AddressRefused)
  await expect(ask(origin.replace('127.0.0.1', 'localhost'), [origin])).rejects.toThrow(AddressRefused)
  expect(seen.length).toBe(before)
})

test('follows no redirect', async () => {
  expect((await ask(`${origin}/moved`)).status).toBe(302)
})
