import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { accountOf, channelId, spendUnits } from './access.ts'
import { answering, YouTubeRefusal } from './refusal.ts'
import type { YouTubeState } from './state.ts'

const READING = ['youtube.readonly', 'youtube', 'youtube.force-ssl']
const PART = /^(snippet|contentDetails|id|status)(,(snippet|contentDetails|id|status))*$/

/** The channel of a token, and what it uploaded. */
export function channelRoutes({ clock, store }: EmulatorContext<YouTubeState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  app.get('/api/youtube/v3/channels', (c) =>
    answering(async () => {
      const { state } = store
      spendUnits(state, clock.now(), 1)
      const account = accountOf(state, c.req.header('authorization'), clock.now(), READING)
      if (!PART.test(c.req.query('part') ?? '') || c.req.query('mine') !== 'true') {
        throw new YouTubeRefusal(400, 'missingRequiredParameter', 'No filter selected.')
      }
      const { id, title, handle } = account
      const items =
        id === null
          ? undefined
          : [
              {
                kind: 'youtube#channel',
                id,
                snippet: {
                  title,
                  customUrl: handle,
                  thumbnails: { default: { url: `https://yt3.example.com/${id}.jpg` } },
                },
                contentDetails: { relatedPlaylists: { likes: '', uploads: `UU${id.slice(2)}` } },
              },
            ]
      return Response.json({
        kind: 'youtube#channelListResponse',
        pageInfo: { totalResults: items?.length ?? 0 },
        items,
      })
    }),
  )

  app.get('/api/youtube/v3/playlistItems', (c) =>
    answering(async () => {
      const { state } = store
      spendUnits(state, clock.now(), 1)
      const account = accountOf(state, c.req.header('authorization'), clock.now(), READING)
      const channel = channelId(account)
      if (c.req.query('playlistId') !== `UU${channel.slice(2)}`) {
        throw new YouTubeRefusal(404, 'playlistNotFound', 'The playlist cannot be found.', 'youtube.playlistItem')
      }
      const size = Math.min(Number(c.req.query('maxResults') ?? 5), 50)
      const start = Number(c.req.query('pageToken') ?? 0)
      const videos = state.videos
        .filter(({ channel_id }) => channel_id === channel)
        .toSorted((a, b) => b.published_at - a.published_at)
      const items = videos.slice(start, start + size).map((video) => ({
        kind: 'youtube#playlistItem',
        id: `PL${video.id}`,
        snippet: {
          title: video.title,
          description: video.description,
          publishedAt: new Date(video.published_at).toISOString(),
        },
        contentDetails: { videoId: video.id, videoPublishedAt: new Date(video.published_at).toISOString() },
      }))
      const next = start + size < videos.length ? { nextPageToken: String(start + size) } : {}
      return Response.json({ kind: 'youtube#playlistItemListResponse', ...next, items })
    }),
  )
  return app
}
