import { z } from 'zod'
import { isAsin } from '#core/asin.ts'
import { accountLabel, type CalendarRow, readCalendarRow, readHeader } from '#core/social/posts/calendar-file.ts'
import type { PostableAccount } from '#core/social/posts/contract.ts'
import { youTubeTitle } from '#core/social/posts/count-text.ts'
import {
  CreatePost,
  type ImportedPosts,
  type ImportedRow,
  type ImportPosts,
  type PostAccount,
} from '#core/social/posts/schema.ts'
import { resolveWallTime, type ScheduleRule } from '#core/social/posts/wall-time.ts'
import { isTimeZone } from '#core/time.ts'
import type { UserContext } from '../../../context.ts'
import { unwrap } from '../../../db/db-errors.ts'
import type { Db } from '../../../db/user-client.ts'
import { AppError } from '../../../errors.ts'
import { type Known, loadKnown, refusalsOf, sayRefusals } from '../checks/check-draft.ts'

type Row = z.infer<typeof ImportedRow>
type Ready = { line: number; post: CreatePost; rule: ScheduleRule | null }
const Found = z.record(
  z.string(),
  z.object({ product_id: z.uuid(), title: z.string().nullable(), video_id: z.uuid().nullable() }),
)
const Saved = z.array(z.object({ line: z.number(), post_id: z.uuid().nullable(), message: z.string().nullable() }))

/**
 * Posts from the rows of a file. Every row says what became of it; one that is refused leaves the others alone. A trial
 * saves none. Throws `invalid_input` for a header without accounts, `not_allowed`.
 */
export async function importPosts({ db }: UserContext, file: ImportPosts): Promise<ImportedPosts> {
  const places = readHeader(file.header)
  if (places.Accounts === undefined) {
    const message = 'The file needs a column Accounts. Export the calendar to see the columns.'
    throw new AppError('invalid_input', message, { issues: [{ path: 'header', message }] })
  }
  const read = file.rows.flatMap((cells, index) => {
    const row = readCalendarRow(cells, places)
    return row ? [{ line: index + 2, ...row }] : []
  })
  const asins = read.flatMap(({ row }) => (row?.asin && isAsin(row.asin) ? [row.asin] : []))
  const videos = Found.parse(unwrap(await db.rpc('find_post_videos', { p_asins: asins })))
  const checks = await loadKnown(
    db,
    Object.values(videos).map(({ video_id }) => video_id),
  )
  const known = { accounts: checks.accounts, videos, time_zone: file.time_zone }

  const answers = new Map<number, Row>()
  const refuse = (line: number, problems: Row['problems']) =>
    answers.set(line, { line, post_id: null, rule: null, problems })
  const ready: Ready[] = []
  for (const { line, row, problems } of read) {
    if (!row) refuse(line, problems)
    else {
      const { post, rule, problems: own } = toPost(row, known)
      const refusal = post && sayRefusals(refusalsOfPost(post, checks))
      if (refusal) refuse(line, [{ column: null, message: refusal }])
      else if (post) ready.push({ line, post, rule })
      else refuse(line, own)
    }
  }
  const saved = file.is_trial ? [] : await save(db, ready)
  for (const { line, rule } of ready) {
    const { post_id = null, message = null } = saved.find((one) => one.line === line) ?? {}
    answers.set(line, { line, post_id, rule, problems: message === null ? [] : [{ column: null, message }] })
  }
  return {
    created: saved.filter(({ post_id }) => post_id !== null).length,
    ready: ready.length,
    rows: [...answers.values()].toSorted((a, b) => a.line - b.line),
  }
}

async function save(db: Db, ready: readonly Ready[]) {
  const rows = ready.map(({ line, post: { schedule, ...post } }) => ({ line, post, schedule: schedule ?? null }))
  return Saved.parse(unwrap(await db.rpc('import_social_posts', { p_rows: rows })))
}

/** What a network would refuse in a row that goes out. */
function refusalsOfPost({ schedule, video_id = null, caption = '', accounts = [] }: CreatePost, checks: Known) {
  return schedule === undefined ? [] : refusalsOf({ video_id, caption, accounts }, checks)
}

type InFile = { accounts: readonly PostableAccount[]; videos: z.infer<typeof Found>; time_zone: string }

function toPost(
  row: CalendarRow,
  known: InFile,
): { post: CreatePost | null; rule: ScheduleRule | null; problems: Row['problems'] } {
  const problems: Row['problems'] = []
  const accounts: PostAccount[] = []
  for (const name of row.accounts) {
    const found = findAccounts(name, known.accounts)
    const [account, another] = found
    if (!account) problems.push({ column: 'Accounts', message: `We can't find an account called ${name}.` })
    else if (another) {
      const labels = found.map(accountLabel).join(' or ')
      problems.push({ column: 'Accounts', message: `${name} can be several accounts. Write ${labels}.` })
    } else {
      const title = account.network === 'youtube' ? row.title : null
      accounts.push({ connection_id: account.id, caption: null, title, privacy: null, tags: [] })
    }
  }
  const video = row.asin === null ? undefined : known.videos[row.asin]
  if (row.asin !== null && !video) {
    problems.push({ column: 'ASIN', message: `We can't find a product with the ASIN ${row.asin}.` })
  } else if (row.wall !== null && !video?.video_id) {
    const message = row.asin === null ? 'A scheduled post needs the ASIN of its product.' : 'This product has no video.'
    problems.push({ column: 'ASIN', message })
  }
  const zone = row.time_zone ?? known.time_zone
  if (!isTimeZone(zone)) {
    problems.push({ column: 'Time zone', message: `${zone} is not a time zone, such as Europe/Berlin.` })
  }
  if (problems.length > 0) return { post: null, rule: null, problems }
  const schedule = row.wall === null ? undefined : { wall: row.wall, time_zone: zone }
  const post = CreatePost.safeParse({
    caption: row.caption,
    link: row.link,
    accounts: accounts.map((account) =>
      account.title === null && isYouTube(account, known)
        ? { ...account, title: youTubeTitle(video?.title ?? '') || null }
        : account,
    ),
    ...(video && { product_id: video.product_id, video_id: video.video_id }),
    ...(schedule && { schedule }),
  })
  if (!post.success) {
    const messages = post.error.issues.map(({ path, message }) => ({
      column: path[0] === 'link' ? 'Link' : null,
      message,
    }))
    return { post: null, rule: null, problems: messages }
  }
  return {
    post: post.data,
    rule: schedule ? resolveWallTime(schedule.wall, schedule.time_zone).rule : null,
    problems: [],
  }
}

const isYouTube = ({ connection_id }: PostAccount, { accounts }: InFile) =>
  accounts.some(({ id, network }) => id === connection_id && network === 'youtube')

const norm = (text: string) => text.trim().toLowerCase().replace(/^@/, '')

/** By its label in an export, or by its name alone. */
function findAccounts(name: string, accounts: readonly PostableAccount[]): PostableAccount[] {
  const labelled = accounts.filter((account) => norm(accountLabel(account)) === norm(name))
  if (labelled.length > 0) return labelled
  return accounts.filter((account) => norm(account.username ?? '') === norm(name) || norm(account.name) === norm(name))
}
