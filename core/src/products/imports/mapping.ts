import { isGuarded, withoutGuard } from '../../cell-text.ts'
import type { ProductColumn } from '../product-columns.ts'
import { findAsinInCell } from './cells.ts'

/** Column names of other tools and people; compared in lower case, letters and digits only. */
const SYNONYMS: Record<string, readonly string[]> = {
  asin: ['asin code', 'amazon asin', 'product asin', 'item asin', 'asin isbn', 'isbn', 'isbn 10', 'isbn10', 'sku asin'],
  title: ['product title', 'product name', 'name', 'item name', 'item', 'product', 'item title', 'description'],
  image_url: ['image', 'image url', 'image link', 'picture url', 'photo', 'photo url', 'thumbnail', 'main image'],
  brand: ['brand name', 'manufacturer', 'maker'],
  category: ['product category', 'department', 'product type', 'product group'],
  video_title: ['title of the video', 'video name'],
  status_id: ['state', 'stage', 'product status', 'crm status'],
  decision: ['sell or keep', 'sell keep', 'keep or sell', 'keep sell'],
  collaboration_type_id: ['collaboration', 'collab', 'collab type', 'deal type', 'type of collaboration'],
  contact_source_id: ['contact', 'lead source', 'found via', 'source of contact', 'contact via'],
  marketplace_id: ['marketplace', 'sell on', 'sales channel', 'channel', 'where to sell'],
  owners: ['owner', 'owner s', 'owner names', 'assigned to', 'assignee', 'persona', 'personas'],
  requirements: ['requirement', 'brand requirements', 'conditions', 'terms'],
  important_date: ['deadline', 'due date', 'due', 'key date'],
  important_date_comment: ['important date comment', 'important date note', 'deadline note', 'deadline comment'],
  follow_up_date: ['follow up', 'follow up date', 'reminder', 'reminder date', 'remind on', 'next contact'],
  follow_up_note: ['follow up comment', 'reminder note', 'reminder text'],
  cost_cents: [
    'price',
    'cost price',
    'purchase price',
    'unit cost',
    'buy price',
    'buying price',
    'amount paid',
    'paid',
  ],
  fees_cents: ['fee', 'shipping fees', 'shipping', 'extra costs', 'other costs', 'shipping cost'],
  currency: ['currency code', 'ccy'],
  quantity: ['qty', 'units', 'count', 'amount', 'pieces', 'pcs', 'number of units'],
  purchase_date: ['purchase date', 'date purchased', 'bought on', 'order date', 'date ordered', 'ordered on', 'bought'],
  notes: ['note', 'comment', 'comments', 'remarks', 'memo'],
  source: ['origin', 'imported from', 'data source'],
}

/** The share of cells that decides what a column holds, although single cells may be wrong. */
const MOSTLY = 0.8

/** A header for comparison: without accents, case, punctuation and our own apostrophe. */
export const normalizeHeader = (text: string): string =>
  (isGuarded(text) ? withoutGuard(text) : text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * The field of each column of a file, `null` for none, each field at most once: by our own names first, then by other
 * tools' names; the ASIN also by the cells of `sample`.
 */
export function guessMapping(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
  columns: readonly ProductColumn[],
): (string | null)[] {
  const wanted = headers.map(normalizeHeader)
  const mapping: (string | null)[] = headers.map(() => null)
  const taken = new Set<string>()
  const take = (index: number, key: string | undefined) => {
    if (key === undefined || mapping[index] || taken.has(key)) return
    mapping[index] = key
    taken.add(key)
  }
  const writable = columns.filter(({ isWritable }) => isWritable)
  const isOurs = new Set(columns.filter((known) => !known.isWritable).map(({ label }) => normalizeHeader(label)))

  for (const [index, header] of wanted.entries()) {
    const fits = writable.filter(
      ({ key, label }) => normalizeHeader(label) === header || normalizeHeader(key) === header,
    )
    take(index, fits.find(({ key }) => !taken.has(key))?.key)
  }
  for (const [index, header] of wanted.entries()) {
    if (isOurs.has(header)) continue
    take(index, writable.find(({ key }) => !taken.has(key) && SYNONYMS[key]?.includes(header))?.key)
  }
  if (!taken.has('asin')) {
    const index = headers.findIndex((_, at) => mapping[at] === null && holdsAsins(sample, at))
    if (index >= 0) take(index, 'asin')
  }
  return mapping
}

function holdsAsins(sample: readonly (readonly string[])[], index: number): boolean {
  const cells = sample.map((row) => row[index]?.trim() ?? '').filter(Boolean)
  return cells.length > 0 && cells.filter((cell) => findAsinInCell(cell) !== null).length >= cells.length * MOSTLY
}

/** When a cell of the first row is an ASIN, the first row is data, and the columns are named by their numbers. */
export function splitHeaders(rows: readonly (readonly string[])[]): { headers: string[]; firstDataRow: 0 | 1 } {
  const first = rows[0] ?? []
  const width = Math.max(0, ...rows.slice(0, 50).map((row) => row.findLastIndex((cell) => cell.trim() !== '') + 1))
  const names = Array.from({ length: width }, (_, index) => `Column ${index + 1}`)
  if (first.some((cell) => findAsinInCell(cell.trim()) !== null)) return { headers: names, firstDataRow: 0 }
  return { headers: names.map((name, index) => first[index]?.trim() || name), firstDataRow: 1 }
}
