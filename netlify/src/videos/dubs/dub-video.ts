import {
  DUB_MAX_BYTES,
  DUB_MAX_SECONDS,
  DUB_RATE,
  type DubEstimate,
  estimateDubCredits,
  type RequestDub,
} from '#core/videos/dubs/estimate.ts'
import type { DubLanguage, ProductVideo } from '#core/videos/schema.ts'
import { requireShare } from '../../connections/quotas.ts'
import type { UserContext } from '../../context.ts'
import { getEditorWorkspaceId } from '../../db/editor-workspace.ts'
import { AppError } from '../../errors.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { getVideo } from '../videos.repo.ts'
import { openDubbingVendor } from './dubbing-vendor.ts'
import { getDub, requestDub } from './dubs.repo.ts'

/**
 * The price of a dub; nothing when a failed attempt was ordered and paid and only has to continue. Throws
 * `quota_exceeded` when the workspace has too few credits left.
 */
export async function estimateDub({ db }: UserContext, id: string, language: DubLanguage): Promise<DubEstimate> {
  const workspaceId = await getEditorWorkspaceId(db)
  const [video, dub] = await Promise.all([getVideo(db, id), getDub(db, id, language)])
  if (!(await openDubbingVendor(workspaceId))) {
    throw new AppError(
      'provider_not_configured',
      "Dubbing isn't set up. Ask your administrator to add an ElevenLabs account.",
    )
  }
  const seconds = dubbableSeconds(video)
  const isPaid = dub !== null && dub.vendor_name !== null
  if (!isPaid) await requireShare(db, 'elevenlabs', estimateDubCredits(seconds))
  return {
    language,
    seconds,
    estimated_credits: isPaid ? 0 : estimateDubCredits(seconds),
    currency: 'elevenlabs_credits',
    credits_per_minute: DUB_RATE.credits_per_minute,
    rate_source_url: DUB_RATE.source_url,
    rate_as_of: DUB_RATE.as_of,
    needs_confirmation: !isPaid,
  }
}

/**
 * Has a video dubbed, once per language; a failed dub is tried again. The person accepted the price: when the estimate
 * has changed, the answer is `cost_changed` with the new one, and nothing is spent.
 */
export async function orderDub(ctx: UserContext, id: string, wanted: RequestDub): Promise<ProductVideo> {
  const { language, confirmed_credits } = wanted
  const estimate = await estimateDub(ctx, id, language)
  const known = await getDub(ctx.db, id, language)
  if (known && known.state !== 'failed') throw dubExists(known.id)
  if (estimate.estimated_credits !== confirmed_credits) {
    const detail = `This dub takes about ${estimate.estimated_credits} credits. Nothing was spent; agree to it first.`
    throw new AppError('cost_changed', detail, { current: estimate })
  }
  const { id: dubId, is_new } = await requestDub(ctx.db, id, language, confirmed_credits)
  if (!is_new) throw dubExists(dubId)
  wakeJobs(ctx)
  return getVideo(ctx.db, id)
}

const dubExists = (id: string) =>
  new AppError('dub_exists', 'This video is dubbed into that language already, or just now.', { existing_id: id })

function dubbableSeconds({ duration_seconds, file_size, check_state, check_error }: ProductVideo): number {
  if (check_state === 'failed') {
    throw new AppError('video_not_dubbable', check_error ?? 'The file of this video is damaged. Upload it again.')
  }
  if (duration_seconds === null) {
    throw new AppError('video_not_checked', 'Its length is not known yet. Try again when the video is checked.')
  }
  if (duration_seconds > DUB_MAX_SECONDS || file_size > DUB_MAX_BYTES) {
    throw new AppError('video_not_dubbable', 'Videos of at most 2.5 hours and 500 MB can be dubbed.')
  }
  return duration_seconds
}
