import { createHash } from 'node:crypto'
import { ProviderError } from '../errors.ts'
import { readJson, sendToProvider } from '../http.ts'
import type { OAuthTokens } from '../oauth.ts'
import { PROVIDER, tokenFailure, unreadable } from './failures.ts'
import { TokenAnswer } from './types.ts'

/** Our app keys at Google. */
export type GoogleApp = {
  /** `https://accounts.google.com`: the consent page. */
  loginUrl: string
  /** `https://oauth2.googleapis.com`: tokens. */
  tokenUrl: string
  clientId: string
  clientSecret: string
  redirectUri: string
  timeoutMs: number
}

/** Uploading with a cover, and the name of the channel. */
export const YOUTUBE_SCOPES = [
  'https://www.googleapis.com/auth/youtube.upload',
  'https://www.googleapis.com/auth/youtube.readonly',
] as const

/** Where a person grants access. Without `prompt=consent` a second sign-in brings no refresh token. */
export function consentUrl(app: GoogleApp, { state, codeVerifier }: { state: string; codeVerifier: string }): string {
  const url = new URL(`${app.loginUrl}/o/oauth2/v2/auth`)
  const query = {
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: YOUTUBE_SCOPES.join(' '),
    access_type: 'offline',
    prompt: 'consent',
    state,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

/** Exchanges the code of the callback; works once. Throws `ProviderError`. */
export async function redeemCode(app: GoogleApp, code: string, codeVerifier: string): Promise<OAuthTokens> {
  const form = { grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri: app.redirectUri }
  const answer = await requestTokens(app, form)
  const granted = (answer.scope ?? '').split(' ')
  // A person can untick permissions; without these nothing works.
  if (!answer.refresh_token || YOUTUBE_SCOPES.some((scope) => !granted.includes(scope))) {
    throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'permission_missing' })
  }
  return { ...toTokens(answer), permissions: granted }
}

/** A new access token; Google keeps the refresh token. Throws `ProviderError`. */
export async function refreshTokens(app: GoogleApp, refreshToken: string): Promise<OAuthTokens> {
  return toTokens(await requestTokens(app, { grant_type: 'refresh_token', refresh_token: refreshToken }))
}

async function requestTokens(app: GoogleApp, form: Record<string, string>): Promise<TokenAnswer> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: app.tokenUrl,
    path: '/token',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...form }).toString(),
    timeoutMs: app.timeoutMs,
    maxResponseBytes: 100 * 1024,
  })
  if (answer.status !== 200) throw tokenFailure(answer)
  const tokens = readJson(answer.bytes, TokenAnswer)
  if (!tokens) throw unreadable(answer.status)
  return tokens
}

const toTokens = ({ access_token, expires_in, refresh_token }: TokenAnswer): OAuthTokens => ({
  accessToken: access_token,
  expiresAt: new Date(Date.now() + expires_in * 1000),
  refreshToken: refresh_token ?? null,
  refreshTokenExpiresAt: null,
})
