import { isGuarded, withoutGuard } from '../../cell-text.ts'
import { type ProductColumn, productColumns } from '../product-columns.ts'
import { findAsinInCell } from './asin-cell.ts'
import { currencyInCell, isNothing } from './cells.ts'
import { IMPORT_FIRST_LINES } from './contract.ts'
import { currencyOfMark } from './currency-marks.ts'

/** Column names of other tools and people; compared in lower case, letters and digits only. */
const SYNONYMS: Record<string, readonly string[]> = {
  asin: ['asin code', 'amazon asin', 'product asin', 'item asin', 'asin isbn', 'isbn', 'isbn 10', 'isbn10', 'sku asin'],
  title: [
    'product title',
    'product name',
    'name',
    'item name',
    'item',
    'product',
    'item title',
    'description',
    'titel',
  ],
  image_url: ['image', 'image url', 'image link', 'picture url', 'photo', 'photo url', 'thumbnail', 'main image'],
  brand: ['brand name', 'manufacturer', 'maker'],
  category: ['product category', 'department', 'product type', 'product group'],
  video_title: ['title of the video', 'video name'],
  status_id: ['stage', 'product status', 'crm status'],
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
    'cost price',
    'purchase price',
    'unit cost',
    'cost per unit',
    'buy price',
    'buying price',
    'buy cost',
    'purchase cost',
    'amount paid',
    'paid',
    'cogs',
    'einkaufspreis',
    'prix d achat',
    'precio de compra',
    'prezzo di acquisto',
  ],
  fees_cents: ['fee', 'shipping fees', 'shipping', 'extra costs', 'other costs', 'shipping cost'],
  currency: ['currency code', 'ccy'],
  quantity: ['qty', 'units', 'count', 'pieces', 'pcs', 'number of units', 'menge'],
  purchase_date: ['purchase date', 'date purchased', 'bought on', 'order date', 'date ordered', 'ordered on', 'bought'],
  notes: ['note', 'comment', 'comments', 'remarks', 'memo'],
  source: ['origin', 'imported from', 'data source'],
}

/** What marketplaces write for listings and orders: "Active" is Amazon's status of a listing, not one of ours. */
const LISTING_WORDS =
  'active,inactive,incomplete,blocked,suppressed,live,ended,closed,sold,sold out,unsold,out of stock,in stock,enabled,disabled,buyable,discoverable,draft,scheduled,published,unpublished,pending,unshipped,shipped,delivered,cancelled,canceled,refunded,returned,complete,completed,new,used,yes,no,true,false'
const COUNTRY_WORDS =
  'us,ca,mx,br,uk,gb,de,fr,it,es,nl,se,pl,be,ie,tr,ae,sa,eg,in,jp,au,sg,com,co.uk,co.jp,com.au,com.mx,com.br'
const FOREIGN: Readonly<Record<string, { words: ReadonlySet<string>; list: keyof KnownNames }>> = {
  status_id: { words: new Set(LISTING_WORDS.split(',')), list: 'status' },
  marketplace_id: { words: new Set(COUNTRY_WORDS.split(',')), list: 'marketplace' },
}
const AMAZON_MARKETPLACE = /^(?:a[0-9a-z]{12,13}|(?:www\.)?amazon\.[a-z.]{2,6})$/

/** Names of the workspace's lists that a guess needs. */
export type KnownNames = Partial<Record<'status' | 'marketplace', readonly string[]>>

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
 * tools' names; the ASIN also by the cells of `sample`. A column whose cells are words of a marketplace is no column of
 * our statuses or sales channels, unless they are `known` names of the workspace.
 */
export function guessMapping(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
  columns: readonly ProductColumn[],
  known: KnownNames = {},
): (string | null)[] {
  const wanted = headers.map(normalizeHeader)
  const mapping: (string | null)[] = headers.map(() => null)
  const taken = new Set<string>()
  const take = (index: number, key: string | undefined) => {
    if (key === undefined || mapping[index] || taken.has(key) || isOfMarketplace(sample, index, key, known)) return
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

function isOfMarketplace(
  sample: readonly (readonly string[])[],
  index: number,
  key: string,
  known: KnownNames,
): boolean {
  const foreign = FOREIGN[key]
  if (!foreign) return false
  const cells = sample.map((row) => row[index] ?? '').filter((cell) => !isNothing(cell))
  const texts = cells.map((cell) => withoutGuard(cell).trim().toLowerCase())
  const ours = new Set((known[foreign.list] ?? []).map((name) => name.trim().toLowerCase()))
  const isForeign = (text: string) => foreign.words.has(text) || AMAZON_MARKETPLACE.test(text)
  return texts.length > 0 && texts.every(isForeign) && !texts.some((text) => ours.has(text))
}

function holdsAsins(sample: readonly (readonly string[])[], index: number): boolean {
  const cells = sample.map((row) => row[index]?.trim() ?? '').filter(Boolean)
  return cells.length > 0 && cells.filter((cell) => findAsinInCell(cell) !== null).length >= cells.length * MOSTLY
}

const KNOWN_HEADERS = new Set([
  ...productColumns([]).flatMap(({ key, label }) => [normalizeHeader(key), normalizeHeader(label)]),
  ...Object.values(SYNONYMS).flat(),
])

/** How many cells of a row are names of fields. */
export const countKnownHeaders = (row: readonly string[]): number =>
  row.filter((cell) => cell.length <= 100 && KNOWN_HEADERS.has(normalizeHeader(cell))).length

/** In how many of the first rows a header line is looked for. */
const HEADER_WITHIN = IMPORT_FIRST_LINES

/**
 * Which of the first rows names the columns; null when the first row is data already. A row that holds names of fields
 * is one, whatever else it holds; without any, the first row that is as wide as the rows after it, unless an ASIN stands
 * in it.
 */
export function findHeaderRow(rows: readonly (readonly string[])[]): number | null {
  const first = rows.slice(0, HEADER_WITHIN)
  const known = first.map(countKnownHeaders)
  const most = Math.max(0, ...known)
  if (most > 0) return known.indexOf(most)
  const filled = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '').length
  const widest = Math.max(0, ...rows.slice(0, 50).map(filled))
  const at = first.findIndex((row) => filled(row) >= Math.max(1, widest * MOSTLY))
  const holdsAsin = first[Math.max(0, at)]?.some((cell) => findAsinInCell(cell) !== null) ?? false
  return holdsAsin ? null : Math.max(0, at)
}

/** The names of the columns, and where the rows begin. */
export function splitHeaders(rows: readonly (readonly string[])[]): { headers: string[]; firstDataRow: number } {
  const headerRow = findHeaderRow(rows)
  return { headers: columnNames(rows, headerRow), firstDataRow: (headerRow ?? -1) + 1 }
}

/** The names of the columns: those of the header row, numbers where it says none. */
export function columnNames(rows: readonly (readonly string[])[], headerRow: number | null): string[] {
  const data = rows.slice((headerRow ?? -1) + 1)
  const header = headerRow === null ? [] : (rows[headerRow] ?? [])
  const widthOf = (row: readonly string[]) => row.findLastIndex((cell) => cell.trim() !== '') + 1
  const width = Math.max(0, widthOf(header), ...data.slice(0, 50).map(widthOf))
  return Array.from({ length: width }, (_, index) => header[index]?.trim() || `Column ${index + 1}`)
}

/**
 * The rows without the remarks at their end, such as a count or a sum: in a table of several columns these are lines with
 * one filled cell that is no ASIN. The last of them comes last.
 */
export function takeRemarks<Row extends readonly string[]>(rows: readonly Row[], width: number): [Row[], Row[]] {
  const isRemark = (row: Row) => {
    const filled = row.filter((cell) => cell.trim() !== '')
    return filled.length === 1 && findAsinInCell(filled[0] ?? '') === null
  }
  let end = rows.length
  while (width >= 3 && end > 0 && rows.length - end < MAX_REMARKS && isRemark(rows[end - 1] as Row)) end -= 1 // safe: end counts them
  return [rows.slice(0, end), rows.slice(end)]
}
const MAX_REMARKS = 5

/**
 * The currency of a file whose amounts do not say theirs: the one in the name of a column of amounts ("Cost (EUR)"), else
 * the one most amounts have. Null when nothing says it.
 */
export function guessCurrency(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
  isMoney: (index: number) => boolean,
): string | null {
  const counts = new Map<string, number>()
  for (const [index, header] of headers.entries()) {
    if (!isMoney(index)) continue
    for (const word of header.slice(0, 200).split(/[\s()[\]/,:_-]+/)) {
      const named = word === '' ? null : currencyOfMark(word, null)
      if (named !== null && named !== 'ambiguous') return named
    }
    for (const row of sample) {
      const found = currencyInCell((row[index] ?? '').slice(0, 100), null)
      if (found === null || found === 'ambiguous' || found === 'unknown') continue
      counts.set(found, (counts.get(found) ?? 0) + 1)
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
