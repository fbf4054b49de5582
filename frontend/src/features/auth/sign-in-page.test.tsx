// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openAuth } from '#app/lib/session.ts'
import { startWorld } from '#app/testing/open-app.tsx'
import { SignInPage } from './sign-in-page.tsx'

let world: ReturnType<typeof startWorld>
beforeEach(() => {
  world = startWorld()
})
afterEach(() => {
  cleanup()
  history.replaceState(null, '', '/')
})

async function signIn(answer: { error: unknown }) {
  const auth = await openAuth()
  // safe: the page reads nothing but the error
  vi.spyOn(auth, 'signInWithPassword').mockResolvedValue({ data: { user: null, session: null }, ...answer } as never)
  render(<SignInPage />)
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Email'), 'ana@example.com')
  await user.type(screen.getByLabelText('Password'), 'secret-9')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('a wrong password says what to do and keeps the typed email', async () => {
  await signIn({ error: { code: 'invalid_credentials', status: 400 } })
  expect((await screen.findByRole('alert')).textContent).toBe('Wrong email or password.')
  expect(screen.getByLabelText<HTMLInputElement>('Email').value).toBe('ana@example.com')
  expect(world.assign).not.toHaveBeenCalled()
})

test.each([
  ['an unreachable service', { name: 'AuthRetryableFetchError' }, /could not be reached/],
  ['too many tries', { code: 'over_request_rate_limit', status: 429 }, /Wait a minute/],
  ['an unconfirmed email', { code: 'email_not_confirmed' }, /Open the link we sent you/],
  ['an unknown refusal', { code: 'unexpected_failure' }, /nothing was changed/],
])('%s has its own sentence', async (_case, error, words) => {
  await signIn({ error })
  expect((await screen.findByRole('alert')).textContent).toMatch(words)
})

test('signing in leads back to the requested page', async () => {
  history.replaceState(null, '', '/sign-in?next=%2Ftasks%3Fmarketplace%3DDE')
  await signIn({ error: null })
  await vi.waitFor(() => expect(world.assign).toHaveBeenCalledWith('/tasks?marketplace=DE'))
})

test('an address of another site is not followed', async () => {
  history.replaceState(null, '', '/sign-in?next=https%3A%2F%2Fevil.example%2Ftasks')
  await signIn({ error: null })
  await vi.waitFor(() => expect(world.assign).toHaveBeenCalledWith('/'))
})

test('nothing is sent without an email and a password', async () => {
  render(<SignInPage />)
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  const email = screen.getByLabelText('Email')
  expect(screen.getByText(/Enter your full email address/)).toBeTruthy()
  expect(email.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(email)
})
