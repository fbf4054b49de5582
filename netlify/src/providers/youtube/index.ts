import { readEnv } from '../../env.ts'
import type { OAuthVendor } from '../oauth.ts'
import { getChannel, listRecentVideos, type RecentVideo, type YouTubeChannel } from './channel.ts'
import { consentUrl, type GoogleApp, redeemCode, refreshTokens } from './oauth.ts'
import {
  getUploadOffset,
  type NewVideo,
  putChunk,
  setThumbnail,
  startUpload,
  type UploadProgress,
  type YouTubeAccess,
} from './upload.ts'

export type { RecentVideo, YouTubeChannel } from './channel.ts'
export { effectOf, isHold } from './failures.ts'
export { YOUTUBE_SCOPES } from './oauth.ts'
export { CHUNK_MULTIPLE, type NewVideo, type UploadProgress } from './upload.ts'

/**
 * Google's sign-in and one YouTube channel. Everything throws `ProviderError` with Google's reason as its code:
 * `reconnect`, `rejected` (`youtubeSignupRequired` without a channel), `gone`, `try_later` (`quotaExceeded`: the
 * project's uploads of the day; `uploadLimitExceeded`: the channel's).
 */
export type YouTubeVendor = OAuthVendor & {
  openChannel(accessToken: string, signal?: AbortSignal): YouTube
}

/** One channel by its access token. Reads are repeated once; writes never are. */
export type YouTube = {
  getChannel(): Promise<YouTubeChannel>
  /** Costs one of the project's 100 uploads of the day. The URL is a secret. */
  startUpload(video: NewVideo, signal?: AbortSignal): Promise<{ uploadUrl: string }>
  /** Where an upload is; `gone`: begin anew. */
  getUploadOffset(uploadUrl: string, sizeBytes: number, signal?: AbortSignal): Promise<UploadProgress | { gone: true }>
  /** Every chunk but the last is a multiple of `CHUNK_MULTIPLE`. */
  putChunk(
    uploadUrl: string,
    chunk: { first: number; total: number; bytes: Uint8Array<ArrayBuffer> },
    signal?: AbortSignal,
  ): Promise<UploadProgress>
  /** For a video that is up. A failure leaves the video as it is. */
  setThumbnail(videoId: string, bytes: Uint8Array<ArrayBuffer>, mimeType: string, signal?: AbortSignal): Promise<void>
  /** What the channel uploaded since then, newest first. */
  listRecentVideos(sinceIso: string, signal?: AbortSignal): Promise<RecentVideo[]>
}

/** YouTube with our app keys; null while none are configured. */
export function openYouTube({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): YouTubeVendor | null {
  const env = readEnv()
  if (!env.GOOGLE_CLIENT_ID || !env.GOOGLE_CLIENT_SECRET) return null
  const app: GoogleApp = {
    loginUrl: env.GOOGLE_LOGIN_URL,
    tokenUrl: env.GOOGLE_TOKEN_URL,
    clientId: env.GOOGLE_CLIENT_ID,
    clientSecret: env.GOOGLE_CLIENT_SECRET,
    redirectUri: `${env.SITE_URL}/api/youtube-callback`,
    timeoutMs,
  }
  return {
    consentUrl: (signIn) => consentUrl(app, signIn),
    redeemCode: (code, codeVerifier) => redeemCode(app, code, codeVerifier),
    refreshTokens: (refreshToken) => refreshTokens(app, refreshToken),
    openChannel: (accessToken, signal) =>
      openChannel({ baseUrl: env.YOUTUBE_BASE_URL, accessToken, timeoutMs, signal }),
  }
}

function openChannel(access: YouTubeAccess): YouTube {
  const until = (signal: AbortSignal | undefined): YouTubeAccess =>
    signal === undefined
      ? access
      : { ...access, signal: access.signal ? AbortSignal.any([access.signal, signal]) : signal }
  return {
    getChannel: () => getChannel(access),
    startUpload: (video, signal) => startUpload(until(signal), video),
    getUploadOffset: (uploadUrl, sizeBytes, signal) => getUploadOffset(until(signal), uploadUrl, sizeBytes),
    putChunk: (uploadUrl, chunk, signal) => putChunk(until(signal), uploadUrl, chunk),
    setThumbnail: (videoId, bytes, mimeType, signal) => setThumbnail(until(signal), videoId, bytes, mimeType),
    listRecentVideos: (sinceIso, signal) => listRecentVideos(until(signal), sinceIso),
  }
}
