import { z } from 'zod'
import { findAsin, isAsin, normalizeAsin } from '../../asin.ts'
import { withoutGuard } from '../../cell-text.ts'

/** What a spreadsheet did to a number, and what proves the original: its check digit, or all of its digits. */
export const AsinRepair = z.enum(['leading_zeros', 'number_format', 'formula', 'isbn13'])
export type AsinRepair = z.infer<typeof AsinRepair>

export type AsinReading =
  | {
      asin: string
      /** Null: the cell holds the ASIN, or a link to it, as it is. */
      repaired: AsinRepair | null
    }
  | {
      asin: null
      /** The end of a sentence that begins with the cell. */
      reason: string
      /** What was probably meant, for a person to confirm. */
      suggestion: string | null
    }

// A book's ISBN loses its leading zeros in a spreadsheet; a number with fewer digits than this is not an ISBN.
const MIN_ISBN_DIGITS = 6

/**
 * The ASIN in a cell: an ASIN, one in an Amazon link, an ISBN with hyphens, and what spreadsheets make of them, where
 * the digits prove it. A digit that is lost is never guessed.
 */
export function readAsinCell(cell: string): AsinReading {
  // Spreadsheets keep digits as text with ="…"; pages add characters that nobody sees.
  const visible = withoutGuard(cell.normalize('NFKC').replace(/\p{Cf}/gu, '')).trim()
  const text = /^="([^"]*)"$/.exec(visible)?.[1]?.trim() ?? visible
  const formula = readFormula(text)
  if (formula) return formula
  const found = findAsin(text)
  if (found) return { asin: found, repaired: null }
  return readNumberFormat(text) ?? readIsbn(text) ?? refuse(text)
}

/** The ASIN in a cell; null when there is none. */
export const findAsinInCell = (cell: string): string | null => readAsinCell(cell).asin

// =HYPERLINK("https://www.amazon.de/dp/B07XJQW9K2?th=1";"Lamp"), by whatever name the spreadsheet's language has for it.
function readFormula(text: string): AsinReading | null {
  if (!/^=[\p{L}._]{4,30}\(/u.test(text)) return null
  const parts = [...text.matchAll(/"([^"]*)"/g)].map(([, part = '']) => part)
  const asins = new Set(parts.flatMap((part) => findAsin(part) ?? []))
  const [asin, other] = asins
  if (asin === undefined) return null
  if (other !== undefined) return { asin: null, reason: `names two ASINs, ${asin} and ${other}`, suggestion: null }
  return { asin, repaired: 'formula' }
}

// 3.06406152E+08 still has all its digits; 9.78E+09 does not. 306406152.0 is the same number.
function readNumberFormat(text: string): AsinReading | null {
  const scientific = /^(\d)(?:[.,](\d{1,14}))?e\+?(\d{1,2})$/i.exec(text)
  if (scientific) {
    const [, whole = '', fraction = '', exponent = ''] = scientific
    const isWhole = fraction.length === Number(exponent)
    const found = isWhole ? readIsbn(whole + fraction) : null
    if (found?.asin) return { asin: found.asin, repaired: 'number_format' }
    return {
      asin: null,
      reason: isWhole
        ? 'is a number and no ASIN'
        : 'was shortened by a spreadsheet, so digits are lost. Format the column as text and export it again',
      suggestion: null,
    }
  }
  const decimal = /^(\d{6,13})[.,]0{1,4}$/.exec(text)
  const found = decimal ? readIsbn(decimal[1] ?? '') : null
  return found?.asin ? { asin: found.asin, repaired: 'number_format' } : null
}

function readIsbn(text: string): AsinReading | null {
  const digits = text.replace(/[\s-]/g, '').toUpperCase()
  if (/^978\d{10}$/.test(digits)) {
    const asin = toIsbn10(digits)
    return asin === null ? null : { asin, repaired: 'isbn13' }
  }
  if (digits.length < MIN_ISBN_DIGITS || !/^\d{1,9}[\dX]$/.test(digits)) return null
  const isbn = digits.padStart(10, '0')
  return isAsin(isbn) ? { asin: isbn, repaired: digits.length < 10 ? 'leading_zeros' : null } : null
}

/** The ISBN-10 of an ISBN-13; null when its check digit is wrong. */
function toIsbn10(isbn13: string): string | null {
  const sum = [...isbn13].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  if (sum % 10 !== 0) return null
  return [...'0123456789X'].map((check) => isbn13.slice(3, 12) + check).find(isAsin) ?? null
}

function refuse(text: string): AsinReading {
  const asin = normalizeAsin(text)
  const meant = asin.replaceAll('O', '0')
  // Amazon's ASINs may hold the letter O; an ISBN never does, and its check digit proves what was meant.
  if (meant !== asin && /^[\dO]{9}[\dOX]$/.test(asin) && isAsin(meant)) {
    return { asin: null, reason: `has the letter O for a zero. Did you mean ${meant}?`, suggestion: meant }
  }
  if (/^[\dX]{10}$/.test(asin)) return { asin: null, reason: 'is an ISBN with a wrong check digit', suggestion: null }
  if (/^(?:https?:\/\/)?(?:a\.co|amzn\.(?:to|eu|asia))\//i.test(text)) {
    return { asin: null, reason: 'is a short link. Open it and copy the link of the product page', suggestion: null }
  }
  return { asin: null, reason: 'is not an ASIN', suggestion: null }
}

const REPAIRS: Readonly<Record<AsinRepair, string>> = {
  leading_zeros: 'the zeros at its beginning were missing',
  number_format: 'it was written as a number',
  formula: 'it was taken from a formula',
  isbn13: 'the ISBN-13 was turned into the ISBN-10 that Amazon uses',
}

/** A repair as a sentence: “306406152” was read as 0306406152: the zeros at its beginning were missing. */
export const describeAsinRepair = ({ from, to, how }: { from: string; to: string; how: AsinRepair }): string =>
  `“${from}” was read as ${to}: ${REPAIRS[how]}.`
