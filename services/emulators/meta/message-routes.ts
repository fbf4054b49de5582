import { z } from 'zod'
import { pageOf, requireInstagram, requirePage } from './account-routes.ts'
import { type GraphNode, metaTime, Nested, paged, select } from './fields.ts'
import { type GraphCall, need, onlyParams, requiredParam } from './graph-call.ts'
import { badParameter, GraphRefusal, unknownObject } from './graph-error.ts'
import { type Conversation, count, type InstagramAccount, type Message, type MetaState, newSecret } from './state.ts'

const MESSAGING = {
  facebook: ['instagram_basic', 'instagram_manage_messages', 'pages_manage_metadata'],
  instagram: ['instagram_business_basic', 'instagram_business_manage_messages'],
}
const DAY_MS = 86_400_000
const DETAILS = 20
const MAX_BYTES = 1000

const Body = z.object({
  recipient: z.object({ id: z.string() }),
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY']).default('RESPONSE'),
  tag: z.string().optional(),
  message: z.object({ text: z.string().min(1) }),
})

/** `POST /{page}/messages`, or `/{ig}/messages` with Instagram's own login. Answers what to deliver as an echo. */
export function sendMessage(call: GraphCall, state: MetaState, now: number) {
  const account = accountFor(call, state, 'MESSAGING')
  need(call, MESSAGING)
  count(state, `${account.id}/messages`)
  const body = Body.safeParse(call.json)
  if (!body.success) throw badParameter('Invalid message: recipient and message.text are required.')
  const { recipient, messaging_type, tag, message } = body.data
  if (Buffer.byteLength(message.text) > MAX_BYTES)
    throw badParameter('Length of param message[text] must be less than or equal to 1000')
  if (tag !== undefined && (tag !== 'HUMAN_AGENT' || messaging_type !== 'MESSAGE_TAG')) {
    throw badParameter('Invalid message tag.')
  }
  if (messaging_type === 'MESSAGE_TAG' && tag === undefined) throw badParameter('A message tag is required.')
  const conversation = state.conversations.find(
    ({ ig_id, customer }) => ig_id === account.id && customer.id === recipient.id,
  )
  if (!conversation) throw badParameter('No matching user found', 2534014)
  const page = state.pages.find(({ instagram_id }) => instagram_id === account.id)
  if (page?.is_restricted) {
    throw new GraphRefusal(403, 10, '(#10) The page is temporarily restricted from sending messages.', 1893063)
  }
  const openMs = tag === undefined ? DAY_MS : state.app.has_human_agent ? 7 * DAY_MS : 0
  const last = lastInbound(state, conversation)
  if (last === null || now - last > openMs) {
    throw new GraphRefusal(403, 10, '(#10) This message is sent outside of allowed window.', 2534022)
  }
  const sent: Message = {
    id: `m_${newSecret(18)}`,
    conversation_id: conversation.id,
    from_id: account.id,
    text: message.text,
    attachments: [],
    kind: 'message',
    sent_at: now,
    via: 'api',
  }
  state.messages.push(sent)
  conversation.updated_at = now
  return { answer: { recipient_id: recipient.id, message_id: sent.id }, conversation, sent }
}

/** The window opens with anything that the customer sends, a story mention too; a reaction does not open it. */
const lastInbound = (state: MetaState, conversation: Conversation): number | null =>
  state.messages
    .filter(
      ({ conversation_id, via, kind }) =>
        conversation_id === conversation.id && via === 'customer' && kind !== 'reaction',
    )
    .reduce<number | null>((latest, { sent_at }) => Math.max(latest ?? 0, sent_at), null)

function accountFor(call: GraphCall, state: MetaState, task: string): InstagramAccount {
  const [id = ''] = call.segments
  if (call.host === 'instagram') return requireInstagram(call, state, id === 'me' ? call.token.owner_id : id)
  const page = id === 'me' ? pageOf(state, call.token.page_id ?? '') : requirePage(call, state, id, task)
  if (page.instagram_id === null) throw unknownObject(id)
  return requireInstagram(call, state, page.instagram_id)
}

/** `GET /{page}/conversations?platform=instagram`, the newest first. */
export function listConversations(call: GraphCall, state: MetaState): object {
  const account = accountFor(call, state, 'MESSAGING')
  need(call, MESSAGING)
  onlyParams(call, ['platform', 'fields', 'limit', 'after', 'before', 'user_id', 'folder'])
  if (call.params.platform !== 'instagram') throw badParameter('The emulator knows platform=instagram only.')
  const conversations = state.conversations
    .filter(({ ig_id, customer }) => ig_id === account.id && (call.params.user_id ?? customer.id) === customer.id)
    .filter(() => account.allows_messages)
    .toSorted((a, b) => b.updated_at - a.updated_at)
  const { items, paging } = paged(conversations, call.params, call.url)
  return {
    data: items.map((one) =>
      select('UnifiedThread', threadNode(state, account, one), call.params.fields, 'id,updated_time'),
    ),
    paging,
  }
}

export function getConversation(call: GraphCall, state: MetaState, conversation: Conversation): GraphNode {
  const account = requireInstagram(call, state, conversation.ig_id)
  need(call, MESSAGING)
  return select('UnifiedThread', threadNode(state, account, conversation), call.params.fields, 'id,updated_time')
}

/** `GET /{conversation}/messages`, the newest first; only the 20 newest have details. */
export function listMessages(call: GraphCall, state: MetaState): object {
  const conversation = state.conversations.find(({ id }) => id === call.segments[0])
  if (!conversation) throw unknownObject(call.segments[0] ?? '')
  const account = requireInstagram(call, state, conversation.ig_id)
  need(call, MESSAGING)
  onlyParams(call, ['fields', 'limit', 'after', 'before'])
  const all = messagesOf(state, conversation)
  const { items, paging } = paged(all, call.params, call.url)
  return {
    data: items.map((message) => {
      const isDetailed = all.indexOf(message) < DETAILS
      const node = messageNode(account, conversation, message)
      return isDetailed
        ? select('UnifiedMessage', node, call.params.fields, 'id,created_time')
        : { id: node.id, created_time: node.created_time }
    }),
    paging,
  }
}

export function getMessage(call: GraphCall, state: MetaState, message: Message): GraphNode {
  const conversation = state.conversations.find(({ id }) => id === message.conversation_id)
  if (!conversation) throw unknownObject(message.id)
  const account = requireInstagram(call, state, conversation.ig_id)
  need(call, MESSAGING)
  if (messagesOf(state, conversation).indexOf(message) >= DETAILS) throw badParameter('The message is too old.')
  return select('UnifiedMessage', messageNode(account, conversation, message), call.params.fields, 'id,created_time')
}

const messagesOf = (state: MetaState, conversation: Conversation): Message[] =>
  state.messages
    .filter(({ conversation_id, kind }) => conversation_id === conversation.id && kind !== 'reaction')
    .toSorted((a, b) => b.sent_at - a.sent_at)

function threadNode(state: MetaState, account: InstagramAccount, conversation: Conversation): GraphNode {
  return {
    id: conversation.id,
    updated_time: metaTime(conversation.updated_at),
    participants: new Nested(() => [
      { id: account.id, username: account.username },
      { id: conversation.customer.id, username: conversation.customer.username },
    ]),
    messages: new Nested((limit) =>
      messagesOf(state, conversation)
        .slice(0, Math.min(limit ?? DETAILS, DETAILS))
        .map((message) => messageNode(account, conversation, message)),
    ),
  }
}

function messageNode(account: InstagramAccount, { customer }: Conversation, message: Message): GraphNode {
  const us = { id: account.id, username: account.username }
  const them = { id: customer.id, username: customer.username }
  const isOurs = message.via !== 'customer'
  const urls = message.attachments.filter(({ type }) => type !== 'story_mention')
  return {
    id: message.id,
    created_time: metaTime(message.sent_at),
    from: isOurs ? us : them,
    to: { data: [isOurs ? them : us] },
    message: message.text ?? '',
    attachments:
      urls.length === 0
        ? undefined
        : {
            data: urls.map(({ type, url }) =>
              type === 'image'
                ? { id: url, mime_type: 'image/jpeg', image_data: { url } }
                : type === 'video'
                  ? { id: url, mime_type: 'video/mp4', video_data: { url } }
                  : { id: url, mime_type: 'application/pdf', name: 'file', file_url: url },
            ),
          },
    story:
      message.kind === 'story_mention'
        ? { mention: { id: `story_${message.id}`, link: message.attachments[0]?.url } }
        : message.kind === 'story_reply'
          ? { reply_to: { id: `story_${message.id}`, link: 'https://scontent.example.com/story.jpg' } }
          : undefined,
    shares: undefined,
    reactions: undefined,
  }
}

const PAGE_FIELDS = [
  'messages',
  'messaging_postbacks',
  'message_reactions',
  'messaging_seen',
  'feed',
  'messaging_referrals',
]
const INSTAGRAM_FIELDS = [
  'messages',
  'message_reactions',
  'messaging_postbacks',
  'messaging_seen',
  'messaging_referral',
  'comments',
  'live_comments',
  'mentions',
  'story_insights',
]

/** `POST /{page}/subscribed_apps`, or `/{ig}/subscribed_apps` with Instagram's own login. */
export function subscribeApp(call: GraphCall, state: MetaState): object {
  const [id = ''] = call.segments
  onlyParams(call, ['subscribed_fields'])
  const fields = requiredParam(call, 'subscribed_fields').split(',')
  const known = call.host === 'facebook' ? PAGE_FIELDS : INSTAGRAM_FIELDS
  const unknown = fields.find((name) => !known.includes(name))
  if (unknown !== undefined) throw badParameter(`Param subscribed_fields has an unknown value: ${unknown}`)
  need(call, { facebook: ['pages_manage_metadata'], instagram: ['instagram_business_manage_messages'] })
  const target =
    call.host === 'facebook' ? requirePage(call, state, id, 'MESSAGING').id : accountFor(call, state, '').id
  state.webhook.subscribed[target] = fields
  return { success: true }
}
