import { z } from 'zod'
import { Cents } from '../money.ts'
import { givenName } from '../text.ts'
import { Day, TimeZone } from '../time.ts'

/** The limits of a strategy's numbers; the table's checks say the same. */
export const STRATEGY_LIMITS = {
  name_length: 80,
  min_percentage_bp: 1,
  max_percentage_bp: 9000,
  min_interval_days: 1,
  max_interval_days: 365,
  max_start_delay_days: 365,
  max_steps: 10,
  max_step_after_days: 3650,
  max_blackouts: 50,
  max_price_ending: 99,
  max_cuts_per_day: 100_000,
} as const

export const StrategyKind = z.enum(['percentage', 'fixed'])
export type StrategyKind = z.infer<typeof StrategyKind>

/** Basis points of the price before the cut: 500 is 5%. */
const PercentageBp = z.number().int().min(STRATEGY_LIMITS.min_percentage_bp).max(STRATEGY_LIMITS.max_percentage_bp)
/** In the listing's own currency. */
const AmountCents = Cents.min(1)
const AfterDays = z.number().int().min(1).max(STRATEGY_LIMITS.max_step_after_days)
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'A time of day is written like 22:00.')

const PercentageStep = z.strictObject({ after_days: AfterDays, percentage_bp: PercentageBp })
const FixedStep = z.strictObject({ after_days: AfterDays, amount_cents: AmountCents })

/** Calendar days of the strategy's time zone, both included. */
export const Blackout = z
  .strictObject({ from: Day, until: Day })
  .refine(({ from, until }) => from <= until, { message: 'The last day is before the first.', path: ['until'] })
export type Blackout = z.infer<typeof Blackout>

const shared = {
  /** From one cut to the next; the first comes one interval after reductions are switched on. */
  interval_days: z.number().int().min(STRATEGY_LIMITS.min_interval_days).max(STRATEGY_LIMITS.max_interval_days),
  start_delay_days: z.number().int().min(0).max(STRATEGY_LIMITS.max_start_delay_days).default(0),
  /** No cut from then until then, by the clock of `time_zone`; may span midnight. */
  quiet_from: TimeOfDay.nullable().default(null),
  quiet_until: TimeOfDay.nullable().default(null),
  blackout_dates: z.array(Blackout).max(STRATEGY_LIMITS.max_blackouts).default([]),
  /** The last two digits a price shall have: 99 for 12.99. */
  price_ending: z.number().int().min(0).max(STRATEGY_LIMITS.max_price_ending).nullable().default(null),
  /** One cut never takes more. */
  max_cut_cents: AmountCents.nullable().default(null),
  /** Listings of this strategy that are cut in one day of `time_zone`. */
  max_cuts_per_day: z.number().int().min(1).max(STRATEGY_LIMITS.max_cuts_per_day).nullable().default(null),
  /** IANA name: quiet hours, blackouts and "day" are read by its clock. */
  time_zone: TimeZone.default('UTC'),
}

const percentage = {
  kind: z.literal('percentage'),
  percentage_bp: PercentageBp,
  amount_cents: z.null().default(null),
  steps: z.array(PercentageStep).max(STRATEGY_LIMITS.max_steps).default([]),
  ...shared,
}

const fixed = {
  kind: z.literal('fixed'),
  percentage_bp: z.null().default(null),
  amount_cents: AmountCents,
  steps: z.array(FixedStep).max(STRATEGY_LIMITS.max_steps).default([]),
  ...shared,
}

type Checked = {
  steps: readonly { after_days: number }[]
  quiet_from: string | null
  quiet_until: string | null
}

function checkRule({ steps, quiet_from, quiet_until }: Checked, context: z.RefinementCtx): void {
  const say = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  steps.forEach((step, at) => {
    const before = steps[at - 1]
    if (before && before.after_days >= step.after_days) {
      say(['steps', at, 'after_days'], 'Each step begins later than the one before it.')
    }
  })
  if ((quiet_from === null) !== (quiet_until === null)) {
    say([quiet_from === null ? 'quiet_from' : 'quiet_until'], 'Quiet hours need a beginning and an end.')
  } else if (quiet_from !== null && quiet_from === quiet_until) {
    say(['quiet_until'], 'Quiet hours end when they begin.')
  }
}

/** The columns of `strategies` that make the rule, with further columns beside them. */
export const ruleWith = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z
    .discriminatedUnion('kind', [z.strictObject({ ...percentage, ...extra }), z.strictObject({ ...fixed, ...extra })])
    .superRefine((rule, context) => {
      // safe: both members hold the shared columns whatever `extra` adds, which the generic hides from the compiler.
      checkRule(rule as Checked, context)
    })

/**
 * How much, how often and when not: the rule part of a strategy's columns. Percentage xor amount; the steps are of the
 * same kind as the rule.
 */
export const StrategyRule = ruleWith({})
export type StrategyRule = z.infer<typeof StrategyRule>

/** What a person writes. Whether it is live is an act of its own. */
export const StrategyInput = ruleWith({
  name: givenName(STRATEGY_LIMITS.name_length),
  is_active: z.boolean().default(true),
})
export type StrategyInput = z.infer<typeof StrategyInput>

/** A strategy as pricing reads it. */
export type PricedStrategy = StrategyRule & { id: string; name: string; is_active: boolean; is_live: boolean }

/** How much one cut takes, before caps, ending and floor. */
export type CutSize = { kind: 'percentage'; percentage_bp: number } | { kind: 'fixed'; amount_cents: number }

/** The size of a cut made that many days after reductions were switched on, and the step it comes from. */
export function cutSizeAfter(rule: StrategyRule, days: number): { size: CutSize; step_after_days: number | null } {
  if (rule.kind === 'percentage') {
    const step = rule.steps.findLast(({ after_days }) => after_days <= days)
    const percentage_bp = step?.percentage_bp ?? rule.percentage_bp
    return { size: { kind: 'percentage', percentage_bp }, step_after_days: step?.after_days ?? null }
  }
  const step = rule.steps.findLast(({ after_days }) => after_days <= days)
  const amount_cents = step?.amount_cents ?? rule.amount_cents
  return { size: { kind: 'fixed', amount_cents }, step_after_days: step?.after_days ?? null }
}
