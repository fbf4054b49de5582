import { signInAddresses } from './addresses.ts'

/** Addresses that work without a session. */
const SIGN_IN_ADDRESSES = ['/sign-in', '/sign-up', '/forgot-password', '/set-password'] as const
export type SignInAddress = (typeof SIGN_IN_ADDRESSES)[number]

export const isSignInAddress = (pathname: string): pathname is SignInAddress =>
  SIGN_IN_ADDRESSES.some((address) => address === pathname)

/** Whether the URL's fragment comes from a recovery mail's link: a session, or the reason why there is none. */
export const isMailLink = (hash: string): boolean => hash.includes('type=recovery') || isRefusedLink(hash)

/** Whether the auth service refused the link: used before, or too old. */
export const isRefusedLink = (hash: string): boolean => new URLSearchParams(hash.slice(1)).has('error')

/** Why the sign-in page opened without the person's request. */
export type SignInReason = 'expired' | 'signed-out'

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
  return url.pathname + url.search + url.hash
}
