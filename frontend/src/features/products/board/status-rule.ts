import type { FilterGroup, FilterRule, ProductFilter } from '#core/products/filters.ts'

/** The filter of a column of the board; null is the column of products without a status. */
const ruleOf = (status_id: string | null): FilterRule =>
  status_id === null
    ? { field: 'status_id', operator: 'is_empty' }
    : { field: 'status_id', operator: 'is_any_of', value: [status_id] }

/** A filter narrowed to one status. Groups nest only once, so "any of" is distributed over its parts. */
export function withStatus({ match, rules }: ProductFilter, status_id: string | null): ProductFilter {
  const status = ruleOf(status_id)
  if (match === 'all' || rules.length === 0) return { match: 'all', rules: [...rules, status] }
  const alternatives = rules.flatMap((part): FilterRule[][] => {
    if (!('rules' in part)) return [[part]]
    return part.match === 'all' ? [part.rules] : part.rules.map((rule) => [rule])
  })
  const spread = alternatives.map((parts): FilterGroup => ({ match: 'all', rules: [...parts, status] }))
  return { match: 'any', rules: spread }
}
