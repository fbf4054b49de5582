import { BACKGROUND, type Color, cutEdge, eatWaves } from './cut-edge.ts'
import type { Pixels } from './prepare-image.ts'

/** How far a pixel may be from the background and still belong to it: the noise of a JPEG around white. */
const TOLERANCE = 8
/** A pixel of the product that counts for its size. */
const VISIBLE_ALPHA = 64
/** A darker background is a part of the picture. */
const WHITE = 240
/** This share of the border must be background. */
const BORDER_SHARE = 0.9

/**
 * Makes the white around a product transparent: only what is connected with the border, so white inside the product
 * stays. Answers the smallest picture that holds the product; the same picture when there is no white background, or
 * nothing else.
 */
export function removeWhite(image: Pixels): Pixels {
  const { width, height } = image
  const background = backgroundOf(image)
  if (background === null) return image
  const state = floodFromBorder(image, background)
  eatWaves(image, state, background)
  const data = Buffer.from(image.data)
  const rgba = new Uint32Array(data.buffer, data.byteOffset, width * height)
  for (let pixel = 0; pixel < rgba.length; pixel += 1) if (state[pixel] === BACKGROUND) rgba[pixel] = 0
  cutEdge(data, image, state, background)
  const box = productBox(data, width, height)
  if (box === null) return image
  return crop({ data, width, height }, box)
}

/** `BACKGROUND` for each pixel that a path over background pixels connects with the border. */
function floodFromBorder({ data, width, height }: Pixels, [red, green, blue]: Color): Uint8Array {
  const size = width * height
  // 0: not looked at; 2: waits; 3: product.
  const state = new Uint8Array(size)
  const stack = new Int32Array(size)
  let length = 0
  const look = (pixel: number) => {
    const at = pixel * 4
    const isNear =
      data[at + 3] === 0 ||
      (Math.abs((data[at] ?? 0) - red) <= TOLERANCE &&
        Math.abs((data[at + 1] ?? 0) - green) <= TOLERANCE &&
        Math.abs((data[at + 2] ?? 0) - blue) <= TOLERANCE)
    state[pixel] = isNear ? 2 : 3
    if (isNear) stack[length++] = pixel
  }
  for (const pixel of borderOf(width, height)) if (state[pixel] === 0) look(pixel)
  while (length > 0) {
    const pixel = stack[--length] ?? 0
    state[pixel] = BACKGROUND
    const x = pixel % width
    if (x > 0 && state[pixel - 1] === 0) look(pixel - 1)
    if (x < width - 1 && state[pixel + 1] === 0) look(pixel + 1)
    if (pixel >= width && state[pixel - width] === 0) look(pixel - width)
    if (pixel + width < size && state[pixel + width] === 0) look(pixel + width)
  }
  return state
}

/** The median color of the border, when nearly all of the border is near it and it is white; null otherwise. */
function backgroundOf({ data, width, height }: Pixels): Color | null {
  const border = borderOf(width, height).filter((pixel) => (data[pixel * 4 + 3] ?? 0) > 127)
  if (border.length < (width + height) * BORDER_SHARE) return null
  const median = (channel: number) =>
    border.map((pixel) => data[pixel * 4 + channel] ?? 0).toSorted((a, b) => a - b)[border.length >> 1] ?? 0
  const color: Color = [median(0), median(1), median(2)]
  if (Math.min(...color) < WHITE) return null
  const near = border.filter((pixel) =>
    color.every((value, channel) => Math.abs((data[pixel * 4 + channel] ?? 0) - value) <= TOLERANCE),
  )
  return near.length >= border.length * BORDER_SHARE ? color : null
}

function borderOf(width: number, height: number): number[] {
  const pixels: number[] = []
  for (let x = 0; x < width; x += 1) pixels.push(x, (height - 1) * width + x)
  for (let y = 1; y < height - 1; y += 1) pixels.push(y * width, y * width + width - 1)
  return pixels
}

type Box = { left: number; top: number; right: number; bottom: number }

function productBox(data: Buffer, width: number, height: number): Box | null {
  const box = { left: width, top: height, right: -1, bottom: -1 }
  for (let y = 0, pixel = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, pixel += 1) {
      if ((data[pixel * 4 + 3] ?? 0) < VISIBLE_ALPHA) continue
      if (x < box.left) box.left = x
      if (x > box.right) box.right = x
      if (y < box.top) box.top = y
      box.bottom = y
    }
  }
  return box.right < 0 ? null : box
}

function crop({ data, width }: Pixels, { left, top, right, bottom }: Box): Pixels {
  const size = { width: right - left + 1, height: bottom - top + 1 }
  const cropped = Buffer.alloc(size.width * size.height * 4)
  for (let y = 0; y < size.height; y += 1) {
    const from = ((top + y) * width + left) * 4
    data.copy(cropped, y * size.width * 4, from, from + size.width * 4)
  }
  return { data: cropped, ...size }
}
