import { z } from 'zod'
import {
  type AddImportRows,
  type CreateImport,
  ImportOptions,
  type ImportRow,
  type ImportRowsQuery,
  ProductImport,
  type UpdateImport,
} from '#core/products/imports/contract.ts'
import type { ImportLists, ReadRow, StoredAmounts } from '#core/products/imports/rows.ts'
import { CrmField } from '#core/products/lists/schema.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../../cursor.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

const Imports = z.object({ rows: rowsAsStored<ProductImport>() })
const ImportRows = z.object({ rows: rowsAsStored<ImportRow>() })
const RowPlace = z.object({ row_number: z.number().int() })
const Entries = z.array(z.object({ id: z.uuid(), name: z.string() }))
const Fields = z.array(CrmField.pick({ id: true, name: true, kind: true, options: true }))

/** One page of the workspace's imports, newest first. Throws `not_allowed` for an uploader. */
export async function listImports(db: Db, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const args = { p_limit: limit + 1, p_cursor: decodeCursor(NewestFirst, cursor) }
  const { rows } = Imports.parse(unwrap(await db.rpc('list_imports', args)))
  return toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
}

/** One import with its first rows. Throws `not_allowed`, `import_not_found`. */
export async function getImport(db: Db, id: string) {
  const found = ProductImport.extend({ sample: rowsAsStored<ImportRow>() })
    .nullable()
    .parse(unwrap(await db.rpc('get_import', { p_id: id })))
  if (!found) throw new AppError('import_not_found', "We can't find this import in your workspace.")
  return found
}

/** Rows of an import in the order of the file. Throws `not_allowed`, `import_not_found`. */
export async function listImportRows(db: Db, id: string, { limit, cursor, outcome, repaired }: ImportRowsQuery) {
  const args = {
    p_id: id,
    p_outcome: outcome ?? null,
    p_after: decodeCursor(RowPlace, cursor)?.row_number ?? 0,
    p_limit: limit + 1,
    p_repaired: repaired,
  }
  // safe: null is the function's own "any outcome"
  const answer = unwrap(await db.rpc('list_import_rows', args as typeof args & { p_outcome: string }))
  return toPage(ImportRows.parse(answer).rows, limit, ({ row_number }) => ({ row_number }))
}

type NewImport = Omit<CreateImport, 'sample'> & { mapping: (string | null)[]; options: ImportOptions }

/** Creates an import, or answers the import of the same file whose rows have not all arrived. Throws `not_allowed`. */
export async function insertImport(db: Db, created: NewImport): Promise<ProductImport> {
  return ProductImport.parse(unwrap(await db.rpc('create_import', { p_import: created })))
}

/** The last mapping of a file with the same headers; null when there was none. */
export async function rememberedMapping(db: Db, headers: string[]) {
  return z
    .object({ mapping: z.array(z.string().nullable()), options: ImportOptions })
    .nullable()
    .parse(unwrap(await db.rpc('remembered_import_mapping', { p_headers: headers })))
}

/** Adds rows. Throws `not_allowed`, `import_not_found`, `import_not_ready`, `invalid_input` when rows are skipped. */
export async function addImportRows(db: Db, id: string, { first_row, rows, is_last }: AddImportRows) {
  const args = { p_id: id, p_first_row: first_row, p_rows: rows, p_is_last: is_last }
  return ProductImport.parse(unwrap(await db.rpc('add_import_rows', args)))
}

/** Throws `not_allowed`, `import_not_found`, `import_not_ready`. */
export async function updateImportRow(db: Db, id: string, changes: UpdateImport): Promise<ProductImport> {
  return ProductImport.parse(unwrap(await db.rpc('update_import', { p_id: id, p_changes: { ...changes } as never }))) // safe: JSON by its schema
}

/** Requests the next step. Throws `not_allowed`, `import_not_found`, `import_not_ready`. */
export async function requestImportStep(db: Db, id: string, step: 'check' | 'run'): Promise<ProductImport> {
  return ProductImport.parse(
    unwrap(await db.rpc(step === 'check' ? 'request_import_check' : 'request_import_run', { p_id: id })),
  )
}

/** Stops an import and discards its rows. Throws `not_allowed`, `import_not_found`. */
export async function cancelImport(db: Db, id: string): Promise<ProductImport> {
  return ProductImport.parse(unwrap(await db.rpc('cancel_import', { p_id: id })))
}

/** The custom fields of the caller's workspace, or of the workspace that a job names. */
export async function readImportFields(db: Db, workspaceId?: string): Promise<ImportLists['fields']> {
  const fields = db.from('crm_fields').select('id, name, kind, options').order('position').order('id')
  return Fields.parse(unwrap(await (workspaceId === undefined ? fields : fields.eq('workspace_id', workspaceId))))
}

/** The lists of the caller's workspace, or of the workspace that a job names. */
export async function readImportLists(db: Db, workspaceId?: string): Promise<ImportLists> {
  const read = async (
    table: 'crm_statuses' | 'crm_owners' | 'crm_collaboration_types' | 'crm_contact_sources' | 'crm_marketplaces',
  ) => {
    const rows = db.from(table).select('id, name')
    return Entries.parse(unwrap(await (workspaceId === undefined ? rows : rows.eq('workspace_id', workspaceId))))
  }
  const [status, owners, collaboration_type, contact_source, marketplace, fields] = await Promise.all([
    read('crm_statuses'),
    read('crm_owners'),
    read('crm_collaboration_types'),
    read('crm_contact_sources'),
    read('crm_marketplaces'),
    readImportFields(db, workspaceId),
  ])
  return { status, owners, collaboration_type, contact_source, marketplace, fields }
}

const CheckedImport = z.object({
  mapping: z.array(z.string().nullable()),
  options: ImportOptions,
  row_count: z.number().int(),
  reading: z.object({ delimiter: z.string().nullable() }).nullable(),
})

/** What a check needs to know; null when the check was replaced or cancelled. */
export async function readCheck(db: Db, id: string, checkNo: number) {
  const found = unwrap(
    await db
      .from('product_imports')
      .select('mapping, options, row_count, reading')
      .eq('id', id)
      .eq('state', 'checking')
      .eq('check_no', checkNo)
      .maybeSingle(),
  )
  return CheckedImport.nullable().parse(found)
}

const StagedRows = z.array(z.object({ row_number: z.number().int(), cells: z.array(z.string()) }))
export type StagedRow = z.infer<typeof StagedRows>[number]

/** The next rows of a file after that number. */
export async function readStagedRows(db: Db, id: string, after: number, limit: number): Promise<StagedRow[]> {
  const rows = db.from('product_import_rows').select('row_number, cells').eq('import_id', id).gt('row_number', after)
  return StagedRows.parse(unwrap(await rows.order('row_number').limit(limit)))
}

const Amounts = z.array(
  z.object({
    asin: z.string(),
    currency: z.string(),
    cost_cents: z.number().nullable(),
    fees_cents: z.number().nullable(),
  }),
)

/** The currency of the products that these ASINs have already, and whether they have amounts. */
export async function readStoredAmounts(db: Db, workspaceId: string, asins: string[]) {
  if (asins.length === 0) return new Map<string, StoredAmounts>()
  const products = db.from('sourced_products').select('asin, currency, cost_cents, fees_cents')
  const rows = Amounts.parse(unwrap(await products.eq('workspace_id', workspaceId).in('asin', asins)))
  return new Map(
    rows.map(({ asin, currency, cost_cents, fees_cents }) => [
      asin,
      { currency, has_amounts: cost_cents !== null || fees_cents !== null } satisfies StoredAmounts,
    ]),
  )
}

/** Stores what rows will do. False when the check was replaced or cancelled. */
export async function recordCheck(
  db: Db,
  id: string,
  checkNo: number,
  rows: (ReadRow & { row_number: number })[],
): Promise<boolean> {
  const args = { p_import_id: id, p_check_no: checkNo, p_rows: rows as never } // safe: JSON by its type
  return z.boolean().parse(unwrap(await db.rpc('record_import_check', args)))
}

/** Counts what the run will do; the import is ready to run. */
export async function finishCheck(db: Db, id: string, checkNo: number): Promise<void> {
  unwrap(await db.rpc('finish_import_check', { p_import_id: id, p_check_no: checkNo }))
}

const Chunk = z.object({ is_running: z.boolean(), done_rows: z.number().int(), row_count: z.number().int() })

/** Writes the next rows. `is_running` is false when none are left or the import was stopped. */
export async function runImportChunk(db: Db, id: string, limit: number) {
  return Chunk.parse(unwrap(await db.rpc('run_import_chunk', { p_import_id: id, p_limit: limit })))
}
