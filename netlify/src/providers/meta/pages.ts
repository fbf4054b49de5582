import { sendToProvider } from '../http.ts'
import { vendorLink } from '../vendor-link.ts'
import { type GraphAccess, idPath, readAll, readGraph, writeGraph } from './client.ts'
import { graphCode, graphFailure, PROVIDER } from './failures.ts'
import { instantOf, unixSeconds } from './instagram.ts'
import { Created, listOf, PageVideo, ReelStart, Success } from './types.ts'

export type PageVideoText = { description: string; title?: string | undefined }

export type PageVideoState = {
  state: 'processing' | 'ready' | 'error'
  isPublished: boolean
  permalink: string | null
  /** `graph.<code>.0` with `error`, otherwise null. */
  code: string | null
}

export type PostedVideo = { id: string; description: string; postedAt: string; permalink: string | null }

const LIST_FIELDS = 'id,description,created_time,permalink_url,published'
const MAX_PAGES = 10
const MAX_RESPONSE_BYTES = 100 * 1024

/** Phase 1 of a reel: an empty, unpublished video. Never repeated by the provider. */
export async function startPageReel(access: GraphAccess, pageId: string) {
  const call = { path: `${idPath(pageId)}/video_reels`, form: { upload_phase: 'start' } }
  const { video_id, upload_url } = await writeGraph(access, call, ReelStart)
  return { videoId: video_id, uploadUrl: upload_url }
}

/** Phase 2: Meta fetches the file. May be repeated. */
export async function sendPageReel(access: GraphAccess, uploadUrl: string, fileUrl: string): Promise<void> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    ...vendorLink(PROVIDER, uploadUrl, access.baseUrl),
    method: 'POST',
    headers: { authorization: `OAuth ${access.accessToken}`, file_url: fileUrl },
    timeoutMs: access.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: access.signal,
  })
  if (answer.status !== 200) throw graphFailure(answer)
}

/** Phase 3: publishes the reel as soon as it is processed. Never repeated by the provider. */
export async function finishPageReel(access: GraphAccess, pageId: string, videoId: string, text: PageVideoText) {
  const { description, title } = text
  const form = {
    upload_phase: 'finish',
    video_id: videoId,
    video_state: 'PUBLISHED',
    description,
    ...(title !== undefined && { title }),
  }
  await writeGraph(access, { path: `${idPath(pageId)}/video_reels`, form }, Success)
}

/** A video of any length and shape; public as soon as it is processed. Never repeated by the provider. */
export async function postPageVideo(access: GraphAccess, pageId: string, video: PageVideoText & { fileUrl: string }) {
  const { fileUrl, description, title } = video
  const form = { file_url: fileUrl, description, published: 'true', ...(title !== undefined && { title }) }
  const { id } = await writeGraph(access, { path: `${idPath(pageId)}/videos`, form }, Created)
  return { videoId: id }
}

export async function getPageVideo(access: GraphAccess, videoId: string): Promise<PageVideoState> {
  const query = { fields: 'id,status,published,permalink_url,created_time' }
  const video = await readGraph(access, { path: idPath(videoId), query }, PageVideo)
  const { status, published, permalink_url } = video
  const phases = [status?.uploading_phase, status?.processing_phase, status?.publishing_phase]
  const failed = phases.find((phase) => phase?.status === 'error')
  const isError = status?.video_status === 'error' || failed !== undefined
  const isReady = !isError && status?.video_status === 'ready'
  const error = failed?.error ?? failed?.errors?.[0]
  return {
    state: isError ? 'error' : isReady ? 'ready' : 'processing',
    isPublished: status?.publishing_phase ? status.publishing_phase.publish_status === 'published' : published === true,
    permalink: permalinkOf(permalink_url),
    code: isError ? graphCode(error?.code ?? 0, 0) : null,
  }
}

/** Videos and reels that the page published since then, newest first. */
export async function listPageVideos(access: GraphAccess, pageId: string, sinceIso: string): Promise<PostedVideo[]> {
  const query = { fields: LIST_FIELDS, since: unixSeconds(sinceIso), limit: '100' }
  const edges = await Promise.all(
    ['videos', 'video_reels'].map((edge) =>
      readAll(access, { path: `${idPath(pageId)}/${edge}`, query }, listOf(PageVideo), MAX_PAGES),
    ),
  )
  const since = new Date(sinceIso).toISOString()
  const byId = new Map(
    edges.flat().flatMap(({ id, description, created_time, permalink_url, published }) => {
      const postedAt = instantOf(created_time)
      if (postedAt === null || postedAt < since || published === false) return []
      const video = { id, description: description ?? '', postedAt, permalink: permalinkOf(permalink_url) }
      return [[id, video] as const]
    }),
  )
  return [...byId.values()].toSorted((a, b) => (a.postedAt < b.postedAt ? 1 : -1))
}

/** Meta gives `/reel/123/`, without its own site. */
const permalinkOf = (path: string | null | undefined): string | null =>
  path ? new URL(path, 'https://www.facebook.com').href : null
