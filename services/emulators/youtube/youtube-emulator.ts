import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { channelRoutes } from './channel-routes.ts'
import { oauthRoutes } from './oauth.ts'
import { CLIENT_ID, CLIENT_SECRET, usageOf, type YouTubeState } from './state.ts'
import { uploadRoutes } from './upload-routes.ts'

const DEFAULT_SITE = 'http://127.0.0.1:8888'

const ChannelSeed = z.strictObject({
  account_id: z.string(),
  email: z.string().default('somebody@example.com'),
  id: z.string().nullable(),
  title: z.string().default('Channel'),
  handle: z.string().default('@channel'),
  is_verified: z.boolean().default(true),
  uploads_per_day: z.int().min(0).default(100),
})

const YouTubeSeed = z.strictObject({
  app: z
    .strictObject({ client_secret: z.string(), redirect_uris: z.array(z.url()), is_audited: z.boolean() })
    .partial()
    .optional(),
  /** Added, or replaced by their account. */
  channels: z.array(ChannelSeed).optional(),
  inserts_per_day: z.int().min(0).optional(),
  units_per_day: z.int().min(0).optional(),
  /** Uploads of today that others made. */
  inserts_used: z.int().min(0).optional(),
  stores_partially: z.int().min(0).optional(),
  /** Google accounts whose grants end. */
  revoke_grants: z.array(z.string()).optional(),
})
type YouTubeSeed = z.infer<typeof YouTubeSeed>

function initialState(redirectUris: string[]): YouTubeState {
  const channel = (account_id: string, id: string | null, title: string, handle: string) => ({
    ...{ account_id, id, title, handle },
    email: `${handle.slice(1)}@example.com`,
    is_verified: true,
    uploads_per_day: 100,
  })
  return {
    app: { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: redirectUris, is_audited: true },
    channels: [
      channel('g-dana', 'UCdanasdailyfinds0000001', "Dana's Daily Finds", '@danasdailyfinds'),
      channel('g-sam', 'UCkitchencorner000000002', 'Kitchen Corner', '@kitchencorner'),
    ],
    consents: {},
    codes: {},
    access_tokens: {},
    refresh_tokens: {},
    uploads: [],
    videos: [],
    usage: { day: '', inserts: 0, units: 0 },
    inserts_per_day: 100,
    units_per_day: 10_000,
    stores_partially: null,
    calls: {},
    last_id: 0,
  }
}

function applySeed(seed: YouTubeSeed, { store, clock }: EmulatorContext<YouTubeState>): void {
  const { state } = store
  Object.assign(state.app, seed.app)
  for (const channel of seed.channels ?? []) {
    state.channels = [...state.channels.filter(({ account_id }) => account_id !== channel.account_id), channel]
  }
  if (seed.inserts_per_day !== undefined) state.inserts_per_day = seed.inserts_per_day
  if (seed.units_per_day !== undefined) state.units_per_day = seed.units_per_day
  if (seed.inserts_used !== undefined) usageOf(state, clock.now()).inserts = seed.inserts_used
  if (seed.stores_partially !== undefined) state.stores_partially = seed.stores_partially
  for (const token of Object.values(state.refresh_tokens)) {
    if (seed.revoke_grants?.includes(token.account_id)) token.is_revoked = true
  }
}

const Which = z.strictObject({ channel_id: z.string().optional() })
const UploadId = z.strictObject({ upload_id: z.string().optional() })

const actions = {
  /** What is up, by channel, the usage of the day and how often which call was made. */
  published(input: unknown, { store, clock }: EmulatorContext<YouTubeState>) {
    const { channel_id } = Which.parse(input)
    const { state } = store
    const isWanted = (one: { channel_id: string }) => channel_id === undefined || one.channel_id === channel_id
    return {
      videos: state.videos
        .filter(isWanted)
        .map(({ published_at, ...video }) => ({ ...video, posted_at: new Date(published_at).toISOString() })),
      uploads: state.uploads.filter(isWanted).length,
      usage: usageOf(state, clock.now()),
      calls: state.calls,
    }
  },
  /** Ends one upload, or all: the next request for it is 410. */
  end_uploads(input: unknown, { store }: EmulatorContext<YouTubeState>) {
    const { upload_id } = UploadId.parse(input)
    const ended = store.state.uploads.filter(({ id }) => upload_id === undefined || id === upload_id)
    for (const upload of ended) upload.is_gone = true
    return { ended: ended.length }
  },
}

/** Google's sign-in and the parts of YouTube's Data API for uploads. */
export function youtubeEmulator(siteUrl: string = DEFAULT_SITE): EmulatorDefinition<YouTubeState, YouTubeSeed> {
  const sites = [...new Set([DEFAULT_SITE, siteUrl.replace(/\/$/, '')])]
  const redirectUris = sites.map((site) => `${site}/api/youtube-callback`)
  return {
    name: 'youtube',
    stateVersion: 1,
    initialState: () => initialState(redirectUris),
    seedSchema: YouTubeSeed,
    secretFields: [
      'client_secret',
      'code',
      'code_verifier',
      'refresh_token',
      'access_token',
      'state',
      'consent',
      'upload_id',
    ],
    isBytes: (method, path) => method === 'PUT' || path.includes('/thumbnails/'),
    seed: applySeed,
    actions,
    routes(context) {
      const { app } = context.store.state
      app.redirect_uris = [...new Set([...app.redirect_uris, ...redirectUris])]
      const routes = new Hono<EmulatorBindings>()
      for (const part of [oauthRoutes, uploadRoutes, channelRoutes]) routes.route('/', part(context))
      return routes
    },
    env: (origin) => ({
      GOOGLE_CLIENT_ID: CLIENT_ID,
      GOOGLE_CLIENT_SECRET: CLIENT_SECRET,
      GOOGLE_LOGIN_URL: `${origin}/accounts`,
      GOOGLE_TOKEN_URL: `${origin}/oauth2`,
      YOUTUBE_BASE_URL: `${origin}/api`,
    }),
  }
}
