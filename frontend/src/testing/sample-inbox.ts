import type { InboxAccount, InboxConversation } from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { ana } from './samples.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

export const sampleInboxAccount = (change: Partial<InboxAccount> = {}): InboxAccount => ({
  connection_id: crypto.randomUUID(),
  name: "Ana's Finds",
  username: 'anas.finds',
  is_active: true,
  can_message: true,
  is_on: true,
  uses_human_agent: false,
  synced_at: minutesAgo(5),
  sync_error: null,
  held_until: null,
  ...change,
})

export const sampleConversation = (change: Partial<InboxConversation> = {}): InboxConversation => ({
  id: crypto.randomUUID(),
  connection_id: crypto.randomUUID(),
  account_name: "Ana's Finds",
  account_username: 'anas.finds',
  account_is_active: true,
  participant_id: '9001',
  participant_name: 'Lena Vogt',
  participant_username: 'lena.cooks',
  last_message_at: minutesAgo(10),
  last_kind: 'text',
  last_text: 'Is it dishwasher safe?',
  last_direction: 'in',
  last_state: 'received',
  unread_count: 1,
  position: 1,
  assigned_to: null,
  assigned_name: null,
  resolved_at: null,
  last_inbound_at: minutesAgo(10),
  refused_at: null,
  uses_human_agent: false,
  created_at: minutesAgo(10),
  updated_at: minutesAgo(10),
  ...change,
})

export const sampleMessage = (change: Partial<InboxMessage> = {}): InboxMessage => ({
  id: crypto.randomUUID(),
  conversation_id: crypto.randomUUID(),
  direction: 'in',
  kind: 'text',
  text: 'Is it dishwasher safe?',
  attachments: [],
  story_url: null,
  reactions: [],
  state: 'received',
  origin: 'instagram',
  author_id: null,
  author_name: null,
  edits: 0,
  waiting_code: null,
  waits_until: null,
  error_code: null,
  error: null,
  sent_at: minutesAgo(10),
  created_at: minutesAgo(10),
  updated_at: minutesAgo(10),
  ...change,
})

export const sampleReply = (change: Partial<InboxMessage> = {}): InboxMessage =>
  sampleMessage({
    direction: 'out',
    state: 'sending',
    origin: 'here',
    author_id: ana.id,
    author_name: ana.name,
    text: 'Yes, it is.',
    sent_at: minutesAgo(0),
    ...change,
  })
