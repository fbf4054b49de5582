import { z } from 'zod'
import {
  type ChangeConversations,
  type ConversationFilters,
  InboxAccount,
  type InboxConversation,
  InboxPerson,
  type UpdateConversation,
  type UpdateInboxAccount,
} from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { Instant } from '#core/time.ts'
import { decodeCursor, rowsAsStored, toPage } from '../../cursor.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

const Conversations = z.object({ rows: rowsAsStored<InboxConversation>() })
const ConversationPlace = z.object({ last_message_at: Instant, id: z.uuid() })

/** One page of conversations, newest message first. Throws `not_allowed` for an uploader. */
export async function listConversations(db: Db, { limit, cursor, q, ...filters }: ConversationFilters) {
  const place = decodeCursor(ConversationPlace, cursor)
  const args = { p_filters: { ...filters, ...(q && { q }) }, p_limit: limit + 1, p_cursor: place }
  const { rows } = Conversations.parse(unwrap(await db.rpc('list_inbox_conversations', args)))
  return toPage(rows, limit, ({ last_message_at, id }) => ({ last_message_at, id }))
}

/** Throws `conversation_not_found`; `not_allowed` for an uploader. */
export async function getConversation(db: Db, id: string): Promise<InboxConversation> {
  const answer = await db.rpc('list_inbox_conversations', { p_filters: { view: 'all', id }, p_limit: 1 })
  const [row] = Conversations.parse(unwrap(answer)).rows
  if (!row) throw new AppError('conversation_not_found', "We can't find this conversation in your workspace.")
  return row
}

const Counts = z.object({
  open: z.number().int(),
  unread: z.number().int(),
  mine: z.number().int(),
  unassigned: z.number().int(),
  resolved: z.number().int(),
})

/** How many conversations each view has. Throws `not_allowed` for an uploader. */
export async function countConversations(db: Db): Promise<z.infer<typeof Counts>> {
  return Counts.parse(unwrap(await db.rpc('count_inbox_conversations')))
}

type StoredMessage = InboxMessage & { position: number }
const Messages = z.object({ rows: rowsAsStored<StoredMessage>() })
const MessagePlace = z.object({ sent_at: Instant, position: z.number().int() })

/** One page of a conversation's messages, newest first. Throws `conversation_not_found`, `not_allowed`. */
export async function listMessages(
  db: Db,
  conversationId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const place = decodeCursor(MessagePlace, cursor)
  const args = { p_conversation_id: conversationId, p_limit: limit + 1, p_cursor: place }
  const { rows } = Messages.parse(unwrap(await db.rpc('list_inbox_messages', args)))
  return toPage(rows, limit, ({ sent_at, position }) => ({ sent_at, position }))
}

/** Throws `message_not_found`. */
export async function getMessage(db: Db, conversationId: string, id: string): Promise<InboxMessage> {
  const args = { p_conversation_id: conversationId, p_limit: 1, p_id: id }
  const [row] = Messages.parse(unwrap(await db.rpc('list_inbox_messages', args))).rows
  if (!row) throw new AppError('message_not_found')
  return row
}

/** Changes one conversation and answers it. Throws `conversation_not_found`, `invalid_input`, `not_allowed`. */
export async function updateConversation(db: Db, id: string, change: UpdateConversation): Promise<InboxConversation> {
  if ((await changeConversations(db, [id], change)) === 0) {
    throw new AppError('conversation_not_found', "We can't find this conversation in your workspace.")
  }
  return getConversation(db, id)
}

/** Changes conversations of the caller's workspace; answers how many. Throws `not_allowed` for an uploader. */
export async function changeConversations(
  db: Db,
  conversationIds: string[],
  change: UpdateConversation | ChangeConversations['change'],
): Promise<number> {
  const args = { p_ids: conversationIds, p_change: change }
  return z
    .number()
    .int()
    .parse(unwrap(await db.rpc('change_inbox_conversations', args)))
}

/** Accepts a reply; answers its id. Throws what stands in the contract of the reply. */
export async function insertReply(
  db: Db,
  reply: { conversationId: string; text: string; replaces: string | undefined },
): Promise<string> {
  const args = {
    p_conversation_id: reply.conversationId,
    p_text: reply.text,
    ...(reply.replaces !== undefined && { p_replaces: reply.replaces }),
  }
  return z.uuid().parse(unwrap(await db.rpc('send_inbox_message', args)))
}

/** Requests a reading of every account that was not read within the last minute; answers how many. */
export async function requestReading(db: Db): Promise<number> {
  return z
    .number()
    .int()
    .parse(unwrap(await db.rpc('refresh_inbox')))
}

const Settings = z.object({ items: rowsAsStored<InboxAccount>(), people: z.array(InboxPerson) })

/** The Instagram accounts of the workspace, and the people who answer. Throws `not_allowed` for an uploader. */
export async function listInboxSettings(db: Db): Promise<z.infer<typeof Settings>> {
  return Settings.parse(unwrap(await db.rpc('list_inbox_settings')))
}

/** Throws `social_account_not_found`; `not_allowed` for an uploader. */
export async function updateInboxAccount(db: Db, id: string, change: UpdateInboxAccount): Promise<InboxAccount> {
  const isFound = unwrap(await db.rpc('update_inbox_account', { p_connection_id: id, p_change: change }))
  if (!z.boolean().parse(isFound)) throw new AppError('social_account_not_found')
  const { items } = Settings.parse(unwrap(await db.rpc('list_inbox_settings', { p_connection_id: id })))
  return InboxAccount.parse(items[0])
}
