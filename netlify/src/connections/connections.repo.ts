import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import type { ConnectionProvider } from './definition.ts'

/** Stores that a person started a sign-in. Throws `not_allowed`. */
export async function beginOAuth(
  db: Db,
  signIn: { provider: ConnectionProvider; stateHash: string; codeVerifierSealed: string | null; seconds: number },
): Promise<void> {
  const args = {
    p_provider: signIn.provider,
    p_state_hash: signIn.stateHash,
    p_seconds: signIn.seconds,
    ...(signIn.codeVerifierSealed !== null && { p_code_verifier_sealed: signIn.codeVerifierSealed }),
  }
  unwrap(await db.rpc('begin_oauth', args))
}

// Every function below takes the `serviceDb` only.

const TakenState = z.object({ workspace_id: z.uuid(), user_id: z.uuid(), code_verifier_sealed: z.string().nullable() })

/** Uses up a state. Null when the state is unknown, used or too old, or its person may no longer connect. */
export async function takeOAuthState(
  serviceDb: Db,
  provider: ConnectionProvider,
  stateHash: string,
): Promise<z.infer<typeof TakenState> | null> {
  const args = { p_provider: provider, p_state_hash: stateHash }
  return TakenState.nullable().parse(unwrap(await serviceDb.rpc('take_oauth_state', args)))
}

const Connection = z.object({
  provider: z.enum(['onedrive', 'ebay', 'facebook', 'instagram', 'youtube', 'tiktok']),
  workspace_id: z.uuid(),
  /** The vendor's own immutable id. */
  account: z.string(),
  access_token_sealed: z.string(),
  access_token_expires_at: Instant,
  token_version: z.uuid(),
  state: z.enum(['connected', 'reconnect', 'error']),
  last_success_at: Instant.nullable(),
})
/** One account with its sealed access token. */
export type Connection = z.infer<typeof Connection>

/** The named account, or the workspace's only one; null when there is none. */
export async function getConnection(
  serviceDb: Db,
  provider: ConnectionProvider,
  workspaceId: string,
  account?: string,
): Promise<Connection | null> {
  const args = {
    p_provider: provider,
    p_workspace_id: workspaceId,
    ...(account !== undefined && { p_account: account }),
  }
  return Connection.nullable().parse(unwrap(await serviceDb.rpc('get_connection', args)))
}

const keyOf = ({ provider, workspace_id, account }: Connection) => ({
  p_provider: provider,
  p_workspace_id: workspace_id,
  p_account: account,
})
const versionOf = (connection: Connection) => ({ ...keyOf(connection), p_token_version: connection.token_version })

const RefreshTurn = z.discriminatedUnion('turn', [
  z.object({ turn: z.literal('mine'), refresh_token_sealed: z.string().nullable(), is_unknown: z.boolean() }),
  z.object({ turn: z.enum(['busy', 'done', 'reconnect', 'not_connected']) }),
])

/**
 * Requests the lease for refreshing these tokens. `mine`: with the refresh token, and whether the answer to an earlier
 * refresh with it may be lost. `busy`: another worker has the lease. `done`: newer tokens are stored.
 */
export async function claimRefresh(
  serviceDb: Db,
  connection: Connection,
  worker: string,
  leaseSeconds: number,
): Promise<z.infer<typeof RefreshTurn>> {
  const args = { ...versionOf(connection), p_worker: worker, p_lease_seconds: leaseSeconds }
  return RefreshTurn.parse(unwrap(await serviceDb.rpc('claim_refresh', args)))
}

/**
 * Replaces the tokens that the new ones were made from; without a new refresh token the old one stays. False when newer
 * tokens are stored.
 */
export async function finishRefresh(
  serviceDb: Db,
  connection: Connection,
  tokens: { access_token_sealed: string; refresh_token_sealed: string | null; access_token_expires_at: string },
): Promise<boolean> {
  const args = {
    ...versionOf(connection),
    p_access_token_sealed: tokens.access_token_sealed,
    // safe: the function takes null, which the generator cannot see
    p_refresh_token_sealed: tokens.refresh_token_sealed as string,
    p_access_token_expires_at: tokens.access_token_expires_at,
  }
  return z.boolean().parse(unwrap(await serviceDb.rpc('finish_refresh', args)))
}

/** Releases the lease. `isLost`: the vendor may have sent new tokens that never arrived. */
export async function releaseRefresh(
  serviceDb: Db,
  connection: Connection,
  worker: string,
  isLost: boolean,
): Promise<void> {
  unwrap(await serviceDb.rpc('release_refresh', { ...versionOf(connection), p_worker: worker, p_is_lost: isLost }))
}

/**
 * Stores what is wrong with these tokens. False, and nothing stored, when newer tokens exist or, with `worker`, when
 * another worker has the lease.
 */
export async function failConnection(
  serviceDb: Db,
  connection: Connection,
  problem: { state: 'reconnect' | 'error'; code: string },
  worker?: string,
): Promise<boolean> {
  const args = {
    ...versionOf(connection),
    p_state: problem.state,
    p_error_code: problem.code,
    ...(worker !== undefined && { p_worker: worker }),
  }
  return z.boolean().parse(unwrap(await serviceDb.rpc('fail_connection', args)))
}

/** The vendor answered, which ends an `error`. */
export async function noteSuccess(serviceDb: Db, connection: Connection): Promise<void> {
  unwrap(await serviceDb.rpc('note_connection_success', keyOf(connection)))
}

/** Counts work that met an account in `reconnect`. */
export async function countRefusedWork(serviceDb: Db, connection: Connection): Promise<void> {
  unwrap(await serviceDb.rpc('count_refused_work', keyOf(connection)))
}

/** The accounts of that provider in a workspace, as its public table shows them. */
export async function listAccounts(
  serviceDb: Db,
  table: 'social_sign_ins',
  provider: ConnectionProvider,
  workspaceId: string,
): Promise<string[]> {
  const query = serviceDb.from(table).select('account').eq('workspace_id', workspaceId).eq('provider', provider)
  return z
    .array(z.object({ account: z.string() }))
    .parse(unwrap(await query.order('account')))
    .map(({ account }) => account)
}

/** Deletes every account of that provider in a workspace, with its tokens. */
export async function removeConnection(
  serviceDb: Db,
  provider: ConnectionProvider,
  workspaceId: string,
): Promise<void> {
  unwrap(await serviceDb.rpc('remove_connection', { p_provider: provider, p_workspace_id: workspaceId }))
}
