import { z } from 'zod'
import { limitOf, settleUnits, takeUnits } from '../../connections/quotas.ts'
import type { Db } from '../../db/user-client.ts'
import { defineJob, JobError, JobPause } from '../../jobs/define-job.ts'
import { ProviderError } from '../../providers/errors.ts'
import { openTranscoder, type TranscodeJob, type Transcoder } from '../../providers/transcoder/index.ts'
import { sayingWhyItWaits } from '../say-why-it-waits.ts'
import { readAddress } from '../video-source.ts'
import { signDerivative } from './derivative-store.ts'
import {
  beginVariant,
  failVariant,
  finishVariant,
  recordVariantProgress,
  recordVideoFacts,
  type VariantWork,
} from './variants.repo.ts'

/**
 * A worker follows a transcode for this long; then another worker continues. The transcoder itself ends work that
 * hangs.
 */
const MAX_STAY_MS = 9 * 60_000
/** The transcoder answers earlier when the work is over. */
const WAIT_SECONDS = 5

/** The original file is the reason: every further attempt fails too. */
const UNFIT = new Set(['not_a_video', 'damaged'])
/** Temporary failures: the same work is ordered again. */
const PASSING = new Set(['source_unreachable', 'output_refused', 'cancelled'])

/**
 * Has the transcoder check and convert a video. The transcoder reads the original and stores the result itself, so the
 * bytes never pass through this server. May run twice: the attempt has a name (`work_key`) that the database stores and
 * the transcoder knows, and only the attempt whose name is current can finish. An attempt takes its minutes from the
 * workspace's share once; without enough left, it waits until the share begins anew.
 */
export const transcodeVideo = defineJob({
  kind: 'videos.transcode',
  payload: z.object({ variant_id: z.uuid() }),
  async run({ payload, db, progress, signal, endAtMs }) {
    const work = await beginVariant(db, payload.variant_id)
    if (!work) return
    const transcoder = openTranscoder()
    if (!transcoder) {
      const message = "Converting videos isn't set up (TRANSCODER_URL). Ask your administrator."
      return failVariant(db, work, { code: 'transcoder_not_configured', message })
    }
    await sayingWhyItWaits(db, work, () =>
      follow({ db, work, transcoder, signal, progress, endAtMs }).catch((error: unknown) => {
        throw error instanceof ProviderError ? waitingError(error) : error
      }),
    )
  },
})

type Following = {
  db: Db
  work: VariantWork
  transcoder: Transcoder
  signal: AbortSignal
  progress: (done: number, total?: number) => Promise<void>
  endAtMs: number
}

async function follow({ db, work, transcoder, signal, progress, endAtMs }: Following): Promise<void> {
  const coverPath = work.has_poster ? null : work.output_path.replace(/\.mp4$/, '.jpg')
  const order = await orderOf(db, work, coverPath)
  const { refused } = await takeUnits(db, shareOf(work), secondsOf(work))
  if (refused?.isNever) return failVariant(db, work, { code: refused.code, message: refused.message })
  if (refused) throw new JobPause(refused.waitSeconds, { code: refused.code, message: refused.message })
  let job = await transcoder.order(order, signal).catch(async (error: unknown) => {
    if (error instanceof ProviderError && error.isUnspent) await settle(db, work, 0)
    throw error
  })
  let isChecked = false
  // A question may take its whole waiting time.
  const endAt = Math.min(Date.now() + MAX_STAY_MS, endAtMs - WAIT_SECONDS * 1000)
  while (job.state === 'queued' || job.state === 'processing') {
    if (Date.now() > endAt) throw new JobPause(1)
    if (!(await recordVariantProgress(db, work, job.progress))) {
      await transcoder.cancel(job.id, signal).catch(() => undefined)
      return settle(db, work, (secondsOf(work).units * job.progress) / 100)
    }
    await progress(job.progress, 100)
    if (job.facts && !isChecked) {
      await recordVideoFacts(db, work.video_id, job.facts)
      isChecked = true
    }
    job = await transcoder.wait(job.id, WAIT_SECONDS, signal)
  }
  await conclude(db, work, job, coverPath)
}

const shareOf = ({ workspace_id }: VariantWork) => ({ workspaceId: workspace_id, vendor: 'transcoder' }) as const

/** A video of unknown length: a phone's usual 8 Mbit/s. What it really took is counted at the end. */
const USUAL_BYTES_PER_SECOND = 1_000_000

function secondsOf({ work_key, duration_seconds, file_size }: VariantWork) {
  const unknown = Math.min(Math.ceil(file_size / USUAL_BYTES_PER_SECOND), limitOf('transcoder'))
  return { keys: [work_key], units: Math.max(1, duration_seconds === null ? unknown : Math.ceil(duration_seconds)) }
}

const settle = (db: Db, work: VariantWork, seconds: number) =>
  settleUnits(db, shareOf(work), { keys: [work.work_key], units: seconds })

async function orderOf(db: Db, work: VariantWork, coverPath: string | null) {
  return {
    key: work.work_key,
    source_url: await readAddress(db, work),
    profile: work.profile ?? 'standard',
    output: await signDerivative(db, work.output_path, 'video/mp4'),
    ...(coverPath !== null && { poster: await signDerivative(db, coverPath, 'image/jpeg') }),
  }
}

async function conclude(db: Db, work: VariantWork, job: TranscodeJob, coverPath: string | null): Promise<void> {
  if (job.facts) await recordVideoFacts(db, work.video_id, job.facts)
  if (job.state === 'ready' && job.result) {
    const { file_size, has_poster } = job.result
    await finishVariant(db, work, { file_size, poster_path: has_poster ? coverPath : null })
    return settle(db, work, job.facts?.duration_seconds ?? secondsOf(work).units)
  }
  const { code, message } = job.error ?? { code: 'ffmpeg_failed', message: 'The video could not be converted.' }
  if (PASSING.has(code)) throw new JobError(code, message)
  await failVariant(db, work, { code, message, isVideoUnfit: UNFIT.has(code) })
  // A file that is no video is refused before it is converted.
  await settle(db, work, job.facts?.duration_seconds ?? 0)
}

// The transcoder is down or busy, its token is being changed, or a restart lost the work: the job runs again and orders
// it again.
const waitingError = (error: ProviderError) =>
  new JobError(`transcoder_${error.outcome}`, wordsOf(error), {
    isFinal: error.outcome === 'rejected',
    retryAfterSeconds: error.outcome === 'gone' ? 1 : (error.retryAfterSeconds ?? 15),
    cause: error,
  })

function wordsOf({ outcome, status }: ProviderError): string {
  if (outcome === 'reconnect') return 'The transcoder refuses our token (TRANSCODER_TOKEN).'
  if (outcome === 'rejected') return 'The transcoder refused the order.'
  if (outcome === 'gone') return 'The transcoder lost the work when it was restarted.'
  return status === 429 ? 'The transcoder has too many videos to convert.' : 'The transcoder does not answer.'
}
