import { api } from '#app/lib/api.ts'
import { ApiError, NetworkError } from '#core/http/client.ts'
import { IMPORT_CHUNK_ROWS, importsContract, type ProductImport } from '#core/products/imports/contract.ts'
import { cutTextStart } from '#core/text.ts'
import { type ReadTable, TableRefused } from './reading/read-table.ts'

/** The API accepts 1 MB per request; the JSON around the rows needs a little of it. */
const MAX_CHUNK_BYTES = 900_000
const SAMPLE_ROWS = 50
const RETRY_WAITS_MS = [1000, 3000, 10_000]

type Sending = {
  /** ASINs already filmed or owned. */
  isCatalog: boolean
  onProgress: (sentRows: number) => void
  signal: AbortSignal
}

/**
 * Starts the import of a table and sends its rows, in order and each at least once; continues where an earlier attempt
 * with the same file stopped. Throws `ApiError`, `NetworkError`, or `TableRefused` for a row that is too large to send.
 */
export async function sendTable(
  file: File,
  { headers, rows, hash, reading }: ReadTable,
  sending: Sending,
): Promise<ProductImport> {
  const begun = await api(sending.isCatalog ? importsContract.createCatalog : importsContract.create, {
    body: {
      filename: cutTextStart(file.name, 200),
      file_size: file.size,
      file_hash: hash,
      headers,
      sample: sampleOf(rows),
      reading,
    },
    signal: sending.signal,
  })
  let first = Math.min(begun.row_count, rows.length - 1)
  for (;;) {
    const chunk = takeChunk(rows, first)
    const last = first + chunk.length
    const body = { first_row: first + 1, rows: chunk, is_last: last === rows.length }
    const sent = await patiently(() =>
      api(importsContract.addRows, { params: { id: begun.id }, body, signal: sending.signal }),
    )
    sending.onProgress(last)
    if (body.is_last) return sent
    first = last
  }
}

const sizeOf = (row: string[]) => new TextEncoder().encode(JSON.stringify(row)).length + 1

function takeChunk(rows: readonly string[][], from: number): string[][] {
  const chunk: string[][] = []
  let bytes = 0
  for (const row of rows.slice(from, from + IMPORT_CHUNK_ROWS)) {
    bytes += sizeOf(row)
    if (bytes > MAX_CHUNK_BYTES) break
    chunk.push(row)
  }
  if (chunk.length === 0) throw new TableRefused(`Row ${from + 1} has more text than can be sent. Shorten it.`)
  return chunk
}

// Rows of a few hundred kilobytes would leave no room for the rest of the request.
function sampleOf(rows: readonly string[][]): string[][] {
  const sample: string[][] = []
  let bytes = 0
  for (const row of rows.slice(0, SAMPLE_ROWS)) {
    bytes += sizeOf(row)
    if (bytes > MAX_CHUNK_BYTES / 2) break
    sample.push(row)
  }
  return sample
}

async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (const waitMs of RETRY_WAITS_MS) {
    try {
      return await call()
    } catch (error) {
      if (!mayPass(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return call()
}

const mayPass = (error: unknown) =>
  error instanceof NetworkError ||
  (error instanceof ApiError && (error.problem.status >= 500 || error.is('too_many_requests')))
