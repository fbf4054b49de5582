import type { z } from 'zod'
import { ProviderError } from '../errors.ts'
import { readJson, repeatSafely, sendToProvider } from '../http.ts'
import { PROVIDER, unreadable, youtubeFailure } from './failures.ts'
import { ChannelList, PlaylistItems } from './types.ts'
import type { YouTubeAccess } from './upload.ts'

export type YouTubeChannel = { id: string; title: string; handle: string | null; avatarUrl: string | null }

export type RecentVideo = { id: string; title: string; description: string; postedAt: string; permalink: string }

const MAX_PAGES = 4

/** The channel that the person chose while signing in. Throws `rejected` with `youtubeSignupRequired` without one. */
export async function getChannel(access: YouTubeAccess): Promise<YouTubeChannel> {
  const { items } = await read(access, '/youtube/v3/channels', { part: 'snippet', mine: 'true' }, ChannelList)
  const channel = items?.[0]
  if (!channel) throw noChannel()
  const { title, customUrl, thumbnails } = channel.snippet
  return { id: channel.id, title, handle: customUrl ?? null, avatarUrl: thumbnails?.default?.url ?? null }
}

/** What the channel uploaded since then, newest first; one unit of quota per 50 videos. */
export async function listRecentVideos(access: YouTubeAccess, sinceIso: string): Promise<RecentVideo[]> {
  const query = { part: 'snippet,contentDetails', mine: 'true' }
  const { items } = await read(access, '/youtube/v3/channels', query, ChannelList)
  if (!items?.[0]) throw noChannel()
  const playlistId = items[0].contentDetails?.relatedPlaylists?.uploads
  if (!playlistId) return []
  const since = new Date(sinceIso).toISOString()
  const videos: RecentVideo[] = []
  let pageToken: string | null | undefined
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await read(
      access,
      '/youtube/v3/playlistItems',
      { part: 'snippet,contentDetails', playlistId, maxResults: '50', ...(pageToken && { pageToken }) },
      PlaylistItems,
    )
    const found = (page.items ?? []).map(({ snippet, contentDetails }) => ({
      id: contentDetails.videoId,
      title: snippet.title,
      description: snippet.description ?? '',
      postedAt: new Date(contentDetails.videoPublishedAt ?? snippet.publishedAt).toISOString(),
      permalink: `https://www.youtube.com/watch?v=${contentDetails.videoId}`,
    }))
    videos.push(...found.filter(({ postedAt }) => postedAt >= since))
    pageToken = page.nextPageToken
    if (!pageToken || found.some(({ postedAt }) => postedAt < since)) break
  }
  return videos
}

async function read<T>(
  access: YouTubeAccess,
  path: string,
  query: Record<string, string>,
  schema: z.ZodType<T>,
): Promise<T> {
  const { baseUrl, accessToken, timeoutMs, signal } = access
  return repeatSafely(
    async () => {
      const answer = await sendToProvider({
        provider: PROVIDER,
        baseUrl,
        path,
        query,
        headers: { authorization: `Bearer ${accessToken}` },
        timeoutMs,
        maxResponseBytes: 1024 * 1024,
        signal,
      })
      if (answer.status !== 200) throw youtubeFailure(answer)
      const body = readJson(answer.bytes, schema)
      if (body === null) throw unreadable(answer.status)
      return body
    },
    { signal },
  )
}

const noChannel = () =>
  new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'youtubeSignupRequired', status: 200 })
