import type { Size } from '#core/thumbnails/geometry.ts'
import type { Pixels } from './prepare-image.ts'

export type Color = readonly [red: number, green: number, blue: number]

/** The state of a pixel that is background. */
export const BACKGROUND = 1

/** Around an edge a JPEG leaves faint waves: in brightness as wide as one block, in color as wide as two. */
const BLOCK = 8
/** The largest wave in color, and in brightness; the second is at most this share of the edge itself. */
const WAVE = 40
const BRIGHTNESS_WAVE = 14
/** What is so near in brightness differs in color alone. */
const COLOR_ALONE = 8
const WAVE_SHARE = 0.12
/** So many pixels beside the background may be a mixture of both: a JPEG often stores its colors at half the size. */
const EDGE = 4
/** The color of the product itself is found so far from its edge. */
const DEPTH = EDGE + 2
/** Brightness says where an edge is: a JPEG stores it whole. Colors count for pastels, which are as bright as white. */
const COLOR_WEIGHT = 0.04
/** Smaller and larger shares of the product are noise. */
const [NOTHING, WHOLE] = [0.08, 0.98]

const brightness = (red: number, green: number, blue: number) => 0.299 * red + 0.587 * green + 0.114 * blue

/** How far each channel is from the background, as brightness and two differences of color. */
function differenceAt({ data }: Pixels, pixel: number, [red, green, blue]: Color): Color {
  const [r, g, b] = [
    red - (data[pixel * 4] ?? 0),
    green - (data[pixel * 4 + 1] ?? 0),
    blue - (data[pixel * 4 + 2] ?? 0),
  ]
  const y = brightness(r, g, b)
  return [y, r - y, b - y]
}

/** A pixel nearly as bright as the background: beside a dark edge it may be a wave; elsewhere it is a pale product. */
const [WAVY, PALE] = [1, 2]

/**
 * Makes background of what a JPEG drew beside an edge: pixels that are nearly as bright as the background, touch it, and
 * are close to something much darker. A pale part of a product reaches further than a wave, and keeps all of its pixels.
 */
export function eatWaves(image: Pixels, state: Uint8Array, background: Color): void {
  const kinds = brightPixels(image, state, background)
  const isWave = (pixel: number, step: number) => {
    if (kinds[pixel] !== WAVY) return false
    const [y, red, blue] = differenceAt(image, pixel, background)
    if (step > BLOCK && Math.abs(y) > COLOR_ALONE) return false
    return step <= EDGE || Math.max(Math.abs(red), Math.abs(blue)) <= WAVE
  }
  let front = borderOfState(image, state)
  for (let step = 1; step <= 2 * BLOCK && front.length > 0; step += 1) {
    const eaten = front.filter((pixel) => state[pixel] !== BACKGROUND && isWave(pixel, step))
    for (const pixel of eaten) state[pixel] = BACKGROUND
    front = [...new Set(eaten.flatMap((pixel) => neighborsOf(image, pixel)))].filter(
      (pixel) => state[pixel] !== BACKGROUND,
    )
  }
}

/** `WAVY` and `PALE` for each bright pixel of the product, 0 for the others. */
function brightPixels(image: Pixels, state: Uint8Array, background: Color): Uint8Array {
  const darkestNear = darknessOf(image, background)
  const kinds = new Uint8Array(state.length)
  const wavy: number[] = []
  for (let pixel = 0; pixel < state.length; pixel += 1) {
    if (state[pixel] === BACKGROUND) continue
    const y = Math.abs(differenceAt(image, pixel, background)[0])
    if (y > BRIGHTNESS_WAVE) continue
    const isWavy = y <= WAVE_SHARE * darkestNear(pixel, y <= COLOR_ALONE ? 2 : 1)
    kinds[pixel] = isWavy ? WAVY : PALE
    if (isWavy) wavy.push(pixel)
  }
  // The end of a pale part that is close to something dark is still that part.
  let front = wavy.filter((pixel) => neighborsOf(image, pixel).some((other) => kinds[other] === PALE))
  for (let step = 0; step < 2 * BLOCK + EDGE && front.length > 0; step += 1) {
    for (const pixel of front) kinds[pixel] = PALE
    front = [...new Set(front.flatMap((pixel) => neighborsOf(image, pixel)))].filter((other) => kinds[other] === WAVY)
  }
  return kinds
}

/** How much darker than the background it gets within one or two blocks of a pixel. */
function darknessOf({ data, width, height }: Pixels, background: Color) {
  const blocks = { width: Math.ceil(width / BLOCK), height: Math.ceil(height / BLOCK) }
  const darkest = new Float32Array(blocks.width * blocks.height)
  const light = brightness(...background)
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(y / BLOCK) * blocks.width
    for (let x = 0; x < width; x += 1, at += 4) {
      const block = row + Math.floor(x / BLOCK)
      const dark = light - brightness(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
      if ((data[at + 3] ?? 0) > 0 && dark > (darkest[block] ?? 0)) darkest[block] = dark
    }
  }
  const spread = (from: Float32Array) =>
    from.map((_, block) => {
      let found = 0
      around(blocks, block, 1, (other) => {
        found = Math.max(found, from[other] ?? 0)
      })
      return found
    })
  const one = spread(darkest)
  const within = { 1: one, 2: spread(one) }
  return (pixel: number, reach: 1 | 2) => {
    const x = pixel % width
    return within[reach][Math.floor((pixel - x) / width / BLOCK) * blocks.width + Math.floor(x / BLOCK)] ?? 0
  }
}

/** The pixels that are no background and touch it. */
function borderOfState({ width }: Size, state: Uint8Array): number[] {
  const found: number[] = []
  for (let pixel = 0, x = 0; pixel < state.length; pixel += 1, x = x === width - 1 ? 0 : x + 1) {
    if (state[pixel] === BACKGROUND) continue
    const touches =
      (x > 0 && state[pixel - 1] === BACKGROUND) ||
      (x < width - 1 && state[pixel + 1] === BACKGROUND) ||
      state[pixel - width] === BACKGROUND ||
      state[pixel + width] === BACKGROUND
    if (touches) found.push(pixel)
  }
  return found
}

function neighborsOf({ width, height }: Size, pixel: number): number[] {
  const x = pixel % width
  const found: number[] = []
  if (x > 0) found.push(pixel - 1)
  if (x < width - 1) found.push(pixel + 1)
  if (pixel >= width) found.push(pixel - width)
  if (pixel < width * (height - 1)) found.push(pixel + width)
  return found
}

function around({ width, height }: Size, pixel: number, reach: number, look: (pixel: number) => void): void {
  const x = pixel % width
  const y = (pixel - x) / width
  const [right, bottom] = [Math.min(width - 1, x + reach), Math.min(height - 1, y + reach)]
  for (let row = Math.max(0, y - reach); row <= bottom; row += 1) {
    for (let column = Math.max(0, x - reach); column <= right; column += 1) look(row * width + column)
  }
}

/** How many steps each pixel is from the background, at most `DEPTH`; 0 is background. */
function depthsOf(image: Pixels, state: Uint8Array): Uint8Array {
  const depths = new Uint8Array(state.length).fill(DEPTH)
  for (let pixel = 0; pixel < state.length; pixel += 1) if (state[pixel] === BACKGROUND) depths[pixel] = 0
  let front = borderOfState(image, state)
  for (let depth = 1; depth < DEPTH && front.length > 0; depth += 1) {
    const next: number[] = []
    for (const pixel of front) {
      if ((depths[pixel] ?? 0) < DEPTH) continue
      depths[pixel] = depth
      next.push(...neighborsOf(image, pixel).filter((other) => depths[other] === DEPTH))
    }
    front = next
  }
  return depths
}

/**
 * The pixels beside the background are a mixture of both: the product's share becomes their alpha, and the background
 * leaves their color. What the product looks like says its nearest pixel that is too deep to be mixed.
 */
export function cutEdge(data: Buffer, image: Pixels, state: Uint8Array, background: Color): void {
  const depths = depthsOf(image, state)
  for (let pixel = 0; pixel < depths.length; pixel += 1) {
    const depth = depths[pixel] ?? 0
    if (depth === 0 || depth > EDGE) continue
    const inner = innerOf(image, depths, pixel)
    if (inner === pixel) continue
    const own = differenceAt(image, pixel, background)
    const pure = differenceAt(image, inner, background)
    const size = dot(pure, pure)
    const share = size === 0 ? 1 : dot(own, pure) / size
    const alpha = share <= NOTHING ? 0 : share >= WHOLE ? 1 : (share - NOTHING) / (WHOLE - NOTHING)
    const at = pixel * 4
    if (alpha < 1) {
      data.set(image.data.subarray(inner * 4, inner * 4 + 3), at)
      data[at + 3] = Math.round((image.data[at + 3] ?? 255) * alpha)
    } else if (isPaler(own, pure)) {
      // White has paled its color and not its brightness.
      const darker = pure[0] - own[0]
      for (let channel = 0; channel < 3; channel += 1) {
        data[at + channel] = Math.min(255, Math.max(0, Math.round((image.data[inner * 4 + channel] ?? 0) + darker)))
      }
    }
  }
}

const dot = (a: Color, b: Color) => a[0] * b[0] + COLOR_WEIGHT * (a[1] * b[1] + a[2] * b[2])

function isPaler(own: Color, pure: Color): boolean {
  const along = own[1] * pure[1] + own[2] * pure[2]
  return along > 0 && along < pure[1] ** 2 + pure[2] ** 2
}

/** The deepest pixel nearby, the nearest of them; the pixel itself in a part as thin as a handle. */
function innerOf(image: Pixels, depths: Uint8Array, pixel: number): number {
  const { width } = image
  const x = pixel % width
  const y = (pixel - x) / width
  let [inner, deepest, nearest] = [pixel, depths[pixel] ?? 0, 0]
  around(image, pixel, DEPTH, (other) => {
    const depth = depths[other] ?? 0
    if (depth < deepest) return
    const column = other % width
    const distance = (column - x) ** 2 + ((other - column) / width - y) ** 2
    if (depth > deepest || distance < nearest) [inner, deepest, nearest] = [other, depth, distance]
  })
  return inner
}
