import { createHash } from 'node:crypto'
import { ProviderError } from '../errors.ts'
import { readJson, sendToProvider } from '../http.ts'
import type { OAuthTokens } from '../oauth.ts'
import { PROVIDER, tokenFailure, unreadable } from './failures.ts'
import { TokenAnswer } from './types.ts'

/** Our app keys at Microsoft. */
export type MicrosoftApp = {
  /** `https://login.microsoftonline.com`. */
  loginUrl: string
  tenant: string
  clientId: string
  clientSecret: string
  /** As registered, character by character. */
  redirectUri: string
  timeoutMs: number
}

const SCOPE = 'offline_access User.Read Files.ReadWrite'
const MAX_RESPONSE_BYTES = 100 * 1024

/** The URL where a person grants access. `codeVerifier` stays on the server; only its hash is sent (PKCE, S256). */
export function consentUrl(
  app: MicrosoftApp,
  { state, codeVerifier }: { state: string; codeVerifier: string },
): string {
  const url = new URL(`${endpointOf(app)}/authorize`)
  const query = {
    client_id: app.clientId,
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: app.redirectUri,
    scope: SCOPE,
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    // A person with two accounts must be able to choose the other one.
    prompt: 'select_account',
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

/** Exchanges the code of the callback for tokens; works once. Throws `ProviderError`. */
export async function redeemCode(app: MicrosoftApp, code: string, codeVerifier: string): Promise<OAuthTokens> {
  const answer = await requestTokens(app, {
    grant_type: 'authorization_code',
    code,
    code_verifier: codeVerifier,
    redirect_uri: app.redirectUri,
    scope: SCOPE,
  })
  const { refresh_token, scope = '' } = answer
  // A person can deselect permissions; OpSyncPro needs all of these.
  if (!refresh_token || !/\bFiles\.ReadWrite\b/.test(scope)) {
    throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'permission_missing' })
  }
  return toTokens(answer)
}

/** Exchanges a refresh token for new tokens, with a new refresh token every time. Throws `ProviderError`. */
export async function refreshTokens(app: MicrosoftApp, refreshToken: string): Promise<OAuthTokens> {
  return toTokens(await requestTokens(app, { grant_type: 'refresh_token', refresh_token: refreshToken, scope: SCOPE }))
}

async function requestTokens(app: MicrosoftApp, form: Record<string, string>): Promise<TokenAnswer> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: endpointOf(app),
    path: '/token',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...form }).toString(),
    timeoutMs: app.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  })
  if (answer.status !== 200) throw tokenFailure(answer)
  const tokens = readJson(answer.bytes, TokenAnswer)
  if (!tokens) throw unreadable(answer.status)
  return tokens
}

const endpointOf = ({ loginUrl, tenant }: MicrosoftApp) =>
  `${loginUrl.replace(/\/$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0`

const toTokens = ({ access_token, expires_in, refresh_token }: TokenAnswer): OAuthTokens => ({
  accessToken: access_token,
  expiresAt: new Date(Date.now() + expires_in * 1000),
  refreshToken: refresh_token ?? null,
  refreshTokenExpiresAt: null,
})
