import { cutText } from '../text.ts'
import {
  type Comparison,
  compareBrands,
  compareColors,
  compareNumbers,
  compareSizes,
  sharedNumber,
} from './compare-fields.ts'
import { compareNames, type NameDifference } from './compare-names.ts'
import { compareTraits, type TraitDifference } from './compare-traits.ts'
import type { Evidence, EvidenceDirection } from './evidence.ts'
import { comparePacks } from './pack.ts'
import { compareTitles, type ProductFacts } from './product-facts.ts'

/** Everything that the rules know about a pair. */
export type PairEvidence = {
  evidence: Evidence[]
  /** Their numbers say that they are one product. */
  isIdentified: boolean
  /** Something says that they are two, whatever their numbers say. */
  isContradicted: boolean
  /** A number identifies them, but their titles, or images, do not show the same thing. */
  isInDoubt: boolean
}

const source = 'rules' as const

/** Compares two products in every respect. */
export function collectEvidence(a: ProductFacts, b: ProductFacts, imageDistance: number | null): PairEvidence {
  const brand = compareBrands(a, b)
  const model = compareNumbers(a, b, 'model')
  const part = compareNumbers(a, b, 'part')
  const color = compareColors(a, b)
  const size = compareSizes(a, b)
  const traits = compareTraits(a, b)
  const codes = sharedCodes(a, b)
  const titles = compareTitles(a, b)
  const similarity = titles?.similarity ?? null
  const title = directionOfTitle(a, b, similarity)
  const isOneAsin = a.product.asin === b.product.asin && a.product.marketplace !== b.product.marketplace
  const isNumbered = brand === 'for' && sharedNumber(a, b) !== null
  const isByCode = codes.length > 0 && !isOneAsin && !isNumbered
  const names = isOneAsin ? null : differingNames(a, b, { isByCode, isNumbered })
  const direct = [brand, model, part, color, size, title, ...traits.map(({ direction }) => direction)]
  // Wrong codes are common, so something else must speak for the pair, too. One brand makes many things: where the titles
  // are in one language, most of the shorter one stands in the other.
  const isOneName = titles === null || a.language !== b.language || titles.containment >= NAMED_IN_BOTH
  const isSupported =
    isNumbered || isNear(imageDistance) || (isOneName && (brand === 'for' || (similarity ?? 0) >= SUPPORTING))
  const evidence: (Evidence | null)[] = [
    ...recordsOf(a, b),
    ...familyOf(a, b),
    isOneAsin
      ? {
          kind: 'asin',
          direction: 'for',
          source,
          asin: a.product.asin,
          parent_in: a.product.marketplace,
          candidate_in: b.product.marketplace,
        }
      : null,
    codesEvidence(a, b, codes),
    packEvidence(a, b),
    field('brand', brand, a.product.brand ?? a.product.manufacturer, b.product.brand ?? b.product.manufacturer),
    field('model', model, a.product.model, b.product.model),
    field('part_number', part, a.product.part_number, b.product.part_number),
    field('color', color, a.product.color ?? colorWords(a), b.product.color ?? colorWords(b)),
    field('size', size, a.product.size, b.product.size),
    ...traits.slice(0, MAX_TRAITS).map((one): Evidence => ({ kind: 'trait', source, ...one })),
    names === null
      ? null
      : {
          kind: 'trait',
          direction: 'unclear',
          source,
          trait: 'wording',
          parent: firstWords(names.parent),
          candidate: firstWords(names.candidate),
        },
    similarity === null
      ? null
      : {
          kind: 'title',
          direction: title,
          source,
          similarity_percent: Math.round(similarity * 100),
          is_one_language: a.language === b.language,
        },
    imageEvidence(imageDistance),
    categoryEvidence(a, b),
    ...worthOf(b),
  ]
  return {
    evidence: evidence.filter((one) => one !== null),
    isIdentified:
      ((codes.length > 0 || isOneAsin) && isSupported) ||
      (isNumbered && isProvenByNumber(a, b, { color, size, traits, model, part })),
    isContradicted: direct.includes('against'),
    isInDoubt:
      names !== null ||
      // One number may stand on a device and on its parts.
      (isNumbered && !isOneAsin && !isOneName) ||
      (isByCode && imageDistance !== null && imageDistance > MAYBE),
  }
}

const MAX_TRAITS = 12
const firstWords = (words: readonly string[]) => words.slice(0, 5).map((word) => cutText(word, 100))

const MOST_PARTS = 3

/** The names that make a pair doubtful. A number that both have explains other words, but not a part or an addition. */
function differingNames(
  a: ProductFacts,
  b: ProductFacts,
  { isByCode, isNumbered }: { isByCode: boolean; isNumbered: boolean },
): NameDifference | null {
  if (!isByCode && !isNumbered) return null
  const names = compareNames(a, b)
  if (names === null || (isByCode && !sharesModel(a, b))) return names
  // Two countries may name one product at two lengths.
  if (isNumbered && a.product.marketplace !== b.product.marketplace) return null
  const extra = names.parent.length === 0 ? names.candidate : names.candidate.length === 0 ? names.parent : []
  return extra.length > 0 && extra.length <= MOST_PARTS ? names : null
}

/** A model that both titles name: WH-1000XM5, HS103P2. Fusion5 and iPhone15 are lines with many products. */
const sharesModel = (a: ProductFacts, b: ProductFacts): boolean =>
  [...a.traits.models.values()].some((models) =>
    [...models].some(
      (model) => /\d\D*\d\D*\d/.test(model) && [...b.traits.models.values()].some((others) => others.has(model)),
    ),
  )

/** Share of the words of the shorter title. */
const NAMED_IN_BOTH = 0.65
/** Share of the words that two titles of one product have in common at least, also in two languages. */
const SUPPORTING = 0.3

function sharedCodes(a: ProductFacts, b: ProductFacts): string[] {
  return [...a.codes].filter((code) => b.codes.has(code)).toSorted()
}

type Compared = {
  color: Comparison
  size: Comparison
  model: Comparison
  part: Comparison
  traits: readonly TraitDifference[]
}

/** What a model number does not tell apart: the same model is sold in colors, sizes and editions. */
const NOT_BY_MODEL = new Set(['side', 'flavor', 'plug', 'measure', 'audience', 'format', 'platform', 'bundle'])

function isProvenByNumber(a: ProductFacts, b: ProductFacts, { color, size, model, part, traits }: Compared): boolean {
  // One number agrees and the other nearly does: a region, or a color, stands at its end.
  const isOneOpen =
    [model, part].includes('unclear') && a.model !== null && b.model !== null && a.part !== null && b.part !== null
  if (isOneOpen || color === 'unclear' || size === 'unclear') return false
  if (traits.some(({ trait, direction }) => direction === 'unclear' && NOT_BY_MODEL.has(trait))) return false
  // In one country a product has one code; in two countries it often has two.
  const hasOtherCodes = a.product.marketplace === b.product.marketplace && a.codes.size > 0 && b.codes.size > 0
  return !hasOtherCodes || sharedCodes(a, b).length > 0
}

const MIN_SIMILARITY = 0.3
const GOOD_SIMILARITY = 0.6

function directionOfTitle(a: ProductFacts, b: ProductFacts, similarity: number | null): EvidenceDirection {
  if (similarity === null) return 'unclear'
  if (similarity >= GOOD_SIMILARITY) return 'for'
  return similarity < MIN_SIMILARITY && a.language === b.language ? 'against' : 'unclear'
}

function recordsOf(a: ProductFacts, b: ProductFacts): Evidence[] {
  const isThere = ({ product }: ProductFacts) => product.kind === 'product'
  const found: Evidence[] = []
  // A parent may be searched for; it is never a candidate.
  for (const { product } of [...(isThere(a) || a.product.kind === 'parent' ? [] : [a]), ...(isThere(b) ? [] : [b])]) {
    if (product.kind !== 'product')
      found.push({ kind: 'record', direction: 'against', source, asin: product.asin, state: product.kind })
  }
  return found
}

function familyOf({ product: a }: ProductFacts, { product: b }: ProductFacts): Evidence[] {
  const found: Evidence[] = []
  const parentsOf = (one: typeof a) => [one.parent_asin, one.kind === 'parent' ? one.asin : null]
  const isListed = (one: typeof a, other: typeof a) => one.variations.some(({ asin }) => asin === other.asin)
  const shared = parentsOf(a).find((asin) => asin !== null && parentsOf(b).includes(asin))
  const family = shared ?? (isListed(a, b) ? a.asin : isListed(b, a) ? b.asin : null)
  if (family) return [{ kind: 'parent', direction: 'note', source, parent_asin: family }]
  // Both were, or are, variations of one ASIN: until the first of them left.
  const past = [...a.past_parents, ...b.past_parents].filter(({ asin }) => {
    const isOf = (one: typeof a) =>
      parentsOf(one).includes(asin) || one.past_parents.some((before) => before.asin === asin)
    return isOf(a) && isOf(b)
  })
  const [left] = past.toSorted(
    (one, other) => Date.parse(one.until) - Date.parse(other.until) || (one.asin < other.asin ? -1 : 1),
  )
  if (left) found.push({ kind: 'past_parent', direction: 'unclear', source, parent_asin: left.asin, until: left.until })
  return found
}

function codesEvidence(a: ProductFacts, b: ProductFacts, shared: readonly string[]): Evidence | null {
  if (a.codes.size === 0 || b.codes.size === 0) return null
  const isOneCountry = a.product.marketplace === b.product.marketplace
  return {
    kind: 'codes',
    direction: shared.length > 0 ? 'for' : isOneCountry ? 'against' : 'unclear',
    source,
    shared: shared.slice(0, 5),
    parent_asin: a.product.asin,
    parent_in: a.product.marketplace,
    candidate_asin: b.product.asin,
    candidate_in: b.product.marketplace,
  }
}

const PACK_DIRECTIONS = { same: 'for', different: 'against', unclear: 'unclear' } as const

const packEvidence = (a: ProductFacts, b: ProductFacts): Evidence => ({
  kind: 'pack',
  direction: PACK_DIRECTIONS[comparePacks(a.pack, b.pack)],
  source,
  parent: a.pack,
  candidate: b.pack,
})

type FieldKind = 'brand' | 'model' | 'part_number' | 'color' | 'size'

const cut = (text: string | null) => (text === null ? null : cutText(text, 200))

const field = (
  kind: FieldKind,
  direction: Comparison,
  parent: string | null,
  candidate: string | null,
): Evidence | null =>
  direction === null ? null : { kind, direction, source, parent: cut(parent), candidate: cut(candidate) }

const colorWords = ({ traits }: ProductFacts) => [...traits.colors].join(', ') || null

const NEAR = 6
const MAYBE = 14
const isNear = (distance: number | null) => distance !== null && distance <= NEAR

function imageEvidence(distance: number | null): Evidence | null {
  if (distance === null) return null
  return {
    kind: 'image',
    direction: distance <= NEAR ? 'for' : distance <= MAYBE ? 'unclear' : 'against',
    source,
    distance,
  }
}

// The numbers of categories are the source's own, and each country has others.
function categoryEvidence({ product: a }: ProductFacts, { product: b }: ProductFacts): Evidence | null {
  if (a.source !== b.source || a.marketplace !== b.marketplace) return null
  if (a.root_category_id === null || b.root_category_id === null) return null
  const direction = a.root_category_id === b.root_category_id ? 'for' : 'against'
  return { kind: 'category', direction, source, parent: cut(a.category), candidate: cut(b.category) }
}

/** A source that lists ten community videos may know no more. */
const MOST_VIDEOS_SEEN = 10

function worthOf({ product }: ProductFacts): Evidence[] {
  const found: Evidence[] = []
  if (product.videos !== null) {
    const count = product.videos.filter(({ creator }) => creator === 'Influencer').length
    found.push({
      kind: 'influencer_videos',
      direction: 'note',
      source,
      count,
      is_at_least: product.videos.length >= MOST_VIDEOS_SEEN,
    })
  }
  if (product.sales_rank !== null) {
    found.push({ kind: 'rank', direction: 'note', source, rank: product.sales_rank, category: cut(product.category) })
  }
  return found
}
