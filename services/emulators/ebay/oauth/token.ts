import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { type EbayState, newSecret } from '../state.ts'
import { OAuthRefusal, oauthErrorResponse } from './oauth-error.ts'
import { scopes, unknownScope } from './scopes.ts'

export const ACCESS_TOKEN_SECONDS = 7200
export const REFRESH_TOKEN_SECONDS = 47_304_000
const KEEP_EXPIRED_MS = 86_400_000

type Context = EmulatorContext<EbayState>

/** `POST /api/identity/v1/oauth2/token`. */
export function tokenRoutes(context: Context): Hono<EmulatorBindings> {
  const { store } = context
  const app = new Hono<EmulatorBindings>()
  app.post('/api/identity/v1/oauth2/token', async (c) => {
    try {
      checkClient(store.state, c.req.header('authorization'))
      if (!(c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
        throw new OAuthRefusal('invalid_request', 'The body must be application/x-www-form-urlencoded')
      const answer = grant(context, new URLSearchParams(await c.req.text()))
      await store.save()
      return c.json(answer, 200, { 'cache-control': 'no-store' })
    } catch (error) {
      if (error instanceof OAuthRefusal) return oauthErrorResponse(error)
      throw error
    }
  })
  return app
}

function grant(context: Context, form: URLSearchParams): object {
  switch (required(form, 'grant_type')) {
    case 'authorization_code':
      return redeemCode(context, form)
    case 'refresh_token':
      return refresh(context, form)
    case 'client_credentials':
      return applicationToken(context, form)
    default:
      throw new OAuthRefusal(
        'unsupported_grant_type',
        'grant type in request is not supported by the authorization server',
      )
  }
}

function redeemCode(context: Context, form: URLSearchParams) {
  const { clock, store } = context
  const code = store.state.codes[required(form, 'code')]
  const isRuName = required(form, 'redirect_uri') === store.state.app.ru_name
  if (!code || code.is_used || code.expires_at <= clock.now() || !isRuName)
    throw new OAuthRefusal(
      'invalid_grant',
      'the provided authorization grant code is invalid or was issued to another client',
    )
  code.is_used = true
  const refreshToken = `v^1.1#i^1#r^1#p^3#${newSecret(32)}`
  store.state.refresh_tokens[refreshToken] = {
    seller_id: code.seller_id,
    scope: code.scope,
    is_revoked: false,
    expires_at: clock.now() + REFRESH_TOKEN_SECONDS * 1000,
  }
  return {
    ...issue(context, code.seller_id, code.scope),
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_TOKEN_SECONDS,
    token_type: 'User Access Token',
  }
}

/** No new refresh token comes back: the old one stays. */
function refresh(context: Context, form: URLSearchParams) {
  const { clock, store } = context
  const known = store.state.refresh_tokens[required(form, 'refresh_token')]
  if (!known || known.is_revoked || known.expires_at <= clock.now())
    throw new OAuthRefusal(
      'invalid_grant',
      'the provided authorization refresh token is invalid or was issued to another client',
    )
  const wanted = form.get('scope')?.split(' ').filter(Boolean) ?? known.scope
  if (wanted.length === 0 || wanted.some((name) => !known.scope.includes(name))) throw scopeTooWide()
  return { ...issue(context, known.seller_id, wanted), token_type: 'User Access Token' }
}

function applicationToken(context: Context, form: URLSearchParams) {
  const wanted = required(form, 'scope').split(' ').filter(Boolean)
  if (unknownScope(wanted) !== undefined || wanted.some((name) => name !== scopes.base)) throw scopeTooWide()
  return { ...issue(context, null, wanted), token_type: 'Application Access Token' }
}

function issue({ clock, store: { state } }: Context, sellerId: string | null, scope: string[]) {
  const now = clock.now()
  for (const [token, { expires_at }] of Object.entries(state.access_tokens)) {
    if (expires_at + KEEP_EXPIRED_MS <= now) delete state.access_tokens[token]
  }
  for (const kind of ['codes', 'consents'] as const) {
    for (const [secret, { expires_at }] of Object.entries(state[kind])) {
      if (expires_at <= now) delete state[kind][secret]
    }
  }
  const accessToken = `v^1.1#i^1#p^3#I^3#${newSecret(32)}`
  state.access_tokens[accessToken] = {
    seller_id: sellerId,
    scope,
    is_revoked: false,
    expires_at: now + ACCESS_TOKEN_SECONDS * 1000,
  }
  return { access_token: accessToken, expires_in: ACCESS_TOKEN_SECONDS }
}

function checkClient({ app }: EbayState, header: string | undefined): void {
  const expected = `Basic ${Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64')}`
  if (header !== expected) throw new OAuthRefusal('invalid_client', 'client authentication failed')
}

const scopeTooWide = () =>
  new OAuthRefusal(
    'invalid_scope',
    'The requested scope is invalid, unknown, malformed, or exceeds the scope granted to the client',
  )

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name)
  if (!value) throw new OAuthRefusal('invalid_request', `request is missing a required parameter '${name}'`)
  return value
}
