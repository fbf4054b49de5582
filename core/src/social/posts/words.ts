import { NETWORK_NAMES, type SocialNetwork } from '../networks.ts'
import type { JobState, PostState } from './schema.ts'

export const POST_STATE_WORDS: Readonly<Record<PostState, string>> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  publishing: 'Publishing',
  posted: 'Posted',
  partial: 'Partly posted',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

/** `unknown` needs a person only when checking with the network did not settle it. */
export const JOB_STATE_WORDS: Readonly<Record<JobState, string>> = {
  pending: 'Waiting',
  preparing: 'Preparing',
  publishing: 'Publishing',
  posted: 'Posted',
  failed: 'Failed',
  unknown: 'Needs attention',
  cancelled: 'Cancelled',
}

type WaitingJob = {
  network: SocialNetwork
  account_name: string
  state: JobState
  waiting_reason: string | null
  error: string | null
}
type WaitingPost = { state: PostState; has_video: boolean; jobs: readonly WaitingJob[] }

const named = ({ network, account_name }: WaitingJob) => `${NETWORK_NAMES[network]} (${account_name})`

/** What a post waits for, in a sentence; null when it waits for nothing but its time. */
export function describeWait({ state, has_video, jobs }: WaitingPost): string | null {
  if (state === 'draft') {
    const missing = [!has_video && 'a video', jobs.length === 0 && 'an account'].filter(Boolean)
    return missing.length > 0
      ? `Choose ${missing.join(' and ')} to schedule this post.`
      : 'Schedule it, or post it now.'
  }
  const held = jobs.find((job) => job.waiting_reason !== null)
  if (held && (state === 'scheduled' || state === 'publishing')) return `${named(held)}: ${held.waiting_reason}`
  const unknown = jobs.find((job) => job.state === 'unknown')
  if (unknown) return `${named(unknown)}: OpSyncPro is checking whether this was posted. It is not sent again.`
  const failed = jobs.filter((job) => job.state === 'failed')
  const [first] = failed
  if (!first) return null
  const more = failed.length > 1 ? ` ${failed.length - 1} more failed.` : ''
  return `${named(first)}: ${first.error ?? 'The network refused this post.'}${more}`
}

/** What was done to a chosen time; null when it is taken as it is. `clock`: a time as the person reads it. */
export function describeRule(rule: 'moved' | 'first' | null, clock: { wall: string; actual: string }): string | null {
  if (rule === 'moved') {
    return `${clock.wall} does not exist on this day: the clocks go forward. The post goes out at ${clock.actual}.`
  }
  if (rule === 'first')
    return `${clock.wall} comes twice on this day: the clocks go back. The post goes out the first time.`
  return null
}
