// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openAuth } from '#app/lib/session.ts'
import { signInAna, startWorld } from '#app/testing/open-app.tsx'
import { ana } from '#app/testing/samples.ts'
import { SetPasswordPage } from './set-password-page.tsx'

const LINK = '/set-password?token_hash=proof-1&type=recovery'

let world: ReturnType<typeof startWorld>
/** What the auth service was sent, and what it answers next. */
let sent: { path: string; body: unknown }[]
let answers: Record<string, Response[]>

beforeEach(() => {
  world = startWorld()
  sent = []
  answers = {}
  const others = globalThis.fetch
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href)
    if (url.host !== 'auth.test') return others(input, init)
    sent.push({
      path: `${init?.method ?? 'GET'} ${url.pathname}`,
      body: init?.body ? JSON.parse(String(init.body)) : null,
    })
    return answers[url.pathname]?.shift() ?? new Response(null, { status: 204 })
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  history.replaceState(null, '', '/')
})

const person = { id: '9d3f4b1e-7a52-4c1d-8f6e-2b0a1c3d4e5f', aud: 'authenticated', email: 'zoe@example.com' }
const session = () =>
  Response.json({ access_token: 'a.b.c', refresh_token: 'r', token_type: 'bearer', expires_in: 3600, user: person })
const refusal = (code: string, status = 422) =>
  Response.json({ code, error_code: code, msg: 'no' }, { status, headers: { 'x-supabase-api-version': '2024-01-01' } })

function open(address: string) {
  history.replaceState(null, '', address)
  render(<SetPasswordPage />)
  return userEvent.setup()
}
async function setPassword(user: ReturnType<typeof userEvent.setup>, password: string) {
  await user.clear(await screen.findByLabelText('New password'))
  await user.type(screen.getByLabelText('New password'), password)
  await user.click(screen.getByRole('button', { name: 'Set password' }))
}

test('opening the link sends nothing and opens no session', async () => {
  open(LINK)
  await screen.findByLabelText('New password')
  expect(sent).toEqual([])
  expect(localStorage.getItem('opsyncpro.session')).toBeNull()
})

test('setting the password uses the token once, and leads to the sign-in page without a session', async () => {
  answers = { '/auth/v1/verify': [session()], '/auth/v1/user': [Response.json(person)] }
  const user = open(LINK)
  await setPassword(user, 'a new phrase')
  await vi.waitFor(() =>
    expect(world.replace).toHaveBeenCalledWith('/sign-in?reason=password-set&email=zoe%40example.com'),
  )
  expect(sent.slice(0, 2)).toEqual([
    { path: 'POST /auth/v1/verify', body: expect.objectContaining({ token_hash: 'proof-1', type: 'recovery' }) },
    { path: 'PUT /auth/v1/user', body: expect.objectContaining({ password: 'a new phrase' }) },
  ])
  expect(localStorage.getItem('opsyncpro.session')).toBeNull()
  expect((await (await openAuth()).getSession()).data.session).toBeNull()
})

test('a refused password is corrected with the same link', async () => {
  answers = {
    '/auth/v1/verify': [session()],
    '/auth/v1/user': [refusal('weak_password'), Response.json(person)],
  }
  const user = open(LINK)
  await setPassword(user, 'password')
  expect((await screen.findByRole('alert')).textContent).toMatch(/too easy to guess/)
  await setPassword(user, 'a new phrase')
  await vi.waitFor(() => expect(world.replace).toHaveBeenCalledOnce())
  expect(sent.filter(({ path }) => path.endsWith('/verify'))).toHaveLength(1)
})

test('a used link says so, and what to do', async () => {
  answers = { '/auth/v1/verify': [refusal('otp_expired', 403)] }
  await setPassword(open(LINK), 'a new phrase')
  expect((await screen.findByRole('alert')).textContent).toMatch(/no longer valid/)
  expect(screen.getByRole('link', { name: 'Send a new link' }).getAttribute('href')).toBe('/forgot-password')
  expect(world.replace).not.toHaveBeenCalled()
})

test('a signed-in person stays signed in until they choose to sign out', async () => {
  signInAna()
  const before = localStorage.getItem('opsyncpro.session')
  const user = open(LINK)
  await screen.findByRole('heading', { name: 'Sign out to set a new password' })
  expect((await screen.findByText(ana.email)).tagName).toBe('STRONG')
  expect(screen.queryByLabelText('New password')).toBeNull()
  expect(localStorage.getItem('opsyncpro.session')).toBe(before)
  expect(sent).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Sign out and continue' }))
  await screen.findByLabelText('New password')
  expect(localStorage.getItem('opsyncpro.session')).toBeNull()
})

test.each([
  ['tokens in the fragment', '/set-password#access_token=a.b.c&refresh_token=r&type=recovery'],
  ['tokens in the query', '/set-password?access_token=a.b.c&refresh_token=r&type=recovery'],
  ['a code', '/set-password?code=abc'],
  ['nothing', '/set-password'],
])('%s: the link is not valid, and nothing is sent', async (_, address) => {
  open(address)
  await screen.findByRole('heading', { name: 'This link is no longer valid' })
  expect(sent).toEqual([])
  expect(localStorage.getItem('opsyncpro.session')).toBeNull()
})
