import type { SourceName } from './source-product.ts'

/** The sources' names as people know them. */
export const SOURCE_NAMES: Readonly<Record<SourceName, string>> = {
  keepa: 'Keepa',
  amazon_creators: 'Amazon',
}
