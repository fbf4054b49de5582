import writeExcelFile from 'write-excel-file/node'
import { z } from 'zod'
import { CSV_BOM, CSV_LINE_BREAK, csvLine, guardCell } from '#core/cell-text.ts'
import type { FileAnswer } from '#core/http/file.ts'
import { createCellWriter, EXPORT_CONTENT_TYPES, type ExportCell, type ExportProducts } from '#core/products/exports.ts'
import { type ProductColumn, productColumns } from '#core/products/product-columns.ts'
import { SourcedProduct } from '#core/products/schema.ts'
import type { UserContext } from '../context.ts'
import { readableRows, rowsAsStored } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { readImportLists } from './imports/imports.repo.ts'

const PAGE_ROWS = 1000
/** The most rows that one answer may hold within its time. */
const MAX_ROWS = 50_000

/**
 * The products of a view, in its order, as a CSV file. A spreadsheet opens the file without running a formula or losing
 * a digit, and an import of the file changes nothing. A product that cannot be read is left out, and the file's name
 * says how many are. Throws `not_allowed`, `invalid_input` for an unknown column or
 * too many products.
 */
export async function exportProducts({ db }: UserContext, wanted: ExportProducts): Promise<FileAnswer> {
  const lists = await readImportLists(db)
  const columns = chooseColumns(wanted.columns, productColumns(lists.fields))
  const write = createCellWriter(lists)
  const rows: ExportCell[][] = []
  let leftOut = 0
  for await (const page of pages(db, wanted)) {
    const readable = readableRows(SourcedProduct, page)
    leftOut += page.length - readable.length
    for (const product of readable) rows.push(columns.map((column) => write(product, column)))
    if (rows.length > MAX_ROWS) {
      const message = `This view has more than ${MAX_ROWS.toLocaleString('en')} products. Narrow it by a filter.`
      throw new AppError('invalid_input', message, { issues: [{ path: 'filter', message }] })
    }
  }
  return {
    filename: `products-${new Date().toISOString().slice(0, 10)}${leftOutWords(leftOut)}.${wanted.format}`,
    content_type: EXPORT_CONTENT_TYPES[wanted.format],
    bytes: wanted.format === 'csv' ? toCsv(columns, rows) : await toXlsx(columns, rows),
  }
}

const leftOutWords = (count: number) => {
  if (count === 0) return ''
  return count === 1 ? '-1-damaged-product-left-out' : `-${count}-damaged-products-left-out`
}

function chooseColumns(keys: string[] | undefined, known: readonly ProductColumn[]): readonly ProductColumn[] {
  if (!keys) return known.filter(({ isWritable }) => isWritable)
  return [...new Set(keys)].map((key) => {
    const found = known.find((column) => column.key === key)
    if (found) return found
    const message = `There is no column ${key}.`
    throw new AppError('invalid_input', message, { issues: [{ path: 'columns', message }] })
  })
}

const Page = z.object({ rows: rowsAsStored<unknown>() })
/** The place of a row in its list, for the next page; it is read even where the rest of the row cannot be. */
const Place = z.object({ id: z.uuid(), sort_value: z.string().nullable() })

async function* pages(db: Db, { search, filter, ids, sort }: ExportProducts): AsyncGenerator<unknown[]> {
  const filters = { sort, ...(search && { search }), ...(filter && { filter }), ...(ids && { ids }) }
  let cursor: { value: string | null; id: string; sort: string } | null = null
  for (;;) {
    const args: { p_filters: typeof filters; p_limit: number; p_cursor: typeof cursor } = {
      p_filters: filters,
      p_limit: PAGE_ROWS,
      p_cursor: cursor,
    }
    const { rows } = Page.parse(unwrap(await db.rpc('list_sourced_products', args)))
    yield rows
    if (rows.length < PAGE_ROWS) return
    const last = Place.parse(rows.at(-1))
    cursor = { value: last.sort_value, id: last.id, sort }
  }
}

function toCsv(columns: readonly ProductColumn[], rows: ExportCell[][]): Uint8Array<ArrayBuffer> {
  // A leading tab keeps a spreadsheet from reading an ASIN of digits as a number and dropping its zeros.
  const cellText = ({ text }: ExportCell, index: number) =>
    columns[index]?.kind === 'asin' && /^\d+$/.test(text) ? `\t${text}` : text
  const lines = [columns.map(({ label }) => guardCell(label)), ...rows.map((cells) => cells.map(cellText))]
  return new TextEncoder().encode(CSV_BOM + lines.map((cells) => csvLine(cells) + CSV_LINE_BREAK).join(''))
}

async function toXlsx(columns: readonly ProductColumn[], rows: ExportCell[][]): Promise<Uint8Array<ArrayBuffer>> {
  const header = columns.map(({ label }) => ({ value: guardCell(label), type: String, fontWeight: 'bold' as const }))
  const data = rows.map((cells) =>
    cells.map(({ text, number }) => {
      if (number !== undefined) return { value: number, type: Number }
      return text === '' ? null : { value: text, type: String }
    }),
  )
  const file = await writeExcelFile([header, ...data], { stickyRowsCount: 1 }).toBuffer()
  return new Uint8Array(file)
}
