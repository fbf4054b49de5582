import type { ProductImport, UpdateImport } from '#core/products/imports/contract.ts'
import { productColumns } from '#core/products/product-columns.ts'
import type { UserContext } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { readImportFields, updateImportRow } from './imports.repo.ts'

/**
 * Maps columns to fields. Throws `invalid_input` for an unknown field or a field named twice, and what
 * `updateImportRow` throws.
 */
export async function updateImport({ db }: UserContext, id: string, changes: UpdateImport): Promise<ProductImport> {
  if (changes.mapping) checkMapping(changes.mapping, productColumns(await readImportFields(db)))
  return updateImportRow(db, id, changes)
}

function checkMapping(mapping: readonly (string | null)[], columns: ReturnType<typeof productColumns>): void {
  const writable = new Map(columns.filter(({ isWritable }) => isWritable).map(({ key, label }) => [key, label]))
  const seen = new Set<string>()
  for (const [index, key] of mapping.entries()) {
    if (key === null) continue
    const label = writable.get(key)
    if (label === undefined) throw wrong(index, "We can't find this field.")
    if (seen.has(key)) throw wrong(index, `${label} is taken from two columns. Choose one.`)
    seen.add(key)
  }
}

const wrong = (index: number, message: string) =>
  new AppError('invalid_input', message, { issues: [{ path: `mapping.${index}`, message }] })
