import { z } from 'zod'
import type { SocialSignIn } from '#core/connections/social.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import type { NewAccount, SocialProvider } from './definition.ts'
import { stateOf } from './health.ts'
import { SOCIAL_EXPIRING_MS } from './timing.ts'

/** An account that a sign-in reaches, as the network lists it. */
export type ReachedAccount = {
  network: 'instagram' | 'facebook' | 'youtube' | 'tiktok'
  account_id: string
  name: string
  username: string | null
  avatar_url: string | null
  /** The Facebook page behind it; null without one. */
  page_id: string | null
  can_post: boolean
  can_message: boolean
  /** The permissions for posting that were not granted. */
  missing_permissions: string[]
}

type NewSignIn = {
  provider: SocialProvider
  /** The vendor's own immutable id of who signed in. */
  account: string
  name: string
  permissions: string[]
  expiresAt: Date | null
  accounts: ReachedAccount[]
  /** The sign-in is one account, so there is nothing to choose. */
  usesAll: boolean
}

/** Stores a sign-in with all that it reaches, and its tokens. */
export async function storeSignIn(
  db: Db,
  { workspaceId, userId, seal }: Pick<NewAccount<unknown, unknown>, 'workspaceId' | 'userId' | 'seal'>,
  signIn: NewSignIn,
): Promise<void> {
  const args = {
    p_workspace_id: workspaceId,
    p_user_id: userId,
    p_provider: signIn.provider,
    p_account: signIn.account,
    p_name: named(signIn.name),
    p_permissions: signIn.permissions,
    // safe: the function takes null, which the generator cannot see
    p_expires_at: (signIn.expiresAt?.toISOString() ?? null) as string,
    p_accounts: signIn.accounts.map((account) => ({
      ...account,
      name: named(account.name),
      avatar_url: isLink(account.avatar_url) ? account.avatar_url : null,
    })),
    p_uses_all: signIn.usesAll,
    p_tokens: seal(signIn.account),
  }
  unwrap(await db.rpc('store_social_sign_in', args))
}

const named = (name: string): string => name.trim().slice(0, 200) || 'Unnamed'
const isLink = (text: string | null): boolean => text !== null && URL.canParse(text) && /^https?:/.test(text)

const Row = z.object({
  account: z.string(),
  name: z.string(),
  state: z.enum(['connected', 'reconnect', 'error']),
  error_code: z.string().nullable(),
  permissions: z.array(z.string()),
  expires_at: Instant.nullable(),
  connected_at: Instant,
})

/** How the sign-ins of one network are shown. */
export const shownSignIns = (provider: SocialProvider) => ({
  table: 'social_sign_ins' as const,
  sharedBy: provider,
  expiringMs: SOCIAL_EXPIRING_MS,
  row: Row,
  toStatus: (_: z.output<typeof Row> | null, rows: readonly z.output<typeof Row>[]) => ({
    sign_ins: rows.map((row): SocialSignIn => ({ ...row, state: signInState(row) })),
    // The sign-in that ends first; one that needs a person already has said so.
    expires_at:
      rows
        .flatMap(({ state, expires_at }) => (state === 'connected' && expires_at !== null ? [expires_at] : []))
        .toSorted()[0] ?? null,
  }),
})

/** What people see of one sign-in. */
export function signInState(row: Pick<z.output<typeof Row>, 'state' | 'expires_at'>): SocialSignIn['state'] {
  const state = stateOf(row, row.expires_at, SOCIAL_EXPIRING_MS)
  return state === 'expiring' || state === 'reconnect' || state === 'error' ? state : 'connected'
}

/** The words that all networks share. */
export const socialWords = (name: string, vendor: string) => ({
  name,
  vendor,
  waiting: 'Posts wait until then.',
  notConnected: 'social_not_connected' as const,
  reconnect: 'social_reconnect' as const,
})
