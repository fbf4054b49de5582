import { ProviderError } from '../../providers/errors.ts'
import type { TikTok } from '../../providers/tiktok/index.ts'
import { isLost } from './failures.ts'
import type { JobRecord, SocialWork } from './publishing.repo.ts'
import { lookUpSeconds, pollSeconds, type Step } from './step.ts'

type Publishing = { work: SocialWork; tiktok: TikTok; record: JobRecord; signal: AbortSignal }

/** What a person may choose, as TikTok names it. Accounts that are not approved yet post for themselves only. */
const PRIVACY = { public: 'PUBLIC_TO_EVERYONE', unlisted: 'MUTUAL_FOLLOW_FRIENDS', private: 'SELF_ONLY' } as const

/**
 * TikTok takes a video by one call and names it; when that answer is lost, nobody but the person can see whether it
 * arrived, so it is never repeated.
 */
export async function publishToTikTok(
  { work, tiktok, record, signal }: Publishing,
  openFile: () => Promise<string>,
): Promise<Step> {
  if (work.container_id !== null) return readPost({ work, tiktok, signal }, work.container_id)
  if (work.state === 'publishing' || work.state === 'unknown') {
    const seconds = lookUpSeconds(work.failures)
    return { ended: 'later', seconds, state: 'unknown', code: 'answer_lost', isFailure: true }
  }
  if ((await record.beginPreparing()) !== 'go') return { ended: 'stopped' }
  const creator = await tiktok.getCreator()
  const wanted = PRIVACY[work.privacy ?? 'public']
  const privacy = creator.privacyOptions.includes(wanted) ? wanted : 'SELF_ONLY'
  if (work.video?.duration_seconds && work.video.duration_seconds > creator.maxSeconds) {
    return { ended: 'failed', code: 'video_too_long' }
  }
  const videoUrl = await openFile()
  if (!(await record.beginPublishing(null))) return { ended: 'stopped' }
  const { isCommentDisabled, isDuetDisabled, isStitchDisabled } = creator
  try {
    const { publishId } = await tiktok.startPost(
      {
        videoUrl,
        title: work.caption,
        privacy,
        isCommentDisabled,
        isDuetDisabled,
        isStitchDisabled,
        isAiGenerated: work.is_ai_generated,
      },
      signal,
    )
    await record.noteContainer(publishId, pollSeconds(null))
    // TikTok has it: whatever the question is answered with, it is asked again.
    return await readPost({ work, tiktok, signal }, publishId).catch((error: unknown) => {
      if (error instanceof ProviderError) return { ended: 'later', seconds: pollSeconds(null), state: 'publishing' }
      throw error
    })
  } catch (error) {
    if (isLost(error)) return { ended: 'later', seconds: 20, state: 'unknown', code: 'answer_lost' }
    throw error
  }
}

async function readPost({ work, tiktok, signal }: Omit<Publishing, 'record'>, publishId: string): Promise<Step> {
  const post = await tiktok.getPostState(publishId, signal)
  if (post.state === 'failed') return { ended: 'failed', code: post.code ?? 'processing_failed' }
  if (post.state === 'processing') {
    return { ended: 'later', seconds: pollSeconds(work.publish_at), state: 'publishing' }
  }
  // A post that only its author sees has no public id: TikTok's own name of the upload stands for it.
  return { ended: 'posted', mediaId: post.postId ?? publishId, permalink: null, postedAt: null }
}
