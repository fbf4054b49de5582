import type { SourceFeature } from '#core/catalog/source-budget.ts'

/** What spends, as people know it. */
export const FEATURE_WORDS: Readonly<Record<SourceFeature, string>> = {
  look_up: 'Lookup while adding a product',
  fill_in: 'Titles and images of new products',
  search: 'Search for correlations',
  enrichment: 'Catalog lookup',
  radar: 'Expansion',
  placement: 'Placement checks',
  availability: 'Availability',
  quick_list: 'Quick list',
}
