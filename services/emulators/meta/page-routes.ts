import { requirePage } from './account-routes.ts'
import { fetchVideo } from './fetch-file.ts'
import { type GraphNode, metaTime, paged, select } from './fields.ts'
import { checkToken, type GraphCall, need, onlyParams, requiredParam } from './graph-call.ts'
import { badParameter, GraphRefusal, unknownObject } from './graph-error.ts'
import { count, type MetaState, newId, type Page, type PageVideo } from './state.ts'

const POSTING = { facebook: ['pages_manage_posts', 'pages_read_engagement'], instagram: ['none'] }
const READING = { facebook: ['pages_read_engagement'], instagram: ['none'] }
const DAY_MS = 86_400_000
const REELS_PER_DAY = 30
const [MIN_SECONDS, MAX_SECONDS] = [3, 90]
const [MIN_WIDTH, MIN_HEIGHT] = [540, 960]

type Times = { now: number; origin: string }

/** `POST /{page}/video_reels`: the first and the third phase. */
export function pageReel(call: GraphCall, state: MetaState, { now, origin }: Times): GraphNode {
  const page = requirePage(call, state, call.segments[0] ?? '', 'CREATE_CONTENT')
  need(call, POSTING)
  const phase = requiredParam(call, 'upload_phase')
  count(state, `${page.id}/video_reels:${phase}`)
  checkPage(page)
  if (phase === 'start') {
    onlyParams(call, ['upload_phase'])
    const video = newVideo(state, page, 'reel', now)
    return { video_id: video.id, upload_url: `${origin}/rupload/video-upload/v27.0/${video.id}` }
  }
  if (phase !== 'finish') throw badParameter('upload_phase must be start or finish.')
  onlyParams(call, ['upload_phase', 'video_id', 'video_state', 'description', 'title', 'scheduled_publish_time'])
  const id = requiredParam(call, 'video_id')
  const video = state.videos.find((one) => one.id === id && one.page_id === page.id && one.kind === 'reel')
  if (!video) throw unknownObject(id)
  if (requiredParam(call, 'video_state') !== 'PUBLISHED') throw badParameter('The emulator publishes at once only.')
  if (video.file_url === null)
    throw new GraphRefusal(400, 6000, 'There was a problem uploading your video file.', 1363130)
  if (video.is_finished) throw badParameter('This video was finished before.')
  const reels = state.videos.filter(
    ({ page_id, kind, is_finished, created_at }) =>
      page_id === page.id && kind === 'reel' && is_finished && now - created_at < DAY_MS,
  )
  if (reels.length >= REELS_PER_DAY) throw tooFast()
  video.is_finished = true
  video.description = call.params.description ?? ''
  video.title = call.params.title ?? null
  return { success: true }
}

/** `POST /rupload/video-upload/{version}/{video}`: the second phase, by URL. */
export async function uploadReel(request: Request, state: MetaState, now: number): Promise<object> {
  const id = new URL(request.url).pathname.split('/').at(-1) ?? ''
  const header = /^OAuth (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  const token = checkToken(state, header ?? '', 'facebook', now)
  const video = state.videos.find((one) => one.id === id)
  if (!video || token.page_id !== video.page_id) throw unknownObject(id)
  count(state, `${video.page_id}/rupload`)
  const fileUrl = request.headers.get('file_url')
  if (fileUrl === null) throw badParameter('The emulator takes file_url only.')
  if (video.is_finished) throw badParameter('This upload is over.')
  const file = await fetchVideo(fileUrl)
  if (!file) throw new GraphRefusal(400, 389, 'Unable to fetch video file from URL.')
  video.file_url = fileUrl
  const { seconds, width, height } = file
  const isLengthWrong = seconds !== null && (seconds < MIN_SECONDS || seconds > MAX_SECONDS)
  const isShapeWrong =
    width !== null &&
    height !== null &&
    (width < MIN_WIDTH || height < MIN_HEIGHT || Math.abs(width / height - 9 / 16) > 0.02)
  video.failed_with = file.isVideo && !isLengthWrong && !isShapeWrong ? null : 1363128
  return { success: true }
}

/** `POST /{page}/videos` by URL: public as soon as it is processed. */
export async function pageVideo(call: GraphCall, state: MetaState, { now }: Times): Promise<GraphNode> {
  const page = requirePage(call, state, call.segments[0] ?? '', 'CREATE_CONTENT')
  need(call, POSTING)
  onlyParams(call, ['file_url', 'description', 'title', 'published', 'scheduled_publish_time'])
  count(state, `${page.id}/videos`)
  checkPage(page)
  const fileUrl = requiredParam(call, 'file_url')
  if ((call.params.published ?? 'true') !== 'true') throw badParameter('The emulator publishes at once only.')
  const file = await fetchVideo(fileUrl)
  if (!file) throw new GraphRefusal(400, 389, 'Unable to fetch video file from URL.')
  const video = newVideo(state, page, 'video', now)
  Object.assign(video, {
    file_url: fileUrl,
    is_finished: true,
    description: call.params.description ?? '',
    title: call.params.title ?? null,
    failed_with: file.isVideo ? null : 352,
  })
  return { id: video.id }
}

function newVideo(state: MetaState, page: Page, kind: PageVideo['kind'], now: number): PageVideo {
  const video: PageVideo = {
    id: newId(state),
    page_id: page.id,
    kind,
    description: '',
    title: null,
    file_url: null,
    polls: 0,
    failed_with: null,
    published_at: null,
    is_finished: false,
    created_at: now,
  }
  state.videos.push(video)
  return video
}

function checkPage(page: Page): void {
  if (page.needs_authorization) {
    throw new GraphRefusal(400, 1404078, 'The page must complete Page Publishing Authorization before it can post.')
  }
}

const tooFast = () => new GraphRefusal(400, 1390008, 'You are posting too fast. Please slow down and try again later.')

/** `GET /{video}`: each read of a finished video is one step of its processing. */
export function getPageVideo(call: GraphCall, state: MetaState, video: PageVideo, now: number): GraphNode {
  if (call.token.page_id !== video.page_id) throw unknownObject(video.id)
  need(call, READING)
  count(state, `${video.page_id}/video`)
  if (video.is_finished && video.published_at === null && video.failed_with === null) {
    video.polls += 1
    if (video.polls > state.polls_needed) video.published_at = now
  }
  return select('Video', videoNode(video), call.params.fields, 'id')
}

/** `GET /{page}/videos` and `/video_reels`, newest first. */
export function listPageVideos(call: GraphCall, state: MetaState, kind: PageVideo['kind']): object {
  const [pageId = ''] = call.segments
  if (call.token.page_id !== pageId) throw unknownObject(pageId)
  need(call, READING)
  onlyParams(call, ['fields', 'since', 'until', 'limit', 'after', 'before', 'type'])
  const since = Number(call.params.since ?? 0) * 1000
  const videos = state.videos
    .filter(({ page_id, kind: is, is_finished }) => page_id === pageId && is === kind && is_finished)
    .filter(({ created_at }) => created_at >= since)
    .toSorted((a, b) => b.created_at - a.created_at || b.id.localeCompare(a.id))
  const { items, paging } = paged(videos, call.params, call.url)
  return { data: items.map((video) => select('Video', videoNode(video), call.params.fields, 'id')), paging }
}

function videoNode(video: PageVideo): GraphNode {
  const isPublished = video.published_at !== null
  const isError = video.failed_with !== null && video.is_finished
  const error = { code: video.failed_with, message: 'The video could not be processed.' }
  return {
    id: video.id,
    description: video.description === '' ? undefined : video.description,
    title: video.title ?? undefined,
    created_time: metaTime(video.created_at),
    published: isPublished,
    permalink_url: isPublished
      ? `/${video.kind === 'reel' ? 'reel' : `${video.page_id}/videos`}/${video.id}/`
      : undefined,
    status: {
      video_status: isError ? 'error' : isPublished ? 'ready' : 'processing',
      uploading_phase: { status: video.file_url === null ? 'in_progress' : 'complete' },
      processing_phase: isError
        ? { status: 'error', errors: [error] }
        : { status: isPublished ? 'complete' : video.is_finished ? 'in_progress' : 'not_started' },
      publishing_phase: isPublished
        ? {
            status: 'complete',
            publish_status: 'published',
            publish_time: Math.floor(Number(video.published_at) / 1000),
          }
        : { status: 'not_started' },
    },
  }
}
