import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { onedriveContract } from '#core/connections/onedrive.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import auth from '../../functions/onedrive-auth.ts'
import folders from '../../functions/onedrive-folders.ts'
import status from '../../functions/onedrive-status.ts'
import tryOut from '../../functions/onedrive-status-test.ts'
import { oneDriveConnection } from '../../src/connections/onedrive.ts'
import { unsealToken } from '../../src/connections/seal-tokens.ts'
import { createOneDriveWorld, DANA, type OneDriveWorld } from '../../testing/onedrive-world.ts'

let world: OneDriveWorld
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let logged: () => string

beforeAll(async () => {
  world = await createOneDriveWorld()
  ann = await world.api.person('ann')
  bob = await world.api.person('bob')
  uma = await world.api.teammate(ann, 'uploader')
})
beforeEach(async () => {
  ;({ logged } = await world.reset())
  return () => vi.unstubAllEnvs()
})
afterAll(() => world.close())

const ask = (as: TestPerson) => world.api.call(auth, onedriveContract.auth, { as })
const get = (as: TestPerson) => world.api.call(status, onedriveContract.status, { as })
const change = (as: TestPerson, body: object) => world.api.call(status, onedriveContract.update, { as, body })
const disconnect = (as: TestPerson) => world.api.call(status, onedriveContract.disconnect, { as })
const tryNow = (as: TestPerson) => world.api.call(tryOut, onedriveContract.test, { as })
const list = (as: TestPerson, query: Record<string, string> = {}) =>
  world.api.call(folders, onedriveContract.folders, { as, query })
const make = (as: TestPerson, body: object) => world.api.call(folders, onedriveContract.createFolder, { as, body })
const seedFolders = (...paths: string[]) =>
  world.microsoft.control.seed({ items: paths.map((path) => ({ account_id: DANA, path, folder: true as const })) })
const revoke = () => world.microsoft.control.seed({ revoke_grants: [DANA] })
const refreshes = async () =>
  (await world.microsoft.control.requests()).filter(({ path, body }) => {
    return path.endsWith('/token') && JSON.stringify(body).includes('refresh_token')
  })
const graphFault = (fault: { status: number; times?: number; code?: string; headers?: Record<string, string> }) =>
  world.microsoft.control.addFault({
    match: { path: '/graph/*' },
    times: fault.times ?? 10,
    status: fault.status,
    ...(fault.headers && { headers: fault.headers }),
    body: { error: { code: fault.code ?? 'generalException', message: 'It hurts' } },
  })

describe('GET /api/onedrive-auth', () => {
  test('200 leads to Microsoft with a hashed verifier and a state that is stored only as a hash', async () => {
    const { status: code, body, headers } = await ask(ann)
    expect(code).toBe(200)
    const url = new URL(body.auth_url)
    expect(url.href.startsWith(`${world.microsoft.env.MICROSOFT_LOGIN_URL}/common/oauth2/v2.0/authorize?`)).toBe(true)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'offline_access User.Read Files.ReadWrite',
      code_challenge_method: 'S256',
      redirect_uri: `${world.api.host.url}/api/onedrive-callback`,
    })
    const state = url.searchParams.get('state') ?? ''
    expect(headers.get('set-cookie')).toMatch(
      new RegExp(`${state}; Path=/api/onedrive-callback; .*HttpOnly; SameSite=Lax`),
    )
    const rows = await world.api.host.sql('select * from private.oauth_states')
    expect(JSON.stringify(rows)).not.toContain(state)
  })
  test('403 for an uploader', async () => {
    expect((await ask(uma)).status).toBe(403)
  })
  test('409 while the server has no app keys at Microsoft', async () => {
    vi.stubEnv('MICROSOFT_CLIENT_ID', '')
    expect((await ask(ann)).problem.code).toBe('provider_not_configured')
    expect((await get(ann)).body.state).toBe('not_configured')
  })
})

describe('GET /api/onedrive-callback', () => {
  test('302 to our own page, connected, with a folder to upload into', async () => {
    expect(await world.comeBack(await world.signIn(ann))).toBe('/connections?onedrive=connected')
    expect((await get(ann)).body).toMatchObject({
      state: 'connected',
      account_email: 'dana@outlook.test',
      folder: { path: '/OpSyncPro' },
      is_chosen: true,
      error_code: null,
    })
    expect((await get(bob)).body.state).toBe('not_connected')
  })
  test('302 says denied when the person declines', async () => {
    expect(await world.comeBack(await world.signIn(ann, 'deny'))).toBe('/connections?onedrive=denied')
    expect((await get(ann)).body.state).toBe('not_connected')
  })
  test('302 says failed for a state that was used before', async () => {
    const signIn = await world.signIn(ann)
    await world.comeBack(signIn)
    expect(await world.comeBack(signIn)).toBe('/connections?onedrive=failed&code=state_unknown')
  })
  test('302 says failed for a state older than ten minutes', async () => {
    const signIn = await world.signIn(ann)
    await world.api.host.exec(`update private.oauth_states set expires_at = now() - interval '1 second'`)
    expect(await world.comeBack(signIn)).toBe('/connections?onedrive=failed&code=state_unknown')
  })
  test('302 says failed in a browser that did not start the sign-in, so no one connects for another person', async () => {
    const { query, cookie } = await world.signIn(ann)
    expect(await world.comeBack({ query, cookie: '' })).toContain('state_unknown')
    const { cookie: other } = await world.signIn(bob)
    expect(await world.comeBack({ query, cookie: other })).toContain('state_unknown')
    expect((await get(ann)).body.state).toBe('not_connected')
    // The person's own browser can still finish the sign-in.
    expect(await world.comeBack({ query, cookie })).toBe('/connections?onedrive=connected')
  })
  test('302 says failed for a person who left the workspace in the meantime', async () => {
    const max = await world.api.teammate(ann, 'manager')
    const signIn = await world.signIn(max)
    await world.api.host.sql('delete from public.workspace_members where user_id = $1 and role = $2', [
      max.userId,
      'manager',
    ])
    expect(await world.comeBack(signIn)).toContain('state_unknown')
  })
  test('302 says failed when Microsoft refuses the code, and shows nothing of the URL', async () => {
    const signIn = await world.signIn(ann)
    expect(await world.comeBack({ ...signIn, query: { ...signIn.query, code: 'forged' } })).toBe(
      '/connections?onedrive=failed&code=invalid_grant',
    )
    const second = await world.signIn(ann)
    const query = { state: second.query.state ?? '', error: '<script>alert(1)</script>' }
    expect(await world.comeBack({ ...second, query })).toBe('/connections?onedrive=failed&code=refused')
  })
  test('302 says failed when our own secret has expired', async () => {
    const signIn = await world.signIn(ann)
    await world.microsoft.control.seed({ app: { secret_expired: true } })
    expect(await world.comeBack(signIn)).toBe('/connections?onedrive=failed&code=invalid_client')
  })
})

describe('GET /api/onedrive-status', () => {
  test('200 says early that Microsoft will soon end the grant', async () => {
    await world.connect(ann)
    await world.api.host.exec(`update public.user_onedrive_connections set refreshed_at = now() - interval '61 days'`)
    expect((await get(ann)).body.state).toBe('expiring')
  })
  test('403 for an uploader', async () => {
    expect((await get(uma)).status).toBe(403)
  })
})

describe('PATCH /api/onedrive-status', () => {
  test('200 chooses a folder by its id, its path read from OneDrive, and whether new videos go there', async () => {
    await world.connect(ann)
    await seedFolders('Films/New ones')
    const [films] = (await list(ann)).body.items.filter(({ name }) => name === 'Films')
    const [inner] = (await list(ann, { parent_id: films?.id ?? '' })).body.items
    const { status: code, body } = await change(ann, { folder_id: inner?.id, is_chosen: false })
    expect(code).toBe(200)
    expect(body).toMatchObject({ folder: { id: inner?.id, path: '/Films/New ones' }, is_chosen: false })
    // Connecting the same account again keeps both.
    await world.connect(ann)
    expect((await get(ann)).body).toMatchObject({ folder: { path: '/Films/New ones' }, is_chosen: false })
  })
  test('200 while the grant is gone: videos can go to the private bucket in the meantime', async () => {
    await world.connect(ann)
    await revoke()
    await tryNow(ann)
    expect((await change(ann, { is_chosen: false })).body).toMatchObject({ state: 'reconnect', is_chosen: false })
    expect((await change(ann, {})).status).toBe(200)
  })
  test('403 for an uploader', async () => {
    expect((await change(uma, { is_chosen: true })).status).toBe(403)
  })
  test('404 for a missing folder, and for a file', async () => {
    await world.connect(ann)
    expect((await change(ann, { folder_id: 'nonsense' })).problem.code).toBe('onedrive_folder_not_found')
    expect((await get(ann)).body.folder?.path).toBe('/OpSyncPro')
  })
  test('409 without a connection', async () => {
    expect((await change(ann, { is_chosen: true })).problem.code).toBe('onedrive_not_connected')
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    await graphFault({ status: 403, code: 'accessDenied' })
    expect((await change(ann, { folder_id: 'x' })).status).toBe(502)
  })
  test('503 when OneDrive does not answer', async () => {
    await world.connect(ann)
    await graphFault({ status: 503 })
    expect((await change(ann, { folder_id: 'x' })).status).toBe(503)
  })
})

describe('DELETE /api/onedrive-status', () => {
  test('200 deletes the tokens', async () => {
    await world.connect(ann)
    const { status: code, body } = await disconnect(ann)
    expect(code).toBe(200)
    expect(body).toMatchObject({ state: 'not_connected', account_email: null, folder: null })
    expect(
      await world.api.host.sql('select * from public.user_onedrive_connections where user_id = $1', [ann.userId]),
    ).toEqual([])
    expect((await disconnect(ann)).status).toBe(200)
  })
  test('403 for an uploader', async () => {
    expect((await disconnect(uma)).status).toBe(403)
  })
})

describe('POST /api/onedrive-status/test', () => {
  test('200 says how much space the drive has', async () => {
    await world.connect(ann)
    const { status: code, body } = await tryNow(ann)
    expect(code).toBe(200)
    expect(body).toMatchObject({ state: 'connected', quota: { total_bytes: 5 * 1024 ** 3, used_bytes: 0 } })
  })
  test('403 for an uploader', async () => {
    expect((await tryNow(uma)).status).toBe(403)
  })
  test('409 when the folder was deleted', async () => {
    await world.connect(ann)
    const id = (await get(ann)).body.folder?.id ?? ''
    await deleteAsDana(id)
    expect((await tryNow(ann)).problem.code).toBe('onedrive_folder_missing')
  })
  test('409 when the grant was revoked, and connecting again restores the connection', async () => {
    await world.connect(ann)
    await revoke()
    expect((await tryNow(ann)).problem.code).toBe('onedrive_reconnect')
    expect((await get(ann)).body).toMatchObject({ state: 'reconnect', error_code: 'invalid_grant' })
    // Microsoft receives no further request for a grant that is known to have ended.
    const before = (await world.microsoft.control.requests()).length
    expect((await tryNow(ann)).problem.code).toBe('onedrive_reconnect')
    expect(await world.microsoft.control.requests()).toHaveLength(before)
    await world.connect(ann)
    expect((await tryNow(ann)).body.state).toBe('connected')
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    await graphFault({ status: 403, code: 'accessDenied' })
    expect((await tryNow(ann)).problem.code).toBe('provider_failed')
  })
  test("503 with Microsoft's own wait when it throttles, and the wait is kept", async () => {
    await world.connect(ann)
    const before = (await world.microsoft.control.requests()).length
    await graphFault({ status: 429, code: 'activityLimitReached', headers: { 'retry-after': '17' } })
    const { status: code, headers } = await tryNow(ann)
    expect(code).toBe(503)
    expect(headers.get('retry-after')).toBe('17')
    // One request each for the profile and the drive, neither of them repeated.
    expect((await world.microsoft.control.requests()).length - before).toBe(2)
  })
  test('200 although one request got no answer', async () => {
    await world.connect(ann)
    await graphFault({ status: 503, times: 1 })
    expect((await tryNow(ann)).status).toBe(200)
  })
})

describe('GET /api/onedrive-folders', () => {
  test('200 lists folders by name, page by page, and no files', async () => {
    await world.connect(ann)
    await seedFolders(...Array.from({ length: 205 }, (_, index) => `Films/Day ${index + 1}`))
    await world.microsoft.control.seed({ items: [{ account_id: DANA, path: 'readme.txt', text: 'hi' }] })
    const top = (await list(ann)).body
    expect(top.folder).toMatchObject({ name: 'OneDrive', path: '/', parent_id: null })
    expect(top.items.map(({ name }) => name)).toEqual(['Films', 'OpSyncPro'])
    const parent_id = top.items[0]?.id ?? ''
    const first = (await list(ann, { parent_id })).body
    expect(first.folder).toMatchObject({ name: 'Films', path: '/Films', parent_id: top.folder.id })
    expect(first.items).toHaveLength(200)
    const second = (await list(ann, { parent_id, cursor: first.next_cursor ?? '' })).body
    expect(second.items).toHaveLength(5)
    expect(second.next_cursor).toBeNull()
  })
  test('400 for an invented cursor', async () => {
    await world.connect(ann)
    const { status: code, problem } = await list(ann, { cursor: 'https://graph.microsoft.com/v1.0/me/messages' })
    expect(code).toBe(400)
    expect(problem.issues?.[0]?.path).toBe('cursor')
  })
  test('403 for an uploader', async () => {
    expect((await list(uma)).status).toBe(403)
  })
  test('404 for a missing folder', async () => {
    await world.connect(ann)
    expect((await list(ann, { parent_id: 'nonsense' })).problem.code).toBe('onedrive_folder_not_found')
  })
  test('409 without a connection', async () => {
    expect((await list(bob)).problem.code).toBe('onedrive_not_connected')
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    await graphFault({ status: 403, code: 'accessDenied' })
    expect((await list(ann)).status).toBe(502)
  })
  test('503 when OneDrive does not answer', async () => {
    await world.connect(ann)
    await graphFault({ status: 503 })
    expect((await list(ann)).problem.code).toBe('provider_try_later')
  })
})

describe('POST /api/onedrive-folders', () => {
  test('201 makes a folder', async () => {
    await world.connect(ann)
    const { status: code, body } = await make(ann, { name: 'Reviews' })
    expect(code).toBe(201)
    expect(body).toMatchObject({ name: 'Reviews', child_count: 0 })
    expect((await list(ann)).body.items.map(({ name }) => name)).toContain('Reviews')
  })
  test.each(['a/b', 'what?', ' ', 'end.', 'x'.repeat(201)])('400 for the name %j', async (name) => {
    expect((await make(ann, { name })).status).toBe(400)
  })
  test('403 for an uploader', async () => {
    expect((await make(uma, { name: 'Mine' })).status).toBe(403)
  })
  test('404 inside a missing folder', async () => {
    await world.connect(ann)
    expect((await make(ann, { name: 'Mine', parent_id: 'nonsense' })).problem.code).toBe('onedrive_folder_not_found')
  })
  test('409 for a name that is taken', async () => {
    await world.connect(ann)
    expect((await make(ann, { name: 'OpSyncPro' })).problem.code).toBe('name_taken')
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    await graphFault({ status: 403, code: 'accessDenied' })
    expect((await make(ann, { name: 'Mine' })).status).toBe(502)
  })
  test('503 when OneDrive does not answer', async () => {
    await world.connect(ann)
    await graphFault({ status: 503 })
    expect((await make(ann, { name: 'Mine' })).status).toBe(503)
  })
})

describe('tokens', () => {
  test('every secret in the database is sealed', async () => {
    const signIn = await world.signIn(ann)
    const [state] = await world.api.host.sql<{ code_verifier_sealed: string }>('select * from private.oauth_states')
    expect(state?.code_verifier_sealed).toMatch(/^v1\./)
    await world.comeBack(signIn)
    const [row] = await world.api.host.sql<{ access_token_sealed: string; refresh_token_sealed: string }>(
      `select * from private.connections where workspace_id = (select current_workspace_id from public.users where id = $1)`,
      [ann.userId],
    )
    expect(row?.access_token_sealed).toMatch(/^v1\./)
    expect(row?.refresh_token_sealed).toMatch(/^v1\./)
    // Microsoft's tokens begin with these prefixes.
    expect(JSON.stringify(row)).not.toMatch(/EwB|M\.C5_/)
  })

  test('a token near its end is replaced before it is used, the new refresh token with it', async () => {
    await world.connect(ann)
    for (let round = 1; round <= 3; round += 1) {
      await world.ageTokens(ann, 56)
      expect((await list(ann)).status).toBe(200)
      expect(await refreshes()).toHaveLength(round)
    }
  })

  test('a token that Microsoft refuses early is refreshed once, and the work is done', async () => {
    await world.connect(ann)
    await world.microsoft.control.advanceClock(2 * 3_600_000)
    expect((await list(ann)).status).toBe(200)
    expect(await refreshes()).toHaveLength(1)
  })

  test('ten requests at once are one refresh at Microsoft', async () => {
    await world.connect(ann)
    await world.microsoft.control.advanceClock(2 * 3_600_000)
    await world.ageTokens(ann, 120)
    const answers = await Promise.all(Array.from({ length: 10 }, () => list(ann)))
    expect(answers.map(({ status: code }) => code)).toEqual(Array(10).fill(200))
    expect(await refreshes()).toHaveLength(1)
  })

  test('a worker that died between answer and store releases its lease, and the person must connect again', async () => {
    await world.connect(ann)
    const lose = {
      match: { method: 'POST', path: '/login/common/oauth2/v2.0/token' },
      times: 1,
      drop: 'after' as const,
    }
    await world.microsoft.control.addFault(lose)
    await world.ageTokens(ann, 120)
    // The answer with the new tokens is lost, the old refresh token is used up, and the worker's lease stays behind.
    await refreshAsDead()
    expect((await list(ann)).problem.code).toBe('onedrive_reconnect')
    expect((await get(ann)).body).toMatchObject({ state: 'reconnect', error_code: 'refresh_answer_lost' })
    await world.connect(ann)
    expect((await list(ann)).status).toBe(200)
  })

  test('our own bad credential disconnects no account', async () => {
    await world.connect(ann)
    await world.microsoft.control.seed({ app: { secret_expired: true } })
    await world.ageTokens(ann, 120)
    expect((await list(ann)).problem.code).toBe('provider_failed')
    expect((await get(ann)).body).toMatchObject({ state: 'error', error_code: 'invalid_client' })
    await world.microsoft.control.seed({ app: { secret_expired: false } })
    expect((await list(ann)).status).toBe(200)
    expect((await get(ann)).body).toMatchObject({ state: 'connected', error_code: null })
  })

  test('a valid token is used when Microsoft cannot refresh it now', async () => {
    await world.connect(ann)
    await world.microsoft.control.addFault({
      match: { path: '/login/common/oauth2/v2.0/token' },
      times: 1,
      status: 503,
    })
    await world.ageTokens(ann, 56)
    expect((await list(ann)).status).toBe(200)
    expect((await get(ann)).body.state).toBe('connected')
  })

  test('no token is logged', async () => {
    await world.connect(ann)
    await revoke()
    await tryNow(ann)
    expect(logged()).toContain('onedrive.refresh_refused')
    expect(logged()).not.toMatch(/EwB|M\.C5_|state=|code=/)
  })
})

/** A worker that requests new tokens from Microsoft, never gets the answer, and dies; its lease has expired. */
async function refreshAsDead(): Promise<void> {
  await world.api.host.exec(
    `update private.connections set refresh_worker = 'dead', refresh_leased_until = now() - interval '1 second'`,
  )
  const [row] = await world.api.host.sql<{ workspace_id: string; account: string; refresh_token_sealed: string }>(
    'select workspace_id, account, refresh_token_sealed from private.connections',
  )
  if (!row) throw new Error('Nobody is connected')
  const refreshToken = unsealToken({ provider: 'onedrive', ...row }, 'refresh_token', row.refresh_token_sealed)
  await expect(oneDriveConnection.vendor().refreshTokens(refreshToken)).rejects.toThrow()
}

async function deleteAsDana(id: string): Promise<void> {
  await world.microsoft.control.seed({ connections: [{ account_id: DANA, access_token: 'dana' }] })
  const url = `${world.microsoft.env.MICROSOFT_GRAPH_URL}/v1.0/me/drive/items/${encodeURIComponent(id)}`
  await fetch(url, { method: 'DELETE', headers: { authorization: 'Bearer dana' } })
}
