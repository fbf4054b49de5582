import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { videoTitle } from '#core/products/rules.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import statuses from '../../functions/crm-statuses.ts'
import product from '../../functions/sourced-product.ts'
import restore from '../../functions/sourced-product-restore.ts'
import products from '../../functions/sourced-products.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  bob = await api.person('bob')
  uma = await api.teammate(ann, 'uploader')
})
afterAll(() => api.close())

const newAsin = () => `B${String(++number).padStart(9, '0')}`
const create = (as: TestPerson, body: object = {}) =>
  api.call(products, productsContract.create, { as, body: { asin: newAsin(), ...body } })
const made = async (as: TestPerson, body: object = {}): Promise<SourcedProduct> => (await create(as, body)).body
const list = (as: TestPerson, query: Record<string, string> = {}) =>
  api.call(products, productsContract.list, { as, query })
const get = (as: TestPerson, id: string) => api.call(product, productsContract.get, { as, params: { id } })
const update = (as: TestPerson, id: string, body: object, ifMatch?: string) =>
  api.call(product, productsContract.update, {
    as,
    params: { id },
    body,
    ...(ifMatch && { headers: { 'if-match': ifMatch } }),
  })
const remove = (as: TestPerson, id: string, ifMatch?: string) =>
  api.call(product, productsContract.remove, {
    as,
    params: { id },
    ...(ifMatch && { headers: { 'if-match': ifMatch } }),
  })
const putBack = (as: TestPerson, id: string) => api.call(restore, productsContract.restore, { as, params: { id } })

describe('POST /api/sourced-products', () => {
  test('201 adds a product by its ASIN, trimmed and upper-cased, in the first status', async () => {
    const { status, body } = await create(ann, { asin: '  b07xjqw9k2 ', title: 'Desk lamp', cost_cents: 1999 })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      asin: 'B07XJQW9K2',
      title: 'Desk lamp',
      cost_cents: 1999,
      currency: 'USD',
      quantity: 1,
    })
    const { items } = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body
    expect(items.find(({ id }) => id === body.status_id)?.name).toBe('Sourcing')
  })

  test.each(['', 'B07XJQW9K', 'B07XJQW9K22', 'A07XJQW9K2', '0306406153', 'https://amazon.com/dp/B07XJQW9K2'])(
    '400 for "%s", which is no ASIN',
    async (asin) => {
      const { status, problem } = await create(ann, { asin })
      expect(status).toBe(400)
      expect(problem.issues?.[0]?.path).toBe('asin')
    },
  )

  test.each(['https://m.media-amazon.com/images/I/71abc.jpg', 'http://127.0.0.1:8900/images/I/71abc.png'])(
    '201 with the image at %s',
    async (image_url) => expect((await create(ann, { asin: newAsin(), image_url })).body.image_url).toBe(image_url),
  )

  test.each(['javascript:alert(1)', 'data:image/png;base64,AA', '71abc.jpg'])(
    '400 for an image at %s',
    async (image_url) => {
      const { problem } = await create(ann, { asin: newAsin(), image_url })
      expect(problem.issues?.[0]?.path).toBe('image_url')
    },
  )

  test('400 for a status of another workspace', async () => {
    const foreign = await made(bob)
    const { status, problem } = await create(ann, { status_id: foreign.status_id })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe('status_id')
  })

  test('403 for an uploader', async () => {
    const { status, problem } = await create(uma)
    expect(status).toBe(403)
    expect(problem.code).toBe('not_allowed')
  })

  test('409 names the existing product; another workspace may have the same ASIN', async () => {
    const { id, asin } = await made(ann)
    const { status, problem } = await create(ann, { asin })
    expect(status).toBe(409)
    expect(problem).toMatchObject({ code: 'product_exists', existing_id: id })
    expect((await create(bob, { asin })).status).toBe(201)
  })

  test('201 again, with the first answer, when the same request is sent twice with one key', async () => {
    const sent = { as: ann, body: { asin: newAsin() }, headers: { 'idempotency-key': 'once' } }
    const first = await api.call(products, productsContract.create, sent)
    const second = await api.call(products, productsContract.create, sent)
    expect(second.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  })

  test('201 after a refusal: the key of a request without effect is free again', async () => {
    const taken = await made(ann)
    const sent = { as: ann, body: { asin: taken.asin }, headers: { 'idempotency-key': 'refused first' } }
    expect((await api.call(products, productsContract.create, sent)).status).toBe(409)
    await remove(ann, taken.id)
    expect((await api.call(products, productsContract.create, sent)).status).toBe(201)
  })
})

describe('GET /api/sourced-products', () => {
  let cora: TestPerson
  beforeAll(async () => {
    cora = await api.person('cora')
    for (const title of ['Desk lamp', 'Floor lamp', '100% cotton towel', 'Kettle_2', 'Kettle 22'])
      await create(cora, { title })
  })

  test("200 answers the workspace's products, newest first, and no others", async () => {
    const { status, body } = await list(cora)
    expect(status).toBe(200)
    expect(body.items.map(({ title }) => title)).toEqual([
      'Kettle 22',
      'Kettle_2',
      '100% cotton towel',
      'Floor lamp',
      'Desk lamp',
    ])
    expect(body).not.toHaveProperty('total')
  })

  test('200 walks all pages without a gap or a repeat', async () => {
    const seen: (string | null)[] = []
    let cursor: string | null | undefined
    do {
      const { body }: { body: { items: SourcedProduct[]; next_cursor: string | null } } = await list(cora, {
        limit: '2',
        ...(cursor && { cursor }),
      })
      seen.push(...body.items.map(({ title }) => title))
      cursor = body.next_cursor
    } while (cursor)
    expect(seen).toEqual(['Kettle 22', 'Kettle_2', '100% cotton towel', 'Floor lamp', 'Desk lamp'])
  })

  test.each([
    ['LAMP', ['Floor lamp', 'Desk lamp']],
    ['lamp desk', ['Desk lamp']],
    ['%', ['100% cotton towel']],
    ['kettle_', ['Kettle_2']],
    ["'; drop table x; --", []],
  ])('200 finds "%s" as typed, in any order of words', async (search, titles) => {
    const { body } = await list(cora, { search, count: 'true' })
    expect(body.items.map(({ title }) => title)).toEqual(titles)
    expect(body.total).toBe(titles.length)
  })

  test('200 leaves Trash out', async () => {
    const dora = await api.person('dora')
    await remove(dora, (await made(dora)).id)
    expect((await list(dora, { count: 'true' })).body).toMatchObject({ items: [], total: 0 })
  })

  test.each([
    ['limit', '0'],
    ['limit', '201'],
    ['cursor', 'nonsense'],
    ['has_video', 'perhaps'],
    ['status_id', '1'],
  ])('400 for %s=%s', async (name, value) => {
    const { status, problem } = await list(ann, { [name]: value })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe(name)
  })

  test('403 for an uploader', async () => {
    expect((await list(uma)).status).toBe(403)
  })
})

describe('GET /api/sourced-products/:id', () => {
  test('200 answers one product', async () => {
    const mine = await made(ann)
    expect((await get(ann, mine.id)).body).toEqual(mine)
  })
  test('403 for an uploader', async () => {
    expect((await get(uma, (await made(ann)).id)).status).toBe(403)
  })
  test('404 for another workspace', async () => {
    const { status, problem } = await get(bob, (await made(ann)).id)
    expect(status).toBe(404)
    expect(problem.code).toBe('product_not_found')
  })
})

describe('PATCH /api/sourced-products/:id', () => {
  test('200 changes the given fields and nothing else; an empty text means nothing', async () => {
    const before = await made(ann, { title: 'Lamp', brand: 'Ikea', notes: 'heavy' })
    const { status, body } = await update(ann, before.id, { brand: 'Muji', notes: '  ' })
    expect(status).toBe(200)
    expect(body).toEqual({ ...before, brand: 'Muji', notes: null, updated_at: body.updated_at })
    expect(body.updated_at > before.updated_at).toBe(true)
  })

  test('200 the video title follows the title until a person types one, and again after the person empties it', async () => {
    const { id, asin } = await made(ann)
    expect((await get(ann, id)).body.video_title).toBe(asin)
    expect((await update(ann, id, { title: 'Desk lamp' })).body.video_title).toBe('Desk lamp')
    expect((await update(ann, id, { video_title: 'My own words' })).body).toMatchObject({
      video_title: 'My own words',
      is_video_title_typed: true,
    })
    expect((await update(ann, id, { title: 'Floor lamp' })).body.video_title).toBe('My own words')
    expect((await update(ann, id, { video_title: null })).body).toMatchObject({
      video_title: 'Floor lamp',
      is_video_title_typed: false,
    })
  })

  test('200 without If-Match, whatever the version', async () => {
    const { id } = await made(ann)
    await update(ann, id, { brand: 'A' })
    expect((await update(ann, id, { brand: 'B' })).body.brand).toBe('B')
  })

  test('400 without a field to change', async () => {
    expect((await update(ann, (await made(ann)).id, {})).status).toBe(400)
  })

  test('400 for an If-Match that is no version', async () => {
    expect((await update(ann, (await made(ann)).id, { brand: 'A' }, '*')).status).toBe(400)
  })

  test('403 for an uploader', async () => {
    expect((await update(uma, (await made(ann)).id, { brand: 'A' })).status).toBe(403)
  })

  test('404 for another workspace, whose product stays unchanged', async () => {
    const mine = await made(ann)
    expect((await update(bob, mine.id, { brand: 'Mine now' })).status).toBe(404)
    expect((await get(ann, mine.id)).body).toEqual(mine)
  })

  test('409 shows what another member wrote in the meantime and writes nothing', async () => {
    const before = await made(ann)
    const theirs = (await update(ann, before.id, { brand: 'Theirs' }, before.updated_at)).body
    const { status, problem } = await update(ann, before.id, { brand: 'Mine' }, before.updated_at)
    expect(status).toBe(409)
    expect(problem).toMatchObject({ code: 'row_changed', current: theirs })
    expect((await get(ann, before.id)).body.brand).toBe('Theirs')
  })
})

describe('DELETE /api/sourced-products/:id', () => {
  test('200 moves it to Trash, and its ASIN may be added again', async () => {
    const { id, asin } = await made(ann)
    const { status, body } = await remove(ann, id)
    expect(status).toBe(200)
    expect(body.id).toBe(id)
    expect((await get(ann, id)).status).toBe(404)
    expect((await create(ann, { asin })).status).toBe(201)
  })
  test('403 for an uploader', async () => {
    expect((await remove(uma, (await made(ann)).id)).status).toBe(403)
  })
  test('404 for another workspace', async () => {
    const mine = await made(ann)
    expect((await remove(bob, mine.id)).status).toBe(404)
    expect((await get(ann, mine.id)).status).toBe(200)
  })
  test('409 when another member changed it in the meantime', async () => {
    const before = await made(ann)
    await update(ann, before.id, { brand: 'Theirs' })
    expect((await remove(ann, before.id, before.updated_at)).problem.code).toBe('row_changed')
  })
})

describe('POST /api/sourced-products/:id/restore', () => {
  test('200 restores it from Trash unchanged', async () => {
    const before = await made(ann, { notes: 'keep me' })
    await remove(ann, before.id)
    const { status, body } = await putBack(ann, before.id)
    expect(status).toBe(200)
    expect(body).toEqual({ ...before, updated_at: body.updated_at })
  })
  test('200 when it was never in Trash', async () => {
    expect((await putBack(ann, (await made(ann)).id)).status).toBe(200)
  })
  test('403 for an uploader', async () => {
    expect((await putBack(uma, (await made(ann)).id)).status).toBe(403)
  })
  test('404 for another workspace', async () => {
    const mine = await made(ann)
    await remove(ann, mine.id)
    expect((await putBack(bob, mine.id)).status).toBe(404)
  })
  test('409 when its ASIN was added again in the meantime', async () => {
    const first = await made(ann)
    await remove(ann, first.id)
    const second = await made(ann, { asin: first.asin })
    const { status, problem } = await putBack(ann, first.id)
    expect(status).toBe(409)
    expect(problem).toMatchObject({ code: 'product_exists', existing_id: second.id })
  })
})

test.each([
  ['B000000001', null, null],
  ['B000000001', '  ', 'Honest Review'],
  ['B000000001', 'Desk lamp', null],
  ['B000000001', 'Desk   lamp\n', 'Honest Review'],
  ['B000000001', 'A very long title that goes on and on and on, and beyond sixty characters', 'Honest Review'],
  ['B000000001', 'A very long title that goes on and on - - and on and on and sixty', ''],
  ['B000000001', 'x'.repeat(80), null],
  ['B000000001', `${'x'.repeat(59)} yz`, null],
  ['B000000001', '😀'.repeat(40), null],
  ['B000000001', `${'x'.repeat(58)}👨‍👩‍👧 family`, null],
  ['B000000001', `${'x'.repeat(57)}🇩🇪🇫🇷`, null],
  ['B000000001', `${'x'.repeat(59)}e\u0301e\u0301`, null],
  ['B000000001', `${'x'.repeat(57)}👍🏽👍🏽`, null],
  ['B000000001', '😀😀😀 '.repeat(12), 'Honest 😀'],
  ['B000000001', 'Ünïcödé läßt grüßen und hört nicht auf, bis sechzig Zeichen voll sind', 'Ehrlich'],
])('the database and the browser give %s "%s" with prefix %s the same video title', async (asin, title, prefix) => {
  const [row] = await api.host.sql<{ title: string }>('select private.video_title($1, $2, $3) as title', [
    asin,
    title,
    prefix,
  ])
  expect(row?.title).toBe(videoTitle({ asin, title }, prefix))
  expect(row?.title.length).toBeLessThanOrEqual(60)
})
