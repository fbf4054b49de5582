/** Width of the column of tick boxes, px; it stays in sight, as the listing does. */
export const SELECT_WIDTH = 36

export type ListingColumn = {
  id: string
  label: string
  width: number
  /** The API's name of the order; null when the list cannot be sorted by it. */
  sorts: string | null
  /** What is shown grows as the API's column falls: an age, by when it began. */
  isReversed?: boolean
  isAtEnd?: boolean
  isPinned?: boolean
}

export const LISTING_COLUMNS = [
  { id: 'listing', label: 'Listing', width: 272, sorts: 'title', isPinned: true },
  { id: 'status', label: 'Status', width: 84, sorts: null },
  { id: 'price', label: 'Price', width: 92, sorts: 'price_cents', isAtEnd: true },
  { id: 'floor', label: 'Floor', width: 88, sorts: 'floor_cents', isAtEnd: true },
  { id: 'strategy', label: 'Strategy', width: 148, sorts: null },
  { id: 'cuts', label: 'Price drops', width: 52, sorts: null },
  { id: 'why', label: 'Now', width: 208, sorts: null },
  { id: 'next', label: 'Next price drop', width: 140, sorts: 'due_at' },
  { id: 'prices', label: 'Prices', width: 112, sorts: null },
  { id: 'quantity', label: 'Stock', width: 72, sorts: 'quantity_available', isAtEnd: true },
  { id: 'age', label: 'Age', width: 76, sorts: 'started_at', isAtEnd: true, isReversed: true },
  { id: 'watchers', label: 'Watchers', width: 92, sorts: 'watch_count', isAtEnd: true },
  { id: 'sold', label: 'Sold', width: 72, sorts: 'quantity_sold', isAtEnd: true },
] as const satisfies readonly ListingColumn[]

export type ListingColumnId = (typeof LISTING_COLUMNS)[number]['id']

export const TABLE_WIDTH = LISTING_COLUMNS.reduce((sum, { width }) => sum + width, SELECT_WIDTH)
