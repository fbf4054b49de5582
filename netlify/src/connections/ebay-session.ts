import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { type Ebay, type EbaySeller, openEbay } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Connection, failConnection, noteSuccess } from './ebay-connections.repo.ts'
import { getExistingConnection, mustReconnect, refreshConnection, withFreshToken } from './ebay-tokens.ts'
import { unsealToken } from './ebay-vault.ts'

/** A workspace's eBay account, for as many calls as a job needs. */
export type EbaySession = {
  ebayUserId: string
  /**
   * Does one call. A token that eBay refuses is refreshed, once whoever notices first, and the call is made again: eBay
   * has done nothing where it did not let us in. A second refusal means the person has to connect again.
   */
  use<T>(work: (seller: EbaySeller) => Promise<T>): Promise<T>
}

/**
 * Throws `AppError` when there is nothing to work with: `provider_not_configured`, `ebay_not_connected`, `ebay_reconnect`.
 */
export async function openEbaySession(vault: Db, workspaceId: string, signal?: AbortSignal): Promise<EbaySession> {
  const stored = await getExistingConnection(vault, workspaceId)
  if (stored.state === 'reconnect') throw mustReconnect()
  const ebay = configuredEbay()
  let connection = stored
  let refreshing: Promise<Connection> | null = null
  let hasNoted = false

  // Calls of one session share a refresh; calls of two processes share it through the database.
  const settle = async (make: () => Promise<Connection>) => {
    refreshing ??= make().finally(() => {
      refreshing = null
    })
    connection = await refreshing
    return connection
  }
  const sellerOf = ({ access_token_sealed }: Connection): EbaySeller =>
    ebay.openSeller(unsealToken('access_token', workspaceId, access_token_sealed), signal)

  return {
    ebayUserId: stored.ebay_user_id,
    async use(work) {
      const current = await settle(() => withFreshToken(vault, ebay, connection))
      const result = await work(sellerOf(current)).catch(async (error: unknown) => {
        if (!isRefused(error)) throw error
        const isNewer = connection.token_version !== current.token_version
        const next = isNewer ? connection : await settle(() => refreshConnection(vault, ebay, current))
        return work(sellerOf(next)).catch(async (again: unknown) => {
          if (!isRefused(again)) throw again
          log.warn('ebay.token_refused', { code: again.code })
          await failConnection(vault, next, '', { state: 'reconnect', code: again.code })
          throw mustReconnect(again)
        })
      })
      if (!hasNoted) {
        hasNoted = true
        await noteSuccess(vault, workspaceId)
      }
      return result
    },
  }
}

const isRefused = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.outcome === 'reconnect'

/** Throws `provider_not_configured`. */
export function configuredEbay(): Ebay {
  const ebay = openEbay()
  if (!ebay) {
    throw new AppError('provider_not_configured', 'eBay is not set up for this installation. Ask its operator.')
  }
  return ebay
}

/** A failure of eBay in words for whoever asked. */
export function ebayProblem(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error
  log.warn('ebay.failed', { outcome: error.outcome, code: error.code, status: error.status })
  if (error.outcome === 'try_later') {
    const extra = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
    return new AppError('provider_try_later', 'eBay cannot answer at the moment. Try again soon.', extra, error)
  }
  return new AppError('provider_failed', 'eBay refused this. Nothing was changed.', {}, error)
}
