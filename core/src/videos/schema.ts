import { z } from 'zod'
import { ListQuery, optionalText } from '../http/list.ts'
import { LINK_PATTERN, Link } from '../text.ts'
import { Instant } from '../time.ts'

/** The largest file that the private bucket accepts: 500 MB, counted as Supabase counts it (binary). */
export const STORAGE_MAX_BYTES = 500 * 1024 * 1024

/** The accepted containers, by their content type, with the extension that a stored file gets. */
export const VIDEO_TYPES = { 'video/mp4': 'mp4', 'video/quicktime': 'mov', 'video/webm': 'webm' } as const
export type VideoType = keyof typeof VIDEO_TYPES
export const VideoType = z.enum(Object.keys(VIDEO_TYPES) as [VideoType, ...VideoType[]]) // safe: the keys of a literal

/** The extensions that a person's file may have; the content decides what it is. */
export const VIDEO_EXTENSIONS = [...Object.values(VIDEO_TYPES), 'm4v'] as const

/** The video type of a file that was recognized as `mime`, in the page and on the server alike; null for others. */
export function videoTypeOf(mime: string | undefined): VideoType | null {
  // Apple's .m4v is an MP4 under another brand.
  return VideoType.safeParse(mime === 'video/x-m4v' ? 'video/mp4' : mime).data ?? null
}

/** The state of one step of a video. */
export const StepState = z.enum(['pending', 'processing', 'ready', 'failed'])
export type StepState = z.infer<typeof StepState>

/** The formats for social networks: `standard` any length, `reel` at most 90 seconds. */
export const TranscodeProfile = z.enum(['standard', 'reel'])
export type TranscodeProfile = z.infer<typeof TranscodeProfile>

/** Languages a video can be dubbed into, as ISO 639-1. */
export const DubLanguage = z.enum(['de', 'fr', 'es', 'it', 'ja'])
export type DubLanguage = z.infer<typeof DubLanguage>

/** A file made from a video: converted (`profile`), or dubbed (`language`). */
export const VideoVariant = z.object({
  id: z.uuid(),
  video_id: z.uuid(),
  kind: z.enum(['transcode', 'dub']),
  profile: TranscodeProfile.nullable(),
  language: DubLanguage.nullable(),
  state: StepState,
  /** Percent. */
  progress: z.number().int(),
  error_code: z.string().nullable(),
  /** Why it failed, and what to do. */
  error: z.string().nullable(),
  waiting_code: z.string().nullable(),
  /**
   * Why the work waits without having failed; it is tried again automatically. Null while work continues, and once it
   * ends.
   */
  waiting_reason: z.string().nullable(),
  file_size: z.number().int().nullable(),
  finished_at: Instant.nullable(),
  updated_at: Instant,
})
export type VideoVariant = z.infer<typeof VideoVariant>

/** A variant by its id, or by its kind: `dub:de`, `transcode:standard`. */
export const VariantName = z.union([
  z.uuid(),
  z.templateLiteral(['dub:', DubLanguage]),
  z.templateLiteral(['transcode:', TranscodeProfile]),
])
export type VariantName = z.infer<typeof VariantName>

/** Where a file is stored: our private bucket, or the workspace's OneDrive. */
export const VideoSource = z.enum(['storage', 'onedrive'])
export type VideoSource = z.infer<typeof VideoSource>

export const ProductVideo = z.object({
  id: z.uuid(),
  product_id: z.uuid().nullable(),
  asin: z.string(),
  source: VideoSource,
  filename: z.string(),
  file_size: z.number().int(),
  mime_type: VideoType,
  duration_seconds: z.number().nullable(),
  thumbnail_url: Link.nullable(),
  /** Whether the server checked the file and found a complete video. */
  check_state: z.enum(['pending', 'ready', 'failed']),
  check_error_code: z.string().nullable(),
  check_error: z.string().nullable(),
  /** Pixels, turned upright; null until the file was checked. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  rotation: z.number().int().nullable(),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  /** The cover image, at a link that works for an hour; null until there is one. */
  poster_url: z.url().nullable(),
  variants: z.array(VideoVariant),
  /** The one video of its product that the upload tasks carry. */
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
  /**
   * A SHA-256 (hex) over the file, or over enough of it to tell it from others. The same name, size and fingerprint
   * continue one upload; without it, name and size decide.
   */
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'A fingerprint is a SHA-256 as 64 hexadecimal digits.')
    .optional(),
})
export type CreateUploadSession = z.infer<typeof CreateUploadSession>

/**
 * The same file by the TUS protocol, which resumes where it stopped: `POST endpoint`, then `PATCH` in requests of
 * exactly `chunk_size` bytes (the last one shorter), all with `headers`. Only where `OPTIONS endpoint` answers
 * `Tus-Resumable`.
 */
const TusUpload = z.object({
  endpoint: z.url(),
  /** A secret, as `upload_url` is. */
  headers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  chunk_size: z.number().int(),
})
export type TusUpload = z.infer<typeof TusUpload>

/** What the browser sends unchanged. `upload_url` is a secret: anyone with it may write the file. */
export const UploadSession = z.object({
  upload_session_id: z.uuid(),
  upload_url: z.url(),
  method: z.enum(['PUT', 'POST']),
  headers: z.record(z.string(), z.string()),
  /** Bytes per request; null = the whole file in one. */
  chunk_size: z.number().int().nullable(),
  /**
   * The bytes that the store still waits for, as `"first-last"` or `"first-"`: resume at the first byte of the first
   * range. Empty when everything has arrived: send nothing, save the video. Storage always starts over, so it answers
   * `["0-"]`.
   */
  next_expected_ranges: z.array(z.string()),
  /** Another way for the same bytes, where the store offers it; null for OneDrive. */
  tus: TusUpload.nullable(),
  expires_at: Instant,
})
export type UploadSession = z.infer<typeof UploadSession>

/** `arrived`: all bytes are stored, and the video can be saved. `expired`: start the upload again. */
export const UploadState = z.enum(['uploading', 'arrived', 'expired', 'saved'])
export type UploadState = z.infer<typeof UploadState>

/**
 * The progress of an upload, read from the store itself. While `uploading`, the fields of an `UploadSession` say how to
 * resume (the URL may have changed); otherwise `upload_url` is null.
 */
export const UploadProgress = z.object({
  upload_session_id: z.uuid(),
  source: VideoSource,
  state: UploadState,
  product_id: z.uuid(),
  filename: z.string(),
  file_size: z.number().int(),
  mime_type: VideoType,
  /** The video that the upload became; null until it is saved. */
  video_id: z.uuid().nullable(),
  upload_url: z.url().nullable(),
  method: z.enum(['PUT', 'POST']),
  headers: z.record(z.string(), z.string()),
  chunk_size: z.number().int().nullable(),
  next_expected_ranges: z.array(z.string()),
  tus: TusUpload.nullable(),
  expires_at: Instant,
})
export type UploadProgress = z.infer<typeof UploadProgress>

export const SaveVideo = z.strictObject({
  product_id: z.uuid(),
  upload_session_id: z.uuid(),
  /** The `id` in the answer to the last fragment; without it (the answer was lost) the server searches for the file. */
  onedrive_file_id: z.string().min(1).max(200).optional(),
  filename: FileName,
  file_size: z.number().int().min(1),
  mime_type: VideoType,
  duration_seconds: z.number().min(0).max(86_400).optional(),
  thumbnail_url: z.httpUrl().max(2000).regex(LINK_PATTERN, 'A link has no spaces.').optional(),
})
export type SaveVideo = z.infer<typeof SaveVideo>

/** `created`: tasks that this video created; `linked`: waiting tasks that now have it. */
export const SavedVideo = z.object({
  video: ProductVideo,
  tasks: z.object({ created: z.number().int(), linked: z.number().int() }),
})
export type SavedVideo = z.infer<typeof SavedVideo>

/** `failed`: one of its steps failed. `processing`: a step is not finished. `ready`: every requested step is done. */
export const VideoFilterState = z.enum(['failed', 'processing', 'ready'])
export type VideoFilterState = z.infer<typeof VideoFilterState>

export const VideoFilters = ListQuery.extend({
  product_id: z.uuid().optional(),
  source: VideoSource.optional(),
  state: VideoFilterState.optional(),
  /** Words of the ASIN, the file's name or the product's title; all of them must match. */
  search: optionalText(200),
})
export type VideoFilters = z.infer<typeof VideoFilters>

export const UpdateVideo = z.strictObject({ is_for_tasks: z.literal(true) })
export type UpdateVideo = z.infer<typeof UpdateVideo>

/** A short-lived link to the file. Request it again instead of storing it. */
export const VideoDownload = z.object({
  url: z.url(),
  filename: z.string(),
  expires_at: Instant,
  source: VideoSource,
})
export type VideoDownload = z.infer<typeof VideoDownload>
