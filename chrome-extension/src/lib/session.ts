import { NetworkError } from '#core/http/client.ts'
import { downloadsItem, type SignedIn, sessionItem, settingsItem } from '../storage/items.ts'
import { renewTokens, revokeSession, signInWithPassword } from './auth-service.ts'

/** A token with less than this time left is renewed, so that it does not expire during the request. */
const MARGIN_MS = 60_000

/** Signs in at the stored server and keeps the session. Throws auth-js' error, or NetworkError. */
export async function signIn(email: string, password: string): Promise<void> {
  const { origin } = await settingsItem.read()
  await sessionItem.write(await signInWithPassword(origin, email, password))
}

/** Ends the session on this device at once, and at the auth service when it can be reached. */
export async function signOut(): Promise<void> {
  const session = await sessionItem.read()
  await sessionItem.write({ state: 'signed_out', reason: 'left' })
  await downloadsItem.write({})
  if (session.state === 'signed_in') await revokeSession(session).catch(() => {})
}

/**
 * The access token, renewed when it is about to expire or when the API refused it (`rejected`); undefined when signed
 * out. Throws NetworkError when a renewal is needed and gets no definite answer: the session stays.
 */
export async function getToken(rejected?: string): Promise<string | undefined> {
  const session = await sessionItem.read()
  if (session.state === 'signed_out') return undefined
  if (isFresh(session, rejected)) return session.access_token
  return navigator.locks.request('opsyncpro.renewal', () => renew(rejected))
}

// Runs in one page or worker at a time: a refresh token used twice ends the session.
async function renew(rejected?: string): Promise<string | undefined> {
  const session = await sessionItem.read()
  if (session.state === 'signed_out') return undefined
  if (isFresh(session, rejected)) return session.access_token

  const renewal = await renewTokens(session.origin, session.refresh_token)
  if (renewal.outcome === 'unknown') {
    if (session.access_token !== rejected && session.expires_at_ms > Date.now()) return session.access_token
    throw new NetworkError(renewal.cause)
  }
  // A sign-out or sign-in in the meantime wins.
  const stored = await sessionItem.update((current) => {
    if (current.state !== 'signed_in' || current.refresh_token !== session.refresh_token) return current
    return renewal.outcome === 'renewed' ? renewal.session : { state: 'signed_out', reason: 'expired' }
  })
  return stored.state === 'signed_in' ? stored.access_token : undefined
}

const isFresh = (session: SignedIn, rejected?: string) =>
  session.access_token !== rejected && session.expires_at_ms - Date.now() > MARGIN_MS
