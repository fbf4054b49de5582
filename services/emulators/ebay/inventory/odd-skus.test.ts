import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import { connect, type Json, rest, reviseByInventory, status, trading, truthOf } from '../testing/shop.ts'

let ebay: TestEmulator
beforeAll(async () => {
  ebay = await startTestEmulator('ebay')
})
beforeEach(async () => {
  await ebay.control.reset()
  await connect(ebay)
})
afterAll(() => ebay.close())

const BASE = '/sell/inventory/v1'
const get = (path: string) => rest(ebay, `${BASE}${path}`)
const firstError = ({ status, body }: { status: number; body: Json }) => [status, body.errors?.[0]?.errorId]
const beats = () => truthOf(ebay, 'Beats Flex')

test('a page of items fails when it contains an unreadable SKU, and the other pages do not', async () => {
  const { inventoryItems } = (await get('/inventory_item?limit=10&offset=1')).body
  await ebay.control.run('break_sku', { sku: inventoryItems[4].sku })
  expect(firstError(await get('/inventory_item?limit=10&offset=1'))).toEqual([400, 25707])
  expect(firstError(await get('/inventory_item?limit=200'))).toEqual([400, 25707])
  expect((await get('/inventory_item?limit=10')).status).toBe(200)
  expect((await get('/inventory_item?limit=10&offset=2')).status).toBe(200)
  expect(firstError(await get('/inventory_item?limit=1&offset=14'))).toEqual([400, 25707])
  await ebay.control.run('mend_sku', { sku: inventoryItems[4].sku })
  expect((await get('/inventory_item?limit=10&offset=1')).body.inventoryItems).toEqual(inventoryItems)
})

test('an unreadable SKU is neither shown as an item nor by its offers', async () => {
  const { sku, offer_id } = await beats()
  await ebay.control.run('break_sku', { sku })
  expect(firstError(await get(`/inventory_item/${sku}`))).toEqual([400, 25707])
  expect(firstError(await get(`/offer?sku=${sku}`))).toEqual([400, 25707])
  const { status, body } = await rest(ebay, `${BASE}/bulk_get_inventory_item`, { json: { requests: [{ sku }] } })
  expect([status, body.responses[0].statusCode, body.responses[0].errors[0].errorId]).toEqual([207, 400, 25707])
  expect((await get(`/offer/${offer_id}`)).status).toBe(200)
  expect(await reviseByInventory(ebay, offer_id, '30.00')).toEqual([200])
})

test('an item can be seeded unreadable', async () => {
  const listing = { kind: 'inventory', sku: 'BAD/SKU', title: 'Bad SKU', price_cents: 500, is_unreadable: true }
  await ebay.control.seed({ catalog: 'empty', listings: [listing] })
  expect(firstError(await get('/inventory_item'))).toEqual([400, 25707])
  await expect(ebay.control.run('break_sku', { sku: 'NOT-THERE' })).rejects.toThrow(/400/)
})

test('spaces around a SKU are part of it, in both APIs', async () => {
  const [sku, plain] = [' ABC ', 'ABC']
  const listing = { kind: 'inventory', sku, title: 'Spaces', price_cents: 500, item_id: '220000000001' }
  await ebay.control.seed({ catalog: 'empty', listings: [listing] })
  expect((await get('/inventory_item')).body.inventoryItems[0].sku).toBe(sku)
  expect((await get(`/inventory_item/${encodeURIComponent(sku)}`)).body.sku).toBe(sku)
  expect((await get(`/offer?sku=${encodeURIComponent(sku)}`)).body.offers[0].sku).toBe(sku)
  expect(firstError(await get(`/inventory_item/${plain}`))).toEqual([404, 25710])
  expect(firstError(await get(`/offer?sku=${plain}`))).toEqual([404, 25713])
  const { xml } = await trading(ebay, 'GetItem', '<ItemID>220000000001</ItemID>')
  expect(xml).toContain('<SKU> ABC </SKU>')
})

test('a SKU with spaces is created and revised as it was sent', async () => {
  const json = { condition: 'NEW', product: { title: 'Spaces' } }
  expect((await rest(ebay, `${BASE}/inventory_item/%20NEW`, { method: 'PUT', json })).status).toBe(201)
  expect((await get('/inventory_item/%20NEW')).body.sku).toBe(' NEW')
  await ebay.control.seed({ listings: [{ sku: 'XYZ ', title: 'Trailing', price_cents: 500 }] })
  const { item_id } = await truthOf(ebay, 'Trailing')
  const revise = (sku: string) => trading(ebay, 'ReviseInventoryStatus', status(item_id, '4.00', `<SKU>${sku}</SKU>`))
  expect((await revise('XYZ')).body.Errors[0].ErrorCode).toBe('21916270')
  expect((await revise('XYZ ')).body.Ack).toBe('Success')
})
