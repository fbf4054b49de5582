import { createHash, randomBytes } from 'node:crypto'
import type { Cookies, UserContext } from '../context.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'

import { requestDrain } from '../jobs/wake-jobs.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { beginOAuth, getEditorWorkspaceId, storeConnection, takeOAuthState } from './ebay-connections.repo.ts'
import { configuredEbay } from './ebay-session.ts'
import { openVault, sealToken } from './ebay-vault.ts'

/** Ties a sign-in to the browser it began in: nobody can be made to finish somebody else's. */
const COOKIE = 'opsyncpro_ebay_state'
const COOKIE_PATH = '/api/ebay-callback'
const SIGN_IN_SECONDS = 600
/** eBay's word for how long a grant lasts where its answer does not say: 18 months. */
const GRANT_MS = 47_304_000 * 1000

/** Where the browser goes to connect eBay. Throws `not_allowed`, `provider_not_configured`. */
export async function beginEbaySignIn({ db, cookies }: UserContext): Promise<{ auth_url: string }> {
  await getEditorWorkspaceId(db)
  const ebay = configuredEbay()
  const state = randomBytes(32).toString('base64url')
  await beginOAuth(db, hash(state))
  cookies.set({
    name: COOKIE,
    value: state,
    path: COOKIE_PATH,
    maxAgeSeconds: SIGN_IN_SECONDS,
    isSecure: readEnv().SITE_URL.startsWith('https:'),
  })
  return { auth_url: ebay.consentUrl(state) }
}

type WayBack = { state?: string | undefined; code?: string | undefined; error?: string | undefined }

/**
 * Finishes a sign-in. Whatever the person, eBay or the database said, the browser ends on our own Connections page, which
 * says how it went; the state is used up before anything is believed.
 */
export async function finishEbaySignIn(
  { state, code, error }: WayBack,
  cookies: Cookies,
): Promise<{ location: string }> {
  const own = cookies.get(COOKIE)
  // eBay sends those who decline to an address of its own, without the state: the browser's cookie says whose it was.
  const isOwn = own !== undefined && (own === state || (state === undefined && error !== undefined))
  const vault = openVault()
  try {
    const signIn = isOwn ? await takeOAuthState(vault, hash(own)) : null
    if (!signIn) return backTo('failed', 'state_unknown')
    if (error !== undefined) return error === 'access_denied' ? backTo('denied') : backTo('failed', error)
    if (code === undefined) return backTo('failed', 'code_missing')
    const { workspace_id, user_id } = signIn
    const ebay = configuredEbay()
    const tokens = await ebay.redeemCode(code)
    const user = await ebay.openSeller(tokens.accessToken).getUser()
    const refreshEndsAt = tokens.refreshTokenExpiresAt ?? new Date(Date.now() + GRANT_MS)
    await storeConnection(vault, {
      p_workspace_id: workspace_id,
      p_user_id: user_id,
      p_ebay_user_id: user.id,
      p_ebay_username: user.username,
      p_environment: ebay.environment,
      p_access_token_sealed: sealToken('access_token', workspace_id, tokens.accessToken),
      p_refresh_token_sealed: sealToken('refresh_token', workspace_id, tokens.refreshToken),
      p_access_token_expires_at: tokens.expiresAt.toISOString(),
      p_refresh_token_expires_at: refreshEndsAt.toISOString(),
    })
    await requestDrain()
    return backTo('connected')
  } catch (cause) {
    if (cause instanceof AppError) return backTo('failed', cause.code)
    if (!(cause instanceof ProviderError)) throw cause
    log.warn('ebay.sign_in_failed', { outcome: cause.outcome, code: cause.code, status: cause.status })
    return backTo('failed', cause.code)
  }
}

function backTo(result: 'connected' | 'denied' | 'failed', code?: string): { location: string } {
  const url = new URL(`${readEnv().SITE_URL}/connections`)
  url.searchParams.set('ebay', result)
  // Whatever came in the address is a word or nothing: it is shown to a person.
  if (code !== undefined) url.searchParams.set('code', /^[A-Za-z_]{1,40}$/.test(code) ? code : 'refused')
  return { location: url.href }
}

const hash = (state: string): string => createHash('sha256').update(state).digest('hex')
