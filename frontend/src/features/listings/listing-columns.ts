import type { RowColumn } from '#app/components/data-table/table-row.tsx'

/** The columns of the table, in their order. */
export const LISTING_COLUMNS = [
  { id: 'listing', label: 'Listing', width: 272, sorts: 'title', isPinned: true, isGrowing: true },
  { id: 'status', label: 'Status', width: 84, sorts: null },
  { id: 'price', label: 'Price', width: 116, sorts: 'price_cents', isAtEnd: true },
  { id: 'floor', label: 'Floor', width: 88, sorts: 'floor_cents', isAtEnd: true },
  { id: 'strategy', label: 'Strategy', width: 148, sorts: null },
  { id: 'drops', label: 'Price drops', width: 52, sorts: null },
  { id: 'why', label: 'Now', width: 208, sorts: null },
  { id: 'next', label: 'Next price drop', width: 140, sorts: 'due_at' },
  { id: 'prices', label: 'Prices', width: 112, sorts: null },
  { id: 'quantity', label: 'Stock', width: 72, sorts: 'quantity_available', isAtEnd: true },
  { id: 'age', label: 'Age', width: 76, sorts: 'started_at', isAtEnd: true, isReversed: true },
  { id: 'watchers', label: 'Watchers', width: 92, sorts: 'watch_count', isAtEnd: true },
  { id: 'sold', label: 'Sold', width: 72, sorts: 'quantity_sold', isAtEnd: true },
] as const satisfies readonly RowColumn[]

export type ListingColumnId = (typeof LISTING_COLUMNS)[number]['id']
