import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import changeUndo from '../../functions/change-undo.ts'
import changes from '../../functions/changes.ts'
import fields from '../../functions/crm-fields.ts'
import owners from '../../functions/crm-owners.ts'
import product from '../../functions/sourced-product.ts'
import products from '../../functions/sourced-products.ts'
import bulk from '../../functions/sourced-products-bulk.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  bob = await api.person('bob')
})
// Each test has its own workspace: "all that match" must not reach another test's products.
beforeEach(async () => {
  ann = await api.person()
  uma = await api.teammate(ann, 'uploader')
})
afterAll(() => api.close())

const add = async (as: TestPerson, body: object = {}): Promise<SourcedProduct> =>
  (
    await api.call(products, productsContract.create, {
      as,
      body: { asin: `B${String(++number).padStart(9, '0')}`, ...body },
    })
  ).body
const edit = (as: TestPerson, body: object, headers: Record<string, string> = {}) =>
  api.call(bulk, productsContract.bulk, { as, body, headers })
const get = async (id: string) => (await api.call(product, productsContract.get, { as: ann, params: { id } })).body
const history = async () => (await api.call(changes, productsContract.changes, { as: ann, query: {} })).body.items
const undo = async (id: string | null) =>
  (await api.call(changeUndo, productsContract.undoChange, { as: ann, params: { id: id ?? '' } })).body
const owner = async (name: string): Promise<string> =>
  (await api.call(owners, crmListsContract.owners.create, { as: ann, body: { name } })).body.id
const ownersOf = async (id: string) => (await get(id)).owners

const everything = { filter: { match: 'all', rules: [] } }

describe('POST /api/sourced-products/bulk', () => {
  test('200 sets fields of named products as one change, which is undone as one', async () => {
    const [lamp, mug, pot] = [await add(ann), await add(ann, { decision: 'keep' }), await add(ann)]
    const { status, body } = await edit(ann, {
      target: { ids: [lamp.id, mug.id, pot.id] },
      change: { set: { decision: 'keep' } },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ changed: 2, unchanged: 1, failed: [] })
    expect((await history())[0]).toMatchObject({
      id: body.change_set_id,
      kind: 'bulk',
      product_count: 2,
      fields: ['decision'],
    })
    expect(await undo(body.change_set_id)).toMatchObject({ reverted: 2, left: [] })
    expect([(await get(lamp.id)).decision, (await get(mug.id)).decision]).toEqual([null, 'keep'])
  })

  test('200 changes all that match, except for deselected products', async () => {
    const [a, b, c] = [await add(ann, { brand: 'Muji' }), await add(ann, { brand: 'Muji' }), await add(ann)]
    const { body } = await edit(ann, {
      target: {
        filter: { match: 'all', rules: [{ field: 'brand', operator: 'is', value: 'muji' }] },
        except_ids: [b.id],
      },
      change: { set: { category: 'Home', notes: 'seen' } },
    })
    expect(body).toMatchObject({ changed: 1, unchanged: 0 })
    expect([(await get(a.id)).category, (await get(b.id)).category, (await get(c.id)).category]).toEqual([
      'Home',
      null,
      null,
    ])
  })

  test('200 adds, removes and sets owners, always with one primary, and undoes all of it', async () => {
    const [mia, tom, zoe] = [await owner('Mia'), await owner('Tom'), await owner('Zoe')]
    const lamp = await add(ann, { title: 'Desk lamp' })
    const target = { ids: [lamp.id] }
    const act = (operation: string, ...owner_ids: string[]) =>
      edit(ann, { target, change: { owners: { operation, owner_ids } } })
    const seen = async () =>
      (await ownersOf(lamp.id)).map(
        ({ owner_id, is_primary }) =>
          `${owner_id === mia ? 'Mia' : owner_id === tom ? 'Tom' : 'Zoe'}${is_primary ? '*' : ''}`,
      )

    await act('add', tom, mia)
    expect(await seen()).toEqual(['Tom*', 'Mia'])
    await act('add', zoe, tom)
    expect(await seen()).toEqual(['Tom*', 'Mia', 'Zoe'])
    await act('remove', tom)
    expect(await seen()).toEqual(['Mia*', 'Zoe'])
    const { body } = await act('set', zoe, tom)
    expect(await seen()).toEqual(['Zoe*', 'Tom'])
    expect((await get(lamp.id)).video_title).toBe('Honest Review - Desk lamp')
    expect((await act('set', zoe, tom)).body).toMatchObject({ changed: 0, unchanged: 1, change_set_id: null })
    expect(await undo(body.change_set_id)).toMatchObject({ reverted: 1, left: [] })
    expect(await seen()).toEqual(['Mia*', 'Zoe'])
    await act('set')
    expect(await seen()).toEqual([])
  })

  test('200 archives and deletes; a second time nothing changes and no trace is left', async () => {
    const [a, b] = [await add(ann), await add(ann)]
    const target = { ids: [a.id, b.id] }
    expect((await edit(ann, { target, change: { is_archived: true } })).body.changed).toBe(2)
    expect((await edit(ann, { target, change: { is_archived: true } })).body).toMatchObject({
      changed: 0,
      unchanged: 2,
      change_set_id: null,
    })
    expect((await edit(ann, { target: everything, change: { set: { decision: 'keep' } } })).body.changed).toBe(0)
    const { body } = await edit(ann, { target, change: { is_deleted: true } })
    expect(body.changed).toBe(2)
    expect(await undo(body.change_set_id)).toMatchObject({ reverted: 2 })
    expect((await get(a.id)).archived_at).not.toBeNull()
  })

  test('200 gives each row its own values, names the rows it could not write and writes the others', async () => {
    const [lamp, mug, pot] = [await add(ann), await add(ann), await add(ann)]
    const [mia, tom] = [await owner('Mia'), await owner('Tom')]
    const foreign = await add(bob)
    const { body } = await edit(ann, {
      rows: [
        { id: lamp.id, set: { title: 'Lamp', cost_cents: 500 } },
        { id: foreign.id, set: { title: 'Mine now' } },
        { id: mug.id, set: { status_id: foreign.status_id } },
        {
          id: pot.id,
          set: {
            video_title: 'Typed',
            owners: [
              { owner_id: mia, share_bps: 4000 },
              { owner_id: tom, is_primary: true },
            ],
          },
        },
      ],
    })
    expect(body).toMatchObject({ changed: 2, unchanged: 0 })
    expect(body.failed.map(({ product_id }) => product_id)).toEqual([foreign.id, mug.id])
    expect(body.failed[1]).toMatchObject({ asin: mug.asin, reason: 'It names an entry this workspace does not have.' })
    expect(await get(lamp.id)).toMatchObject({ title: 'Lamp', cost_cents: 500 })
    expect(await get(pot.id)).toMatchObject({
      video_title: 'Typed',
      is_video_title_typed: true,
      owners: [
        { owner_id: tom, is_primary: true },
        { owner_id: mia, is_primary: false, share_bps: 4000 },
      ],
    })
    expect((await history())[0]).toMatchObject({ kind: 'bulk', product_count: 2 })
  })

  test('200 merges custom values, field by field, and undoes only the fields that no one changed since', async () => {
    const make = async (name: string) =>
      (await api.call(fields, crmListsContract.fields.create, { as: ann, body: { name, kind: 'text' } })).body.id
    const [shelf, box] = [await make('Shelf'), await make('Box')]
    const lamp = await add(ann, { custom_values: { [shelf]: 'A1' } })
    const { body } = await edit(ann, {
      target: { ids: [lamp.id] },
      change: { set: { custom_values: { [shelf]: null, [box]: '7' } } },
    })
    expect((await get(lamp.id)).custom_values).toEqual({ [box]: '7' })
    await edit(ann, { target: { ids: [lamp.id] }, change: { set: { custom_values: { [box]: '8' } } } })
    expect(await undo(body.change_set_id)).toMatchObject({ reverted: 1, left: [{ fields: [`custom.${box}`] }] })
    expect((await get(lamp.id)).custom_values).toEqual({ [shelf]: 'A1', [box]: '8' })
  })

  test('200 names products that are in Trash or never existed', async () => {
    const [here, gone] = [await add(ann), await add(ann)]
    await edit(ann, { target: { ids: [gone.id] }, change: { is_deleted: true } })
    const stranger = crypto.randomUUID()
    const { body } = await edit(ann, {
      target: { ids: [here.id, gone.id, stranger] },
      change: { set: { brand: 'Muji' } },
    })
    expect(body.changed).toBe(1)
    expect(body.failed).toHaveLength(2)
    expect(body.failed).toContainEqual({ product_id: gone.id, asin: gone.asin, reason: 'It is in Trash.' })
    expect(body.failed).toContainEqual({ product_id: stranger, asin: null, reason: 'It is not in this workspace.' })
  })

  test("200 leaves another workspace's products alone, whatever the request names", async () => {
    const theirs = await add(bob, { brand: 'Theirs' })
    await edit(ann, { target: everything, change: { is_deleted: true } })
    const { body } = await api.call(product, productsContract.get, { as: bob, params: { id: theirs.id } })
    expect(body.brand).toBe('Theirs')
  })

  test.each([
    ['nothing to change', { target: everything, change: {} }],
    ['no product', { target: { ids: [] }, change: { is_deleted: true } }],
    ['a title for many at once', { target: everything, change: { set: { title: 'Same' } } }],
    ['a field that is not there', { target: everything, change: { set: { workspace_id: 'x' } } }],
    ['neither rows nor target', {}],
  ])('400 for %s', async (_name, body) => expect((await edit(ann, body)).status).toBe(400))

  test('400 for an owner or a status of another workspace, and nothing is changed', async () => {
    const lamp = await add(ann)
    const { status_id } = await add(bob)
    for (const change of [
      { set: { status_id } },
      { set: { brand: 'Muji' }, owners: { operation: 'add', owner_ids: [crypto.randomUUID()] } },
    ]) {
      const { status, problem } = await edit(ann, { target: { ids: [lamp.id] }, change })
      expect([status, problem.code]).toEqual([400, 'invalid_input'])
    }
    expect(await get(lamp.id)).toMatchObject({ brand: null, status_id: lamp.status_id })
  })

  test('403 for an uploader', async () => {
    expect((await edit(uma, { target: everything, change: { is_deleted: true } })).status).toBe(403)
  })

  test('200 once, when the same request is sent twice with one key', async () => {
    const lamp = await add(ann)
    const body = { target: { ids: [lamp.id] }, change: { set: { brand: 'Muji' } } }
    const first = await edit(ann, body, { 'idempotency-key': 'k1' })
    const second = await edit(ann, body, { 'idempotency-key': 'k1' })
    expect(second.body).toEqual(first.body)
    expect(await history()).toHaveLength(2)
  })
})
