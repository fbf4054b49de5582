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

/** A moment in Keepa's minutes, as an instant; null for none (0 or less). */
export function keepaInstant(minute: number | null | undefined): string | null {
  if (!minute || minute <= 0) return null
  const at = new Date((minute + 21_564_000) * 60_000)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** As `toText`, and without the markup that some sellers write into titles, escaped or not. */
export const toPlainText = (text: string | null | undefined, maxLength: number): string | null =>
  oneLine(withoutTags(decodeEntities(withoutTags(text ?? ''))), maxLength)

// Only tags that format text, so that "<3" and "<Size M>" stay.
const TAGS =
  /<\/?(?:a|b|big|br|center|div|em|font|h[1-6]|hr|i|li|ol|p|s|small|span|strong|sub|sup|tt|u|ul)(?:\s[^<>]*)?\/?>/gi
const withoutTags = (text: string) => text.replace(TAGS, ' ')

/** One line with entities as characters, shortened; null when it is empty. */
export function toText(text: string | null | undefined, maxLength: number): string | null {
  return oneLine(decodeEntities(text ?? ''), maxLength)
}

const oneLine = (text: string, maxLength: number): string | null =>
  cutText(text.replace(/\s+/g, ' ').trim(), maxLength).trim() || null

// The basic entities, those of Latin-1 (a run of characters from U+00A1) and the signs that occur in Amazon's titles; any
// other entity stays unchanged.
const LATIN_1 = `
  iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3
  acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde
  Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute
  Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc
  atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve
  oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`
  .trim()
  .split(/\s+/)
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ...Object.fromEntries(LATIN_1.map((name, index) => [name, String.fromCodePoint(0xa1 + index)])),
  trade: '™',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  hellip: '…',
  bull: '•',
  dagger: '†',
  euro: '€',
  lsaquo: '‹',
  rsaquo: '›',
  OElig: 'Œ',
  oelig: 'œ',
  Scaron: 'Š',
  scaron: 'š',
  Yuml: 'Ÿ',
  prime: '′',
  Prime: '″',
  minus: '−',
  le: '≤',
  ge: '≥',
  ne: '≠',
  infin: '∞',
  Omega: 'Ω',
  mu: 'μ',
  alpha: 'α',
  beta: 'β',
  pi: 'π',
  rarr: '→',
  larr: '←',
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
