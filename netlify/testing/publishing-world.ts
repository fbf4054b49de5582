import { mp4 } from '../../services/emulators/meta/testing/media-server.ts'
import { INSTAGRAM, PAGE, pageToken } from '../../services/emulators/meta/testing/sign-in.ts'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import { openMeta } from '../src/providers/meta/index.ts'
import { openYouTube } from '../src/providers/youtube/index.ts'
import { publishDue } from '../src/social/posts/publish-posts.job.ts'
import type { OpenAccount, SocialAccounts } from '../src/social/posts/social-accounts.ts'
import { createTestApi, type TestApi } from './create-test-api.ts'

export const CHANNEL = 'UCdanasdailyfinds0000001'
const ACCOUNT_IDS = { instagram: INSTAGRAM, facebook: PAGE, youtube: CHANNEL } as const
type Network = keyof typeof ACCOUNT_IDS

export type PostedMedia = { id: string; caption: string; cover_url: string | null; is_foreign: boolean }
export type PostedVideo = { id: string; description: string; posted_at: string | null }

export type JobRow = {
  id: string
  post_id: string
  network: Network
  state: string
  media_id: string | null
  container_id: string | null
  permalink: string | null
  error_code: string | null
  error: string | null
  waiting_code: string | null
  waiting_reason: string | null
  cover_state: string | null
  cover_error: string | null
  failures: number
}

export type PublishingWorld = Awaited<ReturnType<typeof createPublishingWorld>>

/** Accounts on the emulated networks, a converted video, and what they published. */
export async function createPublishingWorld() {
  const meta = await startTestEmulator('meta', { siteUrl: 'http://127.0.0.1:8888' })
  const youtube = await startTestEmulator('youtube', { siteUrl: 'http://127.0.0.1:8888' })
  const api = await createTestApi({ allowedOrigins: [meta, youtube].flatMap(({ origins }) => origins) })
  Object.assign(process.env, meta.env, youtube.env)
  const tokens: { page: string; google: string } = { page: '', google: '' }
  const db = createServiceClient()

  const accounts: SocialAccounts = {
    async open({ connection_id }): Promise<OpenAccount> {
      const [row] = await api.host.sql<{ network: Network }>(
        'select network from public.social_connections where id = $1',
        [connection_id],
      )
      if (row?.network === 'youtube') {
        const vendor = openYouTube()
        if (!vendor) throw new Error('YouTube is not configured')
        return { network: 'youtube', youtube: vendor.openChannel(tokens.google) }
      }
      const vendor = openMeta()
      if (!vendor || !row) throw new Error('Meta is not configured')
      return { network: row.network === 'facebook' ? 'facebook' : 'instagram', graph: vendor.openGraph(tokens.page) }
    },
  }

  const workspaceOf = async (as: TestPerson) => {
    const [row] = await api.host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = $1',
      [as.userId],
    )
    return row?.id ?? ''
  }
  const now = () => new AbortController().signal

  return {
    api,
    db,
    meta,
    youtube,
    accounts,
    workspaceOf,
    /** Healthy emulators and new tokens; the accounts of Dana. */
    async reset(): Promise<void> {
      await meta.control.reset()
      await youtube.control.reset()
      // Nothing here tests how fast a network converts.
      await meta.control.seed({ polls_needed: 0 })
      await youtube.control.seed({ app: { redirect_uris: [`${api.host.url}/api/youtube-callback`] } })
      tokens.page = await pageToken(meta)
      tokens.google = await googleToken(youtube)
      await api.host.sql('delete from public.social_posts')
      await api.host.sql('delete from private.youtube_inserts')
    },
    /** Google's tokens last an hour. */
    async signInAgain(): Promise<void> {
      tokens.google = await googleToken(youtube)
    },
    /** What waits is due now, without that time goes by. */
    wake: () => api.host.sql('update public.social_post_jobs set run_at = now() where run_at is not null'),
    account: (as: TestPerson, network: Network, accountId: string = ACCOUNT_IDS[network]) =>
      addAccount(api, as, network, accountId),
    video: (as: TestPerson, options: { seconds?: number; size?: readonly [number, number]; asin?: string } = {}) =>
      addVideo(api, as, options),
    /** A post that is due, with a job for each account. */
    async post(
      as: TestPerson,
      post: { video: string; accounts: readonly string[]; caption?: string; dueInSeconds?: number },
    ): Promise<string> {
      const workspace = await workspaceOf(as)
      const due = `${post.dueInSeconds ?? -1} seconds`
      const [row] = await api.host.sql<{ id: string }>(
        `insert into public.social_posts (workspace_id, video_id, product_id, caption, state, scheduled_wall, time_zone, scheduled_at)
         select $1, $2, (select product_id from public.product_videos where id = $2), $3, 'scheduled',
           (now() + $4::interval) at time zone 'utc', 'UTC', now() + $4::interval returning id`,
        [workspace, post.video, post.caption ?? 'Look at this', due],
      )
      for (const account of post.accounts) {
        await api.host.sql(
          `insert into public.social_post_jobs (workspace_id, post_id, connection_id, network, run_at)
           select $1, $2, id, network, now() + $4::interval from public.social_connections where id = $3`,
          [workspace, row?.id, account, due],
        )
      }
      return row?.id ?? ''
    },
    /** What a worker does until nothing is due. */
    work: (signal: AbortSignal = now()) => publishDue(db, accounts, { workspaceId: null, signal }),
    /** So many seconds go by for what waits, what was sent and what was made; leases end. */
    async pass(seconds: number): Promise<void> {
      await api.host.sql(
        `update public.social_post_jobs set run_at = run_at - make_interval(secs => $1),
           leased_until = leased_until - make_interval(secs => $1), publish_at = publish_at - make_interval(secs => $1),
           container_at = container_at - make_interval(secs => $1), started_at = started_at - make_interval(secs => $1),
           posted_at = posted_at - make_interval(secs => $1)`,
        [seconds],
      )
    },
    jobs: (postId?: string) =>
      api.host.sql<JobRow>(
        `select id, post_id, network, state, media_id, container_id, permalink, error_code, error, waiting_code, waiting_reason,
           cover_state, cover_error, failures
         from public.social_post_jobs where $1::uuid is null or post_id = $1 order by network, id`,
        [postId ?? null],
      ),
    async stateOf(postId: string): Promise<string | undefined> {
      const [row] = await api.host.sql<{ state: string }>('select state from public.social_posts where id = $1', [
        postId,
      ])
      return row?.state
    },
    /** The path of a call, for faults and gates. */
    metaPath: (path: string) => `${new URL(String(meta.env.META_GRAPH_URL)).pathname.replace(/\/$/, '')}/v27.0${path}`,
    youtubePath: (path: string) =>
      `${new URL(String(youtube.env.YOUTUBE_BASE_URL)).pathname.replace(/\/$/, '')}${path}`,
    /** What is public on Instagram and the page. */
    async published(): Promise<{
      media: PostedMedia[]
      videos: PostedVideo[]
      containers: number
      calls: Record<string, number>
    }> {
      // safe: the emulator's own answer
      return (await meta.control.run('published', {})) as never
    },
    async uploaded(): Promise<{ videos: { id: string; title: string; description: string }[]; uploads: number }> {
      // safe: the emulator's own answer
      return (await youtube.control.run('published', {})) as never
    },
    async close(): Promise<void> {
      await api.close()
      await meta.close()
      await youtube.close()
    },
  }
}

async function addAccount(api: TestApi, as: TestPerson, network: Network, accountId: string): Promise<string> {
  const [row] = await api.host.sql<{ id: string }>(
    `insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in, page_id)
     select current_workspace_id, $2, $3, $3, case $2 when 'youtube' then 'youtube' else 'facebook' end, 'dana',
       case $2 when 'instagram' then '${PAGE}' end from public.users where id = $1
     on conflict (workspace_id, network, account_id) do update set is_active = true returning id`,
    [as.userId, network, accountId],
  )
  return row?.id ?? ''
}

async function addVideo(
  api: TestApi,
  as: TestPerson,
  { seconds = 10, size = [1080, 1920] as readonly [number, number], asin = 'B0C1234567' },
): Promise<string> {
  const bytes = mp4(seconds, size)
  const [row] = await api.host.sql<{ id: string; workspace_id: string }>(
    `insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type, duration_seconds,
       width, height)
     select current_workspace_id, $2, 'storage', current_workspace_id || '/' || $2 || '-' || gen_random_uuid() || '.mp4',
       'a.mp4', $3, 'video/mp4', $4, $5, $6 from public.users where id = $1 returning id, workspace_id`,
    [as.userId, asin, bytes.byteLength, seconds, size[0], size[1]],
  )
  const path = `${row?.workspace_id}/${row?.id}/standard.mp4`
  const stored = await createServiceClient()
    .storage.from('video-derivatives')
    .upload(path, new Uint8Array(bytes), { contentType: 'video/mp4' })
  if (stored.error) throw stored.error
  await api.host.sql(
    `insert into public.video_variants (workspace_id, video_id, kind, profile, state, storage_path, file_size, mime_type)
     values ($1, $2, 'transcode', 'standard', 'ready', $3, $4, 'video/mp4')
     on conflict do nothing`,
    [row?.workspace_id, row?.id, path, bytes.byteLength],
  )
  await api.host.sql(
    `update public.video_variants set state = 'ready', storage_path = $3, file_size = $4, mime_type = 'video/mp4'
     where video_id = $2 and workspace_id = $1 and profile = 'standard'`,
    [row?.workspace_id, row?.id, path, bytes.byteLength],
  )
  await api.host.sql(`delete from public.video_variants where video_id = $1 and profile = 'reel'`, [row?.id])
  await api.host.sql(`update private.jobs set finished_at = now() where finished_at is null`)
  return row?.id ?? ''
}

/** An access token of Google, from its own pages. */
async function googleToken(youtube: TestEmulator): Promise<string> {
  const vendor = openYouTube()
  if (!vendor) throw new Error('YouTube is not configured')
  const verifier = 'a'.repeat(64)
  const page = await (await fetch(vendor.consentUrl({ state: 's', codeVerifier: verifier }))).text()
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ consent: field('consent'), account: 'g-dana', decision: 'approve' })
  for (const [, scope = ''] of page.matchAll(/name="scope" value="([^"]+)"/g)) body.append('scope', scope)
  const answer = await fetch(`${youtube.env.GOOGLE_LOGIN_URL}/consent`, { method: 'POST', body, redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? 'none:').searchParams.get('code') ?? ''
  return (await vendor.redeemCode(code, verifier)).accessToken
}
