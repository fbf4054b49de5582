import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../../db/user-client.ts'
import { inParallel } from '../../in-parallel.ts'
import { defineJob, JobPause } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { wordsOf } from './failures.ts'
import { openSocialAccounts, type SocialAccounts } from './open-accounts.ts'
import { publishPost } from './publish-post.ts'
import { claimSocialJobs, extendSocialJobs, putOffJob, type SocialWork, secondsToNextJob } from './publishing.repo.ts'
import { backoffSeconds } from './step.ts'

/** Calls to networks side by side in one worker. */
export const AT_ONCE = 8
const CLAIMED_AT_ONCE = 500
const LEASE_SECONDS = 180
/** What is due sooner is waited for as a pause of this job; the rest is the next minute's. */
const WAITS_SECONDS = 300

/**
 * Publishes what is due, of one workspace or of all. May run twice, at once or after dying anywhere: each post's job is
 * handed to one worker, what was asked of a network is stored before the call, and what a worker never told of is looked
 * up there.
 */
export const publishPosts = defineJob({
  kind: 'social.publish',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, signal }) {
    const seconds = await publishDue(serviceDb, openSocialAccounts(serviceDb, signal), { workspaceId, signal })
    if (seconds !== null && seconds <= WAITS_SECONDS) throw new JobPause(seconds + 1)
  },
})

/** Publishes until nothing is due. Answers in how many seconds the next job is; null when none waits. */
export async function publishDue(
  serviceDb: Db,
  accounts: SocialAccounts,
  { workspaceId, signal }: { workspaceId: string | null; signal: AbortSignal },
): Promise<number | null> {
  const worker = randomUUID()
  const heartbeat = setInterval(
    () => void extendSocialJobs(serviceDb, worker, LEASE_SECONDS).catch(() => undefined),
    (LEASE_SECONDS * 1000) / 3,
  )
  try {
    for (;;) {
      signal.throwIfAborted()
      const claim = { limit: CLAIMED_AT_ONCE, leaseSeconds: LEASE_SECONDS, workspaceId }
      const jobs = await claimSocialJobs(serviceDb, worker, claim)
      if (jobs.length === 0) break
      await inParallel(jobs, AT_ONCE, (work) => settle(serviceDb, accounts, worker, work, signal))
    }
  } finally {
    clearInterval(heartbeat)
    await extendSocialJobs(serviceDb, worker, 0).catch(() => undefined)
  }
  return secondsToNextJob(serviceDb, workspaceId)
}

/** One job's failure is its own: the others go on. */
async function settle(
  serviceDb: Db,
  accounts: SocialAccounts,
  worker: string,
  work: SocialWork,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return
  try {
    await publishPost(serviceDb, accounts, worker, work, signal)
  } catch (error) {
    if (signal.aborted) return
    log.error('social.publish_failed', error, { job: work.id, network: work.network })
    // How far it came is stored already. When that fails too, its lease ends, and it is looked at again.
    await putOffJob(serviceDb, worker, work.id, {
      seconds: backoffSeconds(work.failures),
      code: 'own_fault',
      reason: wordsOf('own_fault', work),
      isFailure: true,
    }).catch(() => undefined)
  }
}
