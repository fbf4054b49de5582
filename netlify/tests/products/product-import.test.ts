import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { IMPORT_FIRST_LINES, importsContract, type ProductImport } from '#core/products/imports/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import undo from '../../functions/change-undo.ts'
import changes from '../../functions/changes.ts'
import product from '../../functions/sourced-product.ts'
import one from '../../functions/sourced-product-import.ts'
import check from '../../functions/sourced-product-import-check.ts'
import rows from '../../functions/sourced-product-import-rows.ts'
import run from '../../functions/sourced-product-import-run.ts'
import products from '../../functions/sourced-products.ts'
import imports from '../../functions/sourced-products-import.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { claimJobs } from '../../src/jobs/jobs.repo.ts'
import { runImportChunk } from '../../src/products/imports/imports.repo.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let uma: TestPerson
let people = 0

beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(async () => {
  await api.host.exec('delete from private.jobs')
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'info').mockImplementation(() => {})
  ann = await api.person(`import-${++people}`)
  uma = await api.teammate(ann, 'uploader')
})
afterAll(() => api.close())

const GONE = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

type Table = { headers: string[]; rows: string[][] }
const TWO: Table = {
  headers: ['ASIN', 'Title', 'Cost', 'Status'],
  rows: [
    ['B000000001', 'Desk lamp', '12.50', 'Ordered'],
    ['B000000002', 'Kettle', '20', ''],
  ],
}

const begin = (table: Table, as = ann) =>
  api.call(imports, importsContract.create, {
    as,
    body: {
      filename: 'list.csv',
      file_size: 100,
      file_hash: hashOf(table),
      headers: table.headers,
      sample: table.rows.slice(0, 50),
    },
  })
const send = (id: string, body: object, as = ann) =>
  api.call(rows, importsContract.addRows, { as, params: { id }, body })
const get = (id: string, as = ann) => api.call(one, importsContract.get, { as, params: { id } })
const change = (id: string, body: object, as = ann) =>
  api.call(one, importsContract.update, { as, params: { id }, body })
const askCheck = (id: string, as = ann) => api.call(check, importsContract.check, { as, params: { id } })
const askRun = (id: string, as = ann) => api.call(run, importsContract.run, { as, params: { id } })
const listRows = async (id: string, query: Record<string, string> = {}) =>
  (await api.call(rows, importsContract.listRows, { as: ann, params: { id }, query })).body.items
const listProducts = async (as = ann): Promise<SourcedProduct[]> =>
  (await api.call(products, productsContract.list, { as, query: { sort: 'asin', limit: '200' } })).body.items
const productOf = async (asin: string) => (await listProducts()).find((product) => product.asin === asin)

/** A file whose rows have all arrived. */
async function staged(table: Table, options: object = {}): Promise<ProductImport> {
  const { body } = await begin(table)
  if (table.rows.length > 0)
    expect((await send(body.id, { first_row: 1, rows: table.rows, is_last: true })).status).toBe(200)
  if (Object.keys(options).length > 0) await change(body.id, { options })
  return (await get(body.id)).body
}
/** The result that the check predicts. */
async function checked(table: Table, options: object = {}): Promise<ProductImport> {
  const { id } = await staged(table, options)
  expect((await askCheck(id)).status).toBe(202)
  await drainJobs()
  return (await get(id)).body
}
/** The result of the run. */
async function imported(table: Table, options: object = {}): Promise<ProductImport> {
  const { id } = await checked(table, options)
  expect((await askRun(id)).status).toBe(202)
  await drainJobs()
  return (await get(id)).body
}
const reasonsOf = async (id: string) =>
  (await listRows(id, { outcome: 'bad' })).map(({ row_number, reasons }) => [
    row_number,
    reasons.map(({ message }) => message).join(' '),
  ])

describe('POST /api/sourced-products/import', () => {
  test('201 with a mapping guessed from the headers', async () => {
    const { status, body } = await begin(TWO)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'receiving',
      mapping: ['asin', 'title', 'cost_cents', 'status_id'],
      row_count: 0,
      created_by: ann.userId,
    })
  })

  test('201 with the last mapping of a file with these headers', async () => {
    const table = { headers: ['ASIN', 'Remark to self'], rows: [['B000000001', 'x']] }
    const { id, mapping } = await staged(table)
    expect(mapping).toEqual(['asin', null])
    await change(id, { mapping: ['asin', 'notes'], options: { date_order: 'dmy' } })
    await askCheck(id)
    const { body } = await begin({ ...table, rows: [['B000000002', 'y']] })
    expect(body).toMatchObject({ mapping: ['asin', 'notes'], options: { date_order: 'dmy' } })
  })

  test('201 continues the import of the same file whose rows have not all arrived', async () => {
    const { body: first } = await begin(TWO)
    await send(first.id, { first_row: 1, rows: TWO.rows.slice(0, 1) })
    const { body: again } = await begin(TWO)
    expect(again).toMatchObject({ id: first.id, row_count: 1 })
    expect((await begin(TWO, await api.teammate(ann, 'manager'))).body.id).not.toBe(first.id)
  })

  test('403 for an uploader', async () => {
    expect((await begin(TWO, uma)).problem.code).toBe('not_allowed')
    expect((await begin(TWO, uma)).status).toBe(403)
  })
})

describe('GET /api/sourced-products/import', () => {
  test('200 lists imports of the workspace, newest first', async () => {
    const first = await staged(TWO)
    const second = await staged({ ...TWO, rows: [['B000000003', '', '', '']] })
    const { status, body } = await api.call(imports, importsContract.list, { as: ann })
    expect(status).toBe(200)
    expect(body.items.map(({ id }) => id)).toEqual([second.id, first.id])
    const stranger = await api.person()
    expect((await api.call(imports, importsContract.list, { as: stranger })).body.items).toEqual([])
  })

  test('403 for an uploader', async () => {
    expect((await api.call(imports, importsContract.list, { as: uma })).status).toBe(403)
  })
})

describe('POST /api/sourced-products/import/:id/rows', () => {
  test('200 accepts rows in order, and the same rows again without doubling them', async () => {
    const { body } = await begin(TWO)
    const part = { first_row: 1, rows: TWO.rows.slice(0, 1) }
    expect((await send(body.id, part)).body.row_count).toBe(1)
    expect((await send(body.id, part)).body.row_count).toBe(1)
    const last = { first_row: 2, rows: TWO.rows.slice(1), is_last: true }
    expect((await send(body.id, last)).body).toMatchObject({ row_count: 2, state: 'mapping' })
    expect((await send(body.id, last)).body).toMatchObject({ row_count: 2, state: 'mapping' })
    expect((await listRows(body.id)).map(({ cells }) => cells)).toEqual(TWO.rows)
  })

  test('400 when rows are skipped, or there are none', async () => {
    const { body } = await begin(TWO)
    const skipping = await send(body.id, { first_row: 2, rows: TWO.rows })
    expect(skipping.status).toBe(400)
    expect(skipping.problem.issues).toEqual([{ path: 'first_row', message: 'Rows from 1 on are missing.' }])
    expect((await send(body.id, { first_row: 1, rows: [], is_last: true })).problem.detail).toBe(
      'The file has no rows.',
    )
  })

  test('409 once all rows have arrived', async () => {
    const { id } = await staged(TWO)
    const { status, problem } = await send(id, { first_row: 1, rows: TWO.rows.slice(0, 1) })
    expect(status).toBe(409)
    expect(problem.code).toBe('import_not_ready')
  })

  test("404 for another workspace's import, 403 for an uploader", async () => {
    const { id } = await staged(TWO)
    expect((await send(id, { first_row: 1, rows: [] }, await api.person())).status).toBe(404)
    expect((await send(id, { first_row: 1, rows: [] }, uma)).status).toBe(403)
  })

  test('403 for an uploader', async () => {
    const { id } = await staged(TWO)
    expect((await send(id, { first_row: 1, rows: [] }, uma)).problem.code).toBe('not_allowed')
  })
})

describe('GET /api/sourced-products/import/:id/rows', () => {
  test('200 answers rows of one outcome, page by page', async () => {
    const { id } = await checked({ headers: ['ASIN'], rows: ['x', 'B000000001', 'y', 'z'].map((asin) => [asin]) })
    const ask = (query: Record<string, string>) =>
      api.call(rows, importsContract.listRows, {
        as: ann,
        params: { id },
        query: { outcome: 'bad', limit: '2', ...query },
      })
    const first = await ask({})
    expect(first.status).toBe(200)
    expect(first.body.items.map(({ row_number }) => row_number)).toEqual([1, 3])
    const second = await ask({ cursor: first.body.next_cursor ?? '' })
    expect(second.body.items.map(({ row_number }) => row_number)).toEqual([4])
    expect(second.body.next_cursor).toBeNull()
  })

  test("404 for another workspace's import", async () => {
    const { id } = await staged(TWO)
    const ask = (as: TestPerson) => api.call(rows, importsContract.listRows, { as, params: { id } })
    expect((await ask(await api.person())).problem.code).toBe('import_not_found')
    expect((await ask(uma)).status).toBe(403)
  })

  test('403 for an uploader', async () => {
    const { id } = await staged(TWO)
    expect((await api.call(rows, importsContract.listRows, { as: uma, params: { id } })).status).toBe(403)
  })
})

describe('GET /api/sourced-products/import/:id', () => {
  test('200 with its first rows', async () => {
    const { id } = await staged(TWO)
    const { status, body } = await get(id)
    expect(status).toBe(200)
    expect(body.sample.map(({ cells }) => cells)).toEqual(TWO.rows)
  })

  test("404 for another workspace's import", async () => {
    const { id } = await staged(TWO)
    expect((await get(id, await api.person())).status).toBe(404)
  })

  test('403 for an uploader', async () => {
    expect((await get(GONE, uma)).status).toBe(403)
  })
})

describe('PATCH /api/sourced-products/import/:id', () => {
  test('200 changes the mapping, and a finished check must run again', async () => {
    const { id } = await checked(TWO)
    const { status, body } = await change(id, { mapping: ['asin', null, null, null] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'mapping', counts: null, mapping: ['asin', null, null, null] })
  })

  test.each([
    [['asin', 'title', 'title', null], 'Title is taken from two columns. Choose one.'],
    [['asin', 'deleted_at', null, null], "We can't find this field."],
    [['asin', `custom.${GONE}`, null, null], "We can't find this field."],
    [['asin'], 'The mapping names a field or null for each column.'],
  ])('400 for %j', async (mapping, message) => {
    const { id } = await staged(TWO)
    const { status, problem } = await change(id, { mapping })
    expect(status).toBe(400)
    expect(problem.detail).toBe(message)
  })

  test('409 once it ran', async () => {
    const { id } = await imported(TWO)
    const { status, problem } = await change(id, { mapping: ['asin', null, null, null] })
    expect(status).toBe(409)
    expect(problem).toMatchObject({ code: 'import_not_ready', detail: 'This import is done.' })
  })

  test("404 for another workspace's import", async () => {
    const { id } = await staged(TWO)
    expect((await change(id, { options: {} }, await api.person())).status).toBe(404)
  })

  test('403 for an uploader', async () => {
    expect((await change(GONE, { options: {} }, uma)).status).toBe(403)
  })
})

describe('DELETE /api/sourced-products/import/:id', () => {
  const remove = (id: string, as = ann) => api.call(one, importsContract.remove, { as, params: { id } })

  test('200 stops it and discards its rows; a waiting job writes nothing', async () => {
    const { id } = await checked(TWO)
    await askRun(id)
    const { status, body } = await remove(id)
    expect(status).toBe(200)
    expect(body.state).toBe('cancelled')
    await drainJobs()
    expect(await listProducts()).toEqual([])
    expect(await listRows(id)).toEqual([])
    expect((await askRun(id)).status).toBe(409)
  })

  test('404 for a missing import', async () => {
    expect((await remove(GONE)).status).toBe(404)
  })

  test('403 for an uploader', async () => {
    expect((await remove(GONE, uma)).status).toBe(403)
  })
})

describe('POST /api/sourced-products/import/:id/check', () => {
  test('202 and then the import says what each row would do; nothing is written', async () => {
    await imported({
      headers: ['ASIN', 'Title', 'Brand'],
      rows: [
        ['B000000001', 'Lamp', 'Luminar'],
        ['B000000003', 'Mug', ''],
      ],
    })
    const { id, state, counts } = await checked({
      headers: ['ASIN', 'Title', 'Brand'],
      rows: [
        ['B000000001', 'Desk lamp', ''],
        ['B000000002', 'Kettle', ''],
        ['B000000003', 'Mug', ''],
        ['lamp', '', ''],
      ],
    })
    expect({ state, counts }).toEqual({
      state: 'ready',
      counts: { new: 1, updated: 1, unchanged: 1, skipped: 0, bad: 1, repaired: 0 },
    })
    const seen = (await listRows(id)).map(({ asin, outcome, before, after }) => ({ asin, outcome, before, after }))
    expect(seen).toEqual([
      { asin: 'B000000001', outcome: 'updated', before: { title: 'Lamp' }, after: { title: 'Desk lamp' } },
      { asin: 'B000000002', outcome: 'new', before: null, after: { title: 'Kettle' } },
      { asin: 'B000000003', outcome: 'unchanged', before: {}, after: {} },
      { asin: null, outcome: 'bad', before: null, after: {} },
    ])
    expect(await listProducts()).toHaveLength(2)
  })

  test('202 twice is one check', async () => {
    const { id } = await staged(TWO)
    expect((await askCheck(id)).status).toBe(202)
    expect((await askCheck(id)).status).toBe(202)
    const jobs = await api.host.sql(`select 1 from private.jobs where kind = 'products.check-import'`)
    expect(jobs).toHaveLength(1)
  })

  test('400 without a column for the ASIN', async () => {
    const { id } = await staged({ headers: ['Title'], rows: [['Lamp']] })
    const { status, problem } = await askCheck(id)
    expect(status).toBe(400)
    expect(problem.detail).toBe('Say which column is the ASIN.')
  })

  test('409 before all rows have arrived', async () => {
    const { body } = await begin(TWO)
    expect((await askCheck(body.id)).problem).toMatchObject({
      status: 409,
      detail: 'Not all rows of the file have arrived.',
    })
  })

  test('404 for a missing import', async () => {
    expect((await askCheck(GONE)).status).toBe(404)
  })

  test('403 for an uploader', async () => {
    expect((await askCheck(GONE, uma)).status).toBe(403)
  })

  test('a check that another mapping outdated writes nothing', async () => {
    const { id } = await staged(TWO)
    await askCheck(id)
    await change(id, { mapping: ['asin', null, null, null] })
    await drainJobs()
    expect((await get(id)).body).toMatchObject({ state: 'mapping', counts: null })
  })

  test('a dead check says so and can be requested again', async () => {
    const { id } = await staged(TWO)
    await askCheck(id)
    await api.host.sql(
      `update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'worker_lost' where kind = 'products.check-import'`,
    )
    expect((await get(id)).body).toMatchObject({ state: 'failed', error: 'worker_lost', is_started: false })
    await askCheck(id)
    await drainJobs()
    expect((await get(id)).body).toMatchObject({ state: 'ready', error: null })
  })
})

describe('POST /api/sourced-products/import/:id/run', () => {
  test('202 and then the rows are products, as one change of the person who requested it', async () => {
    const done = await imported(TWO)
    expect(done).toMatchObject({
      state: 'done',
      counts: { new: 2, updated: 0, unchanged: 0, skipped: 0, bad: 0, repaired: 0 },
      done_rows: 2,
    })
    const [lamp, kettle] = await listProducts()
    expect(lamp).toMatchObject({ asin: 'B000000001', title: 'Desk lamp', cost_cents: 1250, video_title: 'Desk lamp' })
    expect(kettle).toMatchObject({
      title: 'Kettle',
      cost_cents: 2000,
      quantity: 1,
      currency: 'USD',
    })
    const asked = await api.host.sql(`select 1 from private.jobs where kind = 'products.fill-in'`)
    expect(asked, 'both lack an image').toHaveLength(2)
    const { body } = await api.call(changes, productsContract.changes, { as: ann })
    expect(body.items).toMatchObject([
      { id: done.change_set_id, kind: 'import', product_count: 2, created_by: ann.userId },
    ])
  })

  test('202 twice writes once', async () => {
    const { id } = await checked(TWO)
    await askRun(id)
    await askRun(id)
    await drainJobs()
    expect((await askRun(id)).body.state).toBe('done')
    expect(await listProducts()).toHaveLength(2)
  })

  test('409 before it was checked', async () => {
    const { id } = await staged(TWO)
    expect((await askRun(id)).problem).toMatchObject({ status: 409, code: 'import_not_ready' })
  })

  test('404 for a missing import', async () => {
    expect((await askRun(GONE)).status).toBe(404)
  })

  test('403 for an uploader', async () => {
    expect((await askRun(GONE, uma)).status).toBe(403)
  })
})

test('the same file twice changes nothing, and leaves no trace in the history', async () => {
  const table = {
    headers: ['ASIN', 'Title', 'Video title', 'Owners', 'Cost', 'Purchased', 'Notes'],
    rows: [
      ['B000000001', 'Desk lamp', 'My lamp', 'Anna; Ben', '1,234.50', '2026-11-22', 'two\nlines'],
      ['306406152', '=1+1', '', '', '', '', ''],
    ],
  }
  expect(await imported(table, { create_missing: true })).toMatchObject({ counts: { new: 2, bad: 0 } })
  const before = await listProducts()
  const again = await imported(table)
  expect(again).toMatchObject({
    counts: { new: 0, updated: 0, unchanged: 2, skipped: 0, bad: 0, repaired: 1 },
    change_set_id: null,
    state: 'done',
  })
  expect(await listProducts()).toEqual(before)
  expect((await api.call(changes, productsContract.changes, { as: ann })).body.items).toHaveLength(1)
})

test('a formula is stored as plain text', async () => {
  await imported({ headers: ['ASIN', 'Title'], rows: [['B000000001', "=cmd|'/c calc'!A0"]] })
  expect(await productOf('B000000001')).toMatchObject({ title: "=cmd|'/c calc'!A0" })
})

test('an empty cell never erases', async () => {
  await imported({ headers: ['ASIN', 'Title', 'Brand'], rows: [['B000000001', 'Lamp', 'Luminar']] })
  await imported({ headers: ['ASIN', 'Title', 'Brand'], rows: [['B000000001', '', 'Muji']] })
  expect(await productOf('B000000001')).toMatchObject({ title: 'Lamp', brand: 'Muji' })
})

test('the first of two rows with the same ASIN counts', async () => {
  const { id, counts } = await imported({
    headers: ['ASIN', 'Title'],
    rows: [
      ['B000000001', 'First'],
      ['b000000001', 'Second'],
    ],
  })
  expect(counts).toEqual({ new: 1, updated: 0, unchanged: 0, skipped: 0, bad: 1, repaired: 0 })
  expect(await reasonsOf(id)).toEqual([[2, 'The same ASIN as in row 1.']])
  expect(await productOf('B000000001')).toMatchObject({ title: 'First' })
})

test('B-13 what a spreadsheet made of an ASIN is repaired where the digits prove it, and the row says so', async () => {
  const link = 'https://www.amazon.de/dp/B07XJQW9K2?th=1'
  const cells = [
    '306406152',
    '9.780306406157E+12',
    `=HYPERLINK("${link}";"Lamp")`,
    link.replace('B07XJQW9K2', 'B07XJQW9K3'),
    '9.78E+09',
    '0306406I52',
    '03O6406152',
  ]
  const table = { headers: ['\uFEFFASIN', 'Title'], rows: cells.map((cell) => [cell, 'Lamp']) }
  const { id } = await checked(table)
  const read = await listRows(id)
  expect(read.map(({ asin, outcome, repaired_asin }) => [asin, outcome, repaired_asin?.how ?? null])).toEqual([
    ['0306406152', 'new', 'leading_zeros'],
    ['0306406152', 'bad', 'number_format'],
    ['B07XJQW9K2', 'new', 'formula'],
    ['B07XJQW9K3', 'new', null],
    [null, 'bad', null],
    [null, 'bad', null],
    [null, 'bad', null],
  ])
  expect(read[0]?.repaired_asin).toEqual({ from: '306406152', to: '0306406152', how: 'leading_zeros' })
  expect(read.map(({ reasons }) => reasons[0]?.message).slice(4)).toEqual([
    expect.stringContaining('was shortened by a spreadsheet, so digits are lost'),
    expect.stringContaining('is not an ASIN'),
    expect.stringContaining('Did you mean 0306406152?'),
  ])
  // A mapping that reads another column forgets the repairs of the earlier check.
  await change(id, { mapping: [null, 'asin'] })
  await askCheck(id)
  await drainJobs()
  expect((await listRows(id)).filter(({ repaired_asin }) => repaired_asin !== null)).toEqual([])
})

test('an ambiguous date is refused until a person chooses the format', async () => {
  const table = {
    headers: ['ASIN', 'Purchased'],
    rows: [
      ['B000000001', '01/02/2026'],
      ['B000000002', '03/04/2026'],
    ],
  }
  const { id, counts } = await checked(table)
  expect(counts).toMatchObject({ new: 0, bad: 2 })
  expect((await reasonsOf(id))[0]?.[1]).toContain('choose the date format')
  await change(id, { options: { date_order: 'dmy' } })
  await askCheck(id)
  await drainJobs()
  await askRun(id)
  await drainJobs()
  expect(await productOf('B000000001')).toMatchObject({ purchase_date: '2026-02-01' })
})

test('names that are not in the lists are refused, or added once on request', async () => {
  const table = {
    headers: ['ASIN', 'Status', 'Owners', 'Sales channel'],
    rows: [
      ['B000000001', 'Waiting', 'Zoe', 'Vinted'],
      ['B000000002', 'waiting', 'zoe, Anna', 'Vinted'],
    ],
  }
  expect((await checked(table)).counts).toMatchObject({ bad: 2 })
  const done = await imported(table, { create_missing: true })
  expect(done.counts).toEqual({ new: 2, updated: 0, unchanged: 0, skipped: 0, bad: 0, repaired: 0 })
  const lists = await api.host.sql<{ name: string }>(
    `select name from public.crm_statuses where lower(name) = 'waiting' and workspace_id = (select current_workspace_id from public.users where id = $1)
     union all select name from public.crm_owners where workspace_id = (select current_workspace_id from public.users where id = $1)
     union all select name from public.crm_marketplaces where name = 'Vinted' and workspace_id = (select current_workspace_id from public.users where id = $1)`,
    [ann.userId],
  )
  expect(lists.map(({ name }) => name).sort()).toEqual(['Anna', 'Vinted', 'Waiting', 'Zoe'])
  const second = await productOf('B000000002')
  expect(second?.owners.map(({ is_primary }) => is_primary)).toEqual([true, false])
  expect((await checked(table)).counts).toMatchObject({ unchanged: 2 })
})

test('owners are set, the first is primary, and an owner who stays keeps the share', async () => {
  await imported({ headers: ['ASIN', 'Owners'], rows: [['B000000001', 'Anna; Ben']] }, { create_missing: true })
  await api.host.sql(
    `update public.product_owners set share_bps = 4000 where owner_id = (select id from public.crm_owners where name = 'Ben'
       and workspace_id = (select current_workspace_id from public.users where id = $1))`,
    [ann.userId],
  )
  await imported({ headers: ['ASIN', 'Owners'], rows: [['B000000001', 'Ben']] })
  expect((await productOf('B000000001'))?.owners).toMatchObject([{ is_primary: true, share_bps: 4000 }])
})

test('a video title of the file counts as typed manually, unless the rule would write the same', async () => {
  const table = {
    headers: ['ASIN', 'Title', 'Video title'],
    rows: [
      ['B000000001', 'Desk lamp', 'Desk lamp'],
      ['B000000002', 'Kettle', 'The best kettle'],
    ],
  }
  await imported(table)
  const read = async () =>
    (await listProducts()).map(({ video_title, is_video_title_typed }) => [video_title, is_video_title_typed])
  expect(await read()).toEqual([
    ['Desk lamp', false],
    ['The best kettle', true],
  ])
  const renamed = {
    ...table,
    rows: [
      ['B000000001', 'Floor lamp', 'Desk lamp'],
      ['B000000002', 'Pot', 'The best kettle'],
    ],
  }
  await imported(renamed)
  expect(await read()).toEqual([
    ['Desk lamp', true],
    ['The best kettle', true],
  ])
  expect((await imported(renamed)).counts).toMatchObject({ updated: 0, unchanged: 2 })
})

test('a product added or changed between check and run is compared again', async () => {
  const { id, counts } = await checked(TWO)
  expect(counts).toMatchObject({ new: 2 })
  await api.call(products, productsContract.create, {
    as: ann,
    body: { asin: 'B000000001', title: 'Mine', brand: 'Luminar' },
  })
  await askRun(id)
  await drainJobs()
  expect((await get(id)).body.counts).toEqual({ new: 1, updated: 1, unchanged: 0, skipped: 0, bad: 0, repaired: 0 })
  expect(await productOf('B000000001')).toMatchObject({ title: 'Desk lamp', brand: 'Luminar' })
  expect((await listRows(id)).map(({ outcome }) => outcome)).toEqual(['updated', 'new'])
})

test('two imports of the same products at once leave each product once', async () => {
  const first = await checked(TWO)
  const second = await checked({ ...TWO, rows: [...TWO.rows, ['B000000003', 'Mug', '', '']] })
  await askRun(first.id)
  await askRun(second.id)
  await Promise.all([drainJobs(), drainJobs()])
  expect((await listProducts()).map(({ asin }) => asin)).toEqual(['B000000001', 'B000000002', 'B000000003'])
  const [a, b] = [(await get(first.id)).body.counts, (await get(second.id)).body.counts]
  expect([a, b].reduce((sum, counts) => sum + (counts?.new ?? 0), 0)).toBe(3)
})

const MANY: Table = {
  headers: ['ASIN', 'Title'],
  rows: Array.from({ length: 25 }, (_, index) => [`B${String(index + 1).padStart(9, '0')}`, `Product ${index + 1}`]),
}

test('a worker killed in the middle is followed by one that continues there: no duplicates, one change', async () => {
  const { id } = await checked(MANY)
  await askRun(id)
  const db = createServiceClient()
  await claimJobs(db, 'killed', 1)
  expect(await runImportChunk(db, id, 10)).toEqual({ is_running: true, done_rows: 10, row_count: 25 })
  // The answer of the run is lost too; the lease ends.
  await api.host.sql(`update private.jobs set leased_until = now() - interval '1 second'`)
  await drainJobs()
  const { body } = await get(id)
  expect(body).toMatchObject({
    state: 'done',
    counts: { new: 25, updated: 0, unchanged: 0, skipped: 0, bad: 0, repaired: 0 },
  })
  expect(await listProducts()).toHaveLength(25)
  const history = (await api.call(changes, productsContract.changes, { as: ann })).body.items
  expect(history).toMatchObject([{ id: body.change_set_id, kind: 'import', product_count: 25 }])
})

test('a dead run says so and continues where it stopped', async () => {
  const { id } = await checked(MANY)
  await askRun(id)
  await runImportChunk(createServiceClient(), id, 10)
  await api.host.sql(
    `update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'unexpected' where kind = 'products.run-import'`,
  )
  expect((await get(id)).body).toMatchObject({ state: 'failed', error: 'unexpected', is_started: true, done_rows: 10 })
  await askRun(id)
  await drainJobs()
  expect((await get(id)).body).toMatchObject({ state: 'done', counts: { new: 25 } })
  expect(await listProducts()).toHaveLength(25)
})

test('a whole import is undone at once, except for fields changed since', async () => {
  await imported({ headers: ['ASIN', 'Title'], rows: [['B000000001', 'Lamp']] })
  const { id, change_set_id } = await imported(
    {
      headers: ['ASIN', 'Title', 'Image', 'Owners'],
      rows: [
        ['B000000001', 'Desk lamp', '', 'Anna'],
        ['B000000002', 'Kettle', 'https://example.com/k.jpg', 'Anna'],
        ['B000000003', 'Mug', 'https://example.com/m.jpg', ''],
      ],
    },
    { create_missing: true },
  )
  const { status, body } = await api.call(undo, productsContract.undoChange, {
    as: ann,
    params: { id: change_set_id ?? '' },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ reverted: 3, left: [] })
  expect(await listProducts()).toMatchObject([{ asin: 'B000000001', title: 'Lamp', owners: [] }])
  expect((await get(id)).body.is_undone).toBe(true)
})

test("a lookup's values do not keep an import from being undone, a person's edits do", async () => {
  const { change_set_id } = await imported({ headers: ['ASIN'], rows: [['B000000001'], ['B000000002']] })
  await api.host.sql(
    `update public.sourced_products set title = 'Lamp', brand = 'Luminar' where asin = 'B000000001' and workspace_id = (select current_workspace_id from public.users where id = $1)`,
    [ann.userId],
  )
  const typed = await productOf('B000000002')
  await api.call(product, productsContract.update, {
    as: ann,
    params: { id: typed?.id ?? '' },
    body: { title: 'Kettle' },
  })
  const { body } = await api.call(undo, productsContract.undoChange, { as: ann, params: { id: change_set_id ?? '' } })
  expect(body).toMatchObject({ reverted: 1, left: [{ asin: 'B000000002' }] })
  expect(await listProducts()).toMatchObject([{ asin: 'B000000002', title: 'Kettle' }])
})

test('an import that is undone while it runs writes nothing more', async () => {
  const { id } = await checked(MANY)
  await askRun(id)
  await runImportChunk(createServiceClient(), id, 10)
  const { change_set_id } = (await get(id)).body
  await api.call(undo, productsContract.undoChange, { as: ann, params: { id: change_set_id ?? '' } })
  await drainJobs()
  expect((await get(id)).body.state).toBe('cancelled')
  expect(await listProducts()).toEqual([])
})

test('the rows of a file are deleted after thirty days, the mapping is not', async () => {
  const { id } = await imported(TWO)
  await api.host.sql(`update public.product_imports set created_at = now() - interval '31 days' where id = $1`, [id])
  await createServiceClient().rpc('enqueue_job', { p_kind: 'records.purge', p_key: 'records.purge' })
  await drainJobs()
  expect(await listRows(id)).toEqual([])
  expect((await get(id)).body).toMatchObject({ state: 'done', mapping: ['asin', 'title', 'cost_cents', 'status_id'] })
})

test('an amount without a currency is in the currency of its product, and never a hundred times as much', async () => {
  await imported({
    headers: ['ASIN', 'Cost', 'Currency'],
    rows: [
      ['B000000001', '1200', 'JPY'],
      ['B000000002', '1.250', 'KWD'],
      ['B000000003', '4.99', 'GBP'],
    ],
  })
  await imported({
    headers: ['ASIN', 'Cost'],
    rows: [
      ['B000000001', '1,300'],
      ['B000000002', '2.5'],
      ['B000000003', '£5'],
      ['B000000004', '7,50 €'],
    ],
  })
  const amounts = (await listProducts()).map(({ asin, currency, cost_cents }) => [asin, currency, cost_cents])
  expect(amounts.toSorted()).toEqual([
    ['B000000001', 'JPY', 1300],
    ['B000000002', 'KWD', 2500],
    ['B000000003', 'GBP', 500],
    ['B000000004', 'EUR', 750],
  ])
})

test('a header line after a long preamble is kept, and the separator says what 3.375 may be', async () => {
  const headers = ['ASIN', 'Cost', 'Currency']
  const rows = [
    ['B000000001', '3.375', 'EUR'],
    ['B000000002', '1,250', 'USD'],
  ]
  const reading = {
    kind: 'text',
    sheets: [],
    sheet: null,
    delimiter: ',',
    quoting: 'enclose',
    encoding: 'utf-8',
    first_lines: Array.from({ length: IMPORT_FIRST_LINES }, (_, at) => `line ${at}`),
    header_line: IMPORT_FIRST_LINES - 1,
    left_out: [],
  }
  const begun = { filename: 'report.csv', file_size: 200, file_hash: 'f'.repeat(64), headers, reading }
  const { status, body } = await api.call(imports, importsContract.create, { as: ann, body: begun })
  expect(status).toBe(201)
  expect(body.reading?.header_line).toBe(IMPORT_FIRST_LINES - 1)
  await send(body.id, { first_row: 1, rows, is_last: true })
  await askCheck(body.id)
  await drainJobs()
  expect(await reasonsOf(body.id)).toEqual([
    [1, 'Cost: “3.375” could have decimals or thousands; choose the decimal sign.'],
  ])
  await change(body.id, { options: { decimal_sign: 'comma' } })
  await askCheck(body.id)
  await drainJobs()
  expect((await listRows(body.id))[0]?.after).toMatchObject({ cost_cents: 337_500 })
})
