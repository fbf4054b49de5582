import { api } from '#app/lib/api.ts'
import { ApiError } from '#core/http/client.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { SavedVideo, TusUpload, UploadSession } from '#core/videos/schema.ts'
import { checkVideoFile } from './check-file.ts'
import { chooseStore } from './choose-store.ts'
import { fingerprint } from './fingerprint.ts'
import { readDuration } from './read-duration.ts'
import { type BegunTus, offersTus, sendByTus } from './send-by-tus.ts'
import { firstRange, sendFile } from './send-file.ts'
import type { DescribedFile, StoreName, Upload } from './upload.ts'
import { FileChanged, UploadFailed } from './upload-errors.ts'
import { sleep, waitAfter, whenOnline } from './wait-to-resume.ts'

/** What the job knows about an upload; kept between attempts, and in part between pages. */
export type Job = {
  file: File | null
  described?: DescribedFile
  store?: StoreName
  fingerprint?: string
  sessionId?: string
  /** The store's id of the complete file, once the store answered it. */
  fileId?: string
  /** The resumable upload in the private bucket, once it is started. */
  tus?: BegunTus
  duration?: Promise<number | undefined>
}

export type Run = {
  signal: AbortSignal
  target: { product_id: string }
  /** What people see of the upload. */
  show: (change: Partial<Upload>) => void
  onProgress: (sentBytes: number) => void
  /** The job learned something that should be stored. */
  onLearnt: () => void
  /** Waits for so long; `sleep` outside tests. */
  pause?: typeof sleep
}

/**
 * Uploads a file to its store and saves it as a video. After any failure the job reads the progress from the store and
 * sends the rest, so each byte is sent once unless the store lost it. Throws `FileRefused`, `FileChanged`,
 * `UploadFailed`, `ApiError`, `NetworkError`, or the signal's reason.
 */
export async function runUpload(job: Job, run: Run): Promise<SavedVideo> {
  let failures = 0
  const isTaken = () => {
    failures = 0
  }
  for (;;) {
    try {
      return await tryUpload(job, run, isTaken)
    } catch (error) {
      if (run.signal.aborted) throw error
      failures += 1
      // Chromium aborts the request when the file changes during the upload, which looks like a broken connection.
      if (error instanceof UploadFailed && error.status === 0) await ensureSameFile(job)
      const wait = waitAfter(error, failures)
      if (!wait) throw error
      run.show({ state: 'waiting', bytes_per_second: 0, note: wait === 'online' ? OFFLINE : wait.note })
      await (wait === 'online' ? whenOnline(run.signal) : (run.pause ?? sleep)(wait.ms, run.signal))
    }
  }
}

const OFFLINE = "You're offline. The upload resumes when you're back online."

async function tryUpload(job: Job, run: Run, isTaken: () => void): Promise<SavedVideo> {
  run.show({ state: 'checking' })
  const described = await lookAt(job, run)
  const session = await howFar(job, described, run)
  if (session !== 'arrived') {
    if (!job.file) throw new FileChanged(described.filename)
    const { file } = job
    if (!(await sendTus(session.tus, { job, file, run, isTaken }))) await send(session, { job, file, run, isTaken })
  }
  run.show({ state: 'saving', sent_bytes: described.file_size, bytes_per_second: 0 })
  return save(job, described)
}

type Sending = { job: Job; file: File; run: Run; isTaken: () => void }

async function send(session: Going, { job, file, run, isTaken }: Sending): Promise<void> {
  const start = session.chunk_size === null ? 0 : (firstRange(session.next_expected_ranges)?.start ?? 0)
  run.onProgress(start)
  run.show({ state: 'uploading', sent_bytes: start, is_resumable: session.chunk_size !== null })
  const options = { signal: run.signal, onProgress: run.onProgress, onArrived: isTaken }
  const { fileId } = await sendFile(session, file, options)
  if (fileId === undefined) return
  job.fileId = fileId
  run.onLearnt()
}

/** Answers false where the store does not offer TUS. */
async function sendTus(tus: TusUpload | null, { job, file, run, isTaken }: Sending): Promise<boolean> {
  if (!tus || !(job.tus || (await offersTus(tus)))) return false
  const { headers } = tus
  run.show({ state: 'uploading', is_resumable: true })
  try {
    return await sendByTus(tus, file, {
      signal: run.signal,
      ...(job.tus && { url: job.tus.url }),
      onProgress: run.onProgress,
      onArrived: isTaken,
      onBegun(url) {
        job.tus = { url, headers }
        run.onLearnt()
      },
    })
  } catch (error) {
    if (error instanceof UploadFailed && error.status === 404) delete job.tus
    throw error
  }
}

async function lookAt(job: Job, { target, signal, show }: Run): Promise<DescribedFile> {
  if (job.described && job.sessionId) {
    if (job.file) await ensureSameFile(job)
    return job.described
  }
  if (!job.file) throw new FileChanged('The file')
  const { file } = job
  const store = await chooseStore(signal)
  const mime_type = await checkVideoFile(file, store)
  job.store = store
  job.fingerprint = await fingerprint(file)
  job.duration = readDuration(file)
  job.described = { ...target, filename: file.name, file_size: file.size, mime_type }
  show({ store, fingerprint: job.fingerprint })
  return job.described
}

/** Throws `FileChanged` unless the job's file is still the one that the upload started with. */
export async function ensureSameFile(job: Job): Promise<void> {
  if (!job.file || job.fingerprint === undefined) return
  const now = await fingerprint(job.file).catch(() => undefined)
  if (now !== job.fingerprint) throw new FileChanged(job.file.name)
}

type Going = Parameters<typeof sendFile>[0] & Pick<UploadSession, 'tus'>

async function howFar(job: Job, described: DescribedFile, run: Run): Promise<Going | 'arrived'> {
  const known = job.sessionId === undefined ? undefined : await askStore(job.sessionId, run.signal)
  if (known) return known
  // Starting again answers the same session where one exists.
  const session = await begin(job, described, run.signal)
  if (job.sessionId !== session.upload_session_id) delete job.tus
  job.sessionId = session.upload_session_id
  delete job.fileId
  run.onLearnt()
  return session.next_expected_ranges.length === 0 ? 'arrived' : session
}

/** Undefined when the upload has to start over. */
async function askStore(id: string, signal: AbortSignal): Promise<Going | 'arrived' | undefined> {
  try {
    const progress = await api(videosContract.uploadProgress, { params: { id }, signal })
    if (progress.state === 'arrived' || progress.state === 'saved') return 'arrived'
    if (progress.state === 'expired' || progress.upload_url === null) return undefined
    return { ...progress, upload_url: progress.upload_url }
  } catch (error) {
    if (error instanceof ApiError && error.is('upload_session_not_found')) return undefined
    throw error
  }
}

function begin(job: Job, described: DescribedFile, signal: AbortSignal): Promise<UploadSession> {
  // With the fingerprint, another file of the same name and size is another upload.
  const body = { ...described, ...(job.fingerprint !== undefined && { fingerprint: job.fingerprint }) }
  return job.store === 'onedrive'
    ? api(videosContract.createOneDriveUploadSession, { body, signal })
    : api(videosContract.createStorageUploadSession, { body, signal })
}

async function save(job: Job, described: DescribedFile): Promise<SavedVideo> {
  const { sessionId = '', fileId, duration } = job
  const duration_seconds = await duration
  // Neither Pause nor Cancel stops this: a file that arrived completely becomes a video.
  return api(videosContract.save, {
    body: {
      ...described,
      upload_session_id: sessionId,
      ...(fileId !== undefined && { onedrive_file_id: fileId }),
      ...(duration_seconds !== undefined && { duration_seconds }),
    },
    // After a reload the page knows less about the file, and an idempotency key belongs to one body.
    idempotencyKey: `save-video-${sessionId}${fileId === undefined ? '' : '-f'}${duration_seconds === undefined ? '' : '-d'}`,
  })
}
