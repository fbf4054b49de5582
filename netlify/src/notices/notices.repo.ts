import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import type { ProviderOutcome } from '../providers/errors.ts'

/** Why OpSyncPro writes to a person: the rows of `private.notice_causes` for which this release has words. */
export const NoticeCause = z.enum([
  'listings_need_attention',
  'connection_needs_reconnect',
  'price_runs_missing',
  'product_source_paused',
  'sign_in_ends',
])
export type NoticeCause = z.infer<typeof NoticeCause>

const OpenNotice = z.object({ subject: z.string(), count: z.number().int(), since: z.string() })
export type OpenNotice = z.infer<typeof OpenNotice>

const NoticeEmail = z.object({
  id: z.uuid(),
  cause: NoticeCause,
  user_id: z.uuid(),
  to: z.string(),
  name: z.string(),
  locale: z.string(),
  time_zone: z.string(),
  workspace: z.string(),
  notices: z.array(OpenNotice).min(1),
})
export type NoticeEmail = z.infer<typeof NoticeEmail>

const Begun = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown') }),
  NoticeEmail.extend({ state: z.literal('sending') }),
])

/** Opens, counts and resolves the notices of every workspace. */
export async function checkNotices(db: Db): Promise<void> {
  unwrap(await db.rpc('check_notices'))
}

/** Plans the emails that are due, each with its job; answers how many. */
export async function planNoticeEmails(db: Db): Promise<number> {
  const answer = await db.rpc('plan_notice_emails', { p_causes: NoticeCause.options })
  return z.number().int().parse(unwrap(answer))
}

/**
 * The email, noted as being sent; null when there is nothing to send any more. `unknown`: an earlier worker may have sent
 * it.
 */
export async function beginNoticeEmail(db: Db, id: string): Promise<z.infer<typeof Begun> | null> {
  return Begun.nullable().parse(unwrap(await db.rpc('begin_notice_email', { p_id: id })))
}

type Settled =
  | { state: 'planned' | 'sent' | 'unknown' }
  | { state: 'failed'; outcome: ProviderOutcome; error_code: string }

/** Notes what became of an email. `planned`: the mail server is proven not to have it. */
export async function settleNoticeEmail(db: Db, id: string, settled: Settled): Promise<void> {
  const reason =
    settled.state === 'failed' ? { p_outcome: settled.outcome, p_error_code: settled.error_code } : undefined
  unwrap(await db.rpc('settle_notice_email', { p_id: id, p_state: settled.state, ...reason }))
}
