import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { type Account, newSecret, type TikTokState } from './state.ts'

const MINUTE_MS = 60_000
const INITS_PER_MINUTE = 6
const ALL_PRIVACY = ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR', 'SELF_ONLY']
const MAX_TITLE = 2200

class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 429
  constructor(status: 400 | 401 | 403 | 429, code: string) {
    super(code)
    this.status = status
  }
}

const Init = z.object({
  post_info: z.object({
    title: z.string().max(MAX_TITLE).default(''),
    privacy_level: z.string(),
    disable_duet: z.boolean().default(false),
    disable_comment: z.boolean().default(false),
    disable_stitch: z.boolean().default(false),
    is_aigc: z.boolean().default(false),
  }),
  source_info: z.object({ source: z.literal('PULL_FROM_URL'), video_url: z.url() }),
})

/** The creator's options, posts by URL, and what became of them. */
export function postRoutes({ clock, store }: EmulatorContext<TikTokState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  const serve = async (request: Request, work: (account: Account, body: unknown) => Promise<object>) => {
    try {
      const account = accountOf(store.state, request.headers.get('authorization'), clock.now())
      if (!/^application\/json/.test(request.headers.get('content-type') ?? '')) throw new Refusal(400, 'invalid_param')
      const body: unknown = await request.json().catch(() => null)
      const data = await work(account, body)
      await store.save()
      return Response.json({ data, error: { code: 'ok', message: '', log_id: newSecret(8) } })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, message } = error
      return Response.json({ data: {}, error: { code: message, message, log_id: newSecret(8) } }, { status })
    }
  }

  app.post('/api/v2/post/publish/creator_info/query/', (c) =>
    serve(c.req.raw, async (account) => {
      store.state.asked[account.open_id] = clock.now()
      return {
        creator_avatar_url: `https://p16.example.com/${account.open_id}.jpg`,
        creator_username: account.username,
        creator_nickname: account.nickname,
        privacy_level_options: account.is_private ? ALL_PRIVACY.slice(1) : ALL_PRIVACY,
        comment_disabled: false,
        duet_disabled: account.is_private,
        stitch_disabled: account.is_private,
        max_video_post_duration_sec: 300,
      }
    }),
  )

  app.post('/api/v2/post/publish/video/init/', (c) =>
    serve(c.req.raw, async (account, body) => {
      const { state } = store
      const now = clock.now()
      const recent = (state.inits[account.open_id] ?? []).filter((at) => now - at < MINUTE_MS)
      if (recent.length >= INITS_PER_MINUTE) throw new Refusal(429, 'rate_limit_exceeded')
      state.inits[account.open_id] = [...recent, now]
      const read = Init.safeParse(body)
      if (!read.success) throw new Refusal(400, 'invalid_param')
      const { post_info, source_info } = read.data
      if (state.asked[account.open_id] === undefined) throw new Refusal(400, 'invalid_param')
      const options = account.is_private ? ALL_PRIVACY.slice(1) : ALL_PRIVACY
      if (!options.includes(post_info.privacy_level)) throw new Refusal(400, 'privacy_level_option_mismatch')
      if (!state.app.is_audited && (post_info.privacy_level !== 'SELF_ONLY' || !account.is_private)) {
        throw new Refusal(403, 'unaudited_client_can_only_post_to_private_accounts')
      }
      if (!state.app.domains.some((origin) => source_info.video_url.startsWith(`${origin}/`))) {
        throw new Refusal(403, 'url_ownership_unverified')
      }
      state.last_id += 1
      const publishId = `v_pub_url~v2-1.${String(state.last_id).padStart(8, '0')}`
      state.posts.push({
        ...{ publish_id: publishId, open_id: account.open_id, title: post_info.title },
        ...{ privacy: post_info.privacy_level, is_aigc: post_info.is_aigc, polls: 0, post_id: null, created_at: now },
        fail_reason: (await isVideo(source_info.video_url)) ? null : 'video_pull_failed',
      })
      return { publish_id: publishId }
    }),
  )

  app.post('/api/v2/post/publish/status/fetch/', (c) =>
    serve(c.req.raw, async (account, body) => {
      const { publish_id } = z.object({ publish_id: z.string() }).catch({ publish_id: '' }).parse(body)
      const post = store.state.posts.find((one) => one.publish_id === publish_id && one.open_id === account.open_id)
      if (!post) throw new Refusal(400, 'invalid_publish_id')
      if (post.polls < store.state.polls_needed) {
        post.polls += 1
        return { status: 'PROCESSING_DOWNLOAD', uploaded_bytes: 0 }
      }
      if (post.fail_reason !== null) return { status: 'FAILED', fail_reason: post.fail_reason }
      post.post_id ??= `75${String(post.created_at)}${store.state.last_id}`
      const isPublic = post.privacy === 'PUBLIC_TO_EVERYONE'
      return { status: 'PUBLISH_COMPLETE', ...(isPublic && { publicaly_available_post_id: [post.post_id] }) }
    }),
  )
  return app
}

function accountOf(state: TikTokState, authorization: string | null, now: number): Account {
  const token = state.access_tokens[/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '']
  const account = state.accounts.find(({ open_id }) => open_id === token?.open_id)
  if (!token || token.is_revoked || token.expires_at <= now || !account) throw new Refusal(401, 'access_token_invalid')
  if (!token.scope.includes('video.publish')) throw new Refusal(401, 'scope_not_authorized')
  return account
}

async function isVideo(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(20_000), redirect: 'error' })
    const bytes = Buffer.from(await answer.arrayBuffer())
    return answer.status === 200 && bytes.subarray(4, 8).toString('latin1') === 'ftyp'
  } catch {
    return false
  }
}
