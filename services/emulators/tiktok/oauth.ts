import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { escapeHtml } from '../frame/escape-html.ts'
import { type Grant, newSecret, type TikTokState } from './state.ts'

const LIFETIME_MS = 10 * 60_000
const ACCESS_SECONDS = 86_400
const REFRESH_SECONDS = 365 * 86_400
const KNOWN_SCOPES = new Set(['user.info.basic', 'video.publish', 'video.upload'])

/** TikTok's consent page and its token endpoint. */
export function oauthRoutes({ clock, store }: EmulatorContext<TikTokState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  app.get('/www/v2/auth/authorize/', async (c) => {
    const { state } = store
    const query = new URL(c.req.url).searchParams
    const scope = (query.get('scope') ?? '').split(',').filter(Boolean)
    const redirectUri = query.get('redirect_uri') ?? ''
    const isGood =
      query.get('client_key') === state.app.client_key &&
      query.get('response_type') === 'code' &&
      state.app.redirect_uris.includes(redirectUri) &&
      scope.length > 0 &&
      scope.every((name) => KNOWN_SCOPES.has(name))
    if (!isGood)
      return c.html('<!doctype html><html lang="en"><title>Error</title><h1>Something went wrong</h1></html>', 400)
    const consent = newSecret()
    state.consents[consent] = {
      ...{ redirect_uri: redirectUri, scope, state: query.get('state') },
      expires_at: clock.now() + LIFETIME_MS,
    }
    await store.save()
    const rows = (type: string, name: string, values: string[][]) =>
      values
        .map(
          ([value = '', label = ''], index) =>
            `<label><input type="${type}" name="${name}" value="${escapeHtml(value)}"${type === 'checkbox' || index === 0 ? ' checked' : ''}> ${escapeHtml(label)}</label>`,
        )
        .join('')
    return c.html(
      `<!doctype html><html lang="en"><head><title>Log in – emulated TikTok</title></head><body><main><h1>Authorize OpSyncPro</h1><form method="post" action="/www/consent"><input type="hidden" name="consent" value="${escapeHtml(consent)}">${rows(
        'radio',
        'account',
        state.accounts.map(({ open_id, username }) => [open_id, `@${username}`]),
      )}${rows(
        'checkbox',
        'scope',
        scope.map((name) => [name, name]),
      )}<button name="decision" value="deny">Cancel</button><button name="decision" value="approve">Authorize</button></form></main></body></html>`,
    )
  })

  app.post('/www/consent', async (c) => {
    const { state } = store
    const form = new URLSearchParams(await c.req.text())
    const id = form.get('consent') ?? ''
    const consent = state.consents[id]
    if (!consent || consent.expires_at <= clock.now()) return c.text('Expired', 400)
    delete state.consents[id]
    const back = new URL(consent.redirect_uri)
    if (consent.state !== null) back.searchParams.set('state', consent.state)
    const account = state.accounts.find(({ open_id }) => open_id === form.get('account'))
    if (form.get('decision') !== 'approve' || !account) {
      back.searchParams.set('error', 'access_denied')
    } else {
      const ticked = form.getAll('scope')
      const code = newSecret(40)
      state.codes[code] = {
        open_id: account.open_id,
        scope: consent.scope.filter((name) => ticked.includes(name)),
        ...{ redirect_uri: consent.redirect_uri, is_used: false, expires_at: clock.now() + LIFETIME_MS },
      }
      back.searchParams.set('code', code)
    }
    await store.save()
    return c.redirect(back.href)
  })

  app.post('/api/v2/oauth/token/', async (c) => {
    const { state } = store
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    const refuse = (error: string) => c.json({ error, error_description: error, log_id: newSecret(8) }, 400)
    if (form.client_key !== state.app.client_key || form.client_secret !== state.app.client_secret) {
      return refuse('invalid_client')
    }
    const give = async ({ open_id, scope }: Grant) => {
      const [access, refresh] = [`act.${newSecret(40)}`, `rft.${newSecret(40)}`]
      const now = clock.now()
      state.access_tokens[access] = { open_id, scope, expires_at: now + ACCESS_SECONDS * 1000, is_revoked: false }
      state.refresh_tokens[refresh] = { open_id, scope, expires_at: now + REFRESH_SECONDS * 1000, is_revoked: false }
      await store.save()
      return c.json({
        access_token: access,
        expires_in: ACCESS_SECONDS,
        open_id,
        refresh_token: refresh,
        refresh_expires_in: REFRESH_SECONDS,
        scope: scope.join(','),
        token_type: 'Bearer',
      })
    }
    if (form.grant_type === 'refresh_token') {
      const known = state.refresh_tokens[form.refresh_token ?? '']
      if (!known || known.is_revoked || known.expires_at <= clock.now()) return refuse('invalid_grant')
      // The token that comes back may be another one, and then the old one ends.
      known.expires_at = Math.min(known.expires_at, clock.now() + state.refresh_grace_ms)
      return give(known)
    }
    const code = state.codes[form.code ?? '']
    const isGood =
      form.grant_type === 'authorization_code' &&
      code &&
      !code.is_used &&
      code.expires_at > clock.now() &&
      code.redirect_uri === form.redirect_uri
    if (!isGood) return refuse('invalid_grant')
    code.is_used = true
    return give(code)
  })
  return app
}
