import { expect, test } from 'vitest'
import type { FilterRule, ProductFilter } from '#core/products/filters.ts'
import { withStatus } from './status-rule.ts'

const STATUS = '7d2c1b0a-9f8e-4d6c-b5a4-3c2b1a0f9e8d'
const lamp: FilterRule = { field: 'title', operator: 'contains', value: 'lamp' }
const cheap: FilterRule = { field: 'cost_cents', operator: 'at_most', value: 2000 }
const muji: FilterRule = { field: 'brand', operator: 'is', value: 'Muji' }
const status: FilterRule = { field: 'status_id', operator: 'is_any_of', value: [STATUS] }

test.for<[string, ProductFilter, ProductFilter]>([
  ['nothing else', { match: 'any', rules: [] }, { match: 'all', rules: [status] }],
  ['all of some', { match: 'all', rules: [lamp, cheap] }, { match: 'all', rules: [lamp, cheap, status] }],
  [
    'any of some',
    { match: 'any', rules: [lamp, cheap] },
    {
      match: 'any',
      rules: [
        { match: 'all', rules: [lamp, status] },
        { match: 'all', rules: [cheap, status] },
      ],
    },
  ],
  [
    'any of some and groups',
    {
      match: 'any',
      rules: [lamp, { match: 'all', rules: [cheap, muji] }, { match: 'any', rules: [muji, lamp] }],
    },
    {
      match: 'any',
      rules: [
        { match: 'all', rules: [lamp, status] },
        { match: 'all', rules: [cheap, muji, status] },
        { match: 'all', rules: [muji, status] },
        { match: 'all', rules: [lamp, status] },
      ],
    },
  ],
])('a column of the board shows products that match the filter and have its status: %s', ([, filter, narrowed]) => {
  expect(withStatus(filter, STATUS)).toEqual(narrowed)
})

test('products without a status have a column too', () => {
  expect(withStatus({ match: 'all', rules: [] }, null)).toEqual({
    match: 'all',
    rules: [{ field: 'status_id', operator: 'is_empty' }],
  })
})
