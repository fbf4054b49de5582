import { z } from 'zod'

/** The facts of a video file, in the transcoder's words. */
export const VideoFacts = z.object({
  duration_seconds: z.number(),
  width: z.number().int(),
  height: z.number().int(),
  rotation: z.number().int(),
  video_codec: z.string(),
  audio_codec: z.string().nullable(),
})
export type VideoFacts = z.infer<typeof VideoFacts>

/** One piece of work of the transcoder. */
export const TranscodeJob = z.object({
  id: z.string(),
  state: z.enum(['queued', 'processing', 'ready', 'failed']),
  progress: z.number().int(),
  /** Null until the transcoder has checked the file. */
  facts: VideoFacts.nullable(),
  result: z.object({ has_poster: z.boolean(), file_size: z.number().int() }).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type TranscodeJob = z.infer<typeof TranscodeJob>
