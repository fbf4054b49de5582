/**
 * Why a transcode failed, for people and programs. `source_…`: the file cannot be had; `not_a_video`, `damaged`,
 * `too_long`: the file is not fit; `ffmpeg_failed`, `timed_out`: our own trouble; `output_refused`: the store did not take it.
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

/** A failure with a sentence a person can act on; `details` is the program's own last words, never an address. */
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
