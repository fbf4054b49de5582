import { beforeEach, describe, expect, test } from 'vitest'
import { accountsContract } from '#core/accounts/contract.ts'
import { NetworkError } from '#core/http/client.ts'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, problem, startFakeServer } from '../../testing/fake-server.ts'
import { sampleMe, sampleSession } from '../../testing/samples.ts'
import { sessionItem } from '../storage/items.ts'
import { api } from './api.ts'
import { getToken, signIn, signOut } from './session.ts'

let fake: FakeChrome
let server: FakeServer
const TOKEN = 'POST /auth/v1/token'
const lapsed = () => sampleSession({ expires_at_ms: Date.now() - 1000 })
const tokens = (number: number) => ({
  access_token: `token-${number}`,
  refresh_token: `refresh-${number}`,
  token_type: 'bearer',
  expires_in: 3600,
  user: {
    id: sampleMe.id,
    email: sampleMe.email,
    app_metadata: {},
    user_metadata: {},
    aud: 'authenticated',
    created_at: '',
  },
})
const refusal = (status: number, error_code: string, msg: string) => ({
  status,
  body: { code: status, error_code, msg },
})
const countRenewals = () => server.requests.filter((address) => address === TOKEN).length

beforeEach(() => {
  fake = installFakeChrome()
  server = startFakeServer()
  server.on(TOKEN, () => ({ body: tokens(2) }))
})

describe('signing in', () => {
  test('keeps the session on disk, for the next start of the browser', async () => {
    await signIn('ana@example.com', 'secret')
    expect(fake.local.values.session).toMatchObject({ state: 'signed_in', refresh_token: 'refresh-2' })
    expect(await getToken()).toBe('token-2')
  })

  test('a wrong password changes nothing and is reported', async () => {
    server.on(TOKEN, () => refusal(400, 'invalid_credentials', 'Invalid login credentials'))
    await expect(signIn('ana@example.com', 'wrong')).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'never' })
  })

  test('signing out works offline', async () => {
    await sessionItem.write(sampleSession())
    server.goOffline()
    await signOut()
    expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'left' })
    expect(await getToken()).toBeUndefined()
  })
})

describe('renewing', () => {
  test('a valid token is used unchanged', async () => {
    await sessionItem.write(sampleSession())
    expect(await getToken()).toBe('token-1')
    expect(countRenewals()).toBe(0)
  })

  test('many calls after the token expired renew it once', async () => {
    await sessionItem.write(lapsed())
    const found = await Promise.all([getToken(), getToken(), getToken(), getToken()])
    expect(found).toEqual(['token-2', 'token-2', 'token-2', 'token-2'])
    expect(countRenewals()).toBe(1)
    expect(await sessionItem.read()).toMatchObject({ state: 'signed_in', refresh_token: 'refresh-2' })
  })

  test('without network the session stays, and the next attempt renews it', async () => {
    await sessionItem.write(lapsed())
    server.goOffline()
    await expect(getToken()).rejects.toBeInstanceOf(NetworkError)
    expect(await sessionItem.read()).toMatchObject({ state: 'signed_in', refresh_token: 'refresh-1' })
    server.goOnline()
    expect(await getToken()).toBe('token-2')
  })

  test('without network a token that is about to expire is still used', async () => {
    await sessionItem.write(sampleSession({ expires_at_ms: Date.now() + 20_000 }))
    server.goOffline()
    expect(await getToken()).toBe('token-1')
  })

  test.each([
    refusal(500, 'unexpected_failure', 'Something failed'),
    refusal(503, 'request_timeout', 'Try again'),
    refusal(429, 'over_request_rate_limit', 'Too many requests'),
    refusal(401, 'no_authorization', 'Invalid API key'),
  ])('a service that answers $status says nothing about the session: it stays', async (answer) => {
    await sessionItem.write(lapsed())
    server.on(TOKEN, () => answer)
    await expect(getToken()).rejects.toBeInstanceOf(NetworkError)
    expect(await sessionItem.read()).toMatchObject({ state: 'signed_in' })
  })

  test.each([
    refusal(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'),
    refusal(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used'),
    refusal(403, 'session_not_found', 'Session not found'),
    refusal(400, 'validation_failed', 'Refresh token is not valid'),
  ])('a session that the service ended is over: $body.msg', async (answer) => {
    await sessionItem.write(lapsed())
    server.on(TOKEN, () => answer)
    expect(await getToken()).toBeUndefined()
    expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'expired' })
  })

  test('an answer without tokens says nothing about the session: it stays', async () => {
    await sessionItem.write(lapsed())
    server.on(TOKEN, () => ({ body: {} }))
    await expect(getToken()).rejects.toBeInstanceOf(NetworkError)
    expect(await sessionItem.read()).toMatchObject({ state: 'signed_in' })
  })

  test('signing out during a renewal stays signed out', async () => {
    await sessionItem.write(lapsed())
    server.on(TOKEN, async () => {
      await sessionItem.write({ state: 'signed_out', reason: 'left' })
      return { body: tokens(2) }
    })
    expect(await getToken()).toBeUndefined()
    expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'left' })
  })
})

describe('calling the API', () => {
  test('a token the API refuses is renewed and the call repeated', async () => {
    await sessionItem.write(sampleSession())
    server.on('GET /api/me', ({ headers }) =>
      headers.get('authorization') === 'Bearer token-2' ? { body: sampleMe } : problem('not_signed_in'),
    )
    expect(await api(accountsContract.me)).toMatchObject({ email: 'ana@example.com' })
    expect(countRenewals()).toBe(1)
  })

  test('a renewal that succeeds signs no one out, even if the API still refuses', async () => {
    await sessionItem.write(sampleSession())
    server.on('GET /api/me', () => problem('not_signed_in'))
    await expect(api(accountsContract.me)).rejects.toMatchObject({ problem: { code: 'not_signed_in' } })
    expect(await sessionItem.read()).toMatchObject({ state: 'signed_in', access_token: 'token-2' })
  })
})
