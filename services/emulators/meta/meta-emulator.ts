import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorDefinition } from '../frame/create-emulator.ts'
import { metaActions } from './actions.ts'
import { graphRoutes } from './graph-routes.ts'
import { dialogRoutes } from './oauth/dialog.ts'
import { tokenRoutes } from './oauth/tokens.ts'
import { applyMetaSeed, initialMetaState, MetaSeed } from './seed.ts'
import { APP_ID, APP_SECRET, INSTAGRAM_APP_ID, INSTAGRAM_APP_SECRET, type MetaState, VERIFY_TOKEN } from './state.ts'

const DEFAULT_SITE = 'http://127.0.0.1:8888'

/** Facebook Login, Instagram's own login, the Graph API on both hosts, and webhooks. */
export function metaEmulator(siteUrl?: string): EmulatorDefinition<MetaState, MetaSeed> {
  const sites = [...new Set([DEFAULT_SITE, (siteUrl ?? DEFAULT_SITE).replace(/\/$/, '')])]
  const redirectUris = sites.flatMap((site) => [`${site}/api/meta-callback`, `${site}/api/instagram-callback`])
  return {
    name: 'meta',
    stateVersion: 1,
    initialState: () =>
      initialMetaState(redirectUris, siteUrl === undefined ? null : `${sites.at(-1)}/api/webhooks/meta`),
    seedSchema: MetaSeed,
    secretFields: [
      'client_secret',
      'code',
      'access_token',
      'fb_exchange_token',
      'appsecret_proof',
      'state',
      'consent',
      'hub.verify_token',
    ],
    seed: applyMetaSeed,
    actions: metaActions,
    routes(context) {
      // Data kept from a run on another port must let people come back to this one.
      context.store.state.app.redirect_uris = [...new Set([...context.store.state.app.redirect_uris, ...redirectUris])]
      const routes = new Hono<EmulatorBindings>()
      routes.route('/', dialogRoutes(context))
      routes.route('/', tokenRoutes(context))
      routes.route('/', graphRoutes(context))
      return routes
    },
    env: (origin) => ({
      META_APP_ID: APP_ID,
      META_APP_SECRET: APP_SECRET,
      META_WEBHOOK_VERIFY_TOKEN: VERIFY_TOKEN,
      META_LOGIN_URL: `${origin}/www`,
      META_GRAPH_URL: `${origin}/graph`,
      INSTAGRAM_APP_ID,
      INSTAGRAM_APP_SECRET,
      INSTAGRAM_LOGIN_URL: `${origin}/instagram`,
      INSTAGRAM_TOKEN_URL: `${origin}/instagram-api`,
      INSTAGRAM_GRAPH_URL: `${origin}/ig-graph`,
    }),
  }
}
