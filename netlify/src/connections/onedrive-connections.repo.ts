import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

/** The caller's workspace. Throws `not_allowed` for those who may not edit it. */
export async function getEditorWorkspaceId(db: Db): Promise<string> {
  return z.uuid().parse(unwrap(await db.rpc('editor_workspace_id')))
}

const VisibleConnection = z.object({
  account_email: z.string(),
  folder_id: z.string().nullable(),
  folder_path: z.string().nullable(),
  is_chosen: z.boolean(),
  state: z.enum(['connected', 'reconnect', 'error']),
  error_code: z.string().nullable(),
  refreshed_at: Instant,
  connected_at: Instant,
  last_success_at: Instant.nullable(),
})
export type VisibleConnection = z.infer<typeof VisibleConnection>

/** What the workspace's editors may see of its connection; null when there is none. */
export async function getVisibleConnection(db: Db, workspaceId: string): Promise<VisibleConnection | null> {
  const columns = Object.keys(VisibleConnection.shape).join(', ')
  const query = db.from('user_onedrive_connections').select(columns).eq('workspace_id', workspaceId)
  return VisibleConnection.nullable().parse(unwrap(await query.maybeSingle()))
}

/** Notes that a person went to sign in. Throws `not_allowed`. */
export async function beginOAuth(db: Db, stateHash: string, codeVerifierSealed: string): Promise<void> {
  const args = { p_provider: 'onedrive', p_state_hash: stateHash, p_code_verifier_sealed: codeVerifierSealed }
  unwrap(await db.rpc('begin_oauth', args))
}

// From here on: with the vault's client only.

const TakenState = z.object({ workspace_id: z.uuid(), user_id: z.uuid(), code_verifier_sealed: z.string() })

/** Uses a state up. Null when it is unknown, used, too old, or of somebody who may no longer connect. */
export async function takeOAuthState(vault: Db, stateHash: string): Promise<z.infer<typeof TakenState> | null> {
  const args = { p_provider: 'onedrive', p_state_hash: stateHash }
  return TakenState.nullable().parse(unwrap(await vault.rpc('take_oauth_state', args)))
}

const Connection = z.object({
  workspace_id: z.uuid(),
  drive_id: z.string(),
  access_token_sealed: z.string(),
  access_token_expires_at: Instant,
  token_version: z.uuid(),
  folder_id: z.string().nullable(),
  folder_path: z.string().nullable(),
  state: z.enum(['connected', 'reconnect', 'error']),
  last_success_at: Instant.nullable(),
})
export type Connection = z.infer<typeof Connection>

/** The connection with its sealed access token; null when there is none. */
export async function getConnection(vault: Db, workspaceId: string): Promise<Connection | null> {
  const columns = Object.keys(Connection.shape).join(', ')
  const query = vault.from('user_onedrive_connections').select(columns).eq('workspace_id', workspaceId)
  return Connection.nullable().parse(unwrap(await query.maybeSingle()))
}

export type SealedTokens = {
  access_token_sealed: string
  refresh_token_sealed: string
  access_token_expires_at: string
}

/** Connects, or connects again: the same drive keeps its folder, and what waited for the connection goes on. */
export async function storeConnection(
  vault: Db,
  connection: SealedTokens & { workspace_id: string; user_id: string; account_email: string; drive_id: string },
): Promise<void> {
  const args = {
    p_workspace_id: connection.workspace_id,
    p_user_id: connection.user_id,
    p_account_email: connection.account_email,
    p_drive_id: connection.drive_id,
    p_access_token_sealed: connection.access_token_sealed,
    p_refresh_token_sealed: connection.refresh_token_sealed,
    p_access_token_expires_at: connection.access_token_expires_at,
  }
  unwrap(await vault.rpc('store_onedrive_connection', args))
}

const RefreshTurn = z.discriminatedUnion('turn', [
  z.object({ turn: z.literal('mine'), refresh_token_sealed: z.string() }),
  z.object({ turn: z.enum(['busy', 'done', 'reconnect', 'not_connected']) }),
])
export type RefreshTurn = z.infer<typeof RefreshTurn>

/** Asks for the turn to refresh these tokens. `busy`: somebody else has it; `done`: there are newer ones. */
export async function claimRefresh(
  vault: Db,
  { workspace_id, token_version }: Connection,
  worker: string,
  leaseSeconds: number,
): Promise<RefreshTurn> {
  const args = {
    p_workspace_id: workspace_id,
    p_token_version: token_version,
    p_worker: worker,
    p_lease_seconds: leaseSeconds,
  }
  return RefreshTurn.parse(unwrap(await vault.rpc('claim_onedrive_refresh', args)))
}

/** Both new tokens in one statement. False when the connection has others by now. */
export async function finishRefresh(vault: Db, connection: Connection, tokens: SealedTokens): Promise<boolean> {
  const args = {
    p_workspace_id: connection.workspace_id,
    p_token_version: connection.token_version,
    p_access_token_sealed: tokens.access_token_sealed,
    p_refresh_token_sealed: tokens.refresh_token_sealed,
    p_access_token_expires_at: tokens.access_token_expires_at,
  }
  return z.boolean().parse(unwrap(await vault.rpc('finish_onedrive_refresh', args)))
}

/** Gives the turn back and, with `problem`, says what is wrong; newer tokens are left in peace. */
export async function failConnection(
  vault: Db,
  { workspace_id, token_version }: Connection,
  worker: string,
  problem?: { state: 'reconnect' | 'error'; code: string },
): Promise<void> {
  const args = {
    p_workspace_id: workspace_id,
    p_token_version: token_version,
    p_worker: worker,
    ...(problem && { p_state: problem.state, p_error_code: problem.code }),
  }
  unwrap(await vault.rpc('fail_onedrive', args))
}

type ConnectionChange = {
  folder?: { id: string; path: string } | undefined
  is_chosen?: boolean | undefined
  /** It worked just now. */
  last_success_at?: string
}

/** Writes what is given; an `error` is over once something worked. */
export async function updateConnection(vault: Db, workspaceId: string, change: ConnectionChange): Promise<void> {
  const row = {
    ...(change.folder && { folder_id: change.folder.id, folder_path: change.folder.path }),
    ...(change.is_chosen !== undefined && { is_chosen: change.is_chosen }),
    ...(change.last_success_at && { last_success_at: change.last_success_at, state: 'connected', error_code: null }),
  }
  if (Object.keys(row).length === 0) return
  const query = vault.from('user_onedrive_connections').update(row).eq('workspace_id', workspaceId)
  unwrap(await (change.last_success_at ? query.neq('state', 'reconnect') : query))
}

/** Removes the tokens and gives unfinished uploads up. */
export async function removeConnection(vault: Db, workspaceId: string): Promise<void> {
  unwrap(await vault.rpc('remove_onedrive_connection', { p_workspace_id: workspaceId }))
}
