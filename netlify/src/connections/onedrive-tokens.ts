import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { Microsoft, MicrosoftTokens } from '../providers/microsoft/index.ts'
import {
  type Connection,
  claimRefresh,
  failConnection,
  finishRefresh,
  getConnection,
  type SealedTokens,
} from './onedrive-connections.repo.ts'
import { identities, sealSecret, unsealSecret } from './onedrive-vault.ts'

/** A token this close to its end is replaced before it is used. */
const REFRESH_BEFORE_MS = 5 * 60_000
/** Longer than a refresh may take (15 s) and its result needs to be written. */
const LEASE_SECONDS = 30
const LONGEST_WAIT_MS = 8_000
const ASK_AGAIN_MS = 150
const STORE_TRIES = 3

/**
 * The connection with an access token that still lives for a while. Throws what `refreshConnection` throws, but goes on
 * with a token that is still good when Microsoft cannot answer just now.
 */
export async function withFreshToken(vault: Db, microsoft: Microsoft, connection: Connection): Promise<Connection> {
  const livesForMs = Date.parse(connection.access_token_expires_at) - Date.now()
  if (livesForMs > REFRESH_BEFORE_MS) return connection
  try {
    return await refreshConnection(vault, microsoft, connection)
  } catch (error) {
    if (livesForMs > 0 && error instanceof ProviderError && error.outcome === 'try_later') return connection
    throw error
  }
}

/**
 * The connection with other tokens than these, whoever fetches them: one process at a time refreshes, the rest wait for
 * its result. Throws `onedrive_reconnect` or `onedrive_not_connected`, and `ProviderError` when Microsoft cannot answer
 * (`try_later`) or refuses us (`rejected`, which disconnects nobody).
 */
export async function refreshConnection(vault: Db, microsoft: Microsoft, connection: Connection): Promise<Connection> {
  const worker = randomUUID()
  const endAt = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const turn = await claimRefresh(vault, connection, worker, LEASE_SECONDS)
    if (turn.turn === 'mine') {
      const refreshToken = unsealSecret(identities.refreshToken(connection.workspace_id), turn.refresh_token_sealed)
      await refresh(vault, microsoft, { connection, worker, refreshToken })
    }
    if (turn.turn === 'mine' || turn.turn === 'done') return getExistingConnection(vault, connection.workspace_id)
    if (turn.turn === 'not_connected') throw notConnected()
    if (turn.turn === 'reconnect') throw mustReconnect()
    if (Date.now() > endAt) {
      throw new ProviderError({
        provider: 'microsoft',
        outcome: 'try_later',
        code: 'refresh_busy',
        retryAfterSeconds: 5,
      })
    }
    await sleep(ASK_AGAIN_MS)
  }
}

type Refresh = { connection: Connection; worker: string; refreshToken: string }

async function refresh(vault: Db, microsoft: Microsoft, { connection, worker, refreshToken }: Refresh): Promise<void> {
  const tokens = await microsoft.refreshTokens(refreshToken).catch(async (error: unknown) => {
    if (!(error instanceof ProviderError) || error.outcome === 'try_later') {
      await failConnection(vault, connection, worker)
      throw error
    }
    const state = error.outcome === 'reconnect' ? 'reconnect' : 'error'
    log.warn('onedrive.refresh_refused', { outcome: error.outcome, code: error.code })
    await failConnection(vault, connection, worker, { state, code: error.code })
    throw state === 'reconnect' ? mustReconnect(error) : error
  })
  const sealed = sealTokens(connection.workspace_id, tokens)
  // Microsoft has taken the old refresh token: losing the new one would cost a person a sign-in.
  for (let tries = 1; ; tries += 1) {
    try {
      await finishRefresh(vault, connection, sealed)
      return
    } catch (error) {
      if (tries >= STORE_TRIES) throw error
      await sleep(ASK_AGAIN_MS * tries)
    }
  }
}

/** Tokens as the database keeps them. */
export function sealTokens(workspaceId: string, tokens: MicrosoftTokens): SealedTokens {
  return {
    access_token_sealed: sealSecret(identities.accessToken(workspaceId), tokens.accessToken),
    refresh_token_sealed: sealSecret(identities.refreshToken(workspaceId), tokens.refreshToken),
    access_token_expires_at: tokens.expiresAt.toISOString(),
  }
}

/** Throws `onedrive_not_connected`. */
export async function getExistingConnection(vault: Db, workspaceId: string): Promise<Connection> {
  const connection = await getConnection(vault, workspaceId)
  if (!connection) throw notConnected()
  return connection
}

const notConnected = () =>
  new AppError('onedrive_not_connected', 'No OneDrive is connected. Connect it under Connections.')

export const mustReconnect = (cause?: unknown): AppError =>
  new AppError(
    'onedrive_reconnect',
    'Microsoft no longer lets us in. Connect OneDrive again under Connections; everything that waits then goes on.',
    {},
    cause,
  )
