import { type GraphAccess, idPath, nextOf, readGraph, writeGraph } from './client.ts'
import { instantOf } from './instagram.ts'
import { Conversation, listOf, MessageNode, Sent, Success } from './types.ts'

export type MetaParty = { id: string; username: string | null; name: string | null }

export type MetaConversation = { id: string; updatedAt: string; participants: MetaParty[] }

export type MetaAttachment = { kind: 'image' | 'video' | 'file'; url: string | null; name: string | null }

export type MetaMessage = {
  id: string
  sentAt: string | null
  from: MetaParty | null
  to: MetaParty[]
  text: string | null
  attachments: MetaAttachment[]
  isStoryMention: boolean
  isStoryReply: boolean
}

const MESSAGE_FIELDS = 'id,created_time,from,to,message,attachments,story'
/** Meta gives details of the 20 newest messages of a conversation only. */
const MESSAGES = 20
const PAGE_SIZE = '50'

/**
 * One page of Instagram conversations, those with the newest message first. `accountId`: the page of Facebook Login,
 * the account itself of Instagram's own login.
 */
export async function listConversations(access: GraphAccess, accountId: string, after?: string) {
  const path = access.appSecret === null ? '/me/conversations' : `${idPath(accountId)}/conversations`
  const query = { platform: 'instagram', fields: 'id,updated_time,participants{id,username}', limit: PAGE_SIZE }
  const page = await readGraph(
    access,
    { path, query: after === undefined ? query : { ...query, after } },
    listOf(Conversation),
  )
  const conversations = page.data.map(
    ({ id, updated_time, participants }): MetaConversation => ({
      id,
      updatedAt: instantOf(updated_time) ?? updated_time,
      participants: (participants?.data ?? []).map(toParty),
    }),
  )
  return { conversations, next: nextOf(page) }
}

/** The newest messages of a conversation, newest first: Meta gives no more than 20. */
export async function listMessages(access: GraphAccess, conversationId: string): Promise<MetaMessage[]> {
  const query = { fields: MESSAGE_FIELDS, limit: String(MESSAGES) }
  const call = { path: `${idPath(conversationId)}/messages`, query }
  return (await readGraph(access, call, listOf(MessageNode))).data.map(toMessage)
}

/**
 * Sends a text. Never repeated by the provider. `tag` is for the seven days after the 24-hour window, and only for what
 * a person wrote. Throws `rejected` with `graph.10.2534022` outside the window.
 */
export async function sendText(
  access: GraphAccess,
  accountId: string,
  recipientId: string,
  text: string,
  { tag }: { tag?: 'HUMAN_AGENT' | undefined } = {},
) {
  const json = {
    recipient: { id: recipientId },
    ...(tag === undefined ? { messaging_type: 'RESPONSE' } : { messaging_type: 'MESSAGE_TAG', tag }),
    message: { text },
  }
  const { message_id } = await writeGraph(access, { path: `${idPath(accountId)}/messages`, json }, Sent)
  return { messageId: message_id }
}

const PAGE_WEBHOOKS = 'messages,messaging_postbacks,message_reactions'
const INSTAGRAM_WEBHOOKS = 'messages,messaging_postbacks,message_reactions,messaging_seen'

/** Asks Meta to deliver this account's events to our webhook. May be repeated. */
export async function subscribe(access: GraphAccess, accountId: string): Promise<void> {
  const fields = access.appSecret === null ? INSTAGRAM_WEBHOOKS : PAGE_WEBHOOKS
  const form = { subscribed_fields: fields }
  await writeGraph(access, { path: `${idPath(accountId)}/subscribed_apps`, form }, Success)
}

const toParty = ({
  id,
  username,
  name,
}: {
  id: string
  username?: string | null | undefined
  name?: string | null | undefined
}) => ({
  id,
  username: username ?? null,
  name: name ?? null,
})

const toMessage = ({ id, created_time, from, to, message, attachments, story }: MessageNode): MetaMessage => ({
  id,
  sentAt: instantOf(created_time),
  from: from ? toParty(from) : null,
  to: (to?.data ?? []).map(toParty),
  text: message || null,
  attachments: (attachments?.data ?? []).map(({ name, file_url, image_data, video_data }) => ({
    kind: image_data ? 'image' : video_data ? 'video' : 'file',
    url: image_data?.url ?? video_data?.url ?? file_url ?? null,
    name: name ?? null,
  })),
  isStoryMention: story?.mention !== undefined,
  isStoryReply: story?.reply_to !== undefined,
})
