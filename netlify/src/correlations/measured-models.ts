import { createHash } from 'node:crypto'
import { z } from 'zod'
import measured from './measured-models.json' with { type: 'json' }
import { TIE_FORM, TIE_RULES } from './tie-form.ts'

/** What `npm run golden -- --ai` found out about one model. */
export const MeasuredModel = z.object({
  model: z.string(),
  /** The question that was asked: another question is another measurement. */
  question: z.string(),
  measured_at: z.iso.datetime(),
  pairs: z.number().int(),
  asked: z.number().int(),
  answered: z.number().int(),
  precision_of_same: z.number(),
  missed_by_rules: z.number().int(),
  missed_with_model: z.number().int(),
})
export type MeasuredModel = z.infer<typeof MeasuredModel>

/** The models in `measured-models.json`, which the script writes and a person commits. */
export const measuredModels = (): MeasuredModel[] => z.array(MeasuredModel).parse(measured)

/** A name for the question as it is asked today. */
export const questionHash = (): string =>
  createHash('sha256')
    .update(JSON.stringify([TIE_RULES, TIE_FORM.description, z.toJSONSchema(TIE_FORM.schema)]))
    .digest('hex')
    .slice(0, 16)

/**
 * Whether a model may break ties: it was measured with today's question, answered, called nothing the same that is not,
 * and missed no more golden pairs than the rules alone.
 */
export function mayBreakTies(model: string, models: readonly MeasuredModel[] = measuredModels()): boolean {
  const found = models.find((one) => one.model === model && one.question === questionHash())
  if (!found || found.answered === 0) return false
  return found.precision_of_same === 1 && found.missed_with_model <= found.missed_by_rules
}
