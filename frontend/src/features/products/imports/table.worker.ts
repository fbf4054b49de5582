import { type ReadTable, readTable, TableRefused } from './read-table.ts'

/** The worker's messages: its progress, the table, or the reason for a refusal. */
export type TableMessage =
  | { kind: 'progress'; share: number }
  | { kind: 'table'; table: ReadTable }
  | { kind: 'refused'; message: string }
  | { kind: 'failed' }

const say = (message: TableMessage) => postMessage(message)

addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  try {
    say({ kind: 'table', table: await readTable(data, (share) => say({ kind: 'progress', share })) })
  } catch (error) {
    say(error instanceof TableRefused ? { kind: 'refused', message: error.message } : { kind: 'failed' })
  }
})
