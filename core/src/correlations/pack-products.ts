import type { PackStatement } from './pack-statements.ts'
import { countAt, isCord, isNamed, isTimes, type Tokens, type Unit, unitAt, wordAt } from './pack-tokens.ts'
import { TIMES_WHAT } from './pack-words.ts'

type Factor = { value: number; unit: Unit; at: number }
type Found = { statements: PackStatement[]; last: number }

/** More than three factors are the same as three: an area, a room, or no statement at all. */
const MAX_FACTORS = 4
/** Nobody sells more of one thing in one box by "2 x". */
const MAX_TIMES = 1000

/**
 * Numbers with × between them, from the number at `at`: `2 x 500 ml`, `250 Sheets × 3`, `20 x 30 cm`, `3x Pens`. Null
 * when no × follows; without statements when they are measures.
 */
export function readProduct(tokens: Tokens, at: number): Found | null {
  const factors: Factor[] = []
  let next = at
  while (tokens[next]?.kind === 'number' && factors.length < MAX_FACTORS) {
    const { unit, next: after } = unitAt(tokens, next + 1)
    factors.push({ value: countAt(tokens, next), unit, at: next })
    next = after
    if (!isTimes(tokens, next) || tokens[next + 1]?.kind !== 'number') break
    next += 1
  }
  if (factors.length === 1) return isTimes(tokens, next) ? readTimes(tokens, at, next) : null
  const last = next - 1
  const [first, second, third] = factors
  if (!first || !second) return null
  if (third) return { statements: ofThree(factors, at, last), last }
  const statements = ofTwo(first, second, isCord(tokens)).map((said) => ({ ...said, first: at, last }))
  return { statements, last }
}

type Said = Pick<PackStatement, 'of' | 'value' | 'each'>

const COUNTED: ReadonlySet<Unit> = new Set(['piece', 'content', 'pair'])

function ofTwo(a: Factor, b: Factor, isOfCords: boolean): Said[] {
  const isCount = ({ value }: Factor) => value > 0 && value <= MAX_TIMES
  const doubt: Said = { of: 'doubt', value: 0 }
  if (a.unit === 'none' && isCount(a)) {
    if (b.unit === 'amount') return [packs(a.value)]
    if (COUNTED.has(b.unit) && b.value > 0) return [packs(a.value, b.value)]
    if (b.unit === 'length') return isOfCords ? [packs(a.value)] : []
    if (b.unit === 'pack') return [doubt]
  }
  if (isCount(b)) {
    const isLoose = b.unit === 'none' || b.unit === 'pack'
    if (a.unit === 'amount' && (isLoose || b.unit === 'piece')) return [packs(b.value)]
    if (COUNTED.has(a.unit) && a.value > 0 && (isLoose || b.unit === 'piece')) return [packs(b.value, a.value)]
    if (a.unit === 'length' && isLoose && isOfCords) return [packs(b.value)]
    if (a.unit === 'pack' || (a.unit === 'other' && b.unit === 'pack'))
      return [a.unit === 'pack' ? doubt : packs(b.value)]
  }
  return []
}

const packs = (value: number, each?: number): Said => ({ of: 'packs', value, ...(each !== undefined && { each }) })

// 4 x 6 x 330 ml are four packs of six; three lengths are a room.
function ofThree([a, b, c]: Factor[], first: number, last: number): PackStatement[] {
  if (!a || !b || !c) return []
  if (a.unit === 'none' && b.unit === 'none' && c.unit === 'amount' && a.value > 0 && b.value > 0) {
    return [{ ...packs(a.value, b.value), first, last }]
  }
  const isMixed = [a, b, c].some(({ unit }) => COUNTED.has(unit) || unit === 'pack' || unit === 'amount')
  return isMixed ? [{ of: 'doubt', value: 0, first, last }] : []
}

// 3x Pens are three, a 10x zoom is one, and nothing after it says nothing: binoculars 10x.
function readTimes(tokens: Tokens, at: number, times: number): Found | null {
  const what = wordAt(tokens, times + 1)
  const value = countAt(tokens, at)
  if (value === 0 || value > 100 || what === '' || TIMES_WHAT.has(what) || isNamed(tokens, at)) return null
  if (unitAt(tokens, at + 1).unit !== 'none') return null
  return { statements: [{ ...packs(value), first: at, last: times + 1 }], last: times }
}
