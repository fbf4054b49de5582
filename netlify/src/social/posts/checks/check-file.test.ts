import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkFile } from './check-file.ts'

type Serve = (request: IncomingMessage, response: ServerResponse) => void

let serve: Serve
let origin = ''
const server = createServer((request, response) => serve(request, response))
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // safe: it listens on a port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const check = () => checkFile(`${origin}/a.mp4?token=secret`, [origin])
const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Serve =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'video/mp4', ...headers }).end(body)

test('a host that answers HEAD and ranges with a video is fine, and sees the fetcher of Meta', async () => {
  const asked: string[] = []
  serve = (request, response) => {
    asked.push(`${request.method} ${request.headers.range ?? ''} ${request.headers['user-agent']?.split('/')[0]}`)
    if (request.method === 'HEAD') answer(200, { 'content-length': '1000' })(request, response)
    else answer(206, { 'content-range': 'bytes 0-0/1000' }, 'x')(request, response)
  }
  expect(await check()).toBeNull()
  expect(asked).toEqual(['HEAD  facebookexternalhit', 'GET bytes=0-0 facebookexternalhit'])
})

test('a host without ranges is a warning', async () => {
  serve = answer(200, { 'content-length': '4' }, 'abcd')
  serve = (request, response) => answer(200, {}, request.method === 'HEAD' ? '' : 'abcd')(request, response)
  expect(await check()).toMatchObject({ code: 'file_without_ranges', severity: 'warning' })
})

test.each([
  ['a redirect to a sign-in page', 302, { location: 'https://login.example/' }, 'file_redirects'],
  ['a sign-in', 401, {}, 'file_forbidden'],
  ['a blocked fetcher', 403, {}, 'file_forbidden'],
  ['a host that knows no HEAD', 405, {}, 'file_without_head'],
  ['a missing file', 404, {}, 'file_gone'],
  ['a failing host', 503, {}, 'file_unreachable'],
  ['a page', 200, { 'content-type': 'text/html; charset=utf-8' }, 'file_is_page'],
  ['an image', 200, { 'content-type': 'image/png' }, 'file_is_no_video'],
  ['an empty file', 200, { 'content-length': '0' }, 'file_empty'],
])('%s is refused', async (_, status, headers, code) => {
  serve = answer(status, headers)
  const problem = await check()
  expect(problem).toMatchObject({ code, severity: 'error' })
  expect(problem?.message).not.toContain('secret')
})

test('a private address is refused, and a host that does not answer', async () => {
  serve = answer(200)
  expect(await checkFile(`${origin}/a.mp4`, [])).toMatchObject({ code: 'file_private' })
  serve = (request) => request.socket.destroy()
  expect(await check()).toMatchObject({ code: 'file_unreachable' })
})
