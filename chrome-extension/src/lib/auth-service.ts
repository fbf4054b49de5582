import {
  AuthClient,
  type Session as AuthSession,
  type GoTrueClient,
  isAuthSessionMissingError,
} from '@supabase/auth-js'
import { accountsContract } from '#core/accounts/contract.ts'
import { createApiClient } from '#core/http/client.ts'
import type { SignedIn } from '../storage/items.ts'

const CALL_MS = 15_000

export type Renewal =
  | { outcome: 'renewed'; session: SignedIn }
  /** The auth service ended this session; only a new sign-in helps. */
  | { outcome: 'over' }
  /** The state of the session is unknown: no network, or the service failed. The session may be valid. */
  | { outcome: 'unknown'; cause: unknown }

/** Signs in. Throws auth-js' error, or NetworkError when the server does not answer. */
export async function signInWithPassword(origin: string, email: string, password: string): Promise<SignedIn> {
  const client = await connect(origin)
  const { data, error } = await client.signInWithPassword({ email, password })
  if (error) throw error
  return toSession(origin, data.session)
}

/** Exchanges the refresh token, which works once: call this one at a time and store the answer. */
export async function renewTokens(origin: string, refreshToken: string): Promise<Renewal> {
  const seen: Seen = {}
  try {
    const client = await connect(origin, seen)
    const { data, error } = await client.refreshSession({ refresh_token: refreshToken })
    if (error) throw error
    if (!data.session) throw new Error('The auth service answered without a session.')
    return { outcome: 'renewed', session: toSession(origin, data.session) }
  } catch (cause) {
    // auth-js turns `session_not_found` into an error without the code, which it also throws for an empty success.
    const isMissing = isAuthSessionMissingError(cause) && seen.status !== undefined && seen.status >= 400
    return isMissing || isSessionOver(cause) ? { outcome: 'over' } : { outcome: 'unknown', cause }
  }
}

/** Ends the session at the auth service. A failure has no effect here. */
export async function revokeSession({ origin, access_token }: SignedIn): Promise<void> {
  const client = await connect(origin)
  await client.admin.signOut(access_token, 'local')
}

const OVER_CODES = [
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_expired',
  'user_not_found',
  'user_banned',
]

/** True only for a definite answer about this session; a failing network or service gives none. */
export function isSessionOver(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string' && OVER_CODES.includes(code)) return true
  const status: unknown = Reflect.get(error, 'status')
  const message: unknown = Reflect.get(error, 'message')
  const isAboutTheToken = typeof message === 'string' && /refresh token/i.test(message)
  // Older services, and the embedded one, have no code for it.
  return status === 400 && isAboutTheToken
}

/** The last status that the auth service answered. */
type Seen = { status?: number }

async function connect(origin: string, seen: Seen = {}): Promise<GoTrueClient> {
  const callApi = createApiClient({ baseUrl: origin, getToken: async () => undefined, timeoutMs: CALL_MS })
  const config = await callApi(accountsContract.config)
  return new AuthClient({
    url: `${config.supabase_url}/auth/v1`,
    headers: { apikey: config.supabase_anon_key },
    // This extension keeps the session itself (lib/session.ts): auth-js drops it after any answer that it does not
    // know.
    persistSession: false,
    autoRefreshToken: false,
    detectSessionInUrl: false,
    storageKey: crypto.randomUUID(),
    fetch: async (input, init) => {
      const response = await fetchOnce(input, init)
      seen.status = response.status
      return response
    },
  })
}

const FAILED_STATUS = 599

/**
 * auth-js repeats a failing call for half a minute. The panel shows the failure at once and has its own Try again, so
 * it gets an answer that is not repeated.
 */
async function fetchOnce(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, { ...init, signal: AbortSignal.timeout(CALL_MS) })
    if (response.status < 500) return response
    return failed(`The auth service answered ${response.status}.`)
  } catch (cause) {
    return failed(String(cause))
  }
}

const failed = (msg: string) => Response.json({ error_code: 'unreachable', msg }, { status: FAILED_STATUS })

function toSession(origin: string, { access_token, refresh_token, expires_in, user }: AuthSession): SignedIn {
  return {
    state: 'signed_in',
    origin,
    access_token,
    refresh_token,
    expires_at_ms: Date.now() + expires_in * 1000,
    user: { id: user.id, email: user.email ?? '' },
  }
}
