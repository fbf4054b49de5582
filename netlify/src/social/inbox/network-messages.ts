import { kindOf, type NetworkMessage, openable } from '#core/social/inbox/events.ts'
import type { Attachment } from '#core/social/inbox/message.ts'
import type { MetaConversation, MetaMessage, MetaParty } from '../../providers/meta/index.ts'

type Own = { account_id: string; username: string | null }

/** The other person of a conversation; null for one with oneself. */
export function participantOf({ participants }: MetaConversation, own: Own): MetaParty | null {
  const isOwn = ({ id, username }: MetaParty) =>
    id === own.account_id || (username !== null && username.toLowerCase() === own.username?.toLowerCase())
  return participants.find((party) => !isOwn(party)) ?? null
}

/**
 * A message of the API in the shape of a webhook's. Null when the API tells neither who wrote it nor when: it gives
 * details of the newest twenty only.
 */
export function fromApi(message: MetaMessage, participantId: string): NetworkMessage | null {
  if (message.from === null || message.sentAt === null) return null
  const attachments = message.attachments.map(
    ({ kind, url, name }): Attachment => ({
      kind: message.isStoryMention ? 'story_mention' : kind,
      url: openable(url),
      title: name?.slice(0, 300) ?? null,
    }),
  )
  const kind = kindOf({ text: message.text, attachments, isStoryReply: message.isStoryReply })
  return {
    type: 'message',
    participant_id: participantId,
    mid: message.id,
    direction: message.from.id === participantId ? 'in' : 'out',
    kind: message.isStoryMention ? 'story_mention' : kind,
    text: message.text,
    attachments,
    story_url: null,
    at: message.sentAt,
    edits: 0,
    is_message: true,
  }
}
