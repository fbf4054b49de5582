const NAMES: Record<string, string> = {
  title: 'Title',
  image_url: 'Picture',
  brand: 'Brand',
  category: 'Category',
  video_title: 'Video title',
  status_id: 'Status',
  decision: 'Decision',
  collaboration_type_id: 'Collaboration type',
  contact_source_id: 'Contact source',
  marketplace_id: 'Place to sell',
  requirements: 'Requirements',
  important_date: 'Important date',
  important_date_comment: 'Comment on the important date',
  cost_cents: 'Cost',
  fees_cents: 'Fees',
  currency: 'Currency',
  quantity: 'Quantity',
  purchase_date: 'Purchased',
  notes: 'Notes',
  source: 'Source',
  archived_at: 'Archived',
  deleted_at: 'Bin',
}

// Whether the video title was typed by hand is a matter of the video title to people.
const SPOKEN_AS: Record<string, string> = { is_video_title_typed: 'video_title' }

/** What people call a field of a product; the field itself when it has no name yet. */
export const fieldName = (field: string): string => NAMES[field] ?? field

/** The fields by the names people have for them, in the order people read them. */
export function namedFields(fields: readonly string[]): string[] {
  const order = Object.keys(NAMES)
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length)
  return [...new Set(fields.map((field) => SPOKEN_AS[field] ?? field))].sort((a, b) => place(a) - place(b))
}

const LIST = new Intl.ListFormat('en-GB')

/** The fields as the middle of a sentence: `brand, notes and cost`. */
export const fieldWords = (fields: readonly string[]): string =>
  LIST.format(namedFields(fields).map((field) => fieldName(field).toLowerCase()))
