import { marketplace } from '../marketplaces.ts'
import type { Evidence, Pack, PackReason, Trait } from './evidence.ts'

/** A piece of evidence as one sentence for people, in American English. */
export function describeEvidence(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'asin':
      return `${evidence.asin} is the ASIN in ${country(evidence.parent_in)} and in ${country(evidence.candidate_in)}.`
    case 'codes':
      return describeCodes(evidence)
    case 'pack':
      return describePacks(evidence.parent, evidence.candidate, evidence.direction)
    case 'title':
      return describeTitles(evidence.similarity_percent, evidence.is_one_language)
    case 'trait':
      return describeTrait(evidence.trait, evidence.parent, evidence.candidate)
    case 'parent':
      return `Both belong to the variations of ${evidence.parent_asin}. Amazon links variations automatically.`
    case 'past_parent':
      return `It was a variation of ${evidence.parent_asin} until ${day(evidence.until)}.`
    case 'image':
      return `${IMAGES[evidence.direction]} (${evidence.distance} of 64 bits differ).`
    case 'record':
      return describeRecord(evidence.asin, evidence.state)
    case 'influencer_videos':
      return describeVideos(evidence.count, evidence.is_at_least)
    case 'rank':
      return `It is number ${evidence.rank.toLocaleString('en-US')} in ${evidence.category ?? 'its category'}.`
    case 'ai':
      return `${evidence.model} calls it ${evidence.verdict}: ${evidence.reason}`
    default:
      return describeField(FIELDS[evidence.kind], evidence)
  }
}

const country = (code: Parameters<typeof marketplace>[0]) => marketplace(code).name

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })
const day = (instant: string) => DAY.format(new Date(instant))

const quote = (text: string) => `“${text}”`

/** “A”, “B” and “C”. */
const LIST = new Intl.ListFormat('en-US', { type: 'conjunction' })
const list = (texts: readonly string[]) => LIST.format(texts.map(quote))

function describeCodes({ shared, ...pair }: Extract<Evidence, { kind: 'codes' }>): string {
  const parent = `${pair.parent_asin} in ${country(pair.parent_in)}`
  const candidate = `${pair.candidate_asin} in ${country(pair.candidate_in)}`
  const [first] = shared
  if (first === undefined) return `${parent} and ${candidate} have no barcode in common.`
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : ''
  return `${parent} and ${candidate} have the same barcode, ${printCode(first)}${more}.`
}

/** A barcode with as many digits as are printed below it. */
const printCode = (gtin14: string) =>
  gtin14.startsWith('00') ? gtin14.slice(2) : gtin14.startsWith('0') ? gtin14.slice(1) : gtin14

const FIELDS = {
  brand: 'brand',
  model: 'model',
  part_number: 'part number',
  color: 'color',
  size: 'size',
  category: 'category',
} as const

type Field = Extract<Evidence, { kind: keyof typeof FIELDS }>

function describeField(name: string, { parent, candidate, direction }: Field): string {
  if (parent === null || candidate === null) {
    const known = parent ?? candidate
    return known === null ? `No ${name} is known.` : `Only one of them names its ${name}, ${quote(known)}.`
  }
  if (direction === 'for') return `The ${name} is the same, ${quote(candidate)}.`
  if (direction === 'against') return `The ${name} differs: ${quote(candidate)} instead of ${quote(parent)}.`
  return `The ${name} may be the same: ${quote(parent)} and ${quote(candidate)}.`
}

function describeTitles(percent: number, isOneLanguage: boolean): string {
  if (isOneLanguage) return `The titles have ${percent}% of their words in common.`
  return `The titles are in two languages and have ${percent}% of their names and numbers in common.`
}

const TRAITS: Readonly<Record<Trait, string>> = {
  condition: 'condition',
  accessory: 'accessory for another product',
  generation: 'generation',
  year: 'year',
  side: 'side',
  edition: 'edition',
  name_number: 'number in the name',
  title_model: 'model in the title',
  measure: 'measure',
  audience: 'audience',
  format: 'format',
  platform: 'platform',
  flavor: 'flavor or scent',
  plug: 'plug',
  bundle: 'bundle',
  component: 'part or accessory',
  wording: 'wording',
}

function describeTrait(trait: Trait, parent: readonly string[], candidate: readonly string[]): string {
  const name = TRAITS[trait]
  if (parent.length > 0 && candidate.length > 0) {
    return `The ${name} differs: ${list(candidate)} instead of ${list(parent)}.`
  }
  const [whose, said] = candidate.length > 0 ? ['its', candidate] : ['the product’s', parent]
  return `Only ${whose} title says ${list(said)} (${name}).`
}

const IMAGES = {
  for: 'The images look the same',
  against: 'The images look different',
  unclear: 'The images look similar',
  note: 'The images were compared',
} as const

function describeRecord(asin: string, state: 'parent' | 'inaccessible' | 'invalid'): string {
  if (state === 'parent') return `${asin} only groups variations and is not sold.`
  if (state === 'invalid') return `Amazon does not know ${asin} there.`
  return `The details of ${asin} are not available.`
}

function describeVideos(count: number, isAtLeast: boolean): string {
  if (count === 0) return 'No influencer video was seen on its page.'
  const seen = `${count}${isAtLeast ? ' or more' : ''} influencer ${count === 1 && !isAtLeast ? 'video' : 'videos'}`
  return `Its page already has ${seen}.`
}

const NAMES: Readonly<Record<PackReason['field'], string>> = {
  title: 'the title',
  size: 'the size',
  number_of_items: 'the number of items',
  package_quantity: 'the package quantity',
  unit_count: 'the unit count',
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five']

function describePacks(parent: Pack, candidate: Pack, direction: Evidence['direction']): string {
  if (direction === 'for') return `The pack size is the same: ${describePack(candidate)}.`
  if (direction === 'against') return `It is ${describePack(candidate)}; the product is ${describePack(parent)}.`
  if (parent.state === 'unclear' || candidate.state === 'unclear') {
    const [whose, pack] = candidate.state === 'unclear' ? ['Its', candidate] : ['The product’s', parent]
    return `${whose} pack size is unclear: ${describeReasons(pack)}.`
  }
  return `The pack sizes may differ: it is ${describePack(candidate)}; the product is ${describePack(parent)}.`
}

const UNITS = {
  packs: ['pack', 'packs'],
  pieces: ['piece', 'pieces'],
  sets: ['set', 'sets'],
  pairs: ['pair', 'pairs'],
} as const

/** A pack size with what decided it: "4 packs (three fields agree)". */
export function describePack(pack: Pack): string {
  if (pack.count === null) return `an unclear pack size (${describeReasons(pack)})`
  if (pack.state === 'assumed_one') return 'a single product (nothing says otherwise)'
  if (pack.count === 1 && pack.inner === null) return `a single product (${describeReasons(pack)})`
  const [one, many] = UNITS[pack.of]
  const inner = pack.inner === null || pack.of === 'pairs' ? '' : ` of ${pack.inner}`
  return `${pack.count} ${pack.count === 1 ? one : many}${inner} (${describeReasons(pack)})`
}

function describeReasons({ state, reasons }: Pack): string {
  if (reasons.length === 0) return 'nothing says it'
  if (state === 'agreed') return `${NUMBERS[reasons.length] ?? reasons.length} fields agree`
  const said = reasons.map(({ field, value, words }) => {
    return `${NAMES[field]} says ${words.length > 0 ? list(words) : (value ?? 'something else')}`
  })
  return `${LIST.format(said)}${state === 'unclear' && reasons.length > 1 ? ', and they disagree' : ''}`
}
