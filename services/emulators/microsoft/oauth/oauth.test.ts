import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import { authorizeUrl, codeForm, decide, requestToken, SCOPE } from '../testing/sign-in.ts'

let microsoft: TestEmulator
beforeAll(async () => {
  microsoft = await startTestEmulator('microsoft', { siteUrl: 'http://127.0.0.1:9250' })
})
beforeEach(() => microsoft.control.reset())
afterAll(() => microsoft.close())

const me = (token: string | undefined) =>
  fetch(`${microsoft.env.MICROSOFT_GRAPH_URL}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } })
const redeemed = async (changes = {}) => (await requestToken(microsoft, await codeForm(microsoft, changes))).body

test('approving sends the browser back with a code that is worth tokens', async () => {
  const back = await decide(microsoft, 'approve')
  expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:8888\/api\/onedrive-callback\?/)
  expect(back.searchParams.get('state')).toBe('st-1')
  const tokens = await redeemed()
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    expires_in: 3599,
    scope: 'User.Read Files.ReadWrite',
    refresh_token: expect.any(String),
  })
  expect(await (await me(tokens.access_token)).json()).toMatchObject({ mail: 'dana@outlook.test' })
})

test('denying sends the browser back with access_denied', async () => {
  const back = await decide(microsoft, 'deny')
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 'st-1' })
})

test('the page asks for consent; no URL can press the button', async () => {
  const page = await fetch(`${authorizeUrl(microsoft)}&auto=approve`, { redirect: 'manual' })
  expect(page.status).toBe(200)
  const html = await page.text()
  expect(html).toContain('>Approve</button>')
  expect(html).toContain('>Deny</button>')
})

test.each([
  ['an unknown app', { client_id: 'someone-else' }],
  ['an address that was never registered', { redirect_uri: 'https://elsewhere.test/' }],
  ['a registered address with a slash more', { redirect_uri: 'http://127.0.0.1:8888/api/onedrive-callback/' }],
])('authorize shows an error and redirects no one for %s', async (_, changes) => {
  const page = await fetch(authorizeUrl(microsoft, changes), { redirect: 'manual' })
  expect([page.status, page.headers.get('location')]).toEqual([400, null])
  expect(await page.text()).toContain('AADSTS')
})

test("our own site's callback is registered", async () => {
  const page = await fetch(authorizeUrl(microsoft, { redirect_uri: 'http://127.0.0.1:9250/api/onedrive-callback' }))
  expect(page.status).toBe(200)
})

test.each([
  ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ['no scope', { scope: undefined }, 'invalid_request'],
  ['an unknown scope', { scope: 'Files.Everything' }, 'invalid_scope'],
  ['a plain code challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['a silent sign-in', { prompt: 'none' }, 'interaction_required'],
])('authorize redirects with an error for %s', async (_, changes, error) => {
  const answer = await fetch(authorizeUrl(microsoft, changes), { redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? 'none:')
  expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([error, 'st-1'])
})

test('a code can be redeemed once', async () => {
  const form = await codeForm(microsoft)
  expect((await requestToken(microsoft, form)).status).toBe(200)
  expect(await requestToken(microsoft, form)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', error_codes: [54005] },
  })
})

test('a code is worthless after ten minutes', async () => {
  const form = await codeForm(microsoft)
  await microsoft.control.advanceClock(10 * 60_000)
  expect(await requestToken(microsoft, form)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant', error_codes: [70008] },
  })
})

test.each([
  ['a wrong verifier', { code_verifier: 'w'.repeat(64) }, 400, 'invalid_grant'],
  ['no verifier', { code_verifier: undefined }, 400, 'invalid_grant'],
  ['another redirect address', { redirect_uri: 'http://localhost:8888/api/onedrive-callback' }, 400, 'invalid_grant'],
  ['a wrong client secret', { client_secret: 'x' }, 401, 'invalid_client'],
  ['no client secret', { client_secret: undefined }, 401, 'invalid_client'],
  ['another client', { client_id: 'x' }, 400, 'unauthorized_client'],
  ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['an invented code', { code: 'x' }, 400, 'invalid_grant'],
])('token refuses %s', async (_, changes, status, error) => {
  const answer = await requestToken(microsoft, { ...(await codeForm(microsoft)), ...changes })
  expect(answer).toMatchObject({
    status,
    body: {
      error,
      error_description: expect.stringContaining('AADSTS'),
      error_codes: [expect.any(Number)],
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
    },
  })
})

test('token takes forms only, and not from web pages', async () => {
  const form = await codeForm(microsoft)
  const asJson = await requestToken(microsoft, form, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(form),
  })
  expect(asJson).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  const asPage = await requestToken(microsoft, form, { headers: { origin: 'http://127.0.0.1:8888' } })
  expect(asPage).toMatchObject({ status: 400, body: { error: 'invalid_request', error_codes: [9002326] } })
})

test('an expired client secret is our own failure, not the person’s', async () => {
  await microsoft.control.seed({ app: { secret_expired: true } })
  expect(await requestToken(microsoft, await codeForm(microsoft))).toMatchObject({
    status: 401,
    body: { error: 'invalid_client', error_codes: [7000222] },
  })
})

test('without offline_access there is no refresh token', async () => {
  const tokens = await redeemed({ scope: 'User.Read' })
  expect(tokens.access_token).toEqual(expect.any(String))
  expect(tokens.refresh_token).toBeUndefined()
})

test('every refresh gives a new refresh token and ends the old one', async () => {
  const first = await redeemed()
  const form = { grant_type: 'refresh_token', refresh_token: first.refresh_token, scope: SCOPE }
  const second = await requestToken(microsoft, form)
  expect(second.status).toBe(200)
  expect(second.body.refresh_token).not.toBe(first.refresh_token)
  expect(await requestToken(microsoft, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  const third = await requestToken(microsoft, { ...form, refresh_token: second.body.refresh_token })
  expect(third.status).toBe(200)
})

test('a refresh whose answer is lost has still used up the token', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: (await redeemed()).refresh_token }
  await microsoft.control.addFault({ match: { path: '/login/common/oauth2/v2.0/token' }, times: 1, drop: 'after' })
  await expect(requestToken(microsoft, form)).rejects.toThrow()
  expect(await requestToken(microsoft, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('within its grace, a replaced refresh token still works, and using it does not extend the grace', async () => {
  await microsoft.control.seed({ refresh_grace_ms: 60_000 })
  const form = { grant_type: 'refresh_token', refresh_token: (await redeemed()).refresh_token }
  const first = await requestToken(microsoft, form)
  await microsoft.control.advanceClock(59_000)
  const second = await requestToken(microsoft, form)
  expect([first.status, second.status]).toEqual([200, 200])
  await microsoft.control.advanceClock(1_000)
  expect(await requestToken(microsoft, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  for (const { refresh_token } of [first.body, second.body]) {
    expect((await requestToken(microsoft, { ...form, refresh_token })).status).toBe(200)
  }
})

test('a refresh that never arrived leaves the token as it was', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: (await redeemed()).refresh_token }
  await microsoft.control.addFault({ match: { path: '/login/*' }, times: 1, drop: 'before' })
  await expect(requestToken(microsoft, form)).rejects.toThrow()
  expect((await requestToken(microsoft, form)).status).toBe(200)
})

test('an access token ends after an hour', async () => {
  const { access_token } = await redeemed()
  await microsoft.control.advanceClock(3600_000)
  const answer = await me(access_token)
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({
    error: { code: 'unauthenticated', innerError: { 'request-id': expect.any(String) } },
  })
})

test('a person who revokes the permission ends every token', async () => {
  const { access_token, refresh_token } = await redeemed()
  await microsoft.control.seed({ revoke_grants: ['3f9a6c1d2b7e4a58'] })
  expect((await me(access_token)).status).toBe(401)
  expect(await requestToken(microsoft, { grant_type: 'refresh_token', refresh_token })).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  })
})

test('the recordings hold no secret of a sign-in', async () => {
  const { access_token, refresh_token } = await redeemed()
  await me(access_token)
  const recorded = JSON.stringify(await microsoft.control.requests())
  for (const secret of [access_token, refresh_token, microsoft.env.MICROSOFT_CLIENT_SECRET, 'v'.repeat(64)]) {
    expect(recorded).not.toContain(secret)
  }
})
