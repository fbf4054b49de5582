import type { CurveEnd, PriceCurve } from './future-drops.ts'
import type { Blackout, CutSize, StrategyRule } from './strategies.ts'

/** A strategy's sentence as data, in reading order. Words, money and dates are the page's to write. */
export type SentencePiece =
  | { piece: 'cut'; size: CutSize; every_days: number }
  | { piece: 'step'; size: CutSize; after_days: number }
  | { piece: 'delay'; days: number }
  | { piece: 'max_cut'; cents: number }
  | { piece: 'ending'; price_ending: number }
  | { piece: 'max_per_day'; count: number }
  | { piece: 'quiet'; from: string; until: string; time_zone: string }
  | { piece: 'blackout'; ranges: readonly Blackout[]; time_zone: string }
  | { piece: 'next'; at: string; price_cents: number }
  | { piece: 'floor'; at: string; price_cents: number }
  | { piece: 'ends'; because: Exclude<CurveEnd, 'floor'> }

/** What the rule does; with a listing's curve also what happens next and when it reaches the floor. */
export function describeStrategy(rule: StrategyRule, curve?: PriceCurve): SentencePiece[] {
  const { interval_days, start_delay_days, quiet_from, quiet_until, blackout_dates, time_zone } = rule
  const pieces: SentencePiece[] = [{ piece: 'cut', size: sizeOf(rule), every_days: interval_days }]
  pieces.push(...stepsOf(rule))
  if (start_delay_days > 0) pieces.push({ piece: 'delay', days: start_delay_days })
  if (rule.max_cut_cents !== null) pieces.push({ piece: 'max_cut', cents: rule.max_cut_cents })
  if (rule.price_ending !== null) pieces.push({ piece: 'ending', price_ending: rule.price_ending })
  if (rule.max_cuts_per_day !== null) pieces.push({ piece: 'max_per_day', count: rule.max_cuts_per_day })
  if (quiet_from !== null && quiet_until !== null) {
    pieces.push({ piece: 'quiet', from: quiet_from, until: quiet_until, time_zone })
  }
  if (blackout_dates.length > 0) pieces.push({ piece: 'blackout', ranges: blackout_dates, time_zone })
  return curve ? [...pieces, ...futureOf(curve)] : pieces
}

const sizeOf = (rule: StrategyRule): CutSize =>
  rule.kind === 'percentage'
    ? { kind: 'percentage', percentage_bp: rule.percentage_bp }
    : { kind: 'fixed', amount_cents: rule.amount_cents }

function stepsOf(rule: StrategyRule): SentencePiece[] {
  if (rule.kind === 'percentage') {
    return rule.steps.map(({ after_days, percentage_bp }) => ({
      piece: 'step',
      after_days,
      size: { kind: 'percentage', percentage_bp },
    }))
  }
  return rule.steps.map(({ after_days, amount_cents }) => ({
    piece: 'step',
    after_days,
    size: { kind: 'fixed', amount_cents },
  }))
}

function futureOf({ cuts, end }: PriceCurve): SentencePiece[] {
  const [first] = cuts
  const last = cuts.at(-1)
  const pieces: SentencePiece[] = []
  if (first) pieces.push({ piece: 'next', at: first.at, price_cents: first.price_cents })
  if (end === 'floor' && last) pieces.push({ piece: 'floor', at: last.at, price_cents: last.price_cents })
  else if (end !== 'floor') pieces.push({ piece: 'ends', because: end })
  return pieces
}
