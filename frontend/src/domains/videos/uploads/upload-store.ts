import { api } from '#app/lib/api.ts'
import { ApiError, NetworkError } from '#core/http/client.ts'
import { videosContract } from '#core/videos/contract.ts'
import { forgetUpload, type RememberedUpload, rememberedUploads, rememberUpload } from './remembered-uploads.ts'
import { ensureSameFile, type Job, runUpload } from './run-upload.ts'
import { arrivedByTus, forgetTus } from './send-by-tus.ts'
import { firstRange } from './send-file.ts'
import { createSpeedometer } from './speed.ts'
import { isWorking, type Upload } from './upload.ts'
import { FileChanged, FileRefused, UploadFailed } from './upload-errors.ts'
import { createUploadList } from './upload-list.ts'
import { lockedUploads, lockUpload } from './upload-locks.ts'
import type { sleep } from './wait-to-resume.ts'

/** More uploads at once would only make each slower, because they share one connection. */
const AT_ONCE = 2

type Target = { product_id: string; asin: string }
type Entry = { job: Job; abort: AbortController; unlock?: () => void }

/**
 * Uploads live outside React, so that they continue while people move between pages. Unfinished uploads are stored on
 * this device. `pause` does the waiting; tests do not wait.
 */
export function createUploadStore({ pause }: { pause?: typeof sleep } = {}) {
  const list = createUploadList()
  const entries = new Map<string, Entry>()
  const savedListeners = new Set<(upload: Upload) => void>()
  let userId = ''

  function start(file: File, target: Target): string {
    const id = crypto.randomUUID()
    entries.set(id, { job: { file }, abort: new AbortController() })
    list.add({
      id,
      ...target,
      filename: file.name,
      file_size: file.size,
      state: 'queued',
      store: null,
      is_resumable: false,
      sent_bytes: 0,
      bytes_per_second: 0,
    })
    startNext()
    return id
  }

  function startNext() {
    // The newest upload comes first.
    const waiting = list
      .all()
      .filter(({ state }) => state === 'queued')
      .toReversed()
    const free = AT_ONCE - list.all().filter(isWorking).length
    for (const { id } of waiting.slice(0, Math.max(0, free))) void run(id)
  }

  async function run(id: string) {
    const entry = entries.get(id)
    const upload = list.find(id)
    if (!entry || !upload) return
    const { job, abort } = entry
    const speed = createSpeedometer()
    list.set(id, { state: 'checking' })
    try {
      const saved = await runUpload(job, {
        signal: abort.signal,
        target: { product_id: upload.product_id },
        show: (change) => list.set(id, { note: '', ...change }),
        onProgress: (sent_bytes) =>
          list.set(id, { sent_bytes, bytes_per_second: speed.add(sent_bytes, performance.now()) }),
        onLearnt: () => remember(entry, upload),
        ...(pause && { pause }),
      })
      finish(id, entry)
      list.set(id, { state: 'saved', tasks: saved.tasks })
      const done = list.find(id)
      if (done) for (const listener of savedListeners) listener(done)
    } catch (error) {
      // The code that stopped the upload has already set its state.
      if (!abort.signal.aborted) fail(id, entry, error)
    }
    startNext()
  }

  function fail(id: string, entry: Entry, error: unknown) {
    const stopped = { error: words(error), note: '', bytes_per_second: 0 }
    if (error instanceof FileChanged && entry.job.sessionId) {
      entry.job.file = null
      return list.set(id, { ...stopped, state: 'needs_file' })
    }
    const isRefused = error instanceof FileRefused || (error instanceof ApiError && error.is('not_a_video'))
    // The stored bytes are not the complete file; resuming cannot succeed.
    if (error instanceof ApiError && error.is('upload_incomplete')) giveBack(entry)
    if (isRefused) finish(id, entry)
    list.set(id, { ...stopped, state: isRefused ? 'refused' : 'failed' })
  }

  function remember(entry: Entry, { asin }: Upload) {
    const { described, sessionId, store, fingerprint: hash, fileId, tus } = entry.job
    if (!described || !sessionId || !store || !hash) return
    rememberUpload({
      session_id: sessionId,
      user_id: userId,
      store,
      asin,
      ...described,
      fingerprint: hash,
      ...(fileId !== undefined && { file_id: fileId }),
      ...(tus && { tus_url: tus.url }),
    })
    entry.unlock ??= lockUpload(sessionId)
  }

  function finish(id: string, entry: Entry) {
    entries.delete(id)
    entry.unlock?.()
    if (entry.job.sessionId) forgetUpload(entry.job.sessionId)
  }

  // The server also deletes expired sessions, so a failure here has no effect.
  function giveBack({ job }: Entry) {
    if (!job.sessionId) return
    forgetUpload(job.sessionId)
    api(videosContract.cancelUploadSession, { params: { id: job.sessionId } }).catch(() => {})
    if (job.tus) void forgetTus(job.tus)
    delete job.sessionId
    delete job.fileId
    delete job.tus
  }

  function again(id: string) {
    const entry = entries.get(id)
    if (!entry) return
    entry.abort = new AbortController()
    list.set(id, { state: 'queued', error: '', note: '' })
    startNext()
  }

  function stop(id: string, state: 'paused' | 'cancelled') {
    const entry = entries.get(id)
    if (!entry || list.find(id)?.state === 'saving') return
    entry.abort.abort(new DOMException(`The upload was ${state}.`, 'AbortError'))
    list.set(id, { state, bytes_per_second: 0, note: '' })
    if (state === 'cancelled') {
      giveBack(entry)
      finish(id, entry)
    }
    startNext()
  }

  /** Resumes with a file that the person selected again. A different file is reported, and none of it is sent. */
  async function giveFile(id: string, file: File) {
    const entry = entries.get(id)
    if (!entry) return
    const given: Job = { ...entry.job, file }
    try {
      await ensureSameFile(given)
    } catch (error) {
      return list.set(id, { error: words(error) })
    }
    entry.job.file = file
    again(id)
  }

  /** Shows the uploads that earlier pages of this person started on this device; complete ones are saved at once. */
  async function restore(forUserId: string) {
    if (userId === forUserId) return
    userId = forUserId
    const inOtherPages = await lockedUploads()
    for (const kept of rememberedUploads()) {
      const isHere = [...entries.values()].some(({ job }) => job.sessionId === kept.session_id)
      if (kept.user_id === userId && !isHere && !inOtherPages.has(kept.session_id)) await restoreOne(kept)
    }
  }

  async function restoreOne(kept: RememberedUpload) {
    const { session_id: id, product_id, asin, filename, file_size, mime_type, store } = kept
    // Without an answer the upload is still offered: the store is read again before anything is sent.
    const known = await api(videosContract.uploadProgress, { params: { id } }).catch((error: unknown) =>
      error instanceof ApiError && error.is('upload_session_not_found') ? 'gone' : undefined,
    )
    if (known === 'gone' || known?.state === 'saved') return forgetUpload(id)
    const tus = kept.tus_url === undefined ? undefined : { url: kept.tus_url, headers: known?.tus?.headers ?? {} }
    entries.set(id, {
      job: {
        file: null,
        described: { product_id, filename, file_size, mime_type },
        store,
        fingerprint: kept.fingerprint,
        sessionId: id,
        ...(kept.file_id !== undefined && { fileId: kept.file_id }),
        ...(tus && { tus }),
      },
      abort: new AbortController(),
      unlock: lockUpload(id),
    })
    const isWhole = known?.state === 'arrived'
    const start = known?.chunk_size ? (firstRange(known.next_expected_ranges)?.start ?? 0) : 0
    const arrived = tus && known?.tus ? await arrivedByTus(tus) : start
    list.add(
      {
        id,
        product_id,
        asin,
        filename,
        file_size,
        state: isWhole ? 'queued' : 'needs_file',
        store,
        is_resumable: store === 'onedrive' || tus !== undefined,
        sent_bytes: isWhole ? file_size : arrived,
        bytes_per_second: 0,
      },
      'last',
    )
    startNext()
  }

  function dismiss(id: string) {
    const entry = entries.get(id)
    if (entry) {
      entry.abort.abort(new DOMException('The upload was dismissed.', 'AbortError'))
      giveBack(entry)
      finish(id, entry)
    }
    list.remove(id)
  }

  return {
    start,
    restore,
    giveFile,
    pause: (id: string) => stop(id, 'paused'),
    resume: again,
    retry: again,
    cancel: (id: string) => stop(id, 'cancelled'),
    dismiss,
    getUploads: list.all,
    subscribe: list.subscribe,
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
  const isWorded = [FileRefused, FileChanged, UploadFailed, ApiError, NetworkError].some(
    (kind) => error instanceof kind,
  )
  return isWorded && error instanceof Error ? error.message : 'The upload stopped. Nothing was saved; try again.'
}

/** The uploads of this document. */
export const uploads = createUploadStore()
