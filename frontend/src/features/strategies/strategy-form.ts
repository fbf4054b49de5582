import { zodResolver } from '@hookform/resolvers/zod'
import type { FieldError, Resolver } from 'react-hook-form'
import type { z } from 'zod'
import type { Strategy } from '#core/prices/schema.ts'
import { type Blackout, StrategyInput, type StrategyKind, StrategyRule } from '#core/prices/strategies.ts'

/** NaN: something was typed that is no such number. Both sizes are kept, so that choosing the kind loses nothing. */
export type StrategyForm = {
  name: string
  kind: StrategyKind
  percentage_bp: number | null
  amount_cents: number | null
  interval_days: number | null
  steps: { after_days: number | null; percentage_bp: number | null; amount_cents: number | null }[]
  start_delay_days: number | null
  quiet_from: string | null
  quiet_until: string | null
  blackout_dates: Blackout[]
  price_ending: number | null
  max_cut_cents: number | null
  max_cuts_per_day: number | null
  time_zone: string
  is_active: boolean
}

export function toForm(strategy: Strategy): StrategyForm {
  const { id, live_since, created_at, updated_at, listing_count, next_due_at, is_live, ...rule } = strategy
  return {
    ...rule,
    steps: rule.steps.map((step) => ({ percentage_bp: null, amount_cents: null, ...step })),
  }
}

export const emptyForm = (timeZone: string): StrategyForm => ({
  name: '',
  kind: 'percentage',
  percentage_bp: 500,
  amount_cents: null,
  interval_days: 7,
  steps: [],
  start_delay_days: 0,
  quiet_from: null,
  quiet_until: null,
  blackout_dates: [],
  price_ending: null,
  max_cut_cents: null,
  max_cuts_per_day: null,
  time_zone: timeZone,
  is_active: true,
})

const given = (value: number | null) => value ?? Number.NaN

/** The form as the schema reads it; what is missing stays missing, so that the schema says so. */
function toInput({ steps, percentage_bp, amount_cents, kind, ...form }: StrategyForm): z.input<typeof StrategyInput> {
  const shared = { ...form, interval_days: given(form.interval_days), start_delay_days: form.start_delay_days ?? 0 }
  return kind === 'percentage'
    ? {
        ...shared,
        kind,
        percentage_bp: given(percentage_bp),
        amount_cents: null,
        steps: steps.map((step) => ({ after_days: given(step.after_days), percentage_bp: given(step.percentage_bp) })),
      }
    : {
        ...shared,
        kind,
        percentage_bp: null,
        amount_cents: given(amount_cents),
        steps: steps.map((step) => ({ after_days: given(step.after_days), amount_cents: given(step.amount_cents) })),
      }
}

/** The rule being written; null while it is not one. Its name plays no part. */
export function ruleOf(form: StrategyForm): StrategyRule | null {
  const { name, is_active, ...rule } = toInput(form)
  return StrategyRule.safeParse(rule).data ?? null
}

const check = zodResolver(StrategyInput)

/** The one schema decides: the form is only written another way. */
export const strategyResolver: Resolver<StrategyForm, unknown, StrategyInput> = async (form, context, options) => {
  // safe: the paths of what is wrong are the same in both; only the names of the columns differ in their types.
  const result = await check(toInput(form), context, options as never)
  return result as Awaited<ReturnType<Resolver<StrategyForm, unknown, StrategyInput>>>
}

const WORDS: Readonly<Record<string, string>> = {
  name: 'Enter a name of at most 80 characters.',
  percentage_bp: 'Enter a percentage from 0.01 to 90.',
  amount_cents: 'Enter an amount, such as 2.50.',
  interval_days: 'Enter whole days, from 1 to 365.',
  start_delay_days: 'Enter whole days, from 0 to 365.',
  after_days: 'Enter whole days, from 1 to 3,650.',
  price_ending: 'Enter two digits, 00 to 99.',
  max_cut_cents: 'Enter an amount, such as 10.00, or nothing.',
  max_cuts_per_day: 'Enter a number from 1 to 100,000, or nothing.',
  from: 'Choose the first day.',
  until: 'Choose the last day.',
}

/** What is wrong with a field, in words of ours; those of the schema where they are for people. */
export function problemOf(name: string, error: FieldError | undefined): string | undefined {
  if (!error) return undefined
  const own = WORDS[name.split('.').at(-1) ?? '']
  return error.type === 'custom' || own === undefined ? error.message : own
}
