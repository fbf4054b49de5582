import { z } from 'zod'
import { SocialNetwork } from '#core/social/networks.ts'
import type { PublishedCandidate } from '#core/social/posts/publishing-contract.ts'
import { Instant } from '#core/time.ts'
import { openServiceDb } from '../../connections/service-db.ts'
import type { UserContext } from '../../context.ts'
import { unwrap } from '../../db/db-errors.ts'
import { getEditorWorkspaceId } from '../../db/editor-workspace.ts'
import { AppError } from '../../errors.ts'
import { ProviderError } from '../../providers/errors.ts'
import { publishedSince } from './match-published.ts'
import { openSocialAccounts } from './open-accounts.ts'

const Job = z.object({
  id: z.uuid(),
  connection_id: z.uuid(),
  state: z.string(),
  publish_at: Instant.nullable(),
  container_at: Instant.nullable(),
  network: SocialNetwork,
  account: z.object({ account_id: z.string(), name: z.string() }),
})

const Resolved = z.enum(['posted', 'failed'])
const ANSWER_MS = 20_000

/**
 * What the account published since an unknown job was sent, read now. Throws `post_not_found`, `not_allowed`, and the
 * problems of the account.
 */
export async function listCandidates(ctx: UserContext, jobId: string): Promise<{ items: PublishedCandidate[] }> {
  const workspaceId = await getEditorWorkspaceId(ctx.db)
  const row = unwrap(
    await ctx.db
      .from('social_post_jobs')
      .select(
        'id, connection_id, network, state, publish_at, container_at, account:social_connections!inner(account_id, name)',
      )
      .eq('id', jobId)
      .maybeSingle(),
  )
  const job = Job.nullable().parse(row)
  if (!job) throw new AppError('post_not_found', "We can't find this post in your workspace.")
  if (job.publish_at === null) return { items: [] }
  const since = publishedSince({ publishAt: job.publish_at, madeAt: job.container_at })
  const signal = AbortSignal.timeout(ANSWER_MS)
  const { account_id: accountId, name } = job.account
  try {
    const account = await openSocialAccounts(openServiceDb(), signal).open({
      workspace_id: workspaceId,
      connection_id: job.connection_id,
    })
    if (account.kind === 'tiktok') return { items: [] }
    if (account.kind === 'youtube') {
      const videos = await account.youtube.listRecentVideos(since, signal)
      return { items: videos.map(({ id, title, postedAt, permalink }) => toCandidate(id, title, postedAt, permalink)) }
    }
    if (job.network === 'facebook') {
      const videos = await account.graph.listPageVideos(accountId, since, signal)
      return {
        items: videos.map((video) => toCandidate(video.id, video.description, video.postedAt, video.permalink)),
      }
    }
    const media = await account.graph.listMedia(accountId, since, signal)
    return { items: media.map((one) => toCandidate(one.id, one.caption, one.postedAt, one.permalink)) }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw error.outcome === 'try_later'
      ? new AppError('provider_try_later', `${name} can't be read now. Try again soon.`, {}, error)
      : new AppError('provider_failed', `The network rejected this for ${name}. Nothing was changed.`, {}, error)
  }
}

const toCandidate = (media_id: string, text: string, posted_at: string, permalink: string | null) => ({
  media_id,
  text,
  posted_at,
  permalink,
})

/**
 * Settles an unknown job by what a person saw: as that post of the network, or (null) as not there. Throws
 * `post_not_found`, `post_job_not_unknown`, `media_taken`, `media_not_found`, `not_allowed`.
 */
export async function resolvePostJob(
  ctx: UserContext,
  jobId: string,
  mediaId: string | null,
): Promise<{ state: 'posted' | 'failed' }> {
  if (mediaId === null) {
    return { state: Resolved.parse(unwrap(await ctx.db.rpc('resolve_social_job', { p_job_id: jobId }))) }
  }
  // Only what the network shows now is an answer.
  const { items } = await listCandidates(ctx, jobId)
  const media = items.find(({ media_id }) => media_id === mediaId)
  if (!media) throw new AppError('media_not_found', 'The account no longer shows this post. Look again.')
  const answer = await ctx.db.rpc('resolve_social_job', {
    p_job_id: jobId,
    p_media_id: media.media_id,
    p_posted_at: media.posted_at,
    ...(media.permalink !== null && { p_permalink: media.permalink }),
  })
  return { state: Resolved.parse(unwrap(answer)) }
}
