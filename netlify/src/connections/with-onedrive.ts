import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Microsoft, type OneDrive, openMicrosoft } from '../providers/microsoft/index.ts'
import { type Connection, failConnection, updateConnection } from './onedrive-connections.repo.ts'
import { getExistingConnection, mustReconnect, refreshConnection, withFreshToken } from './onedrive-tokens.ts'
import { identities, unsealSecret } from './onedrive-vault.ts'

export type OpenOneDrive = { drive: OneDrive; microsoft: Microsoft; connection: Connection }

/** How old `last_success_at` may get before it is written again. */
const SUCCESS_EVERY_MS = 60_000

/**
 * Does something with a workspace's OneDrive. A token that Microsoft refuses is really refreshed, once, and the work is
 * done again from its beginning; a second refusal means the person has to connect again. Throws `AppError` when there is
 * nothing to work with (`provider_not_configured`, `onedrive_not_connected`, `onedrive_reconnect`) and else what the work throws.
 */
export async function withOneDrive<T>(
  vault: Db,
  workspaceId: string,
  work: (open: OpenOneDrive) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const stored = await getExistingConnection(vault, workspaceId)
  if (stored.state === 'reconnect') throw mustReconnect()
  const microsoft = configuredMicrosoft()
  const run = (connection: Connection) => {
    const accessToken = unsealSecret(identities.accessToken(workspaceId), connection.access_token_sealed)
    return work({ drive: microsoft.openDrive(accessToken, signal), microsoft, connection })
  }

  let connection = await withFreshToken(vault, microsoft, stored)
  const result = await run(connection).catch(async (error: unknown) => {
    if (!isRefused(error)) throw error
    connection = await refreshConnection(vault, microsoft, connection)
    return run(connection).catch(async (again: unknown) => {
      if (!isRefused(again)) throw again
      log.warn('onedrive.token_refused', { code: again.code })
      await failConnection(vault, connection, '', { state: 'reconnect', code: again.code })
      throw mustReconnect(again)
    })
  })

  const isOld = Date.now() - Date.parse(connection.last_success_at ?? '1970-01-01') > SUCCESS_EVERY_MS
  if (isOld || stored.state === 'error') {
    await updateConnection(vault, workspaceId, { last_success_at: new Date().toISOString() })
  }
  return result
}

const isRefused = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.outcome === 'reconnect'

/** Throws `provider_not_configured`. */
export function configuredMicrosoft(): Microsoft {
  const microsoft = openMicrosoft()
  if (!microsoft) {
    throw new AppError('provider_not_configured', 'OneDrive is not set up for this installation. Ask its operator.')
  }
  return microsoft
}

/** A failure of OneDrive in words for whoever asked; `gone` says what a missing thing means here. */
export function oneDriveProblem(error: unknown, gone?: () => AppError): unknown {
  if (!(error instanceof ProviderError)) return error
  if (error.outcome === 'gone' && gone) return gone()
  log.warn('onedrive.failed', { outcome: error.outcome, code: error.code, status: error.status })
  if (error.code === 'quotaLimitReached') {
    const detail = 'There is not enough room in OneDrive for this file. Make room there, or store the video with us.'
    return new AppError('onedrive_quota_full', detail, {}, error)
  }
  if (error.outcome === 'try_later') {
    const extra = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
    return new AppError('provider_try_later', 'OneDrive cannot answer at the moment. Try again soon.', extra, error)
  }
  return new AppError('provider_failed', 'OneDrive refused this. Nothing was changed.', {}, error)
}
