import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { ProductOperation } from '#core/products/operations.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import changeUndo from '../../functions/change-undo.ts'
import changes from '../../functions/changes.ts'
import crmField from '../../functions/crm-field.ts'
import crmFields from '../../functions/crm-fields.ts'
import crmOwner from '../../functions/crm-owner.ts'
import crmOwners from '../../functions/crm-owners.ts'
import crmStatus from '../../functions/crm-status.ts'
import crmStatuses from '../../functions/crm-statuses.ts'
import operation from '../../functions/product-operation.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { createUserClient } from '../../src/db/user-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { continueOperation, runChunk } from '../../src/products/operations.repo.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const ROWS = 2500

let api: TestApi
let ann: TestPerson
let workspace: string
beforeAll(async () => {
  api = await createTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  await api.host.exec('delete from private.jobs')
  ann = await api.person(`ann-${crypto.randomUUID()}`)
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  workspace = row?.id ?? ''
})

/** One import of `count` products, with the first status of the list. */
async function importProducts(count = ROWS): Promise<string> {
  const set = crypto.randomUUID()
  await api.host.database.execAtomically(`
    insert into public.change_sets (id, workspace_id, kind, created_by, product_count)
      values ('${set}', '${workspace}', 'import', '${ann.userId}', ${count});
    select set_config('opsyncpro.change_set_id', '${set}', true);
    insert into public.sourced_products (workspace_id, asin, title, image_url)
      select '${workspace}', 'B' || lpad(i::text, 9, '0'), 'Lamp ' || i, 'https://example.com/a.png'
      from generate_series(1, ${count}) as i;`)
  return set
}
const one = async <T>(sql: string, values: unknown[] = []) => (await api.host.sql<{ it: T }>(sql, values))[0]?.it
const inTrash = () =>
  one<number>(
    'select count(*)::int as it from public.sourced_products where workspace_id = $1 and deleted_at is not null',
    [workspace],
  )
const sets = () =>
  api.host.sql<{ kind: string; product_count: number; fields: string[] }>(
    'select kind, product_count, fields from public.change_sets where workspace_id = $1 order by created_at desc',
    [workspace],
  )
const db = () => createUserClient(ann.accessToken)
const rpc = async (name: string, args: object): Promise<{ operation: ProductOperation; operation_id: string }> => {
  // safe: the tests call functions that answer an operation
  const { data, error } = await (
    db().rpc as unknown as (n: string, a: object) => Promise<{ data: never; error: Error }>
  )(name, args)
  if (error) throw error
  return data
}

describe('GET /api/product-operations/:id', () => {
  const get = (as: TestPerson, id: string) => api.call(operation, productsContract.operation, { as, params: { id } })

  test('200 answers how far a change of many products is', async () => {
    const id = await importProducts()
    const begun = await rpc('undo_change_set', { p_id: id })
    const { status, body } = await get(ann, begun.operation.id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kind: 'undo',
      state: 'running',
      done: 1000,
      total: ROWS,
      changed: 1000,
      left_count: 0,
    })
  })
  test('403 for an uploader', async () => {
    const uma = await api.teammate(ann, 'uploader')
    expect((await get(uma, crypto.randomUUID())).problem.code).toBe('not_allowed')
  })
  test("404 for another workspace's operation", async () => {
    const begun = await rpc('undo_change_set', { p_id: await importProducts(3) })
    const bob = await api.person(`bob-${crypto.randomUUID()}`)
    expect((await get(bob, begun.operation.id)).problem.code).toBe('operation_not_found')
  })
})

describe('an undo of more products than one chunk', () => {
  const undo = (id: string) => api.call(changeUndo, productsContract.undoChange, { as: ann, params: { id } })

  test('restores all of them as one change, which can be undone again', async () => {
    const id = await importProducts()
    const { body } = await undo(id)
    expect(body).toMatchObject({ reverted: ROWS, left: [], operation: null })
    expect(await inTrash()).toBe(ROWS)
    expect(await sets()).toMatchObject([
      { kind: 'undo', product_count: ROWS, fields: ['deleted_at'] },
      { kind: 'import' },
    ])
    expect((await undo(body.change_set_id ?? '')).body).toMatchObject({ reverted: ROWS, operation: null })
    expect(await inTrash()).toBe(0)
  })

  test('that the answer does not wait for is finished by its job, as the same change of the same person', async () => {
    const id = await importProducts()
    const begun = await rpc('undo_change_set', { p_id: id })
    let woken = 0
    const ctx = { db: db(), waitUntil: () => (woken += 1) } as never // safe: the two that the function uses
    const answered = await continueOperation(ctx, begun.operation, 0)
    expect(answered).toMatchObject({ isOver: false, operation: { state: 'running', done: 2000 } })
    expect(woken).toBe(1)
    // Until it is complete, the history offers no undo of it.
    const { body } = await api.call(changes, productsContract.changes, { as: ann, query: {} })
    expect(body.items[0]).toMatchObject({ kind: 'undo', can_undo: false })
    expect((await undo(body.items[0]?.id ?? '')).problem.code).toBe('change_running')

    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await inTrash()).toBe(ROWS)
    expect(await sets()).toMatchObject([{ kind: 'undo', product_count: ROWS }, { kind: 'import' }])
    expect((await undo(id)).problem.code).toBe('already_undone')
  })

  test('continues after a process that ended between two chunks, by the job or by the same request again', async () => {
    const id = await importProducts()
    await rpc('undo_change_set', { p_id: id })
    expect((await undo(id)).body).toMatchObject({ reverted: ROWS, operation: null })
    // The job that was planned for the case of a death has nothing left to do.
    await api.host.exec('update private.jobs set run_at = now()')
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await sets()).toMatchObject([{ kind: 'undo', product_count: ROWS }, { kind: 'import' }])
  })

  test('leaves alone what a person changed between two chunks, and names it', async () => {
    const id = await importProducts()
    const begun = await rpc('undo_change_set', { p_id: id })
    const last = await one<string>(
      `update public.sourced_products set brand = 'Muji' where id = (select max(id::text)::uuid from public.sourced_products where workspace_id = $1)
       returning asin as it`,
      [workspace],
    )
    await one(`update public.change_sets set kind = 'edit' where workspace_id = $1 and kind = 'rule'`, [workspace])
    let done = begun.operation
    while (done.state === 'running') done = await runChunk(db(), done.id)
    expect(done).toMatchObject({ changed: ROWS - 1, left_count: 1, left: [{ asin: last, fields: ['asin'] }] })
  })

  test('two workers at once do each chunk once', async () => {
    const begun = await rpc('undo_change_set', { p_id: await importProducts() })
    const service = createServiceClient()
    const finish = async () => {
      while ((await runChunk(service, begun.operation.id)).state === 'running');
    }
    await Promise.all([finish(), finish()])
    expect(await sets()).toMatchObject([{ kind: 'undo', product_count: ROWS }, { kind: 'import' }])
  })

  test('that fails for good says so, and the same request continues it', async () => {
    const id = await importProducts()
    const begun = await rpc('undo_change_set', { p_id: id })
    await api.host.exec(
      `update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'worker_lost' where kind = 'products.operate'`,
    )
    const { body } = await api.call(operation, productsContract.operation, {
      as: ann,
      params: { id: begun.operation.id },
    })
    expect(body).toMatchObject({ state: 'failed', error: 'worker_lost', done: 1000 })
    expect((await undo(id)).body).toMatchObject({ reverted: ROWS, operation: null })
  })
})

describe('deleting an entry that more products have than one chunk', () => {
  test('a status goes when the last product has moved, also one that got it in the meantime', async () => {
    await importProducts()
    const { items } = (await api.call(crmStatuses, crmListsContract.statuses.list, { as: ann, query: {} })).body
    const [first, second] = items
    const begun = await rpc('delete_crm_row', { p_list: 'crm_statuses', p_id: first?.id, p_move_to: second?.id })
    expect(begun.operation).toMatchObject({ state: 'running', done: 1000, total: ROWS })
    const during = (await api.call(crmStatuses, crmListsContract.statuses.list, { as: ann, query: {} })).body
    expect(during.items.find(({ id }) => id === first?.id)).toMatchObject({ is_hidden: true })
    // Between two chunks a product of the first chunk gets the status again.
    await api.host.sql(
      `update public.sourced_products set status_id = $2 where id in (select id from public.sourced_products where status_id = $1 order by id limit 1)`,
      [second?.id, first?.id],
    )
    const { body } = await api.call(crmStatus, crmListsContract.statuses.remove, {
      as: ann,
      params: { id: first?.id ?? '' },
      query: { move_to: second?.id ?? '' },
    })
    expect(body).toMatchObject({ id: first?.id, operation: null })
    expect(
      await one<number>('select count(*)::int as it from public.sourced_products where status_id = $1', [second?.id]),
    ).toBe(ROWS)
    expect(await one('select count(*)::int as it from public.crm_statuses where id = $1', [first?.id])).toBe(0)
    expect((await sets()).filter(({ kind }) => kind === 'bulk')).toMatchObject([
      { product_count: ROWS, fields: ['status_id'] },
    ])
  })

  test('an owner goes with the last of the links', async () => {
    await importProducts()
    const owners = ['Mia', 'Tom'].map((name) =>
      api.call(crmOwners, crmListsContract.owners.create, { as: ann, body: { name } }),
    )
    const [mia, tom] = (await Promise.all(owners)).map(({ body }) => body.id)
    await api.host.sql(
      `insert into public.product_owners (workspace_id, product_id, owner_id) select workspace_id, id, $2 from public.sourced_products where workspace_id = $1`,
      [workspace, mia],
    )
    const { body } = await api.call(crmOwner, crmListsContract.owners.remove, {
      as: ann,
      params: { id: mia ?? '' },
      query: { move_to: tom ?? '' },
    })
    expect(body).toMatchObject({ moved: ROWS, operation: null })
    expect(
      await one(
        `select count(*)::int as it from public.sourced_products where owners -> 0 ->> 'owner_id' = $1 and owners -> 0 -> 'is_primary' = 'true'`,
        [tom],
      ),
    ).toBe(ROWS)
    expect((await sets())[0]).toMatchObject({ kind: 'bulk', product_count: ROWS, fields: ['owners'] })
  })

  test('a custom field goes with the last of its values', async () => {
    await importProducts()
    const field = (
      await api.call(crmFields, crmListsContract.fields.create, { as: ann, body: { name: 'Size', kind: 'text' } })
    ).body
    await api.host.sql(
      `update public.sourced_products set custom_values = jsonb_build_object($2::text, 'L') where workspace_id = $1`,
      [workspace, field.id],
    )
    const { body } = await api.call(crmField, crmListsContract.fields.remove, {
      as: ann,
      params: { id: field.id },
      query: { move_to: 'none' },
    })
    expect(body).toMatchObject({ moved: ROWS, operation: null })
    expect(await one(`select count(*)::int as it from public.sourced_products where custom_values <> '{}'`)).toBe(0)
  })
})

describe('changing an entry that more products have than one chunk', () => {
  test('the values of a removed option move, as one change', async () => {
    await importProducts()
    const option = (name: string) => ({ id: crypto.randomUUID(), name, color: '#6B7280' })
    const field = (
      await api.call(crmFields, crmListsContract.fields.create, {
        as: ann,
        body: { name: 'Size', kind: 'select', options: [option('Small'), option('Large')] },
      })
    ).body
    const [small, large] = field.options
    await api.host.sql(
      `update public.sourced_products set custom_values = jsonb_build_object($2::text, $3::text) where workspace_id = $1`,
      [workspace, field.id, small?.id],
    )
    const { status } = await api.call(crmField, crmListsContract.fields.update, {
      as: ann,
      params: { id: field.id },
      body: { options: [large], moved_options: { [small?.id ?? '']: large?.id } },
    })
    expect(status).toBe(200)
    expect(
      await one('select count(*)::int as it from public.sourced_products where custom_values ->> $1 = $2', [
        field.id,
        large?.id,
      ]),
    ).toBe(ROWS)
    expect((await sets())[0]).toMatchObject({ kind: 'bulk', product_count: ROWS, fields: [`custom.${field.id}`] })
  })

  test('a new title prefix reaches every title that no one typed', async () => {
    await importProducts()
    const tom = (await api.call(crmOwners, crmListsContract.owners.create, { as: ann, body: { name: 'Tom' } })).body
    await api.host.sql(
      `insert into public.product_owners (workspace_id, product_id, owner_id) select workspace_id, id, $2 from public.sourced_products where workspace_id = $1`,
      [workspace, tom.id],
    )
    await api.host.sql(
      `update public.sourced_products set video_title = 'Mine', is_video_title_typed = true where asin = 'B000000001' and workspace_id = $1`,
      [workspace],
    )
    await api.call(crmOwner, crmListsContract.owners.update, {
      as: ann,
      params: { id: tom.id },
      body: { title_prefix: 'Tom tries' },
    })
    expect(
      await one(
        `select count(*)::int as it from public.sourced_products where workspace_id = $1 and video_title like 'Tom tries - Lamp %'`,
        [workspace],
      ),
    ).toBe(ROWS - 1)
    expect((await sets())[0]).toMatchObject({ product_count: ROWS - 1, fields: ['video_title'] })
  })
})
