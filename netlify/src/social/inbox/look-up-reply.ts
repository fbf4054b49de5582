import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { JobPause } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { MetaMessage } from '../../providers/meta/index.ts'
import { type OpenInbox, openInbox } from './inbox-account.ts'
import { recordConversation } from './reading.repo.ts'
import { type Reply, settleReply } from './replies.repo.ts'

/** The echo usually comes within seconds. */
export const FIRST_LOOKUP_SECONDS = 15
/** How long after each look that did not find it the next one comes. */
const PAUSES_SECONDS = [60, 300]
/** A reply that cannot be looked up is asked about so often, for a day; then its echo decides. */
const LATER_SECONDS = 3600
const GIVE_UP_MS = 24 * 3_600_000
/** Meta shows no more messages of a conversation than these. */
const SHOWN_MESSAGES = 20
/** Clocks differ. */
const SLACK_MS = 120_000
const MAX_PAGES = 10

/**
 * Finds out what became of a reply for which Instagram was asked: reads the conversation and lets the database match by
 * text and time. It is missing for sure only when the messages that were read reach back to the time of asking; only
 * then it fails, and a person may send it again.
 */
export async function lookUpReply(db: Db, reply: Reply, signal: AbortSignal): Promise<void> {
  const askedMs = Date.parse(reply.asked_at ?? new Date().toISOString())
  if (reply.state === 'sending') {
    // The worker that asked is gone. Its answer may have been lost with it.
    if ((await settleReply(db, reply.id, { state: 'unknown' })) !== 'unknown') return
    const leftSeconds = FIRST_LOOKUP_SECONDS - (Date.now() - askedMs) / 1000
    if (leftSeconds > 0) throw new JobPause(leftSeconds)
  }
  const isConclusive = await readAround(db, reply, askedMs, signal).catch((error: unknown) => {
    if (!(error instanceof ProviderError || error instanceof AppError)) throw error
    log.warn('inbox.look_up_failed', { id: reply.id, code: error.code })
    return null
  })
  if (isConclusive === null) return waitLonger(askedMs)
  const isLast = reply.lookups >= PAUSES_SECONDS.length
  const state = await settleReply(db, reply.id, { state: 'looked_up', is_missing: isLast && isConclusive })
  if (state !== 'unknown') return
  const next = PAUSES_SECONDS[reply.lookups]
  if (next !== undefined) throw new JobPause(next)
  waitLonger(askedMs)
}

function waitLonger(askedMs: number): void {
  if (Date.now() - askedMs < GIVE_UP_MS) throw new JobPause(LATER_SECONDS)
}

/** Reads the conversation; whether everything since the reply was sent has been seen. */
async function readAround(db: Db, reply: Reply, askedMs: number, signal: AbortSignal): Promise<boolean> {
  const account = { workspaceId: reply.workspace_id, connectionId: reply.connection_id }
  const inbox = await openInbox(db, account, signal)
  const vendorId = reply.vendor_id ?? (await findConversation(inbox, reply.participant_id, signal))
  if (vendorId === null) return false
  const messages = await inbox.graph.listMessages(vendorId, signal)
  await recordConversation(db, reply.connection_id, {
    participant: { id: reply.participant_id },
    vendorId,
    updatedAt: null,
    messages,
  })
  return reachesBackTo(messages, askedMs - SLACK_MS)
}

const reachesBackTo = (messages: readonly MetaMessage[], ms: number) =>
  messages.length < SHOWN_MESSAGES || messages.some(({ sentAt }) => sentAt !== null && Date.parse(sentAt) < ms)

async function findConversation(inbox: OpenInbox, participantId: string, signal: AbortSignal): Promise<string | null> {
  let after: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await inbox.graph.listConversations(inbox.senderId, after, signal)
    const found = page.conversations.find(({ participants }) => participants.some(({ id }) => id === participantId))
    if (found) return found.id
    if (page.next === null) return null
    after = page.next
  }
  return null
}
