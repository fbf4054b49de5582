import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import { activeList, connect, itemOf, type Json, status, trading, truthOf } from '../testing/shop.ts'

let ebay: TestEmulator
beforeAll(async () => {
  ebay = await startTestEmulator('ebay')
})
beforeEach(async () => {
  await ebay.control.reset()
  await connect(ebay)
})
afterAll(() => ebay.close())

const revise = (...changes: string[]) => trading(ebay, 'ReviseInventoryStatus', changes.join(''))
const codes = ({ body }: { body: Json }) => [body.Ack, ...(body.Errors ?? []).map((one: Json) => one.ErrorCode)]

test('every active listing is in the list, of both kinds, and nothing that ended', async () => {
  const { status: httpStatus, body } = await activeList(ebay)
  expect([httpStatus, body.Ack]).toEqual([200, 'Success'])
  expect(body.ActiveList.PaginationResult).toEqual({ TotalNumberOfPages: '1', TotalNumberOfEntries: '49' })
  const items: Json[] = body.ActiveList.ItemArray.Item
  const ids = items.map(({ ItemID }) => ItemID)
  expect(ids).toContain((await truthOf(ebay, 'Beats Flex')).item_id)
  expect(ids).not.toContain((await truthOf(ebay, 'Ended:')).item_id)
})

test('an item is shown as eBay shows it', async () => {
  const { body, xml } = await activeList(ebay)
  const find = (word: string): Json => body.ActiveList.ItemArray.Item.find(({ Title }: Json) => Title.includes(word))
  expect(find('Contigo')).toMatchObject({
    Title: 'Contigo Autoseal Travel Mug 16 oz & 20 oz Set <2 pcs>',
    ListingType: 'FixedPriceItem',
    SellingStatus: { CurrentPrice: { '#text': '24.99', '@currencyID': 'USD' } },
    BuyItNowPrice: { '#text': '24.99', '@currencyID': 'USD' },
    QuantityAvailable: '8',
    TimeLeft: expect.stringMatching(/^P\d+DT\d+H\d+M\d+S$/),
    ListingDetails: { ViewItemURL: expect.stringContaining('&hash=') },
  })
  expect(xml).toContain('16 oz &amp; 20 oz Set &lt;2 pcs&gt;')
  expect(find('Numbered SKU').SKU).toBe('0012345')
  expect(find('British mug').SellingStatus.CurrentPrice['@currencyID']).toBe('GBP')
  expect(find('Auction:').ListingType).toBe('Chinese')
  expect(find('Sold out: Moccamaster').QuantityAvailable).toBe('0')
  expect(body.ActiveList.ItemArray.Item.some((item: Json) => item.QuantityAvailable === undefined)).toBe(true)
  expect(find('Comfort Colors').Variations.Variation).toHaveLength(3)
})

test('pages have at most 200 entries, and every listing is on one of them', async () => {
  const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => activeList(ebay, page, 10)))
  const ids = pages.flatMap(({ body }) => body.ActiveList.ItemArray.Item.map(({ ItemID }: Json) => ItemID))
  expect(new Set(ids).size).toBe(49)
  expect(codes(await activeList(ebay, 6, 10))).toEqual(['Failure', '340'])
  expect(codes(await activeList(ebay, 1, 201))).toEqual(['Failure', '340'])
})

test('a seller without listings gets a list without items', async () => {
  await ebay.control.seed({ catalog: 'empty' })
  const { body } = await activeList(ebay)
  expect(body.ActiveList).toEqual({ PaginationResult: { TotalNumberOfPages: '0', TotalNumberOfEntries: '0' } })
})

test.each([
  ['a call it has not got', 'AddFixedPriceItem', {}, '2'],
  ['no site', 'GetItem', { 'x-ebay-api-siteid': '' }, '10012'],
  ['no version', 'GetItem', { 'x-ebay-api-compatibility-level': '' }, '21'],
  ['no token', 'GetItem', { 'x-ebay-api-iaf-token': '' }, '930'],
  ['a token with Bearer before it', 'GetItem', { 'x-ebay-api-iaf-token': 'Bearer dana' }, '21916984'],
  ['what is not called XML', 'GetItem', { 'content-type': 'application/json' }, '5'],
])('%s is a failure with status 200', async (_, call, headers, code) => {
  const answer = await trading(ebay, call, '<ItemID>1</ItemID>', { headers })
  expect([answer.status, ...codes(answer)]).toEqual([200, 'Failure', code])
})

test('a body that is not the XML of the call is refused', async () => {
  expect(codes(await trading(ebay, 'GetItem', '<ItemID>1</Item>'))).toEqual(['Failure', '5'])
})

test('an old token is told apart from one that was taken back', async () => {
  await ebay.control.run('expire_tokens', {})
  expect(codes(await trading(ebay, 'GetItem', '<ItemID>1</ItemID>'))).toEqual(['Failure', '21917053'])
  await ebay.control.run('revoke', { seller_id: 'ma8vp1jySJC' })
  expect(codes(await trading(ebay, 'GetItem', '<ItemID>1</ItemID>'))).toEqual(['Failure', '932'])
})

test('a price alone is set, echoed and read back', async () => {
  const { item_id, quantity_available } = await truthOf(ebay, 'JBL Tune')
  const { body } = await revise(status(item_id, '31.50'))
  expect(body).toMatchObject({
    Ack: 'Success',
    InventoryStatus: [{ ItemID: item_id, StartPrice: { '#text': '31.50', '@currencyID': 'USD' }, Quantity: '12' }],
  })
  const read = await trading(ebay, 'GetItem', `<ItemID>${item_id}</ItemID><DetailLevel>ReturnAll</DetailLevel>`)
  expect(read.body.Item[0].SellingStatus.CurrentPrice['#text']).toBe('31.50')
  expect(await truthOf(ebay, 'JBL Tune')).toMatchObject({ price_cents: 3150, quantity_available, revisions_today: 1 })
})

test.each([
  ['Beats Flex', '21919474'],
  ['Auction:', '21916664'],
  ['Ended:', '291'],
  ['Sam’s Bluetooth', '17'],
  ['Comfort Colors', '21916608'],
])('%s is not revised (%s)', async (word, code) => {
  const { item_id, price_cents } = await truthOf(ebay, word)
  const answer = await revise(status(item_id, '1.00'))
  expect([answer.status, ...codes(answer)]).toEqual([200, 'Failure', code])
  expect(answer.body.Errors[0].ErrorParameters[0].Value).toBe(item_id)
  expect((await truthOf(ebay, word)).price_cents).toBe(price_cents)
})

test('of four, the good ones are taken and the others named', async () => {
  const good = await truthOf(ebay, 'JBL Tune')
  const managed = await truthOf(ebay, 'Beats Flex')
  const answer = await revise(status(good.item_id, '30.00'), status(managed.item_id, '30.00'))
  expect(codes(answer)).toEqual(['PartialFailure', '21919474'])
  expect(answer.body.InventoryStatus.map(({ ItemID }: Json) => ItemID)).toEqual([good.item_id])
  expect(answer.body.Errors[0].ErrorParameters[0].Value).toBe(managed.item_id)
  expect((await truthOf(ebay, 'JBL Tune')).price_cents).toBe(3000)
})

test('none, five and the same one twice are refused as a whole', async () => {
  const { item_id } = await truthOf(ebay, 'JBL Tune')
  expect(codes(await revise(''))).toEqual(['Failure', '21916635'])
  const five = ['1', '2', '3', '4', '5'].map((id) => status(id, '1.00'))
  expect(codes(await revise(...five))).toEqual(['Failure', '21916635'])
  expect(codes(await revise(status(item_id, '30.00'), status(item_id, '29.00')))).toEqual(['Failure', '21916636'])
  expect((await truthOf(ebay, 'JBL Tune')).revisions_today).toBe(0)
})

test.each(['0', '-1.00', '1.005', '12,00', 'abc'])('a price of %s is refused', async (price) => {
  const { item_id } = await truthOf(ebay, 'JBL Tune')
  expect(codes(await revise(status(item_id, price)))).toEqual(['Failure', '73'])
})

test('a variation is revised by item and SKU', async () => {
  const { item_id } = await truthOf(ebay, 'Comfort Colors')
  expect((await revise(status(item_id, '18.00', '<SKU>CC-TEE-XL</SKU>'))).body.Ack).toBe('Success')
  const { variations } = await truthOf(ebay, 'Comfort Colors')
  expect(variations.map((one: Json) => one.price_cents)).toEqual([1999, 2099, 1800])
})

test('the 251st revision of a day is refused; whose day can be set', async () => {
  const { item_id } = await truthOf(ebay, 'JBL Tune')
  await ebay.control.run('edit', { item_id, revisions_today: 249 })
  expect(codes(await revise(status(item_id, '30.00')))).toEqual(['Success'])
  expect(codes(await revise(status(item_id, '29.00')))).toEqual(['Failure', '21919165'])
  await ebay.control.advanceClock(86_400_000)
  await connect(ebay)
  expect(codes(await revise(status(item_id, '29.00')))).toEqual(['Success'])
})

test('a warning is a success', async () => {
  await ebay.control.seed({ trading_warns: true })
  const { item_id } = await truthOf(ebay, 'JBL Tune')
  const { body } = await revise(status(item_id, '30.00'))
  expect([body.Ack, body.Errors[0].SeverityCode]).toEqual(['Warning', 'Warning'])
  expect((await truthOf(ebay, 'JBL Tune')).price_cents).toBe(3000)
})

test('calls over a limit are a failure, of fifteen seconds and of a day', async () => {
  await ebay.control.seed({ limits: { get_my_ebay_selling_per_15_s: 1, trading_per_day: 2 } })
  expect(codes(await activeList(ebay))).toEqual(['Success'])
  expect(codes(await activeList(ebay))).toEqual(['Failure', '518'])
  await ebay.control.advanceClock(15_000)
  expect(codes(await activeList(ebay))).toEqual(['Success'])
  await ebay.control.advanceClock(15_000)
  expect(codes(await activeList(ebay))).toEqual(['Failure', '518'])
})

test('a message id comes back', async () => {
  const { item_id } = await truthOf(ebay, 'JBL Tune')
  const { body } = await trading(ebay, 'GetItem', `<MessageID>m-1</MessageID><ItemID>${item_id}</ItemID>`)
  expect(body.CorrelationID).toBe('m-1')
})

test('GetItem shows the listings of every seller, and 17 is for what does not exist', async () => {
  const sams = await truthOf(ebay, 'Sam’s Bluetooth')
  expect(await itemOf(ebay, sams.item_id)).toMatchObject({
    ItemID: sams.item_id,
    Seller: { UserID: 'sams_second_shelf' },
    SellingStatus: { CurrentPrice: { '#text': '29.00' }, ListingStatus: 'Active' },
  })
  expect(codes(await trading(ebay, 'GetItem', '<ItemID>110999999999</ItemID>'))).toEqual(['Failure', '17'])
})

test('the list shows no more than its cap, and its totals count everything', async () => {
  await ebay.control.seed({ active_list_cap: 25 })
  const first = await activeList(ebay, 1, 20)
  const second = await activeList(ebay, 2, 20)
  expect(first.body.ActiveList.PaginationResult.TotalNumberOfEntries).toBe('49')
  expect(first.body.ActiveList.ItemArray.Item).toHaveLength(20)
  expect(second.body.ActiveList.ItemArray.Item).toHaveLength(5)
  expect(second.body.ActiveList.PaginationResult).toEqual({ TotalNumberOfPages: '3', TotalNumberOfEntries: '49' })
  expect(codes(await activeList(ebay, 3, 20))).toEqual(['Failure', '340'])
})
