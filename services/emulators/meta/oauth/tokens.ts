import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { checkToken } from '../graph-call.ts'
import { badParameter, errorResponse, GraphRefusal } from '../graph-error.ts'
import {
  type Code,
  count,
  type Grant,
  type Host,
  LONG_TOKEN_MS,
  type MetaState,
  newSecret,
  SHORT_TOKEN_MS,
} from '../state.ts'

const DAY_MS = 86_400_000

/** Where codes become tokens, and tokens longer ones. */
export function tokenRoutes({ clock, store }: EmulatorContext<MetaState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  const issue = (grant: Grant, isLong: boolean) => {
    const token = `${grant.host === 'facebook' ? 'EAA' : 'IGA'}${newSecret(48)}`
    const { host, owner_id, page_ids, scope, declined } = grant
    const lifetime = isLong ? LONG_TOKEN_MS : SHORT_TOKEN_MS
    const now = clock.now()
    store.state.tokens[token] = {
      ...{ host, owner_id, page_ids, scope, declined },
      page_id: null,
      is_long: isLong,
      issued_at: now,
      expires_at: now + lifetime,
      ended_by: null,
    }
    return { access_token: token, token_type: 'bearer', expires_in: lifetime / 1000 }
  }
  const answer = async (make: () => object | Promise<object>): Promise<Response> => {
    try {
      const body = await make()
      await store.save()
      return Response.json(body)
    } catch (error) {
      if (error instanceof GraphRefusal) return errorResponse(error)
      throw error
    }
  }

  app.get('/graph/:version/oauth/access_token', (c) =>
    answer(() => {
      count(store.state, 'oauth/access_token')
      const query = Object.fromEntries(new URL(c.req.url).searchParams)
      checkApp(store.state, query)
      if (query.grant_type === 'fb_exchange_token') {
        const token = checkToken(store.state, query.fb_exchange_token ?? '', 'facebook', clock.now())
        return issue(token, true)
      }
      if (query.grant_type !== undefined) throw badParameter('Invalid grant_type.')
      return issue(redeem(store.state, query, 'facebook', clock.now()), false)
    }),
  )

  app.post('/instagram-api/oauth/access_token', async (c) => {
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    const refuse = (message: string) => c.json({ error_type: 'OAuthException', code: 400, error_message: message }, 400)
    const { app: keys } = store.state
    if (form.client_id !== keys.instagram_app_id) return refuse('Invalid platform app')
    if (form.client_secret !== keys.instagram_app_secret) return refuse('Error validating client secret')
    if (form.grant_type !== 'authorization_code') return refuse('Invalid grant_type')
    try {
      const code = redeem(store.state, form, 'instagram', clock.now())
      const { access_token } = issue(code, false)
      await store.save()
      const account = store.state.instagram.find(({ id }) => id === code.owner_id)
      return c.json({ data: [{ access_token, user_id: account?.app_scoped_id, permissions: code.scope.join(',') }] })
    } catch (error) {
      if (error instanceof GraphRefusal) return refuse(error.message)
      throw error
    }
  })

  app.get('/ig-graph/access_token', (c) =>
    answer(() => {
      const query = Object.fromEntries(new URL(c.req.url).searchParams)
      if (query.grant_type !== 'ig_exchange_token') throw badParameter('Invalid grant_type.')
      if (query.client_secret !== store.state.app.instagram_app_secret) {
        throw new GraphRefusal(400, 1, 'Error validating client secret.')
      }
      return issue(checkToken(store.state, query.access_token ?? '', 'instagram', clock.now()), true)
    }),
  )

  app.get('/ig-graph/refresh_access_token', (c) =>
    answer(() => {
      const query = Object.fromEntries(new URL(c.req.url).searchParams)
      if (query.grant_type !== 'ig_refresh_token') throw badParameter('Invalid grant_type.')
      const token = checkToken(store.state, query.access_token ?? '', 'instagram', clock.now())
      if (!token.is_long) throw badParameter('Only a long-lived token can be refreshed.')
      if (clock.now() - token.issued_at < DAY_MS) throw badParameter('The token must be at least 24 hours old.')
      return issue(token, true)
    }),
  )
  return app
}

function checkApp({ app }: MetaState, query: Record<string, string>): void {
  if (query.client_id !== app.app_id) throw new GraphRefusal(400, 101, 'Error validating application.')
  if (query.client_secret !== app.app_secret) throw new GraphRefusal(400, 1, 'Error validating client secret.')
}

function redeem(state: MetaState, query: Record<string, string>, host: Host, now: number): Code {
  const code = state.codes[query.code ?? '']
  if (!code || code.host !== host) throw badParameter('Invalid verification code format.')
  if (code.is_used) throw badParameter('This authorization code has been used.', 36009)
  if (code.expires_at <= now) throw badParameter('This authorization code has expired.', 36007)
  if (code.redirect_uri !== query.redirect_uri) {
    throw badParameter(
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      36008,
    )
  }
  code.is_used = true
  return code
}
