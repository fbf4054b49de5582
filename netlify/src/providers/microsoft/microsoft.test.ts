import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { deepestCode } from './failures.ts'
import { type Microsoft, openMicrosoft } from './index.ts'
import { isNameOrRenamed, toFile, toFolder } from './mapping.ts'

const DANA = '3f9a6c1d2b7e4a58'
const SITE = 'http://127.0.0.1:8888'

let emulator: TestEmulator
let microsoft: Microsoft

beforeAll(async () => {
  emulator = await startTestEmulator('microsoft')
})
beforeEach(async () => {
  await emulator.control.reset()
  await emulator.control.seed({
    connections: [{ account_id: DANA, access_token: 'EwB-dana', refresh_token: 'M.C5_dana' }],
  })
  const ours = {
    SUPABASE_URL: 'http://supabase.test',
    SUPABASE_ANON_KEY: 'anon',
    SUPABASE_SERVICE_ROLE_KEY: 'service',
    SITE_URL: SITE,
    ...emulator.env,
  }
  for (const [name, value] of Object.entries(ours)) vi.stubEnv(name, value)
  microsoft = open()
  return () => vi.unstubAllEnvs()
})
afterAll(() => emulator.close())

function open(timeoutMs?: number): Microsoft {
  const opened = openMicrosoft(timeoutMs === undefined ? {} : { timeoutMs })
  if (!opened) throw new Error('no registration')
  return opened
}
const drive = (token = 'EwB-dana') => microsoft.openDrive(token)

async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw error ?? new Error('It did not fail')
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
  expect(shown, 'a secret in an error').not.toMatch(/EwB|M\.C5_|emulated-client-secret|\/upload\//)
  return error
}
const fault = (rule: Partial<Parameters<TestEmulator['control']['addFault']>[0]>) =>
  emulator.control.addFault({ match: { path: '/graph/*' }, times: 1, ...rule })
const asked = async (path: string) =>
  (await emulator.control.requests()).filter((request) => request.path.startsWith(path)).length
const seed = (path: string, item: object) => emulator.control.seed({ items: [{ account_id: DANA, path, ...item }] })

test('without app keys there is no Microsoft', () => {
  vi.stubEnv('MICROSOFT_CLIENT_SECRET', '')
  expect(openMicrosoft()).toBeNull()
})

describe('signing in', () => {
  const codeVerifier = 'v'.repeat(64)

  async function approve(): Promise<string> {
    const page = await (await fetch(microsoft.consentUrl({ state: 's', codeVerifier }))).text()
    const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({
      consent: field(/name="consent" value="([^"]+)"/),
      account: field(/name="account" value="([^"]+)" checked/),
      decision: 'approve',
    })
    const action = emulator.url + field(/action="([^"]+)"/)
    const answer = await fetch(action, { method: 'POST', body, redirect: 'manual' })
    return new URL(answer.headers.get('location') ?? 'none:').searchParams.get('code') ?? ''
  }

  test('the verifier stays on the server: only its hash is sent', () => {
    const url = new URL(microsoft.consentUrl({ state: 's', codeVerifier }))
    expect(url.href).not.toContain(codeVerifier)
    expect(url.searchParams.get('code_challenge')).toBe(createHash('sha256').update(codeVerifier).digest('base64url'))
  })
  test('a code becomes tokens once', async () => {
    const code = await approve()
    const tokens = await microsoft.redeemCode(code, codeVerifier)
    expect(tokens.expiresAt.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
    expect(await drive(tokens.accessToken).getAccount()).toMatchObject({ email: 'dana@outlook.test' })
    expect(await failure(microsoft.redeemCode(code, codeVerifier))).toMatchObject({ outcome: 'reconnect' })
  })
  test('a code is worth nothing with another verifier', async () => {
    const refusal = await failure(microsoft.redeemCode(await approve(), 'w'.repeat(64)))
    expect(refusal).toMatchObject({ outcome: 'reconnect', code: 'invalid_grant' })
  })
  test('every refresh ends the refresh token before it', async () => {
    const second = await microsoft.refreshTokens('M.C5_dana')
    expect(second.refreshToken).not.toBe('M.C5_dana')
    expect(await failure(microsoft.refreshTokens('M.C5_dana'))).toMatchObject({
      outcome: 'reconnect',
      code: 'invalid_grant',
    })
    await microsoft.refreshTokens(second.refreshToken ?? '')
  })
  test('our own bad credential is not a reason to sign in again', async () => {
    await emulator.control.seed({ app: { client_secret: 'another' } })
    expect(await failure(microsoft.refreshTokens('M.C5_dana'))).toMatchObject({
      outcome: 'rejected',
      code: 'invalid_client',
    })
  })
  test('a busy token endpoint is tried later, never twice at once', async () => {
    await fault({
      match: { path: '/login/*' },
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: 'temporarily_unavailable' },
    })
    expect(await failure(microsoft.refreshTokens('M.C5_dana'))).toMatchObject({
      outcome: 'try_later',
      retryAfterSeconds: 1,
    })
    expect(await asked('/login/')).toBe(1)
  })
})

describe('folders and files', () => {
  test('folders are paged to the end with the URLs that Microsoft makes', async () => {
    for (let index = 0; index < 3; index += 1) await seed(`Films/Day ${index}`, { folder: true })
    await emulator.control.seed({
      items: Array.from({ length: 200 }, (_, index) => ({ account_id: DANA, path: `Films/a${index}.txt`, text: 'x' })),
    })
    const films = await drive().findFolder('Films')
    const first = await drive().listFolders(films.id)
    expect(first.folders).toEqual([])
    const second = await drive().listFolders(films.id, first.next ?? '')
    expect(second).toMatchObject({
      next: null,
      folders: [{ name: 'Day 0', path: '/Films/Day 0', parentId: films.id }, {}, {}],
    })
  })
  test('the next page is never requested from another host', async () => {
    const foreign = drive().listFolders('x', 'https://evil.test/v1.0/me/drive/root/children')
    expect(await failure(foreign)).toMatchObject({ outcome: 'rejected', code: 'foreign_link' })
  })
  test('a folder with a taken name is refused by that code', async () => {
    const made = await drive().createFolder(null, 'Films & more #1')
    expect(made).toMatchObject({ path: '/Films & more #1', childCount: 0 })
    expect(await failure(drive().createFolder(null, 'films & more #1'))).toMatchObject({
      outcome: 'rejected',
      code: 'nameAlreadyExists',
      status: 409,
    })
  })
  test('a folder is no file, a file no folder, and a deleted item is gone', async () => {
    await seed('a.mp4', { size_bytes: 10 })
    const root = await drive().getFolder(null)
    const [file] = await drive().findUploaded({ folderId: root.id, name: 'a.mp4', sizeBytes: 10, begunAt: new Date() })
    expect(await failure(drive().getFolder(file?.id ?? ''))).toMatchObject({ code: 'not_a_folder' })
    expect(await failure(drive().getFile(root.id))).toMatchObject({ outcome: 'gone' })
    await drive().deleteItem(file?.id ?? '')
    expect(await failure(drive().deleteItem(file?.id ?? ''))).toMatchObject({ outcome: 'gone', code: 'itemNotFound' })
  })
  test('a thumbnail exists once OneDrive has made one', async () => {
    await seed('a.mp4', { size_bytes: 10 })
    const root = await drive().getFolder(null)
    const [file] = await drive().findUploaded({ folderId: root.id, name: 'a.mp4', sizeBytes: 10, begunAt: new Date() })
    expect(await drive().getThumbnailUrl(file?.id ?? '')).toBeNull()
    await emulator.control.advanceClock(120_000)
    expect(await drive().getThumbnailUrl(file?.id ?? '')).toMatch(/^http/)
  })
})

describe('uploads', () => {
  const begin = async (sizeBytes = 10) => {
    const root = await drive().getFolder(null)
    return drive().createUploadSession({ folderId: root.id, name: 'B0 #1.mp4', sizeBytes })
  }
  const put = (url: string) =>
    fetch(url, { method: 'PUT', headers: { 'content-range': 'bytes 0-9/10' }, body: new Uint8Array(10) })

  test('a session is read, finished and then gone; anyone with its URL opens the file', async () => {
    const session = await begin()
    expect(session.nextExpectedRanges).toEqual(['0-'])
    expect(await microsoft.readUploadSession(session.uploadUrl)).toMatchObject({ nextExpectedRanges: ['0-'] })
    const { id } = await (await put(session.uploadUrl)).json()
    expect(await failure(microsoft.readUploadSession(session.uploadUrl))).toMatchObject({ outcome: 'gone' })
    const file = await drive().getFile(id)
    expect(file).toMatchObject({ name: 'B0 #1.mp4', sizeBytes: 10 })
    expect(await microsoft.readFileHead(file.downloadUrl ?? '', 4)).toEqual(new Uint8Array(4))
    await emulator.control.advanceClock(7_200_000)
    expect(await failure(microsoft.readFileHead(file.downloadUrl ?? '', 4))).toMatchObject({ code: 'address_expired' })
  })
  test('a taken name gets a number, and is found with it', async () => {
    await seed('B0 #1.mp4', { size_bytes: 10 })
    const session = await begin()
    const { id } = await (await put(session.uploadUrl)).json()
    expect((await drive().getFile(id)).name).toBe('B0 #1 1.mp4')
    const root = await drive().getFolder(null)
    const upload = { folderId: root.id, name: 'B0 #1.mp4', sizeBytes: 10, begunAt: new Date() }
    expect((await drive().findUploaded(upload)).map((file) => file.id)).toContain(id)
    expect(await drive().findUploaded({ ...upload, sizeBytes: 11 })).toEqual([])
    const later = new Date(Date.now() + 3_600_000)
    expect(await drive().findUploaded({ ...upload, begunAt: later })).toEqual([])
  })
  test('a cancelled session accepts nothing more', async () => {
    const { uploadUrl } = await begin()
    await microsoft.cancelUploadSession(uploadUrl)
    expect((await put(uploadUrl)).status).toBe(404)
    expect(await failure(microsoft.cancelUploadSession(uploadUrl))).toMatchObject({ outcome: 'gone' })
  })
  test('a full drive is refused by its own code, at once', async () => {
    expect(await failure(begin(6 * 1024 ** 3))).toMatchObject({
      outcome: 'rejected',
      code: 'quotaLimitReached',
      status: 507,
    })
  })
  test('no request with a URL carries a token, and no unencrypted URL on a foreign host is used', async () => {
    const { uploadUrl } = await begin()
    await microsoft.readUploadSession(uploadUrl)
    const sent = (await emulator.control.requests()).filter(({ path }) => path.startsWith('/upload/'))
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([undefined])
    expect(await failure(microsoft.readUploadSession('http://evil.test/x'))).toMatchObject({ code: 'foreign_link' })
  })
  test.each([
    'https://127.0.0.1/x',
    'https://169.254.169.254/x',
    'https://[::ffff:7f00:1]/x',
    'https://files.example.com:8443/x',
  ])('a link to %s is refused before anything is asked', async (url) => {
    expect(await failure(microsoft.readUploadSession(url))).toMatchObject({ outcome: 'rejected', code: 'foreign_link' })
  })
})

describe('faults', () => {
  test.each([429, 503, 509])('%i waits as long as Microsoft says, and repeats nothing before', async (status) => {
    await fault({
      status,
      headers: { 'retry-after': '21' },
      body: { error: { code: 'tooMany', innerError: { code: 'throttledRequest' } } },
    })
    expect(await failure(drive().getFolder(null))).toMatchObject({
      outcome: 'try_later',
      code: 'throttledRequest',
      retryAfterSeconds: 21,
    })
    expect(await asked('/graph/')).toBe(1)
  })
  test('a read whose answer is lost is repeated; a write is not', async () => {
    await fault({ drop: 'before' })
    expect((await drive().getFolder(null)).path).toBe('/')
    await fault({ match: { method: 'POST', path: '/graph/*' }, drop: 'after' })
    expect(await failure(drive().createFolder(null, 'Films'))).toMatchObject({ outcome: 'try_later' })
    expect((await drive().findFolder('Films')).name).toBe('Films')
  })
  test('a refused token differs from every other failure', async () => {
    expect(await failure(drive('EwB-other').getFolder(null))).toMatchObject({ outcome: 'reconnect', status: 401 })
  })
  test('no redirect is followed: it would carry the token away', async () => {
    await fault({ status: 302, headers: { location: 'https://evil.test/' } })
    expect(await failure(drive().getFolder(null))).toMatchObject({ outcome: 'rejected', code: 'redirected' })
  })
  test('an answer of another shape is tried later', async () => {
    await fault({ times: 2, status: 200, body: 'hello' })
    expect(await failure(drive().getFolder(null))).toMatchObject({ outcome: 'try_later', code: 'answer_unreadable' })
  })
  test('an answer that takes too long times out', async () => {
    microsoft = open(100)
    await fault({ delay_ms: 400 })
    expect(await failure(drive().getFolder(null))).toMatchObject({ outcome: 'try_later', code: 'timed_out' })
  })
})

test.each([
  [{ error: { code: 'a' } }, 'a'],
  [{ error: { code: 'invalidRequest', innerError: { code: 'resourceModified' } } }, 'resourceModified'],
  [
    { error: { code: 'x', innererror: { code: 'y', innerError: { code: 'quotaLimitReached', innerError: {} } } } },
    'quotaLimitReached',
  ],
  [{ error: { code: 'itemNotFound', innerError: { code: 'brandNewWord' } } }, 'itemNotFound'],
  [{ error: 'text' }, undefined],
  ['nonsense', undefined],
])('of %j the deepest known code is %s', (body, code) => {
  expect(deepestCode(body)).toBe(code)
})

test.each([
  ['B0.mp4', true],
  ['b0.MP4', true],
  ['B0 1.mp4', true],
  ['B0 27.mp4', true],
  ['B0-2.mp4', false],
  ['B0 one.mp4', false],
  ['B0 1.mov', false],
  ['xB0.mp4', false],
])('%s may be the name that B0.mp4 got: %s', (name, expected) => {
  expect(isNameOrRenamed(name, 'B0.mp4')).toBe(expected)
})

test('items are mapped as Microsoft writes them', () => {
  const item = {
    id: 'D!1',
    name: 'clip.mp4',
    size: 10,
    createdDateTime: '2026-11-22T10:00:00Z',
    parentReference: { driveId: 'D', id: 'D!0', path: '/drives/D/root:/A%20b' },
    file: { mimeType: 'video/mp4' },
    video: { duration: 61_500, width: 1920, height: 1080 },
  }
  expect(toFile(item)).toMatchObject({
    folderId: 'D!0',
    driveId: 'D',
    downloadUrl: null,
    video: { durationSeconds: 61.5, width: 1920, height: 1080 },
  })
  expect(toFolder(item)).toBeNull()
  expect(toFile({ id: 'D!0', name: 'root', folder: {} })).toBeNull()
})
