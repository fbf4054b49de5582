import { type ReadingChoices, type ReadTable, readTable } from './read-table.ts'
import { TableRefused } from './table-refused.ts'

/** What the worker is asked for. */
export type TableRequest = { file: Blob; choices: ReadingChoices }

/** The worker's messages: its progress, the table, or the reason for a refusal. */
export type TableMessage =
  | { kind: 'progress'; share: number }
  | { kind: 'table'; table: ReadTable }
  | { kind: 'refused'; message: string }
  | { kind: 'failed' }

const say = (message: TableMessage) => postMessage(message)

addEventListener('message', async ({ data: { file, choices } }: MessageEvent<TableRequest>) => {
  try {
    say({ kind: 'table', table: await readTable(file, (share) => say({ kind: 'progress', share }), choices) })
  } catch (error) {
    say(error instanceof TableRefused ? { kind: 'refused', message: error.message } : { kind: 'failed' })
  }
})
