import { type FetchLimits, fetchBytes } from '../guarded-fetch/fetch-bytes.ts'
import { log } from '../log.ts'

const LIMITS: FetchLimits = { maxBytes: 8 * 1024 * 1024, totalMs: 10_000, minBytesPerSecond: 10_000, graceMs: 2_000 }
/** A product image of more pixels is a mistake or an attack. */
const MAX_PIXELS = 40_000_000

/** A difference hash: of each of 8 rows of 9 gray pixels, whether each is darker than the one to its right. 64 bits. */
export type ImageHash = bigint

const COLUMNS = 9
const ROWS = 8

/**
 * The hash of an image, on white and without its even border, so that size, format and framing hardly matter. Null for
 * an image that has nothing to compare: one even color. Throws for bytes that are no image.
 */
export async function hashImage(bytes: Uint8Array): Promise<ImageHash | null> {
  const { default: sharp } = await import('sharp')
  const upright = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    // The hash sees 9 x 8 pixels; trimming needs few more.
    .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
    .grayscale()
    .png()
    .toBuffer()
  const trimmed = await sharp(upright)
    .trim({ background: '#ffffff', threshold: 12 })
    .toBuffer()
    .catch(() => upright)
  const pixels = await sharp(trimmed).grayscale().resize(COLUMNS, ROWS, { fit: 'fill' }).raw().toBuffer()
  if (Math.max(...pixels) - Math.min(...pixels) < MIN_CONTRAST) return null
  let hash = 0n
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS - 1; column += 1) {
      const at = row * COLUMNS + column
      hash = (hash << 1n) | ((pixels[at] ?? 0) + NOISE < (pixels[at + 1] ?? 0) ? 1n : 0n)
    }
  }
  return hash
}

/** Gray levels that a JPEG's noise adds to an even area. */
const NOISE = 3
/** Gray levels between the darkest and the lightest pixel, below which an image is one even color. */
const MIN_CONTRAST = 8

/** The number of bits in which two hashes differ, 0 to 64. */
export const hashDistance = (a: ImageHash, b: ImageHash): number =>
  [...(a ^ b).toString(2)].filter((bit) => bit === '1').length

type Options = { signal?: AbortSignal | undefined; load?: (url: string) => Promise<Uint8Array> }

/**
 * Compares images with one image, which is loaded once. The distance is null when either cannot be loaded or read: that
 * is no evidence. Throws only when `signal` aborts.
 */
export function compareImagesWith(url: string, { signal, load }: Options = {}) {
  const read = async (from: string): Promise<ImageHash | null> => {
    try {
      return await hashImage(await (load ? load(from) : fetchBytes(from, LIMITS, { signal })))
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      log.warn('correlations.image_not_compared', { reason: error instanceof Error ? error.name : 'unknown' })
      return null
    }
  }
  let own: Promise<ImageHash | null> | undefined
  return async (other: string): Promise<number | null> => {
    own ??= read(url)
    const hash = await own
    if (hash === null) return null
    const found = await read(other)
    return found === null ? null : hashDistance(hash, found)
  }
}

/** How much the images at two addresses differ, for `judgeCandidate`; null and throws as above. */
export const imageDistance = (a: string, b: string, options: Options = {}): Promise<number | null> =>
  compareImagesWith(a, options)(b)
