import { z } from 'zod'
import { SocialNetwork } from '#core/social/networks.ts'
import { Instant } from '#core/time.ts'
import { DubLanguage } from '#core/videos/schema.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'

// Every function here takes the `serviceDb`. What a worker may store is decided in SQL by its lease.

const Video = z.object({
  id: z.uuid(),
  source: z.enum(['storage', 'onedrive']),
  storage_path: z.string().nullable(),
  mime_type: z.string(),
  file_size: z.number().int(),
  duration_seconds: z.number().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  asin: z.string(),
})

const Variant = z.object({
  /** `dub`: in the language of the post. */
  profile: z.enum(['standard', 'reel', 'dub']),
  state: z.enum(['pending', 'processing', 'ready', 'failed']),
  storage_path: z.string().nullable(),
  file_size: z.number().int().nullable(),
  error: z.string().nullable(),
})

/** One post for one account, as a worker has it. */
export const SocialWork = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  post_id: z.uuid(),
  connection_id: z.uuid(),
  network: SocialNetwork,
  /** The network's own id of the account. */
  account_id: z.string(),
  page_id: z.string().nullable(),
  is_active: z.boolean(),
  can_post: z.boolean(),
  caption: z.string(),
  title: z.string().nullable(),
  tags: z.array(z.string()),
  privacy: z.enum(['public', 'unlisted', 'private']).nullable(),
  dub_language: DubLanguage.nullable(),
  is_ai_generated: z.boolean(),
  state: z.enum(['pending', 'preparing', 'publishing', 'unknown']),
  /** How often in a row it went wrong and was put off. */
  failures: z.number().int(),
  started_at: Instant,
  container_id: z.string().nullable(),
  container_at: Instant.nullable(),
  publish_at: Instant.nullable(),
  waiting_code: z.string().nullable(),
  /** In the bucket of finished thumbnails; null without a cover. */
  cover_path: z.string().nullable(),
  video: Video.nullable(),
  variants: z.array(Variant),
})
export type SocialWork = z.infer<typeof SocialWork>

/** Due jobs, at most `limit`, in one statement. Without a workspace those of all, in turns. */
export async function claimSocialJobs(
  serviceDb: Db,
  worker: string,
  { limit, leaseSeconds, workspaceId }: { limit: number; leaseSeconds: number; workspaceId: string | null },
): Promise<SocialWork[]> {
  const args = {
    p_worker: worker,
    p_limit: limit,
    p_lease_seconds: leaseSeconds,
    ...(workspaceId !== null && { p_workspace_id: workspaceId }),
  }
  return z.array(SocialWork).parse(unwrap(await serviceDb.rpc('claim_social_jobs', args)))
}

/** Renews the leases of a worker's jobs; with 0 seconds the worker gives back those that it still has. */
export async function extendSocialJobs(serviceDb: Db, worker: string, leaseSeconds: number): Promise<void> {
  unwrap(await serviceDb.rpc('extend_social_jobs', { p_worker: worker, p_lease_seconds: leaseSeconds }))
}

/** Seconds until the next job is due; null when none waits. */
export async function secondsToNextJob(serviceDb: Db, workspaceId: string | null): Promise<number | null> {
  const args = workspaceId === null ? {} : { p_workspace_id: workspaceId }
  return z
    .number()
    .int()
    .nullable()
    .parse(unwrap(await serviceDb.rpc('next_social_job', args)))
}

const Rivals = z.object({ media_ids: z.array(z.string()), unsettled: z.number().int() })

/** What a step stores as it goes. Each answers false when the job is no longer the worker's, or was cancelled. */
export type JobRecord = {
  /** Before the first call. `youtubeQuota`: counts one upload of the project's day. */
  beginPreparing(youtubeQuota?: number): Promise<'go' | 'stop' | 'youtube_quota'>
  noteContainer(containerId: string, runSeconds: number): Promise<boolean>
  /** Before the call that makes it public. */
  beginPublishing(containerId: string | null): Promise<boolean>
  /** Media ids that other jobs of the account have, and how many unsettled ones have the same text. */
  rivals(): Promise<z.infer<typeof Rivals>>
}

export function openJobRecord(serviceDb: Db, { id }: Pick<SocialWork, 'id'>, worker: string): JobRecord {
  const key = { p_job_id: id, p_worker: worker }
  return {
    async beginPreparing(youtubeQuota) {
      const args = { ...key, ...(youtubeQuota !== undefined && { p_youtube_quota: youtubeQuota }) }
      return z.enum(['go', 'stop', 'youtube_quota']).parse(unwrap(await serviceDb.rpc('begin_social_preparing', args)))
    },
    async noteContainer(containerId, runSeconds) {
      const args = { ...key, p_container_id: containerId, p_run_seconds: runSeconds }
      return z.boolean().parse(unwrap(await serviceDb.rpc('note_social_container', args)))
    },
    async beginPublishing(containerId) {
      const args = { ...key, ...(containerId !== null && { p_container_id: containerId }) }
      return z.boolean().parse(unwrap(await serviceDb.rpc('begin_social_publishing', args)))
    },
    async rivals() {
      return Rivals.parse(unwrap(await serviceDb.rpc('get_social_rivals', { p_job_id: id })))
    },
  }
}

/** False when another job has that media, or this one is settled. */
export async function notePosted(
  serviceDb: Db,
  jobId: string,
  media: { mediaId: string; permalink: string | null; postedAt: string | null },
): Promise<boolean> {
  const args = {
    p_job_id: jobId,
    p_media_id: media.mediaId,
    ...(media.permalink !== null && { p_permalink: media.permalink }),
    ...(media.postedAt !== null && { p_posted_at: media.postedAt }),
  }
  return z.boolean().parse(unwrap(await serviceDb.rpc('note_social_posted', args)))
}

export async function notePermalink(serviceDb: Db, jobId: string, permalink: string): Promise<void> {
  unwrap(await serviceDb.rpc('note_social_permalink', { p_job_id: jobId, p_permalink: permalink }))
}

/** Whether the network took the cover; the post stands either way. */
export async function noteCover(serviceDb: Db, jobId: string, error: string | null): Promise<void> {
  const args = {
    p_job_id: jobId,
    p_state: error === null ? 'sent' : 'failed',
    ...(error !== null && { p_error: error }),
  }
  unwrap(await serviceDb.rpc('note_social_cover', args))
}

export async function putOffJob(
  serviceDb: Db,
  worker: string,
  jobId: string,
  later: {
    seconds: number
    /** Without one the state stays as it is. */
    state?: 'pending' | 'preparing' | 'publishing' | 'unknown'
    code?: string
    reason?: string
    isFailure?: boolean
  },
): Promise<void> {
  const args = {
    p_job_id: jobId,
    p_worker: worker,
    p_seconds: Math.max(1, Math.ceil(later.seconds)),
    ...(later.state !== undefined && { p_state: later.state }),
    ...(later.code !== undefined && { p_code: later.code, p_reason: later.reason ?? later.code }),
    p_is_failure: later.isFailure ?? false,
  }
  unwrap(await serviceDb.rpc('put_off_social_job', args))
}

export async function failSocialJob(
  serviceDb: Db,
  worker: string,
  jobId: string,
  failure: { code: string; reason: string },
): Promise<void> {
  const args = { p_job_id: jobId, p_worker: worker, p_code: failure.code, p_error: failure.reason }
  unwrap(await serviceDb.rpc('fail_social_job', args))
}
