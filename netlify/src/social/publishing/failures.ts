import { reasonOf } from '#core/social/posts/reasons.ts'
import { TOKEN_REPLACED } from '../../connections/session.ts'
import { AppError } from '../../errors.ts'
import { ProviderError } from '../../providers/errors.ts'
import * as meta from '../../providers/meta/index.ts'
import * as tiktok from '../../providers/tiktok/index.ts'
import * as youtube from '../../providers/youtube/index.ts'
import { untilMidnightPacific } from './pacific-day.ts'
import type { SocialWork } from './publishing.repo.ts'
import { backoffSeconds, lookUpSeconds, type Step } from './step.ts'

/** A reel that the network could not make is made anew so often. */
export const MOST_CONTAINERS = 5
/** After so long without an answer, a post that is surely not public fails. */
const LONGEST_MS = 24 * 60 * 60_000
const HOLD_SECONDS = 60 * 60
/** Reconnecting the account wakes its jobs at once. */
const ACCOUNT_SECONDS = 6 * 60 * 60

/** Meta's servers failed, not the file: the same file goes through in another container. */
export const isWorthAnotherContainer = (code: string): boolean =>
  /^graph\.-?\d{1,9}\.22070(?:01|03|08|20|32|52|53)$/.test(code)

const VENDORS = { meta, tiktok, youtube }
const vendorOf = ({ provider }: ProviderError) =>
  provider === 'youtube' || provider === 'tiktok' ? VENDORS[provider] : VENDORS.meta

/** Whether a call may have had its effect although it failed: then it is looked up, never repeated. */
export function isLost(error: unknown): boolean {
  // The session refused before or instead of the call.
  if (error instanceof AppError) return false
  if (!(error instanceof ProviderError)) return true
  return error.code !== TOKEN_REPLACED && vendorOf(error).effectOf(error) === 'unknown'
}

/** What a failure that no step knew means for the job. Nothing was made public by what failed. */
export function afterFailure(error: unknown, work: SocialWork): Step | null {
  if (error instanceof AppError) return afterProblem(error, work)
  if (!(error instanceof ProviderError)) return null
  const isAsked = work.state === 'publishing' || work.state === 'unknown'
  const state = isAsked ? 'unknown' : work.state === 'pending' ? 'preparing' : work.state
  if (vendorOf(error).isHold(error) && error.provider !== 'youtube') {
    return { ended: 'later', seconds: error.retryAfterSeconds ?? HOLD_SECONDS, state, code: 'network_hold' }
  }
  if (error.provider === 'youtube' && youtube.isHold(error)) {
    // The quota of a lookup says nothing about the upload: what may be public does not begin anew.
    const again = isAsked ? 'unknown' : 'pending'
    return { ended: 'later', seconds: untilMidnightPacific(new Date()), state: again, code: 'youtube_quota' }
  }
  // The session refreshes what it can; this needs the person.
  if (error.outcome === 'reconnect') return { ended: 'later', seconds: ACCOUNT_SECONDS, state, code: 'account' }
  // What may be public is looked up again, whatever the lookup says.
  if (isAsked) {
    return { ended: 'later', seconds: lookUpSeconds(work.failures), state, code: 'answer_lost', isFailure: true }
  }
  // A container that was made a moment ago is sometimes not found yet.
  if (error.outcome === 'gone') {
    const isOld = work.container_at !== null && Date.now() - Date.parse(work.container_at) > 10 * 60_000
    return { ended: 'later', seconds: 15, state: isOld ? 'pending' : 'preparing', isFailure: true }
  }
  if (error.outcome === 'rejected') {
    return isWorthAnotherContainer(error.code) && work.failures < MOST_CONTAINERS
      ? { ended: 'later', seconds: 30, state: 'pending', code: error.code, isFailure: true }
      : { ended: 'failed', code: error.code }
  }
  if (Date.now() - Date.parse(work.started_at) > LONGEST_MS) return { ended: 'failed', code: 'network_silent' }
  const seconds = error.retryAfterSeconds ?? backoffSeconds(work.failures)
  return { ended: 'later', seconds, state, code: 'network_busy', isFailure: true }
}

const OF_THE_ACCOUNT = /_(?:reconnect|not_connected|not_configured|inactive)$/

/** The account cannot be used now: the post is held and says why. */
function afterProblem(error: AppError, work: SocialWork): Step | null {
  if (!OF_THE_ACCOUNT.test(error.code)) return null
  const state = work.state === 'pending' ? 'pending' : work.state
  return { ended: 'later', seconds: ACCOUNT_SECONDS, state, code: 'account' }
}

/** The sentence for a person. */
export const wordsOf = (code: string, work: SocialWork): string => reasonOf(code, work.network)
