import type { EbayStatus } from '#core/connections/ebay.ts'
import type { UserContext } from '../context.ts'
import { openEbay } from '../providers/ebay/index.ts'
import {
  getEditorWorkspaceId,
  getVisibleConnection,
  noteSuccess,
  removeConnection,
  type VisibleConnection,
} from './ebay-connections.repo.ts'
import { ebayProblem, openEbaySession } from './ebay-session.ts'
import { openVault } from './ebay-vault.ts'

/** How the workspace's eBay account is. Throws `not_allowed`. */
export async function getEbayStatus({ db }: UserContext): Promise<EbayStatus> {
  return toStatus(await getVisibleConnection(db, await getEditorWorkspaceId(db)))
}

/** Asks eBay who the account is, now. */
export async function testEbay(ctx: UserContext): Promise<EbayStatus> {
  const workspaceId = await getEditorWorkspaceId(ctx.db)
  const vault = openVault()
  const session = await openEbaySession(vault, workspaceId)
  await session
    .use((seller) => seller.getUser())
    .catch((error: unknown) => {
      throw ebayProblem(error)
    })
  await noteSuccess(vault, workspaceId)
  return getEbayStatus(ctx)
}

/**
 * Forgets the tokens (eBay offers no address to revoke them), pauses reductions and takes back what was planned. Listings
 * and their ledger stay.
 */
export async function disconnectEbay(ctx: UserContext): Promise<EbayStatus> {
  await removeConnection(openVault(), await getEditorWorkspaceId(ctx.db))
  return getEbayStatus(ctx)
}

function toStatus(connection: VisibleConnection | null): EbayStatus {
  const isConfigured = openEbay() !== null
  return {
    state: isConfigured ? (connection?.state ?? 'not_connected') : 'not_configured',
    ebay_username: connection?.ebay_username ?? null,
    environment: connection?.environment ?? null,
    error_code: connection?.error_code ?? null,
    connected_at: connection?.connected_at ?? null,
    last_success_at: connection?.last_success_at ?? null,
    expires_at: connection?.refresh_token_expires_at ?? null,
  }
}
