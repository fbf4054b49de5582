import type { z } from 'zod'
import { readEnv } from '../../env.ts'
import { readJson, repeatSafely, sendToProvider } from '../http.ts'
import type { OAuthVendor } from '../oauth.ts'
import { PROVIDER, tiktokFailure, unreadable } from './failures.ts'
import { consentUrl, redeemCode, refreshTokens, type TikTokApp } from './oauth.ts'
import { CreatorInfo, Init, PublishStatus } from './types.ts'

export { effectOf, isHold } from './failures.ts'
export { TIKTOK_SCOPES } from './oauth.ts'

/** What the creator allows now. TikTok wants it asked and shown before every post. */
export type TikTokCreator = {
  username: string
  nickname: string | null
  avatarUrl: string | null
  privacyOptions: string[]
  isCommentDisabled: boolean
  isDuetDisabled: boolean
  isStitchDisabled: boolean
  maxSeconds: number
}

export type TikTokPost = {
  /** On a domain that TikTok knows as ours. */
  videoUrl: string
  title: string
  /** One of the creator's `privacyOptions`. */
  privacy: string
  isCommentDisabled: boolean
  isDuetDisabled: boolean
  isStitchDisabled: boolean
  isAiGenerated: boolean
}

export type TikTokPublishState = {
  state: 'processing' | 'posted' | 'failed'
  postId: string | null
  /** TikTok's reason with `failed`. */
  code: string | null
}

/**
 * TikTok's sign-in and one account. Everything throws `ProviderError` with TikTok's own code; a failure may come with
 * HTTP 200.
 */
export type TikTokVendor = OAuthVendor & {
  openAccount(accessToken: string, signal?: AbortSignal): TikTok
}

/** One account by its access token. Reads are repeated once; `startPost` never is. */
export type TikTok = {
  getCreator(): Promise<TikTokCreator>
  /** Asks TikTok to fetch and post the video. */
  startPost(post: TikTokPost, signal?: AbortSignal): Promise<{ publishId: string }>
  getPostState(publishId: string, signal?: AbortSignal): Promise<TikTokPublishState>
}

/** TikTok with our app keys; null while none are configured. */
export function openTikTok({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): TikTokVendor | null {
  const env = readEnv()
  if (!env.TIKTOK_CLIENT_KEY || !env.TIKTOK_CLIENT_SECRET) return null
  const app: TikTokApp = {
    loginUrl: env.TIKTOK_LOGIN_URL,
    apiUrl: env.TIKTOK_BASE_URL,
    clientKey: env.TIKTOK_CLIENT_KEY,
    clientSecret: env.TIKTOK_CLIENT_SECRET,
    redirectUri: `${env.SITE_URL}/api/tiktok-callback`,
    timeoutMs,
  }
  return {
    consentUrl: ({ state }) => consentUrl(app, state),
    redeemCode: (code) => redeemCode(app, code),
    refreshTokens: (refreshToken) => refreshTokens(app, refreshToken),
    openAccount: (accessToken, signal) => openAccount({ app, accessToken, signal }),
  }
}

type Access = { app: TikTokApp; accessToken: string; signal?: AbortSignal | undefined }

function openAccount(access: Access): TikTok {
  return {
    async getCreator() {
      const ask = () => post(access, '/v2/post/publish/creator_info/query/', {}, CreatorInfo)
      const { data } = await repeatSafely(ask, { signal: access.signal })
      return {
        username: data.creator_username,
        nickname: data.creator_nickname ?? null,
        avatarUrl: data.creator_avatar_url ?? null,
        privacyOptions: data.privacy_level_options,
        isCommentDisabled: data.comment_disabled,
        isDuetDisabled: data.duet_disabled,
        isStitchDisabled: data.stitch_disabled,
        maxSeconds: data.max_video_post_duration_sec,
      }
    },
    async startPost({ videoUrl, title, privacy, ...flags }, signal) {
      const body = {
        post_info: {
          title,
          privacy_level: privacy,
          disable_comment: flags.isCommentDisabled,
          disable_duet: flags.isDuetDisabled,
          disable_stitch: flags.isStitchDisabled,
          is_aigc: flags.isAiGenerated,
        },
        source_info: { source: 'PULL_FROM_URL', video_url: videoUrl },
      }
      const { data } = await post(
        { ...access, signal: signal ?? access.signal },
        '/v2/post/publish/video/init/',
        body,
        Init,
      )
      return { publishId: data.publish_id }
    },
    async getPostState(publishId, signal) {
      const ask = () =>
        post(
          { ...access, signal: signal ?? access.signal },
          '/v2/post/publish/status/fetch/',
          { publish_id: publishId },
          PublishStatus,
        )
      const { data } = await repeatSafely(ask, { signal: signal ?? access.signal })
      const state = STATES[data.status] ?? 'processing'
      const postId = data.publicaly_available_post_id?.[0]
      return {
        state,
        postId: postId === undefined ? null : String(postId),
        code: state === 'failed' ? (data.fail_reason ?? 'failed') : null,
      }
    },
  }
}

const STATES: Readonly<Record<string, TikTokPublishState['state']>> = { PUBLISH_COMPLETE: 'posted', FAILED: 'failed' }

async function post<T>(
  { app, accessToken, signal }: Access,
  path: string,
  body: object,
  schema: z.ZodType<T>,
): Promise<T> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: app.apiUrl,
    path,
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(body),
    timeoutMs: app.timeoutMs,
    maxResponseBytes: 1024 * 1024,
    signal,
  })
  const failure = tiktokFailure(answer)
  if (failure) throw failure
  const read = readJson(answer.bytes, schema)
  if (read === null) throw unreadable(answer.status)
  return read
}
