import { ApiError, NetworkError } from '#core/http/client.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import { api } from '../lib/api.ts'
import { isPrivate } from '../lib/origin.ts'
import { type DownloadChoice, type DownloadRecord, downloadKey, downloadsItem } from '../storage/items.ts'
import { NOT_STARTED, updatedRecord } from './download-outcome.ts'
import { downloadPath } from './download-path.ts'

/**
 * Downloads the file and answers the record to watch. Requests a new link each time, because links are short-lived. A
 * running download of this file is answered unchanged.
 */
export async function startDownload(choice: DownloadChoice): Promise<DownloadRecord> {
  await refreshDownloads()
  const fresh = newRecord(choice)
  const key = downloadKey(choice)
  const records = await downloadsItem.update((current) => {
    const known = current[key]
    return known && isUnderWay(known) ? current : { ...current, [key]: fresh }
  })
  const known = records[key]
  if (known && known !== fresh) return known
  return keep(await begin(fresh))
}

async function begin(record: DownloadRecord): Promise<DownloadRecord> {
  try {
    const { url, filename } = await freshLink(record.choice)
    if (url === null) return { ...record, state: 'interrupted', reason: NOT_STARTED, detail: NO_THUMBNAIL }
    // A blob or data address would lose its name and its folder.
    if (!URL.canParse(url) || !isPrivate(new URL(url)))
      return { ...record, state: 'interrupted', reason: NOT_STARTED, detail: NOT_HTTPS }
    const downloadId = await chrome.downloads.download({
      url,
      filename: downloadPath(filename),
      conflictAction: 'uniquify',
    })
    return { ...record, filename, download_id: downloadId, state: 'in_progress' }
  } catch (error) {
    const detail = error instanceof ApiError || error instanceof NetworkError ? error.message : null
    return { ...record, state: 'interrupted', reason: NOT_STARTED, detail }
  }
}

const NO_THUMBNAIL = 'This product has no thumbnail yet.'
const NOT_HTTPS = 'The server named a link that is not https.'

async function freshLink(choice: DownloadChoice): Promise<{ url: string | null; filename: string }> {
  if ('task_id' in choice) return api(thumbnailsContract.find, { query: { task_id: choice.task_id } })
  const query = choice.language === null ? {} : { variant: `dub:${choice.language}` }
  return api(videosContract.download, { params: { id: choice.video_id }, query })
}

/** Stops a running download. */
export async function cancelDownload(choice: DownloadChoice): Promise<void> {
  const record = (await downloadsItem.read())[downloadKey(choice)]
  if (typeof record?.download_id !== 'number') return
  await chrome.downloads.cancel(record.download_id)
  await noteDownloadChange(record.download_id)
}

/** Opens the folder with the file. False when the file no longer exists. */
export async function showDownload(choice: DownloadChoice): Promise<boolean> {
  const record = (await downloadsItem.read())[downloadKey(choice)]
  if (typeof record?.download_id !== 'number') return false
  const found = await findInChrome(record.download_id)
  if (!found?.exists) return false
  chrome.downloads.show(record.download_id)
  return true
}

/** Updates the record of this download; other downloads are ignored. */
export async function noteDownloadChange(downloadId: number): Promise<void> {
  const found = await findInChrome(downloadId)
  await downloadsItem.update((current) => {
    const record = Object.values(current).find((item) => item.download_id === downloadId)
    if (!record) return current
    return { ...current, [downloadKey(record.choice)]: updatedRecord(record, found, Date.now()) }
  })
}

/** Updates every record from Chrome. */
export async function refreshDownloads(): Promise<void> {
  const underWay = Object.values(await downloadsItem.read()).filter(isUnderWay)
  for (const record of underWay) {
    const found = record.download_id === null ? undefined : await findInChrome(record.download_id)
    await downloadsItem.update((current) => {
      const latest = current[downloadKey(record.choice)]
      if (!latest || latest.download_id !== record.download_id) return current
      return { ...current, [downloadKey(record.choice)]: updatedRecord(latest, found, Date.now()) }
    })
  }
}

const isUnderWay = ({ state }: DownloadRecord) => state === 'starting' || state === 'in_progress'

async function keep(record: DownloadRecord): Promise<DownloadRecord> {
  await downloadsItem.update((current) => ({ ...current, [downloadKey(record.choice)]: record }))
  // A small file is complete before its number is stored here, so its event found no record.
  if (record.download_id !== null) await noteDownloadChange(record.download_id)
  return (await downloadsItem.read())[downloadKey(record.choice)] ?? record
}

async function findInChrome(id: number): Promise<chrome.downloads.DownloadItem | undefined> {
  const [found] = await chrome.downloads.search({ id })
  return found
}

const newRecord = (choice: DownloadChoice): DownloadRecord => ({
  choice,
  download_id: null,
  filename: '',
  path: null,
  state: 'starting',
  bytes_received: 0,
  total_bytes: null,
  reason: null,
  detail: null,
  started_at_ms: Date.now(),
})
