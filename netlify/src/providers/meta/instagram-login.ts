import { ProviderError } from '../errors.ts'
import { type ProviderRequest, readJson, sendToProvider } from '../http.ts'
import type { OAuthTokens } from '../oauth.ts'
import { type GraphAccess, readGraph } from './client.ts'
import { PROVIDER, tokenFailure, unreadable } from './failures.ts'
import { InstagramCodeAnswer, InstagramProfileAnswer, TokenAnswer } from './types.ts'

/** Our app keys at Instagram's own login. */
export type InstagramApp = {
  /** `https://www.instagram.com`: the dialog. */
  loginUrl: string
  /** `https://api.instagram.com`: codes. */
  tokenUrl: string
  /** `https://graph.instagram.com`: everything else. */
  graphUrl: string
  appId: string
  appSecret: string
  redirectUri: string
  timeoutMs: number
}

/** What posting needs; asked at every sign-in. */
export const INSTAGRAM_POSTING = ['instagram_business_basic', 'instagram_business_content_publish'] as const
/** What messages need besides; asked when a person switches the inbox on. */
export const INSTAGRAM_MESSAGES = ['instagram_business_manage_messages'] as const

/** Where a person grants access. */
export function consentUrl(
  app: InstagramApp,
  { state, withMessages = false }: { state: string; withMessages?: boolean },
) {
  const url = new URL(`${app.loginUrl}/oauth/authorize`)
  const scope = [...INSTAGRAM_POSTING, ...(withMessages ? INSTAGRAM_MESSAGES : [])].join(',')
  const query = { client_id: app.appId, redirect_uri: app.redirectUri, response_type: 'code', scope, state }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

/** Exchanges the code of the callback, and its token for one that lives 60 days. Throws `ProviderError`. */
export async function redeemCode(app: InstagramApp, code: string): Promise<OAuthTokens> {
  const form = {
    client_id: app.appId,
    client_secret: app.appSecret,
    grant_type: 'authorization_code',
    redirect_uri: app.redirectUri,
    // Instagram appends `#_` to the address; a browser keeps it to itself, a person who pastes the code does not.
    code: code.replace(/#_$/, ''),
  }
  const answer = await request(app, {
    baseUrl: app.tokenUrl,
    path: '/oauth/access_token',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  })
  const short = readJson(answer.bytes, InstagramCodeAnswer)
  if (!short) throw unreadable(answer.status)
  const query = { grant_type: 'ig_exchange_token', client_secret: app.appSecret, access_token: short.access_token }
  const tokens = toTokens(await request(app, { baseUrl: app.graphUrl, path: '/access_token', query }))
  return { ...tokens, ...(short.permissions && { permissions: short.permissions }) }
}

/**
 * A longer life for a token, which is its own refresh token. Instagram refuses one that is younger than 24 hours or
 * over. The old token stays valid until its own end.
 */
export async function refreshTokens(app: InstagramApp, accessToken: string): Promise<OAuthTokens> {
  const query = { grant_type: 'ig_refresh_token', access_token: accessToken }
  return toTokens(await request(app, { baseUrl: app.graphUrl, path: '/refresh_access_token', query }))
}

async function request(app: InstagramApp, parts: Pick<ProviderRequest, 'baseUrl' | 'path'> & Partial<ProviderRequest>) {
  const answer = await sendToProvider({
    provider: PROVIDER,
    timeoutMs: app.timeoutMs,
    maxResponseBytes: 100 * 1024,
    ...parts,
  })
  if (answer.status !== 200) throw tokenFailure(answer)
  return answer
}

function toTokens({ bytes, status }: { bytes: Uint8Array; status: number }): OAuthTokens {
  const tokens = readJson(bytes, TokenAnswer)
  if (!tokens?.expires_in) throw unreadable(status)
  const expiresAt = new Date(Date.now() + tokens.expires_in * 1000)
  return {
    accessToken: tokens.access_token,
    expiresAt,
    refreshToken: tokens.access_token,
    refreshTokenExpiresAt: expiresAt,
  }
}

export type InstagramProfile = { id: string; username: string; name: string | null; avatarUrl: string | null }

/** The account that signed in. `id` is the id that webhooks, posts and Facebook Login name. */
export async function getProfile(access: GraphAccess): Promise<InstagramProfile> {
  const call = { path: '/me', query: { fields: 'id,user_id,username,name,profile_picture_url' } }
  const profile = await readGraph(access, call, InstagramProfileAnswer)
  if (!profile.user_id) throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'not_professional' })
  const { user_id: id, username, name, profile_picture_url } = profile
  return { id, username, name: name ?? null, avatarUrl: profile_picture_url ?? null }
}
