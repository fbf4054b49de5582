import type { SourceProduct } from '../catalog/source-product.ts'
import { collectEvidence, type PairEvidence } from './collect-evidence.ts'
import type { Evidence, JudgedRelation, Judgement } from './evidence.ts'
import { readFacts } from './product-facts.ts'

/** What else is known about a pair. */
export type PairFacts = {
  /** Bits of 64 in which the hashes of the two images differ; null or absent: not known. */
  image_distance?: number | null
}

/**
 * How `candidate` relates to `parent`, the product in the video, by rules alone. The same input always gets the same
 * answer, and except for records that are no product, the two may change places.
 */
export function judgeCandidate(parent: SourceProduct, candidate: SourceProduct, facts: PairFacts = {}): Judgement {
  const pair = collectEvidence(readFacts(parent), readFacts(candidate), facts.image_distance ?? null)
  const evidence = pair.evidence.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind])
  const sum = evidence.reduce((total, one) => total + pointsOf(one), 0)
  const relation = relationOf(evidence, pair, sum)
  const [least, most] = BANDS[relation]
  return {
    relation,
    score: Math.round(Math.min(most, Math.max(least, least + (sum * (most - least)) / BEST))),
    evidence,
  }
}

/** The order in which people read the reasons. */
const ORDER: Readonly<Record<Evidence['kind'], number>> = {
  record: 0,
  parent: 1,
  past_parent: 2,
  asin: 3,
  codes: 4,
  pack: 5,
  brand: 6,
  model: 7,
  part_number: 8,
  color: 9,
  size: 10,
  trait: 11,
  title: 12,
  image: 13,
  category: 14,
  ai: 15,
  influencer_videos: 16,
  rank: 17,
}

/** Scores of one relation, so that a list by score never mixes proven pairs with others. */
const BANDS: Readonly<Record<JudgedRelation, readonly [number, number]>> = {
  same: [90, 100],
  pack_unclear: [60, 89],
  variation: [60, 85],
  similar: [30, 79],
  unrelated: [0, 29],
}

type Points = Readonly<Partial<Record<Evidence['direction'], number>>>

const POINTS: Readonly<Partial<Record<Evidence['kind'], Points>>> = {
  asin: { for: 40 },
  codes: { for: 40, against: -10 },
  pack: { for: 8, against: -15, unclear: -4 },
  brand: { for: 14, against: -25 },
  model: { for: 16, against: -20, unclear: 2 },
  part_number: { for: 14, against: -10, unclear: 2 },
  color: { for: 4, against: -10 },
  size: { for: 4, against: -10 },
  trait: { against: -10, unclear: -1 },
  image: { for: 12, unclear: 3, against: -8 },
  category: { for: 4, against: -6 },
}
/** The sum of a pair about which everything agrees. */
const BEST = 130
/** From here on a pair is worth a person's look. */
const SIMILAR_FROM = 26

function pointsOf(evidence: Evidence): number {
  if (evidence.kind === 'title') {
    if (evidence.direction === 'against') return -15
    return (evidence.similarity_percent / 100) * (evidence.is_one_language ? 30 : 20)
  }
  if (evidence.kind === 'trait' && evidence.trait === 'accessory') return -60
  return POINTS[evidence.kind]?.[evidence.direction] ?? 0
}

function relationOf(
  evidence: readonly Evidence[],
  { isIdentified, isContradicted, isInDoubt }: Omit<PairEvidence, 'evidence'>,
  sum: number,
): JudgedRelation {
  if (evidence.some(({ kind }) => kind === 'record')) return 'unrelated'
  // The same ASIN in another country is the product itself, not one of its variations.
  const isOneAsin = evidence.some(({ kind }) => kind === 'asin')
  if (!isOneAsin && evidence.some(({ kind }) => kind === 'parent')) return 'variation'
  const pack = evidence.find(({ kind }) => kind === 'pack')
  if (isIdentified && !isContradicted && !isInDoubt && pack?.direction === 'for') return 'same'
  if (isIdentified && !isContradicted && pack?.direction === 'unclear') return 'pack_unclear'
  if (evidence.some((one) => one.kind === 'trait' && one.trait === 'accessory')) return 'unrelated'
  // A code that another thing has by mistake.
  const isBrand = evidence.some(({ kind, direction }) => kind === 'brand' && direction === 'for')
  if (!isBrand && evidence.some(({ kind, direction }) => kind === 'title' && direction === 'against'))
    return 'unrelated'
  return sum >= SIMILAR_FROM || isOfOneLine(evidence) ? 'similar' : 'unrelated'
}

/** A brand's products with nearly the same name: another color, size or generation. */
const isOfOneLine = (evidence: readonly Evidence[]) =>
  evidence.some(({ kind, direction }) => kind === 'brand' && direction === 'for') &&
  evidence.some((one) => one.kind === 'title' && one.similarity_percent >= NEARLY_THE_SAME && one.is_one_language)
const NEARLY_THE_SAME = 70
