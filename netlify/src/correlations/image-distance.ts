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

/** How much the image at an address differs from the product's own; null: no evidence. */
export type CompareImage = (url: string | null) => Promise<number | null>

/**
 * Compares images with one product's image, for `judgeCandidate`; the product's own is loaded once. Answers null when
 * either cannot be loaded or read, and after `most` comparisons. Throws only when `signal` aborts.
 */
export function compareWith(own: string | null, most: number, { signal, load }: Options = {}): CompareImage {
  const read = async (url: string) => hashImage(await (load ? load(url) : fetchBytes(url, LIMITS, { signal })))
  let mine: Promise<ImageHash | null> | undefined
  let left = own === null ? 0 : most
  return async (url) => {
    if (own === null || url === null || left <= 0) return null
    left -= 1
    try {
      mine ??= read(own)
      const [one, other] = await Promise.all([mine, read(url)])
      return one === null || other === null ? null : hashDistance(one, other)
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      log.warn('correlations.image_not_compared', { reason: error instanceof Error ? error.name : 'unknown' })
      return null
    }
  }
}

/** How much the images at two addresses differ; null: no evidence. Throws only when `signal` aborts. */
export const imageDistance = (a: string, b: string, options: Options = {}): Promise<number | null> =>
  compareWith(a, 1, options)(b)
