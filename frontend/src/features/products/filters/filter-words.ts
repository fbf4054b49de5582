import type { FilterRule } from '#core/products/filters.ts'
import { type FilterableField, operatorWords } from './filter-fields.ts'

/** How amounts and days are written. */
type Words = { money: (cents: number) => string; day: (day: string) => string }

/** A condition as a sentence: `Status is any of Ordered, Shipped`, `Cost at most $20.00`, `Has a video: no`. */
export function ruleWords(rule: FilterRule, field: FilterableField | undefined, words: Words): string {
  if (!field) return 'Deleted field'
  const { operator, value } = rule
  if (field.kind === 'boolean') return `${field.label}: ${value === true ? 'yes' : 'no'}`
  if (operator === 'is_empty' || operator === 'is_not_empty') return `${field.label} ${operatorWords(operator)}`
  if (operator === 'in_last_days' || operator === 'in_next_days') {
    const side = operator === 'in_last_days' ? 'last' : 'next'
    if (operator === 'in_last_days' && Number(value) >= 3650) return `${field.label} up to today`
    return `${field.label} in the ${side} ${value} ${value === 1 ? 'day' : 'days'}`
  }
  return `${field.label} ${operatorWords(operator)} ${valueWords(value, field, words)}`
}

function valueWords(value: FilterRule['value'], field: FilterableField, words: Words): string {
  if (Array.isArray(value)) {
    return value.map((item) => oneValue(item, field, words)).join(field.choices ? ', ' : ' and ')
  }
  return value === undefined ? '' : oneValue(value, field, words)
}

function oneValue(value: string | number | boolean, field: FilterableField, { money, day }: Words): string {
  if (field.choices) return field.choices.find(({ id }) => id === value)?.name ?? 'something deleted'
  if (field.kind === 'money' && typeof value === 'number') return money(value)
  if (field.kind === 'day' || field.kind === 'instant') return day(String(value))
  return field.kind === 'text' ? `“${value}”` : String(value)
}
