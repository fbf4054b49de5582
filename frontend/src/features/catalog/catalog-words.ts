import type { CatalogSource } from '#core/catalog/list.ts'
import type { FillInState } from '#core/products/schema.ts'

export const SOURCE_WORDS: Readonly<Record<CatalogSource, { one: string; many: string }>> = {
  product: { one: 'Product', many: 'Products' },
  correlation: { one: 'Correlation', many: 'Correlations' },
  task: { one: 'Task', many: 'Tasks' },
}

export const LOOKUP_WORDS: Readonly<Record<FillInState, string>> = {
  not_asked: 'No lookup yet',
  waiting: 'Lookup in progress',
  done: 'Lookup done',
  not_found: 'Not found',
  failed: 'Lookup failed',
}
