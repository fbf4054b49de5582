import { z } from 'zod'
import { measure } from './measure.ts'
import type { Colors } from './profiles.ts'
import { runProgram } from './run-program.ts'
import { TranscodeError } from './transcode-error.ts'

/**
 * The facts of a video file, whatever its name and header say. Sizes in square pixels as shown, turned upright; the
 * duration is measured.
 */
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
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  sample_aspect_ratio: z.string().optional(),
  nb_frames: z.coerce.number().optional().catch(undefined),
  r_frame_rate: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  color_space: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
})
const Answer = z.object({
  streams: z.array(Stream).default([]),
  format: z.object({ duration: z.coerce.number().optional(), format_name: z.string().optional() }).default({}),
})

type Options = { ffprobe: string; timeoutMs: number; signal: AbortSignal }
type Probed = { facts: VideoFacts; colors: Colors }

/** Reads a file's facts, and the colors of its pictures. Throws `not_a_video` and `damaged`. */
export async function probe(file: string, options: Options): Promise<Probed> {
  const { ffprobe, timeoutMs, signal } = options
  const args = ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', file]
  const text = await runProgram(ffprobe, args, { timeoutMs, signal }).catch((error: unknown) => {
    if (!(error instanceof TranscodeError) || error.code !== 'ffmpeg_failed') throw error
    throw unreadable(error.details)
  })
  const { streams, format } = Answer.parse(JSON.parse(text))
  const video = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1)
  // ffprobe also finds "pictures" in text files (ANSI art), and an image is no video.
  const isImage = /(^|,)(tty|image2|png_pipe|jpeg_pipe|gif|webp_pipe|mjpeg)(,|$)/.test(format.format_name ?? '')
  if (!video?.width || !video.height || isImage) throw unreadable('no video stream')
  // Reading all of a large file takes longer than reading its header.
  const audio = streams.find((stream) => stream.codec_type === 'audio')
  const measured = await measure(
    file,
    { video: video.index, audio: audio?.index },
    { ...options, timeoutMs: timeoutMs * MEASURE_PATIENCE },
  )
  if (measured.pictures === 0) throw damaged('no pictures')
  const rate = frameRate(video.avg_frame_rate) ?? frameRate(video.r_frame_rate)
  // A single picture may have no length of its own.
  const duration = measured.seconds > 0 ? measured.seconds : 1 / (rate ?? 25)
  // The end is missing only when the container goes on behind the file, and then as much as its table or header says.
  const announced = video.nb_frames ? (duration * video.nb_frames) / measured.pictures : (format.duration ?? 0)
  if (measured.isCut && isShorter(duration, announced)) throw damaged('ended early')
  const rotation =
    (((video.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0) % 360) + 360) % 360
  const isTurned = rotation % 180 === 90
  const width = Math.max(1, Math.round(video.width * pixelShape(video.sample_aspect_ratio)))
  const facts = {
    duration_seconds: duration,
    width: isTurned ? video.height : width,
    height: isTurned ? width : video.height,
    rotation,
    video_codec: video.codec_name ?? 'unknown',
    audio_codec: audio?.codec_name ?? null,
    frame_rate: frameRate(video.avg_frame_rate),
  }
  const { color_transfer: transfer, color_primaries: primaries, color_space: matrix } = video
  return { facts, colors: { transfer, primaries, matrix } }
}

/** The duration that the header of a file says, in seconds; true for files that ffmpeg has written. */
export async function readDuration(file: string, { ffprobe, timeoutMs, signal }: Options): Promise<number> {
  const args = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file]
  return Number(await runProgram(ffprobe, args, { timeoutMs, signal })) || 0
}

/** How much longer measuring may take than reading the header. */
const MEASURE_PATIENCE = 20

/** Whether more is missing than rounding and a last picture explain. */
export const isShorter = (seconds: number, expected: number): boolean => expected - seconds > Math.max(1, expected / 20)

// The width of a pixel whose height is 1; anamorphic recordings squeeze a wide picture into fewer columns.
function pixelShape(text = ''): number {
  const [over, under] = text.split(':').map(Number)
  return over && under ? over / under : 1
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
