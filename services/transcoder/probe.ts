import { z } from 'zod'
import { runProgram } from './run-program.ts'
import { TranscodeError } from './transcode-error.ts'

/** The facts of a video file, whatever its name. Sizes in pixels as shown, turned upright. */
export const VideoFacts = z.object({
  duration_seconds: z.number().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Rotation of the stored frames in degrees: 0, 90, 180 or 270. */
  rotation: z.number().int(),
  video_codec: z.string(),
  audio_codec: z.string().nullable(),
  frame_rate: z.number().nullable(),
})
export type VideoFacts = z.infer<typeof VideoFacts>

const Stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  avg_frame_rate: z.string().optional(),
  duration: z.coerce.number().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
})
const Answer = z.object({
  streams: z.array(Stream).default([]),
  format: z.object({ duration: z.coerce.number().optional(), format_name: z.string().optional() }).default({}),
})

type Options = { ffprobe: string; timeoutMs: number; signal: AbortSignal }

/** Reads a file's facts. Throws `not_a_video` and `damaged`. */
export async function probe(file: string, { ffprobe, timeoutMs, signal }: Options): Promise<VideoFacts> {
  const args = ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', file]
  const text = await runProgram(ffprobe, args, { timeoutMs, signal }).catch((error: unknown) => {
    if (!(error instanceof TranscodeError) || error.code !== 'ffmpeg_failed') throw error
    throw unreadable(error.details)
  })
  const { streams, format } = Answer.parse(JSON.parse(text))
  const video = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1)
  const duration = format.duration ?? video?.duration
  // ffprobe also finds "pictures" in text files (ANSI art), and an image is no video.
  const isImage = /(^|,)(tty|image2|png_pipe|jpeg_pipe|gif|webp_pipe|mjpeg)(,|$)/.test(format.format_name ?? '')
  if (!video?.width || !video.height || isImage) throw unreadable('no video stream')
  if (!duration || !Number.isFinite(duration) || duration <= 0) throw damaged('no duration')
  const rotation =
    (((video.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0) % 360) + 360) % 360
  const isTurned = rotation % 180 === 90
  return {
    duration_seconds: duration,
    width: isTurned ? video.height : video.width,
    height: isTurned ? video.width : video.height,
    rotation,
    video_codec: video.codec_name ?? 'unknown',
    audio_codec: streams.find((stream) => stream.codec_type === 'audio')?.codec_name ?? null,
    frame_rate: frameRate(video.avg_frame_rate),
  }
}

function frameRate(text = ''): number | null {
  const [over, under] = text.split('/').map(Number)
  return over && under ? Math.round((over / under) * 100) / 100 : null
}

// An MP4 without its end has no table of contents, which is written last.
function unreadable(details = ''): TranscodeError {
  return /moov atom not found|truncat|partial file|End of file/i.test(details)
    ? damaged(details)
    : new TranscodeError('not_a_video', 'This file is not a video. Upload an MP4, MOV or WEBM.', details)
}

/** The file begins as a video, and its end is damaged. */
export const damaged = (details: string): TranscodeError =>
  new TranscodeError(
    'damaged',
    'This video is damaged or incomplete. Export it again, then upload the new file.',
    details,
  )
