import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Design, TextLayer } from '#core/thumbnails/design.ts'
import { FRAME, fitInto, type PixelBox, zoneToPixels } from '#core/thumbnails/geometry.ts'
import { THUMBNAIL_SCRIPTS } from '#core/thumbnails/scripts.ts'
import { drawable, familiesFor, findRoot, measureFor, openFont } from './fonts.ts'
import { openSharp, rendererVersion, type Sharp } from './open-sharp.ts'
import { renderPreview, renderThumbnail } from './render-thumbnail.ts'

let sharp: Sharp
let template: Buffer
beforeAll(async () => {
  sharp = await openSharp()
  template = await plain('#224466', 1280, 720).png().toBuffer()
})

const plain = (color: string, width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: color } })
const product = (color: string, width: number, height: number) => plain(color, width, height).png().toBuffer()

const LAYER: TextLayer = {
  id: 'title',
  source: 'video_title',
  text: '',
  zone: { x: 5, y: 10, width: 90, height: 30 },
  min_px: 24,
  max_px: 72,
  max_lines: 2,
  align: 'left',
  vertical_align: 'top',
  color: '#FFFFFF',
  decoration: { kind: 'none' },
}
const design = (change: Partial<Design> = {}): Design => ({
  placement_zone: { x: 20, y: 20, width: 40, height: 50 },
  fit: 'contain',
  background: null,
  removes_white_background: false,
  layers: [],
  ...change,
})
const render = (change: Partial<Design>, image: Buffer | null, video_title = '') =>
  renderThumbnail({ template, product: image, design: design(change), texts: { video_title, owner_prefix: 'Real' } })
const titled = (video_title: string, change: Partial<TextLayer> = {}) =>
  render({ layers: [{ ...LAYER, ...change }] }, null, video_title)

const rgba = async (bytes: Buffer) => sharp(bytes).ensureAlpha().raw().toBuffer()
/** How many pixels of two pictures differ visibly (pixelmatch, threshold 0.1). */
async function differing(bytes: Buffer, expected: Buffer): Promise<number> {
  return pixelmatch(await rgba(bytes), await rgba(expected), undefined, FRAME.width, FRAME.height, { threshold: 0.1 })
}
/** The template with these plain boxes: what a picture must look like, computed without the renderer. */
const boxes = async (...drawn: (PixelBox & { color: string })[]) =>
  sharp(template)
    .composite(
      await Promise.all(
        drawn.map(async ({ color, left, top, width, height }) => ({
          input: await plain(color, width, height).png().toBuffer(),
          left,
          top,
        })),
      ),
    )
    .png()
    .toBuffer()

describe('the product stands in its zone', () => {
  // JPEG blurs an edge: at most this many pixels for each pixel of an edge.
  const edge = ({ width, height }: PixelBox) => 2 * (width + height)

  test.each([
    ['a zone at x = 0, y = 0', { x: 0, y: 0, width: 50, height: 100 }, 640, 720],
    ['the whole frame', { x: 0, y: 0, width: 100, height: 100 }, 1600, 900],
    ['the case 20, 20, 40, 50', { x: 20, y: 20, width: 40, height: 50 }, 512, 360],
    ['a zone whose edges are rounded', { x: 33.333, y: 12.5, width: 66.667, height: 60 }, 853, 432],
    ['a portrait', { x: 20, y: 20, width: 40, height: 50 }, 300, 900],
    ['a landscape', { x: 20, y: 20, width: 40, height: 50 }, 1500, 300],
    ['one column of pixels', { x: 20, y: 20, width: 40, height: 50 }, 1, 900],
  ])('%s', async (_, placement_zone, width, height) => {
    const { bytes } = await render({ placement_zone }, await product('#d02020', width, height))
    const expected = fitInto({ width, height }, zoneToPixels(placement_zone), 'contain')
    expect(await differing(bytes, await boxes({ ...expected, color: '#d02020' }))).toBeLessThanOrEqual(edge(expected))
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 720, space: 'srgb' })
  })

  test('cover fills the zone', async () => {
    const { bytes } = await render({ fit: 'cover' }, await product('#d02020', 300, 900))
    const zone = zoneToPixels(design().placement_zone)
    expect(await differing(bytes, await boxes({ ...zone, color: '#d02020' }))).toBeLessThanOrEqual(edge(zone))
  })

  test('over a background of its own', async () => {
    const { bytes } = await render({ background: '#FFFFFF' }, await product('#d02020', 300, 300))
    const zone = zoneToPixels(design().placement_zone)
    const inner = fitInto({ width: 300, height: 300 }, zone, 'contain')
    const expected = await boxes({ ...zone, color: '#ffffff' }, { ...inner, color: '#d02020' })
    expect(await differing(bytes, expected)).toBeLessThanOrEqual(edge(zone) + edge(inner))
  })

  test('and keeps its transparency: no bars, no box', async () => {
    const ring = Buffer.from(
      '<svg width="300" height="300"><rect x="100" y="100" width="100" height="100" fill="#d02020"/></svg>',
    )
    const { bytes } = await render({}, await sharp(ring).png().toBuffer())
    const zone = fitInto({ width: 300, height: 300 }, zoneToPixels(design().placement_zone), 'contain')
    const third = {
      left: zone.left + zone.width / 3,
      top: zone.top + zone.height / 3,
      width: zone.width / 3,
      height: zone.height / 3,
    }
    expect(await differing(bytes, await boxes({ ...third, color: '#d02020' }))).toBeLessThanOrEqual(2 * edge(third))
  })

  test('without its white background, and centered', async () => {
    const photo = await plain('#ffffff', 600, 600)
      .composite([{ input: await product('#d02020', 120, 240), left: 30, top: 300 }])
      .jpeg({ quality: 95 })
      .toBuffer()
    const { bytes } = await render({ removes_white_background: true }, photo)
    const expected = fitInto({ width: 120, height: 240 }, zoneToPixels(design().placement_zone), 'contain')
    expect(await differing(bytes, await boxes({ ...expected, color: '#d02020' }))).toBeLessThanOrEqual(
      4 * edge(expected),
    )
  })

  test('on a template of another ratio, turned by EXIF, and cropped to the frame', async () => {
    const turned = await plain('#ff8800', 720, 1280).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { bytes } = await renderThumbnail({
      template: turned,
      product: null,
      design: design(),
      texts: { video_title: '', owner_prefix: '' },
    })
    const [red = 0, green = 0] = await rgba(bytes)
    expect([red > 245, Math.abs(green - 136) < 8]).toEqual([true, true])
  })

  test('a small image is drawn, and said', async () => {
    const { warnings } = await render({}, await product('#d02020', 40, 40))
    expect(warnings.map(({ code }) => code)).toEqual(['image_small'])
  })
})

/** One line of text as the outlines of its font's glyphs: shaped by fontkit, placed by hand. */
function outlines(text: string, family: string, px: number, left: number, top: number): Buffer {
  const font = openFont(family)
  const scale = px / font.unitsPerEm
  const { glyphs, positions } = font.layout(text)
  let x = left
  const paths = glyphs.map((glyph, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {}
    const path = `<path transform="translate(${x + xOffset * scale} ${top + px * 0.93 - yOffset * scale}) scale(${scale} ${-scale})" d="${glyph.path.toSVG()}"/>`
    x += xAdvance * scale
    return path
  })
  return Buffer.from(`<svg width="1280" height="720"><g fill="#ffffff">${paths.join('')}</g></svg>`)
}

describe('a title looks like the glyphs of its font', () => {
  test.each([
    ['Latin', 'Honest Review', 'Noto Sans'],
    ['accents', 'Über Café señor', 'Noto Sans'],
    ['Greek and Cyrillic', 'Ειλικρινής Честный', 'Noto Sans'],
    ['Japanese', '正直なレビュー', 'Noto Sans JP'],
    ['Chinese', '电饭煲评测', 'Noto Sans SC'],
    ['Korean', '솔직한리뷰', 'Noto Sans KR'],
    ['Arabic', 'مراجعة', 'Noto Sans Arabic'],
    ['Hebrew', 'ביקורת', 'Noto Sans Hebrew'],
    ['emoji', '🔥😀', 'Noto Emoji'],
  ])('%s', async (_, text, family) => {
    const isRightToLeft = /[\u0590-\u06ff]/.test(text)
    const zone = zoneToPixels(LAYER.zone)
    const { bytes, warnings, text: fitted } = await titled(text)
    expect({ warnings, fitted: fitted[0]?.lines }).toEqual({ warnings: [], fitted: [text] })
    const expected = await sharp(template)
      .composite([{ input: outlines(text, family, 72, zone.left, zone.top) }])
      .png()
      .toBuffer()
    const empty = await differing(template, expected)
    // A title from right to left begins at the same edge, because the layer is aligned left.
    expect(isRightToLeft ? fitted[0]?.font_px : 72).toBe(72)
    expect(await differing(bytes, expected)).toBeLessThan(empty * 0.35)
  })

  test('a script whose glyphs stand in several fonts is drawn without a warning', async () => {
    const { warnings } = await titled('正直なレビュー 电饭煲 한국어 รีวิว ईमानदार مراجعة Tom 🔥')
    expect(warnings).toEqual([])
  })
})

describe('a title is data', () => {
  test.each([
    'Tom & Jerry <3',
    '5 < 6 > 4',
    '<span size="1000000">x</span>',
    'a&amp;b',
    '</text><image href="file:///etc/passwd"/>',
    ']]>"\'',
  ])('%s', async (text) => {
    const { text: fitted } = await titled(text)
    expect(fitted[0]?.lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''))
  })

  test('control characters and halves of an emoji are no characters', async () => {
    const { text, warnings } = await titled('A\u0000B\u0007C\ud83d\u2028D')
    expect(warnings.map(({ code }) => code).filter((code) => code !== 'glyph_missing')).toEqual([])
    expect(text[0]?.lines.join('')).toBe('A B C D')
  })

  test('a text beyond every limit is refused', async () => {
    await expect(titled('x'.repeat(5000))).rejects.toMatchObject({ code: 'text_invalid' })
  })
})

describe('fitting is honest', () => {
  /** The rectangle of everything that is not the template. */
  async function inkOf(bytes: Buffer) {
    const data = await rgba(bytes)
    const box: Record<'left' | 'top' | 'right' | 'bottom', number> = {
      left: FRAME.width,
      top: FRAME.height,
      right: 0,
      bottom: 0,
    }
    for (let y = 0; y < FRAME.height; y += 1) {
      for (let x = 0; x < FRAME.width; x += 1) {
        if ((data[(y * FRAME.width + x) * 4] ?? 0) < 110) continue
        box.left = Math.min(box.left, x)
        box.right = Math.max(box.right, x)
        box.top = Math.min(box.top, y)
        box.bottom = Math.max(box.bottom, y)
      }
    }
    return box
  }

  test.each([
    'Short',
    'Donaudampfschifffahrtsgesellschaftskapitän',
    'W'.repeat(60),
    'i'.repeat(60),
    'AVAVAVAVAV To. Ty, fjord ffi',
    'مراجعة صادقة لماكينة القهوة الجديدة',
    `م${'ـ'.repeat(40)}راجعة`,
    'بِسْمِ ٱللَّٰهِ ٱلرَّحْمَٰنِ',
    'پچگ ئێ ڵۆڤ ۱۲۳ لا ﻻ',
    'ईमानदार समीक्षा श्रृंखला',
    '👨‍👩‍👧👩🏽‍🚀🏳️‍🌈🇩🇪'.repeat(6),
    '☺ ☺︎ ☺️ ❤ ❤️ ✈ ☀ ☁ ☂',
    '1️⃣ 2️⃣ #️⃣ 3️⃣',
    '한국어 리뷰입니다'.normalize('NFD'),
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍⚧️ 👩‍❤️‍💋‍👨 🧑🏿‍🤝‍🧑🏻',
    'รีวิวเครื่องชงกาแฟรุ่นใหม่ที่ดีที่สุด',
  ])('%s stays in its zone', async (text) => {
    const zone = { x: 30, y: 30, width: 31.25, height: 25 }
    const { bytes, text: fitted } = await titled(text, { zone })
    const box = zoneToPixels(zone)
    const ink = await inkOf(bytes)
    expect(ink.left).toBeGreaterThanOrEqual(box.left - 1)
    expect(ink.right).toBeLessThanOrEqual(box.left + box.width)
    expect(ink.bottom).toBeLessThanOrEqual(box.top + box.height)
    expect(fitted[0]?.font_px).toBeLessThanOrEqual(LAYER.max_px)
    expect(fitted[0]?.font_px).toBeGreaterThanOrEqual(LAYER.min_px)
  })

  test.each(['لماكينة القهوة', 'श्रृंखला क्षत्रिय', 'الله'])(
    'joined letters of %s are as wide as they are drawn',
    async (text) => {
      const plate = { kind: 'plate', color: '#000000', opacity_percent: 0, padding_px: 0, radius_px: 0 } as const
      const { bytes } = await titled(text, { max_lines: 1, decoration: plate })
      const ink = await inkOf(bytes)
      const width = measureFor(text)(text, LAYER.max_px)
      expect(ink.right - ink.left).toBeGreaterThan(width * 0.93)
      expect(ink.right - ink.left).toBeLessThanOrEqual(width + 2)
    },
  )

  test('says that a text was cut', async () => {
    const { text, warnings } = await titled('Coffee '.repeat(60))
    expect(text[0]).toMatchObject({ font_px: LAYER.min_px, truncated: true })
    expect(text[0]?.lines.at(-1)).toMatch(/…$/)
    expect(warnings.map(({ code }) => code)).toEqual(['text_truncated'])
  })

  test.each(['left', 'center', 'right'] as const)('%s is where the ink is', async (align) => {
    const ink = await inkOf((await titled('Hi', { align })).bytes)
    const zone = zoneToPixels(LAYER.zone)
    const middle = (ink.left + ink.right) / 2
    if (align === 'left') expect(ink.left - zone.left).toBeLessThan(12)
    if (align === 'center') expect(Math.abs(middle - zone.left - zone.width / 2)).toBeLessThan(8)
    if (align === 'right') expect(zone.left + zone.width - ink.right).toBeLessThan(12)
  })
})

describe('what no font has', () => {
  test('is left out and said, never drawn as a box', async () => {
    const { bytes, text, warnings } = await titled('Lamp ꦲꦏ 𓀀')
    expect(text[0]?.lines).toEqual(['Lamp'])
    expect(warnings).toMatchObject([{ code: 'glyph_missing', layer_id: 'title' }])
    expect(warnings[0]?.characters).toContain('𓀀')
    expect(await differing(bytes, (await titled('Lamp')).bytes)).toBe(0)
  })

  test.each([
    ['decorated letters are plain ones', '𝐁𝐨𝐥𝐝 𝓢𝓬𝓻𝓲𝓹𝓽', 'Bold Script'],
    ['a digit on a key is the digit, not an empty key', 'Top 1️⃣0️⃣ #️⃣', 'Top 10 #'],
    ['letters that are taken apart are whole', '한국어 Über'.normalize('NFD'), '한국어 Über'],
    ['marks that turn a text around are none', '\u202Eevil\u202C \uFFFD\uD83D', 'evil'],
  ])('%s', async (_, title, drawn) => {
    const { text, warnings } = await titled(title)
    expect({ lines: text[0]?.lines, warnings }).toEqual({ lines: [drawn], warnings: [] })
  })

  test('is nothing of the supported scripts', () => {
    expect(THUMBNAIL_SCRIPTS.flatMap(({ sample }) => drawable(sample).missing)).toEqual([])
  })
})

describe('an outline and a plate', () => {
  test('make white text readable on white', async () => {
    const white = await plain('#ffffff', 1280, 720).png().toBuffer()
    const checked = async (decoration: TextLayer['decoration']) => {
      const { checks } = await renderPreview({
        template: white,
        product: null,
        design: design({ placement_zone: { x: 0, y: 50, width: 50, height: 30 }, layers: [{ ...LAYER, decoration }] }),
        texts: { video_title: 'Lamp', owner_prefix: '' },
      })
      return checks.map(({ code }) => code)
    }
    expect(await checked({ kind: 'none' })).toEqual(['low_contrast'])
    expect(await checked({ kind: 'outline', color: '#000000', width_px: 6 })).toEqual([])
    expect(
      await checked({ kind: 'plate', color: '#000000', opacity_percent: 80, padding_px: 10, radius_px: 8 }),
    ).toEqual([])
  })

  test('a preview has the bytes of the picture', async () => {
    const input = {
      template,
      product: await product('#d02020', 300, 300),
      design: design({ layers: [LAYER] }),
      texts: { video_title: 'Lamp', owner_prefix: '' },
    }
    expect((await renderPreview(input)).bytes.equals((await renderThumbnail(input)).bytes)).toBe(true)
  })
})

test('the same inputs make the same bytes', async () => {
  const image = await product('#d02020', 300, 300)
  const make = () => render({ layers: [LAYER], removes_white_background: true }, image, 'Honest Review 正直')
  const [first, second, third] = await Promise.all([make(), make(), make()])
  expect(first.bytes.equals(second.bytes) && first.bytes.equals(third.bytes)).toBe(true)
})

test('the key of a file holds the versions of sharp, libvips and every font', async () => {
  const version = await rendererVersion()
  expect(version).toMatch(/sharp 0\.\d+\.\d+, vips 8/)
  for (const { font } of THUMBNAIL_SCRIPTS) expect(version).toMatch(new RegExp(`${font} \\d+\\.\\d+\\.\\d+`))
})

describe('the probe at the start', () => {
  // A font that another one could stand in for, one that is alone, the one of emoji, and all but Latin at once.
  test.each([
    ['noto-sans-jp', 'Japanese'],
    ['noto-sans-sc', 'Chinese'],
    ['noto-sans-arabic', 'Arabic'],
    ['noto-emoji', 'Emoji'],
    ['(?:noto-emoji|noto-sans-[a-z]+)', 'Arabic, Hebrew, Thai, Japanese, Chinese, Korean, Emoji'],
  ])('fails loudly without %s', (missing, names) => {
    const folder = mkdtempSync(join(tmpdir(), 'opsyncpro-fonts-'))
    try {
      const root = findRoot() ?? ''
      const conf = readFileSync(join(root, 'netlify/fonts/fonts.conf'), 'utf8')
        .replace(new RegExp(`.*@expo-google-fonts/${missing}/.*\n`, 'g'), '')
        .replaceAll('prefix="relative">../..', `>${root}`)
        .replace('/tmp/opsyncpro-fontconfig', join(folder, 'cache'))
      mkdirSync(join(folder, 'cache'))
      writeFileSync(join(folder, 'fonts.conf'), conf)
      const program = `import { openSharp } from ${JSON.stringify(join(import.meta.dirname, 'open-sharp.ts'))}; await openSharp()`
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
        encoding: 'utf8',
      })
      expect(status).not.toBe(0)
      expect(stderr).toContain(`cannot draw ${names}:`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

test('Han characters take the font of the language that the text shows', () => {
  expect(familiesFor('正直なレビュー').indexOf('Noto Sans JP')).toBeLessThan(
    familiesFor('正直なレビュー').indexOf('Noto Sans SC'),
  )
  expect(familiesFor('电饭煲').indexOf('Noto Sans SC')).toBeLessThan(familiesFor('电饭煲').indexOf('Noto Sans JP'))
})
