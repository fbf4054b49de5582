import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { answerConsent, type ConsentChoice } from '../../../../services/emulators/answer-consent.ts'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { CHUNK_MULTIPLE, effectOf, isHold, openYouTube, type YouTube } from './index.ts'

const SITE = 'http://127.0.0.1:8888'
const VERIFIER = 'v'.repeat(64)

let google: TestEmulator
let youtube: YouTube
beforeAll(async () => {
  google = await startTestEmulator('youtube', { siteUrl: SITE })
})
beforeEach(async () => {
  vi.stubEnv('SUPABASE_URL', 'http://supabase.test')
  vi.stubEnv('SUPABASE_ANON_KEY', 'anon')
  vi.stubEnv('SUPABASE_SERVICE_ROLE_KEY', 'service')
  vi.stubEnv('SITE_URL', SITE)
  for (const [name, value] of Object.entries(google.env)) vi.stubEnv(name, value)
  await google.control.reset()
  youtube = vendor().openChannel((await signIn()).accessToken)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => google.close())

const vendor = () => {
  const opened = openYouTube()
  if (!opened) throw new Error('not configured')
  return opened
}
const signIn = async (choice: ConsentChoice = {}) => {
  const back = await answerConsent(vendor().consentUrl({ state: 's', codeVerifier: VERIFIER }), choice)
  return vendor().redeemCode(back.searchParams.get('code') ?? '', VERIFIER)
}
const failure = async (work: Promise<unknown>): Promise<ProviderError> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProviderError)) throw new Error(`No failure of the provider: ${String(error)}`)
  return error
}
const video = (sizeBytes: number) => ({
  title: 'A find',
  description: 'See the link',
  tags: ['find'],
  privacy: 'public' as const,
  isAiGenerated: true,
  sizeBytes,
  mimeType: 'video/mp4',
})
const bytes = (size: number) => new Uint8Array(size)

test('signing in gives a refresh token, and the channel', async () => {
  const tokens = await signIn({ owner: 'g-sam' })
  expect(tokens.refreshToken).toBeTruthy()
  expect(await vendor().openChannel(tokens.accessToken).getChannel()).toMatchObject({ title: 'Kitchen Corner' })
  expect((await vendor().refreshTokens(String(tokens.refreshToken))).refreshToken).toBeNull()
  await google.control.seed({ revoke_grants: ['g-sam'] })
  expect(await failure(vendor().refreshTokens(String(tokens.refreshToken)))).toMatchObject({
    outcome: 'reconnect',
    code: 'invalid_grant',
  })
})

test('a permission that was unticked is refused while signing in', async () => {
  const without = ['https://www.googleapis.com/auth/youtube.readonly']
  expect(await failure(signIn({ without }))).toMatchObject({ outcome: 'rejected', code: 'permission_missing' })
})

test('an upload goes on after a lost answer, and is one video', async () => {
  const total = CHUNK_MULTIPLE + 10
  const { uploadUrl } = await youtube.startUpload(video(total))
  expect(await youtube.getUploadOffset(uploadUrl, total)).toEqual({ nextByte: 0 })
  const first = { first: 0, total, bytes: bytes(CHUNK_MULTIPLE) }
  expect(await youtube.putChunk(uploadUrl, first)).toEqual({ nextByte: CHUNK_MULTIPLE })
  await google.control.addFault({ match: { method: 'PUT' }, times: 1, drop: 'after' })
  const lost = await failure(youtube.putChunk(uploadUrl, { first: CHUNK_MULTIPLE, total, bytes: bytes(10) }))
  expect(effectOf(lost)).toBe('unknown')
  const found = await youtube.getUploadOffset(uploadUrl, total)
  expect(found).toEqual({ videoId: expect.any(String) })
  const recent = await youtube.listRecentVideos(new Date(Date.now() - 60_000).toISOString())
  expect(recent).toMatchObject([{ title: 'A find', permalink: expect.stringContaining('watch?v=') }])
})

test('a chunk that was stored in part says so', async () => {
  const total = CHUNK_MULTIPLE * 3
  const { uploadUrl } = await youtube.startUpload(video(total))
  await google.control.seed({ stores_partially: CHUNK_MULTIPLE })
  const error = await failure(youtube.putChunk(uploadUrl, { first: 0, total, bytes: bytes(total) }))
  expect([error.outcome, effectOf(error)]).toEqual(['try_later', 'unknown'])
  expect(await youtube.getUploadOffset(uploadUrl, total)).toEqual({ nextByte: CHUNK_MULTIPLE })
})

test('an upload that is over begins anew', async () => {
  const { uploadUrl } = await youtube.startUpload(video(10))
  await google.control.run('end_uploads', {})
  expect(await youtube.getUploadOffset(uploadUrl, 10)).toEqual({ gone: true })
  expect(await failure(youtube.putChunk(uploadUrl, { first: 0, total: 10, bytes: bytes(10) }))).toMatchObject({
    outcome: 'gone',
  })
})

test('the uploads of the day are a hold, and cost nothing', async () => {
  await google.control.seed({ inserts_used: 100 })
  const error = await failure(youtube.startUpload(video(10)))
  expect([error.code, isHold(error), effectOf(error)]).toEqual(['quotaExceeded', true, 'none'])
})

test('a channel at its limit is a hold, no channel is refused and disconnects nobody', async () => {
  await google.control.seed({
    channels: [
      { account_id: 'g-full', id: 'UCfull', uploads_per_day: 0 },
      { account_id: 'g-none', id: null },
    ],
  })
  const full = vendor().openChannel((await signIn({ owner: 'g-full' })).accessToken)
  const limit = await failure(full.startUpload(video(10)))
  expect([limit.code, isHold(limit)]).toEqual(['uploadLimitExceeded', true])
  const none = vendor().openChannel((await signIn({ owner: 'g-none' })).accessToken)
  expect(await failure(none.startUpload(video(10)))).toMatchObject({
    outcome: 'rejected',
    code: 'youtubeSignupRequired',
  })
  expect(await failure(none.getChannel())).toMatchObject({ outcome: 'rejected', code: 'youtubeSignupRequired' })
})

test('a cover fails after the video is up, and the video stays', async () => {
  const { uploadUrl } = await youtube.startUpload(video(10))
  const done = await youtube.putChunk(uploadUrl, { first: 0, total: 10, bytes: bytes(10) })
  if (!('videoId' in done)) throw new Error('not finished')
  const jpeg = bytes(100)
  jpeg.set([0xff, 0xd8])
  await youtube.setThumbnail(done.videoId, jpeg, 'image/jpeg')
  expect(await failure(youtube.setThumbnail(done.videoId, bytes(100), 'image/jpeg'))).toMatchObject({
    code: 'imageFormatUnsupported',
    outcome: 'rejected',
  })
  expect(await youtube.listRecentVideos(new Date(0).toISOString())).toHaveLength(1)
})

test('an old access token asks for a refresh', async () => {
  await google.control.advanceClock(3_601_000)
  expect(await failure(youtube.getChannel())).toMatchObject({ outcome: 'reconnect', code: 'authError' })
})

test('a foreign address to upload to is never asked', async () => {
  expect(await failure(youtube.putChunk('http://10.0.0.1/x', { first: 0, total: 1, bytes: bytes(1) }))).toMatchObject({
    code: 'foreign_link',
  })
})
