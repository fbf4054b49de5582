// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { signInAna } from '#app/testing/open-app.tsx'

const opened: string[] = []
vi.mock('./sign-in-app.tsx', () => {
  opened.push('sign-in')
  return {}
})
vi.mock('./signed-in-app.tsx', () => {
  opened.push('signed-in')
  return {}
})
vi.mock('#ui/theme.css', () => ({}))
vi.mock('@fontsource-variable/inter/wght.css', () => ({}))

beforeEach(() => {
  localStorage.clear()
  opened.length = 0
  vi.resetModules()
})

/** Opens the document at that address; answers what it shows or where it leads. */
async function open(address: string): Promise<string> {
  history.replaceState(null, '', address)
  const session = await import('#app/lib/session.ts')
  const replace = vi.spyOn(session.navigation, 'replace').mockImplementation(() => {})
  await import('./main.ts')
  await vi.waitFor(() => expect(replace.mock.calls.length + opened.length).toBe(1))
  return opened[0] ?? String(replace.mock.calls[0]?.[0])
}

const TOKENS = 'access_token=a.b.c&refresh_token=r&expires_in=3600&token_type=bearer'

test.each([
  [`/#${TOKENS}&type=recovery`],
  [`/#${TOKENS}&type=signup`],
  [`/#${TOKENS}`],
  [`/products#${TOKENS}&type=magiclink`],
  [`/sign-in#${TOKENS}`],
  [`/set-password#${TOKENS}&type=recovery`],
  ['/#error=access_denied&error_code=otp_expired'],
])('%s signs nobody in, and its tokens leave the address', async (address) => {
  expect(await open(address)).toBe('/set-password')
  expect(localStorage.length).toBe(0)
})

test('tokens in an address do not touch the session of whoever is signed in', async () => {
  signInAna()
  const before = localStorage.getItem('opsyncpro.session')
  await open(`/#${TOKENS}&type=recovery`)
  expect(localStorage.getItem('opsyncpro.session')).toBe(before)
})

test('without a session the sign-in page leads back; with one the app opens', async () => {
  expect(await open('/tasks?view=history')).toBe('/sign-in?next=%2Ftasks%3Fview%3Dhistory')
  vi.resetModules()
  signInAna()
  expect(await open('/tasks')).toBe('signed-in')
})

test('the address of another site is no way out for a signed-in person', async () => {
  signInAna()
  expect(await open('/sign-in?next=/.//evil.example')).toBe('/')
})
