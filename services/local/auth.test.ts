import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { TEST_PASSWORD } from './testing/create-test-host.ts'
import { type NotesHost, startNotesHost } from './testing/start-notes-host.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let notes: NotesHost
beforeAll(async () => {
  notes = await startNotesHost()
})
afterAll(() => notes.remove())

test('a person signs up, in and out, and a session can be refreshed', async () => {
  const { client, userId } = await notes.person('ann@example.test')
  expect((await client.auth.getUser()).data.user?.id).toBe(userId)
  const refreshed = await client.auth.refreshSession()
  expect(refreshed.error).toBeNull()
  expect(refreshed.data.session?.access_token).toEqual(expect.any(String))
  expect((await client.auth.signOut()).error).toBeNull()
  const again = await client.auth.signInWithPassword({ email: 'ann@example.test', password: TEST_PASSWORD })
  expect(again.data.user?.id).toBe(userId)
})

test('a wrong password and a short one are refused', async () => {
  await notes.person('wrong@example.test')
  const signIn = await notes.visitor.auth.signInWithPassword({ email: 'wrong@example.test', password: 'not this one' })
  expect(signIn.error?.code).toBe('invalid_credentials')
  const signUp = await notes.visitor.auth.signUp({ email: 'short@example.test', password: '1234567' })
  expect(signUp.error?.code).toBe('weak_password')
})

test('a forgotten password is reset through the email, by code and by link', async () => {
  await notes.person('forgot@example.test')
  const asked = await notes.visitor.auth.resetPasswordForEmail('forgot@example.test', {
    redirectTo: `${notes.host.url}/reset`,
  })
  expect(asked.error).toBeNull()
  const [mail] = notes.host.mailbox.list()
  expect(mail).toMatchObject({ to: 'forgot@example.test' })
  const code = /\b(\d{6})\b/.exec(mail?.text ?? '')?.[1] ?? ''
  const verified = await notes.visitor.auth.verifyOtp({ email: 'forgot@example.test', token: code, type: 'recovery' })
  expect(verified.error).toBeNull()
  expect((await notes.visitor.auth.updateUser({ password: 'a new password' })).error).toBeNull()
  const signIn = await notes.visitor.auth.signInWithPassword({
    email: 'forgot@example.test',
    password: 'a new password',
  })
  expect(signIn.error).toBeNull()
  await notes.visitor.auth.signOut()

  const link = new URL(/https?:\/\/\S+/.exec(mail?.text ?? '')?.[0] ?? '')
  expect(link.origin + link.pathname).toBe(`${notes.host.url}/reset`)
})

test('the link of a forgotten password leads to the requesting page with a token that works once, and opens no session', async () => {
  await notes.person('link@example.test')
  await notes.visitor.auth.resetPasswordForEmail('link@example.test', { redirectTo: `${notes.host.url}/reset?a=b` })
  const mail = notes.host.mailbox.list().find(({ to }) => to === 'link@example.test')
  const link = new URL(/https?:\/\/\S+/.exec(mail?.text ?? '')?.[0] ?? '')
  expect(link.origin + link.pathname).toBe(`${notes.host.url}/reset`)
  expect(Object.fromEntries(link.searchParams)).toEqual({ a: 'b', token_hash: expect.any(String), type: 'recovery' })
  expect(mail?.html).toContain(`href="${link.href}"`)
  const token_hash = link.searchParams.get('token_hash') ?? ''
  const redeemed = await notes.visitor.auth.verifyOtp({ token_hash, type: 'recovery' })
  expect(redeemed.data.user?.email).toBe('link@example.test')
  await notes.visitor.auth.signOut()
  expect((await notes.visitor.auth.verifyOtp({ token_hash, type: 'recovery' })).error).not.toBeNull()
})

test('sent emails can be read as a page and as JSON', async () => {
  const page = await fetch(`${notes.host.url}/_local/mail`)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('link@example.test')
  const json = await fetch(`${notes.host.url}/_local/mail.json`)
  expect(await json.json()).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ to: 'link@example.test' })]),
  })
})

test('the link of a forgotten password opens no session either when nobody said where it leads', async () => {
  await notes.person('nowhere@example.test')
  await notes.visitor.auth.resetPasswordForEmail('nowhere@example.test', { redirectTo: 'https://evil.example/' })
  const mail = notes.host.mailbox.list().find(({ to }) => to === 'nowhere@example.test')
  const link = new URL(/https?:\/\/\S+/.exec(mail?.text ?? '')?.[0] ?? '')
  expect(link.origin + link.pathname).toBe(`${notes.host.url}/set-password`)
  expect(link.searchParams.get('token_hash')).toEqual(expect.any(String))
})

function askAuth(path: string, body: unknown): Promise<Response> {
  return fetch(`${notes.host.url}/auth/v1/${path}`, {
    method: 'POST',
    headers: { apikey: notes.host.env.SUPABASE_ANON_KEY ?? '', 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

test.each([
  ['signup', { email: ['a@b.test'], password: TEST_PASSWORD }],
  ['signup', { email: `${'a'.repeat(300)}@b.test`, password: TEST_PASSWORD }],
  ['token?grant_type=password', { email: 'nul\0@example.test', password: 'x' }],
  ['token?grant_type=refresh_token', { refresh_token: {} }],
  ['token?grant_type=refresh_token', { refresh_token: '\0' }],
  ['token?grant_type=pkce', { auth_code: '\ud800', code_verifier: 'x' }],
  ['verify', { type: 'recovery', token_hash: { a: 1 } }],
  ['signup', 'null'],
  ['signup', '{'],
])('%s refuses odd input as the caller’s error: %j', async (path, body) => {
  const { status } = await askAuth(path, body)
  expect([400, 401, 403, 404, 422]).toContain(status)
})

test('text that no database stores signs up without it', async () => {
  const answer = await askAuth('signup', {
    email: 'odd\0text@example.test',
    password: TEST_PASSWORD,
    data: { name: 'Ann\0 \ud83d' },
  })
  const { user } = await answer.json()
  expect([answer.status, user.email, user.user_metadata.name]).toEqual([200, 'oddtext@example.test', 'Ann '])
})

test.each([
  ['GET', '/api/nope'],
  ['DELETE', '/api/echo/x/y'],
  ['GET', '/%ff'],
  ['POST', '/'],
  ['GET', '/rest/v1/nothing'],
  ['GET', '/auth/v1/user'],
  ['GET', '/storage/v1/object/docs/x'],
  ['GET', '/_local/nothing'],
  ['GET', '/.netlify/functions/nothing'],
])('%s %s, whatever it is answered, says that it is data', async (method, path) => {
  // With an origin, as a page's request: others reach the data API without the network.
  const { headers } = await fetch(notes.host.url + path, { method, headers: { origin: notes.host.url } })
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  for (const name of ['referrer-policy', 'permissions-policy', 'strict-transport-security']) {
    expect(headers.get(name), name).toBeTruthy()
  }
})

test('the extension may talk to auth, data and storage', async () => {
  for (const path of ['/auth/v1/user', '/rest/v1/notes', '/storage/v1/object/list/docs']) {
    const response = await fetch(notes.host.url + path, {
      method: 'OPTIONS',
      headers: {
        origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,apikey,content-type,x-supabase-api-version',
        'access-control-request-private-network': 'true',
      },
    })
    expect([path, response.ok, response.headers.get('access-control-allow-origin')]).toEqual([path, true, '*'])
    expect(response.headers.get('access-control-allow-private-network')).toBe('true')
    expect(response.headers.get('access-control-allow-headers')).toContain('x-supabase-api-version')
  }
})

test('the extension may read a refusal, not only a success', async () => {
  const response = await fetch(`${notes.host.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: {
      origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      apikey: notes.host.env.SUPABASE_ANON_KEY ?? '',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ email: 'nobody@example.test', password: 'not the password' }),
  })
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([400, '*'])
})

test('a page of another name cannot reach the host', async () => {
  const { request } = await import('node:http')
  const status = await new Promise((resolve, reject) => {
    const asked = request({
      port: notes.host.port,
      host: '127.0.0.1',
      path: '/_local/mail.json',
      headers: { host: 'evil.example' },
    })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject)
    asked.end()
  })
  expect(status).toBe(421)
})

test('upstream gap: supabase-lite alone sends every email link to the start page', async () => {
  const { createClient } = await import('@supabase/supabase-js')
  const { createBareLite } = await import('./testing/bare-lite.ts')
  const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
  const bare = await createBareLite('')
  const client = createClient(bare.url, bare.secrets.publishable_key, { global: { fetch: bare.fetch } })
  await client.auth.signUp({ email: 'ann@example.test', password: TEST_PASSWORD })
  await client.auth.resetPasswordForEmail('ann@example.test', { redirectTo: 'http://localhost:3000/reset' })
  expect(String(printed.mock.calls)).toContain('redirect_to=http%3A%2F%2Flocalhost%3A3000')
  expect(String(printed.mock.calls)).not.toContain('%2Freset')
  printed.mockRestore()
  await bare.close()
})
