import { formatBytes } from '#core/format.ts'
import { formatPercent } from '#core/percent.ts'
import type { DownloadRecord } from '../../storage/items.ts'

const REASONS: Record<string, string> = {
  FILE_NO_SPACE: 'The disk is full. Make room, then try again.',
  FILE_ACCESS_DENIED: 'Chrome may not write to the download folder. Choose another one in Chrome’s settings.',
  FILE_BLOCKED: 'Chrome or your organization blocked the file.',
  FILE_VIRUS_INFECTED: 'The virus scanner of this computer stopped the file.',
  FILE_SECURITY_CHECK_FAILED: 'Chrome’s safety check of the file did not succeed.',
  FILE_TOO_LARGE: 'The file is too large for this disk.',
  FILE_TOO_SHORT: 'The file arrived incomplete.',
  SERVER_UNAUTHORIZED: 'The download link expired. Try again to get a new one.',
  SERVER_FORBIDDEN: 'The download link expired. Try again to get a new one.',
  SERVER_BAD_CONTENT: 'The file is no longer in the store.',
  USER_CANCELED: 'You cancelled it.',
  USER_SHUTDOWN: 'The browser was closed before it was finished.',
  CRASH: 'The browser stopped before it was finished.',
  LOST: 'Chrome no longer knows this download.',
  NOT_STARTED: 'It could not be started.',
}

/** Why a download ended early, as a sentence. */
export function interruptionWords({ reason, detail }: Pick<DownloadRecord, 'reason' | 'detail'>): string {
  if (detail) return /[.!?]$/.test(detail) ? detail : `${detail}.`
  const known = REASONS[reason ?? '']
  if (known) return known
  if (reason?.startsWith('NETWORK_')) return 'The connection was lost.'
  if (reason?.startsWith('SERVER_')) return 'The file store did not deliver the file.'
  if (reason?.startsWith('FILE_')) return 'The file could not be saved.'
  return 'Chrome did not say why.'
}

/** The progress of a running download, `45% of 12.4 MB`; without a known size, the arrived bytes. */
export function progressWords({ bytes_received, total_bytes }: DownloadRecord): string {
  if (total_bytes === null) return bytes_received > 0 ? `${formatBytes(bytes_received)} so far` : 'Starting …'
  return `${formatPercent(Math.floor((bytes_received / total_bytes) * 100) / 100)} of ${formatBytes(total_bytes)}`
}
