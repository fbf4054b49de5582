import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogContract } from '#core/catalog/contract.ts'
import { type ImportOptions, importsContract, type ProductImport } from '#core/products/imports/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import catalog from '../../functions/catalog.ts'
import counts from '../../functions/catalog-counts.ts'
import begin from '../../functions/catalog-import.ts'
import one from '../../functions/sourced-product-import.ts'
import check from '../../functions/sourced-product-import-check.ts'
import rows from '../../functions/sourced-product-import-rows.ts'
import run from '../../functions/sourced-product-import-run.ts'
import plainImports from '../../functions/sourced-products-import.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let workspaceId: string
let people = 0

beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'info').mockImplementation(() => {})
  await api.host.exec('delete from private.jobs')
  ann = await api.person(`catalog-${++people}`)
  const [found] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  workspaceId = String(found?.id)
})
afterAll(() => api.close())

const [A, B, C, D] = ['B000000001', 'B000000002', 'B000000003', '0306406152'] as const
type Choice = Partial<NonNullable<ImportOptions['catalog']>>

const start = (table: string[][], address = { endpoint: begin, contract: importsContract.createCatalog }, as = ann) =>
  api.call(address.endpoint, address.contract as typeof importsContract.createCatalog, {
    as,
    body: {
      filename: 'filmed.csv',
      file_size: 100,
      file_hash: createHash('sha256').update(JSON.stringify(table)).digest('hex'),
      headers: table[0] ?? [],
      sample: table.slice(1, 50),
    },
  })
const get = async (id: string) => (await api.call(one, importsContract.get, { as: ann, params: { id } })).body
const listRows = async (id: string, query: Record<string, string> = {}) =>
  (await api.call(rows, importsContract.listRows, { as: ann, params: { id }, query })).body.items

/** The result that the check predicts. */
async function checked(table: string[][], choice: Choice = {}): Promise<ProductImport> {
  const { body } = await start(table)
  const params = { id: body.id }
  await api.call(rows, importsContract.addRows, {
    as: ann,
    params,
    body: { first_row: 1, rows: table.slice(1), is_last: true },
  })
  await api.call(one, importsContract.update, { as: ann, params, body: { options: { catalog: choice } } })
  await api.call(check, importsContract.check, { as: ann, params })
  await drainJobs()
  return get(body.id)
}
async function ran({ id }: { id: string }): Promise<ProductImport> {
  expect((await api.call(run, importsContract.run, { as: ann, params: { id } })).status).toBe(202)
  await drainJobs()
  return get(id)
}

type Stored = {
  asin: string
  title: string | null
  brand: string | null
  source: string | null
  status: string | null
  fill_in_state: string | null
}
const stored = () =>
  api.host.sql<Stored>(
    `select product.asin, product.title, product.brand, product.source, status.name as status, product.fill_in_state
     from public.sourced_products as product left join public.crm_statuses as status on status.id = product.status_id
     where product.workspace_id = $1 and product.deleted_at is null order by product.asin`,
    [workspaceId],
  )
const productOf = async (asin: string) => (await stored()).find((product) => product.asin === asin)
const addProduct = (asin: string, title: string | null, brand: string | null = null) =>
  api.host.sql(
    `insert into public.sourced_products (workspace_id, asin, title, brand, video_title, image_url, category)
     values ($1, $2, $3, $4, '', 'https://example.com/a.jpg', 'Home')`,
    [workspaceId, asin, title, brand],
  )
const addTask = (asin: string, values: { status?: string; market?: string; search?: string } = {}) =>
  api.host.sql(
    `insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace, status, completed_at)
     values ($1, $2, $3, $4, $5, case when $5 = 'completed' then now() end)`,
    [workspaceId, asin, values.search ?? asin, values.market ?? 'US', values.status ?? 'pending'],
  )
const importedStatus = () =>
  api.host.sql(
    `insert into public.crm_statuses (workspace_id, name, position, automation) values ($1, 'Filmed', 99, 'catalog_imported')
     on conflict do nothing`,
    [workspaceId],
  )
const lookups = async () =>
  (
    await api.host.sql<{ count: number }>(
      `select count(*)::int as count from private.jobs where workspace_id = $1 and kind = 'products.fill-in'`,
      [workspaceId],
    )
  )[0]?.count

const SHEET = [
  ['ASIN', 'Title', 'Brand'],
  [A, 'N/A', ''],
  [B, 'Kettle of the file', ''],
  [C, 'Has a task', ''],
  ['XYZ', 'No ASIN', ''],
  ['306406152', 'A book', ''],
]

describe('POST /api/catalog/import', () => {
  test('201 begins an import of the catalog, beside a product import of the same file', async () => {
    const { status, body } = await start(SHEET)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'receiving',
      mapping: ['asin', 'title', 'brand'],
      options: { catalog: { existing: 'merge', look_up: false } },
    })
    const plain = await start(SHEET, { endpoint: plainImports, contract: importsContract.create as never })
    expect(plain.body.id).not.toBe(body.id)
    expect(plain.body.options.catalog).toBeNull()
    expect((await start(SHEET)).body.id).toBe(body.id)
  })

  test('201 never remembers that a file was of the catalog, nor that it was looked up', async () => {
    await checked([SHEET[0] ?? [], [A, 'Lamp', '']], { look_up: true, existing: 'skip' })
    const table = [SHEET[0] ?? [], [B, 'Mug', '']]
    const again = await start(table, { endpoint: plainImports, contract: importsContract.create as never })
    expect(again.body.options.catalog).toBeNull()
    expect((await start(table)).body.options.catalog).toEqual({ existing: 'merge', look_up: false })
  })
})

test('an import keeps its kind, whatever its options say', async () => {
  const { body } = await start(SHEET)
  const params = { id: body.id }
  const update = (options: object) => api.call(one, importsContract.update, { as: ann, params, body: { options } })
  expect((await update({ catalog: { existing: 'skip' } })).body.options.catalog?.existing).toBe('skip')
  expect((await update({ create_missing: true })).body.options).toMatchObject({
    create_missing: true,
    catalog: { existing: 'skip' },
  })
  const plain = await start(SHEET, { endpoint: plainImports, contract: importsContract.create as never })
  const changed = await api.call(one, importsContract.update, {
    as: ann,
    params: { id: plain.body.id },
    body: { options: { catalog: { existing: 'skip' } } },
  })
  expect(changed.body.options.catalog).toBeNull()
})

describe('what a catalog import does', () => {
  test('skip: new ones are added, owned ones and those with a task are left alone, each with its reason', async () => {
    await importedStatus()
    await addProduct(B, null, 'Own brand')
    await addTask(C, { search: A, status: 'completed' })
    const item = await checked(SHEET, { existing: 'skip' })
    await api.host.exec('delete from private.jobs')
    expect(item.counts).toEqual({ new: 2, updated: 0, unchanged: 0, skipped: 2, bad: 1, repaired: 1 })
    const reasons = (await listRows(item.id, { outcome: 'skipped' })).map(({ asin, reasons }) => [asin, reasons])
    expect(reasons).toEqual([
      [B, [{ field: 'asin', message: `${B} is in your products already.` }]],
      [C, [{ field: 'asin', message: `${C} has an upload task already.` }]],
    ])
    const [repaired] = await listRows(item.id, { repaired: 'true' })
    expect(repaired).toMatchObject({
      asin: D,
      outcome: 'new',
      repaired_asin: { from: '306406152', to: D, how: 'leading_zeros' },
    })
    const done = await ran(item)
    expect(done).toMatchObject({
      state: 'done',
      counts: { new: 2, updated: 0, unchanged: 0, skipped: 2, bad: 1, repaired: 1 },
    })
    expect(await productOf(A)).toEqual({
      asin: A,
      title: null,
      brand: null,
      source: 'catalog import',
      status: 'Filmed',
      fill_in_state: 'not_asked',
    })
    expect(await productOf(B)).toMatchObject({ title: null, brand: 'Own brand', source: null, status: 'Sourcing' })
    expect(await productOf(C)).toBeUndefined()
    expect(await lookups()).toBe(0)
  })

  test('merge: owned ones take what the file says, and an empty cell never erases', async () => {
    await importedStatus()
    await addProduct(B, 'Old title', 'Own brand')
    await addTask(C)
    await addProduct(C, 'Mine')
    const item = await checked(SHEET, { existing: 'merge' })
    expect(item.counts).toMatchObject({ new: 2, updated: 1, skipped: 1 })
    expect((await ran(item)).counts).toMatchObject({ new: 2, updated: 1, skipped: 1 })
    expect(await productOf(B)).toMatchObject({
      title: 'Kettle of the file',
      brand: 'Own brand',
      source: null,
      status: 'Sourcing',
    })
    expect(await productOf(C)).toMatchObject({ title: 'Mine' })
  })

  test('what is in the file wins over the status and source of the catalog', async () => {
    await importedStatus()
    const item = await checked([
      ['ASIN', 'Status', 'Source'],
      [A, 'Ordered', 'flea market'],
      [B, '', ''],
    ])
    const [first, second] = await listRows(item.id, { outcome: 'new' })
    expect(first?.after).toMatchObject({ source: 'flea market' })
    expect(second?.after).toMatchObject({ source: 'catalog import', status_id: expect.any(String) })
    await ran(item)
    expect(await productOf(A)).toMatchObject({ status: 'Ordered', source: 'flea market' })
    expect(await productOf(B)).toMatchObject({ status: 'Filmed', source: 'catalog import' })
  })

  test('looked up at once on request, as a product import does', async () => {
    const item = await checked([['ASIN'], [A], [B]], { look_up: true })
    await api.call(run, importsContract.run, { as: ann, params: { id: item.id } })
    await api.host.exec(`update private.jobs set run_at = now() + interval '1 day' where kind = 'products.fill-in'`)
    await drainJobs()
    expect((await stored()).map(({ asin }) => asin)).toEqual([A, B])
    expect((await stored()).every(({ fill_in_state }) => fill_in_state !== 'not_asked')).toBe(true)
  })

  test('a product or a task that came after the check is left alone too, and counted', async () => {
    const item = await checked(
      [
        ['ASIN', 'Title'],
        [A, 'Lamp'],
        [B, 'Mug'],
        [C, 'Pan'],
      ],
      { existing: 'skip' },
    )
    expect(item.counts).toMatchObject({ new: 3, skipped: 0 })
    await addProduct(A, 'Added meanwhile')
    await addTask(B)
    expect((await ran(item)).counts).toMatchObject({ new: 1, updated: 0, skipped: 2 })
    expect((await stored()).map(({ asin, title }) => [asin, title])).toEqual([
      [A, 'Added meanwhile'],
      [C, 'Pan'],
    ])
  })

  test('a product import of the same rows knows nothing of tasks, and looks up', async () => {
    await addTask(C)
    const plain = await start(SHEET, { endpoint: plainImports, contract: importsContract.create as never })
    const params = { id: plain.body.id }
    await api.call(rows, importsContract.addRows, {
      as: ann,
      params,
      body: { first_row: 1, rows: SHEET.slice(1), is_last: true },
    })
    await api.call(check, importsContract.check, { as: ann, params })
    await drainJobs()
    expect((await get(plain.body.id)).counts).toMatchObject({ new: 4, skipped: 0, bad: 1 })
  })
})

const list = async (query: Record<string, string> = {}, as = ann) =>
  api.call(catalog, catalogContract.list, { as, query })
const asinsOf = async (query: Record<string, string> = {}) => (await list(query)).body.items.map(({ asin }) => asin)

/** A product with a video, a correlated ASIN with tasks, a task alone, and an ASIN that three of them share. */
async function seedCatalog() {
  await api.host.sql(
    `with product as (
       insert into public.sourced_products (workspace_id, asin, title, video_title, image_url, created_at, fill_in_state)
       values ($1, '${A}', 'Desk lamp', '', 'https://example.com/a.jpg', '2026-01-01', 'done'),
         ($1, '${B}', null, '', null, '2026-01-04', 'not_asked') returning id, asin
     ), video as (
       insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type,
         is_for_tasks)
       values ($1, '${A}', 'storage', $1::text || '/x.mp4', 'x.mp4', 1, 'video/mp4', true)
     )
     insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, relation, marketplaces, title,
       decision, created_at)
     select $1, id, '${A}', other.asin, 'same', '{DE}', other.title, other.decision, other.at::timestamptz
     from product, (values ('${C}', 'Schreibtischlampe', 'accepted', '2026-01-02'), ('${B}', 'Mug', 'accepted', '2026-01-05'),
       ('B000000009', 'Declined', 'declined', '2026-01-06')) as other (asin, title, decision, at)
     where product.asin = '${A}'`,
    [workspaceId],
  )
  await api.host.sql(
    `insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace, status, completed_at, title, created_at)
     values ($1, '${D}', '${D}', 'UK', 'completed', now(), 'A book', '2026-01-03'),
       ($1, '${C}', '${A}', 'DE', 'pending', null, null, '2026-01-07'), ($1, '${C}', '${A}', 'US', 'completed', now(), null, '2026-01-08')`,
    [workspaceId],
  )
}

describe('GET /api/catalog', () => {
  test('200 lists every ASIN once, where it was seen first, the newest first', async () => {
    await seedCatalog()
    const { status, body } = await list({ count: 'true' })
    expect(status).toBe(200)
    expect(body.total).toBe(4)
    expect(body.items.map(({ id: _, first_seen, ...item }) => ({ ...item, seen: first_seen.slice(0, 10) }))).toEqual([
      {
        asin: B,
        title: 'Mug',
        image_url: null,
        sources: ['product', 'correlation'],
        product_id: expect.any(String),
        lookup: 'not_asked',
        has_video: false,
        pending: 0,
        completed: 0,
        marketplace: 'US',
        amazon_product_url: `https://www.amazon.com/dp/${B}`,
        seen: '2026-01-04',
      },
      expect.objectContaining({ asin: D, sources: ['task'], completed: 1, marketplace: 'UK', lookup: null }),
      expect.objectContaining({
        asin: C,
        title: 'Schreibtischlampe',
        sources: ['correlation', 'task'],
        pending: 1,
        completed: 1,
        marketplace: 'US',
        seen: '2026-01-02',
      }),
      expect.objectContaining({ asin: A, has_video: true, sources: ['product'], lookup: 'done', pending: 0 }),
    ])
  })

  test('200 filters by source, video, task, lookup and every word of a search', async () => {
    await seedCatalog()
    expect(await asinsOf({ source: 'product' })).toEqual([B, A])
    expect(await asinsOf({ source: 'correlation' })).toEqual([B, C])
    expect(await asinsOf({ source: 'task' })).toEqual([D, C])
    expect(await asinsOf({ has_video: 'true' })).toEqual([C, A])
    expect(await asinsOf({ has_video: 'false' })).toEqual([B, D])
    expect(await asinsOf({ has_task: 'true' })).toEqual([D, C])
    expect(await asinsOf({ has_task: 'false', source: 'product', has_video: 'false' })).toEqual([B])
    expect(await asinsOf({ lookup: 'not_asked' })).toEqual([B])
    expect(await asinsOf({ search: 'lampe SCHREIB' })).toEqual([C])
    expect(await asinsOf({ search: 'lamp' })).toEqual([C, A])
    expect(await asinsOf({ search: "100%_'; nothing" })).toEqual([])
    expect((await list({ search: 'lamp', count: 'true' })).body.total).toBe(2)
  })

  test('200 page by page gives the same ASINs, each once', async () => {
    await seedCatalog()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await list({ limit: '1', ...(cursor && { cursor }) })
      seen.push(...body.items.map(({ asin }) => asin))
      cursor = body.next_cursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([B, D, C, A])
  })

  test('200 leaves out a product in Trash with its open tasks, and keeps its completed ones', async () => {
    await seedCatalog()
    const [product] = await api.host.sql<{ id: string }>(
      `update public.sourced_products set deleted_at = now() where workspace_id = $1 and asin = '${A}' returning id`,
      [workspaceId],
    )
    await api.host.sql(
      `insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace, product_id)
       values ($1, '${A}', '${A}', 'US', $2)`,
      [workspaceId, product?.id],
    )
    expect(await asinsOf()).not.toContain(A)
    await api.host.exec(`update public.influencer_tasks set status = 'completed' where product_id = '${product?.id}'`)
    expect(await asinsOf()).toContain(A)
  })

  test('200 shows a stranger nothing of it', async () => {
    await seedCatalog()
    expect((await list({}, await api.person())).body.items).toEqual([])
  })
})

describe('GET /api/catalog/counts', () => {
  test('200 counts ASINs, not rows', async () => {
    await seedCatalog()
    const { status, body } = await api.call(counts, catalogContract.counts, { as: ann })
    expect(status).toBe(200)
    expect(body).toEqual({ all: 4, product: 2, correlation: 2, task: 2 })
  })
})
