import type { GoTrueClient } from '@supabase/auth-js'
import { loadConfig } from './config.ts'
import { type SignInReason, signInAddress } from './sign-in-address.ts'

/** The key of auth-js' session in localStorage. */
const STORAGE_KEY = 'opsyncpro.session'

let opening: Promise<GoTrueClient> | undefined

/**
 * The only auth client of this document. auth-js is loaded on the first call: the sign-in page is drawn without it.
 * Throws when the configuration or the library cannot be loaded; the next call tries again.
 */
export function openAuth(): Promise<GoTrueClient> {
  opening ??= create().catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}

async function create(): Promise<GoTrueClient> {
  const [{ AuthClient }, config] = await Promise.all([import('@supabase/auth-js'), loadConfig()])
  return new AuthClient({
    url: `${config.supabase_url}/auth/v1`,
    headers: { apikey: config.supabase_anon_key },
    storageKey: STORAGE_KEY,
    // A link must never sign its reader in, least of all to the account of whoever sent it. So no token is read from
    // the address, and the auth service is asked to put none there.
    flowType: 'pkce',
    detectSessionInUrl: false,
    autoRefreshToken: true,
    persistSession: true,
  })
}

/**
 * An auth client for a forgotten password. Its session is in memory only: the link of a recovery mail changes a password
 * and signs nobody in, whoever is signed in on this device stays so. Throws like `openAuth`.
 */
export async function openRecovery(): Promise<GoTrueClient> {
  const [{ AuthClient }, config] = await Promise.all([import('@supabase/auth-js'), loadConfig()])
  return new AuthClient({
    url: `${config.supabase_url}/auth/v1`,
    headers: { apikey: config.supabase_anon_key },
    storageKey: 'opsyncpro.recovery',
    // Not PKCE: a recovery mail is often opened in another browser, which has no code verifier.
    flowType: 'implicit',
    detectSessionInUrl: false,
    autoRefreshToken: false,
    persistSession: false,
  })
}

/** Whether a person signed in here before; says nothing about whether the session is still valid. */
export function hasStoredSession(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== null
  } catch {
    return false
  }
}

/** The caller's access token, refreshed when it is about to expire; undefined when signed out. */
export async function getToken(): Promise<string | undefined> {
  const auth = await openAuth()
  const { data } = await auth.getSession()
  return data.session?.access_token
}

/** Requests a new token although the old one looks valid. False when the session is over. */
export async function renewSession(): Promise<boolean> {
  const auth = await openAuth()
  const { data, error } = await auth.refreshSession()
  return !error && data.session !== null
}

let isLeaving = false

/**
 * Ends the session on this device and opens the sign-in page, once, however many calls fail at the same time. `reason`
 * tells the sign-in page what to show; without one the person signed out themselves.
 */
export async function signOut(reason: SignInReason = 'signed-out'): Promise<void> {
  if (isLeaving) return
  isLeaving = true
  const next = reason === 'expired' ? location.pathname + location.search : '/'
  try {
    const auth = await openAuth()
    await auth.signOut({ scope: 'local' })
  } catch {
    // Offline: the session of this device must still end.
  }
  try {
    localStorage.removeItem(STORAGE_KEY)
  } catch {
    // Storage is blocked, so nothing was stored either.
  }
  navigation.assign(signInAddress(next, reason))
}

/** Opens another document. In one place, because tests watch it. */
export const navigation = {
  assign: (address: string) => location.assign(address),
  replace: (address: string) => location.replace(address),
}

/** Clears the client and its session, so that each test starts signed out. */
export const forgetSession = () => {
  opening = undefined
  isLeaving = false
}
