import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { damaged, isShorter, probe, readDuration, type VideoFacts } from './probe.ts'
import { type Colors, coverArguments, type Profile, REEL_MAX_SECONDS, transcodeArguments } from './profiles.ts'
import { runProgram } from './run-program.ts'
import { TranscodeError } from './transcode-error.ts'
import { type Destination, fetchFile, sendFile } from './transfer.ts'

export type TranscodeRequest = {
  /** The URL of the original; may be signed. */
  source_url: string
  profile: Profile
  /** The URL for the finished file. */
  output: Destination
  /** The URL for the cover image, if one is needed. */
  poster?: Destination | undefined
}

/** The progress so far; `facts` before the long part begins. */
export type TranscodeUpdate = {
  stage: 'fetching' | 'probing' | 'transcoding' | 'storing'
  progress: number
  facts?: VideoFacts
}

export type TranscodeResult = {
  facts: VideoFacts
  has_poster: boolean
  file_size: number
  ffmpeg_ms: number
  total_ms: number
}

type Options = {
  ffmpeg: string
  ffprobe: string
  /** A folder of its own, removed at the end in any case. */
  folder: string
  timeoutMs: number
  signal: AbortSignal
  onUpdate: (update: TranscodeUpdate) => void
}

/** The whole transcode of one video: fetch, check, convert, store. Throws a `TranscodeError`; leaves no file behind. */
export async function transcode(request: TranscodeRequest, options: Options): Promise<TranscodeResult> {
  const { ffmpeg, folder, signal, timeoutMs, onUpdate } = options
  const startedAt = performance.now()
  await mkdir(folder, { recursive: true })
  try {
    const source = join(folder, 'source')
    onUpdate({ stage: 'fetching', progress: 0 })
    await fetchFile(request.source_url, source, signal)
    onUpdate({ stage: 'probing', progress: 0 })
    const { facts, colors } = await probe(source, { ...options, timeoutMs: 30_000 })
    onUpdate({ stage: 'transcoding', progress: 0, facts })
    if (request.profile === 'reel' && facts.duration_seconds > REEL_MAX_SECONDS) {
      throw new TranscodeError('too_long', `A reel can be ${REEL_MAX_SECONDS} seconds at most; this video is longer.`)
    }

    const runningAt = performance.now()
    const cover = request.poster && (await makeCover(source, { facts, colors }, options))
    const output = join(folder, 'output.mp4')
    const args = [
      '-nostdin',
      '-y',
      '-v',
      'error',
      '-progress',
      'pipe:1',
      '-i',
      source,
      ...transcodeArguments(request.profile, colors),
      output,
    ]
    let convertedSeconds = 0
    await runProgram(ffmpeg, args, {
      timeoutMs,
      signal,
      onLine: (line) => {
        const microseconds = /^out_time_us=(\d+)/.exec(line)?.[1]
        if (microseconds === undefined) return
        convertedSeconds = Number(microseconds) / 1e6
        const part = convertedSeconds / facts.duration_seconds
        onUpdate({ stage: 'transcoding', progress: Math.min(99, Math.floor(part * 100)), facts })
      },
    })
    // ffmpeg skips pictures that it cannot decode without an error. Its progress does not count a last picture that stays.
    const isDoubtful = isShorter(convertedSeconds, facts.duration_seconds)
    if (isDoubtful && isShorter(await readDuration(output, options), facts.duration_seconds))
      throw damaged('ended early')
    const ffmpegMs = performance.now() - runningAt

    onUpdate({ stage: 'storing', progress: 99, facts })
    const { size } = await stat(output)
    await sendFile(output, request.output, signal)
    if (cover && request.poster) await sendFile(cover, request.poster, signal)
    return {
      facts,
      has_poster: cover !== undefined,
      file_size: size,
      ffmpeg_ms: Math.round(ffmpegMs),
      total_ms: Math.round(performance.now() - startedAt),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

// A video without a cover image is still a video. Where no picture follows the chosen moment, the first one is used.
async function makeCover(
  source: string,
  { facts, colors }: { facts: VideoFacts; colors: Colors },
  { ffmpeg, folder, signal }: Options,
): Promise<string | undefined> {
  const path = join(folder, 'cover.jpg')
  for (const { seek, rest } of coverArguments(facts.duration_seconds, colors)) {
    try {
      await runProgram(ffmpeg, ['-nostdin', '-y', '-v', 'error', ...seek, '-i', source, ...rest, path], {
        timeoutMs: 30_000,
        signal,
      })
      if ((await stat(path)).size > 0) return path
    } catch (error) {
      if (signal.aborted) throw error
    }
  }
  return undefined
}
