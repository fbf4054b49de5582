import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { type MicrosoftState, newSecret } from '../state.ts'
import { OAuthError, oauthErrorResponse } from './oauth-error.ts'

export const ACCESS_TOKEN_SECONDS = 3599
const REFRESH_TOKEN_MS = 90 * 86_400_000
type Context = EmulatorContext<MicrosoftState>

/** `POST /login/{tenant}/oauth2/v2.0/token`. */
export function tokenRoutes(context: Context): Hono<EmulatorBindings> {
  const { clock, store } = context
  const app = new Hono<EmulatorBindings>()
  app.post('/login/:tenant/oauth2/v2.0/token', async (c) => {
    try {
      if (c.req.header('origin')) {
        throw new OAuthError(
          'invalid_request',
          9002326,
          'Cross-origin token redemption is permitted only for the Single-Page Application client-type.',
        )
      }
      const isForm = (c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
      const form = new URLSearchParams(isForm ? await c.req.text() : '')
      checkClient(store.state, form)
      const granted = redeem(context, form)
      const answer = issue(context, granted)
      await store.save()
      return c.json(answer, 200, { 'cache-control': 'no-store' })
    } catch (error) {
      if (error instanceof OAuthError) return oauthErrorResponse(error, clock.iso())
      throw error
    }
  })
  return app
}

type Granted = { account_id: string; scope: string[] }

/** Uses a code, which is worthless afterwards, or a refresh token, which works until the grace ends. */
function redeem({ clock, store: { state } }: Context, form: URLSearchParams): Granted {
  const grantType = required(form, 'grant_type')
  if (grantType === 'authorization_code') {
    const code = state.codes[required(form, 'code')]
    const redirectUri = required(form, 'redirect_uri')
    if (!code) throw new OAuthError('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.')
    if (code.is_used) throw new OAuthError('invalid_grant', 54005, 'OAuth2 Authorization code was already redeemed.')
    if (code.expires_at <= clock.now())
      throw new OAuthError(
        'invalid_grant',
        70008,
        'The provided authorization code or refresh token has expired due to inactivity.',
      )
    if (code.redirect_uri !== redirectUri)
      throw new OAuthError(
        'invalid_grant',
        50011,
        'The redirect URI does not match the one of the authorization request.',
      )
    checkVerifier(code.code_challenge, form.get('code_verifier'))
    code.is_used = true
    return code
  }
  if (grantType === 'refresh_token') {
    const token = required(form, 'refresh_token')
    const grant = state.refresh_tokens[token]
    if (!grant || grant.expires_at <= clock.now()) {
      throw new OAuthError(
        'invalid_grant',
        70008,
        'The provided authorization code or refresh token has expired due to inactivity or was revoked.',
      )
    }
    const wanted = form.get('scope')?.split(' ').filter(Boolean) ?? grant.scope
    const refused = wanted.find((name) => !grant.scope.includes(name))
    if (refused !== undefined)
      throw new OAuthError('invalid_grant', 65001, `The user has not consented to '${refused}'.`)
    // A second use within the grace does not extend it.
    grant.expires_at = Math.min(grant.expires_at, clock.now() + state.refresh_grace_ms)
    return grant
  }
  throw new OAuthError('unsupported_grant_type', 70003, `The grant type '${grantType}' is not supported.`)
}

function issue({ clock, store: { state } }: Context, { account_id, scope }: Granted) {
  forgetExpired(state, clock.now())
  const accessToken = `EwB${newSecret(32)}`
  state.access_tokens[accessToken] = { account_id, scope, expires_at: clock.now() + ACCESS_TOKEN_SECONDS * 1000 }
  const answer = {
    token_type: 'Bearer',
    scope: scope.filter((name) => name !== 'offline_access').join(' '),
    expires_in: ACCESS_TOKEN_SECONDS,
    ext_expires_in: ACCESS_TOKEN_SECONDS,
    access_token: accessToken,
  }
  if (!scope.includes('offline_access')) return answer
  const refreshToken = `M.C5_${newSecret(32)}`
  state.refresh_tokens[refreshToken] = { account_id, scope, expires_at: clock.now() + REFRESH_TOKEN_MS }
  return { ...answer, refresh_token: refreshToken }
}

/** An expired secret and one that never existed get the same answer, so expired secrets are dropped. */
function forgetExpired(state: MicrosoftState, nowMs: number): void {
  for (const kind of ['consents', 'codes', 'access_tokens', 'refresh_tokens'] as const) {
    for (const [secret, { expires_at }] of Object.entries(state[kind])) {
      if (expires_at <= nowMs) delete state[kind][secret]
    }
  }
}

function checkClient({ app }: MicrosoftState, form: URLSearchParams): void {
  if (required(form, 'client_id') !== app.client_id) {
    throw new OAuthError('unauthorized_client', 700016, 'Application was not found in the directory.')
  }
  const secret = form.get('client_secret')
  if (!secret)
    throw new OAuthError(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      401,
    )
  if (secret !== app.client_secret)
    throw new OAuthError('invalid_client', 7000215, 'Invalid client secret provided.', 401)
  if (app.secret_expired)
    throw new OAuthError('invalid_client', 7000222, 'The provided client secret keys are expired.', 401)
}

function checkVerifier(challenge: string | null, verifier: string | null): void {
  if (challenge === null && verifier === null) return
  const isMatch =
    challenge !== null &&
    verifier !== null &&
    /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) &&
    createHash('sha256').update(verifier).digest('base64url') === challenge
  if (!isMatch)
    throw new OAuthError(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    )
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (!value)
    throw new OAuthError('invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`)
  return value
}
