import { ProviderError } from '../../providers/errors.ts'
import type { Graph } from '../../providers/meta/index.ts'
import { isLost } from './failures.ts'
import { matchPublished, publishedSince } from './match-published.ts'
import type { JobRecord, SocialWork } from './publishing.repo.ts'
import { ASK_AGAIN_MS, lookUpSeconds, pollSeconds, type Step } from './step.ts'

export type PageFile = { fileUrl: string; isReel: boolean }
type Publishing = { work: SocialWork; graph: Graph; record: JobRecord; signal: AbortSignal }

const REEL = 'reel:'
const VIDEO = 'video:'
const LONG_PROCESSING_MS = 10 * 60_000

/**
 * A reel has an id before anything is public. Any other video of a page is made public by one call: when its answer is
 * lost, the page's videos are read, and the call is never repeated.
 */
export async function publishToFacebook(publishing: Publishing, openFile: () => Promise<PageFile>): Promise<Step> {
  const { work, graph, record, signal } = publishing
  if (work.state === 'publishing' || work.state === 'unknown') return lookUp(publishing)
  let containerId = work.container_id
  if (containerId === null) {
    if ((await record.beginPreparing()) !== 'go') return { ended: 'stopped' }
    const { fileUrl, isReel } = await openFile()
    if (!isReel) return postVideo(publishing, fileUrl)
    const { videoId, uploadUrl } = await graph.startPageReel(work.account_id, signal)
    await graph.sendPageReel(uploadUrl, fileUrl, signal)
    containerId = REEL + videoId
    if (!(await record.noteContainer(containerId, 1))) return { ended: 'stopped' }
  }
  if (!(await record.beginPublishing(containerId))) return { ended: 'stopped' }
  return finishReel(publishing, containerId)
}

const textOf = ({ caption, title }: SocialWork) => ({ description: caption, ...(title !== null && { title }) })

async function finishReel({ work, graph, signal }: Publishing, containerId: string): Promise<Step> {
  const videoId = containerId.slice(REEL.length)
  try {
    await graph.finishPageReel(work.account_id, videoId, textOf(work), signal)
  } catch (error) {
    if (isLost(error)) {
      return { ended: 'later', seconds: 20, state: 'unknown', code: 'answer_lost' }
    }
    throw error
  }
  return readVideo({ work, graph, signal }, videoId)
}

async function postVideo({ work, graph, record, signal }: Publishing, fileUrl: string): Promise<Step> {
  if (!(await record.beginPublishing(null))) return { ended: 'stopped' }
  try {
    const { videoId } = await graph.postPageVideo(work.account_id, { fileUrl, ...textOf(work) }, signal)
    await record.noteContainer(VIDEO + videoId, pollSeconds(null))
    return await readVideo({ work, graph, signal }, videoId)
  } catch (error) {
    if (isLost(error)) {
      return { ended: 'later', seconds: 20, state: 'unknown', code: 'answer_lost' }
    }
    throw error
  }
}

/** Facebook took it: it is public when processing ends. */
async function readVideo({ work, graph, signal }: Omit<Publishing, 'record'>, videoId: string): Promise<Step> {
  const again: Step = { ended: 'later', seconds: pollSeconds(work.publish_at), state: 'publishing' }
  const video = await graph.getPageVideo(videoId, signal).catch((error: unknown) => {
    if (error instanceof ProviderError) return null
    throw error
  })
  if (!video) return again
  if (video.isPublished) return { ended: 'posted', mediaId: videoId, permalink: video.permalink, postedAt: null }
  return video.state === 'error' ? { ended: 'failed', code: video.code ?? 'processing_failed' } : again
}

async function lookUp(publishing: Publishing): Promise<Step> {
  const { work, graph, record, signal } = publishing
  const wait: Step = {
    ended: 'later',
    seconds: lookUpSeconds(work.failures),
    state: 'unknown',
    code: 'answer_lost',
    isFailure: true,
  }
  const { container_id: containerId, publish_at: publishAt } = work
  if (publishAt === null) return wait
  if (containerId?.startsWith(VIDEO)) return readVideo(publishing, containerId.slice(VIDEO.length))
  if (containerId?.startsWith(REEL)) {
    const video = await graph.getPageVideo(containerId.slice(REEL.length), signal)
    if (video.isPublished) {
      const mediaId = containerId.slice(REEL.length)
      return { ended: 'posted', mediaId, permalink: video.permalink, postedAt: null }
    }
    if (video.state === 'error') return { ended: 'failed', code: video.code ?? 'processing_failed' }
    const askedMs = Date.now() - Date.parse(publishAt)
    // Facebook does not say whether it waits for us or still processes, and a long video takes a while.
    if (work.state === 'publishing' && video.state === 'processing' && askedMs < LONG_PROCESSING_MS) {
      return { ended: 'later', seconds: pollSeconds(publishAt), state: 'publishing' }
    }
    if (askedMs < ASK_AGAIN_MS) return wait
    // The same reel: asked twice, it comes out once.
    if (!(await record.beginPublishing(containerId))) return { ended: 'stopped' }
    return finishReel(publishing, containerId)
  }
  const listed = await graph.listPageVideos(work.account_id, publishedSince({ publishAt }), signal)
  const video = matchPublished(
    listed.map(({ id, description, postedAt, permalink }) => ({ id, text: description, postedAt, permalink })),
    { text: work.caption, publishAt, rivals: await record.rivals() },
  )
  return video ? { ended: 'posted', mediaId: video.id, permalink: video.permalink, postedAt: video.postedAt } : wait
}
