import { crc32 } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Design } from '#core/thumbnails/design.ts'
import { FRAME } from '#core/thumbnails/geometry.ts'
import { coverageOf, missingCharacters } from '#core/thumbnails/scripts.ts'
import { openFont } from './fonts.ts'
import { openSharp, type Sharp } from './open-sharp.ts'
import { readImage, toPixels } from './prepare-image.ts'
import { RenderError } from './render-error.ts'
import { renderThumbnail } from './render-thumbnail.ts'

/*
 * Faults of image libraries that a finished picture once showed elsewhere, each with an input that reproduces it. Those
 * that need no finished picture stand in images.test.ts; docs/domains/thumbnails.md lists all of them.
 */
let sharp: Sharp
let gray: Buffer
beforeAll(async () => {
  sharp = await openSharp()
  gray = await plain('#808080', FRAME.width, FRAME.height).png().toBuffer()
})

const plain = (color: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: color } })
const FRAME_DESIGN: Design = {
  placement_zone: { x: 0, y: 0, width: 100, height: 100 },
  fit: 'contain',
  background: null,
  removes_white_background: false,
  layers: [],
}
/** The pixels of a finished picture, with a way to read one. */
async function drawn(product: Buffer, design: Partial<Design> = {}, template = gray) {
  const { bytes } = await renderThumbnail({
    template,
    product,
    design: { ...FRAME_DESIGN, ...design },
    texts: { video_title: '', owner_prefix: '' },
  })
  const data = await sharp(bytes).raw().toBuffer()
  return (x: number, y: number) => [...data.subarray((y * FRAME.width + x) * 3, (y * FRAME.width + x) * 3 + 3)]
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof RenderError ? error.code : String(error)),
  )
const isNear = (color: readonly number[], expected: readonly number[], tolerance: number) =>
  expected.every((value, channel) => Math.abs((color[channel] ?? 0) - value) <= tolerance)

test('with the Latin font alone, every other script of a title is named', () => {
  const latin = coverageOf(openFont('Noto Sans').characterSet)
  const missing = missingCharacters('正直なレビュー 电饭煲 한국어 รีวิว Tom & Jerry', latin).join('')
  expect(missing).toBe('正直なレビュー电饭煲한국어รีวิว')
})

test('a Display-P3 product keeps its color on the template', async () => {
  const p3 = await plain('#c82828', 60, 60).withIccProfile('p3').png().toBuffer()
  expect((await sharp(p3).metadata()).hasProfile).toBe(true)
  expect(isNear((await drawn(p3))(640, 360), [200, 40, 42], 2)).toBe(true)
})

/** A JPEG without its Adobe marker, whose inks are stored as they are; with the marker they are stored inverted. */
function withoutAdobeMarker(jpeg: Buffer): Buffer {
  for (let at = 2; jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    if (jpeg[at + 1] === 0xee) {
      return Buffer.concat([jpeg.subarray(0, at), jpeg.subarray(at + 2 + jpeg.readUInt16BE(at + 2))])
    }
  }
  throw new Error('This JPEG has no Adobe marker.')
}

describe('a CMYK product has the color on the template that it has alone', () => {
  test.each([
    ['with the Adobe marker and a profile', true, true],
    ['with the Adobe marker alone', true, false],
    ['with a profile alone', false, true],
    ['with neither', false, false],
  ])('%s', async (_, hasMarker, hasProfile) => {
    const inks = plain('#c8150f', 60, 60).toColourspace('cmyk')
    const adobe = await (hasProfile ? inks.withIccProfile('cmyk') : inks).jpeg({ quality: 100 }).toBuffer()
    const bytes = hasMarker ? adobe : withoutAdobeMarker(adobe)
    expect(bytes.includes('Adobe\0')).toBe(hasMarker)
    const alone = await sharp(bytes).toColourspace('srgb').removeAlpha().raw().toBuffer()
    expect(isNear((await drawn(bytes))(640, 360), [...alone.subarray(0, 3)], 3)).toBe(true)
    // Read the wrong way around, red inks are cyan.
    if (hasMarker) expect(isNear([...alone.subarray(0, 3)], [200, 21, 15], 30)).toBe(true)
  })
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a template of EXIF orientation %i is shown upright', async (orientation) => {
  const isTurned = orientation >= 5
  const [width, height] = isTurned ? [360, 640] : [640, 360]
  const corner = await plain('#ff0000', 120, 120).png().toBuffer()
  const stored = await plain('#0000ff', width, height)
    .composite([{ input: corner, left: 0, top: 0 }])
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const dot = await plain('#00ff00', 10, 10).png().toBuffer()
  const pixel = await drawn(dot, { placement_zone: { x: 48, y: 48, width: 2, height: 2 } }, stored)
  const isRight = [2, 3, 6, 7].includes(orientation)
  const isBottom = [3, 4, 7, 8].includes(orientation)
  for (const right of [false, true]) {
    for (const bottom of [false, true]) {
      const isRed = right === isRight && bottom === isBottom
      const color = pixel(right ? 1180 : 100, bottom ? 620 : 100)
      expect(isNear(color, isRed ? [255, 0, 0] : [0, 0, 255], 30)).toBe(true)
    }
  }
})

test('a transparent product leaves no light fringe on a black template', async () => {
  const data = Buffer.alloc(20 * 20 * 4)
  for (let pixel = 0; pixel < 400; pixel += 1) {
    data.set(pixel % 20 < 10 ? [0, 0, 0, 255] : [255, 255, 255, 0], pixel * 4)
  }
  const product = await sharp(data, { raw: { width: 20, height: 20, channels: 4 } })
    .png()
    .toBuffer()
  const black = await plain('#000000', FRAME.width, FRAME.height).png().toBuffer()
  for (const fit of ['contain', 'cover'] as const) {
    const pixel = await drawn(product, { fit, placement_zone: { x: 10, y: 10, width: 0.55, height: 0.98 } }, black)
    for (let x = 120; x < 145; x += 1) for (let y = 66; y < 90; y += 1) expect(Math.max(...pixel(x, y))).toBeLessThan(8)
  }
})

test.each([
  [{ x: 33.333, y: 33.333, width: 66.667, height: 66.667 }],
  [{ x: 0.039, y: 0.069, width: 99.961, height: 99.931 }],
  [{ x: 99, y: 99, width: 1, height: 1 }],
])('the zone %j reaches the last pixel and never leaves the frame', async (placement_zone) => {
  const product = await plain('#d02020', 1281, 721).png().toBuffer()
  for (const fit of ['contain', 'cover'] as const) {
    const pixel = await drawn(product, { placement_zone, fit })
    if (fit === 'cover') expect(isNear(pixel(1279, 719), [208, 32, 32], 30)).toBe(true)
  }
})

type Picture = ReturnType<typeof plain>
type Format = { name: string; encode: (picture: Picture) => Picture; claim: (bytes: Buffer, side: number) => void }

/** How each format says its size; `claim` makes a file say another one than it has. */
const FORMATS: Format[] = [
  {
    name: 'progressive JPEG',
    encode: (picture) => picture.jpeg({ progressive: true }),
    claim: (bytes, side) => {
      const frame = bytes.indexOf(Buffer.from([0xff, 0xc2]))
      bytes.writeUInt16BE(side, frame + 5)
      bytes.writeUInt16BE(side, frame + 7)
    },
  },
  {
    name: 'PNG',
    encode: (picture) => picture.png(),
    claim: (bytes, side) => {
      bytes.writeUInt32BE(side, 16)
      bytes.writeUInt32BE(side, 20)
      bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
    },
  },
  {
    name: 'WebP',
    encode: (picture) => picture.webp({ lossless: true }),
    // The lossless form: 14 bits each, less one.
    claim: (bytes, side) => void bytes.writeUInt32LE(((side - 1) | ((side - 1) << 14)) >>> 0, 21),
  },
  {
    name: 'GIF',
    encode: (picture) => picture.gif(),
    claim: (bytes, side) => {
      const frame = bytes.indexOf(0x2c, 13)
      for (const at of [6, 8, frame + 5, frame + 7]) bytes.writeUInt16LE(side, at)
    },
  },
]
test.each(FORMATS)('a $name of 12,000 × 12,000 is refused by its header alone', async ({ encode, claim }) => {
  const bytes = await encode(plain('#c82828', 16, 16)).toBuffer()
  expect(await codeOf(readImage(sharp, bytes))).toBe('accepted')
  claim(bytes, 12_000)
  const before = process.memoryUsage().rss
  expect(await codeOf(readImage(sharp, bytes))).toBe('image_too_large')
  expect(process.memoryUsage().rss - before).toBeLessThan(30 * 1024 * 1024)
})

const box = (brand: string, ...compatible: string[]) => {
  const content = Buffer.from(`ftyp${brand}\0\0\0\0${compatible.join('')}`)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(content.length + 4)
  return Buffer.concat([size, content, Buffer.alloc(64)])
}
const ENTITIES = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>`

test.each([
  ['HEIC', box('heic', 'mif1', 'heic'), 'image/heic'],
  ['an image of HEIF', box('mif1', 'mif1', 'heic'), 'image/heif'],
  ['a bomb of entities', Buffer.from(ENTITIES), 'image/svg+xml'],
  ['SVG with a byte order mark', Buffer.from('\ufeff<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
  ['BMP', Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]), 'image/bmp'],
  ['an icon', Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), Buffer.alloc(60)]), 'image/x-icon'],
  ['a video', box('isom', 'isom', 'mp42'), 'video/mp4'],
  ['JPEG XL', Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(60)]), 'image/jxl'],
])('%s is refused by its name', async (_, bytes, name) => {
  const error = await readImage(sharp, bytes).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'image_type_refused' })
  expect(String(error)).toContain(name)
})

test.each([
  ['HTML behind the first bytes of a GIF', Buffer.from('GIF89a/*<html><script>alert(1)</script>*/=1')],
  [
    'HTML behind the first bytes of a JPEG',
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<html>')]),
  ],
  [
    'an archive behind the signature of a PNG',
    Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('PK\u0003\u0004'), Buffer.alloc(40)]),
  ],
])('%s is no image', async (_, bytes) => {
  expect(['image_invalid', 'image_type_refused']).toContain(await codeOf(readImage(sharp, bytes)))
})

test('what stands behind the end of an image is not carried into the picture', async () => {
  const polyglot = Buffer.concat([await plain('#c82828', 60, 60).png().toBuffer(), Buffer.from('PK\u0003\u0004secret')])
  const { bytes } = await renderThumbnail({
    template: gray,
    product: polyglot,
    design: FRAME_DESIGN,
    texts: { video_title: '', owner_prefix: '' },
  })
  expect(bytes.includes('secret')).toBe(false)
})

describe('of an animation', () => {
  const frames = async (colors: readonly string[]) =>
    Buffer.concat(
      await Promise.all(
        colors.map(async (color, index) => {
          const mark = await plain('#00ff00', 4, 4).png().toBuffer()
          const frame = plain(color, 30, 20)
          return index === 0
            ? frame.raw().toBuffer()
            : frame
                .composite([{ input: mark, left: 0, top: 0 }])
                .removeAlpha()
                .raw()
                .toBuffer()
        }),
      ),
    )
  const animation = async (colors: readonly string[]) =>
    sharp(await frames(colors), { raw: { width: 30, height: 20 * colors.length, channels: 3, pageHeight: 20 } })

  test.each(['gif', 'webp'] as const)('that is a %s, the empty first frame is not the product', async (type) => {
    const moving = await animation(['#ffffff', '#ff0000', '#0000ff'])
    const bytes = await (type === 'gif' ? moving.gif() : moving.webp({ lossless: true })).toBuffer()
    const image = await readImage(sharp, bytes)
    expect([image.width, image.height, image.frame]).toEqual([30, 20, 1])
    const { data } = await toPixels(sharp, image, { width: 30, height: 20, fit: 'inside' })
    const at = (10 * 30 + 10) * 4
    expect(isNear([...data.subarray(at, at + 3)], [255, 0, 0], 6)).toBe(true)
  })

  test('that is turned by EXIF, the size is that of one upright frame', async () => {
    const turned = (await animation(['#ffffff', '#ff0000', '#0000ff'])).withMetadata({ orientation: 6 })
    const image = await readImage(sharp, await turned.webp({ lossless: true }).toBuffer())
    const pixels = await toPixels(sharp, image, { width: 30, height: 30, fit: 'inside' })
    expect([image.width, image.height]).toEqual([20, 30])
    expect([pixels.width, pixels.height]).toEqual([20, 30])
  })
})
