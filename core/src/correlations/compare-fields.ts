import { foldText } from '../text.ts'
import { compareMeasures } from './compare-traits.ts'
import { isExtended, isTelling } from './identifiers.ts'
import { readPackSize } from './pack-size.ts'
import type { ProductFacts } from './product-facts.ts'
import { readTitleWords } from './title-words.ts'
import { COLORS, SIZES } from './trait-words.ts'
import { readTraits } from './traits.ts'

/** What a field says about two products; null: neither of them has it, or it does not compare. */
export type Comparison = 'for' | 'against' | 'unclear' | null

const LATIN = /[a-z]/

export function compareBrands(a: ProductFacts, b: ProductFacts): Comparison {
  if (a.brands.length === 0 && b.brands.length === 0) return null
  if (a.brands.length === 0 || b.brands.length === 0) return 'unclear'
  if (a.brands.some((brand) => b.brands.includes(brand))) return 'for'
  const [mine = '', other = ''] = [a.brands[0], b.brands[0]]
  // Sony and ソニー may be one; Anker and Anker Innovations, too.
  const isOtherScript = LATIN.test(mine) !== LATIN.test(other)
  const isLonger = Math.min(mine.length, other.length) >= 4 && (mine.startsWith(other) || other.startsWith(mine))
  return isOtherScript || isLonger ? 'unclear' : 'against'
}

/** Models or part numbers. Sellers mix the two fields up, so a number counts in either. */
export function compareNumbers(a: ProductFacts, b: ProductFacts, field: 'model' | 'part'): Comparison {
  const [mine, other] = [a[field], b[field]]
  if (mine === null && other === null) return null
  if (mine !== null && other !== null) {
    if (mine === other) return 'for'
    if (b.numbers.includes(mine) || a.numbers.includes(other) || isExtended(mine, other)) return 'unclear'
    return isTelling(mine) || isTelling(other) ? 'against' : 'unclear'
  }
  return 'unclear'
}

/** The telling model or part number that both products have, in whichever field; null when there is none. */
export const sharedNumber = (a: ProductFacts, b: ProductFacts): string | null =>
  a.numbers.find((number) => isTelling(number) && b.numbers.includes(number)) ?? null

type Colors = { names: ReadonlySet<string>; text: string; isPlain: boolean }

function colorsOf({ product, traits }: ProductFacts): Colors | null {
  if (product.color === null) return traits.colors.size > 0 ? { names: traits.colors, text: '', isPlain: true } : null
  const words = readTitleWords(product.color.slice(0, 200)).tokens.filter(({ kind }) => kind === 'word')
  if (words.length === 0) return null
  const names = new Set(words.flatMap(({ text }) => COLORS.get(text) ?? []))
  return {
    names,
    text: words
      .map(({ text }) => text)
      .toSorted()
      .join(' '),
    isPlain: words.every(({ text }) => COLORS.has(text)),
  }
}

export function compareColors(a: ProductFacts, b: ProductFacts): Comparison {
  const [mine, other] = [colorsOf(a), colorsOf(b)]
  if (mine === null && other === null) return null
  if (mine === null || other === null) return 'unclear'
  if (mine.text !== '' && mine.text === other.text) return 'for'
  if (mine.names.size > 0 && other.names.size > 0) {
    const shared = [...mine.names].filter((name) => other.names.has(name)).length
    if (shared === 0) return 'against'
    if (shared === mine.names.size && shared === other.names.size)
      return mine.isPlain && other.isPlain ? 'for' : 'unclear'
    // Only titles name them: one of them lists fewer.
    return a.product.color !== null && b.product.color !== null ? 'against' : 'unclear'
  }
  return a.language === b.language && mine.text !== '' && other.text !== '' ? 'against' : 'unclear'
}

/** Sizes that name no pack: clothes, measures, words. */
export function compareSizes(a: ProductFacts, b: ProductFacts): Comparison {
  const [mine, other] = [sizeOf(a.product.size), sizeOf(b.product.size)]
  if (mine === null && other === null) return null
  if (mine === null || other === null) return 'unclear'
  const [first, second] = [bare(mine), bare(other)]
  if (first === second) return 'for'
  const measures = compareMeasures(
    readTraits(readTitleWords(mine)).measures,
    readTraits(readTitleWords(other)).measures,
  )
  if (measures !== null) return measures
  if (a.language === b.language || (SIZES.has(first) && SIZES.has(second))) return 'against'
  return numbersIn(mine) !== numbersIn(other) ? 'against' : 'unclear'
}

function sizeOf(size: string | null): string | null {
  if (size === null || size.trim() === '') return null
  const { certainty, inner } = readPackSize(size)
  return certainty === 'none' && inner === null ? size.slice(0, 200) : null
}

function bare(size: string): string {
  const text = foldText(size).replace(/[^\p{L}\p{N}.,]+/gu, '')
  return SIZES.get(text) ?? text
}

const numbersIn = (text: string) =>
  readTitleWords(text)
    .tokens.filter(({ kind }) => kind === 'number')
    .map(({ value }) => value)
    .toSorted()
    .join(' ')
