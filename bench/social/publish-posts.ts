import { performance } from 'node:perf_hooks'
import { sealToken } from '../../netlify/src/connections/seal-tokens.ts'
import { createServiceClient } from '../../netlify/src/db/service-client.ts'
import { openSocialAccounts } from '../../netlify/src/social/publishing/open-accounts.ts'
import { AT_ONCE, publishDue } from '../../netlify/src/social/publishing/publish-posts.job.ts'
import { mp4 } from '../../services/emulators/meta/testing/media-server.ts'
import { DANA, facebookToken, INSTAGRAM, PAGE } from '../../services/emulators/meta/testing/sign-in.ts'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import { createTestHost, type TestHost } from '../../services/local/testing/create-test-host.ts'
import startTestServer from '../../services/local/testing/test-server.ts'
import { type Entry, entry } from '../measure.ts'

const POSTS = 500
const LATENCY_MS = 300

/**
 * 500 Instagram posts that are due in one minute, at 300 ms a call, against the least time of those calls: their number ×
 * latency ÷ concurrency. On a PostgreSQL server where the machine has its binaries. The emulator works in this process.
 */
export async function benchPublishPosts(): Promise<Entry[]> {
  const stopServer = await startTestServer()
  const host = await createTestHost()
  const meta = await startTestEmulator('meta', { siteUrl: 'http://127.0.0.1:8888' })
  const others = globalThis.fetch
  let calls = 0
  let claims = 0
  try {
    Object.assign(process.env, host.env, meta.env)
    const signInToken = await facebookToken(meta)
    await meta.control.seed({ polls_needed: 0, instagram: [{ ...ACCOUNT, quota_total: POSTS * 2 }] })
    await meta.control.addFault({ match: {}, times: POSTS * 20, delay_ms: LATENCY_MS })
    globalThis.fetch = async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (url.startsWith(`${host.url}/api/`)) return new Response(null, { status: 202 })
      if (url.endsWith('/rpc/claim_social_jobs')) claims += 1
      if (url.startsWith(host.url)) return host.fetch(input, init)
      if (!url.includes('/_emulator')) calls += 1
      return others(input, init)
    }
    const person = await host.signUp()
    const workspaceId = await connect(host, person.userId, signInToken)
    await makeDue(host, workspaceId)
    const db = createServiceClient()
    const { signal } = new AbortController()
    const startedAt = performance.now()
    const work = publishDue(db, openSocialAccounts(db, signal), { workspaceId: null, signal })
    await work
    const ours_ms = performance.now() - startedAt
    const [posted] = await host.sql<{ count: number }>(
      `select count(*)::int as count from public.social_post_jobs where state = 'posted' and permalink is not null`,
    )
    if (posted?.count !== POSTS) throw new Error(`${posted?.count} of ${POSTS} were posted.`)
    await requireOnce(meta)
    // The last claim finds nothing.
    console.log(`     ${POSTS} posts were claimed in ${claims - 1} statement(s), and made ${calls} calls.`)
    return [
      entry({
        name: `${POSTS} posts due in one minute`,
        rival: `${calls} calls × ${LATENCY_MS} ms ÷ ${AT_ONCE} at once`,
        limit: 1.25,
        ours_ms,
        rival_ms: (calls * LATENCY_MS) / AT_ONCE,
      }),
    ]
  } finally {
    globalThis.fetch = others
    await meta.close()
    await host.close()
    await stopServer?.()
  }
}

const ACCOUNT = {
  id: INSTAGRAM,
  app_scoped_id: '26000001',
  username: 'danas.daily.finds',
  name: "Dana's Daily Finds",
}

async function requireOnce(meta: TestEmulator): Promise<void> {
  // safe: the emulator's own answer
  const { media } = (await meta.control.run('published', {})) as { media: { caption: string }[] }
  const captions = new Set(media.map(({ caption }) => caption))
  if (media.length !== POSTS || captions.size !== POSTS) throw new Error(`${media.length} reels are public.`)
}

async function connect(host: TestHost, userId: string, token: string): Promise<string> {
  const [row] = await host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
    userId,
  ])
  const id = row?.id ?? ''
  const account = { provider: 'facebook', workspace_id: id, account: DANA } as const
  await host.sql(
    `insert into public.social_sign_ins (workspace_id, provider, account, user_id, name) values ($1, 'facebook', $2, $3, 'Dana')`,
    [id, DANA, userId],
  )
  await host.sql(
    `insert into private.connections (provider, workspace_id, account, access_token_sealed, refresh_token_sealed, access_token_expires_at)
     values ('facebook', $1, $2, $3, $4, now() + interval '50 days')`,
    [id, DANA, sealToken(account, 'access_token', token), sealToken(account, 'refresh_token', token)],
  )
  await host.sql(
    `insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in, page_id)
     values ($1, 'instagram', $2, 'Dana', 'facebook', $3, $4)`,
    [id, INSTAGRAM, DANA, PAGE],
  )
  return id
}

async function makeDue(host: TestHost, workspaceId: string): Promise<void> {
  const bytes = mp4(10)
  const path = `${workspaceId}/bench/standard.mp4`
  const stored = await createServiceClient()
    .storage.from('video-derivatives')
    .upload(path, new Uint8Array(bytes), { contentType: 'video/mp4' })
  if (stored.error) throw stored.error
  // A trigger makes the variants.
  await host.sql(
    `insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type, duration_seconds, width, height)
     values ($1, 'B0C1234567', 'storage', 'bench.mp4', 'a.mp4', $2, 'video/mp4', 10, 1080, 1920)`,
    [workspaceId, bytes.byteLength],
  )
  await host.sql(
    `update public.video_variants set state = 'ready', storage_path = $1, file_size = $2, mime_type = 'video/mp4' where profile = 'standard'`,
    [path, bytes.byteLength],
  )
  await host.sql(
    `with post as (
       insert into public.social_posts (workspace_id, video_id, caption, state, scheduled_wall, time_zone, scheduled_at)
       select $1, video.id, 'Post ' || i, 'scheduled', now() at time zone 'utc', 'UTC', now()
       from public.product_videos as video, generate_series(1, ${POSTS}) as i returning id
     )
     insert into public.social_post_jobs (workspace_id, post_id, connection_id, network, run_at)
     select $1, post.id, account.id, account.network, now() from post, public.social_connections as account`,
    [workspaceId],
  )
  await host.exec(`delete from public.video_variants where profile = 'reel'; analyze public.social_post_jobs;`)
}
