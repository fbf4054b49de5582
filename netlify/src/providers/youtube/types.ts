import { z } from 'zod'

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  /** Only after a consent. */
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

export const TokenRefusal = z.object({ error: z.string() })

/** `errors[0].reason` is what failures are told apart by. */
export const YouTubeRefusal = z.object({
  error: z.object({
    code: z.number().int(),
    errors: z.array(z.object({ reason: z.string() })).nullish(),
  }),
})

export const Video = z.object({ id: z.string().min(1) })

export const ChannelList = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        snippet: z.object({
          title: z.string(),
          customUrl: z.string().nullish(),
          thumbnails: z.object({ default: z.object({ url: z.string() }).nullish() }).nullish(),
        }),
        contentDetails: z.object({ relatedPlaylists: z.object({ uploads: z.string().nullish() }).nullish() }).nullish(),
      }),
    )
    .nullish(),
})

export const PlaylistItems = z.object({
  items: z
    .array(
      z.object({
        snippet: z.object({ title: z.string(), description: z.string().nullish(), publishedAt: z.string() }),
        contentDetails: z.object({ videoId: z.string(), videoPublishedAt: z.string().nullish() }),
      }),
    )
    .nullish(),
  nextPageToken: z.string().nullish(),
})
