import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import changeUndo from '../../functions/change-undo.ts'
import changes from '../../functions/changes.ts'
import product from '../../functions/sourced-product.ts'
import products from '../../functions/sourced-products.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
let max: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  bob = await api.person('bob')
  max = await api.teammate(ann, 'manager')
  uma = await api.teammate(ann, 'uploader')
})
afterAll(() => api.close())

const create = async (as: TestPerson, body: object = {}): Promise<SourcedProduct> =>
  (
    await api.call(products, productsContract.create, {
      as,
      body: { asin: `B${String(++number).padStart(9, '0')}`, ...body },
    })
  ).body
const update = async (as: TestPerson, id: string, body: object) =>
  (await api.call(product, productsContract.update, { as, params: { id }, body })).body
const get = async (as: TestPerson, id: string) =>
  (await api.call(product, productsContract.get, { as, params: { id } })).body
const list = (as: TestPerson, query: Record<string, string> = {}) =>
  api.call(changes, productsContract.changes, { as, query })
const newest = async (as: TestPerson, product_id: string) => {
  const [first] = (await list(as, { product_id })).body.items
  if (!first) throw new Error('Nothing was recorded')
  return first
}
const undo = (as: TestPerson, id: string) => api.call(changeUndo, productsContract.undoChange, { as, params: { id } })

describe('GET /api/changes', () => {
  test('200 answers who changed which field, with both values', async () => {
    const { id, asin } = await create(ann, { title: 'Lamp' })
    await update(max, id, { brand: 'Muji' })
    const { status, body } = await list(ann, { product_id: id })
    expect(status).toBe(200)
    expect(body.items).toMatchObject([
      {
        kind: 'edit',
        fields: ['brand'],
        product_count: 1,
        created_by: max.userId,
        can_undo: true,
        products: [{ asin, currency: 'USD', before: { brand: null }, after: { brand: 'Muji' } }],
      },
      { kind: 'add', fields: [], created_by: ann.userId, products: [{ asin, before: null }] },
    ])
  })

  test('200 walks all pages without a gap or a repeat, and shows another workspace nothing', async () => {
    const cora = await api.person()
    for (let i = 0; i < 3; i += 1) await create(cora)
    const first = (await list(cora, { limit: '2' })).body
    const second = (await list(cora, { limit: '2', cursor: first.next_cursor ?? '' })).body
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(3)
    expect((await list(bob)).body.items).toEqual([])
  })

  test('403 for an uploader', async () => {
    expect((await list(uma)).status).toBe(403)
  })
})

describe('POST /api/changes/:id/undo', () => {
  test('200 undoes an edit, and the undo too', async () => {
    const { id } = await create(ann, { title: 'Lamp', cost_cents: 1000 })
    await update(ann, id, { title: 'Wrong', cost_cents: 1 })
    const { status, body } = await undo(ann, (await newest(ann, id)).id)
    expect(status).toBe(200)
    expect(body).toMatchObject({ reverted: 1, left: [] })
    expect(await get(ann, id)).toMatchObject({ title: 'Lamp', video_title: 'Lamp', cost_cents: 1000 })
    await undo(ann, body.change_set_id ?? '')
    expect(await get(ann, id)).toMatchObject({ title: 'Wrong', cost_cents: 1 })
  })

  test('200 keeps what another member changed since, and names it', async () => {
    const { id, asin } = await create(ann, { title: 'Lamp' })
    await update(ann, id, { brand: 'Mine', notes: 'mine' })
    const mine = await newest(ann, id)
    await update(max, id, { brand: 'Theirs' })
    expect((await undo(ann, mine.id)).body).toMatchObject({
      reverted: 1,
      left: [{ product_id: id, asin, fields: ['brand'] }],
    })
    expect(await get(ann, id)).toMatchObject({ brand: 'Theirs', notes: null })
  })

  test('200 moves an added product to Trash, unless a person worked on it since', async () => {
    const untouched = await create(ann)
    expect((await undo(ann, (await newest(ann, untouched.id)).id)).body.reverted).toBe(1)
    expect((await api.call(product, productsContract.get, { as: ann, params: { id: untouched.id } })).status).toBe(404)
    const touched = await create(ann)
    const added = await newest(ann, touched.id)
    await update(ann, touched.id, { notes: 'work' })
    expect((await undo(ann, added.id)).body).toMatchObject({
      change_set_id: null,
      reverted: 0,
      left: [{ asin: touched.asin }],
    })
  })

  test('403 for an uploader', async () => {
    const { id } = await create(ann)
    expect((await undo(uma, (await newest(ann, id)).id)).status).toBe(403)
  })

  test('404 for another workspace', async () => {
    const { id } = await create(ann)
    expect((await undo(bob, (await newest(ann, id)).id)).problem.code).toBe('change_not_found')
  })

  test('409 when it was undone already, and when it is older than thirty days', async () => {
    const { id } = await create(ann)
    await update(ann, id, { notes: 'a' })
    const { id: change } = await newest(ann, id)
    await undo(ann, change)
    expect((await undo(ann, change)).problem.code).toBe('already_undone')
    await update(ann, id, { notes: 'b' })
    const old = await newest(ann, id)
    await api.host.sql(`update public.change_sets set created_at = now() - interval '31 days' where id = $1`, [old.id])
    expect((await undo(ann, old.id)).problem.code).toBe('undo_expired')
  })
})
