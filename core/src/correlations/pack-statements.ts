import { readProduct } from './pack-products.ts'
import { afterHyphen, countAt, isHyphen, isNamed, isTimes, signAt, type Tokens, unitAt, wordAt } from './pack-tokens.ts'
import * as lexicon from './pack-words.ts'

/** One thing that a title says about how many pieces there are, in the tokens `first` to `last`. */
export type PackStatement = {
  /**
   * `content` is in each pack, `total` in all packs together; `sets` counts the pieces of one set. A `doubt` makes
   * everything unclear, a `hint` only where nothing else is said.
   */
  of: 'packs' | 'pieces' | 'content' | 'sets' | 'pairs' | 'total' | 'doubt' | 'hint'
  value: number
  /** How many each of them holds, where the same words say it. */
  each?: number
  first: number
  last: number
}

type Found = { statements: PackStatement[]; last: number }

const MAX_PACKS = 1000

/** Everything that a title says about its pack size, from left to right. Each step looks a few words ahead. */
export function findPackStatements(tokens: Tokens): PackStatement[] {
  const statements: PackStatement[] = []
  for (let at = 0; at < tokens.length; ) {
    const found =
      isFreeOffer(tokens, at) ?? (tokens[at]?.kind === 'word' ? readWord(tokens, at) : readNumber(tokens, at))
    if (found) statements.push(...found.statements)
    at = (found?.last ?? at) + 1
  }
  // 4 x AA + 4 x AAA, 20 + 4 pieces: neither number is the whole.
  const sum = statements.find(({ first, last }) => isSum(tokens, first - 1) || isSum(tokens, last + 1))
  return sum ? [...statements, { ...sum, of: 'doubt' }] : statements
}

const isSum = (tokens: Tokens, at: number) =>
  signAt(tokens, at) === '+' && tokens[at - 1] !== undefined && tokens[at + 1]?.kind === 'number'

const one = (of: PackStatement['of'], value: number, first: number, last: number, each?: number): Found => ({
  statements: [{ of, value, first, last, ...(each !== undefined && { each }) }],
  last,
})
const nothing = (last: number): Found => ({ statements: [], last })

const FREE = new Set(['free', 'gratis', 'offert', 'offerts', 'kostenlos', 'omaggio', 'extra', 'bonus'])
const BUY = new Set(['buy', 'kaufe', 'achetez', 'compra', 'acquista', 'get'])

// Buy 2 get 1, 2 + 1 free: how many arrive depends on the order.
function isFreeOffer(tokens: Tokens, at: number): Found | null {
  if (BUY.has(wordAt(tokens, at)) && countAt(tokens, at + 1) > 0) {
    const gets = [2, 3, 4].find((step) => BUY.has(wordAt(tokens, at + step)))
    if (gets) return one('doubt', 0, at, Math.min(at + gets + 1, tokens.length - 1))
  }
  if (countAt(tokens, at) > 0 && signAt(tokens, at + 1) === '+' && countAt(tokens, at + 2) > 0) {
    if (FREE.has(wordAt(tokens, at + 3))) return one('doubt', 0, at, at + 3)
  }
  return null
}

function readNumber(tokens: Tokens, at: number): Found | null {
  // 12 rolls = 48 regular rolls: what follows is a comparison.
  if (signAt(tokens, at) === '=' || signAt(tokens, at) === '≈') {
    return tokens[at + 1]?.kind === 'number' ? nothing(unitAt(tokens, at + 2).next - 1) : null
  }
  if (tokens[at]?.kind !== 'number') return null
  const product = readProduct(tokens, at)
  if (product) return product
  const value = countAt(tokens, at)
  return value > 0 ? readCount(tokens, at, value) : null
}

/** What a number that counts something counts. */
function readCount(tokens: Tokens, at: number, value: number): Found | null {
  const hyphenated = isHyphen(tokens, at + 1)
  const next = afterHyphen(tokens, at + 1)
  const word = wordAt(tokens, next)
  if (word === 'in' && tokens[afterHyphen(tokens, next + 1)]?.kind === 'number')
    return nothing(afterHyphen(tokens, next + 1))
  if (word === 'er' || word.startsWith('er')) {
    const german = readGermanPack(tokens, at, value, next)
    if (german) return german
  }
  if (lexicon.PACK.has(word)) return readPacks(tokens, { at, value, word, next, hyphenated })
  if (lexicon.PAIR.has(word) || lexicon.JA_PAIR.has(word)) return one('pairs', value, at, next)
  if (lexicon.DOZEN.has(word) || word === lexicon.JA_DOZEN) return one('pieces', value * 12, at, next)
  if (word === 'sets' || lexicon.JA_PACK.has(word)) return one('packs', value, at, next)
  if (lexicon.SET_PIECE.has(word)) return one('sets', value, at, next)
  if (word === lexicon.JA_SET_PIECE && wordAt(tokens, next + 1) === lexicon.JA_SET)
    return one('sets', value, at, next + 1)
  if (lexicon.TOTAL.has(word)) return one('total', value, at, next)
  return readPieces(tokens, at, value)
}

function readPieces(tokens: Tokens, at: number, value: number): Found | null {
  const { unit, next } = unitAt(tokens, at + 1)
  if (unit !== 'piece' && unit !== 'content') return null
  if (isNamed(tokens, at) && !isHyphen(tokens, at + 1)) return null
  if (isNeeded(tokens, at) || lexicon.ENCLOSED.has(wordAt(tokens, next))) return nothing(next - 1)
  const last = next - 1
  if (isRange(tokens, at)) return one('doubt', 0, at, last)
  if (lexicon.TOTAL.has(wordAt(tokens, next))) return one('total', value, at, next)
  if (lexicon.TOTAL.has(wordAt(tokens, at - 1)) || lexicon.JA_TOTAL.has(wordAt(tokens, at - 1)))
    return one('total', value, at, last)
  if (isPerPack(tokens, next)) return one('content', value, at, next + 1)
  // A set of three, written 2個セット, 3本パック.
  if (lexicon.JA_PACK.has(wordAt(tokens, next)) && tokens[next]?.isGlued) return one('packs', value, at, next)
  return one(unit === 'piece' ? 'pieces' : 'content', value, at, last)
}

const PER = new Set(['per', 'pro', 'je', 'par', 'por', '/'])
const isPerPack = (tokens: Tokens, at: number) =>
  PER.has(tokens[at]?.text ?? '') &&
  (lexicon.PACK.has(wordAt(tokens, at + 1)) || lexicon.PACK_BEFORE.has(wordAt(tokens, at + 1)))

/** Whether the number only says what the product needs or encloses: "requires 2 AA batteries". */
const isNeeded = (tokens: Tokens, at: number) =>
  lexicon.NEEDS.has(wordAt(tokens, at - 1)) || lexicon.NEEDS.has(wordAt(tokens, at - 2))

// 2-4 pack, 2/4/6 pcs: the buyer chooses.
const isRange = (tokens: Tokens, at: number) =>
  (signAt(tokens, at - 1) === '/' || isHyphen(tokens, at - 1)) &&
  tokens[at - 2]?.kind === 'number' &&
  tokens[at - 1]?.isGlued === true

function readGermanPack(tokens: Tokens, at: number, value: number, next: number): Found | null {
  const word = wordAt(tokens, next)
  const end = word === 'er' ? afterHyphen(tokens, next + 1) : next
  const what = word === 'er' ? wordAt(tokens, end) : word.slice(2)
  if (lexicon.PACK.has(what)) return one('packs', value, at, end)
  return lexicon.SET_BEFORE.has(what) ? one('sets', value, at, end) : null
}

type Packs = { at: number; value: number; word: string; next: number; hyphenated: boolean }

function readPacks(tokens: Tokens, { at, value, word, next, hyphenated }: Packs): Found | null {
  if (value > MAX_PACKS) return null
  if (isRange(tokens, at)) return one('doubt', 0, at, next)
  const inner = lexicon.OF.has(wordAt(tokens, next + 1)) ? countAt(tokens, next + 2) : 0
  const innerUnit = inner > 0 ? unitAt(tokens, next + 3).unit : 'none'
  const holds = inner > 0 && ['none', 'piece', 'content', 'pair'].includes(innerUnit) && !isTimes(tokens, next + 3)
  if (isNamed(tokens, at) && !hyphenated) return holds ? null : one('doubt', 0, at, next)
  if (!holds) return one('packs', value, at, next)
  // "4 packs of 6" holds sixes; "Thing 2 pack of 6" may be called 2.
  return hyphenated || lexicon.PACKS.has(word)
    ? one('packs', value, at, next + 2, inner)
    : one('doubt', 0, at, next + 2)
}

/** What a word begins: pack of 6, twin pack, pair of, a dozen, quantity: 4. */
function readWord(tokens: Tokens, at: number): Found | null {
  const word = wordAt(tokens, at)
  const named = lexicon.PACK_NAMES.get(word)
  if (named) return one('packs', named, at, at)
  const adjective = lexicon.PACK_ADJECTIVES.get(word)
  if (adjective) {
    const noun = afterHyphen(tokens, at + 1)
    if (lexicon.PACK.has(wordAt(tokens, noun))) return one('packs', adjective, at, noun)
  }
  const number = lexicon.NUMBER_WORDS.get(word)
  if (number) {
    const found = readCount(tokens, at, number)
    if (found) return found
    // Two 8 oz bottles.
    if (countAt(tokens, at + 1) > 0 && unitAt(tokens, at + 2).unit === 'amount') return one('packs', number, at, at)
  }
  const packOf = lexicon.PACK_BEFORE.has(word) ? readPackOf(tokens, at) : null
  if (packOf) return packOf
  if (lexicon.SET_BEFORE.has(word)) return readSetOf(tokens, at)
  if (lexicon.PAIR.has(word) && lexicon.OF.has(wordAt(tokens, at + 1))) return one('pairs', 1, at, at + 1)
  if (lexicon.DOZEN.has(word) && wordAt(tokens, at + 1) !== 'of') {
    return one('pieces', lexicon.HALF.has(wordAt(tokens, at - 1)) ? 6 : 12, at, at)
  }
  if (lexicon.MANY.has(word) || (word === 'multi' && wordAt(tokens, afterHyphen(tokens, at + 1)) === 'pack'))
    return one('hint', 0, at, at)
  if (word === 'まとめ' && wordAt(tokens, at + 1) === '買') return one('hint', 0, at, at + 1)
  return readLabelled(tokens, at, word)
}

function readLabelled(tokens: Tokens, at: number, word: string): Found | null {
  const number = signAt(tokens, at + 1) === ':' ? at + 2 : at + 1
  const value = countAt(tokens, number)
  if (lexicon.QUANTITY.has(word) || word === '数量') return value > 0 ? one('packs', value, at, number) : null
  if (lexicon.TOTAL.has(word) || lexicon.JA_TOTAL.has(word)) {
    const counted = lexicon.OF.has(wordAt(tokens, at + 1)) ? at + 2 : number
    const total = countAt(tokens, counted)
    if (total > 0) {
      const { unit, next } = unitAt(tokens, counted + 1)
      return unit === 'none' || unit === 'piece' || unit === 'content'
        ? one('total', total, at, Math.max(counted, next - 1))
        : null
    }
  }
  return null
}

/** Pack of 6, Packung mit 6, lot x3, (pack 3). */
function readPackOf(tokens: Tokens, at: number): Found | null {
  const isOf = lexicon.OF.has(wordAt(tokens, at + 1)) || signAt(tokens, at + 1) === ':' || isTimes(tokens, at + 1)
  const number = isOf ? at + 2 : at + 1
  const adjective = lexicon.PACK_ADJECTIVES.get(wordAt(tokens, at + 1))
  if (adjective && adjective > 1) return one('packs', adjective, at, at + 1)
  const value = countAt(tokens, number)
  if (value === 0 || value > MAX_PACKS) return null
  const { unit, next } = unitAt(tokens, number + 1)
  if (isTimes(tokens, next) && unitAt(tokens, next + 2).unit === 'none') return one('doubt', 0, at, next)
  // Pack of 2 x 500 ml, pack of 500 g: the number is read on its own.
  if (isTimes(tokens, next) || ['amount', 'length', 'other'].includes(unit)) return null
  if (isOf) return one('packs', value, at, Math.max(number, unit === 'pack' ? number : next - 1))
  if (unit !== 'none') return null
  const isAlone = signAt(tokens, at - 1) === '(' && signAt(tokens, number + 1) === ')'
  if (isAlone) return one('packs', value, at, number)
  return value > 1 && value <= 100 ? one('doubt', 0, at, number) : null
}

/** Set of 4, juego de 6, set 3 pezzi: one set. */
function readSetOf(tokens: Tokens, at: number): Found | null {
  const isOf = lexicon.OF.has(wordAt(tokens, at + 1))
  const number = isOf ? at + 2 : at + 1
  const value = countAt(tokens, number)
  if (value === 0 || isTimes(tokens, number + 1)) return null
  const { unit, next } = unitAt(tokens, number + 1)
  if (unit === 'amount' || unit === 'length' || unit === 'other') return null
  if (!isOf && unit !== 'piece') return null
  return one('sets', value, at, Math.max(number, next - 1))
}
