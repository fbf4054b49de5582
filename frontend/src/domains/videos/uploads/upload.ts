import type { SavedVideo, VideoType } from '#core/videos/schema.ts'

/** Which store takes the bytes: the workspace's OneDrive, or our private bucket. */
export type StoreName = 'onedrive' | 'storage'

/**
 * `waiting`: it goes on by itself, `note` says after what. `needs_file`: begun before this page was opened, and a page may
 * not open files by itself. `failed`: only a person can go on. `refused`: nothing was sent and nothing will be.
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

/** One file on its way to the store. */
export type Upload = {
  id: string
  product_id: string
  /** What people see beside the file, the product's ASIN. */
  asin: string
  filename: string
  file_size: number
  state: UploadState
  /** Null until the store is chosen. */
  store: StoreName | null
  /** Whether what has arrived is kept when it stops; known once it goes. */
  is_resumable: boolean
  sent_bytes: number
  bytes_per_second: number
  /** Why it failed or was refused, in words. */
  error?: string
  /** What it waits for, in words. */
  note?: string
  tasks?: SavedVideo['tasks']
}

/** What the API is told about a file. */
export type DescribedFile = { product_id: string; filename: string; file_size: number; mime_type: VideoType }

const UNDER_WAY: ReadonlySet<UploadState> = new Set(['queued', 'checking', 'uploading', 'waiting', 'saving'])
const WORKING: ReadonlySet<UploadState> = new Set(['checking', 'uploading', 'waiting', 'saving'])

/** Whether leaving the page would interrupt it. */
export const isUnderWay = ({ state }: Upload): boolean => UNDER_WAY.has(state)

/** Whether it has one of the places of those that run at once. */
export const isWorking = ({ state }: Upload): boolean => WORKING.has(state)

/** Where nothing that has arrived is kept, a pause would be a second beginning. */
export const canPause = ({ state, is_resumable }: Upload): boolean =>
  is_resumable && (state === 'uploading' || state === 'waiting')
