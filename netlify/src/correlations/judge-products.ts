import type { SourceProduct } from '#core/catalog/source-product.ts'
import type { Judgement } from '#core/correlations/evidence.ts'
import { judgeCandidate } from '#core/correlations/judge.ts'
import { inParallel } from '../in-parallel.ts'
import { breakTies, openTieBreaker } from './break-ties.ts'
import { compareImagesWith } from './image-distance.ts'

/** A search loads so many images at most: those of the candidates that the rules leave open. */
const MOST_IMAGES = 30
const IMAGES_AT_ONCE = 4
/** Below this the two are so different that an image says nothing new. */
const WORTH_AN_IMAGE_FROM = 40

/**
 * Judges the candidates of one product: by the rules, then by the images of those that the rules leave open, then, where
 * a measured model is set up, by the model for the ties. Images and the model only add evidence: a failure of either
 * leaves what the rules say.
 */
export function openJudge(parent: SourceProduct, signal: AbortSignal) {
  const [own] = parent.image_urls
  const distanceOf = own === undefined ? null : compareImagesWith(own, { signal })
  const model = openTieBreaker()
  let images = 0

  async function withImage(candidate: SourceProduct): Promise<Judgement> {
    const judgement = judgeCandidate(parent, candidate)
    const [other] = candidate.image_urls
    const isOpen = judgement.relation === 'similar' || judgement.relation === 'pack_unclear'
    const isWorthIt = isOpen && judgement.score >= WORTH_AN_IMAGE_FROM
    if (!distanceOf || other === undefined || !isWorthIt || images >= MOST_IMAGES) return judgement
    images += 1
    const image_distance = await distanceOf(other)
    return image_distance === null ? judgement : judgeCandidate(parent, candidate, { image_distance })
  }

  /** The judgements in the order of the candidates. */
  return async (candidates: readonly SourceProduct[]): Promise<Judgement[]> => {
    const judged: Judgement[] = []
    await inParallel(candidates.entries(), IMAGES_AT_ONCE, async ([at, candidate]) => {
      judged[at] = await withImage(candidate)
    })
    if (!model) return judged
    const pairs = judged.flatMap((judgement, at) => {
      const candidate = candidates[at]
      return candidate ? [{ parent, candidate, judgement }] : []
    })
    return breakTies(pairs, model, signal)
  }
}
