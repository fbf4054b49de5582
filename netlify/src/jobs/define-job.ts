import type { z } from 'zod'
import type { Db } from '../db/user-client.ts'

export type JobArgs<P> = {
  payload: P
  /** The workspace it works for; null for work of the whole installation. */
  workspaceId: string | null
  /** Passes row level security: name the workspace in every question. */
  db: Db
  /** Keeps the job and tells people how far it is. Throws `LeaseLostError` when another worker has it now. */
  progress: (done: number, total?: number) => Promise<void>
  /** Aborted when the lease is lost or the process must end. */
  signal: AbortSignal
}

export type Job<P = unknown> = {
  /** `domain.verb`, as it stands in the queue. */
  kind: string
  payload: z.ZodType<P>
  run: (args: JobArgs<P>) => Promise<void>
}

/** A kind of background work. Every job may run twice; its docstring says why that is safe. */
export const defineJob = <P>(job: Job<P>): Job<P> => job

/** A failure that says when to come back, or that coming back is useless. Any other error waits and is tried again. */
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
 * Not a failure: what the job waits for is under way elsewhere. It comes back after the pause, and no attempt is used up.
 * `reason`: what people are told meanwhile, where there is something to tell.
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

/** The job was given to another worker; this one must stop and write nothing more. */
export class LeaseLostError extends Error {
  constructor() {
    super('The lease of this job is lost.')
    this.name = 'LeaseLostError'
  }
}
