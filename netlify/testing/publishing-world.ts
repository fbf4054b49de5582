import { mp4 } from '../../services/emulators/meta/testing/media-server.ts'
import { INSTAGRAM, PAGE } from '../../services/emulators/meta/testing/sign-in.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import { openSocialAccounts } from '../src/social/publishing/open-accounts.ts'
import { publishDue } from '../src/social/publishing/publish-posts.job.ts'
import type { TestApi } from './create-test-api.ts'
import { createSocialWorld } from './social-world.ts'

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

/** Accounts on the emulated networks by their own sign-ins, a converted video, and what the accounts published. */
export async function createPublishingWorld() {
  const world = await createSocialWorld()
  const { api, meta, youtube, tiktok } = world
  const db = createServiceClient()
  const now = () => new AbortController().signal

  return {
    api,
    db,
    meta,
    youtube,
    tiktok,
    workspaceOf: world.workspaceOf,
    /** Healthy emulators, and Dana's accounts connected again. */
    async reset(as: TestPerson): Promise<Record<Network, string>> {
      await world.reset()
      await api.host.sql('delete from private.youtube_inserts')
      // Nothing here tests how fast a network converts.
      await meta.control.seed({ polls_needed: 0 })
      await world.connectAll(as, 'facebook')
      const items = await world.connectAll(as, 'youtube')
      const idOf = (network: Network) =>
        items.find((one) => one.network === network && one.account_id === ACCOUNT_IDS[network])?.id ?? ''
      return { instagram: idOf('instagram'), facebook: idOf('facebook'), youtube: idOf('youtube') }
    },
    /** TikTok's account, which the others do without. */
    async connectTikTok(as: TestPerson): Promise<string> {
      const items = await world.connectAll(as, 'tiktok')
      return items.find(({ network }) => network === 'tiktok')?.id ?? ''
    },
    async postedOnTikTok(): Promise<{ title: string; privacy: string; is_aigc: boolean }[]> {
      // safe: the emulator's own answer
      return ((await tiktok.control.run('published', {})) as { posts: never[] }).posts
    },
    /** Google's grants end with a day of the emulator's clock. */
    signInAgain: (as: TestPerson) => world.connectAll(as, 'youtube'),
    /** What waits is due now, without that time goes by. */
    wake: () => api.host.sql('update public.social_post_jobs set run_at = now() where run_at is not null'),
    video: (as: TestPerson, options: { seconds?: number; size?: readonly [number, number]; asin?: string } = {}) =>
      addVideo(api, as, options),
    /** A post that is due, with a job for each account. */
    async post(
      as: TestPerson,
      post: { video: string; accounts: readonly string[]; caption?: string; dueInSeconds?: number },
    ): Promise<string> {
      const workspace = await world.workspaceOf(as)
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
    work: (signal: AbortSignal = now()) =>
      publishDue(db, openSocialAccounts(db, signal), { workspaceId: null, signal }),
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
    close: () => world.close(),
  }
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
