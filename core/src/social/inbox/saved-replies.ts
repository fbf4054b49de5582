import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { wholeListOf } from '../../http/list.ts'
import { isShown } from '../../text.ts'
import { Instant } from '../../time.ts'
import { MAX_MESSAGE_BYTES, messageBytes } from './message.ts'

/** A text that a workspace answers often. */
export const SavedReply = z.object({
  id: z.uuid(),
  /** What a person types after a slash. */
  shortcut: z.string(),
  text: z.string(),
  created_at: Instant,
  updated_at: Instant,
})
export type SavedReply = z.infer<typeof SavedReply>

const Shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}_-]{1,40}$/u, 'A shortcut is one word of at most 40 letters, digits, - or _.')
const ReplyText = z
  .string()
  .transform((text) => text.replaceAll(/\r\n?/g, '\n').trim())
  .refine(isShown, 'Write the reply.')
  .refine((text) => messageBytes(text) <= MAX_MESSAGE_BYTES, `Instagram takes ${MAX_MESSAGE_BYTES} bytes at most.`)
const CreateSavedReply = z.strictObject({ shortcut: Shortcut, text: ReplyText })
export type CreateSavedReply = z.infer<typeof CreateSavedReply>
const UpdateSavedReply = CreateSavedReply.partial()
export type UpdateSavedReply = z.infer<typeof UpdateSavedReply>

const params = z.strictObject({ id: z.uuid() })

export const savedRepliesContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/saved-replies',
    summary: 'The saved replies of the workspace, by shortcut',
    audience: 'user',
    response: wholeListOf(SavedReply),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/saved-replies',
    summary: 'Save a reply',
    audience: 'user',
    body: CreateSavedReply,
    response: SavedReply,
    status: 201,
    problems: ['not_allowed', 'name_taken'],
    idempotent: true,
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/saved-replies/:id',
    summary: 'Change a saved reply',
    audience: 'user',
    params,
    body: UpdateSavedReply,
    response: SavedReply,
    problems: ['not_allowed', 'saved_reply_not_found', 'name_taken'],
    versioned: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/saved-replies/:id',
    summary: 'Delete a saved reply',
    audience: 'user',
    params,
    response: z.object({ id: z.uuid() }),
    problems: ['not_allowed', 'saved_reply_not_found'],
  }),
}
