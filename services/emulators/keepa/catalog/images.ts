import { type Color, encodePng } from '../../frame/png.ts'
import { stableNumber, stableText } from '../../frame/stable-number.ts'
import type { CatalogProduct } from './catalog-product.ts'

/** The look of an image: variations share the shape and differ in color. */
export type ImageLook = { shape: string; color: string }

export const LARGE_PX = 800
export const MEDIUM_PX = 400

const NAME_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** File name of a product's image, in the form Amazon uses. */
export function imageName({ asin }: CatalogProduct, index: number): string {
  return `71${stableText(NAME_LETTERS, 8, 'image', asin, index)}L.png`
}

/** Splits `71abc._SL160_.png` into the plain name and the requested edge in pixels. */
export function parseImageName(fileName: string): { name: string; edgePx: number } {
  const sized = /^(.+)\._S[LXY](\d{2,4})_(\.png)$/.exec(fileName)
  if (!sized) return { name: fileName, edgePx: LARGE_PX }
  return { name: `${sized[1]}${sized[3]}`, edgePx: Math.min(LARGE_PX, Math.max(16, Number(sized[2]))) }
}

/** A product on white, as a square PNG. */
export function drawImage({ shape, color }: ImageLook, edgePx: number): Buffer {
  const hue = stableNumber('hue', color === '' ? shape : color)
  const body = rgb(hue, 0.55, 0.5)
  const accent = rgb(hue, 0.45, 0.72)
  const power = 2 + stableNumber('power', shape) * 4
  const widthShare = 0.5 + stableNumber('width', shape) * 0.4
  const heightShare = 0.5 + stableNumber('height', shape) * 0.4
  const bands = 1 + Math.floor(stableNumber('bands', shape) * 4)
  const white: Color = [255, 255, 255]
  return encodePng(edgePx, edgePx, (x, y) => {
    const across = ((x + 0.5) / edgePx) * 2 - 1
    const down = ((y + 0.5) / edgePx) * 2 - 1
    const distance = Math.abs(across / widthShare) ** power + Math.abs(down / heightShare) ** power
    if (distance > 1) return white
    return Math.floor(((down + 1) / 2) * (bands * 2 + 1)) % 2 === 0 ? body : accent
  })
}

function rgb(hue: number, saturation: number, lightness: number): Color {
  const channel = (shift: number) => {
    const turn = (shift + hue * 12) % 12
    const reach = saturation * Math.min(lightness, 1 - lightness)
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}
