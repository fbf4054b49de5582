import { z } from 'zod'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { APP_ID, APP_SECRET, INSTAGRAM_APP_ID, INSTAGRAM_APP_SECRET, type MetaState, VERIFY_TOKEN } from './state.ts'

const FULL = ['CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'ANALYZE', 'MANAGE']

export function initialMetaState(redirectUris: string[], webhookUrl: string | null): MetaState {
  return {
    app: {
      app_id: APP_ID,
      app_secret: APP_SECRET,
      instagram_app_id: INSTAGRAM_APP_ID,
      instagram_app_secret: INSTAGRAM_APP_SECRET,
      redirect_uris: redirectUris,
      requires_proof: true,
      has_human_agent: true,
    },
    people: [
      {
        id: '10220001',
        name: 'Dana Reyes',
        roles: [
          { page_id: '1040001', tasks: FULL },
          { page_id: '1040002', tasks: FULL },
          { page_id: '1040003', tasks: ['ANALYZE'] },
        ],
      },
      { id: '10220002', name: 'Sam Okafor', roles: [{ page_id: '1040001', tasks: ['CREATE_CONTENT', 'MESSAGING'] }] },
    ],
    pages: [
      { id: '1040001', name: "Dana's Daily Finds", instagram_id: '17841400000000001', ...CALM },
      { id: '1040002', name: 'Kitchen Corner', instagram_id: '17841400000000002', ...CALM },
      { id: '1040003', name: 'Garage Shelf', instagram_id: null, ...CALM },
    ],
    instagram: [
      account('17841400000000001', '26000001', 'danas.daily.finds', "Dana's Daily Finds"),
      account('17841400000000002', '26000002', 'kitchen.corner', 'Kitchen Corner'),
    ],
    consents: {},
    codes: {},
    tokens: {},
    containers: [],
    media: [],
    videos: [],
    conversations: [],
    messages: [],
    answers: [],
    polls_needed: 2,
    webhook: { url: webhookUrl, verify_token: VERIFY_TOKEN, is_verified: false, subscribed: {} },
    echo: 'after',
    held: [],
    deliveries: [],
    calls: {},
    last_id: 0,
  }
}

const CALM = { needs_authorization: false, is_restricted: false }

const account = (id: string, app_scoped_id: string, username: string, name: string) => ({
  ...{ id, app_scoped_id, username, name },
  quota_total: 100,
  allows_messages: true,
  is_restricted: false,
})

const PageSeed = z.strictObject({
  id: z.string(),
  name: z.string(),
  instagram_id: z.string().nullable().default(null),
  needs_authorization: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
})
const InstagramSeed = z.strictObject({
  id: z.string(),
  app_scoped_id: z.string(),
  username: z.string(),
  name: z.string().default('Account'),
  quota_total: z.int().min(0).default(100),
  allows_messages: z.boolean().default(true),
  is_restricted: z.boolean().default(false),
})

export const MetaSeed = z.strictObject({
  app: z
    .strictObject({
      app_secret: z.string(),
      instagram_app_secret: z.string(),
      redirect_uris: z.array(z.url()),
      requires_proof: z.boolean(),
      has_human_agent: z.boolean(),
    })
    .partial()
    .optional(),
  /** Replaces everybody. */
  people: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        roles: z.array(z.strictObject({ page_id: z.string(), tasks: z.array(z.string()) })),
      }),
    )
    .optional(),
  /** Pages and accounts are added, or replaced by their id. */
  pages: z.array(PageSeed).optional(),
  instagram: z.array(InstagramSeed).optional(),
  polls_needed: z.int().min(0).optional(),
  echo: z.enum(['before', 'after', 'held', 'none']).optional(),
  /** Taken as verified. */
  webhook_url: z.url().optional(),
})
export type MetaSeed = z.infer<typeof MetaSeed>

export function applyMetaSeed(seed: MetaSeed, { store }: EmulatorContext<MetaState>): void {
  const { state } = store
  Object.assign(state.app, seed.app)
  if (seed.people) state.people = seed.people
  for (const page of seed.pages ?? []) replace(state.pages, page)
  for (const one of seed.instagram ?? []) replace(state.instagram, one)
  if (seed.polls_needed !== undefined) state.polls_needed = seed.polls_needed
  if (seed.echo !== undefined) state.echo = seed.echo
  if (seed.webhook_url !== undefined) Object.assign(state.webhook, { url: seed.webhook_url, is_verified: true })
}

function replace<T extends { id: string }>(list: T[], item: T): void {
  const index = list.findIndex(({ id }) => id === item.id)
  if (index < 0) list.push(item)
  else list[index] = item
}
