import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { LocalDatabase } from './database/open-database.ts'
import type { FunctionRunner } from './functions/run-function.ts'
import { problem } from './web/problem.ts'

const SECRET_HEADER = 'x-webhook-secret'

/** `ahead_seconds`: work that is due within so many seconds counts as due, so that no test sleeps until a retry. */
const Wanted = z.strictObject({ ahead_seconds: z.int().min(0).optional() })

export type LocalQueue = {
  /**
   * Answers `POST /_local/queue` when no due work is left, with the work that waits for later; null for other paths.
   */
  answer(request: Request, url: URL): Promise<Response> | null
}

type Options = {
  database: LocalDatabase
  functions: FunctionRunner
  /** The functions' URL, without a trailing slash. */
  origin: string
  /** The value of the header `x-webhook-secret`, as for the functions' own triggers. */
  secret: string
}

/**
 * Runs the queue of this host until nothing is due. The minute's schedule does the same work in its own time; a caller
 * of this path learns when the work is done.
 */
export function createLocalQueue({ database, functions, origin, secret }: Options): LocalQueue {
  async function run(request: Request): Promise<Response> {
    if (!isSame(request.headers.get(SECRET_HEADER) ?? '', secret)) {
      return problem(401, 'unauthorized', 'The secret of this host is needed.')
    }
    const wanted = Wanted.safeParse(await request.json().catch(() => undefined))
    if (!wanted.success) return problem(400, 'validation_failed', 'Send {"ahead_seconds": 60} or {}.')
    // Work that a request has started may enqueue more.
    await functions.settle()
    await database.query(
      `update private.jobs set run_at = now()
       where finished_at is null and leased_until is null and run_at > now()
         and run_at <= now() + make_interval(secs => $1)`,
      [wanted.data.ahead_seconds ?? 0],
    )
    // Posts have times of their own, and the minute asks for the job that looks at them.
    await database.query(
      `update public.social_post_jobs set run_at = now()
       where run_at > now() and run_at <= now() + make_interval(secs => $1) and leased_until is null`,
      [wanted.data.ahead_seconds ?? 0],
    )
    await database.query(
      `select private.enqueue_job('social.publish', 'social.publish')
       where exists (select from public.social_post_jobs where run_at <= now())`,
    )
    while (await isDue()) {
      await functions.answer(
        new Request(`${origin}/api/jobs-drain`, { method: 'POST', headers: { [SECRET_HEADER]: secret } }),
        { ip: '127.0.0.1' },
      )
      await functions.settle()
    }
    const later = await database.query(
      'select kind, run_at, attempts, last_error_code from private.jobs where finished_at is null order by run_at',
    )
    return Response.json({ later }, { headers: { 'cache-control': 'no-store' } })
  }

  // The condition of claim_jobs.
  async function isDue(): Promise<boolean> {
    const [row] = await database.query(
      `select exists (
         select from private.jobs
         where finished_at is null and run_at <= now() and attempts < max_attempts
           and (leased_until is null or leased_until < now())
       ) as is_due`,
    )
    return row?.is_due === true
  }

  return {
    answer: (request, url) => (url.pathname === '/_local/queue' && request.method === 'POST' ? run(request) : null),
  }
}

const isSame = (sent: string, expected: string): boolean =>
  sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected))
