import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { REFRESH_ANSWER_LOST } from '#core/connections/connection.ts'
import type { Db } from '../db/user-client.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { OAuthTokens, OAuthVendor } from '../providers/oauth.ts'
import { mustReconnect, notConnected, openVendor } from './connection-errors.ts'
import {
  type Connection,
  claimRefresh,
  failConnection,
  finishRefresh,
  getConnection,
  releaseRefresh,
} from './connections.repo.ts'
import type { ConnectionDefinition } from './definition.ts'
import { sealToken, unsealToken } from './seal-tokens.ts'
import { ASK_AGAIN_MS, LEASE_SECONDS, LONGEST_WAIT_MS, REFRESH_BEFORE_MS, SETTLE_MS, STORE_TRIES } from './timing.ts'

type Refreshable = Pick<ConnectionDefinition, 'provider' | 'rotates' | 'refreshes' | 'refreshBeforeMs' | 'words'> & {
  open: () => OAuthVendor | null
}

/**
 * The connection with an access token that is valid for a while. Throws what `refreshConnection` throws, but keeps a
 * valid token when the vendor cannot answer now.
 */
export async function withFreshToken(
  definition: Refreshable,
  serviceDb: Db,
  connection: Connection,
): Promise<Connection> {
  const livesForMs = Date.parse(connection.access_token_expires_at) - Date.now()
  const { refreshes = true, refreshBeforeMs = REFRESH_BEFORE_MS } = definition
  if (livesForMs > (refreshes ? refreshBeforeMs : 0)) return connection
  try {
    return await refreshConnection(definition, serviceDb, connection)
  } catch (error) {
    if (livesForMs > 0 && error instanceof ProviderError && error.outcome === 'try_later') return connection
    throw error
  }
}

/**
 * The connection with newer tokens than the given ones. One process at a time refreshes; the others wait for its
 * result. Throws the provider's `…_reconnect` or `…_not_connected`, and `ProviderError` when the vendor cannot answer
 * (`try_later`) or refuses our app keys (`rejected`, which disconnects no account).
 */
export async function refreshConnection(
  definition: Refreshable,
  serviceDb: Db,
  connection: Connection,
): Promise<Connection> {
  const { provider, workspace_id, account } = connection
  const worker = randomUUID()
  const endAt = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const claim = await claimRefresh(serviceDb, connection, worker, LEASE_SECONDS)
    if (claim.turn === 'not_connected') throw notConnected(definition)
    if (claim.turn === 'reconnect') throw mustReconnect(definition)
    const isOver =
      claim.turn === 'done' ||
      (claim.turn === 'mine' &&
        (await refresh(definition, serviceDb, {
          connection,
          worker,
          refreshToken:
            claim.refresh_token_sealed === null
              ? null
              : unsealToken(connection, 'refresh_token', claim.refresh_token_sealed),
          isUnknown: claim.is_unknown,
        })))
    if (isOver) {
      const newer = await getConnection(serviceDb, provider, workspace_id, account)
      if (!newer) throw notConnected(definition)
      return newer
    }
    if (Date.now() > endAt) {
      throw new ProviderError({ provider, outcome: 'try_later', code: 'refresh_busy', retryAfterSeconds: 5 })
    }
    await sleep(ASK_AGAIN_MS)
  }
}

type Refresh = {
  connection: Connection
  worker: string
  /** Null: the vendor has no refresh, so the sign-in is over. */
  refreshToken: string | null
  /** The answer to an earlier refresh with this token may be lost. */
  isUnknown: boolean
}

/** True when newer tokens are stored, by this worker or another. False when another worker has the lease. */
async function refresh(definition: Refreshable, serviceDb: Db, { connection, worker, ...turn }: Refresh) {
  const { provider, rotates } = definition
  const answer =
    turn.refreshToken === null
      ? tokenExpired(provider)
      : await askOnceMore(openVendor(definition), turn.refreshToken, rotates)
  if ('tokens' in answer) {
    await storeTokens(serviceDb, connection, answer.tokens)
    return true
  }
  const { error } = answer
  // A lost answer costs something only when refreshing ends the old token.
  const isUnknown = rotates !== null && (turn.isUnknown || answer.isLost)
  if (!(error instanceof ProviderError) || error.outcome === 'try_later') {
    await releaseRefresh(serviceDb, connection, worker, isUnknown)
    throw error
  }
  const state = error.outcome === 'reconnect' ? 'reconnect' : 'error'
  if (state === 'reconnect' && turn.isUnknown) await sleep(SETTLE_MS)
  const code = state === 'reconnect' && isUnknown ? REFRESH_ANSWER_LOST : error.code
  // The row is compared first: the loser of a race finds newer tokens or another worker, which is no error.
  if (!(await failConnection(serviceDb, connection, { state, code }, worker))) return false
  log.warn(`${provider}.refresh_refused`, { outcome: error.outcome, code })
  throw state === 'reconnect' ? mustReconnect(definition, error) : error
}

const tokenExpired = (provider: string): Answer => ({
  error: new ProviderError({ provider, outcome: 'reconnect', code: 'token_expired' }),
  isLost: false,
})

type Answer = { tokens: OAuthTokens } | { error: unknown; isLost: boolean }

/** A lost answer is requested once more with the same token while the vendor still accepts it. */
async function askOnceMore(
  vendor: OAuthVendor,
  refreshToken: string,
  rotates: Refreshable['rotates'],
): Promise<Answer> {
  const askedAt = Date.now()
  const ask = () =>
    vendor.refreshTokens(refreshToken).then(
      (tokens): Answer => ({ tokens }),
      (error: unknown): Answer => ({ error, isLost: isAnswerLost(error) }),
    )
  const first = await ask()
  if ('tokens' in first || !first.isLost) return first
  const isInGrace = rotates === null || Date.now() - askedAt < rotates.graceSeconds * 1000
  if (!isInGrace) return first
  const second = await ask()
  return 'tokens' in second ? second : { ...second, isLost: true }
}

/** Requests with these errors never reached the vendor. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
/** With these errors the vendor reports that it did nothing. */
const NOT_DONE = new Set([429, 503])

/**
 * Whether the vendor may have answered with tokens that never arrived: no answer, a broken answer, or the answer of a
 * gateway.
 */
const isAnswerLost = (error: unknown): boolean =>
  error instanceof ProviderError &&
  error.outcome === 'try_later' &&
  !NOT_SENT.has(error.code) &&
  !(error.status !== undefined && NOT_DONE.has(error.status))

async function storeTokens(serviceDb: Db, connection: Connection, tokens: OAuthTokens): Promise<void> {
  const { accessToken, refreshToken, expiresAt } = tokens
  const sealed = {
    access_token_sealed: sealToken(connection, 'access_token', accessToken),
    refresh_token_sealed: refreshToken === null ? null : sealToken(connection, 'refresh_token', refreshToken),
    access_token_expires_at: expiresAt.toISOString(),
  }
  for (let tries = 1; ; tries += 1) {
    try {
      // False: a person connected again or another worker was faster, and those tokens are valid too.
      await finishRefresh(serviceDb, connection, sealed)
      return
    } catch (error) {
      if (tries >= STORE_TRIES) throw error
      await sleep(ASK_AGAIN_MS * tries)
    }
  }
}
