import { NETWORK_NAMES } from '#core/social/networks.ts'
import { checkText, checkVideo, type Finding } from '#core/social/posts/check-post.ts'
import type { PostableAccount } from '#core/social/posts/contract.ts'
import type { NetworkLimit } from '#core/social/posts/limits.ts'
import type { PostAccount } from '#core/social/posts/schema.ts'
import type { Db } from '../../../db/user-client.ts'
import { AppError } from '../../../errors.ts'
import { listAccounts, listLimits, listPostVideos, type PostVideo } from '../posts.repo.ts'

/** What is checked of a post: its text for each account, and its video. */
export type Draft = {
  video_id: string | null
  caption: string
  accounts: readonly PostAccount[]
}

/** What drafts are checked with. */
export type Known = {
  limits: readonly NetworkLimit[]
  accounts: readonly PostableAccount[]
  videos: ReadonlyMap<string, PostVideo>
}

/** Reads what drafts with these videos are checked with. Throws `not_allowed`. */
export async function loadKnown(db: Db, videoIds: readonly (string | null)[]): Promise<Known> {
  const ids = videoIds.filter((id) => id !== null)
  const [limits, accounts, videos] = await Promise.all([listLimits(db), listAccounts(db), listPostVideos(db, ids)])
  return { limits, accounts, videos: new Map(videos.map((video) => [video.id, video])) }
}

/**
 * What stands against a draft on each of its accounts, without asking any network. Throws `video_not_found`,
 * `social_account_not_found`.
 */
export function checkDraft(draft: Draft, { limits, accounts, videos }: Known): Finding[] {
  const video = draft.video_id === null ? null : (videos.get(draft.video_id) ?? null)
  if (draft.video_id !== null && video === null) {
    throw new AppError('video_not_found', "We can't find this video in your workspace.")
  }
  const findings = draft.accounts.flatMap((account) => {
    const found = accounts.find(({ id }) => id === account.connection_id)
    if (!found) throw new AppError('social_account_not_found', "We can't find this account in your workspace.")
    const { network } = found
    const text = { caption: account.caption ?? draft.caption, title: account.title, tags: account.tags }
    const own = [
      ...checkAccount(found),
      ...checkText(network, text, limits),
      ...(video ? checkVideo(network, video, limits) : []),
    ]
    return own.map((finding) => ({ ...finding, connection_id: account.connection_id }))
  })
  return [...checkParts(draft, video), ...findings]
}

const finding = (code: string, severity: Finding['severity'], message: string): Finding => ({
  network: null,
  connection_id: null,
  code,
  severity,
  message,
})

function checkParts({ accounts }: Draft, video: PostVideo | null): Finding[] {
  const findings: Finding[] = []
  if (video === null) findings.push(finding('video_missing', 'error', 'Choose a video.'))
  if (accounts.length === 0) findings.push(finding('accounts_missing', 'error', 'Choose at least one account.'))
  if (video?.check_state === 'failed') {
    findings.push(finding('video_damaged', 'error', 'This video is damaged. Upload it again.'))
  }
  if (video?.check_state === 'pending') {
    findings.push(
      finding('video_not_checked', 'warning', 'The video is still being checked, so its length and shape are unknown.'),
    )
  }
  return findings
}

function checkAccount({ network, name, is_active, can_post, missing_permissions }: PostableAccount): Finding[] {
  if (is_active && can_post) return []
  const missing = missing_permissions.length > 0 ? ` Missing: ${missing_permissions.join(', ')}.` : ''
  const message = is_active
    ? `${NETWORK_NAMES[network]} (${name}) does not allow OpSyncPro to post. Reconnect it and allow posting.${missing}`
    : `${NETWORK_NAMES[network]} (${name}) is disconnected. Reconnect it, or choose another account.`
  return [{ ...finding(is_active ? 'posting_not_allowed' : 'account_disconnected', 'error', message), network }]
}

/** What was checked elsewhere with its own code, or does not hinder scheduling. */
const CHECKED_BY_SQL = new Set(['video_missing', 'accounts_missing', 'posting_not_allowed', 'account_disconnected'])

/** Why a network would refuse a post, each reason once; empty when it is ready. */
export function refusalsOf(draft: Draft, known: Known): Finding[] {
  return checkDraft(draft, known).filter(({ severity, code }) => severity === 'error' && !CHECKED_BY_SQL.has(code))
}

/** Reasons in a sentence or two; null when there is none. */
export function sayRefusals(refusals: readonly Finding[]): string | null {
  const messages = [...new Set(refusals.map(({ message }) => message))]
  const [first] = messages
  if (first === undefined) return null
  return messages.length > 1 ? `${first} ${messages.length - 1} more to fix.` : first
}

/** Refuses a post that a network would refuse. Throws `post_not_ready` with every reason. */
export async function requireReady(db: Db, draft: Draft): Promise<void> {
  const refusals = refusalsOf(draft, await loadKnown(db, [draft.video_id]))
  const message = sayRefusals(refusals)
  if (message === null) return
  throw new AppError('post_not_ready', message, {
    issues: refusals.map((refusal) => ({ path: `accounts.${refusal.connection_id ?? ''}`, message: refusal.message })),
  })
}
