import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { ListQuery, listOf, optionalText, wholeListOf } from '../../http/list.ts'
import { Instant } from '../../time.ts'
import { InboxMessage, MessageKind, MessageState, MessageText } from './message.ts'

/** At most so many unread messages are counted; people read "99+". */
export const MOST_UNREAD = 100

/** A conversation of one account with one person. */
export const InboxConversation = z.object({
  id: z.uuid(),
  connection_id: z.uuid(),
  account_name: z.string(),
  account_username: z.string().nullable(),
  account_is_active: z.boolean(),
  participant_id: z.string(),
  /** Null until Instagram has told who it is. */
  participant_name: z.string().nullable(),
  participant_username: z.string().nullable(),
  last_message_at: Instant,
  last_kind: MessageKind,
  last_text: z.string().nullable(),
  last_direction: z.enum(['in', 'out']),
  last_state: MessageState,
  /** How many messages came since the conversation was last read, at most 100. */
  unread_count: z.number().int(),
  /** The position of the message that arrived last; reading up to it means `read_position: position`. */
  position: z.number().int(),
  assigned_to: z.uuid().nullable(),
  assigned_name: z.string().nullable(),
  resolved_at: Instant.nullable(),
  /** The facts of the reply window (`replyWindow`). */
  last_inbound_at: Instant.nullable(),
  refused_at: Instant.nullable(),
  uses_human_agent: z.boolean(),
  created_at: Instant,
  updated_at: Instant,
})
export type InboxConversation = z.infer<typeof InboxConversation>

/** `open`: not resolved. `unread`, `mine` and `unassigned` are parts of `open`. */
export const InboxView = z.enum(['open', 'unread', 'mine', 'unassigned', 'resolved', 'all'])
export type InboxView = z.infer<typeof InboxView>

const ConversationFilters = ListQuery.omit({ count: true }).extend({
  view: InboxView.default('open'),
  /** One account. */
  connection_id: z.uuid().optional(),
  /** Part of the person's name or of a message. */
  q: optionalText(200),
})
export type ConversationFilters = z.infer<typeof ConversationFilters>

const UpdateConversation = z
  .strictObject({
    /** Everything up to this position was read. A message that came meanwhile stays unread. */
    read_position: z.number().int().min(0).optional(),
    is_unread: z.literal(true).optional(),
    assigned_to: z.uuid().nullable().optional(),
    is_resolved: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one change.')
export type UpdateConversation = z.infer<typeof UpdateConversation>

const ChangeConversations = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(200),
  change: z
    .strictObject({ is_read: z.literal(true).optional(), is_resolved: z.boolean().optional() })
    .refine((change) => Object.keys(change).length > 0, 'Name at least one change.'),
})
export type ChangeConversations = z.infer<typeof ChangeConversations>

const SendMessage = z.strictObject({
  text: MessageText,
  /** A message that failed, which this one takes the place of. */
  replaces: z.uuid().optional(),
})
export type SendMessage = z.infer<typeof SendMessage>

/** The inbox of one account, as the settings show it. */
export const InboxAccount = z.object({
  connection_id: z.uuid(),
  name: z.string(),
  username: z.string().nullable(),
  is_active: z.boolean(),
  /** The sign-in may read and write messages. */
  can_message: z.boolean(),
  is_on: z.boolean(),
  uses_human_agent: z.boolean(),
  synced_at: Instant.nullable(),
  /** Why the last read of the account failed; null when it worked. */
  sync_error: z.string().nullable(),
  /** Until when Instagram lets this account send nothing. */
  held_until: Instant.nullable(),
})
export type InboxAccount = z.infer<typeof InboxAccount>

/** A person to whom conversations can be assigned. */
export const InboxPerson = z.object({ id: z.uuid(), name: z.string() })
export type InboxPerson = z.infer<typeof InboxPerson>

const UpdateInboxAccount = z
  .strictObject({ is_on: z.boolean().optional(), uses_human_agent: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one change.')
export type UpdateInboxAccount = z.infer<typeof UpdateInboxAccount>

const params = z.strictObject({ id: z.uuid() })

export const inboxContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/instagram-inbox',
    summary: 'Conversations of the connected Instagram accounts, newest message first',
    audience: 'user',
    query: ConversationFilters,
    response: listOf(InboxConversation),
    problems: ['not_allowed'],
  }),
  counts: defineContract({
    method: 'GET',
    path: '/api/instagram-inbox/counts',
    summary: 'How many conversations each view of the inbox has',
    audience: 'user',
    response: z.object({
      open: z.number().int(),
      unread: z.number().int(),
      mine: z.number().int(),
      unassigned: z.number().int(),
      resolved: z.number().int(),
    }),
    problems: ['not_allowed'],
  }),
  refresh: defineContract({
    method: 'POST',
    path: '/api/instagram-inbox/refresh',
    summary: 'Read new messages from Instagram now',
    audience: 'user',
    /** How many accounts are read; those read within the last minute are not. */
    response: z.object({ accounts: z.number().int() }),
    status: 202,
    problems: ['not_allowed'],
  }),
  change: defineContract({
    method: 'POST',
    path: '/api/instagram-inbox/bulk',
    summary: 'Mark conversations as read, resolve or reopen them',
    audience: 'user',
    body: ChangeConversations,
    response: z.object({ changed: z.number().int() }),
    problems: ['not_allowed'],
    idempotent: true,
    isRepeatable: true,
  }),
  get: defineContract({
    method: 'GET',
    path: '/api/instagram-inbox/:id',
    summary: 'One conversation',
    audience: 'user',
    params,
    response: InboxConversation,
    problems: ['not_allowed', 'conversation_not_found'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/instagram-inbox/:id',
    summary: 'Mark a conversation as read or unread, assign, resolve or reopen it',
    audience: 'user',
    params,
    body: UpdateConversation,
    response: InboxConversation,
    problems: ['not_allowed', 'conversation_not_found'],
  }),
  messages: defineContract({
    method: 'GET',
    path: '/api/instagram-inbox/:id/messages',
    summary: 'The messages of a conversation, newest first',
    audience: 'user',
    params,
    query: ListQuery.omit({ count: true }),
    response: listOf(InboxMessage),
    problems: ['not_allowed', 'conversation_not_found'],
  }),
  send: defineContract({
    method: 'POST',
    path: '/api/instagram-inbox/:id/messages',
    summary: 'Reply in a conversation; the message is `sending` until Instagram has confirmed it',
    audience: 'user',
    params,
    body: SendMessage,
    response: InboxMessage,
    status: 202,
    problems: [
      'not_allowed',
      'conversation_not_found',
      'message_not_found',
      'message_not_failed',
      'reply_window_closed',
      'inbox_off',
      'social_account_inactive',
      'social_reconnect',
    ],
    idempotent: true,
  }),
  settings: defineContract({
    method: 'GET',
    path: '/api/inbox-settings',
    summary: 'The accounts whose messages can be answered here, and who answers',
    audience: 'user',
    response: wholeListOf(InboxAccount).extend({ people: z.array(InboxPerson) }),
    problems: ['not_allowed'],
  }),
  updateSettings: defineContract({
    method: 'PATCH',
    path: '/api/inbox-settings/:id',
    summary: 'Switch the inbox of an account on or off, or answering as a human agent',
    audience: 'user',
    params,
    body: UpdateInboxAccount,
    response: InboxAccount,
    problems: ['not_allowed', 'social_account_not_found'],
  }),
}
