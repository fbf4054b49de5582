import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { oauthRoutes } from './oauth.ts'
import { postRoutes } from './post-routes.ts'
import { CLIENT_KEY, CLIENT_SECRET, type TikTokState } from './state.ts'

const DEFAULT_SITE = 'http://127.0.0.1:8888'

const TikTokSeed = z.strictObject({
  app: z
    .strictObject({
      client_secret: z.string(),
      redirect_uris: z.array(z.url()),
      is_audited: z.boolean(),
      /** Origins that TikTok knows as ours. */
      domains: z.array(z.url()),
    })
    .partial()
    .optional(),
  /** Replaces everybody. */
  accounts: z
    .array(z.strictObject({ open_id: z.string(), username: z.string(), nickname: z.string(), is_private: z.boolean() }))
    .optional(),
  polls_needed: z.int().min(0).optional(),
  refresh_grace_ms: z.int().min(0).optional(),
  revoke_grants: z.array(z.string()).optional(),
})
type TikTokSeed = z.infer<typeof TikTokSeed>

function applySeed(seed: TikTokSeed, { store }: EmulatorContext<TikTokState>): void {
  const { state } = store
  Object.assign(state.app, seed.app)
  if (seed.accounts) state.accounts = seed.accounts
  if (seed.polls_needed !== undefined) state.polls_needed = seed.polls_needed
  if (seed.refresh_grace_ms !== undefined) state.refresh_grace_ms = seed.refresh_grace_ms
  for (const token of [...Object.values(state.access_tokens), ...Object.values(state.refresh_tokens)]) {
    if (seed.revoke_grants?.includes(token.open_id)) token.is_revoked = true
  }
}

/** TikTok's sign-in and posts by URL. */
export function tiktokEmulator(siteUrl: string = DEFAULT_SITE): EmulatorDefinition<TikTokState, TikTokSeed> {
  const sites = [...new Set([DEFAULT_SITE, siteUrl.replace(/\/$/, '')])]
  const redirectUris = sites.map((site) => `${site}/api/tiktok-callback`)
  return {
    name: 'tiktok',
    stateVersion: 1,
    initialState: () => ({
      app: {
        client_key: CLIENT_KEY,
        client_secret: CLIENT_SECRET,
        redirect_uris: redirectUris,
        is_audited: true,
        domains: sites,
      },
      accounts: [
        { open_id: 'tt-dana', username: 'danasdailyfinds', nickname: 'Dana', is_private: false },
        { open_id: 'tt-sam', username: 'samokafor', nickname: 'Sam', is_private: true },
      ],
      ...{ consents: {}, codes: {}, access_tokens: {}, refresh_tokens: {}, posts: [], asked: {}, inits: {} },
      polls_needed: 2,
      refresh_grace_ms: 0,
      last_id: 0,
    }),
    seedSchema: TikTokSeed,
    secretFields: ['client_secret', 'code', 'refresh_token', 'access_token', 'state', 'consent'],
    seed: applySeed,
    actions: {
      published: (_: unknown, { store }: EmulatorContext<TikTokState>) => ({ posts: store.state.posts }),
    },
    routes(context) {
      const { app } = context.store.state
      app.redirect_uris = [...new Set([...app.redirect_uris, ...redirectUris])]
      const routes = new Hono<EmulatorBindings>()
      routes.route('/', oauthRoutes(context))
      routes.route('/', postRoutes(context))
      return routes
    },
    env: (origin) => ({
      TIKTOK_CLIENT_KEY: CLIENT_KEY,
      TIKTOK_CLIENT_SECRET: CLIENT_SECRET,
      TIKTOK_LOGIN_URL: `${origin}/www`,
      TIKTOK_BASE_URL: `${origin}/api`,
    }),
  }
}
