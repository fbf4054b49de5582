import { z } from 'zod'
import { describeSendFailure } from '#core/social/inbox/reasons.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'

const Reply = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  connection_id: z.uuid(),
  conversation_id: z.uuid(),
  state: z.enum(['sending', 'sent', 'failed', 'unknown']),
  text: z.string().nullable(),
  /** When Instagram was asked; null while it was not. */
  asked_at: Instant.nullable(),
  lookups: z.number().int(),
  participant_id: z.string(),
  vendor_id: z.string().nullable(),
  last_inbound_at: Instant.nullable(),
  refused_at: Instant.nullable(),
  is_on: z.boolean(),
  uses_human_agent: z.boolean(),
  held_until: Instant.nullable(),
  /** No earlier reply of the conversation is still on its way. */
  is_next: z.boolean(),
})
export type Reply = z.infer<typeof Reply>

/** A reply that was written here; null when it is gone. */
export async function readReply(serviceDb: Db, id: string): Promise<Reply | null> {
  return Reply.nullable().parse(unwrap(await serviceDb.rpc('read_inbox_reply', { p_id: id })))
}

/** Stores that Instagram is asked now; false when it was asked before. */
export async function beginReply(serviceDb: Db, id: string): Promise<boolean> {
  return z.boolean().parse(unwrap(await serviceDb.rpc('begin_inbox_reply', { p_id: id })))
}

type Outcome =
  | { state: 'sent'; mid: string }
  | { state: 'unknown' }
  | { state: 'looked_up'; is_missing: boolean }
  | { state: 'failed'; code: string; closes_window?: boolean }
  | { state: 'waiting'; code: 'account_held' | 'busy'; until: string; holds_account?: boolean }

/** Stores what became of a reply and answers the state it has now; null when it is gone. */
export async function settleReply(serviceDb: Db, id: string, outcome: Outcome): Promise<string | null> {
  const stored = {
    ...outcome,
    ...(outcome.state === 'failed' && { error: describeSendFailure(outcome.code) }),
    ...(outcome.state === 'looked_up' && { error: describeSendFailure('not_found_there') }),
  }
  const args = { p_id: id, p_outcome: stored }
  return z
    .string()
    .nullable()
    .parse(unwrap(await serviceDb.rpc('settle_inbox_reply', args)))
}
