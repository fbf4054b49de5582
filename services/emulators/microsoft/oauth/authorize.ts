import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { type Account, type Consent, type MicrosoftState, newSecret } from '../state.ts'
import { consentPage } from './consent-page.ts'
import { OAuthError, oauthErrorPage } from './oauth-error.ts'

const CONSENT_LIFETIME_MS = 15 * 60_000
const CODE_LIFETIME_MS = 10 * 60_000
const KNOWN_SCOPES = new Set([
  'offline_access',
  'openid',
  'profile',
  'email',
  'User.Read',
  'Files.Read',
  'Files.Read.All',
  'Files.ReadWrite',
  'Files.ReadWrite.All',
])
const PROMPTS = new Set(['login', 'consent', 'select_account'])
const Decision = z.object({
  consent: z.string(),
  decision: z.enum(['approve', 'deny']),
  account: z.string().optional(),
})

/** `/login/{tenant}/oauth2/v2.0/authorize` and the click on its page. */
export function authorizeRoutes({ clock, store }: EmulatorContext<MicrosoftState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  app.get('/login/:tenant/oauth2/v2.0/authorize', async (c) => {
    const query = new URL(c.req.url).searchParams
    const appProblem = unknownApp(store.state, query)
    if (appProblem) return oauthErrorPage(appProblem)
    const redirectUri = query.get('redirect_uri') ?? ''
    const problem = badRequest(query)
    if (problem)
      return c.redirect(
        withAnswer(redirectUri, query.get('state'), {
          error: problem.error,
          error_description: `AADSTS${problem.code}: ${problem.message}`,
        }),
      )
    const tenant = c.req.param('tenant')
    const consent: Consent = {
      tenant,
      redirect_uri: redirectUri,
      scope: scopesOf(query),
      state: query.get('state'),
      code_challenge: query.get('code_challenge'),
      expires_at: clock.now() + CONSENT_LIFETIME_MS,
    }
    const consentId = newSecret()
    store.state.consents[consentId] = consent
    await store.save()
    const accounts = accountsOf(store.state, tenant)
    return c.html(
      consentPage({
        consentId,
        accounts,
        scope: consent.scope,
        action: `/login/${encodeURIComponent(tenant)}/consent`,
      }),
    )
  })

  app.post('/login/:tenant/consent', async (c) => {
    const input = Decision.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())))
    const consent = input.success ? store.state.consents[input.data.consent] : undefined
    if (!input.success || !consent || consent.expires_at <= clock.now()) {
      return oauthErrorPage(
        new OAuthError('invalid_request', 165000, 'The sign-in has expired. Start again from the app.'),
      )
    }
    const account = accountsOf(store.state, consent.tenant).find(({ id }) => id === input.data.account)
    if (input.data.decision === 'approve' && !account) {
      return oauthErrorPage(
        new OAuthError('invalid_request', 50034, 'The user account does not exist in the directory.'),
      )
    }
    delete store.state.consents[input.data.consent]
    if (input.data.decision === 'deny' || !account) {
      await store.save()
      return c.redirect(
        withAnswer(consent.redirect_uri, consent.state, {
          error: 'access_denied',
          error_description: 'AADSTS65004: User declined to consent to access the app.',
        }),
      )
    }
    const code = `M.C5_${newSecret()}`
    const { state, tenant: _, ...request } = consent
    store.state.codes[code] = {
      ...request,
      account_id: account.id,
      is_used: false,
      expires_at: clock.now() + CODE_LIFETIME_MS,
    }
    await store.save()
    return c.redirect(withAnswer(consent.redirect_uri, state, { code }))
  })

  return app
}

/** Errors that must not be answered by a redirect, because the redirect URL is not trusted. */
function unknownApp({ app }: MicrosoftState, query: URLSearchParams): OAuthError | undefined {
  if (query.get('client_id') !== app.client_id) {
    return new OAuthError('unauthorized_client', 700016, 'Application was not found in the directory.')
  }
  if (!app.redirect_uris.includes(query.get('redirect_uri') ?? '')) {
    return new OAuthError(
      'invalid_request',
      50011,
      'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
    )
  }
  const mode = query.get('response_mode') ?? 'query'
  if (mode !== 'query')
    return new OAuthError('invalid_request', 90023, `The emulator answers by query, not by ${mode}.`)
  return undefined
}

function badRequest(query: URLSearchParams): OAuthError | undefined {
  const scope = scopesOf(query)
  const prompt = query.get('prompt')
  const challenge = query.get('code_challenge')
  if (query.get('response_type') !== 'code')
    return new OAuthError('unsupported_response_type', 700054, 'response_type must be code.')
  if (scope.length === 0)
    return new OAuthError('invalid_request', 900144, "The request must contain the parameter 'scope'.")
  const unknown = scope.find((name) => !KNOWN_SCOPES.has(name))
  if (unknown !== undefined) return new OAuthError('invalid_scope', 70011, `The scope '${unknown}' is not valid.`)
  if (prompt === 'none')
    return new OAuthError('interaction_required', 50058, 'A silent sign-in request was sent but no user is signed in.')
  if (prompt !== null && !PROMPTS.has(prompt))
    return new OAuthError('invalid_request', 90023, 'The prompt value is not valid.')
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') {
    return new OAuthError('invalid_request', 501491, 'code_challenge_method must be S256.')
  }
  if (challenge !== null && !/^[A-Za-z0-9_-]{43}$/.test(challenge))
    return new OAuthError('invalid_request', 501491, 'Invalid size of code_challenge.')
  return undefined
}

function scopesOf(query: URLSearchParams): string[] {
  const graph = 'https://graph.microsoft.com/'
  const names = (query.get('scope') ?? '').split(' ').filter(Boolean)
  return names.map((name) => (name.startsWith(graph) ? name.slice(graph.length) : name))
}

function accountsOf({ accounts }: MicrosoftState, tenant: string): Account[] {
  if (tenant === 'consumers') return accounts.filter(({ type }) => type === 'personal')
  if (tenant === 'organizations') return accounts.filter(({ type }) => type === 'business')
  return accounts
}

function withAnswer(redirectUri: string, state: string | null, answer: Record<string, string>): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (state !== null) url.searchParams.set('state', state)
  return url.href
}
