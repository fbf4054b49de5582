import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { connect, DANA, graph, SAM } from './testing/drive.ts'

let microsoft: TestEmulator
beforeAll(async () => {
  microsoft = await startTestEmulator('microsoft')
})
beforeEach(async () => {
  await microsoft.control.reset()
  await connect(microsoft)
  await microsoft.control.seed({ items: [{ path: 'Videos/a.mp4', text: '0123456789' }] })
})
afterAll(() => microsoft.close())

const ask = (path: string, init?: Parameters<typeof graph>[2]) => graph(microsoft, path, init)
const video = async () => (await ask('/me/drive/root:/Videos/a.mp4')).body

test('the drive names its owner and its free space', async () => {
  expect((await ask('/me')).body).toMatchObject({
    id: DANA,
    displayName: 'Dana Demo',
    userPrincipalName: 'dana@outlook.test',
  })
  const { body } = await ask('/me/drive')
  expect(body).toMatchObject({
    driveType: 'personal',
    quota: { used: 10, total: 5 * 1024 ** 3, remaining: 5 * 1024 ** 3 - 10, state: 'normal' },
  })
  expect((await ask(`/drives/${body.id}`)).body.id).toBe(body.id)
})

test('an item is found by path and by id, whatever the case of its name', async () => {
  const { id } = await video()
  expect((await ask(`/me/drive/items/${encodeURIComponent(id)}`)).body).toMatchObject({
    name: 'a.mp4',
    size: 10,
    parentReference: { path: '/drive/root:/Videos' },
  })
  expect((await ask('/me/drive/root:/videos/A.MP4')).body.id).toBe(id)
})

test('select leaves only what was selected', async () => {
  const { body } = await ask('/me/drive/root:/Videos/a.mp4?$select=id,@microsoft.graph.downloadUrl')
  expect(Object.keys(body).sort()).toEqual(['@microsoft.graph.downloadUrl', '@odata.context', 'id'])
})

test('children are answered page by page, and the next link leads through all of them', async () => {
  await microsoft.control.seed({
    items: Array.from({ length: 5 }, (_, index) => ({ path: `Many/${index}.mp4`, text: 'x' })),
  })
  const names: unknown[] = []
  let next: string | undefined = '/me/drive/root:/Many:/children?$top=2&$select=name&$orderby=name desc'
  while (next !== undefined) {
    const { body } = await ask(next)
    expect(body.value.length).toBeLessThanOrEqual(2)
    names.push(...body.value.map(({ name }) => name))
    next = body['@odata.nextLink']
  }
  expect(names).toEqual(['4.mp4', '3.mp4', '2.mp4', '1.mp4', '0.mp4'])
})

test.each([
  ['$skip', '$skip=2'],
  ['an option it does not know', '$filter=name eq x'],
  ['a page of nothing', '$top=0'],
  ['a field it cannot order by', '$orderby=colour'],
  ['something it cannot expand', '$expand=owner'],
  ['a skip token it never gave', '$skiptoken=%%%'.replace('%%%', 'abc')],
])('a list refuses %s', async (_, query) => {
  const { status, body } = await ask(`/me/drive/root/children?${query}`)
  expect([status, body]).toMatchObject([
    400,
    { error: { code: 'invalidRequest', innerError: { code: 'invalidQueryOption' } } },
  ])
})

test('a folder is made once; the second of that name is refused or renamed', async () => {
  const make = (behavior: object) =>
    ask('/me/drive/root/children', { method: 'POST', json: { name: 'New', folder: {}, ...behavior } })
  expect(await make({})).toMatchObject({ status: 201, body: { name: 'New', folder: { childCount: 0 } } })
  expect(await make({})).toMatchObject({ status: 409, body: { error: { code: 'nameAlreadyExists' } } })
  expect(await make({ '@microsoft.graph.conflictBehavior': 'rename' })).toMatchObject({
    status: 201,
    body: { name: 'New 1' },
  })
})

test.each([
  ['a name with a slash', { name: 'a/b', folder: {} }],
  ['no folder facet', { name: 'a' }],
  ['an unknown field', { name: 'a', folder: {}, colour: 'red' }],
])('a folder with %s is refused', async (_, json) => {
  expect((await ask('/me/drive/root/children', { method: 'POST', json })).status).toBe(400)
})

test('a missing item is itemNotFound, and so is another person’s', async () => {
  const { id } = await video()
  for (const [path, token] of [
    ['/me/drive/root:/nothing.mp4', 'dana'],
    ['/me/drive/items/1!2', 'dana'],
    [`/me/drive/items/${id}`, 'sam'],
    [`/drives/${DANA.toUpperCase()}/items/${id}`, 'sam'],
  ] as const) {
    expect(await ask(path, { token })).toMatchObject({
      status: 404,
      body: { error: { code: 'itemNotFound', innerError: { date: expect.any(String) } } },
    })
  }
})

test('without a token it is 401, without the scope 403', async () => {
  expect(await ask('/me/drive', { token: 'nobody' })).toMatchObject({
    status: 401,
    body: { error: { code: 'unauthenticated' } },
  })
  await microsoft.control.seed({ connections: [{ account_id: SAM, access_token: 'reader', scope: ['Files.Read'] }] })
  expect((await ask('/me/drive', { token: 'reader' })).status).toBe(200)
  expect(
    await ask('/me/drive/root/children', { token: 'reader', method: 'POST', json: { name: 'x', folder: {} } }),
  ).toMatchObject({ status: 403, body: { error: { code: 'accessDenied' } } })
  expect((await ask('/me', { token: 'reader' })).status).toBe(403)
})

test('content is a redirect to another origin that a page cannot follow', async () => {
  const { status, headers } = await ask('/me/drive/root:/Videos/a.mp4:/content')
  const location = headers.get('location') ?? ''
  expect(status).toBe(302)
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(new URL(location).origin).not.toBe(new URL(microsoft.url).origin)
  expect(await (await fetch(location)).text()).toBe('0123456789')
  await microsoft.control.advanceClock(5 * 60_000)
  expect((await fetch(location)).status).toBe(401)
})

test('a fetch that follows the redirect sends no token along and gets the bytes', async () => {
  const followed = await fetch(`${microsoft.env.MICROSOFT_GRAPH_URL}/v1.0/me/drive/root:/Videos/a.mp4:/content`, {
    headers: { authorization: 'Bearer dana' },
  })
  expect(await followed.text()).toBe('0123456789')
})

test.each([
  ['bytes=2-4', '234', 'bytes 2-4/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=0-99', '0123456789', 'bytes 0-9/10'],
])('a download URL answers the range %s', async (range, text, contentRange) => {
  const answer = await fetch((await video())['@microsoft.graph.downloadUrl'], { headers: { range } })
  expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([206, text, contentRange])
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
})

test('a download address refuses a range outside the file, a token, a changed signature, and use after an hour', async () => {
  const url = (await video())['@microsoft.graph.downloadUrl']
  expect((await fetch(url, { headers: { range: 'bytes=10-' } })).status).toBe(416)
  expect((await fetch(url, { headers: { authorization: 'Bearer dana' } })).status).toBe(401)
  expect((await fetch(`${url}x`)).status).toBe(401)
  await microsoft.control.advanceClock(3_600_000)
  expect((await fetch(url)).status).toBe(401)
})

test('thumbnails are empty at first and images a minute later', async () => {
  const path = '/me/drive/root:/Videos/a.mp4:/thumbnails'
  expect((await ask(path)).body).toEqual({ value: [] })
  await microsoft.control.advanceClock(60_000)
  const { body } = await ask(`${path}?select=small,c300x400_crop`)
  expect(body.value).toMatchObject([{ id: '0', small: { width: 96 }, c300x400_crop: { width: 300, height: 400 } }])
  const image = await fetch(body.value[0]?.small.url ?? '')
  expect(image.headers.get('content-type')).toBe('image/png')
  const listed = await ask('/me/drive/root:/Videos:/children?$expand=thumbnails&$select=id')
  expect(listed.body.value).toMatchObject([{ id: expect.any(String), thumbnails: [{ large: { width: 800 } }] }])
  expect((await ask(`${path}?select=huge`)).status).toBe(400)
})

test('a link is made once and found again; it opens a page, not the file', async () => {
  const link = (json: object, token = 'dana') =>
    ask('/me/drive/root:/Videos/a.mp4:/createLink', { method: 'POST', json, token })
  const made = await link({ type: 'view', scope: 'anonymous' })
  expect(made).toMatchObject({
    status: 201,
    body: { roles: ['read'], hasPassword: false, link: { type: 'view', scope: 'anonymous' } },
  })
  expect(await link({ type: 'view', scope: 'anonymous' })).toMatchObject({ status: 200, body: { id: made.body.id } })
  const page = await fetch(made.body.link.webUrl)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect((await link({ type: 'look' })).status).toBe(400)
  expect((await link({ type: 'view', scope: 'organization' })).status).toBe(400)
})

test('an organization can forbid anonymous links, and has no embeds or passwords', async () => {
  const sam = {
    id: SAM,
    display_name: 'Sam',
    mail: 'sam@agency.test',
    type: 'business',
    anonymous_links: false,
  }
  await microsoft.control.seed({
    accounts: [sam],
    items: [{ account_id: SAM, path: 'b.mp4', text: 'x' }],
  })
  const link = (json: object) => ask('/me/drive/root:/b.mp4:/createLink', { method: 'POST', json, token: 'sam' })
  expect(await link({ type: 'view', scope: 'anonymous' })).toMatchObject({
    status: 403,
    body: { error: { code: 'accessDenied' } },
  })
  expect((await link({ type: 'view', scope: 'organization' })).status).toBe(201)
  expect((await link({ type: 'embed', scope: 'organization' })).status).toBe(400)
  expect((await link({ type: 'view', scope: 'organization', password: 'x' })).status).toBe(400)
})

test('a deleted item is gone with all below it, and deleting it again is 404', async () => {
  const { id } = await video()
  expect(await ask('/me/drive/root:/Videos', { method: 'DELETE' })).toMatchObject({ status: 204 })
  expect((await ask(`/me/drive/items/${id}`)).status).toBe(404)
  expect(await ask(`/me/drive/items/${id}`, { method: 'DELETE' })).toMatchObject({
    status: 404,
    body: { error: { code: 'itemNotFound' } },
  })
  expect((await ask('/me/drive')).body).toMatchObject({ quota: { used: 0 } })
  expect((await ask('/me/drive/root', { method: 'DELETE' })).status).toBe(403)
})

test('an item that changed in the meantime is not deleted under an old eTag', async () => {
  const { id, eTag } = await video()
  await microsoft.control.seed({ items: [{ path: 'Videos/a.mp4', text: 'newer' }] })
  const old = { 'if-match': String(eTag) }
  expect(await ask(`/me/drive/items/${id}`, { method: 'DELETE', headers: old })).toMatchObject({
    status: 412,
    body: { error: { code: 'resourceModified' } },
  })
})

test('throttling is a fault with Retry-After', async () => {
  await microsoft.control.addFault({
    match: { path: '/graph/*' },
    times: 1,
    status: 429,
    headers: { 'retry-after': '7' },
    body: { error: { code: 'activityLimitReached', message: 'Too many requests' } },
  })
  const throttled = await ask('/me')
  expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7'])
  expect((await ask('/me')).status).toBe(200)
})

test('what the emulator does not offer is refused explicitly', async () => {
  expect((await ask('/me/drive/root:/x.txt:/content', { method: 'PUT' })).status).toBe(501)
  expect((await ask('/me/drive/root:/Videos/a.mp4', { method: 'PATCH', json: {} })).status).toBe(501)
  expect((await ask('/me/messages')).status).toBe(400)
})
