import { z } from 'zod'

/** The answer of the token endpoint. An access token is opaque and never parsed. */
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

/** Only the fields that we use; an item has `folder`, `file` or `video` for what it is. */
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

/** The answer of the upload URL. After the last byte the ranges may be missing. */
export const UploadSessionState = z.object({
  expirationDateTime: z.iso.datetime({ offset: true }),
  nextExpectedRanges: z.array(z.string()).default([]),
})

export const ThumbnailAnswer = z.object({ value: z.array(z.object({ large: z.object({ url: z.url() }).optional() })) })
