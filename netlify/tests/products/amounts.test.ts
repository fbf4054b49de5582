import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { minorDigits } from '#core/money.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import changeUndo from '../../functions/change-undo.ts'
import fields from '../../functions/crm-fields.ts'
import product from '../../functions/sourced-product.ts'
import products from '../../functions/sourced-products.ts'
import bulk from '../../functions/sourced-products-bulk.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
})
beforeEach(async () => {
  ann = await api.person()
})
afterAll(() => api.close())

const add = async (currency: string, body: object = {}): Promise<SourcedProduct> => {
  const asin = `B${String(++number).padStart(9, '0')}`
  return (await api.call(products, productsContract.create, { as: ann, body: { asin, currency, ...body } })).body
}
const edit = async (body: object) => (await api.call(bulk, productsContract.bulk, { as: ann, body })).body
const get = async ({ id }: SourcedProduct) =>
  (await api.call(product, productsContract.get, { as: ann, params: { id } })).body
const patch = ({ id }: SourcedProduct, body: object) =>
  api.call(product, productsContract.update, { as: ann, params: { id }, body })
const undo = async (id: string | null) =>
  (await api.call(changeUndo, productsContract.undoChange, { as: ann, params: { id: id ?? '' } })).body
const everything = { filter: { match: 'all', rules: [] } }

test('the database and the code know the same digits for every currency', async () => {
  const codes = [...Intl.supportedValuesOf('currency'), 'XYZ', 'UYW', 'ZWG', 'BYR']
  const rows = await api.host.sql<{ code: string; digits: number }>(
    'select code, private.minor_digits(code) as digits from unnest($1::text[]) as code',
    [codes],
  )
  expect(rows).toEqual(codes.map((code) => ({ code, digits: minorDigits(code) })))
})

describe('a bulk edit of amounts', () => {
  test.each([
    [150_000, undefined, { USD: 150_000, EUR: 150_000, HUF: 150_000, JPY: 1500, KRW: 1500, KWD: 1_500_000 }],
    [0, undefined, { USD: 0, EUR: 0, HUF: 0, JPY: 0, KRW: 0, KWD: 0 }],
    [null, undefined, { USD: null, EUR: null, HUF: null, JPY: null, KRW: null, KWD: null }],
    [2490, undefined, { USD: 2490, EUR: 2490, HUF: 2490, JPY: 'JPY has no amount of 24.90.', KWD: 24_900 }],
    [1234, 3, { USD: 'USD has no amount of 1.234.', JPY: 'JPY has no amount of 1.234.', KWD: 1234 }],
    [12_000, 3, { USD: 1200, JPY: 12, KWD: 12_000 }],
    [1_000_000_000, undefined, { USD: 1_000_000_000, JPY: 10_000_000, KWD: 10_000_000_000, BHD: 10_000_000_000 }],
    [5_000_000_000, undefined, { USD: 5_000_000_000, KWD: 'KWD has no amount of 50000000.00.' }],
  ])(
    '%s with %s digits is the same amount in each currency, or the product is skipped',
    async (cents, digits, expected) => {
      const field = (
        await api.call(fields, crmListsContract.fields.create, { as: ann, body: { name: 'Deposit', kind: 'money' } })
      ).body
      const made: SourcedProduct[] = []
      const was = { cost_cents: 7, fees_cents: 7, custom_values: { [field.id]: 7 } }
      for (const currency of Object.keys(expected)) made.push(await add(currency, was))
      const result = await edit({
        target: everything,
        change: {
          set: { cost_cents: cents, custom_values: { [field.id]: cents }, brand: 'Muji' },
          ...(digits !== undefined && { amount_digits: digits }),
        },
      })
      for (const one of made) {
        const now = await get(one)
        const amount = expected[one.currency as keyof typeof expected]
        const kept = typeof amount === 'string'
        expect([one.currency, now.cost_cents], one.currency).toEqual([one.currency, kept ? 7 : amount])
        expect(now.custom_values[field.id] ?? null).toBe(kept ? 7 : amount)
        expect([now.fees_cents, now.brand]).toEqual([7, kept ? null : 'Muji'])
        const failed = result.failed.find(({ product_id }) => product_id === one.id)
        expect(failed).toEqual(kept ? { product_id: one.id, asin: one.asin, reason: amount } : undefined)
      }
      expect(result.changed + result.failed.length).toBe(made.length)
      expect(result.unchanged).toBe(0)
      await undo(result.change_set_id)
      for (const one of made) expect(await get(one)).toMatchObject(was)
    },
  )

  test('a currency in the change says what its amounts are', async () => {
    const [yen, dollar] = [await add('JPY', { cost_cents: 700 }), await add('USD', { cost_cents: 700 })]
    await edit({ target: everything, change: { set: { currency: 'JPY', cost_cents: 1500 } } })
    expect(await get(yen)).toMatchObject({ currency: 'JPY', cost_cents: 1500 })
    expect(await get(dollar)).toMatchObject({ currency: 'JPY', cost_cents: 1500 })
  })

  test('owners and fields of a skipped product stay, in a chunk and beyond it', async () => {
    const ids: string[] = []
    for (const currency of ['JPY', 'USD', 'JPY', 'KWD']) ids.push((await add(currency)).id)
    const missing = crypto.randomUUID()
    const result = await edit({ target: { ids: [...ids, missing] }, change: { set: { fees_cents: 99 } } })
    expect(result).toMatchObject({ changed: 2, unchanged: 0 })
    expect(result.failed.map(({ reason }) => reason).toSorted()).toEqual([
      'It is not in this workspace.',
      'JPY has no amount of 0.99.',
      'JPY has no amount of 0.99.',
    ])
  })
})

describe('another currency for products that have amounts', () => {
  test('keeps the amounts, for one product and for many, and Undo restores them', async () => {
    const one = await add('USD', { cost_cents: 2500, fees_cents: 100 })
    expect((await patch(one, { currency: 'JPY' })).body).toMatchObject({ cost_cents: 25, fees_cents: 1 })
    const many = [await add('EUR', { cost_cents: 1200 }), await add('USD', { cost_cents: 1250 }), await add('KWD')]
    const result = await edit({ target: { ids: many.map(({ id }) => id) }, change: { set: { currency: 'JPY' } } })
    expect(result).toMatchObject({
      changed: 2,
      failed: [{ asin: many[1]?.asin, reason: 'JPY has no amount of 12.50.' }],
    })
    const nows = await Promise.all(many.map(get))
    expect(nows.map(({ currency, cost_cents }) => [currency, cost_cents])).toEqual([
      ['JPY', 12],
      ['USD', 1250],
      ['JPY', null],
    ])
    await undo(result.change_set_id)
    expect(await get(many[0] as SourcedProduct)).toMatchObject({ currency: 'EUR', cost_cents: 1200 })
  })

  test('is refused when it cannot have them, and taken with an amount of its own', async () => {
    const one = await add('USD', { cost_cents: 2490 })
    const refused = await patch(one, { currency: 'JPY' })
    expect([refused.status, refused.problem.detail]).toEqual([
      400,
      'JPY has no amount of 24.90. Change the amount together with the currency.',
    ])
    expect((await patch(one, { currency: 'JPY', cost_cents: 2490 })).body.cost_cents).toBe(2490)
    expect((await patch(one, { currency: 'KWD', cost_cents: 12_345 })).body.cost_cents).toBe(12_345)
  })
})

test('a filter by an amount means that amount in every currency, and the order too', async () => {
  const [yen, dollar, dinar] = [
    await add('JPY', { cost_cents: 1500 }),
    await add('USD', { cost_cents: 2000 }),
    await add('KWD', { cost_cents: 30_000 }),
  ]
  const list = async (value: number) => {
    const filter = { match: 'all', rules: [{ field: 'cost_cents', operator: 'at_most', value }] }
    const query = { filter: JSON.stringify(filter), sort: 'cost_cents' }
    return (await api.call(products, productsContract.list, { as: ann, query })).body.items.map(({ id }) => id)
  }
  expect(await list(100_000)).toEqual([dollar.id, dinar.id])
  expect(await list(150_000)).toEqual([dollar.id, dinar.id, yen.id])
  expect(await list(2500)).toEqual([dollar.id])
})
