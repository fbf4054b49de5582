import type { SourceProduct } from '#core/catalog/source-product.ts'
import type { Evidence, Judgement } from '#core/correlations/evidence.ts'
import { cutText } from '#core/text.ts'
import { log } from '../log.ts'
import { type Anthropic, openAnthropic } from '../providers/anthropic/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { mayBreakTies } from './measured-models.ts'
import { TIE_FORM, TIE_RULES } from './tie-form.ts'

/** What ties are broken with: the part of a model that fills in forms. */
type TieModel = Pick<Anthropic, 'model' | 'fill'>

export type JudgedPair = { parent: SourceProduct; candidate: SourceProduct; judgement: Judgement }

/** The model that breaks ties; null while there is none, or while it was not measured on the golden pairs. */
export function openTieBreaker(): Anthropic | null {
  const anthropic = openAnthropic()
  if (!anthropic || mayBreakTies(anthropic.model)) return anthropic
  log.warn('correlations.model_not_measured', { model: anthropic.model })
  return null
}

/** A search asks about the best of its pairs only, so that its cost has an end. */
const MAX_QUESTIONS = 20
/** Similar pairs from here on are close to the same. */
const CLOSE_FROM = 50
const MAX_TOKENS = 300

/** Whether the rules left a pair open: its pack size is unclear, or it is close to the same. */
export const isTie = ({ relation, score }: Judgement): boolean =>
  relation === 'pack_unclear' || (relation === 'similar' && score >= CLOSE_FROM)

/**
 * The judgements of the pairs in their order, after a model looked at the ties. It may call a similar pair unrelated, and
 * a pair with an unclear pack size similar; it never makes a pair the same. A failure, and an answer that breaks the
 * form, leave the rules' judgement; after a failure that others would share, no more is asked.
 */
export async function breakTies(
  pairs: readonly JudgedPair[],
  model: TieModel,
  signal?: AbortSignal,
): Promise<Judgement[]> {
  const judgements = pairs.map(({ judgement }) => judgement)
  const ties = pairs
    .map((pair, at) => ({ ...pair, at }))
    .filter(({ judgement }) => isTie(judgement))
    .toSorted((a, b) => b.judgement.score - a.judgement.score)
  for (const { at, ...pair } of ties.slice(0, MAX_QUESTIONS)) {
    try {
      judgements[at] = await breakTie(pair, model, signal)
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      log.warn('correlations.tie_not_broken', { code: error.code, outcome: error.outcome })
      break
    }
  }
  return judgements
}

/** The judgement of one pair after the model's answer. Throws `ProviderError`. */
export async function breakTie(pair: JudgedPair, model: TieModel, signal?: AbortSignal): Promise<Judgement> {
  const { judgement } = pair
  const text = JSON.stringify({ first: recordOf(pair.parent), second: recordOf(pair.candidate) })
  const answer = await model.fill(TIE_FORM, { system: TIE_RULES, text, maxTokens: MAX_TOKENS }, signal)
  if (answer === null || answer.verdict === 'unclear') return judgement
  const evidence: Evidence = {
    kind: 'ai',
    direction: answer.verdict === 'similar' ? 'unclear' : 'against',
    source: 'ai',
    model: model.model,
    verdict: answer.verdict,
    reason: cutText(answer.reason.trim(), 300),
  }
  const moved = move(judgement, answer.verdict)
  return { ...moved, evidence: [...judgement.evidence, evidence] }
}

/** The highest scores of the relations that a model may give. */
const MOST = { similar: 79, unrelated: 29 } as const

function move({ relation, score }: Judgement, verdict: 'similar' | 'unrelated'): Pick<Judgement, 'relation' | 'score'> {
  const isAllowed =
    (relation === 'pack_unclear' && verdict === 'similar') ||
    (relation === 'similar' && verdict === 'unrelated') ||
    (relation === 'unrelated' && verdict === 'similar')
  return isAllowed ? { relation: verdict, score: Math.min(score, MOST[verdict]) } : { relation, score }
}

/** What a person would compare, without links and numbers that say nothing. */
function recordOf(product: SourceProduct) {
  const cut = (text: string | null) => (text === null ? null : cutText(text, 300))
  return {
    marketplace: product.marketplace,
    title: cut(product.title),
    brand: cut(product.brand),
    model: cut(product.model),
    part_number: cut(product.part_number),
    color: cut(product.color),
    size: cut(product.size),
    category: cut(product.category),
    number_of_items: product.number_of_items,
    package_quantity: product.package_quantity,
    unit_count: product.unit_count,
  }
}
