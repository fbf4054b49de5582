import { z } from 'zod'

const AMAZON_ASIN = /^B[0-9A-Z]{9}$/
const ISBN10 = /^[0-9]{9}[0-9X]$/

/** Trimmed and upper-cased, as ASINs are stored; does not check validity. */
export const normalizeAsin = (text: string): string => text.trim().toUpperCase()

/** True for `B` + 9 of `[0-9A-Z]`, or an ISBN-10 with a correct check digit (books carry their ISBN-10 as ASIN). */
export function isAsin(asin: string): boolean {
  return AMAZON_ASIN.test(asin) || (ISBN10.test(asin) && hasIsbnCheckDigit(asin))
}

// ISO 2108: digits weighted 10 to 1, X counts 10, the sum divides by 11.
function hasIsbnCheckDigit(isbn: string): boolean {
  const sum = [...isbn].reduce((total, char, index) => total + (char === 'X' ? 10 : Number(char)) * (10 - index), 0)
  return sum % 11 === 0
}

/** Reads an ASIN that a person typed, and normalizes it. */
export const Asin = z
  .string()
  .transform(normalizeAsin)
  .refine(isAsin, 'An ASIN is B and nine letters or digits, or an ISBN-10 with a valid check digit.')

/**
 * The ASIN in pasted text: the ASIN itself or an Amazon product link (`/dp/`, `/gp/product/`, `/product-reviews/` …). Null when there is none.
 */
export function findAsin(text: string): string | null {
  const candidate = normalizeAsin(
    /\/(?:dp|gp\/(?:product|aw\/d|offer-listing)|product-reviews|ASIN)\/([0-9A-Za-z]{10})(?:[/?#%&]|$)/.exec(
      text,
    )?.[1] ?? text,
  )
  return isAsin(candidate) ? candidate : null
}

/**
 * The words of a file name that may be its ASIN, the likelier first: `B07XJQW9K2_final.mp4`, `my-B07XJQW9K2-2.mov`. Words
 * such as `BRANDNEW01` and moments in Unix seconds have the shape of an ASIN too, so only a product with that ASIN
 * decides.
 */
export function findAsinsInFilename(filename: string): string[] {
  const words = filename
    .normalize('NFKC')
    .toUpperCase()
    .split(/[^0-9A-Z]+/)
  // Ten letters are a word such as "background": every ASIN has a digit.
  const likely = new Set(words.filter((word) => isAsin(word) && /[0-9]/.test(word)))
  return [...likely].toSorted((a, b) => rarity(a) - rarity(b)).slice(0, MAX_CANDIDATES)
}

const MAX_CANDIDATES = 8
// Amazon's own ASINs begin with B0; ten digits are a book, a moment or a camera's number.
const rarity = (asin: string) => (asin.startsWith('B0') ? 0 : asin.startsWith('B') ? 1 : 2)
