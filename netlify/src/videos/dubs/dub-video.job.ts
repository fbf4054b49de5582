import { z } from 'zod'
import { estimateDubCredits } from '#core/videos/dubs/estimate.ts'
import { QuotaError, settleUnits, settling, takeUnits } from '../../connections/quotas.ts'
import type { Db } from '../../db/user-client.ts'
import { defineJob, JobError, JobPause } from '../../jobs/define-job.ts'
import type { ElevenLabs } from '../../providers/elevenlabs/index.ts'
import { ProviderError } from '../../providers/errors.ts'
import { sayingWhyItWaits } from '../say-why-it-waits.ts'
import { DERIVATIVE_MAX_BYTES, removeDerivative, storeDerivative } from '../transcodes/derivative-store.ts'
import { finishVariant, recordVariantProgress } from '../transcodes/variants.repo.ts'
import { readAddress } from '../video-source.ts'
import { dubFailure, toDubFailure } from './dub-failures.ts'
import { ORDER_PREFIX, openDubbingVendor } from './dubbing-vendor.ts'
import { beginDub, type DubWork, failDub, noteDubOrder, recordDubOrder, takeBackDubOrder } from './dubs.repo.ts'

/** An order with an unknown result may still appear in the vendor's list for this long. */
const SETTLING_MS = 2 * 60_000
/** How long a dub may take before people learn that it failed. */
const MAX_WAIT_MS = 24 * 60 * 60_000
/** Until the vendor names another duration. */
const USUAL_SECONDS = 120

/**
 * Has a video dubbed: orders the dub, waits in the queue while the vendor works, and stores the file. May run twice:
 * the order is stored before it is sent, a stored order is searched by its name before anything is sent again, a known
 * order is followed by the vendor's id, and only the attempt whose name is current can finish. An order takes its credits
 * from the workspace's share, under its own name: an order that is searched or sent again takes nothing more.
 */
export const dubVideo = defineJob({
  kind: 'videos.dub',
  payload: z.object({ variant_id: z.uuid() }),
  async run({ payload, db, progress, signal }) {
    const work = await beginDub(db, payload.variant_id)
    if (!work) return
    const vendor = await openDubbingVendor(work.workspace_id)
    if (!vendor) return failDub(db, work, dubFailure('dubbing_not_configured'))
    await sayingWhyItWaits(db, work, async () => {
      try {
        const id = work.vendor_id ?? (await order(db, work, vendor, signal))
        if (id !== null) await follow({ db, work, vendor, id, signal, progress })
      } catch (error) {
        if (error instanceof QuotaError) {
          return failDub(db, work, { code: 'workspace_quota_exceeded', message: error.message, isLost: false })
        }
        if (!(error instanceof ProviderError)) throw error
        if (isOverdue(work)) return failDub(db, work, dubFailure('dub_too_slow'))
        await failDub(db, work, toDubFailure(error))
      }
    })
  },
})

/** The vendor's id; null when the dub is no longer needed. */
async function order(db: Db, work: DubWork, vendor: ElevenLabs, signal: AbortSignal): Promise<string | null> {
  const name = work.vendor_name ?? ORDER_PREFIX + work.work_key
  const share = { workspaceId: work.workspace_id, vendor: 'elevenlabs' } as const
  const taken = { keys: [name], units: estimateDubCredits(work.duration_seconds ?? 0) }
  if (work.ordered_at !== null) {
    const found = await vendor.find(name, signal)
    if (found) {
      await settleUnits(db, share, taken)
      return kept(db, work, { name, id: found.id, expectedSeconds: null })
    }
    const settledMs = Date.parse(work.ordered_at) + SETTLING_MS
    if (Date.now() < settledMs) throw new JobPause((settledMs - Date.now()) / 1000)
  }
  const sourceUrl = await readAddress(db, work)
  const { refused } = await takeUnits(db, share, taken)
  if (refused) throw refused
  if (!(await noteDubOrder(db, work, name))) {
    await settleUnits(db, share, { ...taken, units: 0 })
    return null
  }
  const send = async () => ({
    ...(await vendor.order({ name, sourceUrl, language: work.language }, signal)),
    spent: taken.units,
  })
  const ordered = await settling(db, share, taken, send).catch(async (error) => {
    if (!(error instanceof ProviderError)) throw error
    if (error.isRefusal) {
      await takeBackDubOrder(db, work)
      throw error
    }
    throw new JobError('order_unknown', 'ElevenLabs did not say whether it took the order. It is looked for.', {
      retryAfterSeconds: 5,
      cause: error,
    })
  })
  const { id, expectedSeconds } = ordered
  return kept(db, work, { name, id, expectedSeconds })
}

async function kept(
  db: Db,
  work: DubWork,
  ordered: { name: string; id: string; expectedSeconds: number | null },
): Promise<string | null> {
  work.expected_seconds = ordered.expectedSeconds ?? work.expected_seconds
  return (await recordDubOrder(db, work, ordered)) ? ordered.id : null
}

type Following = {
  db: Db
  work: DubWork
  vendor: ElevenLabs
  id: string
  signal: AbortSignal
  progress: (done: number, total?: number) => Promise<void>
}

async function follow({ db, work, vendor, id, signal, progress }: Following): Promise<void> {
  const { state } = await vendor.get(id, signal)
  if (state === 'failed') return failDub(db, work, dubFailure('dub_failed', { isLost: true }))
  const percent = state === 'dubbed' ? 95 : estimatedPercent(work)
  if (!(await recordVariantProgress(db, work, percent))) return
  await progress(percent, 100)
  if (state === 'dubbed') return bringHome({ db, work, vendor, id, signal })
  if (isOverdue(work)) return failDub(db, work, dubFailure('dub_too_slow'))
  throw new JobPause(pauseSeconds(work))
}

async function bringHome({ db, work, vendor, id, signal }: Omit<Following, 'progress'>): Promise<void> {
  const file = await vendor.open(id, work.language, { maxBytes: DERIVATIVE_MAX_BYTES, signal })
  if (file.mimeType !== 'video/mp4') {
    await file.body.cancel()
    return failDub(db, work, dubFailure('dub_not_video', { isLost: true }))
  }
  const file_size = await storeDerivative(db, work.output_path, file, signal)
  if (await finishVariant(db, work, { file_size, poster_path: null })) return
  await removeDerivative(db, work.output_path)
}

// The vendor reports no progress: the elapsed part of its estimate takes the place of progress, and never reaches 100%.
function estimatedPercent({ ordered_at, expected_seconds }: DubWork): number {
  const passed = (Date.now() - Date.parse(ordered_at ?? '')) / 1000
  const share = passed / (expected_seconds ?? USUAL_SECONDS)
  return Number.isNaN(share) ? 1 : Math.round(Math.min(Math.max(share * 90, 1), 90))
}

const pauseSeconds = ({ expected_seconds }: DubWork) =>
  Math.min(Math.max((expected_seconds ?? USUAL_SECONDS) / 10, 5), 60)

const isOverdue = ({ started_at }: DubWork) => Date.now() - Date.parse(started_at) > MAX_WAIT_MS
