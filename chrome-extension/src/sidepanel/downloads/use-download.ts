import { useEffect } from 'react'
import { showFailure } from '#ui/toasts/notify.ts'
import { sendMessage } from '../../messaging/send-message.ts'
import { type DownloadChoice, type DownloadRecord, downloadKey, downloadsItem } from '../../storage/items.ts'
import { useStoredItem } from '../use-stored-item.ts'

/** How often progress is read while a download runs; Chrome has no event for it. */
const PROGRESS_MS = 500

/** The last download of a file with its progress; undefined when there was none since the browser started. */
export function useDownload(choice: DownloadChoice): DownloadRecord | undefined {
  const record = useStoredItem(downloadsItem)?.[downloadKey(choice)]
  const isUnderWay = record?.state === 'in_progress' || record?.state === 'starting'
  useEffect(() => {
    if (!isUnderWay) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') sendMessage('downloads/refresh').catch(() => {})
    }, PROGRESS_MS)
    return () => clearInterval(timer)
  }, [isUnderWay])
  return record
}

/** Requests the download of the file from the background; its record shows the result. */
export function startDownload(choice: DownloadChoice): void {
  sendMessage('downloads/start', choice).catch(() =>
    showFailure('The download could not be started. Close the panel, open it again and try once more.'),
  )
}

/** Stops a running download. */
export function cancelDownload(choice: DownloadChoice): void {
  sendMessage('downloads/cancel', choice).catch(() =>
    showFailure('The download could not be cancelled. Cancel it in Chrome’s own list of downloads.'),
  )
}

/** Opens the folder with the file, or says that the file is gone. */
export async function showDownload(choice: DownloadChoice): Promise<void> {
  const isThere = await sendMessage('downloads/show', choice).catch(() => false)
  if (!isThere) showFailure('The file is no longer where it was saved. Download it again.')
}
