import { requireInstagram } from './account-routes.ts'
import { fetchImage, fetchVideo } from './fetch-file.ts'
import { type GraphNode, metaTime, paged, select } from './fields.ts'
import { type GraphCall, need, onlyParams, requiredParam } from './graph-call.ts'
import { badParameter, GraphRefusal, unknownObject } from './graph-error.ts'
import { type Container, count, isExpired, type Media, type MetaState, newId, newSecret, quotaUsed } from './state.ts'

const PUBLISHING = {
  facebook: ['instagram_basic', 'instagram_content_publish'],
  instagram: ['instagram_business_basic', 'instagram_business_content_publish'],
}
const READING = { facebook: ['instagram_basic'], instagram: ['instagram_business_basic'] }
const MEDIA_PARAMS = [
  'media_type',
  'video_url',
  'caption',
  'share_to_feed',
  'thumb_offset',
  'cover_url',
  'audio_name',
  'collaborators',
  'user_tags',
  'location_id',
  'is_ai_generated',
]
const MAX_CAPTION = 2200
const MAX_HASHTAGS = 5
const MAX_COVER_BYTES = 8 * 1024 * 1024
const [MIN_SECONDS, MAX_SECONDS] = [3, 15 * 60]

/** `POST /{ig}/media`: fetches the file, and answers a container. */
export async function createContainer(call: GraphCall, state: MetaState, now: () => number): Promise<GraphNode> {
  const account = requireInstagram(call, state, call.segments[0] ?? '')
  need(call, PUBLISHING)
  onlyParams(call, MEDIA_PARAMS)
  const { params } = call
  count(state, `${account.id}/media`)
  if (params.media_type === 'VIDEO')
    throw badParameter('The VIDEO value for media_type is no longer supported.', 2207089)
  if (params.media_type !== 'REELS') throw badParameter('The emulator takes reels only: media_type=REELS.')
  const videoUrl = requiredParam(call, 'video_url')
  const caption = params.caption ?? ''
  if (caption.length > MAX_CAPTION) throw new GraphRefusal(400, 36004, 'The caption was too long.', 2207010)
  if (hashtags(caption) > MAX_HASHTAGS) throw badParameter('The caption has too many hashtags.', 2207040)
  if (account.is_restricted) throw new GraphRefusal(400, 25, 'The Instagram account is restricted.', 2207050)
  for (const flag of ['share_to_feed', 'is_ai_generated']) {
    if (params[flag] !== undefined && !['true', 'false'].includes(params[flag])) {
      throw badParameter(`${flag} must be true or false.`)
    }
  }
  const video = await fetchVideo(videoUrl)
  if (!video) throw notFetched()
  if (params.cover_url !== undefined) {
    const cover = await fetchImage(params.cover_url)
    if (!cover) throw notFetched()
    if (cover.bytes > MAX_COVER_BYTES) throw new GraphRefusal(400, 36000, 'The image size is too large.', 2207004)
  }
  const { seconds } = video
  const isLengthWrong = seconds !== null && (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
  const container: Container = {
    id: newId(state),
    ig_id: account.id,
    caption,
    video_url: videoUrl,
    cover_url: params.cover_url ?? null,
    is_ai_generated: params.is_ai_generated === 'true',
    polls: 0,
    failed_with: !video.isVideo || isLengthWrong ? 2207026 : null,
    media_id: null,
    created_at: now(),
  }
  state.containers.push(container)
  return { id: container.id }
}

const notFetched = () =>
  new GraphRefusal(
    400,
    9004,
    'Only photo or video can be accepted as media type: the media could not be fetched from this URI.',
    2207052,
  )

const hashtags = (caption: string): number =>
  (caption.match(/(?<![\p{L}\p{N}_&/])#(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]+/gu) ?? []).length

/** `GET /{container}`: each read is one step of its processing. */
export function getContainer(call: GraphCall, state: MetaState, container: Container, now: number): GraphNode {
  requireInstagram(call, state, container.ig_id)
  count(state, `${container.ig_id}/container`)
  const code = statusOf(state, container, now)
  if (code === 'IN_PROGRESS') container.polls += 1
  const texts: Record<string, string> = {
    IN_PROGRESS: 'In Progress: Media is still being processed.',
    FINISHED: 'Finished: Media has been uploaded and it is ready to be published.',
    ERROR: `Error: Media upload has failed with error code ${container.failed_with}`,
    EXPIRED: 'Expired: The container was not published within 24 hours.',
    PUBLISHED: 'Published: Media has been published.',
  }
  const node = { id: container.id, status_code: code, status: texts[code], copyright_check_status: undefined }
  return select('IGContainer', node, call.params.fields, 'id')
}

function statusOf(state: MetaState, container: Container, now: number) {
  if (container.media_id !== null) return 'PUBLISHED'
  if (isExpired(container, now)) return 'EXPIRED'
  if (container.polls < state.polls_needed) return 'IN_PROGRESS'
  return container.failed_with === null ? 'FINISHED' : 'ERROR'
}

/** `POST /{ig}/media_publish`: makes a finished container public, once. */
export function publishContainer(call: GraphCall, state: MetaState, now: number): GraphNode {
  const account = requireInstagram(call, state, call.segments[0] ?? '')
  need(call, PUBLISHING)
  onlyParams(call, ['creation_id'])
  count(state, `${account.id}/media_publish`)
  const id = requiredParam(call, 'creation_id')
  const container = state.containers.find((one) => one.id === id && one.ig_id === account.id)
  if (!container) throw unknownObject(id)
  if (account.is_restricted) throw new GraphRefusal(400, 25, 'The Instagram account is restricted.', 2207050)
  const status = statusOf(state, container, now)
  if (status === 'EXPIRED') throw new GraphRefusal(400, -2, 'The media container has expired.', 2207020)
  if (status === 'PUBLISHED') throw new GraphRefusal(400, 24, 'The media is already published.', 2207006)
  if (status === 'ERROR') throw new GraphRefusal(400, 352, 'The video format is not supported.', 2207026)
  if (status === 'IN_PROGRESS') {
    throw new GraphRefusal(400, 9007, 'The media is not ready for publishing, please wait for a moment', 2207027)
  }
  if (quotaUsed(state, account.id, now) >= account.quota_total) {
    throw new GraphRefusal(400, 9, 'The account reached its publishing limit of the last 24 hours.', 2207042)
  }
  const media: Media = {
    id: newId(state),
    ig_id: account.id,
    container_id: container.id,
    caption: container.caption,
    cover_url: container.cover_url,
    is_ai_generated: container.is_ai_generated,
    shortcode: newSecret(8),
    is_foreign: false,
    published_at: now,
  }
  state.media.push(media)
  container.media_id = media.id
  return { id: media.id }
}

export function getMedia(call: GraphCall, state: MetaState, media: Media): GraphNode {
  requireInstagram(call, state, media.ig_id)
  return select('IGMedia', mediaNode(media), call.params.fields, 'id')
}

/** `GET /{ig}/media`, newest first. */
export function listMedia(call: GraphCall, state: MetaState): object {
  const account = requireInstagram(call, state, call.segments[0] ?? '')
  need(call, READING)
  onlyParams(call, ['fields', 'since', 'until', 'limit', 'after', 'before'])
  const since = Number(call.params.since ?? 0) * 1000
  const until = Number(call.params.until ?? Number.MAX_SAFE_INTEGER) * 1000
  const media = state.media
    .filter(({ ig_id, published_at }) => ig_id === account.id && published_at >= since && published_at <= until)
    .toSorted((a, b) => b.published_at - a.published_at || b.id.localeCompare(a.id))
  const { items, paging } = paged(media, call.params, call.url)
  return { data: items.map((one) => select('IGMedia', mediaNode(one), call.params.fields, 'id')), paging }
}

const mediaNode = (media: Media): GraphNode => ({
  id: media.id,
  caption: media.caption === '' ? undefined : media.caption,
  media_type: 'VIDEO',
  media_product_type: 'REELS',
  permalink: `https://www.instagram.com/reel/${media.shortcode}/`,
  shortcode: media.shortcode,
  timestamp: metaTime(media.published_at),
  is_ai_generated: media.is_ai_generated,
  thumbnail_url: media.cover_url ?? undefined,
})

/** `GET /{ig}/content_publishing_limit` */
export function getPublishingLimit(call: GraphCall, state: MetaState, now: number): object {
  const account = requireInstagram(call, state, call.segments[0] ?? '')
  need(call, PUBLISHING)
  onlyParams(call, ['fields', 'since'])
  const node = {
    quota_usage: quotaUsed(state, account.id, now),
    config: { quota_total: account.quota_total, quota_duration: 86_400 },
  }
  return { data: [select('ContentPublishingLimitResponse', node, call.params.fields, 'quota_usage')] }
}
