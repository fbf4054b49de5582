import { isAsin } from '../asin.ts'
import { foldText } from '../text.ts'

/** GTIN, EAN, UPC and ISBN-13 are one number of different lengths: 14 digits with leading zeros. */
const LENGTHS = new Set([8, 12, 13, 14])

/** A barcode as 14 digits; null when its length or check digit is wrong, or when a shop makes such codes itself. */
export function normalizeGtin(code: string): string | null {
  const digits = code.replace(/[\s-]/g, '')
  if (!/^\d{7,14}$/.test(digits)) return null
  // A spreadsheet takes leading zeros: 11 digits are a UPC without its zero.
  const length = LENGTHS.has(digits.length) ? digits.length : digits.length === 11 ? 12 : 0
  const gtin = digits.padStart(14, '0')
  if (length === 0 || /^0+$/.test(digits) || !hasGtinCheckDigit(gtin) || isInHouse(gtin)) return null
  return gtin
}

// GS1: digits weighted 3 and 1 from the left of 14, the sum with the check digit divides by 10.
function hasGtinCheckDigit(gtin: string): boolean {
  let sum = 0
  for (let at = 0; at < 14; at += 1) sum += Number(gtin[at]) * (at % 2 === 0 ? 3 : 1)
  return sum % 10 === 0
}

// GS1 leaves prefixes 02, 04 and 20 to 29 to shops: the same number is another product elsewhere.
const isInHouse = (gtin: string) => gtin.startsWith('0') && /^(?:02|04|2\d)/.test(gtin.slice(1, 3))

const MAX_CODES = 200

/** The valid barcodes of a product. A book's ASIN is its ISBN-10, which stands in its ISBN-13. */
export function gtinsOf({ codes, asin }: { codes: readonly string[]; asin: string }): ReadonlySet<string> {
  const isbn = /^\d{9}[\dX]$/.test(asin) && isAsin(asin) ? [withCheckDigit(`0978${asin.slice(0, 9)}`)] : []
  return new Set([...codes.slice(0, MAX_CODES).flatMap((code) => normalizeGtin(code) ?? []), ...isbn])
}

const withCheckDigit = (digits: string) =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((check) => `${digits}${check}`).find(hasGtinCheckDigit) ?? digits

/** What people write for "no number". */
const NO_NUMBER = new Set([
  'na',
  'none',
  'no',
  'notapplicable',
  'doesnotapply',
  'unknown',
  'generic',
  'standard',
  'default',
  'tbd',
  'null',
  'null',
  'nichtzutreffend',
  'unbekannt',
  'nonapplicable',
  'sansobjet',
  'noaplica',
  'model',
  'modell',
  '1',
  '0',
])

/** A model or part number without blanks, signs and case; null when it is too short, or says that there is none. */
export function normalizeNumber(text: string | null): string | null {
  if (text === null) return null
  const bare = foldText(text.slice(0, 200)).replace(/[^\p{L}\p{N}]+/gu, '')
  return bare.length < 2 || NO_NUMBER.has(bare) ? null : bare
}

/** Whether a model or part number can belong to one product only: letters or a length that nobody chooses by chance. */
export function isTelling(number: string): boolean {
  const digits = number.replace(/\D/g, '').length
  if (digits === number.length) return digits >= 5 && !/^(\d)\1+$/.test(number)
  return digits > 0 && number.length >= 4 && !/^(?:19|20)\d\d\D?$/.test(number)
}

/** Model numbers with a region or color at the end: WH1000XM5 and WH1000XM5BCE7. */
export const isExtended = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a))

const COMPANY = new Set([
  'inc',
  'llc',
  'ltd',
  'gmbh',
  'co',
  'corp',
  'company',
  'ag',
  'sa',
  'srl',
  'spa',
  'kg',
  'bv',
  'ab',
  'the',
  'official',
  'store',
  'brand',
])
const NO_BRAND = new Set([
  'generic',
  'unbranded',
  'unknown',
  'none',
  'na',
  'nobrand',
  'markenlos',
  'sansmarque',
  'noname',
  'generico',
  'ノーブランド品',
  'ノーブランド',
])

/**
 * The names of a brand without company forms, signs and case; none for "Generic" and its like. Japanese pages write both
 * scripts, ソニー(SONY): each is a name.
 */
export function brandNames(text: string | null): string[] {
  if (text === null) return []
  const words = foldText(text.slice(0, 200).replace(/['’]/g, ''))
    .replace(/^visit the /, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !COMPANY.has(word))
  const latin = words.filter((word) => LATIN.test(word))
  const names = [words.join(''), latin.join(''), words.filter((word) => !LATIN.test(word)).join('')]
  return [...new Set(names)].filter((name) => name !== '' && !NO_BRAND.has(name))
}

const LATIN = /^[a-z0-9]/
