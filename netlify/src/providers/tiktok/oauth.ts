import { ProviderError } from '../errors.ts'
import { readJson, sendToProvider } from '../http.ts'
import type { OAuthTokens } from '../oauth.ts'
import { PROVIDER, tokenFailure, unreadable } from './failures.ts'
import { TokenAnswer } from './types.ts'

/** Our app keys at TikTok. */
export type TikTokApp = {
  /** `https://www.tiktok.com`: the consent page. */
  loginUrl: string
  /** `https://open.tiktokapis.com`. */
  apiUrl: string
  clientKey: string
  clientSecret: string
  redirectUri: string
  timeoutMs: number
}

export const TIKTOK_SCOPES = ['user.info.basic', 'video.publish'] as const

/** Where a person grants access. */
export function consentUrl(app: TikTokApp, state: string): string {
  const url = new URL(`${app.loginUrl}/v2/auth/authorize/`)
  const query = {
    client_key: app.clientKey,
    scope: TIKTOK_SCOPES.join(','),
    response_type: 'code',
    redirect_uri: app.redirectUri,
    state,
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

/** Exchanges the code of the callback; works once. Throws `ProviderError`. */
export async function redeemCode(app: TikTokApp, code: string): Promise<OAuthTokens> {
  const answer = await requestTokens(app, { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri })
  const permissions = (answer.scope ?? '').split(',')
  if (TIKTOK_SCOPES.some((scope) => !permissions.includes(scope))) {
    throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'permission_missing' })
  }
  return { ...toTokens(answer), permissions, accountId: answer.open_id }
}

/** New tokens; TikTok may replace the refresh token, so what comes back is stored. Throws `ProviderError`. */
export async function refreshTokens(app: TikTokApp, refreshToken: string): Promise<OAuthTokens> {
  return toTokens(await requestTokens(app, { grant_type: 'refresh_token', refresh_token: refreshToken }))
}

async function requestTokens(app: TikTokApp, form: Record<string, string>): Promise<TokenAnswer> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: app.apiUrl,
    path: '/v2/oauth/token/',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_key: app.clientKey, client_secret: app.clientSecret, ...form }).toString(),
    timeoutMs: app.timeoutMs,
    maxResponseBytes: 100 * 1024,
  })
  // Refusals come with HTTP 200 too.
  const tokens = answer.status === 200 ? readJson(answer.bytes, TokenAnswer) : null
  if (tokens) return tokens
  const refusal = tokenFailure(answer)
  throw refusal.code === 'http_200' ? unreadable(200) : refusal
}

const toTokens = (answer: TokenAnswer): OAuthTokens => ({
  accessToken: answer.access_token,
  expiresAt: new Date(Date.now() + answer.expires_in * 1000),
  refreshToken: answer.refresh_token,
  refreshTokenExpiresAt: new Date(Date.now() + answer.refresh_expires_in * 1000),
})
