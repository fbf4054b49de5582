import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { importsContract } from '#core/products/imports/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import changeUndo from '../../functions/change-undo.ts'
import changes from '../../functions/changes.ts'
import field from '../../functions/crm-field.ts'
import fields from '../../functions/crm-fields.ts'
import ownerOne from '../../functions/crm-owner.ts'
import owners from '../../functions/crm-owners.ts'
import statusOne from '../../functions/crm-status.ts'
import statuses from '../../functions/crm-statuses.ts'
import product from '../../functions/sourced-product.ts'
import importOne from '../../functions/sourced-product-import.ts'
import importCheck from '../../functions/sourced-product-import-check.ts'
import importRows from '../../functions/sourced-product-import-rows.ts'
import importRun from '../../functions/sourced-product-import-run.ts'
import products from '../../functions/sourced-products.ts'
import imports from '../../functions/sourced-products-import.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson

beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => {})
  ann = await api.person()
})
afterAll(() => api.close())

const add = async (asin: string, body: object = {}): Promise<SourcedProduct> =>
  (await api.call(products, productsContract.create, { as: ann, body: { asin, title: asin, ...body } })).body
const get = async (id: string) => (await api.call(product, productsContract.get, { as: ann, params: { id } })).body
const listed = async () =>
  (await api.call(products, productsContract.list, { as: ann, query: { sort: 'asin' } })).body.items
const history = async () => (await api.call(changes, productsContract.changes, { as: ann, query: {} })).body.items
const undo = async (id: string | null | undefined) =>
  (await api.call(changeUndo, productsContract.undoChange, { as: ann, params: { id: id ?? '' } })).body
const names = async (list: { items: { name: string }[] }) => list.items.map(({ name }) => name)
const statusNames = async () => names((await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body)
const ownerNames = async () => names((await api.call(owners, crmListsContract.owners.list, { as: ann })).body)
const fieldList = async () => (await api.call(fields, crmListsContract.fields.list, { as: ann })).body.items

/** Imports a file of these rows; answers its change set. */
async function importFile(rows: string[][]): Promise<string> {
  const { body: begun } = await api.call(imports, importsContract.create, {
    as: ann,
    body: {
      filename: 'a.csv',
      file_size: 10,
      file_hash: crypto.randomUUID().replaceAll('-', '').repeat(2),
      headers: ['ASIN', 'Title', 'Status', 'Owners'],
      sample: rows,
    },
  })
  const params = { id: begun.id }
  await api.call(importOne, importsContract.update, {
    as: ann,
    params,
    body: { mapping: ['asin', 'title', 'status_id', 'owners'], options: { ...begun.options, create_missing: true } },
  })
  await api.call(importRows, importsContract.addRows, { as: ann, params, body: { first_row: 1, rows, is_last: true } })
  await api.call(importCheck, importsContract.check, { as: ann, params })
  await drainJobs()
  await api.call(importRun, importsContract.run, { as: ann, params })
  await drainJobs()
  const { body } = await api.call(importOne, importsContract.get, { as: ann, params })
  expect(body.state).toBe('done')
  return body.change_set_id ?? ''
}

describe('an import that is undone', () => {
  test('takes the statuses and owners it added with it, and redoing it brings all of it back', async () => {
    const before = [await statusNames(), await ownerNames()]
    const set = await importFile([
      ['B000000001', 'Lamp', 'Odd', 'Ida; Odo'],
      ['B000000002', 'Mug', 'Odd', 'Ida'],
      ['B000000003', 'Pot', 'Even', ''],
      ['B000000004', 'Pan', 'Sourcing', ''],
    ])
    const after = [await statusNames(), await ownerNames()]
    expect(after).toEqual([
      [...(before[0] ?? []), 'Odd', 'Even'],
      ['Ida', 'Odo'],
    ])
    const undone = await undo(set)
    expect(undone).toMatchObject({ reverted: 4, left: [] })
    expect([await statusNames(), await ownerNames(), await listed()]).toEqual([...before, []])

    expect(await undo(undone.change_set_id)).toMatchObject({ reverted: 4, left: [] })
    const back = await listed()
    expect(back.map(({ title, owners: own }) => [title, own.length])).toEqual([
      ['Lamp', 2],
      ['Mug', 1],
      ['Pot', 0],
      ['Pan', 0],
    ])
    const list = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items
    expect(back.map(({ status_id }) => list.find(({ id }) => id === status_id)?.name)).toEqual([
      'Odd',
      'Odd',
      'Even',
      'Sourcing',
    ])
    expect((await ownerNames()).toSorted()).toEqual(['Ida', 'Odo'])
  })

  test('keeps entries that another product has, or that somebody changed', async () => {
    const set = await importFile([
      ['B000000001', 'Lamp', 'Odd', 'Ida; Odo; Ulf'],
      ['B000000002', 'Pot', 'Even', ''],
    ])
    const odd = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items.find(
      ({ name }) => name === 'Odd',
    )
    const [ida, odo] = (await api.call(owners, crmListsContract.owners.list, { as: ann })).body.items
    const mine = await add('B000000009', { status_id: odd?.id, owners: [{ owner_id: ida?.id }] })
    await api.call(ownerOne, crmListsContract.owners.update, {
      as: ann,
      params: { id: odo?.id ?? '' },
      body: { email: 'odo@example.com' },
    })
    await undo(set)
    expect((await listed()).map(({ id }) => id)).toEqual([mine.id])
    expect([(await statusNames()).slice(-1), await ownerNames()]).toEqual([['Odd'], ['Ida', 'Odo']])
    expect(await get(mine.id)).toMatchObject({ status_id: odd?.id, owners: [{ owner_id: ida?.id }] })
  })

  test('takes them with it in chunks too', async () => {
    const before = await statusNames()
    const rows = [1, 2, 3, 4, 5].map((at) => [`B00000000${at}`, 'Lamp', at < 4 ? 'Odd' : 'Even', 'Ida'])
    const set = await importFile(rows)
    const [begun] = await api.host.sql<{ answer: { operation: { id: string; state: string } } }>(
      'select private.act_as($2), public.undo_change_set($1, 2) as answer',
      [set, ann.userId],
    )
    let operation = begun?.answer.operation
    let chunks = 1
    for (; operation?.state === 'running'; chunks += 1) {
      const [next] = await api.host.sql<{ answer: { id: string; state: string; changed: number } }>(
        'select public.run_product_operation($1, 2) as answer',
        [operation.id],
      )
      operation = next?.answer
    }
    expect([chunks > 5, operation]).toMatchObject([true, { state: 'done', changed: 5, left: [] }])
    expect([await statusNames(), await ownerNames(), await listed()]).toEqual([before, [], []])
  })

  test('an entry that only a product in Trash has, put there by hand, stays too', async () => {
    const set = await importFile([['B000000001', 'Lamp', 'Odd', '']])
    const odd = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items.at(-1)
    const mine = await add('B000000009', { status_id: odd?.id })
    await api.call(product, productsContract.remove, { as: ann, params: { id: mine.id } })
    await undo(set)
    expect((await statusNames()).at(-1)).toBe('Odd')
  })
})

describe('an added product that somebody worked on', () => {
  /** Its own history and its owners go with it. */
  const OWN = ['product_owners', 'product_changes', 'product_activity']

  test('stays, whatever points at it: every table of the database that can', async () => {
    await api.host.exec(await readFile(new URL('../../../supabase/tests/000_one-of-each.sql', import.meta.url), 'utf8'))
    await api.host.sql('select tests.add_one_of_each($1)', [ann.email])
    const [used] = await listed()
    const tables = await api.host.sql<{ name: string; column: string }>(
      `select distinct relation.relname as name, own.attname as column from pg_constraint as link
       join pg_class as relation on relation.oid = link.conrelid
       cross join lateral unnest(link.conkey, link.confkey) as pair (own_no, other_no)
       join pg_attribute as own on own.attrelid = link.conrelid and own.attnum = pair.own_no
       join pg_attribute as other on other.attrelid = link.confrelid and other.attnum = pair.other_no
       where link.contype = 'f' and link.confrelid = 'public.sourced_products'::regclass and other.attname = 'id'`,
    )
    expect(tables.length).toBeGreaterThan(OWN.length + 5)
    for (const { name, column } of tables) {
      const made = await add(`B0000000${String(tables.findIndex((table) => table.name === name)).padStart(2, '0')}`)
      const [set] = await history()
      const moved = await api.host.sql(
        `update public.${name} set ${column} = $1 where ${column} = $2 or ${column} is null and workspace_id =
           (select workspace_id from public.sourced_products where id = $2) returning true`,
        [made.id, used?.id],
      )
      if (OWN.includes(name)) continue
      expect(moved.length, `add_one_of_each adds a row to ${name}`).toBeGreaterThan(0)
      expect(await undo(set?.id), name).toMatchObject({
        change_set_id: null,
        left: [{ asin: made.asin, fields: ['asin'] }],
      })
      await api.host.sql(`update public.${name} set ${column} = $1 where ${column} = $2`, [used?.id, made.id])
      expect((await undo(set?.id)).reverted, name).toBe(1)
    }
  })

  test('no table names a product without a foreign key, but for rows of files and copies', async () => {
    const rows = await api.host.sql<{ name: string }>(
      // Views hold no rows of their own.
      `select table_schema || '.' || table_name as name from information_schema.columns as known
       join information_schema.tables using (table_schema, table_name)
       where table_type = 'BASE TABLE' and table_schema in ('public', 'private') and column_name = 'product_id' and not exists (
         select from pg_constraint where contype = 'f' and confrelid = 'public.sourced_products'::regclass
           and conrelid = format('%I.%I', table_schema, table_name)::regclass) order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['public.product_import_rows'])
  })
})

describe('a deleted entry that is undone', () => {
  const deleteStatus = (id: string, move_to: string) =>
    api.call(statusOne, crmListsContract.statuses.remove, { as: ann, params: { id }, query: { move_to } })

  test('a status is back with its place, its key and its products, also those in Trash', async () => {
    const before = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items
    const [first, , , , , , , delivered] = before
    const one = await add('B000000001', { status_id: delivered?.id })
    const gone = await add('B000000002', { status_id: delivered?.id })
    await api.call(product, productsContract.remove, { as: ann, params: { id: gone.id } })
    const deleted = (await deleteStatus(delivered?.id ?? '', first?.id ?? '')).body
    expect((await get(one.id)).status_id).toBe(first?.id)
    const [change] = await history()
    expect(change).toMatchObject({
      id: deleted.change_set_id,
      can_undo: true,
      entries: [{ list: 'crm_statuses', name: 'Delivered', change: 'deleted' }],
    })
    const undone = await undo(deleted.change_set_id)
    expect(undone.left).toEqual([])
    const after = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items
    const plain = (items: typeof before) => items.map(({ updated_at: _, ...item }) => item)
    expect(plain(after)).toEqual(plain(before))
    expect((await get(one.id)).status_id).toBe(delivered?.id)
    const [trashed] = await api.host.sql<{ status_id: string }>(
      'select status_id from public.sourced_products where id = $1',
      [gone.id],
    )
    expect(trashed?.status_id).toBe(delivered?.id)

    await undo(undone.change_set_id)
    expect(await statusNames()).not.toContain('Delivered')
    expect((await get(one.id)).status_id).toBe(first?.id)
  })

  test('an entry that no product had is back too, under a free name, without a key that another has', async () => {
    const list = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items
    const transit = list.find(({ name }) => name === 'In Transit')
    const { change_set_id } = (await deleteStatus(transit?.id ?? '', list[0]?.id ?? '')).body
    await api.call(statuses, crmListsContract.statuses.create, {
      as: ann,
      body: { name: 'in transit', color: '#000000', automation: 'shipment_in_transit' },
    })
    await undo(change_set_id)
    const back = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body.items
    expect(back.find(({ id }) => id === transit?.id)).toMatchObject({ name: 'In Transit 2', automation: null })
  })

  test('an owner is back with the shares, and a custom field with its values', async () => {
    const make = async (name: string) =>
      (await api.call(owners, crmListsContract.owners.create, { as: ann, body: { name } })).body
    const [ida, odo] = [await make('Ida'), await make('Odo')]
    const shade = (
      await api.call(fields, crmListsContract.fields.create, { as: ann, body: { name: 'Shade', kind: 'text' } })
    ).body
    const shares = [
      { owner_id: ida.id, is_primary: true, share_bps: 6000 },
      { owner_id: odo.id, is_primary: false, share_bps: 4000 },
    ]
    const one = await add('B000000001', { owners: shares, custom_values: { [shade.id]: 'red' } })
    const other = await add('B000000002', { custom_values: { [shade.id]: 'blue' } })
    const noOwner = (
      await api.call(ownerOne, crmListsContract.owners.remove, {
        as: ann,
        params: { id: ida.id },
        query: { move_to: 'none' },
      })
    ).body.change_set_id
    const noField = (
      await api.call(field, crmListsContract.fields.remove, {
        as: ann,
        params: { id: shade.id },
        query: { move_to: 'none' },
      })
    ).body.change_set_id
    expect(await get(one.id)).toMatchObject({ custom_values: {}, owners: [{ owner_id: odo.id }] })
    await undo(noField)
    await undo(noOwner)
    expect(await get(one.id)).toMatchObject({ custom_values: { [shade.id]: 'red' }, owners: shares })
    expect((await get(other.id)).custom_values).toEqual({ [shade.id]: 'blue' })
    expect((await fieldList()).map(({ id, name }) => [id, name])).toEqual([[shade.id, 'Shade']])
  })

  test('removed options are back at their places with their values; later options stay', async () => {
    const option = (name: string) => ({ id: crypto.randomUUID(), name, color: '#FF0000' })
    const [red, green, blue, pink] = [option('Red'), option('Green'), option('Blue'), option('Pink')]
    const made = (
      await api.call(fields, crmListsContract.fields.create, {
        as: ann,
        body: { name: 'Shade', kind: 'select', options: [red, green, blue] },
      })
    ).body
    const change = (body: object) =>
      api.call(field, crmListsContract.fields.update, { as: ann, params: { id: made.id }, body })
    const [one, two] = [
      await add('B000000001', { custom_values: { [made.id]: red.id } }),
      await add('B000000002', { custom_values: { [made.id]: green.id } }),
    ]
    await change({ options: [blue], moved_options: { [red.id]: blue.id } })
    const [removal] = await history()
    expect(removal?.entries).toEqual([{ list: 'crm_fields', name: 'Shade', change: 'options' }])
    await change({ options: [blue, pink] })
    const undone = await undo(removal?.id)
    expect(undone).toMatchObject({ reverted: 2, left: [] })
    expect((await fieldList())[0]?.options).toEqual([red, green, blue, pink])
    expect((await get(one.id)).custom_values).toEqual({ [made.id]: red.id })
    expect((await get(two.id)).custom_values).toEqual({ [made.id]: green.id })

    await undo(undone.change_set_id)
    expect((await fieldList())[0]?.options).toEqual([blue, pink])
    expect((await get(one.id)).custom_values).toEqual({ [made.id]: blue.id })
    expect((await get(two.id)).custom_values).toEqual({})
  })
})
