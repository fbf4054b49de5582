import {
  CatalogImportOptions,
  type CreateImport,
  ImportOptions,
  type ProductImport,
} from '#core/products/imports/contract.ts'
import { guessCurrency, guessMapping } from '#core/products/imports/mapping.ts'
import { productColumns } from '#core/products/product-columns.ts'
import type { UserContext } from '../../context.ts'
import { insertImport, readImportLists, rememberedMapping } from './imports.repo.ts'

/**
 * Creates an import with a mapping: the last mapping of a file with these headers, or a guess from headers and first
 * rows. `isCatalog`: ASINs already filmed or owned. Throws `not_allowed`.
 */
export async function createImport(
  { db }: UserContext,
  { sample, ...file }: CreateImport,
  { isCatalog }: { isCatalog: boolean },
): Promise<ProductImport> {
  const [remembered, lists] = await Promise.all([rememberedMapping(db, file.headers), readImportLists(db)])
  const columns = productColumns(lists.fields)
  const isKnown = new Set(columns.map(({ key }) => key))
  const namesOf = (entries: readonly { name: string }[]) => entries.map(({ name }) => name)
  const known = { status: namesOf(lists.status), marketplace: namesOf(lists.marketplace) }
  const mapping =
    // Leaves out fields that were deleted since.
    remembered?.mapping.map((key) => (key !== null && isKnown.has(key) ? key : null)) ??
    guessMapping(file.headers, sample, columns, known)
  const kinds = new Map(columns.map(({ key, kind }) => [key, kind]))
  const isMoney = (index: number) => /money$/.test(kinds.get(mapping[index] ?? '') ?? '')
  const currency = guessCurrency(file.headers, sample, isMoney)
  return insertImport(db, {
    ...file,
    mapping,
    options: {
      ...(remembered?.options ?? ImportOptions.parse({ ...(currency !== null && { currency }) })),
      // Never remembered: a lookup costs tokens, so a person chooses it each time.
      catalog: isCatalog ? CatalogImportOptions.parse({}) : null,
    },
  })
}
