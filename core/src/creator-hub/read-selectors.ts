import { MAX_SELECTOR_BYTES, SelectorData } from './schema.ts'

/** The text is not selector data. */
export class SelectorDataError extends Error {
  override name = 'SelectorDataError'
}

/**
 * Reads selector data from its text: at most 50 kB, the known keys, and plain selectors. Throws `SelectorDataError` for
 * everything else; what the data cannot say, it cannot carry.
 */
export function readSelectorData(text: string): SelectorData {
  if (new TextEncoder().encode(text).length > MAX_SELECTOR_BYTES) throw new SelectorDataError('The data is too large.')
  // JSON.parse makes `__proto__` an own key, which copies of the object would set as a prototype.
  if (/"(?:__proto__|constructor|prototype)"/.test(text)) throw new SelectorDataError('The data has a key it may not.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new SelectorDataError('The data is not JSON.', { cause: error })
  }
  const parsed = SelectorData.safeParse(value)
  if (!parsed.success) throw new SelectorDataError('The data is not selector data.', { cause: parsed.error })
  return parsed.data
}
