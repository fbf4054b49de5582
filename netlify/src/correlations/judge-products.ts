import type { SourceProduct } from '#core/catalog/source-product.ts'
import type { Judgement } from '#core/correlations/evidence.ts'
import { judgeCandidate } from '#core/correlations/judge.ts'
import { inParallel } from '../in-parallel.ts'
import { breakTies, isTie, openTieBreaker } from './break-ties.ts'
import { compareWith } from './image-distance.ts'

/** A search loads so many images at most: those of the candidates about which an image can say something. */
const MOST_IMAGES = 40
const IMAGES_AT_ONCE = 4

const isWorthAnImage = (judgement: Judgement) => judgement.relation === 'same' || isTie(judgement)

/**
 * Judges the candidates of one product: by the rules, then by images where they may matter, then, where a measured model
 * is set up, by the model for the ties. Images and the model only add evidence: a failure of either leaves what the
 * rules say.
 */
export function openJudge(parent: SourceProduct, ownImage: string | null, signal: AbortSignal) {
  const distanceOf = compareWith(parent.image_urls[0] ?? ownImage, MOST_IMAGES, { signal })
  const model = openTieBreaker()

  async function withImage(candidate: SourceProduct): Promise<Judgement> {
    const judgement = judgeCandidate(parent, candidate)
    if (!isWorthAnImage(judgement)) return judgement
    const image_distance = await distanceOf(candidate.image_urls[0] ?? null)
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
