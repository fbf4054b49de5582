import { signInAddresses } from './addresses.ts'

/** Addresses that work without a session. */
const SIGN_IN_ADDRESSES = ['/sign-in', '/sign-up', '/forgot-password', '/set-password'] as const
export type SignInAddress = (typeof SIGN_IN_ADDRESSES)[number]

export const isSignInAddress = (pathname: string): pathname is SignInAddress =>
  SIGN_IN_ADDRESSES.some((address) => address === pathname)

/** What the link of a recovery mail carries: proof that its reader reads this mailbox. Null at other addresses. */
export const readRecoveryToken = (search: string): string | null => {
  const query = new URLSearchParams(search)
  return query.get('type') === 'recovery' ? query.get('token_hash') : null
}

/** Whether the fragment says why a link of the auth service does not work, or holds tokens, which are never read. */
export const isDeadLink = (hash: string): boolean => {
  const fields = new URLSearchParams(hash.slice(1))
  return fields.has('error') || fields.has('access_token') || fields.has('refresh_token')
}

/** Why the sign-in page opened without the person's request. */
export type SignInReason = 'expired' | 'signed-out' | 'password-set' | 'email-confirmed'

/** The sign-in page that leads back to `next` afterwards. */
export function signInAddress(next: string, reason?: SignInReason): string {
  const search = new URLSearchParams()
  if (next !== '/') search.set('next', next)
  if (reason) search.set('reason', reason)
  return signInAddresses.signIn(search.size > 0 ? `?${search}` : '')
}

/** The page after sign-in: only an address of this site, so that no link can lead people elsewhere. */
export function readNext(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next')
  if (!next) return '/'
  const url = URL.parse(next, origin)
  if (!url || url.origin !== origin || isSignInAddress(url.pathname)) return '/'
  // `/.//evil.example` is an address of this site whose path, alone, names another one.
  if (/^\/[/\\]/.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}
