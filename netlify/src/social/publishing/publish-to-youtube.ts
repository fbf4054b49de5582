import { youTubeTitle } from '#core/social/posts/count-text.ts'
import { sealSecret, unsealSecret } from '../../crypto/seal-secret.ts'
import type { YouTube } from '../../providers/youtube/index.ts'
import { isLost } from './failures.ts'
import { matchPublished, publishedSince } from './match-published.ts'
import { untilMidnightPacific } from './pacific-day.ts'
import type { JobRecord, SocialWork } from './publishing.repo.ts'
import { ASK_AGAIN_MS, lookUpSeconds, type Step } from './step.ts'

export type UploadFile = {
  sizeBytes: number
  mimeType: string
  read: (first: number, last: number) => Promise<Uint8Array<ArrayBuffer>>
}
type Publishing = { work: SocialWork; youtube: YouTube; record: JobRecord; signal: AbortSignal }

/** For all users of the project together: https://developers.google.com/youtube/v3/determine_quota_cost */
const INSERTS_A_DAY = 100
/** A multiple of 256 KiB, as YouTube requires of every chunk but the last. */
const CHUNK_BYTES = 8 * 1024 * 1024

/**
 * An upload becomes public with its last bytes, so sending them is the call that publishes. The upload's own address
 * says what arrived, and the video once it is complete: an answer that was lost is read there.
 */
export async function publishToYouTube(publishing: Publishing, openFile: () => Promise<UploadFile>): Promise<Step> {
  const { work, youtube, record, signal } = publishing
  const identity = `social-upload:${work.id}`
  let uploadUrl = work.container_id === null ? null : unsealSecret(identity, work.container_id)
  let sealed = work.container_id
  if (uploadUrl === null) {
    const turn = await record.beginPreparing(INSERTS_A_DAY)
    if (turn === 'stop') return { ended: 'stopped' }
    if (turn === 'youtube_quota') {
      return { ended: 'later', seconds: untilMidnightPacific(new Date()), state: 'pending', code: 'youtube_quota' }
    }
    const file = await openFile()
    const started = await youtube.startUpload(
      {
        title: titleOf(work),
        description: work.caption,
        tags: work.tags,
        privacy: work.privacy ?? 'public',
        isAiGenerated: work.is_ai_generated,
        sizeBytes: file.sizeBytes,
        mimeType: file.mimeType,
      },
      signal,
    )
    uploadUrl = started.uploadUrl
    sealed = sealSecret(identity, uploadUrl)
    if (!(await record.noteContainer(sealed, 1))) return { ended: 'stopped' }
  }
  const file = await openFile()
  const wasAsked = work.state === 'publishing' || work.state === 'unknown'
  const reached = await youtube.getUploadOffset(uploadUrl, file.sizeBytes, signal)
  if ('videoId' in reached) return posted(reached.videoId)
  if ('gone' in reached) {
    // Before the last bytes nothing is public.
    return wasAsked ? lookUpInChannel(publishing) : { ended: 'later', seconds: 1, state: 'pending', isFailure: true }
  }
  if (wasAsked && work.publish_at !== null && Date.now() - Date.parse(work.publish_at) < ASK_AGAIN_MS) {
    return {
      ended: 'later',
      seconds: lookUpSeconds(work.failures),
      state: 'unknown',
      code: 'answer_lost',
      isFailure: true,
    }
  }
  return send({ ...publishing, uploadUrl, sealed: sealed ?? '' }, file, reached.nextByte)
}

async function send(
  { youtube, record, signal, uploadUrl, sealed }: Publishing & { uploadUrl: string; sealed: string },
  file: UploadFile,
  from: number,
): Promise<Step> {
  let first = from
  for (;;) {
    signal.throwIfAborted()
    const end = Math.min(first + CHUNK_BYTES, file.sizeBytes)
    const bytes = await file.read(first, end - 1)
    const isLast = end === file.sizeBytes
    if (isLast && !(await record.beginPublishing(sealed))) return { ended: 'stopped' }
    try {
      const answer = await youtube.putChunk(uploadUrl, { first, total: file.sizeBytes, bytes }, signal)
      if ('videoId' in answer) return posted(answer.videoId)
      first = answer.nextByte
    } catch (error) {
      if (!isLast || !isLost(error)) throw error
      return { ended: 'later', seconds: 20, state: 'unknown', code: 'answer_lost' }
    }
    if (isLast) return { ended: 'later', seconds: 20, state: 'unknown', code: 'answer_lost' }
  }
}

/** The upload is over: the channel shows whether the video arrived. */
async function lookUpInChannel({ work, youtube, record, signal }: Publishing): Promise<Step> {
  const wait: Step = {
    ended: 'later',
    seconds: lookUpSeconds(work.failures),
    state: 'unknown',
    code: 'upload_gone',
    isFailure: true,
  }
  if (work.publish_at === null) return wait
  const asked = { publishAt: work.publish_at, madeAt: work.container_at }
  const listed = await youtube.listRecentVideos(publishedSince(asked), signal)
  const video = matchPublished(
    listed.map(({ id, description, postedAt, permalink }) => ({ id, text: description, postedAt, permalink })),
    { text: work.caption, ...asked, rivals: await record.rivals() },
  )
  return video ? { ...posted(video.id), postedAt: video.postedAt } : wait
}

const posted = (videoId: string): Extract<Step, { ended: 'posted' }> => ({
  ended: 'posted',
  mediaId: videoId,
  permalink: `https://www.youtube.com/watch?v=${videoId}`,
  postedAt: null,
})

/** YouTube needs a title: the person's, or the first line of the caption. */
function titleOf({ title, caption, video }: SocialWork): string {
  const [firstLine = ''] = (title ?? caption).trim().split('\n')
  return youTubeTitle(firstLine) || youTubeTitle(video?.asin ?? '') || 'Video'
}
