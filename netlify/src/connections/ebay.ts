import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { type EbaySeller, openEbay } from '../providers/ebay/index.ts'
import { defineConnection } from './define-connection.ts'
import type { Session } from './session.ts'

/** How long a grant lasts when eBay's answer does not say: 18 months. */
const GRANT_MS = 47_304_000 * 1000

/** A workspace's eBay account. eBay has no URL to revoke a grant, so disconnecting only deletes the tokens. */
export const ebayConnection = defineConnection({
  provider: 'ebay',
  open: openEbay,
  pkce: false,
  rotates: null,
  declinesWithoutState: true,
  openApi: ({ vendor, accessToken, signal }) => vendor.openSeller(accessToken, signal),
  async store(db, { vendor, api, tokens, workspaceId, userId, seal }) {
    const { id, username } = await api.getUser()
    const endsAt = tokens.refreshTokenExpiresAt ?? new Date(Date.now() + GRANT_MS)
    const args = {
      p_workspace_id: workspaceId,
      p_user_id: userId,
      p_ebay_user_id: id,
      p_ebay_username: username,
      p_environment: vendor.environment,
      p_refresh_token_expires_at: endsAt.toISOString(),
      p_tokens: seal(id),
    }
    unwrap(await db.rpc('store_ebay_connection', args))
  },
  async test(seller) {
    await seller.getUser()
    return {}
  },
  shown: {
    table: 'ebay_connections',
    row: z.object({
      ebay_username: z.string(),
      environment: z.enum(['production', 'sandbox']),
      refresh_token_expires_at: Instant,
    }),
    toStatus: (row) => ({
      ebay_username: row?.ebay_username ?? null,
      environment: row?.environment ?? null,
      expires_at: row?.refresh_token_expires_at ?? null,
    }),
  },
  words: {
    name: 'eBay',
    vendor: 'eBay',
    waiting: 'No price changes until then.',
    notConnected: 'ebay_not_connected',
    reconnect: 'ebay_reconnect',
  },
})

export type EbaySession = Session<EbaySeller>

/** Throws `AppError`: `provider_not_configured`, `ebay_not_connected`, `ebay_reconnect`. */
export const openEbaySession = (serviceDb: Db, workspaceId: string, signal?: AbortSignal): Promise<EbaySession> =>
  ebayConnection.openSession(serviceDb, workspaceId, { signal })
