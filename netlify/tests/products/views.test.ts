import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import type { SavedView } from '#core/products/views/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import view from '../../functions/saved-view.ts'
import views from '../../functions/saved-views.ts'
import counts from '../../functions/saved-views-counts.ts'
import defaultView from '../../functions/saved-views-default.ts'
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

const state = {
  filter: { match: 'all', rules: [{ field: 'brand', operator: 'is', value: 'Muji' }] },
  sort: 'title',
  layout: 'board',
}
const save = (as: TestPerson, body: object = {}) =>
  api.call(views, viewsContract.create, { as, body: { name: `View ${++number}`, state, ...body } })
const saved = async (as: TestPerson, body: object = {}): Promise<SavedView> => (await save(as, body)).body
const list = (as: TestPerson) => api.call(views, viewsContract.list, { as })
const names = async (as: TestPerson) => (await list(as)).body.items.map(({ name }) => name)
const change = (as: TestPerson, id: string, body: object, ifMatch?: string) =>
  api.call(view, viewsContract.update, {
    as,
    params: { id },
    body,
    ...(ifMatch && { headers: { 'if-match': ifMatch } }),
  })
const remove = (as: TestPerson, id: string) => api.call(view, viewsContract.remove, { as, params: { id } })
const choose = (as: TestPerson, key: string | null) =>
  api.call(defaultView, viewsContract.setDefault, { as, body: { view: key } })

describe('GET /api/saved-views', () => {
  test('200 shows my own views and those shared with us, and no others', async () => {
    const mine = await saved(ann)
    const shared = await saved(ann, { is_shared: true })
    expect(await names(ann)).toEqual(expect.arrayContaining([mine.name, shared.name]))
    expect(await names(max)).toContain(shared.name)
    expect(await names(max)).not.toContain(mine.name)
    expect(await names(bob)).toEqual([])
    const seen = (await list(max)).body.items.find(({ id }) => id === shared.id)
    expect(seen).toMatchObject({ is_mine: false, is_shared: true, created_by_name: 'ann' })
  })

  test('403 for an uploader', async () => expect((await list(uma)).status).toBe(403))
})

describe('POST /api/saved-views', () => {
  test('201 keeps columns, filter, order and layout', async () => {
    const columns = [
      { id: 'title', is_hidden: false, is_pinned: true, width: 300 },
      { id: 'notes', is_hidden: true, is_pinned: false },
    ]
    const { status, body } = await save(ann, { state: { ...state, columns, search: 'lamp' } })
    expect(status).toBe(201)
    expect(body).toMatchObject({ is_mine: true, is_shared: false, state: { ...state, columns, search: 'lamp' } })
  })

  test('400 for a filter on an unknown field', async () => {
    const filter = { match: 'all', rules: [{ field: 'nope', operator: 'is', value: 1 }] }
    expect((await save(ann, { state: { filter } })).status).toBe(400)
  })

  test('403 for an uploader', async () => expect((await save(uma)).status).toBe(403))

  test('409 for a second view of my own with the same name, in whatever case; a teammate may have it too', async () => {
    await save(ann, { name: 'Due soon' })
    const { status, problem } = await save(ann, { name: 'due SOON' })
    expect([status, problem.code]).toEqual([409, 'name_taken'])
    expect((await save(max, { name: 'Due soon' })).status).toBe(201)
  })
})

describe('PATCH /api/saved-views/:id', () => {
  test('200 renames, shares and replaces what is shown', async () => {
    const { id, updated_at } = await saved(ann)
    const { status, body } = await change(
      ann,
      id,
      { name: 'New name', is_shared: true, state: { search: 'mug' } },
      updated_at,
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'New name', is_shared: true, state: { search: 'mug', layout: 'table' } })
  })

  test('400 without a field to change', async () =>
    expect((await change(ann, (await saved(ann)).id, {})).status).toBe(400))

  test("403 for a teammate's shared view, which stays unchanged", async () => {
    const shared = await saved(ann, { is_shared: true })
    const { status, problem } = await change(max, shared.id, { name: 'Mine now' })
    expect([status, problem.code]).toEqual([403, 'not_allowed'])
    expect(await names(ann)).toContain(shared.name)
  })

  test("404 for a teammate's private view and for another workspace's shared one", async () => {
    expect((await change(max, (await saved(ann)).id, { name: 'x' })).status).toBe(404)
    expect((await change(bob, (await saved(ann, { is_shared: true })).id, { name: 'x' })).status).toBe(404)
  })

  test('409 when it was changed in another window, with the current view', async () => {
    const { id, updated_at } = await saved(ann)
    await change(ann, id, { name: 'Other window' })
    const { status, problem } = await change(ann, id, { name: 'This window' }, updated_at)
    expect([status, problem.code]).toEqual([409, 'row_changed'])
    expect(problem.current).toMatchObject({ name: 'Other window' })
  })

  test('409 for a name of mine that is taken', async () => {
    const [first, second] = [await saved(ann), await saved(ann)]
    expect((await change(ann, second.id, { name: first.name })).problem.code).toBe('name_taken')
  })
})

describe('DELETE /api/saved-views/:id', () => {
  test('200 deletes one of my own views', async () => {
    const { id, name } = await saved(ann)
    expect((await remove(ann, id)).status).toBe(200)
    expect(await names(ann)).not.toContain(name)
  })

  test("403 for a teammate's shared view", async () => {
    expect((await remove(max, (await saved(ann, { is_shared: true })).id)).status).toBe(403)
  })

  test('404 for a missing view', async () => expect((await remove(ann, crypto.randomUUID())).status).toBe(404))
})

describe('POST /api/saved-views/default', () => {
  test('200 chooses my own default, built-in or saved, and clears it again', async () => {
    const { id } = await saved(ann, { is_shared: true })
    expect((await choose(ann, id)).body).toEqual({ default_view: id })
    expect((await choose(max, 'needs_video')).status).toBe(200)
    expect((await list(ann)).body.default_view).toBe(id)
    expect((await list(max)).body.default_view).toBe('needs_video')
    await choose(ann, null)
    expect((await list(ann)).body.default_view).toBeNull()
  })

  test('200 falls back to none when the view is deleted', async () => {
    const { id } = await saved(ann, { is_shared: true })
    await choose(max, id)
    await remove(ann, id)
    expect((await list(max)).body.default_view).toBeNull()
  })

  test('400 for an unknown built-in view', async () => expect((await choose(ann, 'nope')).status).toBe(400))

  test('403 for an uploader', async () => expect((await choose(uma, 'open')).status).toBe(403))

  test("404 for a teammate's private view", async () => {
    expect((await choose(max, (await saved(ann)).id)).status).toBe(404)
  })
})

describe('GET /api/saved-views/counts', () => {
  test('200 counts each view, the built-in ones among them', async () => {
    const cora = await api.person()
    for (const body of [{ brand: 'Muji' }, { brand: 'Muji', follow_up_date: '2020-01-01' }, {}]) {
      await api.call(products, productsContract.create, {
        as: cora,
        body: { asin: `B${String(++number).padStart(9, '0')}`, ...body },
      })
    }
    const { id } = await saved(cora)
    const { status, body } = await api.call(counts, viewsContract.counts, { as: cora })
    expect(status).toBe(200)
    expect(body.counts).toEqual({ all: 3, open: 3, delivered: 0, needs_video: 3, follow_ups_due: 1, [id]: 2 })
  })

  test('403 for an uploader', async () => {
    expect((await api.call(counts, viewsContract.counts, { as: uma })).status).toBe(403)
  })
})
