import type { JudgedRelation, Judgement } from '../evidence.ts'
import { judgeCandidate } from '../judge.ts'
import type { GoldenCase } from './golden-case.ts'
import { ELECTRONICS } from './golden-electronics.ts'
import { HOUSEHOLD } from './golden-household.ts'
import { ONE_WORD_APART } from './golden-one-word.ts'
import { MEDIA_AND_TRAPS } from './golden-traps.ts'
import { WRONG_CODES } from './golden-wrong-codes.ts'

export const GOLDEN_CASES: readonly GoldenCase[] = [
  ...ELECTRONICS,
  ...HOUSEHOLD,
  ...MEDIA_AND_TRAPS,
  ...WRONG_CODES,
  ...ONE_WORD_APART,
]

export const RELATIONS: readonly JudgedRelation[] = ['same', 'variation', 'pack_unclear', 'similar', 'unrelated']

/** How often each decided relation (row) was given each verdict (column). */
export type Confusion = Record<JudgedRelation, Record<JudgedRelation, number>>

export type GoldenRun = {
  confusion: Confusion
  misses: { golden: GoldenCase; judgement: Judgement }[]
  /** The share of the verdicts of `same` that are right; 1 when there is none. */
  precisionOfSame: number
  /** The share of the pairs that are the same of which the verdict says it. */
  recallOfSame: number
}

/** Judges every golden case by the rules, or by what `review` makes of the rules' verdict. */
export async function runGoldenCases(
  review: (golden: GoldenCase, judgement: Judgement) => Promise<Judgement> | Judgement = (_, judgement) => judgement,
): Promise<GoldenRun> {
  const row = () => Object.fromEntries(RELATIONS.map((name) => [name, 0])) as Record<JudgedRelation, number>
  const confusion = Object.fromEntries(RELATIONS.map((name) => [name, row()])) as Confusion
  const misses: GoldenRun['misses'] = []
  for (const golden of GOLDEN_CASES) {
    const { parent, candidate, image_distance } = golden
    const judgement = await review(golden, judgeCandidate(parent, candidate, { image_distance }))
    confusion[golden.expected][judgement.relation] += 1
    if (judgement.relation !== golden.expected) misses.push({ golden, judgement })
  }
  const called = RELATIONS.reduce((sum, name) => sum + confusion[name].same, 0)
  const are = Object.values(confusion.same).reduce((sum, value) => sum + value, 0)
  return {
    confusion,
    misses,
    precisionOfSame: called === 0 ? 1 : confusion.same.same / called,
    recallOfSame: are === 0 ? 1 : confusion.same.same / are,
  }
}
