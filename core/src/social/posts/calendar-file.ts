import { csvLine, guardCell, withoutGuard } from '../../cell-text.ts'
import { NETWORK_NAMES, type SocialNetwork } from '../networks.ts'
import { WallTime } from './wall-time.ts'

/** The columns of a calendar file, in their order. An import needs `Accounts`; everything else may be missing. */
export const CALENDAR_COLUMNS = [
  'Date',
  'Time',
  'Time zone',
  'Accounts',
  'Caption',
  'ASIN',
  'Link',
  'YouTube title',
  'State',
  'Results',
] as const
export type CalendarColumn = (typeof CALENDAR_COLUMNS)[number]

/** What an import reads; the last two columns of an export only tell. */
const READ_COLUMNS = CALENDAR_COLUMNS.slice(0, 8)

/** The rows that one import may have. */
export const MAX_CALENDAR_ROWS = 500

/** An account as a file names it: `Instagram: lamp.shop`, so that one name on two networks is two accounts. */
export const accountLabel = (account: { network: SocialNetwork; username: string | null; name: string }): string =>
  `${NETWORK_NAMES[account.network]}: ${account.username ?? account.name}`

/** A line of an export; no cell runs as a formula. */
export const calendarLine = (cells: Readonly<Record<CalendarColumn, string>>): string =>
  csvLine(CALENDAR_COLUMNS.map((column) => guardCell(cells[column])))

const norm = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')

/** Which cell of a row is which column, by the header, whatever its capitals. */
export function readHeader(header: readonly string[]): Partial<Record<CalendarColumn, number>> {
  const places: Partial<Record<CalendarColumn, number>> = {}
  for (const [index, cell] of header.entries()) {
    const column = READ_COLUMNS.find((known) => norm(known) === norm(withoutGuard(cell)))
    if (column && places[column] === undefined) places[column] = index
  }
  return places
}

/** A row as its cells name it, before anything was looked for in the workspace. */
export type CalendarRow = {
  wall: WallTime | null
  time_zone: string | null
  accounts: string[]
  caption: string
  asin: string | null
  link: string | null
  title: string | null
}

export type RowProblem = { column: CalendarColumn | null; message: string }
export type ReadRow = { row: CalendarRow; problems: [] } | { row: null; problems: RowProblem[] }

/** A row of the file. `null` when the row is empty. */
export function readCalendarRow(
  cells: readonly string[],
  places: Partial<Record<CalendarColumn, number>>,
): ReadRow | null {
  const text = (column: CalendarColumn) => {
    const place = places[column]
    return place === undefined ? '' : withoutGuard(cells[place] ?? '').trim()
  }
  if (READ_COLUMNS.every((column) => text(column) === '')) return null
  const problems: RowProblem[] = []
  const refuse = (column: CalendarColumn, message: string) => problems.push({ column, message })

  const accounts = text('Accounts')
    .split(/[;\n|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (accounts.length === 0) refuse('Accounts', 'Name at least one account, such as Instagram: lamp.shop.')

  const when = readWhen(text('Date'), text('Time'))
  if ('problem' in when) problems.push(when.problem)
  if (problems.length > 0 || 'problem' in when) return { row: null, problems }
  return {
    row: {
      wall: when.wall,
      time_zone: text('Time zone') || null,
      accounts,
      caption: text('Caption'),
      asin: text('ASIN').toUpperCase() || null,
      link: text('Link') || null,
      title: text('YouTube title') || null,
    },
    problems: [],
  }
}

function readWhen(date: string, time: string): { wall: WallTime | null } | { problem: RowProblem } {
  if (date === '' && time === '') return { wall: null }
  // A spreadsheet may join both into one cell.
  const end = date.search(/[T\s]/)
  const dateText = end === -1 ? date : date.slice(0, end)
  const joined = end === -1 ? '' : date.slice(end + 1).trim()
  const timeText = time === '' ? joined : time
  const problem = (column: CalendarColumn, message: string) => ({ problem: { column, message } })
  if (date === '') return problem('Date', 'This row has a time but no date. Add the date.')
  const day = readDay(dateText)
  if (day === 'ambiguous') {
    return problem('Date', `“${dateText}” can be two dates. Write it as 2026-11-22.`)
  }
  if (day === null) return problem('Date', `“${dateText}” is not a date. Write it as 2026-11-22.`)
  if (timeText === '') return problem('Time', 'This row has a date but no time. Add the time.')
  const clock = readTime(timeText)
  if (clock === null) return problem('Time', `“${timeText}” is not a time. Write it as 09:00.`)
  const wall = `${day}T${clock}`
  return WallTime.safeParse(wall).success ? { wall } : problem('Date', `“${dateText}” does not exist.`)
}

const two = (value: number) => String(value).padStart(2, '0')
const DAY_MS = 86_400_000
/** The day before the first that Excel counts, with the leap day of 1900 that it invents. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30)

/** A day as spreadsheets write it; `ambiguous` when day and month can be either. */
export function readDay(text: string): string | 'ambiguous' | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (iso) return toDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  // A serial number, which Excel shows when the column has no date format.
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    return new Date(EXCEL_EPOCH_MS + Math.floor(Number(text)) * DAY_MS).toISOString().slice(0, 10)
  }
  const parts = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text)
  if (!parts) return null
  const [first, second, year] = [Number(parts[1]), Number(parts[3]), Number(parts[4])]
  // Dots are written where the day comes first.
  if (parts[2] === '.') return toDay(year, second, first)
  const monthFirst = toDay(year, first, second)
  const dayFirst = toDay(year, second, first)
  if (monthFirst !== null && dayFirst !== null && monthFirst !== dayFirst) return 'ambiguous'
  return monthFirst ?? dayFirst
}

function toDay(year: number, month: number, day: number): string | null {
  const text = `${year}-${two(month)}-${two(day)}`
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? text : null
}

/** A time as spreadsheets write it: `9:00`, `09:00:00`, `9:00 PM`, or a part of the day such as 0.375. */
export function readTime(text: string): string | null {
  if (/^0?\.\d+$/.test(text)) {
    const minutes = Math.round(Number(text) * 24 * 60)
    return minutes < 24 * 60 ? `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` : null
  }
  const match = /^(\d{1,2})(?:[:.](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?\.?$/i.exec(text)
  if (!match) return null
  const half = match[3]?.toLowerCase()
  if (match[2] === undefined && half === undefined) return null
  const hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (half !== undefined && (hour < 1 || hour > 12)) return null
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)
  return hours < 24 && minute < 60 ? `${two(hours)}:${two(minute)}` : null
}
