import { cutText } from '#core/text.ts'
import type { KeepaEnvelope, KeepaProduct } from './types.ts'

/** A product with the texts that people read. */
export type ProductFacts = {
  title: string | null
  /** Full URL of the first image. */
  image_url: string | null
  brand: string | null
  category: string | null
}

const INVALID = 4
const TITLE_MAX_LENGTH = 500
const NAME_MAX_LENGTH = 200

/** Null for an ASIN that Keepa does not know: Keepa answers an invalid product, or one without any text. */
export function toFacts(product: KeepaProduct, imageBaseUrl: string): ProductFacts | null {
  if (product.productType === INVALID) return null
  const image = product.images?.[0]?.l ?? product.images?.[0]?.m
  const facts = {
    title: toText(product.title, TITLE_MAX_LENGTH),
    image_url: image ? `${imageBaseUrl.replace(/\/$/, '')}/${encodeURIComponent(image)}` : null,
    brand: toText(product.brand ?? product.manufacturer, NAME_MAX_LENGTH),
    // The root of the path is a department, as in Amazon's search box: "Home & Kitchen". The last step is too narrow
    // for sorting a stock ("Replacement Frother Whisks"), and unclear without the path before it.
    category: toText(product.categoryTree?.[0]?.name, NAME_MAX_LENGTH),
  }
  return facts.title === null && facts.image_url === null ? null : facts
}

/** How long until Keepa serves the next request, in seconds; 0 while a token is left. */
export function waitSeconds({ tokensLeft, refillIn, refillRate }: KeepaEnvelope): number {
  if (tokensLeft > 0) return 0
  const debtMinutes = tokensLeft < 0 && refillRate > 0 ? Math.ceil(-tokensLeft / refillRate) : 0
  // Keepa's own client adds 100 ms for two clocks that differ.
  return Math.ceil((refillIn + debtMinutes * 60_000 + 100) / 1000)
}

/** One line with entities as characters, shortened; null when it is empty. */
export function toText(text: string | null | undefined, maxLength: number): string | null {
  const read = decodeEntities(text ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  return cutText(read, maxLength).trim() || null
}

// The entities that occur in Amazon's titles; any other entity stays unchanged.
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  reg: '®',
  trade: '™',
  copy: '©',
  deg: '°',
  eacute: 'é',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  hellip: '…',
  times: '×',
  frac12: '½',
}

/** HTML entities as the characters they stand for, decoded once: `&amp;lt;` is `&lt;`. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,9}));/g,
    (whole, dec, hex, name) => {
      if (name) return NAMED[name] ?? whole
      const code = dec ? Number(dec) : Number.parseInt(hex, 16)
      const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      return isCharacter ? String.fromCodePoint(code) : ' '
    },
  )
}
