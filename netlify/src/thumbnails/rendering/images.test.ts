import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { IMAGE_MAX_PIXELS } from '#core/thumbnails/schema.ts'
import { openSharp, type Sharp } from './open-sharp.ts'
import { type Pixels, readImage, toPixels } from './prepare-image.ts'
import { removeWhite } from './remove-white.ts'
import { RenderError } from './render-error.ts'

let sharp: Sharp
beforeAll(async () => {
  sharp = await openSharp()
})

const plain = (color: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: color } })
const read = async (bytes: Uint8Array, size = { width: 60, height: 60 }) =>
  toPixels(sharp, await readImage(sharp, bytes), { ...size, fit: 'inside' })
const at = ({ data, width }: Pixels, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
]
const isNear = (color: readonly number[], expected: readonly number[], tolerance: number) =>
  expected.every((value, channel) => Math.abs((color[channel] ?? 0) - value) <= tolerance)
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof RenderError)) throw new Error(`Not refused: ${String(error)}`)
  return { code: error.code, message: error.message }
}

describe('pixels of an image are sRGB, 8 bit, with alpha, upright', () => {
  test('a Display-P3 picture keeps its color', async () => {
    // The same red, written in the numbers of P3 with its profile.
    const p3 = await plain('#c82828', 60, 60).withIccProfile('p3').png().toBuffer()
    expect(isNear(at(await read(p3), 30, 30), [200, 40, 42, 255], 3)).toBe(true)
  })

  test.each([true, false])('a CMYK picture has the color that it has alone, with a profile: %s', async (hasProfile) => {
    const cmyk = plain('#c8150f', 60, 60).toColourspace('cmyk')
    const bytes = await (hasProfile ? cmyk.withIccProfile('cmyk') : cmyk).jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(bytes).metadata()).space).toBe('cmyk')
    const alone = await sharp(bytes).toColourspace('srgb').raw().toBuffer()
    const color = at(await read(bytes), 30, 30)
    expect(isNear(color, [alone[0] ?? 0, alone[1] ?? 0, alone[2] ?? 0, 255], 2)).toBe(true)
    expect(isNear(color, [200, 21, 15], 30)).toBe(true)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i is turned upright', async (orientation) => {
    // Red in the stored top left corner; where that corner is shown depends on the orientation alone.
    const corner = await plain('#ff0000', 20, 10).png().toBuffer()
    const bytes = await plain('#0000ff', 60, 30)
      .composite([{ input: corner, left: 0, top: 0 }])
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer()
    const upright = await read(bytes)
    const isTurned = orientation >= 5
    expect([upright.width, upright.height]).toEqual(isTurned ? [30, 60] : [60, 30])
    const isRight = [2, 3, 6, 7].includes(orientation)
    const isBottom = [3, 4, 7, 8].includes(orientation)
    const red = at(upright, isRight ? upright.width - 3 : 2, isBottom ? upright.height - 3 : 2)
    expect(isNear(red, [255, 0, 0], 30)).toBe(true)
    expect((await readImage(sharp, bytes)).width).toBe(upright.width)
  })

  test('16 bit and gray become 8 bit color', async () => {
    const gray = await plain('#808080', 20, 20).toColourspace('grey16').png().toBuffer()
    const pixels = await read(gray)
    expect(pixels.data.length).toBe(20 * 20 * 4)
    expect(isNear(at(pixels, 5, 5), [128, 128, 128, 255], 2)).toBe(true)
  })

  test('transparent white beside opaque black leaves no light fringe', async () => {
    const data = Buffer.alloc(20 * 20 * 4)
    for (let pixel = 0; pixel < 400; pixel += 1) {
      data.set(pixel % 20 < 10 ? [0, 0, 0, 255] : [255, 255, 255, 0], pixel * 4)
    }
    const bytes = await sharp(data, { raw: { width: 20, height: 20, channels: 4 } })
      .png()
      .toBuffer()
    const small = await read(bytes, { width: 7, height: 7 })
    const onBlack = await sharp(small.data, { raw: { width: 7, height: 7, channels: 4 } })
      .flatten({ background: '#000000' })
      .raw()
      .toBuffer()
    expect(Math.max(...onBlack)).toBeLessThanOrEqual(8)
  })

  test('an animation shows its first frame that shows something', async () => {
    const frames = await Promise.all(
      ['#ffffff', '#ffffff', '#ff0000'].map(async (color, index) => {
        const frame = plain(color, 20, 20)
        const mark = await plain('#00ff00', 4, 4).png().toBuffer()
        return index === 2
          ? frame
              .composite([{ input: mark, left: 0, top: 0 }])
              .removeAlpha()
              .raw()
              .toBuffer()
          : frame.raw().toBuffer()
      }),
    )
    const bytes = await sharp(Buffer.concat(frames), { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
      .webp({ lossless: true })
      .toBuffer()
    const image = await readImage(sharp, bytes)
    // An encoder may join equal frames; the empty first one is never the picture.
    expect({ isFirst: image.frame === 0, height: image.height }).toEqual({ isFirst: false, height: 20 })
    expect(isNear(at(await read(bytes), 10, 10), [255, 0, 0, 255], 4)).toBe(true)
  })
})

describe('an image is refused', () => {
  test('from its header when it has too many pixels, before anything is decoded', async () => {
    const side = Math.ceil(Math.sqrt(IMAGE_MAX_PIXELS)) + 10
    const bytes = await plain('#000000', side, side).png({ compressionLevel: 9 }).toBuffer()
    expect(bytes.length).toBeLessThan(500_000)
    const before = process.memoryUsage().rss
    expect(await refusal(readImage(sharp, bytes))).toMatchObject({ code: 'image_too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024)
  })

  test.each(['jpeg', 'png', 'webp'] as const)('when a %s is cut', async (type) => {
    const noise = Buffer.from(Array.from({ length: 90 * 90 * 3 }, (_, index) => (index * 7919) % 251))
    const bytes = await sharp(noise, { raw: { width: 90, height: 90, channels: 3 } })
      [type]()
      .toBuffer()
    expect(await refusal(read(bytes.subarray(0, Math.floor(bytes.length * 0.6))))).toMatchObject({
      code: 'image_invalid',
    })
  })

  test.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'svg'],
    ['SVG with a prolog', Buffer.from('<?xml version="1.0"?>\n<!-- a -->\n<svg/>'), 'svg'],
    ['HTML', Buffer.from('\n<!DOCTYPE html><html>'), 'text/html'],
    ['PDF', Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n'), 'pdf'],
    ['a text', Buffer.from('Not found'), 'unknown'],
    ['an archive', gzipSync('x'), 'gzip'],
    ['nothing', Buffer.alloc(0), 'unknown'],
  ])('when it is %s, by its name', async (_, bytes, name) => {
    const { code, message } = await refusal(readImage(sharp, bytes))
    expect(code).toBe('image_type_refused')
    expect(message).toContain(name)
  })

  test('when it is TIFF, which sharp could read', async () => {
    const { code, message } = await refusal(readImage(sharp, await plain('#ff0000', 9, 9).tiff().toBuffer()))
    expect({ code, isNamed: message.includes('tiff') }).toEqual({ code: 'image_type_refused', isNamed: true })
  })
})

test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('a %s is accepted', async (type) => {
  const bytes = await plain('#ff0000', 20, 20)[type]().toBuffer()
  expect(isNear(at(await read(bytes), 10, 10), [255, 0, 0, 255], 12)).toBe(true)
})

/** A picture drawn pixel by pixel. */
const drawn = (width: number, height: number, color: (x: number, y: number) => readonly number[]): Pixels => {
  const data = Buffer.alloc(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    data.set([...color(pixel % width, Math.floor(pixel / width)), 255].slice(0, 4), pixel * 4)
  }
  return { data, width, height }
}
const inside = (x: number, y: number, box: readonly number[]) =>
  x >= (box[0] ?? 0) && y >= (box[1] ?? 0) && x < (box[2] ?? 0) && y < (box[3] ?? 0)

describe('removing a white background', () => {
  test('keeps a white mug on nearly white, to the pixel', () => {
    const cut = removeWhite(
      drawn(60, 60, (x, y) => (inside(x, y, [20, 15, 40, 50]) ? [236, 236, 236] : [254, 254, 254])),
    )
    expect([cut.width, cut.height]).toEqual([20, 35])
    expect(at(cut, 10, 17)).toEqual([236, 236, 236, 255])
  })

  test('keeps white that the product encloses', () => {
    const cut = removeWhite(
      drawn(60, 60, (x, y) =>
        inside(x, y, [20, 20, 40, 40]) && !inside(x, y, [25, 25, 35, 35]) ? [10, 10, 10] : [255, 255, 255],
      ),
    )
    expect([cut.width, cut.height]).toEqual([20, 20])
    expect(at(cut, 10, 10)).toEqual([255, 255, 255, 255])
  })

  test('keeps a handle of one pixel', () => {
    const cut = removeWhite(
      drawn(60, 60, (x, y) =>
        inside(x, y, [20, 20, 40, 40]) || (y === 10 && x > 20 && x < 50) || (x === 49 && y >= 10 && y < 30)
          ? [90, 90, 90]
          : [255, 255, 255],
      ),
    )
    expect([cut.width, cut.height]).toEqual([30, 30])
    expect(at(cut, 29, 5)[3]).toBeGreaterThan(200)
  })

  test.each([60, 90])('removes the noise of a JPEG of quality %i, and none of the product', async (quality) => {
    const { data, width, height } = drawn(200, 200, (x, y) =>
      inside(x, y, [60, 60, 140, 140]) ? [40, 40, 40] : [255, 255, 255],
    )
    const bytes = await sharp(data, { raw: { width, height, channels: 4 } })
      .flatten()
      .jpeg({ quality })
      .toBuffer()
    const cut = removeWhite(await read(bytes, { width, height }))
    expect(Math.abs(cut.width - 80)).toBeLessThanOrEqual(4)
    expect(Math.abs(cut.height - 80)).toBeLessThanOrEqual(4)
    expect(isNear(at(cut, Math.floor(cut.width / 2), Math.floor(cut.height / 2)), [40, 40, 40, 255], 12)).toBe(true)
  })

  test('leaves no light edge on a dark template', async () => {
    const circle = Buffer.from(
      '<svg width="200" height="200"><rect width="200" height="200" fill="#fff"/><circle cx="100" cy="100" r="70" fill="#202020"/></svg>',
    )
    const { data, info } = await sharp(circle).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    const cut = removeWhite({ data, width: info.width, height: info.height })
    const onBlack = await sharp(cut.data, { raw: { width: cut.width, height: cut.height, channels: 4 } })
      .flatten({ background: '#000000' })
      .raw()
      .toBuffer()
    expect(Math.max(...onBlack)).toBeLessThanOrEqual(0x28)
  })

  const BACKGROUNDS = ['#101820', '#e11d48']
  test.each([
    ['red', '#c81e1e', 75],
    ['blue', '#1d4ed8', 85],
    ['yellow', '#facc15', 85],
    ['black', '#111111', 75],
    ['light gray', '#d9d9d9', 85],
  ])('leaves no fringe around a %s product whose JPEG stores colors at half the size', async (_, color, quality) => {
    const shape = `<circle cx="150" cy="150" r="100" fill="${color}"/>`
    const drawn = (ground: string) =>
      sharp(
        Buffer.from(`<svg width="300" height="300"><rect width="300" height="300" fill="${ground}"/>${shape}</svg>`),
      )
    const bytes = await drawn('#ffffff').jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer()
    const cut = removeWhite(await read(bytes, { width: 300, height: 300 }))
    // Nothing of the waves around it is left, which would make the product smaller in its zone.
    expect([cut.width, cut.height]).toEqual([200, 200])
    for (const background of BACKGROUNDS) {
      const placed = await sharp(cut.data, { raw: { width: 200, height: 200, channels: 4 } })
        .flatten({ background })
        .raw()
        .toBuffer()
      const expected = await drawn(background)
        .extract({ left: 50, top: 50, width: 200, height: 200 })
        .removeAlpha()
        .raw()
        .toBuffer()
      const squares = placed.reduce((sum, value, index) => sum + (value - (expected[index] ?? 0)) ** 2, 0)
      // The root of the mean square of all differences, of 255. A fringe makes it 10 and more.
      expect(Math.sqrt(squares / placed.length)).toBeLessThan(3.5)
    }
  })

  test('keeps all of a light product that has a dark detail near its edge', () => {
    const cut = removeWhite(
      drawn(80, 80, (x, y) =>
        inside(x, y, [20, 20, 60, 60])
          ? inside(x, y, [26, 30, 34, 50])
            ? [20, 20, 20]
            : [225, 225, 225]
          : [255, 255, 255],
      ),
    )
    expect([cut.width, cut.height]).toEqual([40, 40])
    expect([at(cut, 0, 20), at(cut, 3, 20), at(cut, 20, 1)]).toEqual(Array(3).fill([225, 225, 225, 255]))
  })

  test.each([
    ['#f3f3f3', 'png'],
    ['#fff3d6', 'png'],
    ['#f3f3f3', 'jpeg'],
    ['#fff3d6', 'jpeg'],
  ] as const)('keeps a pale label (%s, %s) of a dark product to its corners', async (label, type) => {
    const drawn = (ground: string) =>
      sharp(
        Buffer.from(
          `<svg width="300" height="300"><rect width="300" height="300" fill="${ground}"/><path d="M50 50H250V250H50Z" fill="#241408"/><path d="M50 100H250V200H50Z" fill="${label}"/></svg>`,
        ),
      )
    const bytes = await (type === 'png' ? drawn('#ffffff').png() : drawn('#ffffff').jpeg({ quality: 85 })).toBuffer()
    const cut = removeWhite(await read(bytes, { width: 300, height: 300 }))
    // A pixel of tint beside a pale edge may stay.
    expect([cut.width - 200, cut.height - 200].every((more) => more >= 0 && more <= 2)).toBe(true)
    // Beside the background, next to the dark part and far from it.
    for (const y of [54, 60, 100, 146]) expect(at(cut, 3, y)[3]).toBeGreaterThan(200)
  })

  test('keeps a product whole where the frame crops it, on the left and on the right', () => {
    const cut = removeWhite(
      drawn(60, 60, (x, y) =>
        inside(x, y, [0, 28, 60, 30]) ? [200 - Math.min(x, 59 - x) * 3, 60, 60] : [255, 255, 255],
      ),
    )
    expect([cut.width, cut.height]).toEqual([60, 2])
    expect([at(cut, 0, 0)[3], at(cut, 59, 1)[3]]).toEqual([255, 255])
  })

  test.each([
    ['a colored background', (x: number, y: number) => (inside(x, y, [20, 20, 40, 40]) ? [0, 0, 0] : [200, 220, 240])],
    ['a photo to its edges', (x: number, y: number) => [(x * 37) % 256, (y * 91) % 256, 90]],
    ['white alone', () => [255, 255, 255]],
  ])('leaves %s as it is', (_, color) => {
    const picture = drawn(60, 60, color)
    expect(removeWhite(picture)).toBe(picture)
  })
})
