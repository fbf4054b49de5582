import { truncate, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { contentFile, hashContent } from './content.ts'
import { addItem, childNamed, rootOf } from './drive-tree.ts'
import { ACCESS_TOKEN_SECONDS } from './oauth/token.ts'
import { type Account, type MicrosoftState, newSecret, putAccount } from './state.ts'

const GIBIBYTE = 1024 ** 3
const YEAR_MS = 365 * 86_400_000

/** `PUT /_emulator/seed`: given parts are added or replaced, absent parts stay. */
export const MicrosoftSeed = z.strictObject({
  app: z
    .strictObject({
      client_id: z.string().min(1).optional(),
      client_secret: z.string().min(1).optional(),
      secret_expired: z.boolean().optional(),
      /** Replaces the registered ones. */
      redirect_uris: z.array(z.url()).optional(),
    })
    .optional(),
  /** The same id again changes the account. */
  accounts: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        display_name: z.string().min(1),
        mail: z.string().min(1),
        type: z.enum(['personal', 'business']).default('personal'),
        quota_total_bytes: z
          .int()
          .min(0)
          .default(5 * GIBIBYTE),
        anonymous_links: z.boolean().default(true),
      }),
    )
    .optional(),
  /** Tokens that work at once, for tests without a sign-in. */
  connections: z
    .array(
      z.strictObject({
        account_id: z.string(),
        access_token: z.string().min(1).optional(),
        refresh_token: z.string().min(1).optional(),
        scope: z.array(z.string()).default(['offline_access', 'User.Read', 'Files.ReadWrite']),
      }),
    )
    .optional(),
  /** Accounts that revoke their grant: their tokens stop working. */
  revoke_grants: z.array(z.string()).optional(),
  /** Files and folders by path, parents included; a file has `size_bytes` zeros or `text`. */
  items: z
    .array(
      z
        .strictObject({
          account_id: z.string().optional(),
          path: z.string().min(1),
          folder: z.literal(true).optional(),
          size_bytes: z.int().min(0).optional(),
          text: z.string().optional(),
        })
        .refine(
          ({ folder, size_bytes, text }) => [folder, size_bytes, text].filter((one) => one !== undefined).length === 1,
          'give exactly one of folder, size_bytes, text',
        ),
    )
    .optional(),
  thumbnails_after_ms: z.int().min(0).optional(),
  /** How long a refresh token still works after it was replaced; 0 until it is seeded. */
  refresh_grace_ms: z.int().min(0).optional(),
})
export type MicrosoftSeed = z.infer<typeof MicrosoftSeed>

/** Changes the state as the seed says. */
export async function applyMicrosoftSeed(seed: MicrosoftSeed, context: EmulatorContext<MicrosoftState>): Promise<void> {
  const { clock, store } = context
  const { state } = store
  const now = clock.now()
  const { app = {}, accounts = [], connections = [], revoke_grants = [], items = [] } = seed
  state.app = {
    client_id: app.client_id ?? state.app.client_id,
    client_secret: app.client_secret ?? state.app.client_secret,
    secret_expired: app.secret_expired ?? state.app.secret_expired,
    redirect_uris: app.redirect_uris ?? state.app.redirect_uris,
  }
  state.refresh_grace_ms = seed.refresh_grace_ms ?? state.refresh_grace_ms
  state.thumbnails_after_ms = seed.thumbnails_after_ms ?? state.thumbnails_after_ms
  for (const account of accounts) putAccount(state, account, now)
  for (const { account_id, access_token, refresh_token, scope } of connections) {
    if (access_token)
      state.access_tokens[access_token] = { account_id, scope, expires_at: now + ACCESS_TOKEN_SECONDS * 1000 }
    if (refresh_token) state.refresh_tokens[refresh_token] = { account_id, scope, expires_at: now + YEAR_MS / 4 }
  }
  for (const kind of ['codes', 'access_tokens', 'refresh_tokens'] as const) {
    for (const [secret, { account_id }] of Object.entries(state[kind])) {
      if (revoke_grants.includes(account_id)) delete state[kind][secret]
    }
  }
  for (const item of items) {
    const account = state.accounts.find(({ id }) => id === item.account_id) ?? state.accounts[0]
    if (account) await putItem(context, account, item)
  }
}

type SeededItem = NonNullable<MicrosoftSeed['items']>[number]

async function putItem(
  { store, clock }: EmulatorContext<MicrosoftState>,
  account: Account,
  item: SeededItem,
): Promise<void> {
  const names = item.path.split('/').filter(Boolean)
  const leaf = names.pop() ?? ''
  let parent = rootOf(store.state, account.drive_id)
  for (const name of names) {
    parent = childNamed(store.state, parent, name) ?? addItem(store.state, { parent, name, nowMs: clock.now() })
  }
  if (item.folder) {
    if (!childNamed(store.state, parent, leaf)) addItem(store.state, { parent, name: leaf, nowMs: clock.now() })
    return
  }
  const contentId = newSecret()
  const file = contentFile(store.filesFolder, contentId)
  await writeFile(file, item.text ?? '')
  if (item.size_bytes !== undefined) await truncate(file, item.size_bytes)
  const content = {
    content_id: contentId,
    size: item.size_bytes ?? Buffer.byteLength(item.text ?? ''),
    ...(await hashContent(file)),
  }
  const known = childNamed(store.state, parent, leaf)
  if (known) Object.assign(known, content, { modified_at: clock.now(), version: known.version + 1 })
  else addItem(store.state, { parent, name: leaf, nowMs: clock.now(), content })
}
