import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProviderError } from './errors.ts'
import { retryAfterSeconds, sendToProvider } from './http.ts'

// 10 MB of zeros in 10 kB: the limit counts the bytes in memory.
const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024))
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
})
let baseUrl = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // safe: listens on a port
})
afterAll(() => void server.close())

const send = (change: Partial<Parameters<typeof sendToProvider>[0]> = {}) =>
  sendToProvider({
    provider: 'test',
    baseUrl,
    path: '/',
    query: { key: 'secret-key' },
    timeoutMs: 10_000,
    maxResponseBytes: 20 * 1024 * 1024,
    ...change,
  })

test('an answer is read completely, unpacked', async () => {
  expect((await send()).bytes.byteLength).toBe(10 * 1024 * 1024)
})

test('an answer that exceeds the limit is dropped, however small it was packed', async () => {
  await expect(send({ maxResponseBytes: 1024 * 1024 })).rejects.toMatchObject({
    outcome: 'rejected',
    code: 'answer_too_large',
  })
})

test('an unreadable URL is not repeated in the error', async () => {
  const error = await send({ baseUrl: 'no address?key=secret-key' }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ProviderError)
  expect(String(error)).not.toContain('secret')
})

test.each([
  ['7', 7],
  ['Sun, 22 Nov 2026 10:00:30 GMT', 30],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
])('Retry-After "%s" means %s seconds', (text, seconds) => {
  const headers = new Headers(text ? { 'retry-after': text } : {})
  expect(retryAfterSeconds(headers, Date.parse('2026-11-22T10:00:00Z'))).toBe(seconds)
})
