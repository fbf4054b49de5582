import { moneyDecimal } from '#core/money.ts'
import { type FilterOperator, FilterRule } from '#core/products/filters.ts'
import { noFacts, readMoney, readNumber } from '#core/products/imports/cells.ts'
import { type FilterableField, operatorsOf } from './filter-fields.ts'

/** Amounts of a filter are typed with the digits of this currency, and mean the same amount in every currency. */
export const FILTER_CURRENCY = 'USD'

/** A condition while a person edits it: the contents of the inputs, as text. */
export type RuleDraft = {
  operator: FilterOperator
  /** Chosen entries. */
  ids: readonly string[]
  /** The typed text; `to` is the end of a range. */
  text: string
  to: string
  isTrue: boolean
}

/** The editor's start for a field: the usual operator without a value. */
export function newDraft(field: FilterableField): RuleDraft {
  return { operator: operatorsOf(field)[0]?.value ?? 'is', ids: [], text: '', to: '', isTrue: true }
}

/** A condition as the editor shows it. */
export function draftOf(rule: FilterRule, field: FilterableField): RuleDraft {
  const { operator, value } = rule
  const draft = { ...newDraft(field), operator }
  if (typeof value === 'boolean') return { ...draft, isTrue: value }
  if (Array.isArray(value)) {
    if (operator !== 'between') return { ...draft, ids: value.map(String) }
    return { ...draft, text: textOf(value[0], field), to: textOf(value[1], field) }
  }
  return { ...draft, text: textOf(value, field, operator) }
}

function textOf(value: string | number | undefined, field: FilterableField, operator?: FilterOperator): string {
  if (value === undefined) return ''
  const isAmount = field.kind === 'money' && typeof value === 'number' && operator !== 'in_last_days'
  return isAmount ? moneyDecimal(value, FILTER_CURRENCY) : String(value)
}

/** The condition of a draft; null while the draft is incomplete or invalid. */
export function ruleOf(draft: RuleDraft, { field, kind }: FilterableField): FilterRule | null {
  const rule = { field, operator: draft.operator, value: answerOf(draft, kind) }
  return FilterRule.safeParse(rule).data ?? null
}

function answerOf({ operator, ids, text, to, isTrue }: RuleDraft, kind: FilterableField['kind']): FilterRule['value'] {
  if (operator === 'is_empty' || operator === 'is_not_empty') return undefined
  if (operator === 'is_any_of' || operator === 'is_none_of') return [...ids]
  if (operator === 'between') {
    const [from, until] = [amount(text, kind), amount(to, kind)]
    return from === undefined || until === undefined ? [] : [Math.min(from, until), Math.max(from, until)]
  }
  if (kind === 'boolean') return isTrue
  if (operator === 'in_last_days' || operator === 'in_next_days') return amount(text, 'number')
  if (kind === 'money' || kind === 'number') return amount(text, kind)
  return text.trim()
}

function amount(text: string, kind: FilterableField['kind']): number | undefined {
  if (text.trim() === '') return undefined
  const read = kind === 'money' ? readMoney(text, FILTER_CURRENCY, noFacts()) : readNumber(text, noFacts())
  return 'value' in read ? read.value : undefined
}
