/**
 * Why a transcode failed, for people and programs. `source_…`: the file cannot be read; `not_a_video`, `damaged`,
 * `too_long`: the file is unsuitable; `ffmpeg_failed`, `timed_out`: a failure of the transcoder; `output_refused`: the
 * store refused the result.
 */
export type TranscodeErrorCode =
  | 'source_unreachable'
  | 'source_too_large'
  | 'not_a_video'
  | 'damaged'
  | 'too_long'
  | 'ffmpeg_failed'
  | 'timed_out'
  | 'output_refused'
  | 'cancelled'

/** A failure with a sentence that a person can act on; `details` is the program's last lines, never a URL. */
export class TranscodeError extends Error {
  readonly code: TranscodeErrorCode
  readonly details: string | undefined
  constructor(code: TranscodeErrorCode, message: string, details?: string) {
    super(message)
    this.name = 'TranscodeError'
    this.code = code
    this.details = details
  }
}
