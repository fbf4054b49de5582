import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FileAnswer } from '#core/http/file.ts'
import { productsContract } from '#core/products/contract.ts'
import { exportsContract } from '#core/products/exports.ts'
import { importsContract } from '#core/products/imports/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { readTable } from '../../../frontend/src/features/products/imports/reading/read-table.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import one from '../../functions/sourced-product-import.ts'
import importCheck from '../../functions/sourced-product-import-check.ts'
import importRows from '../../functions/sourced-product-import-rows.ts'
import products from '../../functions/sourced-products.ts'
import exporting from '../../functions/sourced-products-export.ts'
import imports from '../../functions/sourced-products-import.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let people = 0

beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(async () => {
  vi.spyOn(console, 'info').mockImplementation(() => {})
  ann = await api.person(`export-${++people}`)
})
afterAll(() => api.close())

const ask = (query: Record<string, string> = {}, as = ann) =>
  api.call(exporting, exportsContract.products, { as, query })
const textOf = ({ bytes }: FileAnswer) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
const add = async (body: object): Promise<SourcedProduct> =>
  (await api.call(products, productsContract.create, { as: ann, body })).body
const workspaceOf = `(select current_workspace_id from public.users where id = $1)`

/** Custom fields of every kind and products that use everything a product can have. */
async function addEverything(): Promise<void> {
  const option = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
  const kinds = ['text', 'number', 'money', 'date', 'select', 'checkbox', 'url']
  for (const [index, kind] of kinds.entries()) {
    await api.host.sql(
      `insert into public.crm_fields (workspace_id, name, kind, position, options) values (${workspaceOf}, $2, $3, $4, $5::jsonb)`,
      [
        ann.userId,
        `My ${kind}`,
        kind,
        index + 1,
        JSON.stringify(kind === 'select' ? [{ id: option, name: 'Größe; M', color: '#FF0000' }] : []),
      ],
    )
  }
  const owners = await api.host.sql<{ id: string }>(
    `insert into public.crm_owners (workspace_id, name, position) values (${workspaceOf}, 'Anna', 1), (${workspaceOf}, 'Smith, Ben; Sons', 2) returning id`,
    [ann.userId],
  )
  const fields = await api.host.sql<{ id: string; kind: string }>(
    `select id, kind from public.crm_fields where workspace_id = ${workspaceOf}`,
    [ann.userId],
  )
  const idOf = async (table: string) =>
    (
      await api.host.sql<{ id: string }>(
        `select id from public.${table} where workspace_id = ${workspaceOf} order by position limit 1`,
        [ann.userId],
      )
    )[0]?.id
  const values: Record<string, unknown> = {
    text: '=1+1',
    number: -1.5,
    money: 199,
    date: '2026-02-01',
    select: option,
    checkbox: false,
    url: 'https://example.com/a?b=c,d',
  }
  await add({
    asin: '0306406152',
    title: "=cmd|'/c calc'!A0",
    image_url: 'https://example.com/a.png',
    brand: "'=quoted",
    category: '+Home',
    decision: 'sell',
    status_id: await idOf('crm_statuses'),
    collaboration_type_id: await idOf('crm_collaboration_types'),
    contact_source_id: await idOf('crm_contact_sources'),
    marketplace_id: await idOf('crm_marketplaces'),
    owners: [{ owner_id: owners[1]?.id, is_primary: true, share_bps: 2500 }, { owner_id: owners[0]?.id }],
    requirements: '-two\nlines, "quoted"; done',
    important_date: '2026-01-02',
    important_date_comment: '@home',
    follow_up_date: '2026-12-24',
    follow_up_note: 'Grüße 🎄',
    cost_cents: 123_450,
    fees_cents: 5,
    currency: 'EUR',
    quantity: 0,
    purchase_date: '2026-03-04',
    notes: '\u201Ctab\u201D inside:\tand\r\nmore',
    source: 'fair',
    custom_values: Object.fromEntries(fields.map(({ id, kind }) => [id, values[kind]])),
  })
  await add({ asin: 'B000000001', title: 'Yen', cost_cents: 1200, currency: 'JPY' })
  // 1.200 could be twelve hundred; the column has no cell that says otherwise.
  await add({ asin: 'B000000002', cost_cents: 1200, fees_cents: 12_345, currency: 'KWD' })
  await add({ asin: 'B000000003', cost_cents: 123_456, currency: 'HUF' })
  await add({ asin: 'B000000004' })
}

describe('GET /api/sourced-products/export', () => {
  test('200 answers the view as CSV: its rows, order and columns', async () => {
    await add({ asin: 'B000000001', title: 'Lamp, big', cost_cents: 1250 })
    await add({ asin: 'B000000002', title: 'Kettle' })
    await add({ asin: 'B000000003', title: 'Mug' })
    const filter = JSON.stringify({
      match: 'any',
      rules: [
        { field: 'title', operator: 'contains', value: 'e' },
        { field: 'title', operator: 'contains', value: 'big' },
      ],
    })
    const { status, headers, body } = await ask({ filter, sort: 'title', columns: 'title,asin,cost_cents' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="products-\d{4}-\d\d-\d\d\.csv"$/)
    expect(textOf(body)).toBe('\uFEFFTitle,ASIN,Cost\r\nKettle,B000000002,\r\n"Lamp, big",B000000001,12.50\r\n')
  })

  test('200 answers only products named by id, and more than one page of them', async () => {
    await api.host.sql(
      `insert into public.sourced_products (workspace_id, asin, title) select ${workspaceOf}, 'B' || lpad(i::text, 9, '0'), 'P' from generate_series(1, 2100) as i`,
      [ann.userId],
    )
    const all = textOf((await ask({ sort: 'asin', columns: 'asin' })).body)
      .trim()
      .split('\r\n')
    expect(all).toHaveLength(2101)
    expect(all.at(-1)).toBe('B000002100')
    const [product] = (await api.call(products, productsContract.list, { as: ann, query: { search: 'B000000007' } }))
      .body.items
    expect(textOf((await ask({ ids: product?.id ?? '', columns: 'asin' })).body)).toBe('\uFEFFASIN\r\nB000000007\r\n')
  })

  test('400 for a column that does not exist', async () => {
    const { status, problem } = await ask({ columns: 'asin,moon' })
    expect(status).toBe(400)
    expect(problem.detail).toBe('There is no column moon.')
  })

  test('403 for an uploader', async () => {
    const uma = await api.teammate(ann, 'uploader')
    expect((await ask({}, uma)).status).toBe(403)
  })

  test('no spreadsheet runs a cell as a formula, or drops the zeros of an ISBN', async () => {
    await addEverything()
    const csv = textOf((await ask()).body)
    expect(csv).toContain(`"\t0306406152",'=cmd|'/c calc'!A0,`)
    const cells = (await readTable(new Blob([(await ask()).body.bytes]))).rows.flat()
    // A negative number is no formula.
    expect(
      cells.filter((cell) => /^[=+@\r]/.test(cell) || (cell.startsWith('-') && Number.isNaN(Number(cell)))),
    ).toEqual([])
  })
})

test.each([
  ['csv', undefined],
  ['xlsx', undefined],
  ['csv', 'asin,cost_cents,fees_cents'],
  ['xlsx', 'fees_cents,asin,cost_cents'],
] as const)('importing an export as %s changes nothing, with the columns %s', async (format, columns) => {
  await addEverything()
  const { body } = await ask({ format, ...(columns && { columns }) })
  const table = await readTable(new Blob([body.bytes]))
  const { body: begun } = await api.call(imports, importsContract.create, {
    as: ann,
    body: {
      filename: body.filename,
      file_size: body.bytes.length,
      file_hash: table.hash,
      headers: table.headers,
      sample: table.rows,
    },
  })
  expect(begun.mapping.filter((key) => key === null)).toEqual([])
  await api.call(importRows, importsContract.addRows, {
    as: ann,
    params: { id: begun.id },
    body: { first_row: 1, rows: table.rows, is_last: true },
  })
  await api.call(importCheck, importsContract.check, { as: ann, params: { id: begun.id } })
  await drainJobs()
  const { body: checked } = await api.call(one, importsContract.get, { as: ann, params: { id: begun.id } })
  expect(checked.sample.map(({ after, reasons }) => ({ after, reasons }))).toEqual(
    Array(5).fill({ after: {}, reasons: [] }),
  )
  expect(checked.counts).toEqual({ new: 0, updated: 0, unchanged: 5, skipped: 0, bad: 0, repaired: 0 })
})
