import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProductActivity } from '#core/products/activity.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import owners from '../../functions/crm-owners.ts'
import task from '../../functions/influencer-task.ts'
import shipments from '../../functions/shipments.ts'
import product from '../../functions/sourced-product.ts'
import activity from '../../functions/sourced-product-activity.ts'
import products from '../../functions/sourced-products.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let max: TestPerson
let bob: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  max = await api.teammate(ann, 'manager')
  uma = await api.teammate(ann, 'uploader')
  bob = await api.person('bob')
})
afterAll(() => api.close())

const add = async (body: object = {}): Promise<SourcedProduct> =>
  (
    await api.call(products, productsContract.create, {
      as: ann,
      body: { asin: `B${String(++number).padStart(9, '0')}`, ...body },
    })
  ).body
const update = (as: TestPerson, id: string, body: object) =>
  api.call(product, productsContract.update, { as, params: { id }, body })
const ask = (id: string, as = ann, query: Record<string, string> = {}) =>
  api.call(activity, productsContract.activity, { as, params: { id }, query })
const timeline = async (id: string): Promise<ProductActivity[]> => (await ask(id)).body.items

describe('GET /api/sourced-products/:id/activity', () => {
  test('200 answers fields and owners with the person who changed them, and both values', async () => {
    const { id } = await add({ title: 'Lamp' })
    const { body: mia } = await api.call(owners, crmListsContract.owners.create, { as: ann, body: { name: 'Mia' } })
    await update(max, id, { brand: 'Muji' })
    await update(ann, id, { owners: [{ owner_id: mia.id }] })
    expect(await timeline(id)).toMatchObject([
      {
        kind: 'fields',
        actor_name: 'ann',
        before: { owners: [] },
        after: { owners: [{ owner_id: mia.id, is_primary: true }] },
      },
      {
        kind: 'fields',
        actor_kind: 'person',
        actor_name: max.email.split('@')[0],
        before: { brand: null },
        after: { brand: 'Muji' },
      },
      { kind: 'fields', change_kind: 'add', before: null, after: { title: 'Lamp' } },
    ])
  })

  test("200 answers the events of shipments; the vendor's are marked as the vendor's", async () => {
    const { id } = await add()
    const number = '1Z9990000000000001'
    await api.call(shipments, shipmentsContract.create, { as: ann, body: { product_id: id, tracking_number: number } })
    await api.host.sql(`select public.record_tracking($1)`, [
      {
        aftership_id: 'a1',
        tracking_number: number,
        carrier_slug: 'ups',
        tag: 'Delivered',
        last_checkpoint_at: '2026-01-02T00:00:00Z',
        checkpoints: [],
      },
    ])
    const entries = await timeline(id)
    expect(entries.find(({ kind }) => kind === 'shipment_moved')).toMatchObject({
      tag: 'Delivered',
      actor_kind: 'integration',
      actor_name: 'AfterShip',
    })
    expect(entries.find(({ kind }) => kind === 'shipment_added')).toMatchObject({
      tracking_number: number,
      actor_kind: 'person',
      actor_name: 'ann',
    })
    expect(entries.find((entry) => entry.kind === 'fields' && entry.change_kind === 'rule')).toMatchObject({
      actor_kind: 'integration',
      actor_name: 'AfterShip',
      after: { status_id: expect.any(String) },
    })
  })

  test('200 answers videos and tasks; many tasks created at once are one entry', async () => {
    const { id, asin } = await add()
    await api.host.sql(
      `insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type)
       select workspace_id, id, asin, 'storage', $2, asin || '.mp4', 1000, 'video/mp4' from public.sourced_products where id = $1`,
      [id, `x/${asin}.mp4`],
    )
    await api.host.sql(
      `insert into public.influencer_tasks (workspace_id, product_id, asin, search_asin, marketplace)
       select workspace_id, id, asin, asin, unnest(array['US', 'CA']) from public.sourced_products where id = $1`,
      [id],
    )
    const [made] = await api.host.sql<{ id: string }>(
      `select id from public.influencer_tasks where product_id = $1 and marketplace = 'US'`,
      [id],
    )
    await api.call(task, tasksContract.update, {
      as: uma,
      params: { id: made?.id ?? '' },
      body: { status: 'completed' },
    })
    await api.call(task, tasksContract.update, {
      as: uma,
      params: { id: made?.id ?? '' },
      body: { status: 'completed' },
    })
    expect(await timeline(id)).toMatchObject([
      { kind: 'task_completed', asin, marketplace: 'US', actor_kind: 'person', actor_name: uma.email.split('@')[0] },
      { kind: 'tasks_added', task_count: 2, marketplaces: ['CA', 'US'], actor_kind: 'job' },
      { kind: 'video_added', filename: `${asin}.mp4` },
      { kind: 'fields', change_kind: 'add' },
    ])
  })

  test('200 page by page without a gap or a repeat', async () => {
    const { id } = await add()
    for (const notes of ['a', 'b', 'c', 'd']) await update(ann, id, { notes })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { body } = await ask(id, ann, { limit: '2', ...(cursor && { cursor }) })
      seen.push(...body.items.map((entry) => entry.id))
      cursor = body.next_cursor
    } while (cursor)
    expect(seen).toHaveLength(5)
    expect(new Set(seen).size).toBe(5)
  })

  test('403 for an uploader', async () => expect((await ask((await add()).id, uma)).status).toBe(403))

  test('404 for another workspace', async () => expect((await ask((await add()).id, bob)).status).toBe(404))
})
