import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { escapeHtml } from '../frame/escape-html.ts'
import { type Consent, newSecret, type YouTubeState } from './state.ts'

const LIFETIME_MS = 10 * 60_000
const ACCESS_SECONDS = 3600
const KNOWN_SCOPES = new Set(
  ['youtube', 'youtube.upload', 'youtube.readonly', 'youtube.force-ssl'].map(
    (name) => `https://www.googleapis.com/auth/${name}`,
  ),
)

/** Google's consent page and its token endpoint. */
export function oauthRoutes({ clock, store }: EmulatorContext<YouTubeState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  app.get('/accounts/o/oauth2/v2/auth', async (c) => {
    const { state } = store
    const query = new URL(c.req.url).searchParams
    const redirectUri = query.get('redirect_uri') ?? ''
    if (query.get('client_id') !== state.app.client_id) return errorPage('Error 401: invalid_client')
    if (!state.app.redirect_uris.includes(redirectUri)) return errorPage('Error 400: redirect_uri_mismatch')
    if (query.get('response_type') !== 'code') return errorPage('Error 400: invalid_request')
    const scope = (query.get('scope') ?? '').split(' ').filter(Boolean)
    if (scope.length === 0 || scope.some((name) => !KNOWN_SCOPES.has(name)))
      return errorPage('Error 400: invalid_scope')
    const challenge = query.get('code_challenge')
    if (challenge !== null && query.get('code_challenge_method') !== 'S256')
      return errorPage('Error 400: invalid_request')
    const consentId = newSecret()
    state.consents[consentId] = {
      redirect_uri: redirectUri,
      scope,
      state: query.get('state'),
      code_challenge: challenge,
      is_offline: query.get('access_type') === 'offline',
      wants_consent: (query.get('prompt') ?? '').split(' ').includes('consent'),
      expires_at: clock.now() + LIFETIME_MS,
    }
    await store.save()
    return c.html(consentPage(consentId, state, scope))
  })

  app.post('/accounts/consent', async (c) => {
    const { state } = store
    const form = new URLSearchParams(await c.req.text())
    const consentId = form.get('consent') ?? ''
    const consent = state.consents[consentId]
    if (!consent || consent.expires_at <= clock.now()) return errorPage('The sign-in has expired.')
    delete state.consents[consentId]
    const accountId = form.get('account') ?? ''
    const isApproved =
      form.get('decision') === 'approve' && state.channels.some(({ account_id }) => account_id === accountId)
    if (!isApproved) {
      await store.save()
      return backTo(consent, { error: 'access_denied' })
    }
    const ticked = form.getAll('scope')
    const code = `4/${newSecret(40)}`
    const scope = consent.scope.filter((name) => ticked.includes(name))
    state.codes[code] = {
      ...consent,
      scope,
      account_id: accountId,
      is_used: false,
      expires_at: clock.now() + LIFETIME_MS,
    }
    await store.save()
    return backTo(consent, { code, scope: scope.join(' ') })
  })

  app.post('/oauth2/token', async (c) => {
    const { state } = store
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    const refuse = (error: string, description: string, status: 400 | 401 = 400) =>
      c.json({ error, error_description: description }, status)
    if (form.client_id !== state.app.client_id || form.client_secret !== state.app.client_secret) {
      return refuse('invalid_client', 'Unauthorized', 401)
    }
    const give = (accountId: string, scope: string[], grant: string, refreshToken?: string) => {
      const token = `ya29.${newSecret(40)}`
      state.access_tokens[token] = {
        ...{ account_id: accountId, scope, grant },
        expires_at: clock.now() + ACCESS_SECONDS * 1000,
      }
      return c.json({
        access_token: token,
        expires_in: ACCESS_SECONDS,
        scope: scope.join(' '),
        token_type: 'Bearer',
        ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      })
    }
    if (form.grant_type === 'refresh_token') {
      const known = state.refresh_tokens[form.refresh_token ?? '']
      if (!known || known.is_revoked) return refuse('invalid_grant', 'Token has been expired or revoked.')
      const answer = give(known.account_id, known.scope, form.refresh_token ?? '')
      await store.save()
      return answer
    }
    if (form.grant_type !== 'authorization_code') return refuse('unsupported_grant_type', 'Invalid grant_type')
    const code = state.codes[form.code ?? '']
    const isWrong =
      !code ||
      code.is_used ||
      code.expires_at <= clock.now() ||
      code.redirect_uri !== form.redirect_uri ||
      !isProof(code, form)
    if (isWrong) return refuse('invalid_grant', 'Bad Request')
    code.is_used = true
    // A refresh token comes with the first consent only, unless the page was asked to show again.
    const isFirst = !Object.values(state.refresh_tokens).some(({ account_id }) => account_id === code.account_id)
    const refreshToken = code.is_offline && (code.wants_consent || isFirst) ? `1//${newSecret(40)}` : undefined
    const grant = refreshToken ?? ''
    if (refreshToken) {
      state.refresh_tokens[refreshToken] = { account_id: code.account_id, scope: code.scope, is_revoked: false }
    }
    const answer = give(code.account_id, code.scope, grant, refreshToken)
    await store.save()
    return answer
  })
  return app
}

const isProof = ({ code_challenge }: Consent, form: Record<string, string>): boolean =>
  code_challenge === null ||
  createHash('sha256')
    .update(form.code_verifier ?? '')
    .digest('base64url') === code_challenge

function backTo({ redirect_uri, state }: Consent, answer: Record<string, string>): Response {
  const url = new URL(redirect_uri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (state !== null) url.searchParams.set('state', state)
  return new Response(null, { status: 302, headers: { location: url.href } })
}

function errorPage(message: string): Response {
  const html = `<!doctype html><html lang="en"><title>Error</title><body><h1>Access blocked</h1><p>${escapeHtml(message)}</p></body></html>`
  return new Response(html, { status: 400, headers: { 'content-type': 'text/html; charset=utf-8' } })
}

function consentPage(consentId: string, { channels }: YouTubeState, scope: string[]): string {
  const row = (type: string, name: string, value: string, label: string, isOn: boolean) =>
    `<label class="row"><input type="${type}" name="${name}" value="${escapeHtml(value)}"${isOn ? ' checked' : ''}> ${escapeHtml(label)}</label>`
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in with Google – emulated Google</title>
  <style>
    body { font: 16px/1.5 system-ui, sans-serif; background: #f0f4f9; color: #1f1f1f; margin: 0; display: grid; place-items: center; min-height: 100vh }
    main { background: #fff; padding: 2rem; width: min(28rem, 90vw); border-radius: 24px; box-sizing: border-box }
    h1 { font-size: 1.3rem } fieldset { border: 0; padding: 0; margin: 0 0 1rem } legend { font-weight: 600 }
    .row { display: flex; gap: .75rem; padding: .25rem } .buttons { display: flex; justify-content: flex-end; gap: .5rem }
    button { font: inherit; padding: .5rem 1.5rem; border: 0; border-radius: 20px; background: #e1e3e1; cursor: pointer } button.yes { background: #0b57d0; color: #fff }
  </style>
</head>
<body>
  <main>
    <small>Google (emulated on this machine)</small>
    <h1>OpSyncPro wants to access your Google Account</h1>
    <form method="post" action="/accounts/consent">
      <input type="hidden" name="consent" value="${escapeHtml(consentId)}">
      <fieldset><legend>Choose a channel</legend>${channels
        .map(({ account_id, title, email }, index) =>
          row('radio', 'account', account_id, `${title} (${email})`, index === 0),
        )
        .join('')}</fieldset>
      <fieldset><legend>Allow</legend>${scope.map((name) => row('checkbox', 'scope', name, name, true)).join('')}</fieldset>
      <div class="buttons">
        <button name="decision" value="deny">Cancel</button>
        <button class="yes" name="decision" value="approve">Continue</button>
      </div>
    </form>
  </main>
</body>
</html>`
}
