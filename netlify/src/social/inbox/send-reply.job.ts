import { z } from 'zod'
import { replyWindow } from '#core/social/inbox/reply-window.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { defineJob, JobPause } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'
import { effectOf, isHold } from '../../providers/meta/index.ts'
import { type OpenInbox, openInbox } from './inbox-account.ts'
import { FIRST_LOOKUP_SECONDS, lookUpReply } from './look-up-reply.ts'
import { beginReply, type Reply, readReply, settleReply } from './replies.repo.ts'

/** An earlier reply of the conversation is on its way. */
const TURN_SECONDS = 2
const BUSY_SECONDS = 60
/** Meta names no end of a restriction. */
const HOLD_SECONDS = 3600

/**
 * Sends one reply. May run twice: that Instagram is asked is stored before it is asked, and a reply for which it was
 * asked is looked up instead of being sent again.
 */
export const sendReply = defineJob({
  kind: 'inbox.send',
  payload: z.object({ message_id: z.uuid() }),
  async run({ payload, db, signal }) {
    const reply = await readReply(db, payload.message_id)
    if (!reply || reply.state === 'sent' || reply.state === 'failed') return
    if (reply.state === 'unknown' || reply.asked_at !== null) return lookUpReply(db, reply, signal)
    if (!reply.is_next) throw new JobPause(TURN_SECONDS)
    if (reply.held_until !== null) return wait(db, reply.id, 'account_held', secondsUntil(reply.held_until))
    const refusal = whyNot(reply)
    if (refusal !== null) return void (await settleReply(db, reply.id, { state: 'failed', code: refusal }))
    const inbox = await openOrSettle(db, reply, signal)
    if (!inbox) return
    if (!(await beginReply(db, reply.id))) throw new JobPause(TURN_SECONDS)
    await ask(db, reply, inbox, signal)
  },
})

function whyNot(reply: Reply): string | null {
  if (!reply.is_on) return 'inbox_off'
  return replyWindow(reply, Date.now()).state === 'closed' ? 'window_closed' : null
}

async function ask(db: Db, reply: Reply, { graph, senderId }: OpenInbox, signal: AbortSignal): Promise<void> {
  const needsTag = replyWindow(reply, Date.now()).state === 'human_agent'
  const options = { ...(needsTag && { tag: 'HUMAN_AGENT' as const }), signal }
  const sent = await graph
    .sendText(senderId, reply.participant_id, reply.text ?? '', options)
    .catch((error: unknown) => settleFailure(db, reply, error))
  if (sent) await settleReply(db, reply.id, { state: 'sent', mid: sent.messageId })
}

/** Stores why a reply did not go out, waits, or says that nobody knows. */
async function settleFailure(db: Db, { id }: Reply, error: unknown): Promise<null> {
  const code = codeOf(error)
  log.warn('inbox.reply_refused', { id, code: code ?? 'unexpected' })
  if (isHold(error)) return wait(db, id, 'account_held', waitOf(error, HOLD_SECONDS), true)
  if (isReconnect(error)) return fail(db, id, 'reconnect')
  if (code === null || effectOf(error) === 'unknown') {
    await settleReply(db, id, { state: 'unknown' })
    throw new JobPause(FIRST_LOOKUP_SECONDS)
  }
  if (code === 'graph.10.2534022' || code === 'graph.10.2018278') return fail(db, id, 'window_closed', true)
  if (error instanceof ProviderError && error.outcome === 'try_later') {
    return wait(db, id, 'busy', waitOf(error, BUSY_SECONDS))
  }
  return fail(db, id, code)
}

async function fail(db: Db, id: string, code: string, closesWindow = false): Promise<null> {
  await settleReply(db, id, { state: 'failed', code, ...(closesWindow && { closes_window: true }) })
  return null
}

async function wait(
  db: Db,
  id: string,
  code: 'account_held' | 'busy',
  seconds: number,
  holdsAccount = false,
): Promise<never> {
  const until = new Date(Date.now() + seconds * 1000).toISOString()
  await settleReply(db, id, { state: 'waiting', code, until, ...(holdsAccount && { holds_account: true }) })
  throw new JobPause(seconds)
}

/** Opens the account; when it cannot be used, the reply says so and its text stays. */
async function openOrSettle(db: Db, reply: Reply, signal: AbortSignal): Promise<OpenInbox | null> {
  const account = { workspaceId: reply.workspace_id, connectionId: reply.connection_id }
  try {
    return await openInbox(db, account, signal)
  } catch (error) {
    if (isReconnect(error)) return fail(db, reply.id, 'reconnect')
    if (error instanceof AppError) {
      const reason = NOT_OPEN[error.code]
      if (reason !== undefined) return fail(db, reply.id, reason)
      if (error.code === 'provider_try_later') return wait(db, reply.id, 'busy', BUSY_SECONDS)
    }
    if (error instanceof ProviderError && error.outcome === 'try_later') {
      return wait(db, reply.id, 'busy', waitOf(error, BUSY_SECONDS))
    }
    throw error
  }
}

const NOT_OPEN: Readonly<Record<string, string>> = {
  social_account_inactive: 'account_inactive',
  social_account_not_found: 'account_inactive',
  social_not_connected: 'account_inactive',
  provider_not_configured: 'not_configured',
}

const isReconnect = (error: unknown) =>
  (error instanceof AppError && error.code === 'social_reconnect') ||
  (error instanceof ProviderError && error.outcome === 'reconnect')

const codeOf = (error: unknown) => (error instanceof ProviderError ? error.code : null)

const waitOf = (error: unknown, otherwise: number) =>
  (error instanceof ProviderError ? error.retryAfterSeconds : undefined) ?? otherwise

const secondsUntil = (instant: string) => Math.max(1, (Date.parse(instant) - Date.now()) / 1000)
