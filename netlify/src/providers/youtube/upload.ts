import { ProviderError } from '../errors.ts'
import { type ProviderAnswer, readJson, repeatSafely, sendToProvider } from '../http.ts'
import { vendorLink } from '../vendor-link.ts'
import { PROVIDER, unreadable, youtubeFailure } from './failures.ts'
import { Video } from './types.ts'

export type YouTubeAccess = {
  /** `https://www.googleapis.com`. */
  baseUrl: string
  accessToken: string
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export type NewVideo = {
  title: string
  description: string
  tags: readonly string[]
  privacy: 'public' | 'unlisted' | 'private'
  isAiGenerated: boolean
  sizeBytes: number
  mimeType: string
}

/** Where an upload is: the first byte that is missing, or the finished video. */
export type UploadProgress = { nextByte: number } | { videoId: string }

/** Every chunk but the last is a multiple of this. */
export const CHUNK_MULTIPLE = 256 * 1024
/** A chunk takes longer than a question. */
const CHUNK_TIMEOUT_MS = 120_000
const MAX_RESPONSE_BYTES = 1024 * 1024

/** "People & Blogs", which every country has. */
const CATEGORY = '22'

/**
 * Opens an upload. It costs one of the project's 100 inserts of the day; nothing exists before the last byte. The URL
 * is a secret: whoever has it may upload. Never repeated by the provider.
 */
export async function startUpload(access: YouTubeAccess, video: NewVideo): Promise<{ uploadUrl: string }> {
  const { title, description, tags, privacy, isAiGenerated, sizeBytes, mimeType } = video
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: access.baseUrl,
    path: '/upload/youtube/v3/videos',
    query: { uploadType: 'resumable', part: 'snippet,status' },
    method: 'POST',
    headers: {
      authorization: `Bearer ${access.accessToken}`,
      'content-type': 'application/json; charset=UTF-8',
      'x-upload-content-type': mimeType,
      'x-upload-content-length': String(sizeBytes),
    },
    body: JSON.stringify({
      snippet: { title, description, tags, categoryId: CATEGORY },
      status: { privacyStatus: privacy, selfDeclaredMadeForKids: false, containsSyntheticMedia: isAiGenerated },
    }),
    timeoutMs: access.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: access.signal,
  })
  if (answer.status !== 200) throw youtubeFailure(answer)
  const uploadUrl = answer.headers.get('location')
  if (!uploadUrl) throw unreadable(answer.status)
  return { uploadUrl }
}

/** Where an upload is; `gone` when it is over and must begin anew. Repeated once. */
export async function getUploadOffset(
  access: YouTubeAccess,
  uploadUrl: string,
  sizeBytes: number,
): Promise<UploadProgress | { gone: true }> {
  const probe = () =>
    put(access, uploadUrl, { 'content-range': `bytes */${sizeBytes}` }, new Uint8Array(), access.timeoutMs)
  try {
    return await repeatSafely(probe, { signal: access.signal })
  } catch (error) {
    if (error instanceof ProviderError && error.outcome === 'gone') return { gone: true }
    throw error
  }
}

/**
 * Sends bytes from `first` on. After a lost answer ask `getUploadOffset`: YouTube may have stored some of them. Throws
 * `gone` when the upload is over.
 */
export async function putChunk(
  access: YouTubeAccess,
  uploadUrl: string,
  { first, total, bytes }: { first: number; total: number; bytes: Uint8Array<ArrayBuffer> },
): Promise<UploadProgress> {
  const range = `bytes ${first}-${first + bytes.byteLength - 1}/${total}`
  return put(access, uploadUrl, { 'content-range': range }, bytes, Math.max(CHUNK_TIMEOUT_MS, access.timeoutMs))
}

async function put(
  access: YouTubeAccess,
  uploadUrl: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer>,
  timeoutMs: number,
): Promise<UploadProgress> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    ...vendorLink(PROVIDER, uploadUrl, access.baseUrl),
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', ...headers },
    body,
    timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: access.signal,
    takes308: true,
  })
  if (answer.status === 308) return { nextByte: nextByteOf(answer) }
  if (answer.status !== 200 && answer.status !== 201) throw youtubeFailure(answer)
  const video = readJson(answer.bytes, Video)
  if (!video) throw unreadable(answer.status)
  return { videoId: video.id }
}

/** `Range: bytes=0-524287`; missing while nothing is stored. */
function nextByteOf({ headers, status }: ProviderAnswer): number {
  const range = headers.get('range')
  if (range === null) return 0
  const last = /^bytes=0-(\d+)$/.exec(range)?.[1]
  if (last === undefined) throw unreadable(status)
  return Number(last) + 1
}

/**
 * Sets the cover of a video that is up. Its failure says nothing about the video: a channel that is not verified, and a
 * picture over 2 MB, are refused here.
 */
export async function setThumbnail(
  access: YouTubeAccess,
  videoId: string,
  bytes: Uint8Array<ArrayBuffer>,
  mimeType: string,
): Promise<void> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: access.baseUrl,
    path: '/upload/youtube/v3/thumbnails/set',
    query: { videoId, uploadType: 'media' },
    method: 'POST',
    headers: { authorization: `Bearer ${access.accessToken}`, 'content-type': mimeType },
    body: bytes,
    timeoutMs: Math.max(CHUNK_TIMEOUT_MS, access.timeoutMs),
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: access.signal,
  })
  if (answer.status !== 200) throw youtubeFailure(answer)
}
