import type { Trait } from './evidence.ts'
import { isHyphen, isTimes, signAt, type Tokens, unitAt, wordAt } from './pack-tokens.ts'
import { type TitleWords, wordsBetween } from './title-words.ts'
import * as lexicon from './trait-words.ts'

export type Measured = { value: number; words: string }

/** What the words of one title say about its product. */
export type Traits = {
  /** The values of each property that the title names. */
  values: ReadonlyMap<Trait, ReadonlySet<string>>
  colors: ReadonlySet<string>
  /** Measures by dimension, in its unit. */
  measures: ReadonlyMap<string, readonly Measured[]>
  /** The numbers behind each name, and before each word: iPhone → 15, #tier → 5. */
  numbers: ReadonlyMap<string, ReadonlySet<number>>
  /** Names with digits, by their letters: WH-1000XM5 → wh#xm#. */
  models: ReadonlyMap<string, ReadonlySet<string>>
}

/** Reads the properties of a title in one pass. */
export function readTraits(title: TitleWords): Traits {
  const { tokens } = title
  const values = new Map<Trait, Set<string>>()
  const colors = new Set<string>()
  const measures = new Map<string, Measured[]>()
  const numbers = new Map<string, Set<number>>()
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token) continue
    if (token.kind === 'word') {
      const found = vocabularyAt(tokens, at) ?? accessoryAt(tokens, at) ?? plugAt(tokens, at)
      if (found) put(values, found.trait, found.value)
      const color = lexicon.COLORS.get(token.text)
      if (color) colors.add(color)
      const mark = ROMAN.get(token.text)
      if (mark !== undefined) put(values, 'generation', String(mark))
    }
    if (token.kind === 'number') readNumber(title, at, { values, measures, numbers })
  }
  return { values, colors, measures, numbers, models: readModels(tokens) }
}

function put<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}

type Found = { trait: Trait; value: string }

const ONLY_AFTER = new Set(['tool', 'body', 'lid', 'blade', 'unit', 'console', 'frame'])

function vocabularyAt(tokens: Tokens, at: number): Found | undefined {
  const word = wordAt(tokens, at)
  if (word === 'used' && lexicon.USED_FOR.has(wordAt(tokens, at + 1))) return undefined
  if (word === 'box' && wordAt(tokens, isHyphen(tokens, at - 1) ? at - 2 : at - 1) === 'open') {
    return { trait: 'condition', value: 'open box' }
  }
  // Tool only, body only: without what others enclose.
  if (word === 'only' && ONLY_AFTER.has(wordAt(tokens, at - 1))) return { trait: 'bundle', value: 'only' }
  if (lexicon.EDITION_AFTER.get(word)?.has(wordAt(tokens, at - 1))) return { trait: 'edition', value: word }
  return lexicon.TRAIT_WORDS.get(word)
}

/** These say what is enclosed. */
const WITH = new Set(['mit', 'avec', 'con', 'com', 'med', 'per'])

// "Compatible with Brita" belongs to another product; "compatible with Alexa" is a feature.
function accessoryAt(tokens: Tokens, at: number): Found | undefined {
  const word = wordAt(tokens, at)
  if (lexicon.ACCESSORY_ALONE.has(word)) return { trait: 'accessory', value: 'accessory' }
  if (lexicon.ACCESSORY_FOR.has(word) && lexicon.DEVICES.has(wordAt(tokens, at + 1)) && !WITH.has(word)) {
    return { trait: 'accessory', value: 'accessory' }
  }
  if (!lexicon.ACCESSORY_BEFORE.has(word)) return undefined
  const next = at + 1
  if (word !== 'fits' && !lexicon.ACCESSORY_FOR.has(wordAt(tokens, next))) {
    // Replacement filter for Brita.
    const later = [2, 3].some((step) => lexicon.ACCESSORY_FOR.has(wordAt(tokens, at + step)))
    const isReplacement = /^(?:replacement|ersatz|ricambio|repuesto|recambio|remplacement)/.test(word)
    return isReplacement && later ? { trait: 'accessory', value: 'accessory' } : undefined
  }
  const target = wordAt(tokens, word === 'fits' ? next : next + 1)
  return lexicon.PLATFORMS.has(target) ? undefined : { trait: 'accessory', value: 'accessory' }
}

const PLUGS = new Set(['us', 'eu', 'uk', 'au', 'jp'])
const PLUG_WORDS = new Set(['plug', 'stecker', 'prise', 'spina', 'enchufe', 'version'])

const plugAt = (tokens: Tokens, at: number): Found | undefined => {
  const word = wordAt(tokens, at)
  const next = wordAt(tokens, isHyphen(tokens, at + 1) ? at + 2 : at + 1)
  return PLUGS.has(word) && PLUG_WORDS.has(next) ? { trait: 'plug', value: word } : undefined
}

/** From II on: I, V and X are words and sizes, too. */
const ROMAN: ReadonlyMap<string, number> = new Map([
  ['ii', 2],
  ['iii', 3],
  ['iv', 4],
  ['vi', 6],
  ['vii', 7],
])
const GENERATION = new Set([
  'gen',
  'generation',
  'generazione',
  'generacion',
  'geracao',
  'generatie',
  'generacja',
  '世代',
  'mark',
  'mk',
  'version',
  'edition',
  'auflage',
])
const ORDINAL = new Set(['st', 'nd', 'rd', 'th', 'e', 'eme', 'er', 'ere', 'a', 'o', 'ª'])

type Maps = { values: Map<Trait, Set<string>>; measures: Map<string, Measured[]>; numbers: Map<string, Set<number>> }

function readNumber(title: TitleWords, at: number, { values, measures, numbers }: Maps): void {
  const { tokens } = title
  const value = tokens[at]?.value ?? Number.NaN
  if (Number.isNaN(value)) return
  if (isGeneration(tokens, at) || isYear(tokens, at, value)) {
    put(values, isGeneration(tokens, at) ? 'generation' : 'year', String(value))
    return
  }
  const before = wordAt(tokens, ['.', ':', '#'].includes(signAt(tokens, at - 1)) ? at - 2 : at - 1)
  if (before === 'ps' || before === 'playstation') put(values, 'platform', `ps${value}`)
  // M8 and B07 are names.
  const isName = tokens[at]?.isGlued === true && before !== '' && before !== 'x'
  // A network, not five grams.
  if ((value === 4 || value === 5) && wordAt(tokens, at + 1) === 'g' && tokens[at + 1]?.isGlued) {
    put(values, 'edition', `${value}g`)
    return
  }
  const found = isName ? undefined : measuresAt(tokens, at)
  for (const { dimension, factor } of found ?? []) {
    const words = wordsBetween(title, at, tokens[at + 1]?.kind === 'sign' ? at + 2 : at + 1)
    measures.set(dimension, [...(measures.get(dimension) ?? []), { value: value * factor, words }])
  }
  if (found || unitAt(tokens, at + 1).unit !== 'none' || isTimes(tokens, at + 1)) return
  const after = wordAt(tokens, isHyphen(tokens, at + 1) ? at + 2 : at + 1)
  if (!isName && after.length > 1 && !LINKS.has(after)) put(numbers, `#${after}`, value)
  // iPhone15 is iPhone 15.
  if (before.length > 1 && !LINKS.has(before) && !(isName && isHyphen(tokens, at - 2))) put(numbers, before, value)
}

const INCHES: readonly lexicon.Measure[] = [{ dimension: 'length', factor: 25.4 }]
const FLUID: readonly lexicon.Measure[] = [{ dimension: 'volume', factor: 29.57 }]
const MAX_SIDES = 3

/** What the number at a place measures. 20 x 30 cm are two lengths; 2 x 500 ml is one volume. */
function measuresAt(tokens: Tokens, at: number): readonly lexicon.Measure[] | undefined {
  let last = at
  while (last < at + 2 * (MAX_SIDES - 1) && isTimes(tokens, last + 1) && tokens[last + 2]?.kind === 'number') last += 2
  const sign = signAt(tokens, last + 1)
  const unit = wordAt(tokens, isHyphen(tokens, last + 1) ? last + 2 : last + 1)
  const found = sign === '"' || sign === '″' ? INCHES : unit === 'fl' ? FLUID : lexicon.MEASURES.get(unit)
  return last === at || found?.[0]?.dimension === 'length' ? found : undefined
}

/** Words before a number that are no name. */
const LINKS = new Set(
  `of de da di von mit aus van med com con for fur pour per para with and und et ed the to in on at up bis and over by x
  pack packs paquete lot set sets kit box case confezione paquet count quantity qty menge total about nur only
  amazon plus over from ab a`.split(/\s+/),
)

// Gen 3, 3rd gen, 2. Generation, 第5世代.
function isGeneration(tokens: Tokens, at: number): boolean {
  if (GENERATION.has(wordAt(tokens, at - 1))) return true
  const dot = signAt(tokens, at + 1) === '.' || signAt(tokens, at + 1) === 'ª' ? at + 2 : at + 1
  const next = ORDINAL.has(wordAt(tokens, dot)) ? dot + 1 : dot
  return GENERATION.has(wordAt(tokens, next)) && wordAt(tokens, next) !== 'version'
}

const isYear = (tokens: Tokens, at: number, value: number) =>
  value >= 1990 &&
  value <= 2039 &&
  tokens[at]?.text.length === 4 &&
  unitAt(tokens, at + 1).unit === 'none' &&
  measuresAt(tokens, at) === undefined &&
  !(tokens[at]?.isGlued && wordAt(tokens, at - 1) !== '')

const MAX_MODELS = 30

/** Runs of letters and digits without blanks that hold both, such as WH-1000XM5 or PS5, by their letters. */
function readModels(tokens: Tokens): Map<string, Set<string>> {
  const models = new Map<string, Set<string>>()
  for (let at = 0; at < tokens.length && models.size < MAX_MODELS; ) {
    let end = at + 1
    while (end < tokens.length && tokens[end]?.isGlued && isNamePart(tokens, end)) end += 1
    const run = tokens.slice(at, end)
    const [first] = run
    // 500ml and 2-Pack begin with their number; M8, PS5 and WH-1000XM5 with a letter.
    if (
      first?.kind === 'word' &&
      first.text.length <= 8 &&
      /^[a-z]/.test(first.text) &&
      run.some(({ kind }) => kind === 'number')
    ) {
      const parts = run.filter(({ kind }) => kind !== 'sign')
      put(
        models,
        parts.map(({ kind, text }) => (kind === 'number' ? '#' : text)).join(''),
        parts.map(({ text }) => text).join(''),
      )
    }
    at = end
  }
  return models
}

const isNamePart = (tokens: Tokens, at: number) => {
  const token = tokens[at]
  if (token?.kind === 'sign') return isHyphen(tokens, at) && tokens[at + 1]?.isGlued === true
  return token?.kind === 'number' || /^[a-z]/.test(token?.text ?? '')
}
