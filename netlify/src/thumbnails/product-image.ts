import { fetchBytes } from '../guarded-fetch/fetch-bytes.ts'
import { sayingProblem } from './rendering-problems.ts'

const LIMITS = { maxBytes: 15 * 1024 * 1024, totalMs: 15_000, minBytesPerSecond: 10_000, graceMs: 3_000 }

/** The bytes of a product image. Throws `image_unreachable`, `image_too_large`. */
export const loadProductImage = (url: string, signal?: AbortSignal): Promise<Uint8Array> =>
  sayingProblem('The product image', () => fetchBytes(url, LIMITS, { signal }))
