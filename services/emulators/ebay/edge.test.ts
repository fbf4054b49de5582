import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { connect, status, truthOf } from './testing/shop.ts'

let ebay: TestEmulator
beforeAll(async () => {
  ebay = await startTestEmulator('ebay')
})
beforeEach(async () => {
  await ebay.control.reset()
  await connect(ebay)
})
afterAll(() => ebay.close())

const tune = () => truthOf(ebay, 'JBL Tune')
const beats = () => truthOf(ebay, 'Beats Flex')
const failNext = (kind: string, more = {}) => ebay.control.run('fail_next', { kind, ...more })

/** A raw answer: the page of the edge is neither JSON nor XML. */
async function post(path: string, body: string, headers: Record<string, string>) {
  const answer = await fetch(`${ebay.env.EBAY_API_BASE_URL}${path}`, { method: 'POST', body, headers })
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}
const reviseTune = async () =>
  post(
    '/ws/api.dll',
    `<?xml version="1.0"?><ReviseInventoryStatusRequest xmlns="urn:ebay:apis:eBLBaseComponents">${status((await tune()).item_id, '30.00')}</ReviseInventoryStatusRequest>`,
    {
      'x-ebay-api-call-name': 'ReviseInventoryStatus',
      'x-ebay-api-siteid': '0',
      'x-ebay-api-compatibility-level': '1451',
      'x-ebay-api-iaf-token': 'dana',
      'content-type': 'text/xml',
    },
  )
const setBeats = async () => {
  const offers = [{ offerId: (await beats()).offer_id, price: { value: '30.00', currency: 'USD' } }]
  return post('/sell/inventory/v1/bulk_update_price_quantity', JSON.stringify({ requests: [{ offers }] }), {
    authorization: 'Bearer dana',
    'accept-language': 'en-US',
    'content-language': 'en-US',
    'content-type': 'application/json',
  })
}
const PAGE = { status: 403, type: 'text/html', text: expect.stringContaining('<H1>Access Denied</H1>') }

test('the edge refuses with a page of its own, and the API did nothing', async () => {
  await failNext('edge_refusal', { times: 2 })
  expect([await reviseTune(), await setBeats()]).toEqual([PAGE, PAGE])
  expect([(await tune()).price_cents, (await beats()).price_cents]).toEqual([3495, 3999])
  expect(await ebay.control.run('counts', {})).toMatchObject({ limits: { used: {} }, revisions: 0 })
})

test('the edge may refuse although the API did the work', async () => {
  await failNext('edge_refusal_after', { call: 'ReviseInventoryStatus' })
  await failNext('edge_refusal_after', { call: 'bulkUpdatePriceQuantity' })
  expect([await reviseTune(), await setBeats()]).toEqual([PAGE, PAGE])
  expect([(await tune()).price_cents, (await beats()).price_cents]).toEqual([3000, 3000])
})

test('the dice can be thrown for the edge', async () => {
  await ebay.control.run('plan', { chances: { edge_refusal: 1 } })
  expect(await setBeats()).toEqual(PAGE)
  await ebay.control.run('plan', { chances: { edge_refusal_after: 1 } })
  expect(await setBeats()).toEqual(PAGE)
  expect((await beats()).price_cents).toBe(3000)
})
