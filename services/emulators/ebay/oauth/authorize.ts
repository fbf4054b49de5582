import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { type EbayState, newSecret } from '../state.ts'
import { consentPage } from './consent-page.ts'
import { OAuthRefusal, oauthErrorPage } from './oauth-error.ts'
import { unknownScope } from './scopes.ts'

const CONSENT_LIFETIME_MS = 15 * 60_000
const CODE_LIFETIME_S = 299
const PARAMETERS = new Set(['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'locale', 'prompt'])
const Decision = z.object({
  consent: z.string(),
  decision: z.enum(['agree', 'decline']),
  seller: z.string().optional(),
})

/** `GET /auth/oauth2/authorize` and the click on its page. */
export function authorizeRoutes({ clock, store }: EmulatorContext<EbayState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  app.get('/auth/oauth2/authorize', async (c) => {
    const { state } = store
    const url = new URL(c.req.url)
    const problem = badRequest(state, url)
    if (problem) return oauthErrorPage(problem)
    const scope = scopesOf(url.searchParams)
    const consentId = newSecret()
    state.consents[consentId] = {
      scope,
      state: url.searchParams.get('state'),
      expires_at: clock.now() + CONSENT_LIFETIME_MS,
    }
    await store.save()
    return c.html(consentPage({ consentId, sellers: state.sellers, scope, action: '/auth/consent' }))
  })

  app.post('/auth/consent', async (c) => {
    const { state } = store
    const input = Decision.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())))
    const consent = input.success ? state.consents[input.data.consent] : undefined
    if (!input.success || !consent || consent.expires_at <= clock.now()) {
      return oauthErrorPage(new OAuthRefusal('invalid_request', 'The sign-in has expired. Start again from the app.'))
    }
    const seller = state.sellers.find(({ user_id }) => user_id === input.data.seller)
    if (input.data.decision === 'agree' && !seller) {
      return oauthErrorPage(new OAuthRefusal('invalid_request', 'There is no such seller.'))
    }
    delete state.consents[input.data.consent]
    if (input.data.decision === 'decline' || !seller) {
      await store.save()
      // Nothing is promised about parameters here: what the address needs to know stands in it.
      return c.redirect(state.app.declined_url)
    }
    // Real codes have characters that must be decoded exactly once.
    const code = `v^1.1#i^1#I^3#f^0#p^3#r^1#t^${newSecret()}`
    state.codes[code] = {
      seller_id: seller.user_id,
      scope: consent.scope,
      is_used: false,
      expires_at: clock.now() + CODE_LIFETIME_S * 1000,
    }
    await store.save()
    const back = new URL(state.app.accepted_url)
    if (consent.state !== null) back.searchParams.set('state', consent.state)
    back.searchParams.set('code', code)
    back.searchParams.set('expires_in', String(CODE_LIFETIME_S))
    return c.redirect(back.href)
  })

  return app
}

function badRequest({ app }: EbayState, { search, searchParams }: URL): OAuthRefusal | undefined {
  const refused = (text: string) => new OAuthRefusal('invalid_request', text)
  const strange = [...searchParams.keys()].find((name) => !PARAMETERS.has(name))
  if (strange !== undefined) return refused(`The parameter '${strange}' is not known.`)
  if (searchParams.get('client_id') !== app.client_id)
    return refused('The OAuth client was not found; client_id must be the App ID.')
  if (searchParams.get('redirect_uri') !== app.ru_name)
    return refused('redirect_uri must be the RuName of the application, which is not an address.')
  if (searchParams.get('response_type') !== 'code') return refused('response_type must be code.')
  const prompt = searchParams.get('prompt')
  if (prompt !== null && prompt !== 'login') return refused('prompt can only be login.')
  if (/[?&]scope=[^&+]*\+/.test(search))
    return new OAuthRefusal('invalid_scope', 'Scopes are separated by spaces, encoded as %20.')
  const scope = scopesOf(searchParams)
  const unknown = unknownScope(scope)
  if (scope.length === 0 || unknown !== undefined)
    return new OAuthRefusal(
      'invalid_scope',
      `The requested scope is invalid, unknown, malformed, or exceeds the scope granted to the client: ${unknown ?? 'none'}`,
    )
  return undefined
}

const scopesOf = (query: URLSearchParams): string[] => (query.get('scope') ?? '').split(' ').filter(Boolean)
