import { cutText } from '#core/text.ts'
import { toFacts, toText } from './mapping.ts'
import type { KeepaProduct } from './types.ts'

/** Everything that a listing can be made from. */
export type ProductDetails = {
  title: string | null
  brand: string | null
  manufacturer: string | null
  model: string | null
  part_number: string | null
  color: string | null
  size: string | null
  material: string | null
  style: string | null
  pattern: string | null
  scent: string | null
  item_form: string | null
  upc: string | null
  ean: string | null
  features: string[]
  /** As Amazon writes it; may hold HTML. */
  description: string | null
  /** File names of the images, the best first. */
  image_names: string[]
}

const TITLE_MAX_LENGTH = 500
const VALUE_MAX_LENGTH = 200
const TEXT_MAX_LENGTH = 10_000

/** Null for an ASIN that Keepa does not know. */
export function toDetails(product: KeepaProduct): ProductDetails | null {
  if (toFacts(product, 'https://keepa.invalid') === null) return null
  const value = (text: string | null | undefined) => toText(text, VALUE_MAX_LENGTH)
  const description = product.description?.trim() ?? ''
  return {
    title: toText(product.title, TITLE_MAX_LENGTH),
    brand: value(product.brand),
    manufacturer: value(product.manufacturer),
    model: value(product.model),
    part_number: value(product.partNumber),
    color: value(product.color),
    size: value(product.size),
    material: value(product.materials?.[0]),
    style: value(product.style),
    pattern: value(product.pattern),
    scent: value(product.scent),
    item_form: value(product.itemForm),
    upc: product.upcList?.find((code) => /^\d{12}$/.test(code)) ?? null,
    ean: product.eanList?.find((code) => /^\d{13}$/.test(code)) ?? null,
    features: (product.features ?? []).flatMap((feature) => toText(feature, TITLE_MAX_LENGTH) ?? []),
    description: cutText(description, TEXT_MAX_LENGTH) || null,
    image_names: (product.images ?? []).flatMap((image) => image.l ?? image.m ?? []),
  }
}
