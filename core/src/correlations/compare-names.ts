import * as packs from './pack-words.ts'
import type { ProductFacts } from './product-facts.ts'
import { COLORS, MEASURES } from './trait-words.ts'

/** The words of each title that name something which the other title does not. */
export type NameDifference = { parent: string[]; candidate: string[] }

/**
 * What only one of two titles names. A kind, a scent, a part, a bundle or a sample may be told by one word that no list
 * holds, so every word counts, except those that say nothing about the product and those that are compared elsewhere:
 * colors, measures, packs and brands. In two languages words differ anyway; then only a title counts that has all of
 * the other's words and more. Null when neither names more.
 */
export function compareNames(a: ProductFacts, b: ProductFacts): NameDifference | null {
  const isOneLanguage = a.language === b.language
  const [mine, other] = [onlyIn(a, b), onlyIn(b, a)]
  if (mine.length === 0 && other.length === 0) return null
  if (!isOneLanguage && mine.length > 0 && other.length > 0) return null
  return { parent: mine, candidate: other }
}

function onlyIn(a: ProductFacts, b: ProductFacts): string[] {
  const stems = new Set([...b.words].map(stemOf))
  // Power bank and powerbank.
  const joined = [...b.words].join('')
  return [...a.words].filter((word) => {
    if (b.words.has(word) || !isName(word, a, b)) return false
    if (stems.has(stemOf(word)) || (word.length >= JOINED_FROM && joined.includes(word))) return false
    return ![...b.words].some((near) => isSpelling(word, near))
  })
}

const JOINED_FROM = 5

/** Words that praise or explain, and say nothing about which product it is. */
const EMPTY = new Set(
  `new neu nouveau nuevo nuovo official offiziell genuine authentic premium quality best top great perfect ideal release
  released unlocked works work compatible th st nd rd gen generation edition amazon brand exclusive store shop`.split(
    /\s+/,
  ),
)
const COUNTED: readonly ReadonlySet<string>[] = [
  packs.PACK,
  packs.PACK_BEFORE,
  packs.PIECE,
  packs.CONTAINER,
  packs.CONTENT,
  packs.PAIR,
  packs.DOZEN,
  packs.TOTAL,
  packs.SET_PIECE,
  packs.QUANTITY,
  packs.AMOUNT_UNIT,
  packs.LENGTH_UNIT,
  packs.OTHER_UNIT,
]

function isName(word: string, a: ProductFacts, b: ProductFacts): boolean {
  if (EMPTY.has(word) || COLORS.has(word) || MEASURES.has(word)) return false
  if (/^[\d.,]+$/.test(word) || packs.NUMBER_WORDS.has(word) || packs.PACK_NAMES.has(word)) return false
  // A letter or two of Latin script are a part of a model, which is compared as a number.
  if (/^[a-z]$/.test(word)) return false
  if ([...a.brands, ...b.brands].some((brand) => brand === word || (word.length > 2 && brand.includes(word))))
    return false
  if (a.numbers.includes(word) || b.numbers.includes(word)) return false
  const isCounted = COUNTED.some((words) => words.has(word))
  return !(isCounted && (a.pack.reasons.length > 0 || b.pack.reasons.length > 0))
}

// One or many: mug and mugs, battery and batteries, Batterie and Batterien.
const stemOf = (word: string): string =>
  word.length < 4 ? word : word.replace(/ies$/, 'y').replace(/(?:es|en|s|n|e)$/, '')

const SPELLED_FROM = 8

/** Moisturizing and moisturising, colour and color: one letter apart, in a long word. */
function isSpelling(word: string, other: string): boolean {
  if (Math.min(word.length, other.length) < SPELLED_FROM || Math.abs(word.length - other.length) > 1) return false
  let start = 0
  while (start < word.length && word[start] === other[start]) start += 1
  let end = 0
  while (end < Math.min(word.length, other.length) - start && word.at(-1 - end) === other.at(-1 - end)) end += 1
  return Math.max(word.length, other.length) - start - end <= 1
}
