import { ApiError, NetworkError } from '#core/http/client.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { SavedVideo } from '#core/videos/schema.ts'
import { api } from '../api.ts'
import { checkVideoFile, FileRefused } from './check-file.ts'
import { readDuration } from './read-duration.ts'
import { sendFile, UploadFailed } from './send-file.ts'
import { createSpeedometer } from './speed.ts'

type UploadState = 'checking' | 'uploading' | 'saving' | 'saved' | 'failed' | 'refused' | 'cancelled'

/** One file on its way to the store. */
export type Upload = {
  id: string
  product_id: string
  /** What people see beside the file, the product's ASIN. */
  asin: string
  filename: string
  file_size: number
  state: UploadState
  sent_bytes: number
  bytes_per_second: number
  /** Why it failed or was refused, in words. */
  error?: string
  tasks?: SavedVideo['tasks']
}

type Job = { file: File; abort: AbortController; sessionId?: string }
type Target = { product_id: string; asin: string }

/** Whether leaving the page would lose something. */
export const isUnderWay = (upload: Upload) => ['checking', 'uploading', 'saving'].includes(upload.state)

/**
 * Uploads live outside React, so that they go on while people move between pages. State is replaced, never changed,
 * and every change is announced to those who subscribed.
 */
export function createUploadStore() {
  let uploads: readonly Upload[] = []
  const jobs = new Map<string, Job>()
  const listeners = new Set<() => void>()
  const savedListeners = new Set<(upload: Upload) => void>()

  function set(id: string, change: Partial<Upload>) {
    const before = uploads.some(isUnderWay)
    uploads = uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload))
    watchLeaving(before)
    for (const listener of listeners) listener()
  }

  // The browser asks "Leave site?" only while something would be lost.
  function watchLeaving(wasUnderWay: boolean) {
    const isNow = uploads.some(isUnderWay)
    if (isNow && !wasUnderWay) addEventListener('beforeunload', askBeforeLeaving)
    if (!isNow && wasUnderWay) removeEventListener('beforeunload', askBeforeLeaving)
  }

  function start(file: File, target: Target): string {
    const id = crypto.randomUUID()
    const before = uploads.some(isUnderWay)
    jobs.set(id, { file, abort: new AbortController() })
    uploads = [
      {
        id,
        ...target,
        filename: file.name,
        file_size: file.size,
        state: 'checking',
        sent_bytes: 0,
        bytes_per_second: 0,
      },
      ...uploads,
    ]
    watchLeaving(before)
    for (const listener of listeners) listener()
    void run(id)
    return id
  }

  async function run(id: string) {
    const job = jobs.get(id)
    const upload = uploads.find((candidate) => candidate.id === id)
    if (!job || !upload) return
    const { file, abort } = job
    try {
      const mime_type = await checkVideoFile(file)
      const described = { product_id: upload.product_id, filename: file.name, file_size: file.size, mime_type }
      const duration = readDuration(file)
      // The same file again continues the same session, so trying again leaves no second record and no orphan.
      const session = await api(videosContract.createStorageUploadSession, { body: described, signal: abort.signal })
      job.sessionId = session.upload_session_id
      set(id, { state: 'uploading', sent_bytes: 0 })
      const speed = createSpeedometer()
      await sendFile(session, file, {
        signal: abort.signal,
        onProgress: (sent_bytes) => set(id, { sent_bytes, bytes_per_second: speed.add(sent_bytes, performance.now()) }),
      })
      set(id, { state: 'saving', sent_bytes: file.size })
      const duration_seconds = await duration
      const saved = await api(videosContract.save, {
        body: {
          ...described,
          upload_session_id: session.upload_session_id,
          ...(duration_seconds !== undefined && { duration_seconds }),
        },
        idempotencyKey: `save-video-${session.upload_session_id}`,
      })
      jobs.delete(id)
      set(id, { state: 'saved', tasks: saved.tasks })
      const done = uploads.find((candidate) => candidate.id === id)
      if (done) for (const listener of savedListeners) listener(done)
    } catch (error) {
      if (abort.signal.aborted) return
      const isRefused = error instanceof FileRefused
      if (isRefused) jobs.delete(id)
      set(id, { state: isRefused ? 'refused' : 'failed', error: words(error), bytes_per_second: 0 })
    }
  }

  function retry(id: string) {
    const job = jobs.get(id)
    if (!job) return
    job.abort = new AbortController()
    set(id, { state: 'checking', sent_bytes: 0, bytes_per_second: 0, error: '' })
    void run(id)
  }

  function cancel(id: string) {
    const job = jobs.get(id)
    if (!job) return
    job.abort.abort(new DOMException('The upload was cancelled.', 'AbortError'))
    jobs.delete(id)
    set(id, { state: 'cancelled', bytes_per_second: 0 })
    // The server also clears expired sessions, so a failure here costs nothing.
    if (job.sessionId) api(videosContract.cancelUploadSession, { params: { id: job.sessionId } }).catch(() => {})
  }

  function dismiss(id: string) {
    jobs.delete(id)
    uploads = uploads.filter((upload) => upload.id !== id)
    for (const listener of listeners) listener()
  }

  return {
    start,
    retry,
    cancel,
    dismiss,
    getUploads: () => uploads,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Called after a video and its tasks are saved. */
    onSaved(listener: (upload: Upload) => void) {
      savedListeners.add(listener)
      return () => {
        savedListeners.delete(listener)
      }
    },
  }
}

function words(error: unknown): string {
  if (error instanceof FileRefused || error instanceof UploadFailed) return error.message
  if (error instanceof ApiError || error instanceof NetworkError) return error.message
  return 'The upload stopped. Nothing was saved; try again.'
}

const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault()

/** The uploads of this document. */
export const uploads = createUploadStore()
