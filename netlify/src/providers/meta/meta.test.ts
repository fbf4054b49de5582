import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { answerConsent, type ConsentChoice } from '../../../../services/emulators/answer-consent.ts'
import { type MediaServer, serveMedia } from '../../../../services/emulators/meta/testing/media-server.ts'
import { DANA, INSTAGRAM, PAGE } from '../../../../services/emulators/meta/testing/sign-in.ts'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { effectOf, type Graph, isHold, openInstagramLogin, openMeta } from './index.ts'

const MIA = { id: '9001', username: 'mia' }
const SITE = 'http://127.0.0.1:8888'

let meta: TestEmulator
let files: MediaServer
let graph: Graph
let token = ''

beforeAll(async () => {
  meta = await startTestEmulator('meta', { siteUrl: SITE })
  files = await serveMedia()
})
beforeEach(async () => {
  vi.stubEnv('SUPABASE_URL', 'http://supabase.test')
  vi.stubEnv('SUPABASE_ANON_KEY', 'anon')
  vi.stubEnv('SUPABASE_SERVICE_ROLE_KEY', 'service')
  vi.stubEnv('SITE_URL', SITE)
  for (const [name, value] of Object.entries(meta.env)) vi.stubEnv(name, value)
  await meta.control.reset()
  graph = await page()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await meta.close()
  await files.close()
})

const vendor = (timeoutMs = 20_000) => {
  const opened = openMeta({ timeoutMs })
  if (!opened) throw new Error('not configured')
  return opened
}
const instagram = () => {
  const opened = openInstagramLogin()
  if (!opened) throw new Error('not configured')
  return opened
}
const codeFrom = async (url: string, choice: ConsentChoice = {}) =>
  (await answerConsent(url, choice)).searchParams.get('code') ?? ''
const signIn = async (choice: ConsentChoice = {}) => {
  const url = vendor().consentUrl({ state: 's', codeVerifier: '', withMessages: true })
  return vendor().redeemCode(await codeFrom(url, choice), '')
}
const page = async (timeoutMs?: number): Promise<Graph> => {
  token = (await signIn()).accessToken
  return vendor(timeoutMs).openGraph(await vendor().openPerson(token).getPageToken(PAGE))
}
const failure = async (work: Promise<unknown>): Promise<ProviderError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProviderError)) throw new Error(`No failure of the provider: ${String(error)}`)
  return error
}
const reel = (more: object = {}) => ({
  videoUrl: `${files.url}/reel.mp4`,
  caption: 'A find',
  isAiGenerated: false,
  ...more,
})
const finished = async (more: object = {}) => {
  const { containerId } = await graph.createContainer(INSTAGRAM, reel(more))
  while ((await graph.getContainer(containerId)).state === 'IN_PROGRESS');
  return containerId
}
const plan = (path: string, code: number, subcode?: number, more: object = {}) =>
  meta.control.run('answer', { path, code, ...(subcode !== undefined && { subcode }), ...more })
// safe: the emulator's own answer
const published = async () =>
  (await meta.control.run('published', {})) as { media: { id: string; cover_url: string; is_ai_generated: boolean }[] }

describe('signing in', () => {
  test('asks for posting first, and for messages only when wanted', () => {
    const scopes = (withMessages: boolean) =>
      new URL(vendor().consentUrl({ state: 's', codeVerifier: '', withMessages })).searchParams.get('scope')?.split(',')
    expect(scopes(false)).not.toContain('instagram_manage_messages')
    expect(scopes(true)).toContain('instagram_manage_messages')
    expect(vendor().consentUrl({ state: 's', codeVerifier: '' })).toContain('/v27.0/dialog/oauth')
  })

  test('gives a token of 60 days without a refresh token, and what was granted', async () => {
    const { accessToken, expiresAt, refreshToken } = await signIn({ without: ['pages_messaging'], pages: [PAGE] })
    expect(refreshToken).toBeNull()
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(59 * 86_400_000)
    const person = vendor().openPerson(accessToken)
    expect(await person.getPermissions()).not.toContain('pages_messaging')
    expect(await person.listPages()).toMatchObject([
      { id: PAGE, instagram: { id: INSTAGRAM, username: 'danas.daily.finds' } },
    ])
  })

  test('our own wrong secret is refused without blaming the person', async () => {
    const code = await codeFrom(vendor().consentUrl({ state: 's', codeVerifier: '' }))
    await meta.control.seed({ app: { app_secret: 'another' } })
    expect(await failure(vendor().redeemCode(code, ''))).toMatchObject({ outcome: 'rejected', code: 'invalid_client' })
  })

  test('by Instagram: the id is that of the account, and the token is its own refresh token', async () => {
    const code = await codeFrom(instagram().consentUrl({ state: 's', codeVerifier: '' }))
    const tokens = await instagram().redeemCode(`${code}#_`, '')
    expect(tokens.refreshToken).toBe(tokens.accessToken)
    expect(tokens.permissions).toContain('instagram_business_content_publish')
    expect((await instagram().getProfile(tokens.accessToken)).id).toBe(INSTAGRAM)
    await meta.control.advanceClock(86_400_001)
    expect((await instagram().refreshTokens(tokens.accessToken)).accessToken).not.toBe(tokens.accessToken)
    await meta.control.run('end_tokens', { owner_id: INSTAGRAM })
    expect(await failure(instagram().refreshTokens(tokens.accessToken))).toMatchObject({ outcome: 'reconnect' })
  })
})

describe('a reel', () => {
  test('goes from container to media, with cover and label, and its link', async () => {
    const containerId = await finished({ coverUrl: `${files.url}/cover.jpg`, isAiGenerated: true })
    const { mediaId } = await graph.publishContainer(INSTAGRAM, containerId)
    expect(await graph.getContainer(containerId)).toEqual({ state: 'PUBLISHED', code: null })
    expect((await graph.getMedia(mediaId)).permalink).toContain('instagram.com/reel')
    const [found] = await graph.listMedia(INSTAGRAM, new Date(Date.now() - 60_000).toISOString())
    expect(found).toMatchObject({ id: mediaId, caption: 'A find' })
    expect((await published()).media).toMatchObject([{ cover_url: `${files.url}/cover.jpg`, is_ai_generated: true }])
    expect(await graph.getPublishingQuota(INSTAGRAM)).toEqual({ used: 1, total: 100 })
  })

  test('4/2207051 after the post went live is unknown, and the container says that it is live', async () => {
    const containerId = await finished()
    await plan('/media_publish', 4, 2207051, { when: 'after' })
    const error = await failure(graph.publishContainer(INSTAGRAM, containerId))
    expect([error.code, effectOf(error), isHold(error)]).toEqual(['graph.4.2207051', 'unknown', false])
    expect((await graph.getContainer(containerId)).state).toBe('PUBLISHED')
    expect((await published()).media).toHaveLength(1)
  })

  test('a lost answer is unknown, and never sent again', async () => {
    const containerId = await finished()
    await meta.control.addFault({ match: { path: `/graph/v27.0/${INSTAGRAM}/media_publish` }, times: 1, drop: 'after' })
    expect(effectOf(await failure(graph.publishContainer(INSTAGRAM, containerId)))).toBe('unknown')
    expect((await published()).media).toHaveLength(1)
  })

  test('a time-out is unknown', async () => {
    const slow = await page(300)
    await meta.control.addFault({ match: { path: `/graph/v27.0/${INSTAGRAM}/media` }, times: 1, delay_ms: 1500 })
    const error = await failure(slow.createContainer(INSTAGRAM, reel()))
    expect([error.code, effectOf(error)]).toEqual(['timed_out', 'unknown'])
  })

  test('one false 100/33 about a container is asked once more', async () => {
    const containerId = await finished()
    await plan(`/${containerId}`, 100, 33)
    expect((await graph.getContainer(containerId)).state).toBe('FINISHED')
    await plan(`/${containerId}`, 100, 33, { times: 2 })
    expect(await failure(graph.getContainer(containerId))).toMatchObject({ outcome: 'gone', code: 'graph.100.33' })
  })

  test('too early is 9007, which is no end', async () => {
    const { containerId } = await graph.createContainer(INSTAGRAM, reel())
    const error = await failure(graph.publishContainer(INSTAGRAM, containerId))
    expect([error.code, error.outcome, effectOf(error)]).toEqual(['graph.9007.2207027', 'try_later', 'none'])
  })

  test('a file that fails once may be sent again with the same address', async () => {
    await plan('/media', 9004, 2207052)
    const error = await failure(graph.createContainer(INSTAGRAM, reel()))
    expect([error.outcome, effectOf(error)]).toEqual(['try_later', 'none'])
    expect((await graph.createContainer(INSTAGRAM, reel())).containerId).toBeTruthy()
  })

  test('a container that failed says why, by the text of its status', async () => {
    const containerId = await finished({ videoUrl: `${files.url}/noise.mp4` })
    expect(await graph.getContainer(containerId)).toEqual({ state: 'ERROR', code: 'graph.352.2207026' })
  })
})

test.each([
  [1, undefined, 'try_later', 'unknown', false],
  [2, undefined, 'try_later', 'unknown', false],
  [4, undefined, 'try_later', 'none', false],
  [4, 2207051, 'try_later', 'unknown', false],
  [9, 2207042, 'try_later', 'none', true],
  [10, undefined, 'rejected', 'none', false],
  [10, 1893063, 'try_later', 'none', true],
  [10, 2534022, 'rejected', 'none', false],
  [17, undefined, 'try_later', 'none', false],
  [32, undefined, 'try_later', 'none', false],
  [100, undefined, 'rejected', 'none', false],
  [100, 33, 'gone', 'unknown', false],
  [102, undefined, 'reconnect', 'none', false],
  [190, 458, 'reconnect', 'none', false],
  [190, 460, 'reconnect', 'none', false],
  [190, 463, 'reconnect', 'none', false],
  [190, 467, 'reconnect', 'none', false],
  [200, undefined, 'rejected', 'none', false],
  [299, undefined, 'rejected', 'none', false],
  [368, undefined, 'rejected', 'none', false],
  [613, undefined, 'try_later', 'none', false],
  [80001, undefined, 'try_later', 'none', false],
  [80002, undefined, 'try_later', 'none', false],
  [80014, undefined, 'try_later', 'none', false],
  [80015, undefined, 'rejected', 'none', false],
  [9004, 2207052, 'try_later', 'none', false],
  [9007, 2207027, 'try_later', 'none', false],
  [36000, 2207004, 'rejected', 'none', false],
  [1390008, undefined, 'try_later', 'none', false],
  [100, 1390008, 'try_later', 'none', false],
  [1404078, undefined, 'rejected', 'none', false],
  [-1, 2207001, 'try_later', 'unknown', false],
  [-1, 2207032, 'try_later', 'unknown', false],
  [-1, 2207053, 'try_later', 'unknown', false],
  [-2, 2207003, 'try_later', 'none', false],
  [-2, 2207020, 'gone', 'none', false],
] as const)('%i/%s is %s, its effect %s, a hold %s', async (code, subcode, outcome, effect, hold) => {
  await plan('/media_publish', code, subcode)
  const error = await failure(graph.publishContainer(INSTAGRAM, '1'))
  expect([error.code, error.outcome, effectOf(error), isHold(error)]).toEqual([
    `graph.${code}.${subcode ?? 0}`,
    outcome,
    effect,
    hold,
  ])
})

test.each([
  [{ status: 500, body: { error: { code: 999, message: 'x' } } }, 'rejected', 'unknown'],
  [{ status: 502, body: '<html>Bad gateway</html>' }, 'try_later', 'unknown'],
  [{ status: 400, body: '<html>proxy</html>' }, 'try_later', 'unknown'],
  [{ status: 200, body: '{' }, 'try_later', 'unknown'],
  [{ status: 302, headers: { location: '/x' } }, 'rejected', 'none'],
  [{ status: 400, body: { error: { code: 999, is_transient: true } } }, 'try_later', 'none'],
])('%j', async (fault, outcome, effect) => {
  await meta.control.addFault({ match: { method: 'POST' }, times: 1, ...fault })
  const error = await failure(graph.publishContainer(INSTAGRAM, '1'))
  expect([error.outcome, effectOf(error)]).toEqual([outcome, effect])
})

test('a throttle says how long, by its own header or by Retry-After', async () => {
  const usage = JSON.stringify({ [PAGE]: [{ type: 'instagram', estimated_time_to_regain_access: 7 }] })
  const body = { error: { code: 80002, message: 'x' } }
  await meta.control.addFault({
    match: { method: 'POST' },
    times: 1,
    status: 400,
    body,
    headers: { 'x-business-use-case-usage': usage },
  })
  expect((await failure(graph.publishContainer(INSTAGRAM, '1'))).retryAfterSeconds).toBe(420)
  await meta.control.addFault({
    match: { method: 'POST' },
    times: 1,
    status: 400,
    body,
    headers: { 'retry-after': '9' },
  })
  expect((await failure(graph.publishContainer(INSTAGRAM, '1'))).retryAfterSeconds).toBe(9)
})

describe('a page', () => {
  test('posts a reel in three phases', async () => {
    const { videoId, uploadUrl } = await graph.startPageReel(PAGE)
    await graph.sendPageReel(uploadUrl, `${files.url}/reel.mp4`)
    await graph.finishPageReel(PAGE, videoId, { description: 'A reel', title: 'Find' })
    let video = await graph.getPageVideo(videoId)
    while (video.state === 'processing') video = await graph.getPageVideo(videoId)
    expect(video).toMatchObject({
      isPublished: true,
      permalink: `https://www.facebook.com/reel/${videoId}/`,
      code: null,
    })
    const [found] = await graph.listPageVideos(PAGE, new Date(Date.now() - 60_000).toISOString())
    expect(found).toMatchObject({ id: videoId, description: 'A reel' })
  })

  test('posts any other video by its URL, and a bad one ends with a code', async () => {
    const { videoId } = await graph.postPageVideo(PAGE, { fileUrl: `${files.url}/noise.mp4`, description: 'x' })
    expect(await graph.getPageVideo(videoId)).toMatchObject({ state: 'error', isPublished: false, code: 'graph.352.0' })
  })

  test('an address to upload to that is not on the vendor is never asked', async () => {
    expect(await failure(graph.sendPageReel('http://169.254.169.254/x', `${files.url}/reel.mp4`))).toMatchObject({
      code: 'foreign_link',
    })
  })
})

describe('messages', () => {
  test('are listed, read and answered inside the window', async () => {
    await meta.control.run('receive_message', { account_id: INSTAGRAM, from: MIA, text: 'Hello', kind: 'message' })
    await meta.control.run('receive_message', { account_id: INSTAGRAM, from: MIA, kind: 'story_mention' })
    const { conversations, next } = await graph.listConversations(PAGE)
    expect(next).toBeNull()
    expect(conversations[0]?.participants.map(({ id }) => id)).toEqual([INSTAGRAM, MIA.id])
    const messages = await graph.listMessages(String(conversations[0]?.id))
    expect(messages.map(({ text, isStoryMention }) => [text, isStoryMention])).toEqual([
      [null, true],
      ['Hello', false],
    ])
    const { messageId } = await graph.sendText(PAGE, MIA.id, 'Hi')
    expect((await graph.listMessages(String(conversations[0]?.id)))[0]).toMatchObject({
      id: messageId,
      from: { id: INSTAGRAM },
    })
    await meta.control.advanceClock(2 * 86_400_000)
    const late = await failure(graph.sendText(PAGE, MIA.id, 'Hi'))
    expect([late.code, late.outcome, effectOf(late)]).toEqual(['graph.10.2534022', 'rejected', 'none'])
    expect((await graph.sendText(PAGE, MIA.id, 'Hi', { tag: 'HUMAN_AGENT' })).messageId).toBeTruthy()
    await graph.subscribe(PAGE)
  })

  test('by Instagram’s own login', async () => {
    const url = instagram().consentUrl({ state: 's', codeVerifier: '', withMessages: true })
    const { accessToken } = await instagram().redeemCode(await codeFrom(url), '')
    const own = instagram().openGraph(accessToken)
    await meta.control.run('receive_message', { account_id: INSTAGRAM, from: MIA, text: 'Hello' })
    expect((await own.listConversations(INSTAGRAM)).conversations).toHaveLength(1)
    expect((await own.sendText(INSTAGRAM, MIA.id, 'Hi')).messageId).toBeTruthy()
    await own.subscribe(INSTAGRAM)
  })
})

test('no token, secret or address is in a message', async () => {
  await meta.control.run('end_tokens', { owner_id: DANA })
  const error = await failure(vendor().openPerson(token).getPerson())
  expect(error.outcome).toBe('reconnect')
  expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toMatch(/EAA|EAP|secret|http:/)
})
