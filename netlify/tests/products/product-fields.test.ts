import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guessMapping } from '#core/products/imports/mapping.ts'
import { productColumns } from '#core/products/product-columns.ts'
import { CreateProduct, SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

/** Columns that no person writes or reads as a field of a product. Every other column is a field. */
const NOT_A_FIELD = new Set([
  ...['id', 'workspace_id', 'created_by', 'created_at', 'updated_at', 'search_text'],
  ...['fill_in_state', 'fill_in_error', 'status_set_at', 'is_status_set_by_person'],
])
/** Fields that follow from another one, or that a person writes under another name. */
const DERIVED = ['is_video_title_typed', 'archived_at', 'deleted_at']

let api: TestApi
let fields: string[]
beforeAll(async () => {
  api = await createTestApi()
  const rows = await api.host.sql<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = 'sourced_products' order by ordinal_position`,
  )
  fields = rows.map(({ name }) => name).filter((name) => !NOT_A_FIELD.has(name))
})
afterAll(() => api.close())

const without = (...names: string[]) => fields.filter((name) => !names.includes(name)).toSorted()

/** The fields that the text of an SQL function names. */
async function namedIn(functionName: string): Promise<string[]> {
  const [row] = await api.host.sql<{ text: string }>(
    `select string_agg(pg_get_functiondef(function.oid), ' ') as text from pg_proc as function
     join pg_namespace as schema on schema.oid = function.pronamespace
     where schema.nspname || '.' || function.proname = $1`,
    [functionName],
  )
  return fields.filter((name) => new RegExp(`\\b${name}\\b`).test(row?.text ?? '')).toSorted()
}

async function granted(privilege: 'INSERT' | 'UPDATE'): Promise<string[]> {
  const rows = await api.host.sql<{ name: string }>(
    `select column_name as name from information_schema.column_privileges
     where table_schema = 'public' and table_name = 'sourced_products' and grantee = 'authenticated'
       and privilege_type = $1`,
    [privilege],
  )
  return rows.map(({ name }) => name).toSorted()
}

const keysOf = (schema: { shape: object }) => Object.keys(schema.shape)

describe('a column of sourced_products that is a field stands in', () => {
  test('the insert grant, except for what a person cannot give a new product', async () => {
    expect(await granted('INSERT')).toEqual(without('video_title', 'owners', ...DERIVED))
  })
  test('the update grant, except for the ASIN, which never changes, and the owners, which are rows', async () => {
    expect(await granted('UPDATE')).toEqual(without('asin', 'owners'))
  })
  test('the fields that may be written', async () => {
    expect(await namedIn('private.product_columns')).toEqual(without('asin'))
  })
  test('the function that adds a product', async () => {
    expect(await namedIn('public.add_sourced_product')).toEqual(without('video_title', ...DERIVED))
  })
  test('the history: the fields of a version, and the unchanged fields of two versions', async () => {
    const tracked = without('asin', 'custom_values')
    expect(await namedIn('private.tracked_fields')).toEqual(tracked)
    expect(await namedIn('private.same_fields')).toEqual(tracked)
  })
  test('undo', async () => {
    expect(await namedIn('private.undo_chunk')).toEqual(without())
  })
  test('both halves of an import: new products and known ones', async () => {
    const imported = expect.arrayContaining(without(...DERIVED))
    expect(await namedIn('private.insert_import_rows')).toEqual(imported)
    expect(await namedIn('public.run_import_chunk')).toEqual(imported)
  })
  test('the list and the single product', async () => {
    expect(await namedIn('private.product_columns_sql')).toEqual(without('deleted_at'))
    expect(keysOf(SourcedProduct)).toEqual(expect.arrayContaining(without('deleted_at')))
  })
  test("the API's input", () => {
    expect(keysOf(CreateProduct).toSorted()).toEqual(without('video_title', ...DERIVED))
    expect(keysOf(UpdateProduct).toSorted()).toEqual([...without('asin', ...DERIVED), 'is_archived'].toSorted())
  })
  test('the columns of files, and the headers that an import knows', () => {
    const columns = productColumns([])
    const inFiles = without('custom_values', 'is_video_title_typed', 'deleted_at')
    expect(columns.map(({ key }) => key)).toEqual(expect.arrayContaining(inFiles))
    const writable = columns.filter(({ isWritable }) => isWritable)
    const mapping = guessMapping(
      writable.map(({ label }) => label),
      [],
      columns,
    )
    expect(mapping).toEqual(writable.map(({ key }) => key))
  })
})
