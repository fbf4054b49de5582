import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { beforeAll, describe, expect, test } from 'vitest'
import { sampleLayer } from '#core/testing/thumbnail-samples.ts'
import type { Design } from '#core/thumbnails/design.ts'
import { openSharp, type Sharp } from './open-sharp.ts'
import { renderThumbnail } from './render-thumbnail.ts'

/*
 * Pictures that a person has looked at, kept at half size in `golden/`. To draw them again, after looking at what
 * changed:
 *
 *   GOLDEN=write npx vitest run --project unit netlify/src/thumbnails/rendering/golden.test.ts
 */
const FOLDER = join(import.meta.dirname, 'golden')
const WRITES = process.env.GOLDEN === 'write'
const SIZE = { width: 640, height: 360 }
/** pixelmatch's own measure of one pixel: 0 is equal, 1 is black beside white. */
const THRESHOLD = 0.1
/** So many of the pixels may differ by more than the threshold: one in a thousand. */
const TOLERANCE = Math.floor((SIZE.width * SIZE.height) / 1000)
const MAX_BYTES = 1_500_000

let sharp: Sharp
let template: Buffer
let mug: Buffer
beforeAll(async () => {
  sharp = await openSharp()
  mkdirSync(FOLDER, { recursive: true })
  template = await svg(
    1280,
    720,
    '<rect width="1280" height="720" fill="#1e3a8a"/><path d="M0 720L1280 240V720Z" fill="#0f766e"/><circle cx="1180" cy="90" r="60" fill="#f59e0b"/>',
  )
  mug = await product(600, 480)
})

const svg = (width: number, height: number, content: string) =>
  sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`))
    .png()
    .toBuffer()

/** A product of four colors with a mark in one corner: turned, mirrored, cropped or recolored it looks different. */
const product = (width: number, height: number, ground = '<rect width="600" height="480" fill="#f1f5f9"/>') =>
  svg(
    width,
    height,
    `<g transform="scale(${width / 600} ${height / 480})">${ground}<path d="M60 60H300V240H60Z" fill="#c82828"/><path d="M300 60H540V240H300Z" fill="#15803d"/><path d="M60 240H300V420H60Z" fill="#7c3aed"/><path d="M300 240H540V420H300Z" fill="#facc15"/><path d="M0 0H120L0 90Z" fill="#111827"/><circle cx="300" cy="240" r="70" fill="#f8fafc"/></g>`,
  )

type Case = { design?: Partial<Design>; image?: () => Promise<Buffer>; title?: string }

const CASES: Record<string, Case> = {
  'zone-origin': { design: { placement_zone: { x: 0, y: 0, width: 40, height: 60 } } },
  'zone-frame': { design: { placement_zone: { x: 0, y: 0, width: 100, height: 100 } } },
  'zone-frame-cover': { design: { placement_zone: { x: 0, y: 0, width: 100, height: 100 }, fit: 'cover' } },
  portrait: { image: () => product(300, 900) },
  landscape: { image: () => product(1500, 400) },
  transparent: {
    image: async () =>
      sharp(await product(600, 480, '<circle cx="480" cy="120" r="110" fill="#ffffff" fill-opacity="0.5"/>'))
        .webp({ lossless: true })
        .toBuffer(),
  },
  cmyk: { image: () => sharp(mug).toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 95 }).toBuffer() },
  p3: { image: () => sharp(mug).withIccProfile('p3').png().toBuffer() },
  'white-removed': {
    design: { removes_white_background: true },
    image: async () =>
      sharp(await product(600, 480, '<rect width="600" height="480" fill="#ffffff"/>'))
        .jpeg({ quality: 90 })
        .toBuffer(),
  },
  'title-long': { title: 'Honest review of the insulated travel mug with handle, lid and straw, dishwasher safe' },
  'title-emoji': { title: 'Fire 🔥 mug 😀 ☺ ❤ 👩🏽‍🚀 🇩🇪 ✅ 1️⃣' },
  'title-cjk': { title: '正直なレビュー 电饭煲评测 솔직한 리뷰' },
  'title-arabic': { title: 'مراجعة صادقة لكوب السفر الجديد 2026' },
}

async function draw({ design = {}, image, title = '' }: Case): Promise<Buffer> {
  const { bytes } = await renderThumbnail({
    template,
    product: image ? await image() : mug,
    design: {
      placement_zone: { x: 4, y: 10, width: 44, height: 80 },
      fit: 'contain',
      background: null,
      removes_white_background: false,
      layers: title === '' ? [] : [sampleLayer({ zone: { x: 50, y: 8, width: 46, height: 50 } })],
      ...design,
    },
    texts: { video_title: title, owner_prefix: '' },
  })
  return sharp(bytes).resize(SIZE).png({ palette: true, colours: 64, dither: 0, effort: 10 }).toBuffer()
}

const pixels = (png: Buffer) => sharp(png).ensureAlpha().raw().toBuffer()
const pathOf = (name: string) => join(FOLDER, `${name}.png`)

/** How many pixels differ from the golden picture of this name. */
async function differing(name: string, png: Buffer): Promise<number> {
  const expected = await pixels(readFileSync(pathOf(name)))
  return pixelmatch(await pixels(png), expected, undefined, SIZE.width, SIZE.height, { threshold: THRESHOLD })
}

describe('a thumbnail looks like its golden picture', () => {
  test.each(Object.entries(CASES))('%s', async (name, input) => {
    const png = await draw(input)
    if (WRITES) writeFileSync(pathOf(name), png)
    expect(await differing(name, png)).toBeLessThanOrEqual(TOLERANCE)
  })

  // How the stored pixels of each orientation are made of the upright picture.
  const TURNS: Record<number, (upright: ReturnType<Sharp>) => ReturnType<Sharp>> = {
    1: (upright) => upright,
    2: (upright) => upright.flop(),
    3: (upright) => upright.rotate(180),
    4: (upright) => upright.flip(),
    5: (upright) => upright.flop().rotate(270),
    6: (upright) => upright.rotate(270),
    7: (upright) => upright.flop().rotate(90),
    8: (upright) => upright.rotate(90),
  }
  test.each(Object.keys(TURNS).map(Number))('exif, orientation %i', async (orientation) => {
    const turn = TURNS[orientation] ?? ((upright) => upright)
    // Turned first and marked afterwards: sharp would flop before it rotates in one pipeline.
    const stored = await turn(sharp(mug)).png().toBuffer()
    const image = () => sharp(stored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
    const png = await draw({ image })
    if (WRITES && orientation === 1) writeFileSync(pathOf('exif'), png)
    expect(await differing('exif', png)).toBeLessThanOrEqual(TOLERANCE)
  })

  test('and not like that of a design that differs by one percent', async () => {
    const moved = { x: 1, y: 0, width: 40, height: 60 }
    expect(await differing('zone-origin', await draw({ design: { placement_zone: moved } }))).toBeGreaterThan(TOLERANCE)
  })
})

test('every golden picture belongs to a case, and together they stay small', () => {
  const names = [...Object.keys(CASES), 'exif'].map((name) => `${name}.png`)
  expect(existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []).toEqual(names.sort())
  const bytes = names.reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0)
  expect(bytes).toBeLessThan(MAX_BYTES)
})
