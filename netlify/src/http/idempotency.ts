import { createHash } from 'node:crypto'
import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'

const Begun = z.discriminatedUnion('state', [
  z.object({ state: z.literal('new') }),
  z.object({ state: z.literal('reused') }),
  z.object({ state: z.literal('in_progress') }),
  z.object({ state: z.literal('saved') }),
  z.object({ state: z.literal('answered'), status: z.number().int(), body: z.unknown() }),
])

type Answer = { status: number; body: unknown; isReplayed: boolean }

/**
 * Runs a request once per `Idempotency-Key` and repeats its answer for 24 h. A request that was refused before it changed
 * anything frees its key. A request whose outcome is unknown (its process died, or the database did not answer) keeps it
 * for a minute; then the database says whether it changed anything, and it runs again only if it did not, or if its
 * contract is repeatable. Throws `idempotency_key_reused` for another request under the same key, `request_in_progress`
 * while the first may run, `already_saved` when it was saved and its answer is lost.
 */
export async function onceByKey(
  db: Db,
  request: { key: string; method: string; path: string; bodyText: string; isRepeatable?: boolean | undefined },
  run: () => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const { key } = request
  if (key.length > 200) throw new AppError('invalid_input', 'An Idempotency-Key has at most 200 characters.')
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.path}\n${request.bodyText}`)
    .digest('hex')

  const args = { p_key: key, p_fingerprint: fingerprint, p_is_repeatable: request.isRepeatable ?? false }
  const begun = Begun.parse(unwrap(await db.rpc('begin_idempotent', args)))
  if (begun.state === 'answered') return { status: begun.status, body: begun.body, isReplayed: true }
  if (begun.state === 'reused')
    throw new AppError('idempotency_key_reused', 'This Idempotency-Key belongs to another request. Use a new one.')
  if (begun.state === 'in_progress') {
    throw new AppError('request_in_progress', 'The same request is still being worked on. Ask again in a moment.', {
      retryAfterSeconds: 2,
    })
  }

  if (begun.state === 'saved') {
    throw new AppError('already_saved', 'This was saved the first time; its answer was lost. Reload to see it.')
  }

  const answer = await run().catch(async (error: unknown) => {
    // A statement may still run, so the key stays, and the database decides after a minute.
    const isUnknown = error instanceof AppError && error.code === 'outcome_unknown'
    if (!isUnknown) await note('release', db.rpc('release_idempotent', { p_key: key }))
    throw error
  })
  // The request is done, so its caller gets the answer even where it cannot be kept for a repetition.
  const finish = { p_key: key, p_status: answer.status, p_body: answer.body as never } // safe: it was parsed as JSON
  await note('finish', db.rpc('finish_idempotent', finish))
  return { ...answer, isReplayed: false }
}

async function note(step: string, work: PromiseLike<{ error: { code: string } | null }>): Promise<void> {
  const { error } = await work
  if (error) log.warn('idempotency.not_noted', { step, code: error.code })
}
