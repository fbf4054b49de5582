import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { GraphError, invalidRequest } from '../graph-error.ts'
import type { UploadSession } from '../state.ts'

const FRAGMENT_UNIT_BYTES = 327_680
const FRAGMENT_LIMIT_BYTES = 60 * 1024 * 1024

export type Fragment = { start: number; end: number; total: number; length: number }

/** Reads and checks the headers of a fragment before reading a byte. */
export function readFragment({ headers }: IncomingMessage, session: UploadSession): Fragment {
  const parts = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '')
  if (!parts) throw invalidRequest('The Content-Range header is missing or malformed', 'invalidParameterFormat')
  if (headers['content-length'] === undefined) throw new GraphError(411, 'invalidRequest', 'Content-Length is required')
  const [start, end, total] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const length = Number(headers['content-length'])
  if (end < start || end >= total) throw invalidRequest('The Content-Range is not a range', 'invalidParameterFormat')
  if (length !== end - start + 1) {
    throw invalidRequest('Content-Length and Content-Range disagree', 'fragmentLengthMismatch')
  }
  if (length >= FRAGMENT_LIMIT_BYTES) {
    throw new GraphError(413, 'invalidRequest', 'A fragment is smaller than 60 MiB', 'maxFragmentLengthExceeded')
  }
  if (session.total !== null && session.total !== total) {
    throw invalidRequest(
      `The current upload session is for ${session.total} total bytes, but the current fragment declares a total of ${total}`,
    )
  }
  if (start < session.received) {
    throw new GraphError(416, 'invalidRange', 'Uploaded fragment overlaps with existing data.', 'fragmentOverlap')
  }
  if (start > session.received) {
    throw new GraphError(416, 'invalidRange', 'Uploaded fragment is out of order.', 'fragmentOutOfOrder')
  }
  // The real service often notices only at the end of the file; refusing at once saves the upload.
  if (end + 1 < total && length % FRAGMENT_UNIT_BYTES !== 0) {
    throw invalidRequest(
      `Fragments before the last are multiples of ${FRAGMENT_UNIT_BYTES} bytes`,
      'fragmentLengthMismatch',
    )
  }
  return { start, end, total, length }
}

/** Streams the body to its place in the file; rejects when the body breaks off, and then none of it counts. */
export async function storeFragment(
  incoming: IncomingMessage,
  file: string,
  { start, length }: Fragment,
): Promise<void> {
  const target = createWriteStream(file, { flags: 'r+', start, highWaterMark: 1024 * 1024 })
  await pipeline(incoming, target)
  if (target.bytesWritten !== length) throw invalidRequest('The fragment broke off', 'fragmentLengthMismatch')
}
