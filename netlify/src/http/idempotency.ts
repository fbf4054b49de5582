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
  z.object({ state: z.literal('answered'), status: z.number().int(), body: z.unknown() }),
])

type Answer = { status: number; body: unknown; isReplayed: boolean }

/**
 * Runs a request once per `Idempotency-Key` and repeats its answer for 24 h. A refused request had no effect, so its
 * key is free again. A request whose process died runs again after a minute, which every verb must survive. Throws
 * `idempotency_key_reused` for another request under the same key, `request_in_progress` while the first runs.
 */
export async function onceByKey(
  db: Db,
  request: { key: string; method: string; path: string; bodyText: string },
  run: () => Promise<{ status: number; body: unknown }>,
): Promise<Answer> {
  const { key } = request
  if (key.length > 200) throw new AppError('invalid_input', 'An Idempotency-Key has at most 200 characters.')
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.path}\n${request.bodyText}`)
    .digest('hex')

  const begun = Begun.parse(unwrap(await db.rpc('begin_idempotent', { p_key: key, p_fingerprint: fingerprint })))
  if (begun.state === 'answered') return { status: begun.status, body: begun.body, isReplayed: true }
  if (begun.state === 'reused')
    throw new AppError('idempotency_key_reused', 'This Idempotency-Key belongs to another request. Use a new one.')
  if (begun.state === 'in_progress') {
    throw new AppError('request_in_progress', 'The same request is still being worked on. Ask again in a moment.', {
      retryAfterSeconds: 2,
    })
  }

  try {
    const answer = await run()
    unwrap(await db.rpc('finish_idempotent', { p_key: key, p_status: answer.status, p_body: answer.body as never }))
    return { ...answer, isReplayed: false }
  } catch (error) {
    const released = await db.rpc('release_idempotent', { p_key: key })
    if (released.error) log.warn('idempotency.release_failed', { code: released.error.code })
    throw error
  }
}
