import { cutText } from '../text.ts'
import { findPackStatements, type PackStatement } from './pack-statements.ts'
import { countAt, isNamed, isTimes, signAt, type Tokens, unitAt, wordAt } from './pack-tokens.ts'
import { PART, SET_NOUN } from './pack-words.ts'
import { readTitleWords, type TitleWords, wordsBetween } from './title-words.ts'

/** What a title says about how many pieces there are. */
export type PackSize = {
  /** Packs, or pieces that come without a pack. 1 when the title says nothing; null when it is unclear. */
  count: number | null
  /** Pieces in each of them, where the title says it. */
  inner: number | null
  of: 'packs' | 'pieces' | 'sets' | 'pairs'
  /** `none`: the title names no number of packs. `unclear`: it contradicts itself, or leaves the number open. */
  certainty: 'stated' | 'none' | 'unclear'
  /** The words that decided it, as the title writes them. */
  words: string[]
}

/** Reads the pack size of a title in English, German, French, Italian, Spanish, Japanese and four more languages. */
export const readPackSize = (title: string): PackSize => packSizeOf(readTitleWords(title))

const MAX_WORDS = 8

/** The pack size of a title that was read already. */
export function packSizeOf(title: TitleWords): PackSize {
  const statements = findPackStatements(title.tokens).map(asParts(title.tokens)).concat(findTrailingTimes(title.tokens))
  const size = resolve(statements)
  const words = statements.map(({ first, last }) => cutText(wordsBetween(title, first, last), 80))
  return { ...size, words: [...new Set(words)].slice(0, MAX_WORDS) }
}

function asParts(tokens: Tokens): (said: PackStatement) => PackStatement {
  const isSet = tokens.some(({ text }) => SET_NOUN.has(text))
  return (said) =>
    isSet && said.of === 'pieces' && PART.has(wordAt(tokens, said.last)) ? { ...said, of: 'sets' } : said
}

type Size = Omit<PackSize, 'words'>

const NONE: Size = { count: 1, inner: null, of: 'packs', certainty: 'none' }
const UNCLEAR: Size = { count: null, inner: null, of: 'packs', certainty: 'unclear' }

function resolve(statements: readonly PackStatement[]): Size {
  if (statements.length === 0) return NONE
  const said = (of: PackStatement['of']) => [
    ...new Set(statements.filter((one) => one.of === of).map(({ value }) => value)),
  ]
  if (said('doubt').length > 0) return UNCLEAR
  const groups = { packs: said('packs'), pairs: said('pairs'), sets: said('sets'), pieces: said('pieces') }
  const content = said('content')
  const totals = said('total')
  if (groups.packs.length > 1 || groups.pairs.length > 1 || content.length > 2 || totals.length > 1) return UNCLEAR
  const [packs] = groups.packs
  if (packs !== undefined) return ofPacks(packs, statements, [...groups.pieces, ...content], groups, totals[0])
  const [pairs] = groups.pairs
  if (pairs !== undefined) {
    const isSame = groups.pieces.every((pieces) => pieces === pairs || pieces === pairs * 2)
    return isSame ? { count: pairs, inner: 2, of: 'pairs', certainty: 'stated' } : UNCLEAR
  }
  if (groups.sets.length > 0) return ofSets(groups.sets, groups.pieces)
  return ofPieces(groups.pieces, content, totals[0], said('hint').length > 0)
}

type Groups = { pairs: number[]; sets: number[] }

function ofPacks(
  packs: number,
  statements: readonly PackStatement[],
  pieces: number[],
  { pairs, sets }: Groups,
  total: number | undefined,
): Size {
  const stated: Size = { count: packs, inner: null, of: 'packs', certainty: 'stated' }
  const each = new Set(statements.flatMap((one) => one.each ?? []))
  if (each.size > 1) return UNCLEAR
  const [inner] = each
  if (total !== undefined) {
    if (total === packs) return { ...stated, inner: inner ?? null }
    return total % packs === 0 && (inner ?? total / packs) === total / packs
      ? { ...stated, inner: total / packs }
      : UNCLEAR
  }
  if (inner !== undefined) return { ...stated, inner }
  const others = [...new Set(pieces)].filter((value) => value !== packs)
  const [first, second, third] = others.toSorted((a, b) => a - b)
  if (third !== undefined) return UNCLEAR
  if (second !== undefined && first !== undefined)
    return second === first * packs ? { ...stated, inner: first } : UNCLEAR
  const inPack = first ?? sets.find((value) => value !== packs) ?? pairs.find((value) => value !== packs)
  return { ...stated, inner: inPack ?? null }
}

// A set of 4 with 16 pieces is one set; which of the two numbers another title names is open.
function ofSets(sets: number[], pieces: number[]): Size {
  const numbers = [...new Set([...sets, ...pieces])]
  return { count: 1, inner: numbers.length === 1 ? (numbers[0] ?? null) : null, of: 'sets', certainty: 'stated' }
}

function ofPieces(pieces: number[], content: number[], total: number | undefined, isHinted: boolean): Size {
  const [count, other] = pieces
  if (other !== undefined) return UNCLEAR
  if (count !== undefined) {
    if (total !== undefined && total % count !== 0) return UNCLEAR
    const inner = total === undefined ? content.find((value) => value !== count) : total / count
    if (content.length > 1) return UNCLEAR
    return { count, inner: inner === undefined || inner === 1 ? null : inner, of: 'pieces', certainty: 'stated' }
  }
  if (total !== undefined) return { count: total, inner: null, of: 'pieces', certainty: 'stated' }
  if (isHinted || content.length > 1) return UNCLEAR
  return content[0] === undefined ? NONE : { ...NONE, inner: content[0] }
}

/** `Pens x 10` and `(x3)`: × and a number after words. `Mouse X3` may be a name. */
function findTrailingTimes(tokens: Tokens): PackStatement[] {
  return tokens.flatMap((token, at): PackStatement[] => {
    const before = tokens[at - 1]
    if (!isTimes(tokens, at) || !before || before.kind === 'number') return []
    const value = countAt(tokens, at + 1)
    const { unit, next } = unitAt(tokens, at + 2)
    if (value < 2 || value > 1000 || isTimes(tokens, next) || isNamed(tokens, at) || isCounted(tokens, at)) return []
    const place = { first: at, last: at + 1 }
    const isSign = token.text !== 'x'
    const isInBrackets = signAt(tokens, at - 1) === '(' && signAt(tokens, at + 2) === ')'
    const isApart = tokens[at + 1]?.isGlued === false
    if (unit === 'piece' || unit === 'pack' || isSign || isInBrackets) return [{ of: 'packs', value, ...place }]
    if (unit !== 'none' || value > 100) return []
    const isEnd = at + 2 >= tokens.length || tokens[at + 2]?.kind === 'sign'
    if (isApart) return isEnd ? [{ of: 'packs', value, ...place }] : []
    return isEnd ? [{ of: 'doubt', value: 0, ...place }] : []
  })
}

// 500 ml x 2, 250 sheets x 3 and pack x 2 are read where they begin.
const isCounted = (tokens: Tokens, at: number) =>
  unitAt(tokens, at - 1).unit !== 'none' &&
  (tokens[at - 2]?.kind === 'number' || unitAt(tokens, at - 1).unit === 'pack') &&
  wordAt(tokens, at - 1) !== ''
