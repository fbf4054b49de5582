import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { VideoFacts } from './probe.ts'
import { type TranscodeRequest, type TranscodeResult, transcode } from './transcode.ts'
import { TranscodeError, type TranscodeErrorCode } from './transcode-error.ts'

/** One transcode as `GET /jobs/:id` shows it. */
export type TranscodeJob = {
  id: string
  state: 'queued' | 'processing' | 'ready' | 'failed'
  stage: 'queued' | 'fetching' | 'probing' | 'transcoding' | 'storing' | 'done'
  /** Percent of the transcode. */
  progress: number
  facts: VideoFacts | null
  result: Omit<TranscodeResult, 'facts'> | null
  error: { code: TranscodeErrorCode; message: string; details: string | null } | null
}

type Options = {
  ffmpeg: string
  ffprobe: string
  dataDir: string
  /** How many jobs may wait; one more is refused. */
  maxWaiting: number
  timeoutMs: number
  /** Finished jobs are dropped after this time. */
  keepMs: number
}

type Entry = {
  job: TranscodeJob
  key: string
  request: TranscodeRequest
  controller: AbortController
  waiters: Set<() => void>
}

/**
 * One transcode at a time, because ffmpeg uses every core; a limited number waits. The same key again is the same job,
 * so a caller whose answer was lost starts nothing twice.
 */
export function createJobQueue(options: Options) {
  const entries = new Map<string, Entry>()
  const waiting: Entry[] = []
  let running: Entry | undefined
  let idle = Promise.resolve()

  function update(entry: Entry, change: Partial<TranscodeJob>): void {
    Object.assign(entry.job, change)
    const isOver = entry.job.state === 'ready' || entry.job.state === 'failed'
    if (!isOver) return
    for (const wake of entry.waiters) wake()
    entry.waiters.clear()
    setTimeout(() => entries.delete(entry.job.id), options.keepMs).unref()
  }

  async function run(entry: Entry): Promise<void> {
    update(entry, { state: 'processing' })
    try {
      const { facts, ...result } = await transcode(entry.request, {
        ...options,
        folder: join(options.dataDir, entry.job.id),
        signal: entry.controller.signal,
        onUpdate: (change) => update(entry, change),
      })
      update(entry, { state: 'ready', stage: 'done', progress: 100, facts, result })
    } catch (error) {
      const failure =
        error instanceof TranscodeError
          ? error
          : new TranscodeError('ffmpeg_failed', 'The video could not be converted.', String(error))
      const { code, message, details = null } = failure
      update(entry, { state: 'failed', error: { code, message, details } })
    }
  }

  async function next(): Promise<void> {
    if (running) return
    running = waiting.shift()
    if (!running) return
    idle = run(running)
    await idle
    running = undefined
    void next()
  }

  return {
    /** The job, new or known by its key; null when too many wait. */
    add(key: string, request: TranscodeRequest): TranscodeJob | null {
      const known = [...entries.values()].find((entry) => entry.key === key && entry.job.state !== 'failed')
      if (known) return known.job
      if (waiting.length >= options.maxWaiting) return null
      const job: TranscodeJob = {
        id: randomUUID(),
        state: 'queued',
        stage: 'queued',
        progress: 0,
        facts: null,
        result: null,
        error: null,
      }
      const entry: Entry = { job, key, request, controller: new AbortController(), waiters: new Set() }
      entries.set(job.id, entry)
      waiting.push(entry)
      void next()
      return job
    },
    get: (id: string): TranscodeJob | null => entries.get(id)?.job ?? null,
    /** Resolves when the job is over, or after this time. */
    async wait(id: string, ms: number): Promise<void> {
      const entry = entries.get(id)
      if (!entry || entry.job.state === 'ready' || entry.job.state === 'failed') return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, ms)
        function done() {
          clearTimeout(timer)
          entry?.waiters.delete(done)
          resolve()
        }
        entry.waiters.add(done)
      })
    },
    /** Stops and drops a job; false when there is none. */
    cancel(id: string): boolean {
      const entry = entries.get(id)
      if (!entry) return false
      entry.controller.abort()
      const place = waiting.indexOf(entry)
      if (place !== -1) {
        waiting.splice(place, 1)
        update(entry, { state: 'failed', error: { code: 'cancelled', message: 'This was cancelled.', details: null } })
      }
      return true
    },
    /** Stops everything; resolves when no job runs any more. */
    async close(): Promise<void> {
      waiting.length = 0
      running?.controller.abort()
      await idle
    },
  }
}
