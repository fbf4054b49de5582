import { z } from 'zod'

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  open_id: z.string().min(1),
  refresh_token: z.string().min(1),
  refresh_expires_in: z.number().positive(),
  scope: z.string().optional(),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

export const TokenRefusal = z.object({ error: z.string() })

/** TikTok answers 200 for failures too: `error.code` is `ok` when it worked. */
export const Envelope = z.object({ error: z.object({ code: z.string() }) })

const dataOf = <T extends z.ZodType>(data: T) => z.object({ data, error: z.object({ code: z.literal('ok') }) })

export const CreatorInfo = dataOf(
  z.object({
    creator_avatar_url: z.string().nullish(),
    creator_username: z.string(),
    creator_nickname: z.string().nullish(),
    privacy_level_options: z.array(z.string()),
    comment_disabled: z.boolean(),
    duet_disabled: z.boolean(),
    stitch_disabled: z.boolean(),
    max_video_post_duration_sec: z.number().int(),
  }),
)

export const Init = dataOf(z.object({ publish_id: z.string().min(1) }))

export const PublishStatus = dataOf(
  z.object({
    status: z.string(),
    fail_reason: z.string().nullish(),
    /** TikTok's own spelling. */
    publicaly_available_post_id: z.array(z.union([z.string(), z.number()])).nullish(),
  }),
)
