import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import type { ProductFilter } from '#core/products/filters.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import fields from '../../functions/crm-fields.ts'
import owners from '../../functions/crm-owners.ts'
import statuses from '../../functions/crm-statuses.ts'
import products from '../../functions/sourced-products.ts'
import byStatus from '../../functions/sourced-products-by-status.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let uma: TestPerson
/** Names in the filters below, as ids. */
const ids = new Map<string, string>()
const id = (name: string) => ids.get(name) ?? name

const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  uma = await api.teammate(ann, 'uploader')
  const { items } = (await api.call(statuses, crmListsContract.statuses.list, { as: ann })).body
  for (const status of items) ids.set(status.name, status.id)
  for (const name of ['Mia', 'Tom']) {
    const { body } = await api.call(owners, crmListsContract.owners.create, { as: ann, body: { name } })
    ids.set(name, body.id)
  }
  for (const [name, kind] of [
    ['Shelf', 'text'],
    ['Weight', 'number'],
    ['Fragile', 'checkbox'],
    ['Best before', 'date'],
  ] as const) {
    const { body } = await api.call(fields, crmListsContract.fields.create, { as: ann, body: { name, kind } })
    ids.set(name, body.id)
  }
  const rows = [
    {
      asin: 'B00000000A',
      title: 'Lamp 100% _new_',
      brand: 'Muji',
      cost_cents: 500,
      decision: 'sell',
      status_id: id('Ordered'),
      owners: [{ owner_id: id('Mia') }],
      follow_up_date: day(-1),
      custom_values: { [id('Shelf')]: 'A1', [id('Fragile')]: true },
    },
    {
      asin: 'B00000000B',
      title: 'kettle',
      cost_cents: 2000,
      status_id: id('Delivered'),
      owners: [{ owner_id: id('Tom') }, { owner_id: id('Mia') }],
      follow_up_date: day(2),
      custom_values: { [id('Weight')]: 1.5, [id('Best before')]: day(1) },
    },
    {
      asin: 'B00000000C',
      title: 'Mug (blue), 2 pcs',
      brand: 'muji',
      quantity: 3,
      status_id: id('Completed'),
      follow_up_date: day(0),
      custom_values: { [id('Weight')]: 10 },
    },
    { asin: 'B00000000D', notes: 'Ask about the "blue" one', cost_cents: 0, status_id: id('Ordered') },
  ]
  for (const body of rows) {
    const { status } = await api.call(products, productsContract.create, { as: ann, body })
    expect(status).toBe(201)
  }
})
afterAll(() => api.close())

const ask = (query: Record<string, string>, as = ann) => api.call(products, productsContract.list, { as, query })
const letters = async (filter: unknown, query: Record<string, string> = {}) => {
  const { status, body } = await ask({ filter: JSON.stringify(filter), sort: 'asin', ...query })
  expect(status).toBe(200)
  return body.items.map(({ asin }) => asin.slice(-1)).join('')
}
const rule = (field: string, operator: string, value?: unknown) => ({
  field,
  operator,
  ...(value !== undefined && { value }),
})
const all = (...rules: unknown[]) => ({ match: 'all', rules })
const any = (...rules: unknown[]) => ({ match: 'any', rules })

describe('GET /api/sourced-products', () => {
  test.each([
    ['no rules', () => all(), 'ABCD'],
    ['a status', () => all(rule('status_id', 'is_any_of', [id('Ordered')])), 'AD'],
    ['none of two statuses', () => all(rule('status_id', 'is_none_of', [id('Ordered'), id('Delivered')])), 'C'],
    ['what the status does', () => all(rule('status_automation', 'is_any_of', ['shipment_delivered'])), 'B'],
    ['open items', () => all(rule('is_open', 'is', true)), 'AD'],
    ['closed items', () => all(rule('is_open', 'is', false)), 'BC'],
    ['an owner, primary or not', () => all(rule('owner_id', 'is_any_of', [id('Mia')])), 'AB'],
    ['not this owner', () => all(rule('owner_id', 'is_none_of', [id('Tom')])), 'ACD'],
    ['nobody', () => all(rule('owner_id', 'is_empty')), 'CD'],
    ['somebody', () => all(rule('owner_id', 'is_not_empty')), 'AB'],
    ['a decision', () => all(rule('decision', 'is_any_of', ['sell'])), 'A'],
    ['no decision', () => all(rule('decision', 'is_empty')), 'BCD'],
    ['not sell, the undecided among them', () => all(rule('decision', 'is_none_of', ['sell'])), 'BCD'],
    ['text in any case', () => all(rule('brand', 'is', 'MUJI')), 'AC'],
    ['text that is special in SQL', () => all(rule('title', 'contains', '100% _NEW_')), 'A'],
    ['text with a comma and brackets', () => all(rule('title', 'contains', '(blue), 2')), 'C'],
    ['text with quotes', () => all(rule('notes', 'contains', `"blue"`)), 'D'],
    ['an attempt at SQL', () => all(rule('title', 'contains', `' or true --`)), ''],
    ['without a text, the empty among them', () => all(rule('title', 'not_contains', 'kettle')), 'ACD'],
    ['no title', () => all(rule('title', 'is_empty')), 'D'],
    ['money up to', () => all(rule('cost_cents', 'at_most', 500)), 'AD'],
    ['money between', () => all(rule('cost_cents', 'between', [1, 2000])), 'AB'],
    ['no cost, which is not a cost of 0', () => all(rule('cost_cents', 'is_empty')), 'C'],
    ['a number', () => all(rule('quantity', 'is', 3)), 'C'],
    ['follow-ups due, today among them', () => all(rule('follow_up_date', 'in_last_days', 3650)), 'AC'],
    ['follow-ups of the next days', () => all(rule('follow_up_date', 'in_next_days', 2)), 'BC'],
    ['a day', () => all(rule('follow_up_date', 'on', day(2))), 'B'],
    ['added today', () => all(rule('created_at', 'in_last_days', 1)), 'ABCD'],
    ['no video', () => all(rule('has_video', 'is', false)), 'ABCD'],
    ['a custom text', () => all(rule(`custom.${id('Shelf')}`, 'is', 'a1')), 'A'],
    ['a custom number by size, not by spelling', () => all(rule(`custom.${id('Weight')}`, 'at_least', 2)), 'C'],
    ['a custom checkbox', () => all(rule(`custom.${id('Fragile')}`, 'is', true)), 'A'],
    ['a custom checkbox nobody ticked', () => all(rule(`custom.${id('Fragile')}`, 'is', false)), 'BCD'],
    ['a custom date', () => all(rule(`custom.${id('Best before')}`, 'in_next_days', 1)), 'B'],
    ['a custom field that is gone finds nothing', () => all(rule(`custom.${crypto.randomUUID()}`, 'is_empty')), ''],
    ['AND', () => all(rule('brand', 'is', 'muji'), rule('decision', 'is_empty')), 'C'],
    ['OR', () => any(rule('decision', 'is_any_of', ['sell']), rule('cost_cents', 'is', 0)), 'AD'],
    [
      'OR within AND',
      () =>
        all(
          rule('status_id', 'is_any_of', [id('Ordered')]),
          any(rule('brand', 'is', 'muji'), rule('title', 'is_empty')),
        ),
      'AD',
    ],
    [
      'AND within OR',
      () =>
        any(rule('quantity', 'is', 3), all(rule('status_id', 'is_any_of', [id('Ordered')]), rule('title', 'is_empty'))),
      'CD',
    ],
  ] as const)('200 with a filter: %s', async (_name, filter, expected) => {
    expect(await letters(filter())).toBe(expected)
  })

  test('200 leaves out archived products unless the filter names them', async () => {
    const { body } = await api.call(products, productsContract.create, { as: ann, body: { asin: 'B00000000E' } })
    await api.host.sql('update public.sourced_products set archived_at = now() where id = $1', [body.id])
    expect(await letters(all())).toBe('ABCD')
    expect(await letters(all(rule('is_archived', 'is', true)))).toBe('E')
    expect(await letters(any(rule('title', 'is', 'kettle'), all(rule('is_archived', 'is', true))))).toBe('BE')
    await api.host.sql('delete from public.sourced_products where id = $1', [body.id])
  })

  test.each([
    ['asin', 'ABCD'],
    ['-asin', 'DCBA'],
    ['title', 'BACD'],
    ['-title', 'CABD'],
    ['cost_cents', 'DABC'],
    ['-cost_cents', 'BADC'],
    ['follow_up_date', 'ACBD'],
    ['status', 'ADBC'],
    ['decision', 'A'],
    ['created_at', 'ABCD'],
    ['-updated_at', 'DCBA'],
  ])('200 sorted by %s, empty values last, page by page without a gap or a repeat', async (sort, expected) => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { body } = await ask({ sort, limit: '1', ...(cursor && { cursor }) })
      seen.push(...body.items.map(({ asin }) => asin.slice(-1)))
      cursor = body.next_cursor
    } while (cursor)
    if (sort !== 'status') expect(seen.join('')).toMatch(new RegExp(`^${expected}`))
    // The two products with the same status come in either order, but together and first.
    else expect([seen.slice(0, 2).sort().join(''), ...seen.slice(2)].join('')).toBe(expected)
    expect(new Set(seen).size).toBe(4)
  })

  test('200 sorted by a custom number', async () => {
    const { body } = await ask({ sort: `-custom.${id('Weight')}` })
    expect(body.items.map(({ asin }) => asin.slice(-1)).join('')).toMatch(/^CB/)
  })

  test('200 with search and filter together, counted', async () => {
    const { body } = await ask({
      search: 'MUG blue',
      filter: JSON.stringify(all(rule('quantity', 'at_least', 2))),
      count: 'true',
    })
    expect(body).toMatchObject({ total: 1, items: [{ asin: 'B00000000C' }] })
  })

  test('400 for a cursor of another order', async () => {
    const { body } = await ask({ sort: 'title', limit: '1' })
    const { status, problem } = await ask({ sort: '-title', cursor: body.next_cursor ?? '' })
    expect([status, problem.code]).toEqual([400, 'invalid_input'])
  })

  test.each([
    ['no JSON', '{'],
    ['a field that is not there', JSON.stringify(all(rule('workspace_id', 'is', 'x')))],
    ['a question the field does not know', JSON.stringify(all(rule('title', 'at_most', 3)))],
    ['a value of the wrong kind', JSON.stringify(all(rule('cost_cents', 'at_most', 'ten')))],
    ['a date that does not exist', JSON.stringify(all(rule('follow_up_date', 'on', '2026-02-30')))],
    ['an entry that cannot exist', JSON.stringify(all(rule('status_id', 'is_any_of', ['Ordered'])))],
    [
      'a custom checkbox asked for a day',
      () => JSON.stringify(all(rule(`custom.${id('Fragile')}`, 'on', '2026-01-01'))),
    ],
  ])('400 for a filter with %s', async (_name, filter) => {
    const { status, problem } = await ask({ filter: typeof filter === 'string' ? filter : filter() })
    expect([status, problem.code]).toEqual([400, 'invalid_input'])
  })

  test('400 for an unknown order', async () => {
    expect((await ask({ sort: 'workspace_id' })).status).toBe(400)
  })
})

describe('GET /api/sourced-products/by-status', () => {
  const summarize = (query: Record<string, string>, as = ann) =>
    api.call(byStatus, productsContract.byStatus, { as, query })

  test('200 counts the matching products by status and adds up their cost', async () => {
    const { status, body } = await summarize({})
    expect(status).toBe(200)
    expect(body.items).toHaveLength(3)
    expect(body.items).toContainEqual({
      status_id: id('Ordered'),
      product_count: 2,
      costs: [{ currency: 'USD', cents: 500 }],
    })
    const filter: ProductFilter = { match: 'all', rules: [{ field: 'brand', operator: 'is', value: 'muji' }] }
    expect((await summarize({ filter: JSON.stringify(filter), search: 'mug' })).body.items).toEqual([
      { status_id: id('Completed'), product_count: 1, costs: [] },
    ])
  })

  test('400 for an invalid filter', async () => expect((await summarize({ filter: '[]' })).status).toBe(400))

  test('403 for an uploader', async () => expect((await summarize({}, uma)).status).toBe(403))
})
