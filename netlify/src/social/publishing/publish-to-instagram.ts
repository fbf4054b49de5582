import { ProviderError } from '../../providers/errors.ts'
import type { Graph } from '../../providers/meta/index.ts'
import { isLost, isWorthAnotherContainer, MOST_CONTAINERS } from './failures.ts'
import { matchPublished, publishedSince } from './match-published.ts'
import type { JobRecord, SocialWork } from './publishing.repo.ts'
import { ASK_AGAIN_MS, lookUpSeconds, pollSeconds, type Step } from './step.ts'

export type ReelFile = { videoUrl: string; coverUrl: string | null }
type Publishing = { work: SocialWork; graph: Graph; record: JobRecord; signal: AbortSignal }

/**
 * Instagram publishes in three steps: a container, its processing, and the call that makes it public. A container is
 * seen by nobody, so a lost one is replaced; a container is published once, whatever is asked.
 */
export async function publishToInstagram(
  { work, graph, record, signal }: Publishing,
  openFile: () => Promise<ReelFile>,
): Promise<Step> {
  if (work.state === 'publishing' || work.state === 'unknown') return lookUp({ work, graph, record, signal })
  let containerId = work.container_id
  let containerAt = work.container_at
  if (containerId === null) {
    if ((await record.beginPreparing()) !== 'go') return { ended: 'stopped' }
    const { videoUrl, coverUrl } = await openFile()
    const reel = { videoUrl, caption: work.caption, isAiGenerated: work.is_ai_generated }
    const made = await graph.createContainer(
      work.account_id,
      { ...reel, ...(coverUrl !== null && { coverUrl }) },
      signal,
    )
    containerId = made.containerId
    containerAt = new Date().toISOString()
    if (!(await record.noteContainer(containerId, pollSeconds(null)))) return { ended: 'stopped' }
  }
  const container = await graph.getContainer(containerId, signal)
  if (container.state === 'IN_PROGRESS')
    return { ended: 'later', seconds: pollSeconds(containerAt), state: 'preparing' }
  if (container.state === 'EXPIRED') return { ended: 'later', seconds: 1, state: 'pending', isFailure: true }
  if (container.state === 'ERROR') return anotherContainer(work, container.code)
  // PUBLISHED before we asked: an earlier worker did, and nobody stored it.
  if (container.state === 'PUBLISHED' || !(await record.beginPublishing(containerId))) {
    return container.state === 'PUBLISHED'
      ? { ended: 'later', seconds: 1, state: 'unknown', code: 'answer_lost' }
      : { ended: 'stopped' }
  }
  return publish({ work, graph, record, signal }, containerId)
}

async function publish({ work, graph, signal }: Publishing, containerId: string): Promise<Step> {
  try {
    const { mediaId } = await graph.publishContainer(work.account_id, containerId, signal)
    return { ended: 'posted', mediaId, permalink: null, postedAt: null }
  } catch (error) {
    // Not finished after all: it is polled further.
    if (error instanceof ProviderError && error.code === 'graph.9007.2207027') {
      return { ended: 'later', seconds: pollSeconds(work.container_at), state: 'preparing' }
    }
    if (isLost(error)) return { ended: 'later', seconds: 20, state: 'unknown', code: 'answer_lost' }
    throw error
  }
}

const anotherContainer = (work: SocialWork, code: string | null): Step =>
  code !== null && isWorthAnotherContainer(code) && work.failures < MOST_CONTAINERS
    ? { ended: 'later', seconds: 30, state: 'pending', code, isFailure: true }
    : { ended: 'failed', code: code ?? 'processing_failed' }

/** Whether it is public is read from the container, and which media it is from the text and the time together. */
async function lookUp(publishing: Publishing): Promise<Step> {
  const { work, graph, record, signal } = publishing
  const wait = (code: string): Step => ({
    ended: 'later',
    seconds: lookUpSeconds(work.failures),
    state: 'unknown',
    code,
    isFailure: true,
  })
  const { container_id: containerId, publish_at: publishAt } = work
  if (containerId === null || publishAt === null) return wait('answer_lost')
  const container = await graph.getContainer(containerId, signal)
  switch (container.state) {
    case 'PUBLISHED': {
      const asked = { publishAt, madeAt: work.container_at }
      const listed = await graph.listMedia(work.account_id, publishedSince(asked), signal)
      const media = matchPublished(
        listed.map(({ id, caption, postedAt, permalink }) => ({ id, text: caption, postedAt, permalink })),
        { text: work.caption, ...asked, rivals: await record.rivals() },
      )
      if (!media) return wait('live_not_found')
      return { ended: 'posted', mediaId: media.id, permalink: media.permalink, postedAt: media.postedAt }
    }
    case 'FINISHED':
      // The call may still be on its way.
      if (Date.now() - Date.parse(publishAt) < ASK_AGAIN_MS) return wait('answer_lost')
      if (!(await record.beginPublishing(containerId))) return { ended: 'stopped' }
      return publish(publishing, containerId)
    case 'IN_PROGRESS':
      return wait('answer_lost')
    // An expired container was never published, and one that failed never will be.
    case 'EXPIRED':
      return { ended: 'later', seconds: 1, state: 'pending', isFailure: true }
    case 'ERROR':
      return anotherContainer(work, container.code)
  }
}
