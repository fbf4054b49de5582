import { fileTypeFromBuffer } from 'file-type'
import { IMAGE_MAX_PIXELS } from '#core/thumbnails/schema.ts'
import type { Sharp } from './open-sharp.ts'
import { RenderError } from './render-error.ts'

/** What a product image may be; sharp itself reads more, such as SVG, which is a document. */
const ACCEPTED: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'image/avif': 'AVIF',
  'image/gif': 'GIF',
}
const MAX_FRAMES = 10

/** Pixels as the renderer works with them: sRGB, 8 bit, with alpha, upright. */
export type Pixels = { data: Buffer; width: number; height: number }

export type ReadImage = { mime: string; width: number; height: number; bytes: Uint8Array; frame: number }

/**
 * What an image is, from its first bytes and its header: nothing is decoded. Throws `RenderError`: a type that is not
 * accepted, by its name; too many pixels; no image at all. `accepted`: content types, all by default.
 */
export async function readImage(
  sharp: Sharp,
  bytes: Uint8Array,
  accepted: readonly string[] = Object.keys(ACCEPTED),
): Promise<ReadImage> {
  const found = (await fileTypeFromBuffer(bytes))?.mime ?? 'application/xml'
  const mime = found === 'application/xml' ? nameOfText(bytes) : found
  if (!accepted.includes(mime)) {
    const names = accepted.map((type) => ACCEPTED[type] ?? type).join(', ')
    throw new RenderError('image_type_refused', `The file is ${mime}. Use one of ${names}.`)
  }
  const header = await sharp(bytes, { limitInputPixels: IMAGE_MAX_PIXELS })
    .metadata()
    .catch((cause: unknown) => {
      if (cause instanceof Error && /pixel limit/i.test(cause.message)) throw tooManyPixels()
      throw damaged(cause)
    })
  const { autoOrient, pages = 1 } = header
  if (header.width * (header.pageHeight ?? header.height) > IMAGE_MAX_PIXELS) throw tooManyPixels()
  // All frames that are looked at have together no more pixels than one image may have.
  const affordable = Math.floor(IMAGE_MAX_PIXELS / (header.width * (header.pageHeight ?? header.height)))
  const frame = pages > 1 ? await firstFrame(sharp, bytes, Math.min(pages, MAX_FRAMES, affordable)) : 0
  // The height of an animation is that of all its frames, one below the other.
  const isTurned = (header.orientation ?? 1) >= 5
  const { width, height } = header.pageHeight
    ? { width: header.width, height: header.pageHeight }
    : { width: autoOrient.width, height: autoOrient.height }
  const size = header.pageHeight && isTurned ? { width: height, height: width } : { width, height }
  return { mime, ...size, bytes, frame }
}

type Resize = { width: number; height: number; fit: 'inside' | 'cover' }

/**
 * The pixels of an image, at most as large as `resize`: turned as its camera says, its profile or CMYK converted to
 * sRGB, 8 bit, with alpha. `composite` converts nothing of that, so every image passes here before it is placed.
 */
export async function toPixels(sharp: Sharp, image: ReadImage, resize: Resize): Promise<Pixels> {
  return decoded(normalized(sharp, image, resize).ensureAlpha())
}

/** The same without alpha, on white: what the other images are placed on. */
export async function toBase(sharp: Sharp, image: ReadImage, resize: Resize): Promise<Buffer> {
  return (await decoded(normalized(sharp, image, resize).flatten({ background: '#ffffff' }))).data
}

const normalized = (sharp: Sharp, image: ReadImage, resize: Resize) =>
  sharp(image.bytes, { limitInputPixels: IMAGE_MAX_PIXELS, page: image.frame, pages: 1 })
    .autoOrient()
    .resize({ ...resize, withoutEnlargement: resize.fit === 'inside' })
    .toColourspace('srgb')

async function decoded(picture: ReturnType<Sharp>): Promise<Pixels> {
  try {
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch (cause) {
    if (cause instanceof Error && /pixel limit/i.test(cause.message)) throw tooManyPixels()
    throw damaged(cause)
  }
}

// An animation often begins with an empty frame; the first frame that shows something is the picture.
async function firstFrame(sharp: Sharp, bytes: Uint8Array, pages: number): Promise<number> {
  for (let page = 0; page < pages; page += 1) {
    const { channels } = await sharp(bytes, { limitInputPixels: IMAGE_MAX_PIXELS, page, pages: 1 })
      .stats()
      .catch((cause: unknown) => {
        throw damaged(cause)
      })
    if (channels.some(({ min, max }) => max - min > 4)) return page
  }
  return 0
}

// file-type knows binary formats only.
function nameOfText(bytes: Uint8Array): string {
  const head = new TextDecoder()
    .decode(bytes.subarray(0, 1000))
    .replace(/<\?xml[^>]*>|<!--[\s\S]*?-->/g, '')
    .trimStart()
    .toLowerCase()
  if (/^<(?:!doctype svg|svg)\b/.test(head)) return 'image/svg+xml'
  if (/^<(?:!doctype html|html|head|body)\b/.test(head)) return 'text/html'
  return 'of an unknown type'
}

const tooManyPixels = () =>
  new RenderError('image_too_large', `The image has more than ${IMAGE_MAX_PIXELS / 1_000_000} megapixels.`)

const damaged = (cause: unknown) => new RenderError('image_invalid', 'The image is damaged or incomplete.', cause)
