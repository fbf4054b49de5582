import type { ReadingChoices, ReadTable } from './read-table.ts'
import type { TableMessage, TableRequest } from './table.worker.ts'
import { TableRefused } from './table-refused.ts'

/**
 * Reads a file in a worker, so that the page stays usable. Throws `TableRefused`, and the signal's reason when it is
 * aborted.
 */
export function readInWorker(
  file: Blob,
  choices: ReadingChoices,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ReadTable> {
  return new Promise<ReadTable>((resolve, reject) => {
    signal.throwIfAborted()
    const worker = new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module' })
    const end = (finish: () => void) => {
      worker.terminate()
      finish()
    }
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true })
    worker.addEventListener('error', () => end(() => reject(new TableRefused('This file cannot be read.'))))
    worker.addEventListener('message', ({ data }: MessageEvent<TableMessage>) => {
      if (data.kind === 'progress') onProgress(data.share)
      else if (data.kind === 'table') end(() => resolve(data.table))
      else end(() => reject(new TableRefused(data.kind === 'refused' ? data.message : 'This file cannot be read.')))
    })
    worker.postMessage({ file, choices } satisfies TableRequest)
  })
}
