import { z } from 'zod'

/** What the token endpoint answers. An access token is opaque: nobody reads inside it. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive(),
  scope: z.string().optional(),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

export const TokenRefusal = z.object({ error: z.string() })

export const Profile = z.object({
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
})

export const Drive = z.object({
  id: z.string(),
  quota: z.object({ total: z.number(), used: z.number(), remaining: z.number() }).partial().nullish(),
})

/** Only what is used; `folder`, `file` and `video` are there for what the item is. */
export const DriveItem = z.object({
  id: z.string(),
  name: z.string(),
  size: z.number().int().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
  parentReference: z.object({ driveId: z.string(), id: z.string(), path: z.string() }).partial().nullish(),
  folder: z.object({ childCount: z.number().int().nullish() }).nullish(),
  file: z.object({ mimeType: z.string().nullish() }).nullish(),
  video: z.object({ duration: z.number(), width: z.number(), height: z.number() }).partial().nullish(),
  '@microsoft.graph.downloadUrl': z.string().nullish(),
})
export type DriveItem = z.infer<typeof DriveItem>

export const DriveItemPage = z.object({ value: z.array(DriveItem), '@odata.nextLink': z.string().optional() })
export type DriveItemPage = z.infer<typeof DriveItemPage>

export const UploadSessionAnswer = z.object({
  uploadUrl: z.url(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  nextExpectedRanges: z.array(z.string()).default(['0-']),
})

/** Asked at the upload address itself. Once everything has arrived the ranges may be missing. */
export const UploadSessionState = z.object({
  expirationDateTime: z.iso.datetime({ offset: true }),
  nextExpectedRanges: z.array(z.string()).default([]),
})

export const ThumbnailAnswer = z.object({ value: z.array(z.object({ large: z.object({ url: z.url() }).optional() })) })
