import type { Db } from '../db/user-client.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { OAuthVendor } from '../providers/oauth.ts'
import { isTokenRefused, mustReconnect, notConnected, openVendor } from './connection-errors.ts'
import { type Connection, countRefusedWork, failConnection, getConnection, noteSuccess } from './connections.repo.ts'
import type { ConnectionDefinition } from './definition.ts'
import { refreshConnection, withFreshToken } from './refresh.ts'
import { unsealToken } from './seal-tokens.ts'
import { SUCCESS_EVERY_MS } from './timing.ts'

/** The code of a call whose access token was refused: nothing was done, and the session has a new token. */
export const TOKEN_REPLACED = 'token_replaced'

/** One account at a vendor, for as many calls as a request or a job needs. */
export type Session<Api> = {
  /** The vendor's own id of the account. A session never changes to another account. */
  account: string
  /**
   * Runs work. When the vendor refuses the access token, the session refreshes it once and runs the work again from its
   * start; after a second refusal the person must sign in again. Throws `AppError` for that, and what the work throws.
   */
  use<T>(work: (api: Api) => Promise<T>): Promise<T>
  /**
   * Runs work once, for what was checked in the moment before: after a refused access token the session has a new one,
   * and the caller checks again. Throws `ProviderError` `token_replaced` for that, and otherwise what `use` throws.
   */
  once<T>(work: (api: Api) => Promise<T>): Promise<T>
}

type SessionOptions = { account?: string | undefined; signal?: AbortSignal | undefined }
type Opened<Vendor extends OAuthVendor, Api> = Pick<
  ConnectionDefinition<Vendor, Api>,
  'provider' | 'open' | 'openApi' | 'rotates' | 'refreshes' | 'isOwnRefreshToken' | 'refreshBeforeMs' | 'words'
>

/**
 * Opens the named account, or the workspace's only one. Throws `AppError` when no account can be used:
 * `provider_not_configured`, the provider's `…_not_connected` or `…_reconnect`.
 */
export async function openSession<Vendor extends OAuthVendor, Api>(
  definition: Opened<Vendor, Api>,
  serviceDb: Db,
  workspaceId: string,
  { account, signal }: SessionOptions = {},
): Promise<Session<Api>> {
  const stored = await getConnection(serviceDb, definition.provider, workspaceId, account)
  if (!stored) throw notConnected(definition)
  if (stored.state === 'reconnect') {
    await countRefusedWork(serviceDb, stored)
    throw mustReconnect(definition)
  }
  const vendor = openVendor(definition)
  const isRefusalFinal = definition.refreshes === false || definition.isOwnRefreshToken === true
  let connection = stored
  let refreshing: Promise<Connection> | null = null
  let hasNoted = false
  /** The token that came after a refused one: when it is refused too, the account is. */
  let successor: string | null = null

  // Calls of one session share a refresh; calls of two processes share it through the database.
  const settle = async (make: () => Promise<Connection>) => {
    refreshing ??= make().finally(() => {
      refreshing = null
    })
    connection = await refreshing
    return connection
  }
  const run = <T>(current: Connection, work: (api: Api) => Promise<T>) => {
    const accessToken = unsealToken(current, 'access_token', current.access_token_sealed)
    return work(definition.openApi({ vendor, accessToken, account: current.account, signal }))
  }
  const fail = async (current: Connection, error: ProviderError) => {
    // False: newer tokens are stored, so the refusal says nothing about the account.
    if (await failConnection(serviceDb, current, { state: 'reconnect', code: error.code })) {
      log.warn(`${definition.provider}.token_refused`, { code: error.code })
      return mustReconnect(definition, error)
    }
    return tokenReplaced(error)
  }
  const replace = (current: Connection) =>
    connection.token_version !== current.token_version
      ? connection
      : settle(() => refreshConnection(definition, serviceDb, current))
  const noteOnce = async () => {
    if (hasNoted) return
    hasNoted = true
    const isOld = Date.now() - Date.parse(stored.last_success_at ?? '1970-01-01') > SUCCESS_EVERY_MS
    if (!isOld && stored.state !== 'error') return
    // What the vendor did is done, whether it can be noted or not.
    await noteSuccess(serviceDb, connection).catch((error: unknown) => log.error('connection.success_unnoted', error))
  }

  return {
    account: stored.account,
    async use(work) {
      const current = await settle(() => withFreshToken(definition, serviceDb, connection))
      const result = await run(current, work).catch(async (error: unknown) => {
        if (!isTokenRefused(error)) throw error
        if (isRefusalFinal) throw await fail(current, error)
        const next = await replace(current)
        return run(next, work).catch(async (again: unknown) => {
          throw isTokenRefused(again) ? await fail(next, again) : again
        })
      })
      await noteOnce()
      return result
    },
    async once(work) {
      const current = await settle(() => withFreshToken(definition, serviceDb, connection))
      const result = await run(current, work).catch(async (error: unknown) => {
        if (!isTokenRefused(error)) throw error
        if (isRefusalFinal || current.token_version === successor) throw await fail(current, error)
        successor = (await replace(current)).token_version
        throw tokenReplaced(error)
      })
      await noteOnce()
      return result
    },
  }
}

const tokenReplaced = ({ provider }: ProviderError) =>
  new ProviderError({ provider, outcome: 'try_later', code: TOKEN_REPLACED })
