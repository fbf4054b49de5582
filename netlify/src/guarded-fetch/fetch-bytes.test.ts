import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { fetchBytes, GuardedFetchError, localOrigins } from './fetch-bytes.ts'

const LIMITS = { maxBytes: 1024 * 1024, totalMs: 20_000, minBytesPerSecond: 1, graceMs: 10_000 }
const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.closeAllConnections()
})

/** A server of this machine, which the caller allows by its origin as local mode allows an emulator. */
async function serve(answer: RequestListener) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    answer(request, response)
  }).listen(0, '127.0.0.1')
  open.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // safe: it listens on a port
  const origin = `http://127.0.0.1:${port}`
  return { origin, port, seen, allowedOrigins: [origin] }
}

const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof GuardedFetchError)) throw new Error(`Not refused: ${String(error)}`)
  return { code: error.code, message: error.message }
}

test('answers the bytes, and asks for them uncompressed and without our tokens', async () => {
  let headers: Record<string, unknown> = {}
  const { origin, allowedOrigins } = await serve((request, response) => {
    headers = request.headers
    response.end('picture')
  })
  const bytes = await fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins })
  expect(Buffer.from(bytes).toString()).toBe('picture')
  expect(headers['accept-encoding']).toBe('identity')
  expect(Object.keys(headers)).not.toContain('authorization')
})

test('without the explicit list nothing of this machine is asked', async () => {
  const { origin, seen } = await serve((_, response) => response.end('secret'))
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins: [] }))).toMatchObject({
    code: 'refused',
  })
  expect(seen).toEqual([])
})

const redirectTo =
  (location: string): RequestListener =>
  (_, response) =>
    void response.writeHead(302, { location }).end()

test.each([
  'http://127.0.0.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://127%E3%80%820%E3%80%820%E3%80%821/',
  '//127.0.0.1/',
  'https://user:secret@images.example.com/',
  'ftp://images.example.com/a.jpg',
  'data:image/png;base64,AAAA',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  'http://localhost/',
  'http://10.0.0.1/a.jpg',
  'file:///etc/passwd',
  'http://images.example.com:6379/',
])('a redirect to %s is refused', async (location) => {
  const { origin, allowedOrigins, seen } = await serve(redirectTo(location))
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toMatchObject({ code: 'refused' })
  expect(seen).toEqual(['/a.jpg'])
})

test('three redirects are followed, the fourth is not', async () => {
  const { origin, allowedOrigins, seen } = await serve((request, response) => {
    const step = Number(request.url?.slice(1))
    if (step === 0) response.end('here')
    else response.writeHead(301, { location: `/${step - 1}` }).end()
  })
  expect(Buffer.from(await fetchBytes(`${origin}/3`, LIMITS, { allowedOrigins })).toString()).toBe('here')
  seen.length = 0
  expect(await failure(fetchBytes(`${origin}/4`, LIMITS, { allowedOrigins }))).toMatchObject({ code: 'unreachable' })
  expect(seen).toEqual(['/4', '/3', '/2', '/1'])
})

test('a circle of redirects ends', async () => {
  const { origin, allowedOrigins, seen } = await serve(redirectTo('/a.jpg'))
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toEqual({
    code: 'unreachable',
    message: 'The link redirects too often.',
  })
  expect(seen.length).toBe(4)
})

test('a redirect to what is no link is requested once', async () => {
  const { origin, allowedOrigins, seen } = await serve(redirectTo('http://['))
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toMatchObject({
    code: 'unreachable',
  })
  expect(seen.length).toBe(1)
})

test('a redirect to a name is resolved and judged again', async () => {
  const { origin, port, allowedOrigins, seen } = await serve(redirectTo('http://images.example.com/secret'))
  const asked: string[] = []
  const resolveName = async (name: string) => {
    asked.push(name)
    return [{ address: '127.0.0.1', family: 4 }]
  }
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { resolveName, allowedOrigins }))).toMatchObject({
    code: 'refused',
  })
  expect({ asked, seen, isOwnPort: port > 0 }).toEqual({
    asked: ['images.example.com'],
    seen: ['/a.jpg'],
    isOwnPort: true,
  })
})

test.each([[['127.0.0.1']], [['93.184.215.14', '127.0.0.1']], [['::1']], [['169.254.169.254']]])(
  'a name that resolves to %j is refused, whatever else it resolves to',
  async (addresses) => {
    const resolveName = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    expect(
      await failure(fetchBytes('http://images.example.com/a.jpg', LIMITS, { resolveName, allowedOrigins: [] })),
    ).toEqual({
      code: 'refused',
      message: 'This link leads to a private address.',
    })
  },
)

test('a name is resolved once, and the connection goes to the address that was judged', async () => {
  const { port, seen } = await serve((_, response) => response.end('picture'))
  let asked = 0
  const resolveName = async () => {
    asked += 1
    // What a hostile name server would answer to the second question, of the connection itself.
    return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }]
  }
  const origin = `http://emulator.test:${port}`
  const bytes = await fetchBytes(`${origin}/a.jpg`, LIMITS, { resolveName, allowedOrigins: [origin] })
  expect(Buffer.from(bytes).toString()).toBe('picture')
  expect({ asked, seen }).toEqual({ asked: 1, seen: ['/a.jpg'] })
})

test.each([404, 410, 403])('an answer %s is no image', async (status) => {
  const { origin, allowedOrigins, seen } = await serve((_, response) => void response.writeHead(status).end('no'))
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toEqual({
    code: 'unreachable',
    message: `The link answered ${status}.`,
  })
  expect(seen.length).toBe(1)
})

test('an answer that breaks off is requested once more', async () => {
  let times = 0
  const { origin, allowedOrigins } = await serve((_, response) => {
    times += 1
    if (times > 1) return void response.end('whole')
    response.writeHead(200, { 'content-length': '1000' })
    response.write('half', () => response.destroy())
  })
  expect(Buffer.from(await fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins })).toString()).toBe('whole')
  expect(times).toBe(2)
})

test('an answer that always breaks off is unreachable after two attempts', async () => {
  let times = 0
  const { origin, allowedOrigins } = await serve((_, response) => {
    times += 1
    response.writeHead(200, { 'content-length': '1000' })
    response.write('half', () => response.destroy())
  })
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toMatchObject({
    code: 'unreachable',
  })
  expect(times).toBe(2)
})

test('a file is too large by its announced length, before a byte of it is read', async () => {
  const { origin, allowedOrigins } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': String(2 * 1024 * 1024) })
    response.flushHeaders()
  })
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toEqual({
    code: 'too_large',
    message: 'The file is larger than 1 MB.',
  })
})

test('a file of unknown length is too large at the first byte beyond the limit', async () => {
  const { origin, allowedOrigins } = await serve((_, response) => {
    response.on('error', () => undefined)
    const chunk = Buffer.alloc(300 * 1024)
    const more = () => void (response.destroyed || response.write(chunk, more))
    more()
  })
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toMatchObject({ code: 'too_large' })
})

test('a file that is longer than its announced length is no whole file', async () => {
  const { origin, allowedOrigins } = await serve((request, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfour and more of ${request.url}`)
  })
  const bytes = await fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins })
  expect(Buffer.from(bytes).toString()).toBe('four')
})

test.each([
  ['a length below zero', 'content-length: -1\r\n\r\nx'],
  ['two lengths', 'content-length: 1\r\ncontent-length: 2\r\n\r\nxx'],
  ['a length and chunks', 'content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n'],
  ['chunks that end in the middle', 'transfer-encoding: chunked\r\n\r\nff\r\nx'],
  ['an endless head', `x: ${'y'.repeat(40_000)}\r\n\r\nx`],
])('an answer with %s is unreachable', async (_, rest) => {
  const { origin, allowedOrigins } = await serve((_request, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\n${rest}`)
  })
  expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toMatchObject({
    code: 'unreachable',
  })
})

test('without a length, what arrives before the connection ends is the file', async () => {
  const { origin, allowedOrigins } = await serve((_, response) => {
    response.socket?.end('HTTP/1.1 200 OK\r\n\r\npicture')
  })
  const bytes = await fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins })
  expect(Buffer.from(bytes).toString()).toBe('picture')
})

test('an answer whose head only drips ends with the total time', async () => {
  const { origin, allowedOrigins } = await serve((_, response) => {
    const { socket } = response
    socket?.write('HTTP/1.1 200 OK\r\n')
    const drip = setInterval(() => socket?.write('x'), 5)
    socket?.on('close', () => clearInterval(drip)).on('error', () => undefined)
  })
  expect(await failure(fetchBytes(`${origin}/a.jpg`, { ...LIMITS, totalMs: 80 }, { allowedOrigins }))).toMatchObject({
    message: 'The link did not answer in time.',
  })
})

test('an answer that only drips ends, although every byte arrives in time', async () => {
  const { origin, allowedOrigins } = await serve((_, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write('x'), 5)
    response.on('close', () => clearInterval(drip))
  })
  const limits = { ...LIMITS, minBytesPerSecond: 100_000, graceMs: 50 }
  expect(await failure(fetchBytes(`${origin}/a.jpg`, limits, { allowedOrigins }))).toEqual({
    code: 'unreachable',
    message: 'The link answers too slowly.',
  })
})

test('a server that never answers ends with the total time', async () => {
  const { origin, allowedOrigins } = await serve(() => undefined)
  expect(await failure(fetchBytes(`${origin}/a.jpg`, { ...LIMITS, totalMs: 60 }, { allowedOrigins }))).toEqual({
    code: 'unreachable',
    message: 'The link did not answer in time.',
  })
})

test.each(['gzip', 'br', 'deflate', 'GZIP', 'identity, gzip', 'zstd'])(
  'an answer in %s is refused unread: it was not asked for, and its length says nothing',
  async (encoding) => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024))
    const { origin, allowedOrigins } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb)
    })
    expect(await failure(fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins }))).toEqual({
      code: 'unreachable',
      message: 'The link answered with compressed data.',
    })
  },
)

test('data that is compressed and does not say so arrives as it is', async () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024))
  const { origin, allowedOrigins } = await serve((_, response) => void response.end(bomb))
  const bytes = await fetchBytes(`${origin}/a.jpg`, LIMITS, { allowedOrigins })
  expect(Buffer.from(bytes).equals(bomb)).toBe(true)
})

test.each([
  ['local', ['http://127.0.0.1:4101', 'http://localhost:4101']],
  ['preview', []],
  ['production', []],
])('in %s mode the list of emulators is %j', (environment, expected) => {
  for (const name of ['SUPABASE_URL', 'SITE_URL']) vi.stubEnv(name, 'http://127.0.0.1:1')
  for (const name of ['SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY']) vi.stubEnv(name, 'key')
  vi.stubEnv('OPSYNCPRO_ENVIRONMENT', environment)
  vi.stubEnv('FETCH_LOCAL_ORIGINS', 'http://127.0.0.1:4101, http://localhost:4101')
  expect(localOrigins()).toEqual(expected)
  vi.unstubAllEnvs()
})
