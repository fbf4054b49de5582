import type { SendMessage } from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { whyClosed } from '#core/social/inbox/reply-window.ts'
import type { UserContext } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { getConversation, getMessage, insertReply } from './inbox.repo.ts'

/**
 * Accepts a reply: a row with the state `sending`, and a job that sends it. Throws `reply_window_closed` when Instagram
 * would refuse it.
 */
export async function sendMessage(
  ctx: UserContext,
  id: string,
  { text, replaces }: SendMessage,
): Promise<InboxMessage> {
  const conversation = await getConversation(ctx.db, id)
  const reason = conversation.account_is_active ? whyClosed(conversation, Date.now()) : null
  if (reason !== null) throw new AppError('reply_window_closed', reason)
  const messageId = await insertReply(ctx.db, { conversationId: id, text, replaces })
  wakeJobs(ctx)
  return getMessage(ctx.db, id, messageId)
}
