import { type GraphAccess, idPath, readAll, readGraph, writeGraph } from './client.ts'
import { containerCode } from './failures.ts'
import { Container, Created, listOf, Media, Quota } from './types.ts'

export type NewReel = { videoUrl: string; caption: string; coverUrl?: string | undefined; isAiGenerated: boolean }

export type ContainerState = {
  state: 'IN_PROGRESS' | 'FINISHED' | 'ERROR' | 'EXPIRED' | 'PUBLISHED'
  /** `graph.<code>.<subcode>` with `ERROR`, otherwise null. */
  code: string | null
}

export type PublishedMedia = { id: string; caption: string; postedAt: string; permalink: string | null }

const MEDIA_FIELDS = 'id,caption,permalink,timestamp'
/** A thousand posts in the time that is looked up: more are not read. */
const MAX_PAGES = 10

/** Asks Instagram to fetch the video. Nothing is public until `publishContainer`. Never repeated by the provider. */
export async function createContainer(access: GraphAccess, igId: string, reel: NewReel) {
  const { videoUrl, caption, coverUrl, isAiGenerated } = reel
  const form = {
    media_type: 'REELS',
    video_url: videoUrl,
    caption,
    share_to_feed: 'true',
    ...(coverUrl !== undefined && { cover_url: coverUrl }),
    ...(isAiGenerated && { is_ai_generated: 'true' }),
  }
  const { id } = await writeGraph(access, { path: `${idPath(igId)}/media`, form }, Created)
  return { containerId: id }
}

export async function getContainer(access: GraphAccess, containerId: string): Promise<ContainerState> {
  const call = { path: idPath(containerId), query: { fields: 'status_code,status' } }
  const { status_code: state, status } = await readGraph(access, call, Container)
  return { state, code: state === 'ERROR' ? containerCode(status ?? '') : null }
}

/** Makes the reel public. Never repeated by the provider: look the container up first. */
export async function publishContainer(access: GraphAccess, igId: string, containerId: string) {
  const form = { creation_id: containerId }
  const { id } = await writeGraph(access, { path: `${idPath(igId)}/media_publish`, form }, Created)
  return { mediaId: id }
}

export async function getMedia(access: GraphAccess, mediaId: string) {
  const call = { path: idPath(mediaId), query: { fields: MEDIA_FIELDS } }
  const { permalink, timestamp } = await readGraph(access, call, Media)
  return { permalink: permalink ?? null, postedAt: instantOf(timestamp) }
}

/** What the account published since then, newest first. */
export async function listMedia(access: GraphAccess, igId: string, sinceIso: string): Promise<PublishedMedia[]> {
  const query = { fields: MEDIA_FIELDS, since: unixSeconds(sinceIso), limit: '100' }
  const media = await readAll(access, { path: `${idPath(igId)}/media`, query }, listOf(Media), MAX_PAGES)
  return media.flatMap(({ id, caption, permalink, timestamp }) => {
    const postedAt = instantOf(timestamp)
    // `since` is also applied here: the list is what an unknown outcome is decided by.
    if (postedAt === null || postedAt < new Date(sinceIso).toISOString()) return []
    return [{ id, caption: caption ?? '', postedAt, permalink: permalink ?? null }]
  })
}

/** How many posts the last 24 hours have used. Meta's own pages name three different totals, so it is always read. */
export async function getPublishingQuota(access: GraphAccess, igId: string) {
  const call = { path: `${idPath(igId)}/content_publishing_limit`, query: { fields: 'config,quota_usage' } }
  const [limit] = (await readGraph(access, call, Quota)).data
  return { used: limit?.quota_usage ?? 0, total: limit?.config?.quota_total ?? DEFAULT_TOTAL }
}

/** The lowest total of Meta's own pages, for an answer without its `config`. */
const DEFAULT_TOTAL = 50

export const unixSeconds = (iso: string): string => String(Math.floor(Date.parse(iso) / 1000))

/** Meta writes `2026-11-30T09:00:00+0000`. */
export function instantOf(text: string | null | undefined): string | null {
  const ms = text ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
