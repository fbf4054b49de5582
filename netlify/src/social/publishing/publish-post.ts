import type { Db } from '../../db/user-client.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { OpenSocialAccount as OpenAccount } from '../accounts/open-account.ts'
import { afterFailure, wordsOf } from './failures.ts'
import type { SocialAccounts } from './open-accounts.ts'
import { chooseMedia, linkToCover, linkToMedia, type MediaFile } from './post-media.ts'
import { publishToFacebook } from './publish-to-facebook.ts'
import { publishToInstagram } from './publish-to-instagram.ts'
import { publishToTikTok } from './publish-to-tiktok.ts'
import { publishToYouTube } from './publish-to-youtube.ts'
import {
  failSocialJob,
  noteCover,
  notePermalink,
  notePosted,
  openJobRecord,
  putOffJob,
  type SocialWork,
} from './publishing.repo.ts'
import { readRange } from './read-range.ts'
import type { Step } from './step.ts'

/** One look at one job: as far as it goes now. What it ended with is stored. */
export async function publishPost(
  serviceDb: Db,
  accounts: SocialAccounts,
  worker: string,
  work: SocialWork,
  signal: AbortSignal,
): Promise<void> {
  let account: OpenAccount | null = null
  let step: Step | null
  try {
    const media = needsFile(work) ? chooseMedia(work) : null
    if (media && 'missing' in media) {
      step =
        media.missing === 'video_preparing'
          ? { ended: 'later', seconds: 60, state: 'pending', code: 'video_preparing' }
          : { ended: 'failed', code: media.missing }
    } else if (!(work.is_active && work.can_post)) {
      step = { ended: 'later', seconds: 6 * 60 * 60, state: work.state, code: 'account' }
    } else {
      account = await accounts.open(work)
      step = await go({ serviceDb, work, account, worker, signal }, media?.found ?? null)
    }
  } catch (error) {
    step = afterFailure(error, work)
    if (!step) throw error
    if (error instanceof ProviderError) {
      log.warn('social.call_failed', { job: work.id, network: work.network, code: error.code, outcome: error.outcome })
    }
  }
  await store(serviceDb, worker, work, step)
  if (step.ended === 'posted' && account) await afterPosted(serviceDb, account, work, step, signal)
}

/** YouTube's upload may have to be read further; the others have fetched the file once they have a container. */
const needsFile = (work: SocialWork) => work.network === 'youtube' || work.container_id === null

type Going = { serviceDb: Db; work: SocialWork; account: OpenAccount; worker: string; signal: AbortSignal }

async function go({ serviceDb, work, account, worker, signal }: Going, file: MediaFile | null): Promise<Step> {
  const record = openJobRecord(serviceDb, work, worker)
  const open = async () => {
    const url = file && (await linkToMedia(serviceDb, file))
    if (!file || !url) throw new FileMissing()
    return { file, url }
  }
  try {
    if (account.kind === 'tiktok') {
      return await publishToTikTok({ work, tiktok: account.tiktok, record, signal }, async () => (await open()).url)
    }
    if (account.kind === 'youtube') {
      return await publishToYouTube({ work, youtube: account.youtube, record, signal }, async () => {
        const { file: opened, url } = await open()
        return { ...opened, read: (first, last) => readRange(url, first, last, signal) }
      })
    }
    if (work.network === 'facebook') {
      return await publishToFacebook({ work, graph: account.graph, record, signal }, async () => {
        const { file: opened, url } = await open()
        return { fileUrl: url, isReel: opened.isReel }
      })
    }
    return await publishToInstagram({ work, graph: account.graph, record, signal }, async () => {
      const { url } = await open()
      return { videoUrl: url, coverUrl: await linkToCover(serviceDb, work) }
    })
  } catch (error) {
    if (error instanceof FileMissing) return { ended: 'failed', code: 'video_gone' }
    throw error
  }
}

class FileMissing extends Error {}

async function store(serviceDb: Db, worker: string, work: SocialWork, step: Step): Promise<void> {
  switch (step.ended) {
    case 'stopped':
      return putOffJob(serviceDb, worker, work.id, { seconds: 60 })
    case 'failed':
      return failSocialJob(serviceDb, worker, work.id, { code: step.code, reason: wordsOf(step.code, work) })
    case 'later': {
      const { seconds, state, code, isFailure } = step
      return putOffJob(serviceDb, worker, work.id, {
        seconds,
        state,
        ...(code !== undefined && { code, reason: wordsOf(code, work) }),
        ...(isFailure !== undefined && { isFailure }),
      })
    }
    case 'posted':
      if (await notePosted(serviceDb, work.id, step)) return
      // Another job is that post, so which one this is stays open.
      return putOffJob(serviceDb, worker, work.id, {
        seconds: 3600,
        state: 'unknown',
        code: 'live_not_found',
        reason: wordsOf('live_not_found', work),
      })
  }
}

/** The link and the cover come after the fact: without them the post still stands. */
async function afterPosted(
  serviceDb: Db,
  account: OpenAccount,
  work: SocialWork,
  { mediaId, permalink }: Extract<Step, { ended: 'posted' }>,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (account.kind === 'youtube') {
      const cover = await linkToCover(serviceDb, work)
      if (cover !== null) await sendCover(serviceDb, account, work, mediaId, cover, signal)
    } else if (account.kind === 'graph') {
      if (work.network === 'instagram' && work.cover_path !== null) await noteCover(serviceDb, work.id, null)
      if (permalink !== null) return
      const media =
        work.network === 'instagram'
          ? await account.graph.getMedia(mediaId, signal)
          : await account.graph.getPageVideo(mediaId, signal)
      if (media.permalink !== null) await notePermalink(serviceDb, work.id, media.permalink)
    }
  } catch (error) {
    log.warn('social.after_posted', { job: work.id, error: error instanceof Error ? error.message : String(error) })
  }
}

const COVER_MAX_BYTES = 2 * 1024 * 1024

async function sendCover(
  serviceDb: Db,
  account: Extract<OpenAccount, { kind: 'youtube' }>,
  work: SocialWork,
  videoId: string,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const response = await fetch(url, { signal, redirect: 'error' })
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (!response.ok || bytes.byteLength > COVER_MAX_BYTES) throw new Error(`The store answered ${response.status}`)
    await account.youtube.setThumbnail(videoId, bytes, 'image/jpeg', signal)
    await noteCover(serviceDb, work.id, null)
  } catch (error) {
    const code = error instanceof ProviderError ? error.code : 'cover_failed'
    await noteCover(serviceDb, work.id, wordsOf(code === 'cover_failed' ? code : `cover.${code}`, work))
  }
}
