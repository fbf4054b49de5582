import { cutText } from '../text.ts'
import type { Trait } from './evidence.ts'
import type { ProductFacts } from './product-facts.ts'
import type { Measured, Traits } from './traits.ts'

/** A property of which two titles say different things, or only one says something. */
export type TraitDifference = {
  trait: Trait
  direction: 'against' | 'unclear'
  parent: string[]
  candidate: string[]
}

/** Properties that one title may leave out without being another product. */
const OFTEN_UNSAID: ReadonlySet<Trait> = new Set([
  'generation',
  'year',
  'side',
  'audience',
  'format',
  'platform',
  'flavor',
  'plug',
] satisfies Trait[])
/** A title without these words says the opposite. */
const SAID_OR_NOT: ReadonlySet<Trait> = new Set(['condition', 'accessory'] satisfies Trait[])
/** Marketing words in two languages need not match. */
const SAID_IN_ONE_LANGUAGE: ReadonlySet<Trait> = new Set(['edition', 'bundle', 'component'] satisfies Trait[])
/** Names that every language keeps, and kinds of which the list has the words of every language. */
const SAME_IN_ALL_LANGUAGES: ReadonlySet<string> = new Set(
  'pro lite mini refill tester sample decaf diet openbox only lid strap liner spare brushhead gasket'.split(' '),
)

const NOTHING: ReadonlySet<string> = new Set()

/** Every property in which the titles of two products differ. */
export function compareTraits(a: ProductFacts, b: ProductFacts): TraitDifference[] {
  const found: TraitDifference[] = []
  const traits = new Set([...a.traits.values.keys(), ...b.traits.values.keys()])
  for (const trait of traits) {
    const mine = a.traits.values.get(trait) ?? NOTHING
    const other = b.traits.values.get(trait) ?? NOTHING
    const direction = directionOf(trait, mine, other, a.language === b.language)
    if (direction) found.push({ trait, direction, parent: first(mine), candidate: first(other) })
  }
  return [...found, ...compareNames(a, b), ...compareModels(a, b), ...differingMeasures(a, b)]
}

const first = (values: Iterable<string>) => [...values].slice(0, 5).map((value) => cutText(value, 100))

function directionOf(
  trait: Trait,
  mine: ReadonlySet<string>,
  other: ReadonlySet<string>,
  isOneLanguage: boolean,
): 'against' | 'unclear' | null {
  const shared = [...mine].filter((value) => other.has(value)).length
  if (shared === mine.size && shared === other.size) return null
  if (SAID_OR_NOT.has(trait)) return 'against'
  const isOneSilent = mine.size === 0 || other.size === 0
  if (SAID_IN_ONE_LANGUAGE.has(trait)) {
    const isName = [...mine, ...other].some((value) => SAME_IN_ALL_LANGUAGES.has(value))
    return isOneSilent && !isOneLanguage && !isName ? 'unclear' : 'against'
  }
  if (OFTEN_UNSAID.has(trait) && isOneSilent) return 'unclear'
  // Left and right together are another thing than left alone; a year beside another is a range of models.
  const isPart = shared === mine.size || shared === other.size
  return isPart && trait !== 'side' ? 'unclear' : 'against'
}

// iPhone 15 and iPhone 14; Switch 2 and Switch.
function compareNames(a: ProductFacts, b: ProductFacts): TraitDifference[] {
  const names = new Set([...a.traits.numbers.keys(), ...b.traits.numbers.keys()])
  return [...names].flatMap((name): TraitDifference[] => {
    const mine = a.traits.numbers.get(name)
    const other = b.traits.numbers.get(name)
    const print = (values: ReadonlySet<number> | undefined) =>
      first(
        [...(values ?? [])].map((value) => (name.startsWith('#') ? `${value} ${name.slice(1)}` : `${name} ${value}`)),
      )
    const pair = { trait: 'name_number' as const, parent: print(mine), candidate: print(other) }
    if (!mine || !other) {
      const isOtherThere = (mine ? b : a).words.has(name)
      return isOtherThere ? [{ ...pair, direction: 'unclear' }] : []
    }
    const shared = [...mine].some((value) => other.has(value))
    return shared ? [] : [{ ...pair, direction: 'against' }]
  })
}

// WH-1000XM5 and WH-1000XM4: the same letters with other digits.
function compareModels(a: ProductFacts, b: ProductFacts): TraitDifference[] {
  const found: TraitDifference[] = []
  for (const [letters, mine] of a.traits.models) {
    const other = b.traits.models.get(letters)
    if (!other || [...mine].some((model) => other.has(model))) continue
    found.push({ trait: 'title_model', direction: 'against', parent: first(mine), candidate: first(other) })
  }
  return found
}

function differingMeasures(a: ProductFacts, b: ProductFacts): TraitDifference[] {
  const found: { dimension: string; difference: TraitDifference }[] = []
  for (const dimension of new Set([...a.traits.measures.keys(), ...b.traits.measures.keys()])) {
    const mine = a.traits.measures.get(dimension) ?? []
    const other = b.traits.measures.get(dimension) ?? []
    const print = (values: readonly Measured[]) => first(new Set(values.map(({ words }) => words)))
    const pair = { trait: 'measure' as const, parent: print(mine), candidate: print(other) }
    if (mine.length === 0 || other.length === 0) {
      // The memory of a device decides its price; other measures are often left out.
      if (dimension === 'storage') found.push({ dimension, difference: { ...pair, direction: 'unclear' } })
      continue
    }
    if (!isWithin(mine, other) && !isWithin(other, mine)) {
      found.push({ dimension, difference: { ...pair, direction: 'against' } })
    }
  }
  // An ounce was read as a weight and as a volume: one of the two readings is enough.
  const isAgreed = AMOUNTS.some((dimension) => {
    const [mine, other] = [a.traits.measures.get(dimension), b.traits.measures.get(dimension)]
    return mine && other && (isWithin(mine, other) || isWithin(other, mine))
  })
  return found.filter(({ dimension }) => !isAgreed || !AMOUNTS.includes(dimension)).map(({ difference }) => difference)
}

const AMOUNTS = ['volume', 'weight']

/** Inches and centimeters are rounded: 27 inches, 68 cm. */
const TOLERANCE = 0.03
const isNear = (a: Measured, b: Measured) => Math.abs(a.value - b.value) <= TOLERANCE * Math.max(a.value, b.value)

/** Whether one side names nothing else. Equally many measures are compared one by one: 20 x 20 is not 20 x 30. */
function isWithin(part: readonly Measured[], whole: readonly Measured[]): boolean {
  if (part.length !== whole.length) return part.every((one) => whole.some((other) => isNear(one, other)))
  const [mine, others] = [part, whole].map((side) => side.toSorted((a, b) => a.value - b.value))
  return (mine ?? []).every((one, at) => isNear(one, others?.[at] ?? one))
}

type Measures = Traits['measures']

/** Two texts that measure: whether a dimension of both differs; null when they have none in common. */
export function compareMeasures(a: Measures, b: Measures): 'for' | 'against' | null {
  const shared = [...a.keys()].filter((dimension) => b.has(dimension))
  if (shared.length === 0) return null
  const isSame = shared.some((dimension) => {
    const [mine, other] = [a.get(dimension) ?? [], b.get(dimension) ?? []]
    return isWithin(mine, other) || isWithin(other, mine)
  })
  return isSame ? 'for' : 'against'
}
