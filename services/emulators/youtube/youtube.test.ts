import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { answerConsent } from '../answer-consent.ts'
import { startTestEmulator, type TestEmulator } from '../testing.ts'

const UNIT = 256 * 1024
const SCOPE = 'https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly'
const REDIRECT = 'http://127.0.0.1:8888/api/youtube-callback'

let google: TestEmulator
let token = ''
beforeAll(async () => {
  google = await startTestEmulator('youtube')
})
beforeEach(async () => {
  await google.control.reset()
  token = (await signIn()).access_token
})
afterAll(() => google.close())

type Tokens = { access_token: string; refresh_token?: string; error?: string }

async function tokens(form: Record<string, string>): Promise<Tokens> {
  const { env } = google
  const keys = { client_id: String(env.GOOGLE_CLIENT_ID), client_secret: String(env.GOOGLE_CLIENT_SECRET) }
  const answer = await fetch(`${env.GOOGLE_TOKEN_URL}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...keys, ...form }),
  })
  // safe: the emulator's own answer
  return (await answer.json()) as Tokens
}

async function signIn({ owner, prompt = 'consent' }: { owner?: string; prompt?: string } = {}): Promise<Tokens> {
  const query = {
    client_id: String(google.env.GOOGLE_CLIENT_ID),
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    access_type: 'offline',
    prompt,
  }
  const back = await answerConsent(
    `${google.env.GOOGLE_LOGIN_URL}/o/oauth2/v2/auth?${new URLSearchParams(query)}`,
    owner ? { owner } : {},
  )
  return tokens({ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: REDIRECT })
}

const start = async (size: number, snippet: object = {}, of = token) => {
  const response = await fetch(
    `${google.env.YOUTUBE_BASE_URL}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${of}`,
        'content-type': 'application/json',
        'x-upload-content-type': 'video/mp4',
        'x-upload-content-length': String(size),
      },
      body: JSON.stringify({ snippet: { title: 'A find', ...snippet }, status: { privacyStatus: 'public' } }),
    },
  )
  const text = await response.text()
  // safe: the emulator's own answer
  const reason =
    text === '' ? null : (JSON.parse(text) as { error: { errors: { reason: string }[] } }).error.errors[0]?.reason
  return { status: response.status, location: response.headers.get('location') ?? '', reason }
}
const put = async (location: string, range: string, bytes = 0) => {
  const response = await fetch(location, {
    method: 'PUT',
    headers: { 'content-range': range },
    body: new Uint8Array(bytes),
  })
  return { status: response.status, range: response.headers.get('range'), text: await response.text() }
}
// safe: the emulator's own answer
const published = async () =>
  (await google.control.run('published', {})) as { videos: { id: string }[]; usage: { inserts: number } }

test('an upload in chunks goes on where it stopped, and is one video', async () => {
  const total = 2 * UNIT + 5
  const { location } = await start(total)
  expect(await put(location, `bytes */${total}`)).toMatchObject({ status: 308, range: null })
  expect(await put(location, `bytes 0-${UNIT - 1}/${total}`, UNIT)).toMatchObject({
    status: 308,
    range: `bytes=0-${UNIT - 1}`,
  })
  // Sent twice: nothing changes.
  expect(await put(location, `bytes 0-${UNIT - 1}/${total}`, UNIT)).toMatchObject({
    status: 308,
    range: `bytes=0-${UNIT - 1}`,
  })
  await put(location, `bytes ${UNIT}-${2 * UNIT - 1}/${total}`, UNIT)
  const done = await put(location, `bytes ${2 * UNIT}-${total - 1}/${total}`, 5)
  expect(done.status).toBe(200)
  expect((await put(location, `bytes */${total}`)).text).toBe(done.text)
  expect((await published()).videos).toHaveLength(1)
})

test('a chunk that is no multiple, a wrong total and a lie about its length are refused', async () => {
  const { location } = await start(UNIT * 2)
  expect((await put(location, `bytes 0-99/${UNIT * 2}`, 100)).status).toBe(400)
  expect((await put(location, `bytes 0-${UNIT - 1}/${UNIT * 3}`, UNIT)).status).toBe(400)
  expect((await put(location, `bytes 0-${UNIT - 1}/${UNIT * 2}`, 100)).status).toBe(400)
})

test('a chunk may be stored in part', async () => {
  const { location } = await start(UNIT * 3)
  await google.control.seed({ stores_partially: UNIT + 7 })
  expect((await put(location, `bytes 0-${UNIT * 3 - 1}/${UNIT * 3}`, UNIT * 3)).status).toBe(503)
  expect((await put(location, `bytes */${UNIT * 3}`)).range).toBe(`bytes=0-${UNIT - 1}`)
})

test('an upload that ended is 410, an unknown one 404', async () => {
  const { location } = await start(UNIT)
  await google.control.run('end_uploads', {})
  expect((await put(location, `bytes */${UNIT}`)).status).toBe(410)
  expect((await put(`${location}x`, `bytes */${UNIT}`)).status).toBe(404)
})

test.each([
  [{ title: '' }, 'invalidTitle'],
  [{ title: 'a < b' }, 'invalidTitle'],
  [{ title: 'x'.repeat(101) }, 'invalidTitle'],
  [{ description: 'é'.repeat(2501) }, 'invalidDescription'],
  [{ tags: ['x'.repeat(501)] }, 'invalidTags'],
])('%j is refused', async (snippet, reason) => {
  expect(await start(UNIT, snippet)).toMatchObject({ status: 400, reason })
})

test('a project has 100 uploads a day for all its users, new at midnight in California', async () => {
  await google.control.seed({ inserts_used: 99 })
  const other = (await signIn({ owner: 'g-sam' })).access_token
  expect((await start(UNIT, {}, other)).status).toBe(200)
  expect(await start(UNIT)).toMatchObject({ status: 403, reason: 'quotaExceeded' })
  await google.control.advanceClock(24 * 3_600_000)
  const fresh = (await signIn()).access_token
  expect((await start(UNIT, {}, fresh)).status).toBe(200)
  expect((await published()).usage.inserts).toBe(1)
})

test('an account without a channel, and a channel at its limit', async () => {
  await google.control.seed({
    channels: [
      { account_id: 'g-none', id: null },
      { account_id: 'g-full', id: 'UCfull', uploads_per_day: 0 },
    ],
  })
  expect(await start(UNIT, {}, (await signIn({ owner: 'g-none' })).access_token)).toMatchObject({
    status: 401,
    reason: 'youtubeSignupRequired',
  })
  expect(await start(UNIT, {}, (await signIn({ owner: 'g-full' })).access_token)).toMatchObject({
    status: 400,
    reason: 'uploadLimitExceeded',
  })
})

test('a cover is refused after the video is up', async () => {
  const { location } = await start(5)
  await put(location, 'bytes 0-4/5', 5)
  const [video] = (await published()).videos
  const cover = async (bytes: Uint8Array<ArrayBuffer>) => {
    const response = await fetch(
      `${google.env.YOUTUBE_BASE_URL}/upload/youtube/v3/thumbnails/set?videoId=${video?.id}&uploadType=media`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
        body: bytes,
      },
    )
    return response.status
  }
  const jpeg = (size: number) => {
    const bytes = new Uint8Array(size)
    bytes.set([0xff, 0xd8])
    return bytes
  }
  expect(await cover(new Uint8Array(100))).toBe(400)
  expect(await cover(jpeg(2 * 1024 * 1024 + 1))).toBe(400)
  await google.control.seed({
    channels: [{ account_id: 'g-dana', id: 'UCdanasdailyfinds0000001', is_verified: false }],
  })
  expect(await cover(jpeg(100))).toBe(403)
  await google.control.seed({ channels: [{ account_id: 'g-dana', id: 'UCdanasdailyfinds0000001' }] })
  expect(await cover(jpeg(100))).toBe(200)
})

test('a refresh token comes with the first consent, or when the page is asked to show again', async () => {
  expect((await signIn({ prompt: 'select_account' })).refresh_token).toBeUndefined()
  const { refresh_token = '' } = await signIn()
  expect((await tokens({ grant_type: 'refresh_token', refresh_token })).refresh_token).toBeUndefined()
  await google.control.seed({ revoke_grants: ['g-dana'] })
  expect((await tokens({ grant_type: 'refresh_token', refresh_token })).error).toBe('invalid_grant')
})

test('an upload survives its lost answer', async () => {
  const { location } = await start(5)
  await google.control.addFault({ match: { method: 'PUT' }, times: 1, drop: 'after' })
  await expect(put(location, 'bytes 0-4/5', 5)).rejects.toThrow()
  expect((await put(location, 'bytes */5')).status).toBe(200)
})
