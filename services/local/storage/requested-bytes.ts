import { AsyncLocalStorage } from 'node:async_hooks'

/** The `Range` of the current request, and its result; `isTooLarge` when its body exceeded the limit. */
export type RequestedBytes = {
  range: string | null
  isUnsatisfiable?: boolean
  totalBytes?: number
  isTooLarge?: boolean
}

/** Carries the range past lite, which does not pass it to the storage adapter. */
export const requestedBytes = new AsyncLocalStorage<RequestedBytes>()

export type ByteRange = { start: number; end: number }

/**
 * Reads one `bytes=` range of a file with `size` bytes; `end` is the last byte, included. null: no range or one that
 * may be ignored (several, other units). 'unsatisfiable': answer 416.
 */
export function parseByteRange(header: string | null | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start >= size || start > end ? 'unsatisfiable' : { start, end }
}
