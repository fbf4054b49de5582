import { z } from 'zod'
import { Instant } from '../../time.ts'

/** Instagram counts a message in bytes of UTF-8, so an emoji takes four or more. Source: Meta, Send API, 2026. */
export const MAX_MESSAGE_BYTES = 1000

const encoder = new TextEncoder()

/** The bytes that Instagram counts. Line breaks are sent as \n, whatever the browser typed. */
export const messageBytes = (text: string): number => encoder.encode(plainLines(text)).byteLength

const plainLines = (text: string) => text.replaceAll(/\r\n?/g, '\n')

/** Text that can be sent: something to see, trimmed, and at most 1,000 bytes. */
export const MessageText = z
  .string()
  .transform((text) => plainLines(text).trim())
  .refine((text) => text !== '', 'Write something first.')
  .refine((text) => messageBytes(text) <= MAX_MESSAGE_BYTES, {
    error: ({ input }) =>
      `Instagram takes ${MAX_MESSAGE_BYTES} bytes. This has ${messageBytes(String(input))}; emoji count four or more.`,
  })

/** What a message is. `unsupported`: Instagram does not tell other apps what it is, or we do not know the kind. */
export const MessageKind = z.enum([
  'text',
  'image',
  'video',
  'audio',
  'file',
  'share',
  'story_mention',
  'story_reply',
  'postback',
  'unsupported',
  'deleted',
])
export type MessageKind = z.infer<typeof MessageKind>

export const AttachmentKind = z.enum(['image', 'video', 'audio', 'file', 'share', 'story_mention', 'unsupported'])
export type AttachmentKind = z.infer<typeof AttachmentKind>

/** What was sent with a message. The network's links expire; null when it sent none that a browser may open. */
export const Attachment = z.object({
  kind: AttachmentKind,
  url: z.string().nullable(),
  title: z.string().nullable(),
})
export type Attachment = z.infer<typeof Attachment>

/**
 * `received`: from the other person. `sending`: accepted, not confirmed by Instagram. `sent`: Instagram gave its id.
 * `failed`: it did not go out, with the reason. `unknown`: the answer was lost; the conversation is read to find out.
 */
export const MessageState = z.enum(['received', 'sending', 'sent', 'failed', 'unknown'])
export type MessageState = z.infer<typeof MessageState>

export const Reaction = z.object({ by: z.enum(['them', 'us']), emoji: z.string() })
export type Reaction = z.infer<typeof Reaction>

/** One message of a conversation. */
export const InboxMessage = z.object({
  id: z.uuid(),
  conversation_id: z.uuid(),
  direction: z.enum(['in', 'out']),
  kind: MessageKind,
  text: z.string().nullable(),
  attachments: z.array(Attachment),
  /** The story that a reply or a mention is about. */
  story_url: z.string().nullable(),
  reactions: z.array(Reaction),
  state: MessageState,
  /** `here`: written in OpSyncPro. `instagram`: written in Instagram or another app. */
  origin: z.enum(['here', 'instagram']),
  author_id: z.uuid().nullable(),
  author_name: z.string().nullable(),
  /** How often the sender edited it. */
  edits: z.number().int(),
  /** Why it waits although nothing failed: `account_held`, `busy`. */
  waiting_code: z.string().nullable(),
  /** When it is tried again. */
  waits_until: Instant.nullable(),
  error_code: z.string().nullable(),
  error: z.string().nullable(),
  /** The network's time; for a message that is not sent yet, when it was accepted. */
  sent_at: Instant,
  created_at: Instant,
  updated_at: Instant,
})
export type InboxMessage = z.infer<typeof InboxMessage>

/** A message in a few words, for the list of conversations. */
export function describeMessage(message: { kind: MessageKind; text: string | null }): string {
  if (message.kind === 'deleted') return 'Message deleted'
  if (message.text) return message.text
  return KIND_WORDS[message.kind]
}

const KIND_WORDS: Record<MessageKind, string> = {
  text: '',
  image: 'Image',
  video: 'Video',
  audio: 'Voice message',
  file: 'File',
  share: 'Shared post',
  story_mention: 'Mentioned you in a story',
  story_reply: 'Replied to your story',
  postback: 'Pressed a button',
  unsupported: 'Open Instagram to see this message',
  deleted: 'Message deleted',
}
