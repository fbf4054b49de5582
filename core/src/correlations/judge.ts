import type { SourceProduct } from '../catalog/source-product.ts'
import type { Judgement } from './evidence.ts'

/** What else is known about a pair. */
export type PairFacts = {
  /** Bits of 64 in which the hashes of the two images differ; null or absent: not known. */
  image_distance?: number | null
}

/**
 * How `candidate` relates to `parent`, the product in the video, by rules alone. The same input always gets the same
 * answer, and the two may change places.
 */
export function judgeCandidate(parent: SourceProduct, candidate: SourceProduct, facts: PairFacts = {}): Judgement {
  throw new Error(`${parent.asin} ${candidate.asin} ${facts.image_distance}`)
}
