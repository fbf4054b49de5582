import type { SavedVideo, VideoType } from '#core/videos/schema.ts'

/** The store of the bytes: the workspace's OneDrive, or our private bucket. */
export type StoreName = 'onedrive' | 'storage'

/**
 * `waiting`: the upload resumes automatically, `note` says after what. `needs_file`: started before this page was
 * opened, and a page may not open files. `failed`: only a person can resume it. `refused`: nothing was sent and nothing
 * will be.
 */
export type UploadState =
  | 'queued'
  | 'checking'
  | 'uploading'
  | 'waiting'
  | 'paused'
  | 'saving'
  | 'needs_file'
  | 'saved'
  | 'failed'
  | 'refused'
  | 'cancelled'

/** One file that is being uploaded. */
export type Upload = {
  id: string
  product_id: string
  /** The label beside the file, the product's ASIN. */
  asin: string
  filename: string
  file_size: number
  /** Tells files of one name and size apart; known once the file was read. */
  fingerprint?: string
  state: UploadState
  /** Null until the store is chosen. */
  store: StoreName | null
  /** Whether the stored bytes survive a stop; known once the upload runs. */
  is_resumable: boolean
  sent_bytes: number
  bytes_per_second: number
  /** Why it failed or was refused, as a sentence. */
  error?: string
  /** What it waits for, as a sentence. */
  note?: string
  tasks?: SavedVideo['tasks']
}

/** What the API receives about a file. */
export type DescribedFile = { product_id: string; filename: string; file_size: number; mime_type: VideoType }

const UNDER_WAY: ReadonlySet<UploadState> = new Set(['queued', 'checking', 'uploading', 'waiting', 'saving'])
const WORKING: ReadonlySet<UploadState> = new Set(['checking', 'uploading', 'waiting', 'saving'])

/** Whether leaving the page would interrupt the upload. */
export const isUnderWay = ({ state }: Upload): boolean => UNDER_WAY.has(state)

/** Whether the upload is one of those that run at once. */
export const isWorking = ({ state }: Upload): boolean => WORKING.has(state)

/** Where the store keeps no partial upload, pausing would mean starting over. */
export const canPause = ({ state, is_resumable }: Upload): boolean =>
  is_resumable && (state === 'uploading' || state === 'waiting')
