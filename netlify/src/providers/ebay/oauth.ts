import { readJson, sendToProvider } from '../http.ts'
import type { OAuthTokens } from '../oauth.ts'
import { PROVIDER, tokenFailure, unreadable } from './failures.ts'
import { TokenAnswer } from './types.ts'

/** Our keyset with eBay, of one environment. */
export type EbayApp = {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /** An id that stands for our return address, not an address. */
  ruName: string
  timeoutMs: number
}

export type EbayAccess = { accessToken: string; expiresAt: Date }

const PREFIX = 'https://api.ebay.com/oauth/api_scope'
/** The same in the sandbox. Asking for one more later needs every seller's consent again. */
export const EBAY_SCOPES = [
  PREFIX,
  `${PREFIX}/sell.inventory`,
  `${PREFIX}/sell.account.readonly`,
  `${PREFIX}/commerce.identity.readonly`,
] as const
const MAX_RESPONSE_BYTES = 100 * 1024
/** A token this close to its end is not used any more. */
const EARLY_MS = 5 * 60_000

/** Where a browser goes to say yes. */
export function consentUrl(app: EbayApp, state: string): string {
  const query = [
    ['client_id', app.clientId],
    ['redirect_uri', app.ruName],
    ['response_type', 'code'],
    ['scope', EBAY_SCOPES.join(' ')],
    ['state', state],
  ] as const
  // `URLSearchParams` writes a space as `+`, which eBay does not promise to take.
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${app.authUrl.replace(/\/$/, '')}/oauth2/authorize?${text}`
}

/** Turns the code of the way back (decoded once) into tokens; works once, within 299 seconds. Throws `ProviderError`. */
export async function redeemCode(app: EbayApp, code: string): Promise<OAuthTokens> {
  const answer = await requestToken(app, { grant_type: 'authorization_code', code, redirect_uri: app.ruName })
  if (!answer.refresh_token) throw unreadable(200)
  return toTokens(answer)
}

/**
 * A new access token for everything that was granted. `refreshToken` is null as long as eBay keeps the old one, which it
 * does today; if one ever comes it must be stored. Throws `ProviderError`, `reconnect` when the grant is over.
 */
export async function refreshTokens(app: EbayApp, refreshToken: string): Promise<OAuthTokens> {
  return toTokens(await requestToken(app, { grant_type: 'refresh_token', refresh_token: refreshToken }))
}

const appTokens = new Map<string, Promise<EbayAccess>>()

/**
 * The application's own token, asked for once and kept until shortly before it ends: eBay gives a thousand a day.
 * `refused` is a token eBay would not take; it is not handed out again. Throws `ProviderError`.
 */
export async function appAccess(app: EbayApp, refused?: string): Promise<EbayAccess> {
  const key = `${app.apiUrl} ${app.clientId}`
  const kept = appTokens.get(key)
  if (kept) {
    const access = await kept
    const isGood = access.accessToken !== refused && access.expiresAt.getTime() - EARLY_MS > Date.now()
    if (isGood) return access
    // Somebody else has begun to ask meanwhile.
    const next = appTokens.get(key)
    if (next && next !== kept) return next
  }
  const asked = requestToken(app, { grant_type: 'client_credentials', scope: PREFIX }).then(toAccess)
  appTokens.set(key, asked)
  asked.catch(() => appTokens.get(key) === asked && appTokens.delete(key))
  return asked
}

async function requestToken(app: EbayApp, form: Record<string, string>): Promise<TokenAnswer> {
  const credentials = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: app.apiUrl,
    path: '/identity/v1/oauth2/token',
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    timeoutMs: app.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  })
  if (answer.status !== 200) throw tokenFailure(answer)
  const tokens = readJson(answer.bytes, TokenAnswer)
  if (!tokens) throw unreadable(answer.status)
  return tokens
}

const toTokens = (answer: TokenAnswer): OAuthTokens => {
  const { refresh_token, refresh_token_expires_in: seconds } = answer
  return {
    ...toAccess(answer),
    refreshToken: refresh_token ?? null,
    refreshTokenExpiresAt: seconds ? new Date(Date.now() + seconds * 1000) : null,
  }
}

const toAccess = ({ access_token, expires_in }: TokenAnswer): EbayAccess => ({
  accessToken: access_token,
  expiresAt: new Date(Date.now() + expires_in * 1000),
})
