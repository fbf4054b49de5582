import { JobError, JobPause } from '../../jobs/define-job.ts'
import type { ProviderError } from '../../providers/errors.ts'

/** How a dub ends, as a sentence for the person who requested it. `isLost`: the next attempt needs a new order. */
export type DubFailure = { code: string; message: string; isLost: boolean }

const FAILURES: Readonly<Record<string, string>> = {
  quota_exceeded:
    'The ElevenLabs account has too few credits left. Nothing was spent. Add credits there, then try again.',
  plan_too_small:
    'The ElevenLabs plan allows no dubbing without a watermark. Nothing was spent. Change the plan there, then try again.',
  key_refused: 'ElevenLabs refuses our API key. Put a valid one in, then try again.',
  dub_refused: 'ElevenLabs refused this video. Nothing was spent. Try again, or dub another edit of it.',
  dub_failed: 'ElevenLabs could not dub this video. Try again, or check that it contains speech.',
  dub_expired: 'ElevenLabs no longer has this dub. It has to be made again.',
  dub_too_slow: 'Still processing after 24 hours. Try again to keep waiting. The dub is not ordered twice.',
  dub_too_large: 'The dubbed file is larger than our store takes (500 MB).',
  dub_not_video: 'ElevenLabs sent something other than a video. Check that the original shows video.',
  dubbing_not_configured: "Dubbing isn't set up (ELEVENLABS_API_KEY). Ask your administrator.",
}

/** The failure of that name. */
export function dubFailure(code: keyof typeof FAILURES, { isLost = false } = {}): DubFailure {
  return { code, message: FAILURES[code] ?? 'This did not work. Try again.', isLost }
}

/** What the vendor's refusal means for a dub; throws `JobPause` or `JobError` when waiting helps. */
export function toDubFailure(error: ProviderError): DubFailure {
  if (error.code === 'quota_exceeded' || error.code === 'plan_too_small') return dubFailure(error.code)
  if (error.code === 'answer_too_large') return dubFailure('dub_too_large')
  if (error.outcome === 'reconnect') return dubFailure('key_refused')
  if (error.outcome === 'gone') return dubFailure('dub_expired', { isLost: true })
  if (error.outcome === 'rejected') return dubFailure('dub_refused', { isLost: true })
  // Too many orders at once is no failure: the dub waits for its turn.
  if (error.status === 429 || error.status === 425) {
    throw new JobPause(error.retryAfterSeconds ?? 30, {
      code: 'elevenlabs_busy',
      message: 'ElevenLabs makes only so many dubs at once.',
    })
  }
  throw new JobError('elevenlabs_try_later', 'ElevenLabs does not answer.', {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })
}
