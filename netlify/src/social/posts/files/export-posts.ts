import { CSV_BOM, CSV_LINE_BREAK, csvLine } from '#core/cell-text.ts'
import type { FileAnswer } from '#core/http/file.ts'
import { accountLabel, CALENDAR_COLUMNS, calendarLine } from '#core/social/posts/calendar-file.ts'
import { type ExportPosts, SocialPost } from '#core/social/posts/schema.ts'
import { dayOf, resolveWallTime, shiftDays, timeOf, type WallTime } from '#core/social/posts/wall-time.ts'
import { JOB_STATE_WORDS, POST_STATE_WORDS } from '#core/social/posts/words.ts'
import type { UserContext } from '../../../context.ts'
import { readableRows } from '../../../cursor.ts'
import { AppError } from '../../../errors.ts'
import { listPostsBetween } from '../posts.repo.ts'
import { getSettings } from '../settings/settings.repo.ts'

const MOST_POSTS = 5000
const FIRST_DAY = '2000-01-01'
const LAST_DAY = '2100-01-01'

/**
 * The posts of some days, both included, on the clock of the workspace, as CSV. A spreadsheet runs no cell of it, and an
 * import of the file reads it back. Throws `invalid_input` for too many posts, `not_allowed`.
 */
export async function exportPosts({ db }: UserContext, { from, until }: ExportPosts): Promise<FileAnswer> {
  const { time_zone } = await getSettings(db)
  const begin = (day: string): WallTime => `${day}T00:00`
  const first = resolveWallTime(begin(from ?? FIRST_DAY), time_zone).at
  const end = resolveWallTime(shiftDays(begin(until ?? LAST_DAY), 1), time_zone).at
  const rows = await listPostsBetween(db, first, end, MOST_POSTS)
  if (rows.length === MOST_POSTS) {
    const message = `These days have ${MOST_POSTS.toLocaleString('en-US')} posts or more. Choose fewer days.`
    throw new AppError('invalid_input', message, { issues: [{ path: 'until', message }] })
  }
  const lines = readableRows(SocialPost, rows).map(lineOf)
  return {
    filename: `posts-${from ?? 'all'}${until === undefined ? '' : `-to-${until}`}.csv`,
    content_type: 'text/csv',
    bytes: new TextEncoder().encode(
      CSV_BOM + [csvLine(CALENDAR_COLUMNS), ...lines].map((line) => line + CSV_LINE_BREAK).join(''),
    ),
  }
}

function lineOf(post: SocialPost): string {
  const wall = post.scheduled_wall
  const accounts = post.jobs.map((job) => ({ ...job, name: job.account_name, username: job.account_username }))
  return calendarLine({
    Date: wall === null ? '' : dayOf(wall),
    Time: wall === null ? '' : timeOf(wall),
    'Time zone': post.time_zone ?? '',
    Accounts: accounts.map(accountLabel).join('; '),
    Caption: post.caption,
    ASIN: post.asin ?? '',
    Link: post.link ?? '',
    'YouTube title': accounts.find(({ network }) => network === 'youtube')?.title ?? '',
    State: POST_STATE_WORDS[post.state],
    Results: accounts
      .map((job) => `${accountLabel(job)}: ${job.permalink ?? job.error ?? JOB_STATE_WORDS[job.state]}`)
      .join('; '),
  })
}
