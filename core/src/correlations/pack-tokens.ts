import * as lexicon from './pack-words.ts'
import type { TitleToken } from './title-words.ts'

export type Tokens = readonly TitleToken[]

const MAX_PIECES = 100_000
const HYPHENS = new Set(['-', '‐', '‑', '–'])
const TIMES = new Set(['x', '×', '*', '✕', '✖'])
const INCH = new Set(['"', '″', '”', "'", '′'])

/** The word at a place; empty when a number, a sign or nothing stands there. */
export const wordAt = (tokens: Tokens, at: number): string => {
  const token = tokens[at]
  return token?.kind === 'word' ? token.text : ''
}

export const signAt = (tokens: Tokens, at: number): string => {
  const token = tokens[at]
  return token?.kind === 'sign' ? token.text : ''
}

export const isTimes = (tokens: Tokens, at: number): boolean => TIMES.has(tokens[at]?.text ?? '')
export const isHyphen = (tokens: Tokens, at: number): boolean => HYPHENS.has(signAt(tokens, at))

/** The place after a hyphen, if one stands there. */
export const afterHyphen = (tokens: Tokens, at: number): number => (isHyphen(tokens, at) ? at + 1 : at)

/** A whole number or the word of one, that may count something; 0 when none stands there. */
export function countAt(tokens: Tokens, at: number): number {
  const token = tokens[at]
  if (token?.kind === 'word') return lexicon.NUMBER_WORDS.get(token.text) ?? 0
  if (token?.kind !== 'number' || !Number.isInteger(token.value) || token.value > MAX_PIECES) return 0
  return isPartOfName(tokens, at) ? 0 : token.value
}

const LATIN = /^[a-z]/

// M8, WH-1000, B07 are names: letters stand before the digits without a blank. 2x500 is none.
function isPartOfName(tokens: Tokens, at: number): boolean {
  if (!tokens[at]?.isGlued) return false
  if (signAt(tokens, at - 1) === '#') return true
  const before = isHyphen(tokens, at - 1) && tokens[at - 1]?.isGlued ? at - 2 : at - 1
  const word = wordAt(tokens, before)
  return LATIN.test(word) && word.length <= 6 && !TIMES.has(word)
}

/** Whether the words before say that the number at `at` is a name: Series 9, size 2, No. 5. */
export function isNamed(tokens: Tokens, at: number): boolean {
  const before = ['.', ':', '#'].includes(signAt(tokens, at - 1)) ? at - 2 : at - 1
  return lexicon.NAME_BEFORE.has(wordAt(tokens, before))
}

export type Unit = 'amount' | 'length' | 'other' | 'piece' | 'content' | 'pack' | 'pair' | 'none'

/** What the word after a number counts or measures, and the place after it. */
export function unitAt(tokens: Tokens, at: number): { unit: Unit; next: number } {
  const start = afterHyphen(tokens, at)
  const word = wordAt(tokens, start)
  if (word === '') return INCH.has(signAt(tokens, at)) ? { unit: 'length', next: at + 1 } : { unit: 'none', next: at }
  if (lexicon.AMOUNT_UNIT.has(word)) {
    const isFluid = word === 'fl' && lexicon.AMOUNT_UNIT.has(wordAt(tokens, start + 1))
    return { unit: 'amount', next: start + (isFluid ? 2 : 1) }
  }
  if (lexicon.LENGTH_UNIT.has(word)) return { unit: 'length', next: start + 1 }
  if (lexicon.OTHER_UNIT.has(word)) return { unit: 'other', next: start + 1 }
  if (lexicon.PAIR.has(word) || lexicon.JA_PAIR.has(word)) return { unit: 'pair', next: start + 1 }
  if (lexicon.PACK.has(word) || lexicon.JA_PACK.has(word)) return { unit: 'pack', next: start + 1 }
  if (lexicon.CONTENT.has(word)) return { unit: 'content', next: start + 1 }
  const thing = thingAt(tokens, start)
  return thing > 0 ? { unit: 'piece', next: thing } : { unit: 'none', next: at }
}

/** The place after a word for loose pieces; 0 when there is none. A word of a size may stand between. */
function thingAt(tokens: Tokens, at: number): number {
  const word = wordAt(tokens, at)
  // The first, not one piece: 1st, 2nd.
  if (word === 'st' && tokens[at]?.isGlued && /1$/.test(tokens[at - 1]?.text ?? '')) return 0
  if (lexicon.PIECE.has(word) || lexicon.CONTAINER.has(word)) return at + 1
  if (lexicon.JA_PIECE.has(word)) return wordAt(tokens, at + 1) === 'り' ? at + 2 : at + 1
  return lexicon.SIZE_WORD.has(word) && lexicon.CONTAINER.has(wordAt(tokens, at + 1)) ? at + 2 : 0
}

/** Whether a title names a cord: two numbers and a length are two cords then, and no area. */
export const isCord = (tokens: Tokens): boolean =>
  tokens.some(({ text }) => lexicon.CORD.has(text) || text.endsWith('kabel') || text === 'ケーブル')
