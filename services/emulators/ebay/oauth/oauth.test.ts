import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import { connect, DANA, rest } from '../testing/shop.ts'
import { authorizeUrl, codeForm, decide, requestToken, SCOPE } from '../testing/sign-in.ts'

let ebay: TestEmulator
beforeAll(async () => {
  ebay = await startTestEmulator('ebay', { siteUrl: 'http://127.0.0.1:8250' })
})
beforeEach(() => ebay.control.reset())
afterAll(() => ebay.close())

const BASE_SCOPE = 'https://api.ebay.com/oauth/api_scope'
const me = async (token: string | undefined) => {
  const answer = await fetch(`${ebay.env.EBAY_APIZ_BASE_URL}/commerce/identity/v1/user/`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: await answer.json() }
}
const redeemed = async () => (await requestToken(ebay, await codeForm(ebay))).body
const refresh = (refreshToken: string | undefined, more = {}) =>
  requestToken(ebay, { grant_type: 'refresh_token', refresh_token: String(refreshToken), ...more })

test('agreeing sends the browser to the address of the RuName with a code that is worth tokens', async () => {
  const back = await decide(ebay, 'agree')
  expect(back.href).toMatch(/^http:\/\/127\.0\.0\.1:8250\/api\/ebay-callback\?/)
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 'st-1', expires_in: '299' })
  expect(back.search).toContain('%5E')
  const tokens = await redeemed()
  expect(tokens).toMatchObject({
    expires_in: 7200,
    refresh_token_expires_in: 47_304_000,
    token_type: 'User Access Token',
  })
  expect(await me(tokens.access_token)).toMatchObject({
    status: 200,
    body: { userId: DANA, username: 'dana_finds_deals' },
  })
})

test('declining sends the browser to the other address of the RuName', async () => {
  expect((await decide(ebay, 'decline')).href).toBe('http://127.0.0.1:8250/api/ebay-callback?error=access_denied')
})

test.each([
  ['an unknown application', { client_id: 'somebody' }],
  ['an address instead of the RuName', { redirect_uri: 'http://127.0.0.1:8250/api/ebay-callback' }],
  ['another response type', { response_type: 'token' }],
  ['no scope', { scope: undefined }],
  ['a scope the keyset was not granted', { scope: `${BASE_SCOPE}/buy.marketplace.insights` }],
  ['a parameter nobody knows', { code_challenge: 'x' }],
])('the consent page shows an error and sends nobody anywhere for %s', async (_, changes) => {
  const page = await fetch(authorizeUrl(ebay, changes), { redirect: 'manual' })
  expect([page.status, page.headers.get('location')]).toEqual([400, null])
})

test('scopes parted by a plus are refused', async () => {
  expect((await fetch(authorizeUrl(ebay).replaceAll('%20', '+'))).status).toBe(400)
})

test('a code can be redeemed once', async () => {
  const form = await codeForm(ebay)
  expect((await requestToken(ebay, form)).status).toBe(200)
  expect(await requestToken(ebay, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('a code is worth nothing after 299 seconds', async () => {
  const form = await codeForm(ebay)
  await ebay.control.advanceClock(299_000)
  expect(await requestToken(ebay, form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test.each([
  ['a wrong secret', {}, 'wrong', 401, 'invalid_client'],
  ['another RuName', { redirect_uri: 'other' }, undefined, 400, 'invalid_grant'],
  ['no code', { code: '' }, undefined, 400, 'invalid_request'],
  ['another grant type', { grant_type: 'password' }, undefined, 400, 'unsupported_grant_type'],
])('the token endpoint refuses %s', async (_, changes, secret, status, error) => {
  const form = { ...(await codeForm(ebay)), ...changes }
  expect(await requestToken(ebay, form, secret)).toMatchObject({ status, body: { error } })
})

test('refreshing gives a new access token and no new refresh token', async () => {
  const { access_token, refresh_token } = await redeemed()
  const { status, body } = await refresh(refresh_token)
  expect([status, body.token_type, body.refresh_token]).toEqual([200, 'User Access Token', undefined])
  expect(body.access_token).not.toBe(access_token)
  expect((await refresh(refresh_token)).status).toBe(200)
})

test('refreshing may ask for less and not for more', async () => {
  const { refresh_token } = await redeemed()
  const narrow = await refresh(refresh_token, { scope: BASE_SCOPE })
  expect((await me(narrow.body.access_token)).status).toBe(403)
  expect(await refresh(refresh_token, { scope: `${SCOPE} ${BASE_SCOPE}/sell.marketing` })).toMatchObject({
    status: 400,
    body: { error: 'invalid_scope' },
  })
})

test("an application's own token knows no seller", async () => {
  const { body } = await requestToken(ebay, { grant_type: 'client_credentials', scope: BASE_SCOPE })
  expect(body.token_type).toBe('Application Access Token')
  expect(await me(body.access_token)).toMatchObject({ status: 403, body: { errors: [{ errorId: 1100 }] } })
})

test('an access token ends after two hours, and refreshing goes on', async () => {
  const { access_token, refresh_token } = await redeemed()
  await ebay.control.advanceClock(7_200_000)
  expect(await me(access_token)).toMatchObject({ status: 401, body: { errors: [{ errorId: 1001, domain: 'OAuth' }] } })
  expect((await refresh(refresh_token)).status).toBe(200)
})

test('a grant the seller took back is worth nothing anywhere', async () => {
  const { access_token, refresh_token } = await redeemed()
  await ebay.control.run('revoke', { seller_id: DANA })
  expect((await me(access_token)).status).toBe(401)
  expect(await refresh(refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('access tokens can be made to expire at once', async () => {
  await connect(ebay)
  await ebay.control.run('expire_tokens', {})
  expect((await rest(ebay, '/sell/inventory/v1/inventory_item')).status).toBe(401)
})

test('an address of one host is not there on another', async () => {
  await connect(ebay)
  expect((await rest(ebay, '/commerce/identity/v1/user/')).status).toBe(404)
})

test('no secret is in the recordings', async () => {
  await redeemed()
  const recorded = JSON.stringify(await ebay.control.requests())
  expect(recorded).not.toContain('v^1.1')
  expect(recorded).not.toContain(Buffer.from('OpSyncPro').toString('base64').slice(0, 8))
})

test('prices and codes outlive a restart; the RuName follows the site', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ebay-'))
  const first = await startTestEmulator('ebay', { dataDir, siteUrl: 'http://127.0.0.1:8251' })
  const form = await codeForm(first)
  await first.control.run('edit', { item_id: '110000000001', price_cents: 12_345 })
  await first.close()
  const second = await startTestEmulator('ebay', { dataDir, siteUrl: 'http://127.0.0.1:8252' })
  expect((await requestToken(second, form)).status).toBe(200)
  expect(await second.control.run('truth', { item_ids: ['110000000001'] })).toMatchObject({
    listings: [{ price_cents: 12_345 }],
  })
  expect((await decide(second, 'agree')).origin).toBe('http://127.0.0.1:8252')
  await second.close()
  await rm(dataDir, { recursive: true })
})
