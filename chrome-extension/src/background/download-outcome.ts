import type { DownloadRecord } from '../storage/items.ts'

/** Our own reasons besides Chrome's. */
export const LOST = 'LOST'
export const NOT_STARTED = 'NOT_STARTED'

/** How long a download may take to begin before it counts as lost (a worker that died in between cannot report it). */
const START_MS = 60_000

type ChromeDownload = Pick<chrome.downloads.DownloadItem, 'state' | 'bytesReceived' | 'totalBytes' | 'filename'> & {
  error?: string | undefined
}

/** The record with Chrome's current state; `found` is undefined when Chrome does not know the download. */
export function updatedRecord(
  record: DownloadRecord,
  found: ChromeDownload | undefined,
  nowMs: number,
): DownloadRecord {
  if (record.state === 'complete' || record.state === 'interrupted') return record
  if (record.download_id === null) {
    return nowMs - record.started_at_ms > START_MS ? { ...record, state: 'interrupted', reason: LOST } : record
  }
  if (!found) return { ...record, state: 'interrupted', reason: LOST }
  return {
    ...record,
    // Chrome answers the whole path, and another name when the first one was taken.
    filename: found.filename.split(/[\\/]/).at(-1) || record.filename,
    path: found.filename || record.path,
    state: found.state,
    bytes_received: found.bytesReceived,
    total_bytes: found.totalBytes > 0 ? found.totalBytes : null,
    reason: found.state === 'interrupted' ? (found.error ?? LOST) : null,
  }
}
