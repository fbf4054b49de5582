import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import type { Ebay } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Connection, claimRefresh, failConnection, finishRefresh, getConnection } from './ebay-connections.repo.ts'
import { sealToken, unsealToken } from './ebay-vault.ts'

/** A token this close to its end is replaced before it is used. */
const REFRESH_BEFORE_MS = 5 * 60_000
/** Longer than a refresh may take and its result needs to be written. */
const LEASE_SECONDS = 30
const LONGEST_WAIT_MS = 20_000
const ASK_AGAIN_MS = 150

/**
 * The connection with an access token that still lives for a while. Throws what `refreshConnection` throws, but goes on
 * with a token that is still good when eBay cannot answer just now.
 */
export async function withFreshToken(vault: Db, ebay: Ebay, connection: Connection): Promise<Connection> {
  const livesForMs = Date.parse(connection.access_token_expires_at) - Date.now()
  if (livesForMs > REFRESH_BEFORE_MS) return connection
  try {
    return await refreshConnection(vault, ebay, connection)
  } catch (error) {
    if (livesForMs > 0 && error instanceof ProviderError && error.outcome === 'try_later') return connection
    throw error
  }
}

/**
 * The connection with another access token than this one, whoever fetches it: one process at a time refreshes, the rest
 * wait for its result. Throws `ebay_reconnect` or `ebay_not_connected`, and `ProviderError` when eBay cannot answer
 * (`try_later`) or refuses us (`rejected`, which disconnects nobody).
 */
export async function refreshConnection(vault: Db, ebay: Ebay, connection: Connection): Promise<Connection> {
  const worker = randomUUID()
  const endAt = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const turn = await claimRefresh(vault, connection, worker, LEASE_SECONDS)
    if (turn.turn === 'mine') {
      const refreshToken = unsealToken('refresh_token', connection.workspace_id, turn.refresh_token_sealed)
      await refresh(vault, ebay, { connection, worker, refreshToken })
    }
    if (turn.turn === 'mine' || turn.turn === 'done') return getExistingConnection(vault, connection.workspace_id)
    if (turn.turn === 'not_connected') throw notConnected()
    if (turn.turn === 'reconnect') throw mustReconnect()
    if (Date.now() > endAt) {
      throw new ProviderError({ provider: 'ebay', outcome: 'try_later', code: 'refresh_busy', retryAfterSeconds: 5 })
    }
    await sleep(ASK_AGAIN_MS)
  }
}

type Refresh = { connection: Connection; worker: string; refreshToken: string }

async function refresh(vault: Db, ebay: Ebay, { connection, worker, refreshToken }: Refresh): Promise<void> {
  const access = await ebay.refreshAccess(refreshToken).catch(async (error: unknown) => {
    if (!(error instanceof ProviderError) || error.outcome === 'try_later') {
      await failConnection(vault, connection, worker)
      throw error
    }
    const state = error.outcome === 'reconnect' ? 'reconnect' : 'error'
    log.warn('ebay.refresh_refused', { outcome: error.outcome, code: error.code })
    await failConnection(vault, connection, worker, { state, code: error.code })
    throw state === 'reconnect' ? mustReconnect(error) : error
  })
  const sealed = sealToken('access_token', connection.workspace_id, access.accessToken)
  await finishRefresh(vault, connection, sealed, access.expiresAt)
}

/** Throws `ebay_not_connected`. */
export async function getExistingConnection(vault: Db, workspaceId: string): Promise<Connection> {
  const connection = await getConnection(vault, workspaceId)
  if (!connection) throw notConnected()
  return connection
}

const notConnected = () =>
  new AppError('ebay_not_connected', 'No eBay account is connected. Connect it under Connections.')

export const mustReconnect = (cause?: unknown): AppError =>
  new AppError(
    'ebay_reconnect',
    'eBay no longer lets us in. Connect eBay again under Connections; no price is changed until then.',
    {},
    cause,
  )
