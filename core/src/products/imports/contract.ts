import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { ListQuery, listOf, rowsOf, unreadable } from '../../http/list.ts'
import { CurrencyCode } from '../../money.ts'
import { Instant } from '../../time.ts'
import { RepairedAsin } from './asin-cell.ts'

/** The largest file that is read, in bytes. */
export const IMPORT_MAX_FILE_BYTES = 50_000_000
/** At most so many rows in one import; a larger table needs several files. */
export const IMPORT_MAX_ROWS = 100_000
/** At most so many rows in one request. */
export const IMPORT_CHUNK_ROWS = 1000
export const IMPORT_MAX_COLUMNS = 200
/** Excel's limit for one cell. */
export const IMPORT_MAX_CELL_LENGTH = 32_767

/**
 * `receiving` rows → `mapping` of columns → `checking` → `ready`: the result is known → `running` → `done`. An import
 * whose job died is `failed`, and can be requested again.
 */
export const ImportState = z.enum([
  'receiving',
  'mapping',
  'checking',
  'ready',
  'running',
  'done',
  'failed',
  'cancelled',
])
export type ImportState = z.infer<typeof ImportState>

/** By column: a field's name, `custom.<field id>`, or null for an ignored column. */
const Mapping = z.array(z.string().max(60).nullable()).max(IMPORT_MAX_COLUMNS)

/** An import of ASINs already filmed or owned, and what it does with them. */
export const CatalogImportOptions = z.strictObject({
  /** Products that the workspace has already: `merge` fills in what the file says, `skip` leaves them alone. */
  existing: z.enum(['merge', 'skip']).default('merge'),
  /** Asks for missing titles and images at once; without it a run of the catalog does, with its cost shown before. */
  look_up: z.boolean().default(false),
})
export type CatalogImportOptions = z.infer<typeof CatalogImportOptions>

export const ImportOptions = z.strictObject({
  /** The meaning of 01/02/2026; `auto` reads it only when the column is unambiguous. */
  date_order: z.enum(['auto', 'dmy', 'mdy', 'ymd']).default('auto'),
  /** Adds missing statuses, owners and other entries; without it their rows are refused. */
  create_missing: z.boolean().default(false),
  /** The currency of amounts that say none, of products that are new. */
  currency: CurrencyCode.default('USD'),
  /** The sign before cents; `auto` finds it out for each column. */
  decimal_sign: z.enum(['auto', 'point', 'comma']).default('auto'),
  /** Null for an import of products. An import keeps its kind. */
  catalog: CatalogImportOptions.nullable().default(null),
})
export type ImportOptions = z.infer<typeof ImportOptions>

/** How many of a file's first lines are shown for choosing the header line. */
export const IMPORT_FIRST_LINES = 30

/** How a file was read: what was found out or chosen, and what there is to choose from. */
export const ImportReading = z.strictObject({
  kind: z.enum(['text', 'workbook']),
  /** The sheets of a workbook in their order; the chosen one in `sheet`. */
  sheets: z.array(z.strictObject({ name: z.string().max(200), is_hidden: z.boolean() })).max(255),
  sheet: z.string().max(200).nullable(),
  /** Of a text file. */
  delimiter: z.enum([',', ';', '\t', '|']).nullable(),
  /** Whether quotation marks enclose cells, or are text. */
  quoting: z.enum(['enclose', 'text']).nullable(),
  encoding: z.string().max(40).nullable(),
  /** The first lines that are not empty, each as one text. */
  first_lines: z.array(z.string().max(200)).max(IMPORT_FIRST_LINES),
  /** Which of `first_lines` names the columns, from 0; null when no line does. */
  header_line: z.number().int().min(0).max(IMPORT_FIRST_LINES).nullable(),
  /** Lines after the rows that are no rows: a count, a sum, a remark. */
  left_out: z.array(z.string().max(200)).max(5),
})
export type ImportReading = z.infer<typeof ImportReading>

/** The number of rows of each outcome. */
export const ImportCounts = z.object({
  new: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** Left alone by a catalog import: the ASIN has a task, or is a product already. */
  skipped: z.number().int(),
  bad: z.number().int(),
  /** Rows of any outcome whose ASIN was damaged and could be repaired. */
  repaired: z.number().int(),
})
export type ImportCounts = z.infer<typeof ImportCounts>

/** A file of products that is being imported. */
export const ProductImport = z.object({
  id: z.uuid(),
  filename: z.string(),
  file_size: z.number().int(),
  headers: z.array(z.string()),
  /** Rows that have arrived, without the headers. */
  row_count: z.number().int(),
  state: ImportState,
  mapping: Mapping,
  options: ImportOptions,
  /** Null for an import that a program sent. */
  reading: ImportReading.nullable(),
  /** After the check, what the run will do; after the run, what it did. */
  counts: ImportCounts.nullable(),
  /** How many rows the check or the run has processed. */
  done_rows: z.number().int(),
  /** When the run was requested; Undo can restore what it wrote. */
  is_started: z.boolean(),
  /** The change set of the run, for Undo; null while it has written nothing. */
  change_set_id: z.uuid().nullable(),
  /** A person undid the import. */
  is_undone: z.boolean(),
  /** Why it failed, as a code. */
  error: z.string().nullable(),
  created_by: z.uuid().nullable(),
  created_by_name: z.string().nullable(),
  created_at: Instant,
  updated_at: Instant,
  finished_at: Instant.nullable(),
})
export type ProductImport = z.infer<typeof ProductImport>

export const ImportOutcome = z.enum(['new', 'updated', 'unchanged', 'skipped', 'bad'])
export type ImportOutcome = z.infer<typeof ImportOutcome>

/** Fields by name with their values; `SourcedProduct` says what they mean. Custom values are `custom.<field id>`. */
const Fields = z.record(z.string(), z.unknown())

/** One row of the file with its planned or actual result. */
export const ImportRow = z.object({
  /** From 1, without the headers. */
  row_number: z.number().int(),
  cells: z.array(z.string()),
  asin: z.string().nullable(),
  /** Null until checked. */
  outcome: ImportOutcome.nullable(),
  /** Why the row is refused or skipped, as sentences; `field` is null when the reason is the whole row. */
  reasons: z.array(z.object({ field: z.string().nullable(), message: z.string() })),
  /** The cell did not hold the ASIN itself, and its digits prove which one was meant. Null when it did. */
  repaired_asin: RepairedAsin.nullable(),
  /** The changing fields: their values at the check (null for a new product) and their new values. */
  before: Fields.nullable(),
  after: Fields,
})
export type ImportRow = z.infer<typeof ImportRow>

const Cell = z.string().max(IMPORT_MAX_CELL_LENGTH)
const Row = z.array(Cell).max(IMPORT_MAX_COLUMNS)

export const CreateImport = z.strictObject({
  filename: z.string().trim().min(1).max(200),
  file_size: z.number().int().min(1).max(IMPORT_MAX_FILE_BYTES),
  /** SHA-256 of the file. An import of the same file whose rows have not all arrived continues. */
  file_hash: z.string().regex(/^[0-9a-f]{64}$/),
  headers: z.array(z.string().max(500)).min(1).max(IMPORT_MAX_COLUMNS),
  /** The first rows, for guessing the mapping. */
  sample: z.array(Row).max(50).default([]),
  reading: ImportReading.optional(),
})
export type CreateImport = z.infer<typeof CreateImport>

export const AddImportRows = z.strictObject({
  /** Number of the first of these rows, from 1. Rows sent again replace the rows with the same numbers. */
  first_row: z.number().int().min(1).max(IMPORT_MAX_ROWS),
  rows: z.array(Row).max(IMPORT_CHUNK_ROWS),
  is_last: z.boolean().default(false),
})
export type AddImportRows = z.infer<typeof AddImportRows>

export const UpdateImport = z
  .strictObject({ mapping: Mapping.optional(), options: ImportOptions.optional() })
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')
export type UpdateImport = z.infer<typeof UpdateImport>

/** In the order of the file. */
export const ImportRowsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  cursor: z.string().max(500).optional(),
  outcome: ImportOutcome.optional(),
  /** Only rows whose ASIN was repaired. */
  repaired: z.stringbool().default(false),
})
export type ImportRowsQuery = z.infer<typeof ImportRowsQuery>

const params = z.strictObject({ id: z.uuid() })

const create = {
  audience: 'user',
  body: CreateImport,
  response: ProductImport,
  status: 201,
  problems: ['not_allowed'],
} as const

export const importsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/sourced-products/import',
    summary: 'Imports of the workspace, newest first',
    audience: 'user',
    query: ListQuery.omit({ count: true }),
    response: listOf(ProductImport),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/sourced-products/import',
    summary: 'Start an import of a file, or continue one whose rows have not all arrived',
    ...create,
  }),
  createCatalog: defineContract({
    method: 'POST',
    path: '/api/catalog/import',
    summary: 'Start an import of ASINs already filmed or owned; it continues at /api/sourced-products/import/:id',
    ...create,
  }),
  get: defineContract({
    method: 'GET',
    path: '/api/sourced-products/import/:id',
    summary: 'One import and its first rows',
    audience: 'user',
    params,
    response: ProductImport.extend({ sample: rowsOf(ImportRow), unreadable }),
    problems: ['not_allowed', 'import_not_found'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/sourced-products/import/:id',
    summary: 'Map columns to fields',
    audience: 'user',
    params,
    body: UpdateImport,
    response: ProductImport,
    problems: ['not_allowed', 'import_not_found', 'import_not_ready'],
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/sourced-products/import/:id',
    summary: 'Stop an import and discard its rows; what it wrote stays',
    audience: 'user',
    params,
    response: ProductImport,
    problems: ['not_allowed', 'import_not_found'],
  }),
  listRows: defineContract({
    method: 'GET',
    path: '/api/sourced-products/import/:id/rows',
    summary: 'The rows of an import with their outcome',
    audience: 'user',
    params,
    query: ImportRowsQuery,
    response: listOf(ImportRow),
    problems: ['not_allowed', 'import_not_found'],
  }),
  addRows: defineContract({
    method: 'POST',
    path: '/api/sourced-products/import/:id/rows',
    summary: 'Send rows of the file, in order; rows sent again replace the same rows',
    audience: 'user',
    params,
    body: AddImportRows,
    response: ProductImport,
    problems: ['not_allowed', 'import_not_found', 'import_not_ready'],
  }),
  check: defineContract({
    method: 'POST',
    path: '/api/sourced-products/import/:id/check',
    summary: 'Check what each row would do; nothing is written',
    audience: 'user',
    params,
    response: ProductImport,
    status: 202,
    problems: ['not_allowed', 'import_not_found', 'import_not_ready'],
  }),
  run: defineContract({
    method: 'POST',
    path: '/api/sourced-products/import/:id/run',
    summary: 'Write what was checked, as one change',
    audience: 'user',
    params,
    response: ProductImport,
    status: 202,
    problems: ['not_allowed', 'import_not_found', 'import_not_ready'],
  }),
}
