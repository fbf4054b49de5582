import { MAX_CALENDAR_ROWS } from '#core/social/posts/calendar-file.ts'

export type CalendarCells = { header: string[]; rows: string[][] }

const MAX_BYTES = 5 * 1024 * 1024

/** The header and rows of a CSV file. Throws an error with a sentence for people. */
export async function readCalendarFile(file: File): Promise<CalendarCells> {
  if (file.size > MAX_BYTES) throw new Error('The file has more than 5 MB. Split it into smaller files.')
  const { default: Papa } = await import('papaparse')
  const text = (await file.text()).replace(/^\uFEFF/, '')
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: false })
  const [header, ...rows] = data
  if (!header || header.every((cell) => cell.trim() === '')) {
    throw new Error('The file is empty. Export the calendar to see the columns.')
  }
  while (rows.at(-1)?.every((cell) => cell.trim() === '')) rows.pop()
  if (rows.length === 0) throw new Error('The file has a header and no rows.')
  if (rows.length > MAX_CALENDAR_ROWS) {
    throw new Error(`The file has ${rows.length} rows. Import at most ${MAX_CALENDAR_ROWS} at a time.`)
  }
  return { header, rows }
}
