import { createHash, randomBytes } from 'node:crypto'
import type { Cookies, UserContext } from '../context.ts'
import { sealSecret, unsealSecret } from '../crypto/seal-secret.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { requestDrain } from '../jobs/wake-jobs.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { OAuthTokens, OAuthVendor } from '../providers/oauth.ts'
import { openVendor } from './connection-errors.ts'
import { beginOAuth, takeOAuthState } from './connections.repo.ts'
import type { ConnectionDefinition, ConnectionProvider, SealedTokens } from './definition.ts'
import { sealToken } from './seal-tokens.ts'
import { openServiceDb } from './service-db.ts'
import { SIGN_IN_SECONDS } from './timing.ts'

type SignIn<Vendor extends OAuthVendor, Api> = Pick<
  ConnectionDefinition<Vendor, Api>,
  | 'provider'
  | 'address'
  | 'open'
  | 'openApi'
  | 'pkce'
  | 'refreshes'
  | 'declinesWithoutState'
  | 'store'
  | 'afterConnect'
  | 'words'
>

/** The vendor's URL that the browser opens to connect. Throws `not_allowed`, `provider_not_configured`. */
export async function beginSignIn<Vendor extends OAuthVendor, Api>(
  definition: SignIn<Vendor, Api>,
  { db, cookies }: UserContext,
  { withMessages = false }: { withMessages?: boolean } = {},
): Promise<{ auth_url: string }> {
  const { provider, address = provider, pkce } = definition
  await getEditorWorkspaceId(db)
  const vendor = openVendor(definition)
  const state = randomBytes(32).toString('base64url')
  const codeVerifier = pkce ? randomBytes(48).toString('base64url') : ''
  const stateHash = hash(state)
  const codeVerifierSealed = pkce ? sealSecret(verifierIdentity(stateHash), codeVerifier) : null
  await beginOAuth(db, { provider, stateHash, codeVerifierSealed, seconds: SIGN_IN_SECONDS })
  // The cookie ties the sign-in to its browser, so that no one finishes another person's sign-in.
  cookies.set({
    name: cookieName(provider),
    value: state,
    path: `/api/${address}-callback`,
    maxAgeSeconds: SIGN_IN_SECONDS,
    isSecure: readEnv().SITE_URL.startsWith('https:'),
  })
  return { auth_url: vendor.consentUrl({ state, codeVerifier, withMessages }) }
}

type WayBack = { state?: string | undefined; code?: string | undefined; error?: string | undefined }

/**
 * Finishes a sign-in. After every outcome the browser returns to Connections, which shows the result. The state is used
 * up before the answer is trusted.
 */
export async function finishSignIn<Vendor extends OAuthVendor, Api>(
  definition: SignIn<Vendor, Api>,
  { state, code, error }: WayBack,
  cookies: Cookies,
): Promise<{ location: string }> {
  const { provider, address = provider, declinesWithoutState = false } = definition
  const own = cookies.get(cookieName(provider))
  const isDecline = declinesWithoutState && state === undefined && error !== undefined
  const backTo = (result: Result, reason?: string) => ({ location: connectionsPage(address, result, reason) })
  try {
    const isOwn = own !== undefined && (own === state || isDecline)
    const signIn = isOwn ? await takeOAuthState(openServiceDb(), provider, hash(own)) : null
    if (!isOwn || !signIn) return backTo('failed', 'state_unknown')
    if (error !== undefined) return error === 'access_denied' ? backTo('denied') : backTo('failed', error)
    if (code === undefined) return backTo('failed', 'code_missing')
    const { workspace_id, user_id, code_verifier_sealed: sealed } = signIn
    const codeVerifier = sealed === null ? '' : unsealSecret(verifierIdentity(hash(own)), sealed)
    await connect(definition, { workspaceId: workspace_id, userId: user_id, code, codeVerifier })
    await requestDrain()
    return backTo('connected')
  } catch (cause) {
    if (cause instanceof AppError) return backTo('failed', cause.code)
    if (!(cause instanceof ProviderError)) throw cause
    log.warn(`${provider}.sign_in_failed`, { outcome: cause.outcome, code: cause.code, status: cause.status })
    return backTo('failed', cause.code)
  }
}

type Consent = { workspaceId: string; userId: string; code: string; codeVerifier: string }

async function connect<Vendor extends OAuthVendor, Api>(
  definition: SignIn<Vendor, Api>,
  { workspaceId, userId, code, codeVerifier }: Consent,
): Promise<void> {
  const { provider, refreshes = true, openApi, store, afterConnect } = definition
  const serviceDb = openServiceDb()
  const vendor = openVendor(definition)
  const tokens = await vendor.redeemCode(code, codeVerifier)
  const api = openApi({ vendor, accessToken: tokens.accessToken, account: '', signal: undefined })
  const seal = (account: string) => sealAll({ provider, workspace_id: workspaceId, account }, tokens, refreshes)
  await store(serviceDb, { vendor, api, tokens, workspaceId, userId, seal })
  await afterConnect?.(serviceDb, workspaceId, api)
}

function sealAll(account: Parameters<typeof sealToken>[0], tokens: OAuthTokens, refreshes: boolean): SealedTokens {
  const { accessToken, refreshToken, expiresAt } = tokens
  if (refreshToken === null && refreshes) {
    throw new ProviderError({ provider: account.provider, outcome: 'rejected', code: 'refresh_token_missing' })
  }
  return {
    access_token_sealed: sealToken(account, 'access_token', accessToken),
    refresh_token_sealed: refreshToken === null ? null : sealToken(account, 'refresh_token', refreshToken),
    access_token_expires_at: expiresAt.toISOString(),
  }
}

type Result = 'connected' | 'denied' | 'failed'

function connectionsPage(address: string, result: Result, code?: string): string {
  const url = new URL(`${readEnv().SITE_URL}/connections`)
  url.searchParams.set(address, result)
  // Only a short word from the URL reaches the page, because a person reads it.
  if (code !== undefined) url.searchParams.set('code', /^[A-Za-z_]{1,40}$/.test(code) ? code : 'refused')
  return url.href
}

const cookieName = (provider: ConnectionProvider) => `opsyncpro_${provider}_state`
const verifierIdentity = (stateHash: string) => `oauth_states/${stateHash}/code_verifier`
const hash = (state: string): string => createHash('sha256').update(state).digest('hex')
