import type { z } from 'zod'
import type { Db } from '../db/user-client.ts'

export type JobArgs<P> = {
  payload: P
  /** The workspace of the job; null for work of the whole server. */
  workspaceId: string | null
  /** Passes row level security: name the workspace in every query. */
  db: Db
  /** Renews the lease and reports the progress to people. Throws `LeaseLostError` when another worker has the job. */
  progress: (done: number, total?: number) => Promise<void>
  /** Aborted when the lease is lost, and at `endAtMs`. A job that stops for it runs again; no attempt is used up. */
  signal: AbortSignal
  /** When the job must have stopped, because the platform soon ends the process. */
  endAtMs: number
}

export type Job<P = unknown> = {
  /** `domain.verb`, as the queue names it. */
  kind: string
  payload: z.ZodType<P>
  run: (args: JobArgs<P>) => Promise<void>
}

/** A kind of background work. Every job may run twice; its docstring states why a second run is safe. */
export const defineJob = <P>(job: Job<P>): Job<P> => job

/** A failure that says when to try again, or that trying again is useless. Any other error waits and is tried again. */
export class JobError extends Error {
  readonly code: string
  readonly isFinal: boolean
  readonly retryAfterSeconds: number | undefined
  constructor(
    code: string,
    message: string,
    options: { isFinal?: boolean; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'JobError'
    this.code = code
    this.isFinal = options.isFinal ?? false
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/**
 * Not a failure: the work that the job waits for runs elsewhere. The job runs again after the pause, and no attempt is
 * used up. `reason`: what people read in the meantime, if anything.
 */
export class JobPause extends Error {
  readonly seconds: number
  readonly reason: { code: string; message: string } | undefined
  constructor(seconds: number, reason?: { code: string; message: string }) {
    super(`Comes back in ${seconds} s.`)
    this.name = 'JobPause'
    this.reason = reason
    this.seconds = Math.max(1, Math.ceil(seconds))
  }
}

/** Another worker has the job; this worker must stop and write nothing more. */
export class LeaseLostError extends Error {
  constructor() {
    super('The lease of this job is lost.')
    this.name = 'LeaseLostError'
  }
}
