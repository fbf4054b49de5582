import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { type Consent, type Host, type MetaState, newSecret } from '../state.ts'
import { consentPage, errorPage } from './consent-page.ts'

const CONSENT_LIFETIME_MS = 15 * 60_000
const CODE_LIFETIME_MS = 10 * 60_000

const SCOPES: Record<Host, ReadonlySet<string>> = {
  facebook: new Set([
    'public_profile',
    'pages_show_list',
    'pages_read_engagement',
    'pages_manage_posts',
    'pages_manage_metadata',
    'pages_messaging',
    'business_management',
    'instagram_basic',
    'instagram_content_publish',
    'instagram_manage_messages',
    'instagram_manage_comments',
  ]),
  instagram: new Set([
    'instagram_business_basic',
    'instagram_business_content_publish',
    'instagram_business_manage_messages',
    'instagram_business_manage_comments',
  ]),
}

/** The two sign-in pages, and the click on them. */
export function dialogRoutes({ clock, store }: EmulatorContext<MetaState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  const open = async (request: Request, host: Host, action: string): Promise<Response> => {
    const { state } = store
    const query = new URL(request.url).searchParams
    const redirectUri = query.get('redirect_uri') ?? ''
    const appId = host === 'facebook' ? state.app.app_id : state.app.instagram_app_id
    if (query.get('client_id') !== appId) return errorPage('Invalid App ID: the provided app ID is not valid.')
    if (!state.app.redirect_uris.includes(redirectUri)) {
      return errorPage('URL blocked: the redirect URI is not in the Valid OAuth Redirect URIs of the app.')
    }
    if (query.get('response_type') !== 'code') return errorPage('response_type must be code.')
    const scope = (query.get('scope') ?? '').split(',').filter(Boolean)
    const unknown = scope.find((name) => !SCOPES[host].has(name))
    if (unknown !== undefined || scope.length === 0) return errorPage(`Invalid Scopes: ${unknown ?? 'none'}.`)
    const consent: Consent = {
      host,
      redirect_uri: redirectUri,
      scope,
      state: query.get('state'),
      expires_at: clock.now() + CONSENT_LIFETIME_MS,
    }
    const consentId = newSecret()
    state.consents[consentId] = consent
    await store.save()
    const html = consentPage({
      vendor: host === 'facebook' ? 'Facebook' : 'Instagram',
      consentId,
      action,
      owners: ownersOf(state, host),
      pages: host === 'facebook' ? state.pages.map(({ id, name }) => ({ id, label: name })) : [],
      scope,
    })
    return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
  }

  app.get('/www/:version/dialog/oauth', (c) => open(c.req.raw, 'facebook', '/www/consent'))
  app.get('/instagram/oauth/authorize', (c) => open(c.req.raw, 'instagram', '/instagram/consent'))

  const decide = async (request: Request): Promise<Response> => {
    const { state } = store
    const form = new URLSearchParams(await request.text())
    const consentId = form.get('consent') ?? ''
    const consent = state.consents[consentId]
    if (!consent || consent.expires_at <= clock.now()) return errorPage('The sign-in has expired. Start again.')
    delete state.consents[consentId]
    const isApproved = form.get('decision') === 'approve'
    const owner = ownersOf(state, consent.host).find(({ id }) => id === form.get('owner'))
    if (!isApproved || !owner) {
      await store.save()
      return backTo(consent, {
        error: 'access_denied',
        error_reason: 'user_denied',
        error_description: 'Permissions error',
      })
    }
    const ticked = new Set(form.getAll('scope'))
    const roles = state.people.find(({ id }) => id === owner.id)?.roles ?? []
    const code = newSecret(60)
    state.codes[code] = {
      host: consent.host,
      owner_id: owner.id,
      page_ids: form.getAll('page').filter((id) => roles.some(({ page_id }) => page_id === id)),
      scope: consent.scope.filter((name) => ticked.has(name)),
      declined: consent.scope.filter((name) => !ticked.has(name)),
      redirect_uri: consent.redirect_uri,
      is_used: false,
      expires_at: clock.now() + CODE_LIFETIME_MS,
    }
    await store.save()
    return backTo(consent, { code })
  }
  app.post('/www/consent', (c) => decide(c.req.raw))
  app.post('/instagram/consent', (c) => decide(c.req.raw))
  return app
}

const ownersOf = (state: MetaState, host: Host) =>
  host === 'facebook'
    ? state.people.map(({ id, name }) => ({ id, label: name }))
    : state.instagram.map(({ id, username }) => ({ id, label: `@${username}` }))

function backTo({ redirect_uri, state, host }: Consent, answer: Record<string, string>): Response {
  const url = new URL(redirect_uri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (state !== null) url.searchParams.set('state', state)
  // Both vendors append a fragment that a browser keeps to itself.
  url.hash = host === 'facebook' ? '_=_' : '_'
  return new Response(null, { status: 302, headers: { location: url.href } })
}
