import { z } from 'zod'

/** Ids are digits, sometimes sent as a number by Instagram's token endpoint. */
export const Id = z.union([z.string().min(1), z.number().int()]).transform(String)

/** `error.code` may be negative. `error_subcode` is missing or 0 for most codes. */
export const GraphRefusal = z.object({
  error: z.object({
    code: z.number().int(),
    error_subcode: z.number().int().nullish(),
    is_transient: z.boolean().nullish(),
  }),
})

/** Instagram's token endpoint refuses in a shape of its own. */
export const InstagramTokenRefusal = z.object({ error_type: z.string(), code: z.number().int() })

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  /** Missing for a token that does not expire. */
  expires_in: z.number().positive().nullish(),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

const InstagramCode = z.object({
  access_token: z.string().min(1),
  user_id: Id,
  /** What was granted, as a list or with commas between. */
  permissions: z.union([z.array(z.string()), z.string().transform((text) => text.split(','))]).optional(),
})
/** The answer comes bare or inside `data`, depending on the app's age. */
export const InstagramCodeAnswer = z.union([
  InstagramCode,
  z.object({ data: z.array(InstagramCode).min(1) }).transform(({ data }) => data[0] as z.infer<typeof InstagramCode>), // safe: at least one
])

export const Person = z.object({ id: Id, name: z.string().nullish() })

export const Permissions = z.object({
  data: z.array(z.object({ permission: z.string(), status: z.string() })),
})

export const InstagramProfileAnswer = z.object({
  user_id: Id.nullish(),
  id: Id,
  username: z.string(),
  name: z.string().nullish(),
  profile_picture_url: z.string().nullish(),
})

const Picture = z.object({ data: z.object({ url: z.string().nullish() }) })

export const PageNode = z.object({
  id: Id,
  name: z.string(),
  access_token: z.string().nullish(),
  tasks: z.array(z.string()).nullish(),
  picture: Picture.nullish(),
  instagram_business_account: z
    .object({ id: Id, username: z.string().nullish(), profile_picture_url: z.string().nullish() })
    .nullish(),
})

const Paging = z.object({
  cursors: z.object({ after: z.string().nullish() }).nullish(),
  next: z.string().nullish(),
})
/** One page of a list. Read on with `after` while `next` is there; the URL of `next` itself carries the token. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), paging: Paging.nullish() })

export const PageToken = z.object({ access_token: z.string().min(1) })
export const Created = z.object({ id: Id })
export const Success = z.object({ success: z.literal(true) })

export const ContainerState = z.enum(['IN_PROGRESS', 'FINISHED', 'ERROR', 'EXPIRED', 'PUBLISHED'])
export const Container = z.object({ status_code: ContainerState, status: z.string().nullish() })

export const Media = z.object({
  id: Id,
  caption: z.string().nullish(),
  permalink: z.string().nullish(),
  timestamp: z.string().nullish(),
})

export const Quota = z.object({
  data: z
    .array(z.object({ quota_usage: z.number().int(), config: z.object({ quota_total: z.number().int() }).nullish() }))
    .min(1),
})

export const ReelStart = z.object({ video_id: Id, upload_url: z.url() })

const Phase = z.object({ status: z.string().nullish() })
const PhaseError = z.object({ code: z.number().int().nullish(), message: z.string().nullish() })
export const PageVideo = z.object({
  id: Id,
  status: z
    .object({
      video_status: z.string().nullish(),
      uploading_phase: Phase.extend({ error: PhaseError.nullish(), errors: z.array(PhaseError).nullish() }).nullish(),
      processing_phase: Phase.extend({ error: PhaseError.nullish(), errors: z.array(PhaseError).nullish() }).nullish(),
      publishing_phase: Phase.extend({
        publish_status: z.string().nullish(),
        error: PhaseError.nullish(),
        errors: z.array(PhaseError).nullish(),
      }).nullish(),
    })
    .nullish(),
  published: z.boolean().nullish(),
  permalink_url: z.string().nullish(),
  description: z.string().nullish(),
  created_time: z.string().nullish(),
})
export type PageVideo = z.infer<typeof PageVideo>

const Party = z.object({ id: Id, username: z.string().nullish(), name: z.string().nullish() })
const MessageAttachment = z.object({
  name: z.string().nullish(),
  mime_type: z.string().nullish(),
  file_url: z.string().nullish(),
  image_data: z.object({ url: z.string().nullish() }).nullish(),
  video_data: z.object({ url: z.string().nullish() }).nullish(),
})
export const MessageNode = z.object({
  id: z.string(),
  created_time: z.string().nullish(),
  from: Party.nullish(),
  to: z.object({ data: z.array(Party) }).nullish(),
  message: z.string().nullish(),
  attachments: z.object({ data: z.array(MessageAttachment) }).nullish(),
  story: z.object({ mention: z.unknown().optional(), reply_to: z.unknown().optional() }).nullish(),
  is_unsupported: z.boolean().nullish(),
})
export type MessageNode = z.infer<typeof MessageNode>

export const Conversation = z.object({
  id: z.string(),
  updated_time: z.string(),
  participants: z.object({ data: z.array(Party) }).nullish(),
})

export const Sent = z.object({ message_id: z.string().min(1) })
