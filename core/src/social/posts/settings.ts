import { z } from 'zod'
import { rowsOf, unreadable } from '../../http/list.ts'
import { givenName } from '../../text.ts'
import { Day, Instant, TimeZone } from '../../time.ts'
import { SocialNetwork } from '../networks.ts'
import { unknownPlaceholders } from './caption-templates.ts'
import { readHashtag } from './count-text.ts'
import { ScheduleRule, WallTime } from './wall-time.ts'

/** How a workspace posts. */
export const SocialSettings = z.object({
  /** Of new posts and of the slots. Scheduled posts keep theirs. */
  time_zone: z.string(),
})
export type SocialSettings = z.infer<typeof SocialSettings>
export const UpdateSocialSettings = z.strictObject({ time_zone: TimeZone })

/** A caption with placeholders; without a network it is offered for every one. */
export const SocialTemplate = z.object({
  id: z.uuid(),
  name: z.string(),
  body: z.string(),
  network: SocialNetwork.nullable(),
  updated_at: Instant,
})
export type SocialTemplate = z.infer<typeof SocialTemplate>

const Body = z
  .string()
  .trim()
  .min(1, 'Write the caption.')
  .max(5000)
  .superRefine((body, ctx) => {
    for (const name of unknownPlaceholders(body)) {
      ctx.addIssue({
        code: 'custom',
        message: `{${name}} is unknown. Use {title}, {asin}, {link} or {hashtags}.`,
      })
    }
  })
export const SocialTemplateInput = z.strictObject({
  name: givenName(60),
  body: Body,
  network: SocialNetwork.nullable().default(null),
})
export type SocialTemplateInput = z.infer<typeof SocialTemplateInput>

/** Hashtags under a name, without their signs. */
export const HashtagSet = z.object({ id: z.uuid(), name: z.string(), tags: z.array(z.string()), updated_at: Instant })
export type HashtagSet = z.infer<typeof HashtagSet>

const Hashtag = z
  .string()
  .max(120)
  .transform((text, ctx) => {
    const tag = readHashtag(text)
    if (tag !== null) return tag
    ctx.addIssue({ code: 'custom', message: 'A hashtag has letters, digits and _, and not only digits.' })
    return z.NEVER
  })
export const HashtagSetInput = z.strictObject({
  name: givenName(60),
  tags: z
    .array(Hashtag)
    .min(1, 'Add at least one hashtag.')
    .max(30)
    .transform((tags) => tags.filter((tag, at) => tags.findIndex((other) => isSame(tag, other)) === at)),
})
export type HashtagSetInput = z.infer<typeof HashtagSetInput>
const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The most slots of a workspace: one an hour, every day. */
export const MAX_SLOTS = 168
export const SlotTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 09:00.')
export const SocialSlot = z.object({
  id: z.uuid(),
  /** Monday is 1, Sunday 7. */
  weekday: z.number().int(),
  time: z.string(),
  /** The accounts that it is for; empty: every account. */
  connection_ids: z.array(z.uuid()),
})
export type SocialSlot = z.infer<typeof SocialSlot>
export const SocialSlotInput = z.strictObject({
  weekday: z.number().int().min(1).max(7),
  time: SlotTime,
  connection_ids: z.array(z.uuid()).max(50).default([]),
})
export type SocialSlotInput = z.infer<typeof SocialSlotInput>
/** All slots of the workspace, in place of those before. */
export const ReplaceSlots = z.strictObject({ slots: z.array(SocialSlotInput).max(MAX_SLOTS) })
export type ReplaceSlots = z.infer<typeof ReplaceSlots>

export const NextSlotQuery = z.strictObject({
  /** Ids of accounts, with commas between them; none: any account. */
  connection_ids: z
    .string()
    .max(2000)
    .default('')
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .pipe(z.array(z.uuid()).max(50)),
})
export const NextSlot = z.object({
  /** Null when there is no free slot in the next months, or no slot at all. */
  slot: z
    .object({
      slot_id: z.uuid(),
      wall: WallTime,
      time_zone: z.string(),
      at: Instant,
      rule: ScheduleRule.nullable(),
      /** What the clock shows then; it differs from `wall` only when it was moved. */
      actual: WallTime,
    })
    .nullable(),
  has_slots: z.boolean(),
})
export type NextSlot = z.infer<typeof NextSlot>

/** Why a repeat ended. */
export const RepeatEnd = z.enum(['done', 'over', 'product_gone', 'video_gone', 'accounts_gone', 'stopped'])
export type RepeatEnd = z.infer<typeof RepeatEnd>
export const REPEAT_END_WORDS: Readonly<Record<RepeatEnd, string>> = {
  done: 'Repeated as often as planned',
  over: 'Its last day is over',
  product_gone: 'Its product was deleted',
  video_gone: 'Its video was deleted',
  accounts_gone: 'None of its accounts is connected',
  stopped: 'Stopped',
}

/** A post that comes again: at its own time, `every_days` days after it was posted last. */
export const SocialRepeat = z.object({
  id: z.uuid(),
  post_id: z.uuid(),
  caption: z.string(),
  product_title: z.string().nullable(),
  every_days: z.number().int(),
  /** How often it is repeated; null: until its last day. */
  max_times: z.number().int().nullable(),
  made: z.number().int(),
  starts_on: Day,
  ends_on: Day.nullable(),
  time: z.string(),
  time_zone: z.string(),
  /** The last post that was made; null before the first. */
  last_post_id: z.uuid().nullable(),
  ended: RepeatEnd.nullable(),
  created_at: Instant,
  updated_at: Instant,
})
export type SocialRepeat = z.infer<typeof SocialRepeat>

const RepeatLimits = {
  /** The days between two posts, at least. */
  every_days: z.number().int().min(1).max(365),
  max_times: z.number().int().min(1).max(100).nullable(),
  ends_on: Day.nullable(),
}
const limited = (repeat: { max_times?: number | null | undefined; ends_on?: string | null | undefined }) =>
  repeat.max_times !== null || repeat.ends_on !== null
const LIMIT = { path: ['max_times'], message: 'Set how often it repeats, or its last day.' }

export const CreateRepeat = z
  .strictObject({
    post_id: z.uuid(),
    every_days: RepeatLimits.every_days,
    max_times: RepeatLimits.max_times.default(null),
    starts_on: Day.optional(),
    ends_on: RepeatLimits.ends_on.default(null),
    time: SlotTime,
    time_zone: TimeZone,
  })
  .refine(limited, LIMIT)
export type CreateRepeat = z.infer<typeof CreateRepeat>

export const UpdateRepeat = z.union([
  z.strictObject({ is_stopped: z.literal(true) }),
  z.strictObject(RepeatLimits).refine(limited, LIMIT),
])
export type UpdateRepeat = z.infer<typeof UpdateRepeat>

export const Slots = z.object({ items: rowsOf(SocialSlot), time_zone: z.string(), unreadable })
