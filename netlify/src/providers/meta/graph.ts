import type { GraphAccess } from './client.ts'
import {
  type ContainerState,
  createContainer,
  getContainer,
  getMedia,
  getPublishingQuota,
  listMedia,
  type NewReel,
  type PublishedMedia,
  publishContainer,
} from './instagram.ts'
import {
  listConversations,
  listMessages,
  type MetaConversation,
  type MetaMessage,
  sendText,
  subscribe,
} from './messages.ts'
import {
  finishPageReel,
  getPageVideo,
  listPageVideos,
  type PageVideoState,
  type PageVideoText,
  type PostedVideo,
  postPageVideo,
  sendPageReel,
  startPageReel,
} from './pages.ts'

/**
 * One access token: of a page, or of Instagram's own login. Reads are repeated once; a write never is: after a failure
 * `effectOf` says whether it may have had its effect, and then it must be looked up.
 */
export type Graph = {
  /** Asks Instagram to fetch the video. Nothing is public yet. */
  createContainer(igId: string, reel: NewReel, signal?: AbortSignal): Promise<{ containerId: string }>
  getContainer(containerId: string, signal?: AbortSignal): Promise<ContainerState>
  publishContainer(igId: string, containerId: string, signal?: AbortSignal): Promise<{ mediaId: string }>
  getMedia(mediaId: string, signal?: AbortSignal): Promise<{ permalink: string | null; postedAt: string | null }>
  /** What the account published since then, newest first. */
  listMedia(igId: string, sinceIso: string, signal?: AbortSignal): Promise<PublishedMedia[]>
  getPublishingQuota(igId: string, signal?: AbortSignal): Promise<{ used: number; total: number }>
  /** A page's reel in three phases: 3 to 90 seconds, upright. Nothing is public before `finishPageReel`. */
  startPageReel(pageId: string, signal?: AbortSignal): Promise<{ videoId: string; uploadUrl: string }>
  sendPageReel(uploadUrl: string, fileUrl: string, signal?: AbortSignal): Promise<void>
  finishPageReel(pageId: string, videoId: string, text: PageVideoText, signal?: AbortSignal): Promise<void>
  /** Any other video; public as soon as it is processed. */
  postPageVideo(
    pageId: string,
    video: PageVideoText & { fileUrl: string },
    signal?: AbortSignal,
  ): Promise<{ videoId: string }>
  getPageVideo(videoId: string, signal?: AbortSignal): Promise<PageVideoState>
  /** Videos and reels that the page published since then, newest first. */
  listPageVideos(pageId: string, sinceIso: string, signal?: AbortSignal): Promise<PostedVideo[]>
  /** `accountId`: the page of Facebook Login, the account itself of Instagram's own login. */
  listConversations(
    accountId: string,
    after?: string,
    signal?: AbortSignal,
  ): Promise<{ conversations: MetaConversation[]; next: string | null }>
  /** At most 20, newest first. */
  listMessages(conversationId: string, signal?: AbortSignal): Promise<MetaMessage[]>
  sendText(
    accountId: string,
    recipientId: string,
    text: string,
    options?: { tag?: 'HUMAN_AGENT' | undefined; signal?: AbortSignal },
  ): Promise<{ messageId: string }>
  /** Asks Meta to deliver the account's events to our webhook. May be repeated. */
  subscribe(accountId: string, signal?: AbortSignal): Promise<void>
}

export function openGraph(access: GraphAccess): Graph {
  const until = (signal: AbortSignal | undefined): GraphAccess =>
    signal === undefined
      ? access
      : { ...access, signal: access.signal ? AbortSignal.any([access.signal, signal]) : signal }
  return {
    createContainer: (igId, reel, signal) => createContainer(until(signal), igId, reel),
    getContainer: (containerId, signal) => getContainer(until(signal), containerId),
    publishContainer: (igId, containerId, signal) => publishContainer(until(signal), igId, containerId),
    getMedia: (mediaId, signal) => getMedia(until(signal), mediaId),
    listMedia: (igId, sinceIso, signal) => listMedia(until(signal), igId, sinceIso),
    getPublishingQuota: (igId, signal) => getPublishingQuota(until(signal), igId),
    startPageReel: (pageId, signal) => startPageReel(until(signal), pageId),
    sendPageReel: (uploadUrl, fileUrl, signal) => sendPageReel(until(signal), uploadUrl, fileUrl),
    finishPageReel: (pageId, videoId, text, signal) => finishPageReel(until(signal), pageId, videoId, text),
    postPageVideo: (pageId, video, signal) => postPageVideo(until(signal), pageId, video),
    getPageVideo: (videoId, signal) => getPageVideo(until(signal), videoId),
    listPageVideos: (pageId, sinceIso, signal) => listPageVideos(until(signal), pageId, sinceIso),
    listConversations: (accountId, after, signal) => listConversations(until(signal), accountId, after),
    listMessages: (conversationId, signal) => listMessages(until(signal), conversationId),
    sendText: (accountId, recipientId, text, { tag, signal } = {}) =>
      sendText(until(signal), accountId, recipientId, text, { tag }),
    subscribe: (accountId, signal) => subscribe(until(signal), accountId),
  }
}
