import { z } from 'zod'
import { ListQuery } from '../http/list.ts'
import { Instant } from '../time.ts'

/** The largest file the private bucket takes: 500 MB, counted as Supabase counts it (binary). */
export const STORAGE_MAX_BYTES = 500 * 1024 * 1024

/** Containers the product takes, by their content type, and the extension a stored file gets. */
export const VIDEO_TYPES = { 'video/mp4': 'mp4', 'video/quicktime': 'mov', 'video/webm': 'webm' } as const
export type VideoType = keyof typeof VIDEO_TYPES
export const VideoType = z.enum(Object.keys(VIDEO_TYPES) as [VideoType, ...VideoType[]]) // safe: the keys of a literal

export const ProductVideo = z.object({
  id: z.uuid(),
  product_id: z.uuid().nullable(),
  asin: z.string(),
  source: z.enum(['storage', 'onedrive']),
  filename: z.string(),
  file_size: z.number().int(),
  mime_type: VideoType,
  duration_seconds: z.number().nullable(),
  thumbnail_url: z.url().nullable(),
  /** The one of its product's videos that the upload tasks carry. */
  is_for_tasks: z.boolean(),
  created_at: Instant,
  updated_at: Instant,
})
export type ProductVideo = z.infer<typeof ProductVideo>

const FileName = z.string().trim().min(1).max(255)

export const CreateUploadSession = z.strictObject({
  product_id: z.uuid(),
  filename: FileName,
  file_size: z.number().int().min(1),
  mime_type: VideoType,
})
export type CreateUploadSession = z.infer<typeof CreateUploadSession>

/** What the browser sends exactly as it stands here. `upload_url` is a secret: whoever has it may write the file. */
export const UploadSession = z.object({
  upload_session_id: z.uuid(),
  upload_url: z.url(),
  method: z.enum(['PUT', 'POST']),
  headers: z.record(z.string(), z.string()),
  /** Bytes per request; null = the whole file in one. */
  chunk_size: z.number().int().nullable(),
  expires_at: Instant,
})
export type UploadSession = z.infer<typeof UploadSession>

export const SaveVideo = z.strictObject({
  product_id: z.uuid(),
  upload_session_id: z.uuid(),
  filename: FileName,
  file_size: z.number().int().min(1),
  mime_type: VideoType,
  duration_seconds: z.number().min(0).max(86_400).optional(),
  thumbnail_url: z.httpUrl().max(2000).optional(),
})
export type SaveVideo = z.infer<typeof SaveVideo>

/** `created`: tasks this video brought into being; `linked`: waiting tasks that now have it. */
export const SavedVideo = z.object({
  video: ProductVideo,
  tasks: z.object({ created: z.number().int(), linked: z.number().int() }),
})
export type SavedVideo = z.infer<typeof SavedVideo>

export const VideoFilters = ListQuery.extend({ product_id: z.uuid().optional() })
export type VideoFilters = z.infer<typeof VideoFilters>

export const UpdateVideo = z.strictObject({ is_for_tasks: z.literal(true) })
export type UpdateVideo = z.infer<typeof UpdateVideo>

/** A short-lived address of the file. Ask again instead of keeping it. */
export const VideoDownload = z.object({
  url: z.url(),
  filename: z.string(),
  expires_at: Instant,
  source: z.enum(['storage', 'onedrive']),
})
export type VideoDownload = z.infer<typeof VideoDownload>
