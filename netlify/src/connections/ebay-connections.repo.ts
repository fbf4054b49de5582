import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

/** The caller's workspace. Throws `not_allowed` for those who may not edit it. */
export async function getEditorWorkspaceId(db: Db): Promise<string> {
  return z.uuid().parse(unwrap(await db.rpc('editor_workspace_id')))
}

const VisibleConnection = z.object({
  ebay_username: z.string(),
  environment: z.enum(['production', 'sandbox']),
  state: z.enum(['connected', 'reconnect', 'error']),
  error_code: z.string().nullable(),
  connected_at: Instant,
  last_success_at: Instant.nullable(),
  refresh_token_expires_at: Instant,
})
export type VisibleConnection = z.infer<typeof VisibleConnection>

/** What the workspace's editors may see of its connection; null when there is none. */
export async function getVisibleConnection(db: Db, workspaceId: string): Promise<VisibleConnection | null> {
  const columns = Object.keys(VisibleConnection.shape).join(', ')
  const query = db.from('ebay_connections').select(columns).eq('workspace_id', workspaceId)
  return VisibleConnection.nullable().parse(unwrap(await query.maybeSingle()))
}

/** Notes that a person went to sign in. Throws `not_allowed`. */
export async function beginOAuth(db: Db, stateHash: string): Promise<void> {
  unwrap(await db.rpc('begin_oauth', { p_provider: 'ebay', p_state_hash: stateHash }))
}

// From here on: with the vault's client only.

const TakenState = z.object({ workspace_id: z.uuid(), user_id: z.uuid() })

/** Uses a state up. Null when it is unknown, used, too old, or of somebody who may no longer connect. */
export async function takeOAuthState(vault: Db, stateHash: string): Promise<z.infer<typeof TakenState> | null> {
  const args = { p_provider: 'ebay', p_state_hash: stateHash }
  return TakenState.nullable().parse(unwrap(await vault.rpc('take_oauth_state', args)))
}

const Connection = z.object({
  workspace_id: z.uuid(),
  ebay_user_id: z.string(),
  access_token_sealed: z.string(),
  access_token_expires_at: Instant,
  token_version: z.uuid(),
  state: z.enum(['connected', 'reconnect', 'error']),
  last_success_at: Instant.nullable(),
})
export type Connection = z.infer<typeof Connection>

/** The connection with its sealed access token; null when there is none. */
export async function getConnection(vault: Db, workspaceId: string): Promise<Connection | null> {
  const columns = Object.keys(Connection.shape).join(', ')
  const query = vault.from('ebay_connections').select(columns).eq('workspace_id', workspaceId)
  return Connection.nullable().parse(unwrap(await query.maybeSingle()))
}

type NewConnection = {
  p_workspace_id: string
  p_user_id: string
  p_ebay_user_id: string
  p_ebay_username: string
  p_environment: string
  p_access_token_sealed: string
  p_refresh_token_sealed: string
  p_access_token_expires_at: string
  p_refresh_token_expires_at: string
}

/** Connects, or connects again; a sync is asked for. */
export async function storeConnection(vault: Db, connection: NewConnection): Promise<void> {
  unwrap(await vault.rpc('store_ebay_connection', connection))
}

const RefreshTurn = z.discriminatedUnion('turn', [
  z.object({ turn: z.literal('mine'), refresh_token_sealed: z.string() }),
  z.object({ turn: z.enum(['busy', 'done', 'reconnect', 'not_connected']) }),
])

/** Asks for the turn to refresh these tokens. `busy`: somebody else has it; `done`: there are newer ones. */
export async function claimRefresh(
  vault: Db,
  { workspace_id, token_version }: Connection,
  worker: string,
  leaseSeconds: number,
): Promise<z.infer<typeof RefreshTurn>> {
  const args = {
    p_workspace_id: workspace_id,
    p_token_version: token_version,
    p_worker: worker,
    p_lease_seconds: leaseSeconds,
  }
  return RefreshTurn.parse(unwrap(await vault.rpc('claim_ebay_refresh', args)))
}

/** The new access token in the place of the one it replaces. */
export async function finishRefresh(
  vault: Db,
  { workspace_id, token_version }: Connection,
  accessTokenSealed: string,
  expiresAt: Date,
): Promise<void> {
  const args = {
    p_workspace_id: workspace_id,
    p_token_version: token_version,
    p_access_token_sealed: accessTokenSealed,
    p_access_token_expires_at: expiresAt.toISOString(),
  }
  unwrap(await vault.rpc('finish_ebay_refresh', args))
}

/** Says what a failure with these tokens means, unless there are newer ones; without a state only the turn is given back. */
export async function failConnection(
  vault: Db,
  { workspace_id, token_version }: Connection,
  worker: string,
  failure?: { state: 'reconnect' | 'error'; code: string },
): Promise<void> {
  const args = {
    p_workspace_id: workspace_id,
    p_token_version: token_version,
    p_worker: worker,
    ...(failure && { p_state: failure.state, p_error_code: failure.code }),
  }
  unwrap(await vault.rpc('fail_ebay', args))
}

/** Notes that eBay answered. */
export async function noteSuccess(vault: Db, workspaceId: string): Promise<void> {
  const change = { last_success_at: new Date().toISOString(), state: 'connected', error_code: null }
  unwrap(await vault.from('ebay_connections').update(change).eq('workspace_id', workspaceId).neq('state', 'reconnect'))
}

/** Forgets the account and pauses reductions. */
export async function removeConnection(vault: Db, workspaceId: string): Promise<void> {
  unwrap(await vault.rpc('remove_ebay_connection', { p_workspace_id: workspaceId }))
}
