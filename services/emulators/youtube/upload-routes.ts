import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { accountOf, channelId, spendInsert, spendUnits } from './access.ts'
import { answering, YouTubeRefusal } from './refusal.ts'
import { count, newSecret, type Upload, type YouTubeState } from './state.ts'

const UNIT = 256 * 1024
const WEEK_MS = 7 * 86_400_000
const DAY_MS = 86_400_000
const MAX_COVER_BYTES = 2 * 1024 * 1024

const Resource = z.object({
  snippet: z.object({
    title: z.string().optional(),
    description: z.string().default(''),
    tags: z.array(z.string()).default([]),
    categoryId: z.string().default('22'),
  }),
  status: z
    .object({
      privacyStatus: z.string().default('public'),
      publishAt: z.string().optional(),
      selfDeclaredMadeForKids: z.boolean().optional(),
      containsSyntheticMedia: z.boolean().default(false),
    })
    .prefault({}),
})

/** Uploads of videos in parts, and covers. */
export function uploadRoutes({ clock, store, origin }: EmulatorContext<YouTubeState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  app.post('/api/upload/youtube/v3/videos', (c) =>
    answering(async () => {
      const { state } = store
      count(state, 'videos.insert')
      const account = accountOf(state, c.req.header('authorization'), clock.now(), ['youtube.upload', 'youtube'])
      spendInsert(state, clock.now())
      await store.save()
      const query = new URL(c.req.url).searchParams
      if (query.get('uploadType') !== 'resumable')
        throw bad('invalidUploadType', 'The emulator takes resumable uploads only.')
      if (query.get('part') !== 'snippet,status') throw bad('unexpectedPart', 'part must be snippet,status.')
      const channel = channelId(account)
      const resource = readResource(await c.req.text())
      const size = c.req.header('x-upload-content-length')
      if (!/^[1-9]\d*$/.test(size ?? '')) throw bad('badRequest', 'X-Upload-Content-Length is required.')
      const type = c.req.header('x-upload-content-type') ?? ''
      if (!/^video\/|^application\/octet-stream$/.test(type))
        throw bad('badContent', 'X-Upload-Content-Type must be a video.')
      const today = state.videos.filter(
        ({ channel_id, published_at }) => channel_id === channel && clock.now() - published_at < DAY_MS,
      )
      if (today.length >= account.uploads_per_day) {
        throw bad('uploadLimitExceeded', 'The user has exceeded the number of videos they may upload.')
      }
      const { snippet, status } = resource
      const upload: Upload = {
        id: newSecret(30),
        channel_id: channel,
        title: snippet.title ?? '',
        description: snippet.description,
        tags: snippet.tags,
        privacy: state.app.is_audited ? status.privacyStatus : 'private',
        is_ai_generated: status.containsSyntheticMedia,
        size: Number(size),
        mime_type: type,
        stored: 0,
        head: '',
        video_id: null,
        is_gone: false,
        created_at: clock.now(),
      }
      state.uploads.push(upload)
      await store.save()
      const location = `${origin()}/api/upload/youtube/v3/videos?uploadType=resumable&upload_id=${upload.id}`
      return new Response(null, { status: 200, headers: { location } })
    }),
  )

  app.put('/api/upload/youtube/v3/videos', (c) =>
    answering(async () => {
      const { state } = store
      const id = new URL(c.req.url).searchParams.get('upload_id')
      const upload = state.uploads.find((one) => one.id === id)
      if (!upload) return new Response('Not Found', { status: 404 })
      if (upload.is_gone || clock.now() - upload.created_at > WEEK_MS) return new Response('Gone', { status: 410 })
      const bytes = Buffer.from(await c.req.arrayBuffer())
      const range = c.req.header('content-range') ?? ''
      const total = upload.size
      if (range === `bytes */${total}`) {
        if (bytes.byteLength > 0) throw bad('badRequest', 'A question has no bytes.')
        return progress(state, upload)
      }
      count(state, 'chunk')
      const part = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range)
      const [first, last] = [Number(part?.[1]), Number(part?.[2])]
      if (!part || Number(part[3]) !== total || last - first + 1 !== bytes.byteLength || last >= total) {
        throw bad('badRequest', `Failed to parse Content-Range header: ${range}`)
      }
      const isLast = last === total - 1
      if (!isLast && bytes.byteLength % UNIT !== 0) throw bad('badRequest', 'A chunk must be a multiple of 256 KiB.')
      // Bytes that are not the next ones change nothing: the answer says where to go on.
      if (upload.video_id !== null || first !== upload.stored) return progress(state, upload)
      if (state.stores_partially !== null) {
        upload.stored = Math.min(first + Math.floor(state.stores_partially / UNIT) * UNIT, last)
        state.stores_partially = null
        if (first === 0) upload.head = bytes.subarray(0, 12).toString('latin1')
        await store.save()
        throw new YouTubeRefusal(503, 'backendError', 'Backend Error', 'global')
      }
      if (first === 0) upload.head = bytes.subarray(0, 12).toString('latin1')
      upload.stored = last + 1
      if (isLast) finish(state, upload, clock.now())
      await store.save()
      return progress(state, upload)
    }),
  )

  app.post('/api/upload/youtube/v3/thumbnails/set', (c) =>
    answering(async () => {
      const { state } = store
      count(state, 'thumbnails.set')
      const account = accountOf(state, c.req.header('authorization'), clock.now(), ['youtube.upload', 'youtube'])
      spendUnits(state, clock.now(), 50)
      const bytes = Buffer.from(await c.req.arrayBuffer())
      const video = state.videos.find(({ id }) => id === new URL(c.req.url).searchParams.get('videoId'))
      if (!video || video.channel_id !== channelId(account)) {
        throw new YouTubeRefusal(404, 'videoNotFound', 'The video cannot be found.', 'youtube.thumbnail')
      }
      if (!account.is_verified) {
        throw new YouTubeRefusal(
          403,
          'forbidden',
          "The user doesn't have permissions to upload and set custom video thumbnails.",
          'youtube.thumbnail',
        )
      }
      const isPicture =
        bytes.subarray(0, 2).toString('hex') === 'ffd8' || bytes.subarray(1, 4).toString('latin1') === 'PNG'
      if (bytes.byteLength === 0) throw bad('mediaBodyRequired', 'The request does not include the image content.')
      if (!isPicture) throw bad('imageFormatUnsupported', 'The image format is not supported.')
      if (bytes.byteLength > MAX_COVER_BYTES) throw bad('imageTooLarge', 'The image is larger than 2 MB.')
      video.has_thumbnail = true
      await store.save()
      return Response.json({
        kind: 'youtube#thumbnailSetResponse',
        items: [{ default: { url: `https://i.ytimg.com/vi/${video.id}/default.jpg` } }],
      })
    }),
  )
  return app
}

const bad = (reason: string, message: string) => new YouTubeRefusal(400, reason, message, 'youtube.video')

function readResource(text: string): z.infer<typeof Resource> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw bad('parseError', 'The body is not JSON.')
  }
  const read = Resource.safeParse(json)
  if (!read.success) throw bad('invalidVideoMetadata', 'The request metadata is invalid.')
  const { snippet, status } = read.data
  const { title = '', description, tags } = snippet
  if (title.trim() === '' || title.length > 100 || /[<>]/.test(title))
    throw bad('invalidTitle', 'The title is invalid or empty.')
  if (Buffer.byteLength(description) > 5000 || /[<>]/.test(description)) {
    throw bad('invalidDescription', 'The description is invalid.')
  }
  // A tag with a space counts with its quotation marks, and commas stand between.
  const length = tags.reduce((sum, tag) => sum + tag.length + (tag.includes(' ') ? 2 : 0), Math.max(0, tags.length - 1))
  if (length > 500 || tags.some((tag) => tag === '' || /[<>]/.test(tag)))
    throw bad('invalidTags', 'The keywords are invalid.')
  if (!['private', 'unlisted', 'public'].includes(status.privacyStatus)) {
    throw bad('invalidVideoMetadata', 'The privacy status is invalid.')
  }
  if (status.publishAt !== undefined && status.privacyStatus !== 'private') {
    throw bad('invalidPublishAt', 'The scheduled publishing time is invalid.')
  }
  return read.data
}

function finish(state: YouTubeState, upload: Upload, now: number): void {
  state.last_id += 1
  const id = `yt${String(state.last_id).padStart(9, '0')}`
  upload.video_id = id
  const { channel_id, title, description, tags, privacy, is_ai_generated, size } = upload
  state.videos.push({
    ...{ id, channel_id, title, description, tags, privacy, is_ai_generated, size },
    upload_id: upload.id,
    has_thumbnail: false,
    published_at: now,
  })
}

function progress(state: YouTubeState, upload: Upload): Response {
  const video = state.videos.find(({ id }) => id === upload.video_id)
  if (upload.video_id !== null) {
    return Response.json({
      kind: 'youtube#video',
      id: upload.video_id,
      snippet: { title: upload.title, channelId: upload.channel_id },
      status: { uploadStatus: 'uploaded', privacyStatus: video?.privacy ?? upload.privacy },
    })
  }
  const headers = new Headers(upload.stored > 0 ? { range: `bytes=0-${upload.stored - 1}` } : {})
  return new Response(null, { status: 308, headers })
}
