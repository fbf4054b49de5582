import { checkDesign, type LayerMeasure, rgbOf, type ThumbnailCheck } from '#core/thumbnails/checks.ts'
import { type Design, LAYER_TEXT_MAX, type LayerTexts, layerText, type TextLayer } from '#core/thumbnails/design.ts'
import { fitText, type TextFit } from '#core/thumbnails/fit-text.ts'
import { FRAME, fitInto, type PixelBox, zoneToPixels } from '#core/thumbnails/geometry.ts'
import type { FittedText, ThumbnailWarning } from '#core/thumbnails/rendered.ts'
import { drawable, familiesFor, measureFor } from './fonts.ts'
import { openSharp, type Sharp } from './open-sharp.ts'
import { type Pixels, type ReadImage, readImage, toBase, toPixels } from './prepare-image.ts'
import { removeWhite } from './remove-white.ts'
import { RenderError } from './render-error.ts'
import { blockOf, insetOf, textSvg } from './text-svg.ts'

export type RenderInput = {
  template: Uint8Array
  /** Null draws the template alone, as a preview without a product. */
  product: Uint8Array | null
  design: Design
  texts: LayerTexts
}

export type Rendered = {
  /** A JPEG of 1280 × 720. */
  bytes: Buffer
  text: FittedText[]
  warnings: ThumbnailWarning[]
}

const QUALITY = 85
/** White is removed in a picture so many times as large as its zone, because the product is smaller than the photo. */
const CUTOUT_SCALE = 1.5

/**
 * Draws one thumbnail. A pure function: the same inputs make the same bytes. Throws `RenderError` for an image or a text
 * that cannot be used.
 */
export async function renderThumbnail(input: RenderInput): Promise<Rendered> {
  const sharp = await openSharp()
  const layers = drawLayers(input)
  const { base, warnings } = await drawImages(sharp, input)
  const texts = layers.flatMap(({ svg, box }) => (svg ? [{ input: svg, left: box.left, top: box.top }] : []))
  const bytes = await finish(sharp, base.composite([...base.overlays, ...texts]))
  return {
    bytes,
    text: layers.map(({ fitted }) => fitted),
    warnings: [...warnings, ...layers.flatMap((layer) => layer.warnings)],
  }
}

/** The same picture with everything that makes its design hard to use. */
export async function renderPreview(input: RenderInput): Promise<Rendered & { checks: ThumbnailCheck[] }> {
  const sharp = await openSharp()
  const layers = drawLayers(input)
  const { base, warnings } = await drawImages(sharp, input)
  const under = await base.composite(base.overlays).removeAlpha().raw().toBuffer()
  const texts = layers.flatMap(({ svg, box }) => (svg ? [{ input: svg, left: box.left, top: box.top }] : []))
  const bytes = await finish(sharp, sharp(under, { raw: { ...FRAME, channels: 3 } }).composite(texts))
  const measures = layers.filter(({ fitted }) => fitted.lines.length > 0).map((layer) => measureOf(layer, under))
  return {
    bytes,
    text: layers.map(({ fitted }) => fitted),
    warnings: [...warnings, ...layers.flatMap((layer) => layer.warnings)],
    checks: checkDesign(input.design, measures),
  }
}

const finish = (_sharp: Sharp, picture: ReturnType<Sharp>) =>
  picture.removeAlpha().jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' }).toBuffer()

type Overlay = { input: Buffer; raw: { width: number; height: number; channels: 4 }; left: number; top: number }

async function drawImages(sharp: Sharp, { template, product, design }: RenderInput) {
  const zone = zoneToPixels(design.placement_zone)
  // Both images are decoded at the same time: each uses one core.
  const [background, image] = await Promise.all([
    baseOf(sharp, template),
    product === null
      ? null
      : readImage(sharp, product).then(async ({ width, height, ...read }) => ({
          width,
          height,
          placed: await placeProduct(sharp, { width, height, ...read }, zone, design),
        })),
  ])
  const overlays: Overlay[] = []
  if (design.background !== null) overlays.push(plainBox(zone, rgbOf(design.background)))
  if (image) overlays.push(image.placed)
  const warnings: ThumbnailWarning[] =
    image && Math.max(image.width / zone.width, image.height / zone.height) < 0.5
      ? [
          {
            code: 'image_small',
            layer_id: null,
            characters: null,
            message: `The product image has ${image.width} × ${image.height} pixels and is drawn more than twice as large.`,
          },
        ]
      : []
  const base = sharp(background, { raw: { ...FRAME, channels: 3 } })
  return { base: Object.assign(base, { overlays }), warnings }
}

const bases = new WeakMap<Uint8Array, Promise<Buffer>>()

/** A template's pixels; a run hands in the same bytes for each of its thumbnails, and they are decoded once. */
function baseOf(sharp: Sharp, template: Uint8Array): Promise<Buffer> {
  const base =
    bases.get(template) ?? readImage(sharp, template).then((read) => toBase(sharp, read, { ...FRAME, fit: 'cover' }))
  bases.set(template, base)
  return base
}

const rawOf = ({ width, height }: Pixels) => ({ width, height, channels: 4 as const })

async function placeProduct(sharp: Sharp, image: ReadImage, zone: PixelBox, design: Design): Promise<Overlay> {
  if (!design.removes_white_background) {
    const place = fitInto(image, zone, design.fit)
    const pixels = await toPixels(sharp, image, {
      width: design.fit === 'cover' ? zone.width : place.width,
      height: design.fit === 'cover' ? zone.height : place.height,
      fit: 'cover',
    })
    const at = design.fit === 'cover' ? zone : place
    return { input: pixels.data, raw: rawOf(pixels), left: at.left, top: at.top }
  }
  const around = { width: Math.ceil(zone.width * CUTOUT_SCALE), height: Math.ceil(zone.height * CUTOUT_SCALE) }
  const cut = removeWhite(await toPixels(sharp, image, { ...around, fit: 'inside' }))
  const place = design.fit === 'cover' ? zone : fitInto(cut, zone, 'contain')
  const data = await sharp(cut.data, { raw: rawOf(cut) })
    .resize({ width: place.width, height: place.height, fit: 'cover' })
    .raw()
    .toBuffer()
  return {
    input: data,
    raw: { width: place.width, height: place.height, channels: 4 },
    left: place.left,
    top: place.top,
  }
}

function plainBox({ left, top, width, height }: PixelBox, [red, green, blue]: readonly number[]): Overlay {
  const data = Buffer.alloc(width * height * 4, Buffer.from([red ?? 0, green ?? 0, blue ?? 0, 255]))
  return { input: data, raw: { width, height, channels: 4 }, left, top }
}

type DrawnLayer = {
  layer: TextLayer
  box: PixelBox
  fit: TextFit
  widths: number[]
  svg: Buffer | null
  fitted: FittedText
  warnings: ThumbnailWarning[]
}

function drawLayers({ design, texts }: RenderInput): DrawnLayer[] {
  return design.layers.map((layer) => {
    const whole = layerText(layer, texts)
    if (whole.length > LAYER_TEXT_MAX) {
      throw new RenderError('text_invalid', `A text of a thumbnail has at most ${LAYER_TEXT_MAX} characters.`)
    }
    // What no font has is left out and said, never drawn as a box.
    const { text, missing } = drawable(whole)
    const box = zoneToPixels(layer.zone)
    const inset = insetOf(layer)
    const inner = { width: Math.max(1, box.width - 2 * inset), height: Math.max(1, box.height - 2 * inset) }
    const measure = measureFor(text)
    const fit = fitText(text, inner, layer, measure)
    if (fit === null) throw noRoom(layer)
    const widths = fit.lines.map((line) => Math.min(inner.width, measure(line, fit.font_px)))
    const svg =
      fit.lines.length === 0
        ? null
        : Buffer.from(textSvg(layer, fit, box, { families: familiesFor(text), widths, text }))
    return {
      layer,
      box,
      fit,
      widths,
      svg,
      fitted: { layer_id: layer.id, ...fit },
      warnings: warningsOf(layer, fit, missing),
    }
  })
}

const LAYER_NAMES = { video_title: 'video title', owner_prefix: "owner's prefix", free_text: 'free text' } as const

const noRoom = ({ source, min_px }: TextLayer) =>
  new RenderError(
    'text_invalid',
    `The zone of the ${LAYER_NAMES[source]} has no room for text of ${min_px} px, its minimum size. Make the zone larger or the size smaller.`,
  )

function warningsOf({ id }: TextLayer, fit: TextFit, missing: readonly string[]): ThumbnailWarning[] {
  const warnings: ThumbnailWarning[] = []
  if (missing.length > 0) {
    const characters = missing.join('')
    warnings.push({
      code: 'glyph_missing',
      layer_id: id,
      characters,
      message: `These characters cannot be drawn and were left out: ${characters}`,
    })
  }
  if (fit.truncated) {
    const message = 'The text is too long even at its minimum size, so it ends with an ellipsis.'
    warnings.push({ code: 'text_truncated', layer_id: id, characters: null, message })
  }
  return warnings
}

/** The picture under the letters, one sample for every fourth pixel in both directions. */
function measureOf({ layer, box, fit, widths, fitted }: DrawnLayer, under: Buffer): LayerMeasure {
  const block = blockOf(layer, fit, box, widths)
  const samples: [number, number, number][] = []
  for (let y = Math.round(box.top + block.top); y < box.top + block.top + block.height; y += 4) {
    for (let x = Math.round(box.left + block.left); x < box.left + block.left + block.width; x += 4) {
      const at = (y * FRAME.width + x) * 3
      samples.push([under[at] ?? 0, under[at + 1] ?? 0, under[at + 2] ?? 0])
    }
  }
  return { layer_id: layer.id, font_px: fitted.font_px, truncated: fitted.truncated, samples }
}
