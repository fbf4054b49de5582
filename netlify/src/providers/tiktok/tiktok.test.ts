import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { answerConsent, type ConsentChoice } from '../../../../services/emulators/answer-consent.ts'
import { type MediaServer, serveMedia } from '../../../../services/emulators/meta/testing/media-server.ts'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { effectOf, isHold, openTikTok, type TikTok } from './index.ts'

const SITE = 'http://127.0.0.1:8888'

let emulator: TestEmulator
let files: MediaServer
let tiktok: TikTok
beforeAll(async () => {
  emulator = await startTestEmulator('tiktok', { siteUrl: SITE })
  files = await serveMedia()
})
beforeEach(async () => {
  vi.stubEnv('SUPABASE_URL', 'http://supabase.test')
  vi.stubEnv('SUPABASE_ANON_KEY', 'anon')
  vi.stubEnv('SUPABASE_SERVICE_ROLE_KEY', 'service')
  vi.stubEnv('SITE_URL', SITE)
  for (const [name, value] of Object.entries(emulator.env)) vi.stubEnv(name, value)
  await emulator.control.reset()
  await emulator.control.seed({ app: { domains: [files.url] } })
  tiktok = vendor().openAccount((await signIn()).accessToken)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await emulator.close()
  await files.close()
})

const vendor = () => {
  const opened = openTikTok()
  if (!opened) throw new Error('not configured')
  return opened
}
const signIn = async (choice: ConsentChoice = {}) => {
  const back = await answerConsent(vendor().consentUrl({ state: 's', codeVerifier: '' }), choice)
  return vendor().redeemCode(back.searchParams.get('code') ?? '', '')
}
const failure = async (work: Promise<unknown>): Promise<ProviderError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProviderError)) throw new Error(`No failure of the provider: ${String(error)}`)
  return error
}
const post = (more: object = {}) => ({
  videoUrl: `${files.url}/reel.mp4`,
  title: 'A find',
  privacy: 'PUBLIC_TO_EVERYONE',
  isCommentDisabled: false,
  isDuetDisabled: false,
  isStitchDisabled: false,
  isAiGenerated: true,
  ...more,
})

test('without keys there is no TikTok', () => {
  vi.stubEnv('TIKTOK_CLIENT_KEY', '')
  expect(openTikTok()).toBeNull()
})

test('a post is pulled, and ends with its id', async () => {
  expect((await tiktok.getCreator()).username).toBe('danasdailyfinds')
  const { publishId } = await tiktok.startPost(post())
  let state = await tiktok.getPostState(publishId)
  while (state.state === 'processing') state = await tiktok.getPostState(publishId)
  expect(state).toMatchObject({ state: 'posted', postId: expect.any(String), code: null })
})

test.each([
  [{ privacy: 'NOBODY' }, 'privacy_level_option_mismatch', 'rejected'],
  [{ videoUrl: 'https://elsewhere.example.com/a.mp4' }, 'url_ownership_unverified', 'rejected'],
])('%j is refused', async (more, code, outcome) => {
  await tiktok.getCreator()
  expect(await failure(tiktok.startPost(post(more)))).toMatchObject({ code, outcome })
})

test('a failure that comes with HTTP 200 is one', async () => {
  const body = { data: {}, error: { code: 'spam_risk_too_many_posts', message: '', log_id: '' } }
  await emulator.control.addFault({ match: {}, times: 1, status: 200, body })
  const error = await failure(tiktok.startPost(post()))
  expect([error.code, isHold(error), effectOf(error)]).toEqual(['spam_risk_too_many_posts', true, 'none'])
})

test('a refresh token is replaced, and an ended grant needs the person', async () => {
  const { refreshToken } = await signIn()
  const next = await vendor().refreshTokens(String(refreshToken))
  expect(next.refreshToken).not.toBe(refreshToken)
  expect(await failure(vendor().refreshTokens(String(refreshToken)))).toMatchObject({
    code: 'invalid_grant',
    outcome: 'reconnect',
  })
})

test('a lost answer to a post is unknown, and a refused token is the account’s', async () => {
  await tiktok.getCreator()
  await emulator.control.addFault({ match: { path: '/api/v2/post/publish/video/init/' }, times: 1, drop: 'after' })
  expect(effectOf(await failure(tiktok.startPost(post())))).toBe('unknown')
  await emulator.control.seed({ revoke_grants: ['tt-dana'] })
  expect(await failure(tiktok.getCreator())).toMatchObject({ code: 'access_token_invalid', outcome: 'reconnect' })
})
