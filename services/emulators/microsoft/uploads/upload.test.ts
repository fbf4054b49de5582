import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import {
  connect,
  DANA,
  expectedRanges,
  graph,
  type Json,
  openSession,
  putFragment,
  SAM,
  UNIT,
} from '../testing/drive.ts'

let microsoft: TestEmulator
beforeAll(async () => {
  microsoft = await startTestEmulator('microsoft')
})
beforeEach(async () => {
  await microsoft.control.reset()
  await connect(microsoft)
})
afterAll(() => microsoft.close())

const bytes = (length: number, value = 7) => new Uint8Array(length).fill(value)
const opened = async (name = 'a.mp4', item = {}, token = 'dana') =>
  (await openSession(microsoft, name, item, token)).body.uploadUrl
const errorCodes = ({ error }: Json) => [error?.code, error?.innerError.code]

test('a file sent in fragments arrives completely', async () => {
  const content = Uint8Array.from({ length: UNIT + 5 }, (_, index) => index % 251)
  const { status, body } = await openSession(microsoft, 'a.mp4', { name: 'a.mp4', fileSize: content.length })
  expect(status).toBe(200)
  expect(body).toMatchObject({ nextExpectedRanges: ['0-'], expirationDateTime: expect.any(String) })
  const first = await putFragment(body.uploadUrl, content.slice(0, UNIT), `bytes 0-${UNIT - 1}/${content.length}`)
  expect(first).toMatchObject({ status: 202, body: { nextExpectedRanges: [`${UNIT}-`] } })
  expect(await expectedRanges(body.uploadUrl)).toEqual([`${UNIT}-`])
  const last = await putFragment(
    body.uploadUrl,
    content.slice(UNIT),
    `bytes ${UNIT}-${content.length - 1}/${content.length}`,
  )
  expect(last).toMatchObject({
    status: 201,
    body: { name: 'a.mp4', size: content.length, file: { mimeType: 'video/mp4' } },
  })
  const download = await fetch(last.body['@microsoft.graph.downloadUrl'])
  expect(new Uint8Array(await download.arrayBuffer())).toEqual(content)
  expect(await expectedRanges(body.uploadUrl)).toBe(404)
})

test.each([
  ['without Content-Range', UNIT, undefined, 400, ['invalidRequest', 'invalidParameterFormat']],
  ['with a range that is none', UNIT, 'bytes 0-x/9', 400, ['invalidRequest', 'invalidParameterFormat']],
  ['whose length is not its range', 10, 'bytes 0-10/11', 400, ['invalidRequest', 'fragmentLengthMismatch']],
  ['that is not a multiple of 320 KiB', 1000, 'bytes 0-999/5000', 400, ['invalidRequest', 'fragmentLengthMismatch']],
  ['that leaves a gap', UNIT, `bytes ${UNIT}-${2 * UNIT - 1}/${3 * UNIT}`, 416, ['invalidRange', 'fragmentOutOfOrder']],
  ['of 60 MiB', 62_914_560, `bytes 0-62914559/${2 * 62_914_560}`, 413, ['invalidRequest', 'maxFragmentLengthExceeded']],
])('a fragment %s is refused', async (_, length, range, status, codes) => {
  const url = await opened()
  const answer = await putFragment(url, bytes(length), range ?? '', range === undefined ? { 'content-range': '' } : {})
  expect([answer.status, errorCodes(answer.body)]).toEqual([status, codes])
  expect(await expectedRanges(url)).toEqual(['0-'])
})

test('a fragment of unknown length is refused', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      stream.enqueue(bytes(10))
      stream.close()
    },
  })
  const init: RequestInit & { duplex: 'half' } = {
    method: 'PUT',
    body,
    duplex: 'half',
    headers: { 'content-range': 'bytes 0-9/10' },
  }
  expect((await fetch(await opened(), init)).status).toBe(411)
})

test('a fragment sent with a token is refused', async () => {
  const answer = await putFragment(await opened(), bytes(10), 'bytes 0-9/10', { authorization: 'Bearer dana' })
  expect([answer.status, errorCodes(answer.body)[0]]).toEqual([401, 'unauthenticated'])
})

test('a fragment sent twice overlaps, and the session keeps its position', async () => {
  const url = await opened()
  await putFragment(url, bytes(UNIT), `bytes 0-${UNIT - 1}/${2 * UNIT}`)
  const again = await putFragment(url, bytes(UNIT), `bytes 0-${UNIT - 1}/${2 * UNIT}`)
  expect([again.status, errorCodes(again.body)]).toEqual([416, ['invalidRange', 'fragmentOverlap']])
  expect(await expectedRanges(url)).toEqual([`${UNIT}-`])
})

test('the total cannot change during the upload', async () => {
  const url = await opened()
  await putFragment(url, bytes(UNIT), `bytes 0-${UNIT - 1}/${2 * UNIT}`)
  const answer = await putFragment(url, bytes(UNIT), `bytes ${UNIT}-${2 * UNIT - 1}/${3 * UNIT}`)
  expect([answer.status, errorCodes(answer.body)[0]]).toEqual([400, 'invalidRequest'])
})

test('a fragment that breaks off loses all its bytes', async () => {
  const url = new URL(await opened())
  await putFragment(url.href, bytes(UNIT, 1), `bytes 0-${UNIT - 1}/${3 * UNIT}`)
  await new Promise<void>((resolve, reject) => {
    const socket = connectSocket(Number(url.port), url.hostname, () => {
      const head = `PUT ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: ${UNIT}\r\nContent-Range: bytes ${UNIT}-${2 * UNIT - 1}/${3 * UNIT}\r\n\r\n`
      socket.write(head)
      socket.write(bytes(UNIT / 2, 9), () => socket.destroy())
    })
    socket.on('error', reject).on('close', () => resolve())
  })
  // The next fragment of the same range is checked after the broken one has ended.
  const resumed = await putFragment(url.href, bytes(2 * UNIT, 2), `bytes ${UNIT}-${3 * UNIT - 1}/${3 * UNIT}`)
  expect(resumed).toMatchObject({ status: 201, body: { size: 3 * UNIT } })
  const content = new Uint8Array(await (await fetch(resumed.body['@microsoft.graph.downloadUrl'])).arrayBuffer())
  expect([content[0], content[UNIT], content[3 * UNIT - 1]]).toEqual([1, 2, 2])
})

test('a fragment dropped before its effect is still expected, one dropped after it is not', async () => {
  const url = await opened()
  const path = new URL(url).pathname
  await microsoft.control.addFault({ match: { method: 'PUT', path }, times: 1, drop: 'before' })
  await expect(putFragment(url, bytes(UNIT), `bytes 0-${UNIT - 1}/${2 * UNIT}`)).rejects.toThrow()
  expect(await expectedRanges(url)).toEqual(['0-'])
  await microsoft.control.addFault({ match: { method: 'PUT', path }, times: 1, drop: 'after' })
  await expect(putFragment(url, bytes(UNIT), `bytes 0-${UNIT - 1}/${2 * UNIT}`)).rejects.toThrow()
  expect(await expectedRanges(url)).toEqual([`${UNIT}-`])
})

test('when the answer to the last fragment is lost, the file is there and the session is gone', async () => {
  const url = await opened('lost.mp4')
  await microsoft.control.addFault({ match: { path: '/upload/*' }, times: 1, drop: 'after' })
  await expect(putFragment(url, bytes(10), 'bytes 0-9/10')).rejects.toThrow()
  expect(await expectedRanges(url)).toBe(404)
  expect((await graph(microsoft, '/me/drive/root:/lost.mp4')).body).toMatchObject({ name: 'lost.mp4', size: 10 })
})

test('a session ends after a week without fragments', async () => {
  const url = await opened()
  await microsoft.control.advanceClock(7 * 86_400_000)
  const answer = await putFragment(url, bytes(10), 'bytes 0-9/10')
  expect([answer.status, errorCodes(answer.body)]).toEqual([404, ['itemNotFound', 'uploadSessionNotFound']])
})

test('a session can be opened below a folder’s id, and on an item to replace it', async () => {
  await microsoft.control.seed({ items: [{ path: 'Videos/old.mp4', text: 'old' }] })
  const folder = encodeURIComponent((await graph(microsoft, '/me/drive/root:/Videos')).body.id)
  const name = encodeURIComponent('B0 & Ü.mp4')
  const below = `/me/drive/items/${folder}:/${name}:/createUploadSession`
  const { body } = await graph(microsoft, below, { method: 'POST', json: {} })
  const made = await putFragment(body.uploadUrl, bytes(5), 'bytes 0-4/5')
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'B0 & Ü.mp4', parentReference: { path: '/drive/root:/Videos' } },
  })

  const old = (await graph(microsoft, '/me/drive/root:/Videos/old.mp4')).body
  const onItem = `/drives/${DANA.toUpperCase()}/items/${encodeURIComponent(old.id)}/createUploadSession`
  const session = await graph(microsoft, onItem, { method: 'POST', json: {} })
  const replaced = await putFragment(session.body.uploadUrl, bytes(6), 'bytes 0-5/6')
  expect(replaced).toMatchObject({ status: 200, body: { id: old.id, name: 'old.mp4', size: 6 } })
})

test('a cancelled session is gone', async () => {
  const url = await opened()
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
  expect(await expectedRanges(url)).toBe(404)
})

test('a name that is taken fails at once, unless it may be replaced or changed', async () => {
  await microsoft.control.seed({ items: [{ path: 'a.mp4', text: 'old' }] })
  const former = (await graph(microsoft, '/me/drive/root:/A.MP4')).body
  const refused = await openSession(microsoft, 'a.mp4')
  expect([refused.status, errorCodes(refused.body)[0]]).toEqual([409, 'nameAlreadyExists'])
  const renamed = await putFragment(
    await opened('a.mp4', { '@microsoft.graph.conflictBehavior': 'rename' }),
    bytes(5),
    'bytes 0-4/5',
  )
  expect(renamed).toMatchObject({ status: 201, body: { name: 'a 1.mp4' } })
  const replaced = await putFragment(
    await opened('a.mp4', { '@microsoft.graph.conflictBehavior': 'replace' }),
    bytes(6),
    'bytes 0-5/6',
  )
  expect(replaced).toMatchObject({ status: 200, body: { id: former.id, size: 6 } })
  expect(replaced.body.eTag).not.toBe(former.eTag)
})

test('a name taken in the meantime refuses the last fragment, and the bytes can get another name', async () => {
  const url = await opened('a.mp4')
  await microsoft.control.seed({ items: [{ path: 'a.mp4', text: 'quicker' }] })
  const refused = await putFragment(url, bytes(5), 'bytes 0-4/5')
  expect([refused.status, errorCodes(refused.body)[0]]).toEqual([409, 'nameAlreadyExists'])
  const json = { name: 'a.mp4', '@microsoft.graph.conflictBehavior': 'rename', '@microsoft.graph.sourceUrl': url }
  const recovered = await graph(microsoft, '/me/drive/root', { method: 'PUT', json })
  expect(recovered).toMatchObject({ status: 201, body: { name: 'a 1.mp4', size: 5 } })
  const again = await graph(microsoft, '/me/drive/root', { method: 'PUT', json })
  expect([again.status, errorCodes(again.body)[1]]).toEqual([404, 'uploadSessionNotFound'])
})

test('an unfinished session cannot get a name', async () => {
  const url = await opened('a.mp4')
  await putFragment(url, bytes(UNIT), `bytes 0-${UNIT - 1}/${2 * UNIT}`)
  const json = { name: 'b.mp4', '@microsoft.graph.sourceUrl': url }
  const answer = await graph(microsoft, '/me/drive/root', { method: 'PUT', json })
  expect([answer.status, errorCodes(answer.body)[1]]).toEqual([400, 'uploadSessionIncomplete'])
})

test('a file larger than the free space is refused early when its size is known, else at the end', async () => {
  await microsoft.control.seed({
    accounts: [{ id: DANA, display_name: 'Dana', mail: 'dana@outlook.test', quota_total_bytes: 100 }],
  })
  const early = await openSession(microsoft, 'big.mp4', { fileSize: 101 })
  expect([early.status, errorCodes(early.body)[0]]).toEqual([507, 'quotaLimitReached'])
  const url = await opened('big.mp4')
  const late = await putFragment(url, bytes(101), 'bytes 0-100/101')
  expect([late.status, errorCodes(late.body)[0]]).toEqual([507, 'quotaLimitReached'])
})

test.each([
  ['a name in the body that is not the one in the path', 'a.mp4', { name: 'b.mp4' }, 400],
  ['a name with a forbidden sign', 'a%3Fb.mp4', {}, 400],
  ['a field Graph does not have', 'a.mp4', { filesize: 5 }, 400],
  ['a folder that is not there', 'nowhere/a.mp4', {}, 404],
])('a session is refused for %s', async (_, path, item, status) => {
  expect((await openSession(microsoft, path, item)).status).toBe(status)
})

test('a deferred commit waits for its end: a POST for business, a PUT with sourceUrl for personal drives', async () => {
  const deferred = async (token: string) => {
    const path = '/me/drive/root:/d.mp4:/createUploadSession'
    const { body } = await graph(microsoft, path, { method: 'POST', token, json: { deferCommit: true } })
    const sent = await putFragment(body.uploadUrl, bytes(5), 'bytes 0-4/5')
    expect(sent).toMatchObject({ status: 202, body: { nextExpectedRanges: [] } })
    expect((await graph(microsoft, '/me/drive/root:/d.mp4', { token })).status).toBe(404)
    return body.uploadUrl
  }
  const business = await fetch(await deferred('sam'), { method: 'POST' })
  expect([business.status, await business.json()]).toEqual([201, expect.objectContaining({ name: 'd.mp4' })])
  const url = await deferred('dana')
  expect((await fetch(url, { method: 'POST' })).status).toBe(400)
  const json = { name: 'd.mp4', '@microsoft.graph.sourceUrl': url }
  expect((await graph(microsoft, '/me/drive/root', { method: 'PUT', json })).status).toBe(201)
  expect(SAM).not.toBe(DANA)
})

test('a web page may send fragments, but no token with them', async () => {
  const url = await opened()
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://app.test',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-range',
    },
  })
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Range')
  expect(preflight.headers.get('access-control-allow-headers')).not.toMatch(/authorization/i)
  const answer = await putFragment(url, bytes(10), 'bytes 5-14/15')
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([416, '*'])
})
