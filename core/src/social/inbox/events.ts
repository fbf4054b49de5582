import { z } from 'zod'
import { cutText, LINK_PATTERN } from '../../text.ts'
import type { Attachment, AttachmentKind, MessageKind } from './message.ts'

const MAX_TEXT = 20_000
const MAX_ATTACHMENTS = 30
const MAX_LINK = 4000

/** A message as the network told of it, by webhook or by API. */
export type NetworkMessage = {
  type: 'message'
  participant_id: string
  /** The network's id of the message. Unique per account, for ever. */
  mid: string
  direction: 'in' | 'out'
  kind: MessageKind
  text: string | null
  attachments: Attachment[]
  story_url: string | null
  at: string
  /** The number of edits that this text has. */
  edits: number
  /** False for what tells of a message without being it: an edit, a deletion. Only the message itself opens the window. */
  is_message: boolean
}

/** A reaction to a message. `emoji` null: taken back. */
export type NetworkReaction = {
  type: 'reaction'
  participant_id: string
  mid: string
  by: 'them' | 'us'
  emoji: string | null
}

export type AccountEvent = (NetworkMessage | NetworkReaction) & { account_id: string }

/** What a webhook's payload holds. `ignored`: known to be no message. `unreadable`: without sender, recipient or time. */
export type ReadEvents = { events: AccountEvent[]; ignored: number; unreadable: number }

const Id = z.union([z.string().min(1).max(128), z.number().int().nonnegative().transform(String)])
const Mid = z.string().min(1).max(1000)
const text = z.string().nullish().catch(null)

// Milliseconds; the dashboard's test button and old payloads send seconds.
const Stamp = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  ])
  .refine((value) => Number.isFinite(value) && value > 0 && value < 1e14)
  .transform((value) => new Date(value < 1e11 ? value * 1000 : value).toISOString())

const Payload = z.object({ object: z.string(), entry: z.array(z.unknown()) })
const Entry = z.object({
  id: Id,
  messaging: z.array(z.unknown()).nullish().catch(null),
  /** What another app answers first. It is still in the conversation. */
  standby: z.array(z.unknown()).nullish().catch(null),
  /** The same events in Meta's second form. */
  changes: z.array(z.unknown()).nullish().catch(null),
})
const Change = z.object({ field: z.string(), value: z.unknown() })
const Item = z.looseObject({ sender: z.object({ id: Id }), recipient: z.object({ id: Id }), timestamp: Stamp })

const NetworkAttachment = z.object({
  type: z.string().catch('unsupported'),
  payload: z.looseObject({ url: text, title: text }).nullish().catch(null),
})
const Message = z.looseObject({
  mid: Mid.nullish().catch(null),
  text,
  is_echo: z.boolean().nullish().catch(null),
  is_deleted: z.boolean().nullish().catch(null),
  is_unsupported: z.boolean().nullish().catch(null),
  attachments: z.array(z.unknown()).nullish().catch(null),
  reply_to: z
    .looseObject({ story: z.looseObject({ url: text }).nullish().catch(null) })
    .nullish()
    .catch(null),
})
const Postback = z.looseObject({ mid: Mid, title: text })
const Edit = z.looseObject({ mid: Mid, text, num_edit: z.number().int().min(0).max(1000).catch(1) })
const ReactionItem = z.looseObject({ mid: Mid, action: text, emoji: text, reaction: text })

/** Fields that tell of something other than a message. */
const NO_MESSAGE = ['read', 'delivery', 'referral', 'optin', 'pass_thread_control', 'take_thread_control', 'app_roles']
const MESSAGE_CHANGES = ['messages', 'messaging_postbacks', 'message_reactions', 'message_edit', 'message_echoes']

/**
 * Reads a webhook's payload piece by piece: an item that cannot be read does not take the others with it, and a message
 * of an unknown kind is `unsupported`. `nameOf` gives an item without an id of its own a stable one.
 */
export function readInboxEvents(payload: unknown, nameOf: (item: unknown) => string): ReadEvents {
  const found: ReadEvents = { events: [], ignored: 0, unreadable: 0 }
  const whole = Payload.safeParse(payload)
  if (!whole.success) return { ...found, unreadable: 1 }
  if (whole.data.object !== 'instagram') return { ...found, ignored: whole.data.entry.length }
  for (const one of whole.data.entry) {
    const entry = Entry.safeParse(one)
    if (!entry.success) {
      found.unreadable += 1
      continue
    }
    for (const item of itemsOf(entry.data, found)) {
      const event = readItem(entry.data.id, item, nameOf)
      if (event === null) found.unreadable += 1
      else if (event === 'ignored') found.ignored += 1
      else found.events.push(event)
    }
  }
  return found
}

function itemsOf({ messaging, standby, changes }: z.infer<typeof Entry>, found: ReadEvents): unknown[] {
  const items = [...(messaging ?? []), ...(standby ?? [])]
  for (const one of changes ?? []) {
    const change = Change.safeParse(one)
    if (change.success && MESSAGE_CHANGES.includes(change.data.field)) items.push(change.data.value)
    else found.ignored += 1
  }
  return items
}

function readItem(account: string, raw: unknown, nameOf: (item: unknown) => string): AccountEvent | 'ignored' | null {
  const read = Item.safeParse(raw)
  if (!read.success) return null
  const item = read.data
  const message = Message.safeParse(item.message)
  // An echo comes with sender and recipient swapped; without its flag, the account itself is the sender.
  const isOut = (message.success && message.data.is_echo === true) || item.sender.id === account
  const participant_id = isOut ? item.recipient.id : item.sender.id
  if (participant_id === account) return 'ignored'
  const none: Attachment[] = []
  const base = {
    type: 'message' as const,
    account_id: account,
    participant_id,
    direction: isOut ? ('out' as const) : ('in' as const),
    at: item.timestamp,
    attachments: none,
    story_url: null,
    edits: 0,
    is_message: true,
  }
  if (message.success) return { ...base, ...readMessage(message.data), mid: message.data.mid ?? nameOf(raw) }
  const postback = Postback.safeParse(item.postback)
  if (postback.success) {
    const { mid, title } = postback.data
    return { ...base, mid, kind: 'postback', text: shorten(title) }
  }
  const edit = Edit.safeParse(item.message_edit)
  if (edit.success) {
    const { mid, num_edit } = edit.data
    return { ...base, mid, kind: 'text', text: shorten(edit.data.text), edits: num_edit, is_message: false }
  }
  const reaction = ReactionItem.safeParse(item.reaction)
  if (reaction.success) {
    const { mid, action, emoji } = reaction.data
    const shown = shorten(emoji ?? reaction.data.reaction, 50)
    return {
      type: 'reaction',
      account_id: account,
      participant_id,
      mid,
      by: isOut ? 'us' : 'them',
      emoji: action === 'unreact' ? null : (shown ?? '❤'),
    }
  }
  if (NO_MESSAGE.some((field) => field in item)) return 'ignored'
  // Something was sent that this version does not know. People see that it is there.
  return { ...base, mid: nameOf(raw), kind: 'unsupported', text: null }
}

/** The part of a message that webhooks and the API share. */
function readMessage(message: z.infer<typeof Message>) {
  const { is_deleted, is_unsupported, reply_to } = message
  if (is_deleted) {
    const none: Attachment[] = []
    return { kind: 'deleted' as const, text: null, attachments: none, story_url: null, is_message: false }
  }
  const attachments = readAttachments(message.attachments ?? [])
  const written = shorten(message.text)
  const storyUrl = reply_to?.story ? openable(reply_to.story.url) : null
  const kind = kindOf({
    text: written,
    attachments,
    isStoryReply: Boolean(reply_to?.story),
    isUnsupported: is_unsupported,
  })
  return { kind, text: written, attachments, story_url: storyUrl, is_message: true }
}

/** Which kind a message is shown as. */
export function kindOf(message: {
  text: string | null
  attachments: readonly Attachment[]
  isStoryReply?: boolean
  isUnsupported?: boolean | null | undefined
}): MessageKind {
  const { text: written, attachments, isStoryReply, isUnsupported } = message
  if (isStoryReply) return 'story_reply'
  const first = attachments.find(({ kind }) => kind === 'story_mention') ?? attachments[0]
  if (first) return first.kind
  if (written !== null && !isUnsupported) return 'text'
  return 'unsupported'
}

const ATTACHMENT_KINDS: Readonly<Record<string, AttachmentKind>> = {
  image: 'image',
  animated_image: 'image',
  sticker: 'image',
  video: 'video',
  audio: 'audio',
  file: 'file',
  share: 'share',
  ig_post: 'share',
  ig_reel: 'share',
  reel: 'share',
  fallback: 'share',
  story_mention: 'story_mention',
}

/** Attachments of a webhook or of the API, `{type, payload: {url, title}}`; one that cannot be read is `unsupported`. */
export const readAttachments = (list: readonly unknown[]): Attachment[] =>
  list.slice(0, MAX_ATTACHMENTS).map((one) => {
    const read = NetworkAttachment.safeParse(one)
    if (!read.success) return { kind: 'unsupported', url: null, title: null }
    const { type, payload } = read.data
    return {
      kind: Object.hasOwn(ATTACHMENT_KINDS, type) ? (ATTACHMENT_KINDS[type] ?? 'unsupported') : 'unsupported',
      url: openable(payload?.url),
      title: shorten(payload?.title, 300),
    }
  })

const shorten = (value: string | null | undefined, most = MAX_TEXT) => (value ? cutText(value, most) || null : null)

/** A link that a browser may open, or null: anything else could run in the page that shows it. */
export const openable = (url: string | null | undefined) =>
  url && url.length <= MAX_LINK && LINK_PATTERN.test(url) ? url : null
