import type { Chosen } from '#app/components/data-table/use-selection.ts'
import { BULK_MAX_IDS, type BulkTarget } from '#core/products/bulk.ts'
import type { ViewState } from '#core/products/views/schema.ts'

/** The products of a bulk edit. Null when it would name too many products one by one. */
export function bulkTarget(
  chosen: Chosen,
  { search, filter }: Pick<ViewState, 'search' | 'filter'>,
): BulkTarget | null {
  const ids = [...(chosen.kind === 'some' ? chosen.ids : chosen.exceptIds)]
  if (ids.length > BULK_MAX_IDS) return null
  return chosen.kind === 'some' ? { ids } : { filter, search, except_ids: ids }
}
