import { type CreateImport, ImportOptions, type ProductImport } from '#core/products/imports/contract.ts'
import { guessMapping } from '#core/products/imports/mapping.ts'
import { productColumns } from '#core/products/product-columns.ts'
import type { UserContext } from '../../context.ts'
import { insertImport, readImportFields, rememberedMapping } from './imports.repo.ts'

/**
 * Creates an import with a mapping: the last mapping of a file with these headers, or a guess from headers and first
 * rows. Throws `not_allowed`.
 */
export async function createImport({ db }: UserContext, { sample, ...file }: CreateImport): Promise<ProductImport> {
  const [remembered, fields] = await Promise.all([rememberedMapping(db, file.headers), readImportFields(db)])
  const columns = productColumns(fields)
  const isKnown = new Set(columns.map(({ key }) => key))
  return insertImport(db, {
    ...file,
    // Leaves out fields that were deleted since.
    mapping:
      remembered?.mapping.map((key) => (key !== null && isKnown.has(key) ? key : null)) ??
      guessMapping(file.headers, sample, columns),
    options: remembered?.options ?? ImportOptions.parse({}),
  })
}
