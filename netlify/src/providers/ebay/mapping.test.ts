import { describe, expect, test } from 'vitest'
import { restPriceAnswer, tradingFailure, tradingPriceAnswer } from './failures.ts'
import { toCents, toOffer, toTradingRow } from './mapping.ts'
import { ActiveListAnswer, type Offer, TradingEnvelope, type TradingError } from './types.ts'
import { buildTradingRequest, readXml } from './xml.ts'

const answer = (content: string, ack = 'Success', call = 'GetMyeBaySelling') =>
  new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?><${call}Response xmlns="urn:ebay:apis:eBLBaseComponents"><Timestamp>2026-11-22T10:00:00.000Z</Timestamp><Ack>${ack}</Ack>${content}</${call}Response>`,
  )
const list = (items: string, entries = 1) =>
  answer(
    `<ActiveList><ItemArray>${items}</ItemArray><PaginationResult><TotalNumberOfPages>1</TotalNumberOfPages><TotalNumberOfEntries>${entries}</TotalNumberOfEntries></PaginationResult></ActiveList>`,
  )
const PRICE = '<SellingStatus><CurrentPrice currencyID="USD">19.99</CurrentPrice></SellingStatus>'
const item = (content: string, price = PRICE) =>
  `<Item><ItemID>110000000001</ItemID><Title>A mug</Title>${price}${content}</Item>`

function rowOf(xml: string) {
  const read = readXml(list(xml), 'GetMyeBaySellingResponse', ActiveListAnswer)
  const items = read?.ActiveList?.ItemArray?.Item ?? []
  expect(items).toHaveLength(1)
  return toTradingRow(items[0])
}

describe('an item of the active listings', () => {
  test('is read whole', () => {
    const xml = `<Item><BuyItNowPrice currencyID="USD">19.99</BuyItNowPrice><ItemID>110000000001</ItemID>
      <ListingDetails><StartTime>2026-10-01T08:30:00.000Z</StartTime><ViewItemURL>https://www.ebay.com/itm/1?var=0&amp;hash=a</ViewItemURL></ListingDetails>
      <ListingType>FixedPriceItem</ListingType><Quantity>7</Quantity>
      <SellingStatus><CurrentPrice currencyID="USD">19.99</CurrentPrice></SellingStatus>
      <Title>Tom &amp; Jerry &#39;Mug&#39; &lt;2 pcs&gt; &quot;new&quot; &amp;amp;</Title><WatchCount>4</WatchCount>
      <QuantityAvailable>5</QuantityAvailable><SKU>00123</SKU>
      <PictureDetails><GalleryURL>https://i.ebayimg.com/1.jpg</GalleryURL></PictureDetails></Item>`
    expect(rowOf(xml)).toEqual({
      error: null,
      listing: {
        ebay_item_id: '110000000001',
        sku: '00123',
        title: `Tom & Jerry 'Mug' <2 pcs> "new" &amp;`,
        price_cents: 19_99,
        currency: 'USD',
        quantity_available: 5,
        quantity_sold: 2,
        status: null,
        picture_url: 'https://i.ebayimg.com/1.jpg',
        listing_url: 'https://www.ebay.com/itm/1?var=0&hash=a',
        listing_format: 'fixed_price',
        has_variations: false,
        started_at: '2026-10-01T08:30:00.000Z',
        watch_count: 4,
        sale: null,
      },
    })
  })

  test('without a quantity available has an unknown one, never none', () => {
    expect(rowOf(item('<Quantity>7</Quantity>')).listing).toMatchObject({
      quantity_available: null,
      quantity_sold: null,
    })
  })

  test.each([
    ['none at all', ''],
    ['one without a currency', '<SellingStatus><CurrentPrice>19.99</CurrentPrice></SellingStatus>'],
    ['one of nothing', '<SellingStatus><CurrentPrice currencyID="USD">0.0</CurrentPrice></SellingStatus>'],
    ['one that is no number', '<SellingStatus><CurrentPrice currencyID="USD">call us</CurrentPrice></SellingStatus>'],
    ['an empty one', '<SellingStatus><CurrentPrice currencyID="USD"></CurrentPrice></SellingStatus>'],
  ])('whose price is %s is an error of its row, with no price made up', (_name, price) => {
    expect(rowOf(item('<SKU>A&amp;B</SKU>', price))).toEqual({
      listing: null,
      error: { ebay_item_id: '110000000001', sku: 'A&B', title: 'A mug', code: 'no_price' },
    })
  })

  test('whose current price is missing still has its own price, but an auction only what is bid', () => {
    const start = '<StartPrice currencyID="GBP">8.5</StartPrice>'
    expect(rowOf(item('', start)).listing).toMatchObject({ price_cents: 8_50, currency: 'GBP' })
    expect(rowOf(item('<ListingType>Chinese</ListingType>', start)).error?.code).toBe('no_price')
  })

  test('that is an auction, and one with variations, are told apart', () => {
    expect(rowOf(item('<ListingType>Chinese</ListingType>')).listing?.listing_format).toBe('auction')
    const one = '<Variations><Variation><SKU>M</SKU></Variation></Variations>'
    expect(rowOf(item(one)).listing?.has_variations).toBe(true)
  })

  test('that cannot be read does not take the others with it', () => {
    const read = readXml(list(`<Item>what</Item>${item('')}`, 2), 'GetMyeBaySellingResponse', ActiveListAnswer)
    const rows = (read?.ActiveList?.ItemArray?.Item ?? []).map(toTradingRow)
    expect(rows.map(({ error }) => error?.code ?? null)).toEqual(['unreadable', null])
  })
})

describe('an answer', () => {
  test.each([
    ['no XML', 'Service unavailable'],
    ['half an answer', '<GetMyeBaySellingResponse><Ack>Success</Ack><ActiveList>'],
    ['another answer', '<OtherResponse><Ack>Success</Ack></OtherResponse>'],
    ['no Ack', '<GetMyeBaySellingResponse><Timestamp>x</Timestamp></GetMyeBaySellingResponse>'],
    [
      'entities of its own',
      '<!DOCTYPE a [<!ENTITY x "y">]><GetMyeBaySellingResponse><Ack>Success</Ack></GetMyeBaySellingResponse>',
    ],
    [
      'a list without a count',
      '<GetMyeBaySellingResponse><Ack>Success</Ack><ActiveList><ItemArray/></ActiveList></GetMyeBaySellingResponse>',
    ],
  ])('that is %s is not read', (_name, text) => {
    expect(readXml(new TextEncoder().encode(text), 'GetMyeBaySellingResponse', ActiveListAnswer)).toBeNull()
  })

  test('of two hundred items with many entities is read', () => {
    const items = Array.from({ length: 200 }, () => item('<SKU>a&amp;b&#39;&lt;&gt;</SKU>'.repeat(1))).join('')
    const read = readXml(list(items, 200), 'GetMyeBaySellingResponse', ActiveListAnswer)
    expect(read?.ActiveList?.ItemArray?.Item).toHaveLength(200)
  })

  test('a request is escaped', () => {
    expect(buildTradingRequest('GetItem', { ItemID: `<&"'>` })).toBe(
      '<?xml version="1.0" encoding="utf-8"?><GetItemRequest xmlns="urn:ebay:apis:eBLBaseComponents"><ItemID>&lt;&amp;&quot;&apos;&gt;</ItemID></GetItemRequest>',
    )
  })
})

describe('what a Trading failure means', () => {
  const failureOf = (ack: string, errors: string) => {
    const read = readXml(answer(errors, ack), 'GetMyeBaySellingResponse', TradingEnvelope)
    return read && tradingFailure(read)
  }
  const error = (code: string, more = '<SeverityCode>Error</SeverityCode>') =>
    `<Errors><LongMessage>Words.</LongMessage><ErrorCode>${code}</ErrorCode>${more}</Errors>`

  test.each([
    ['21917053', 'reconnect'],
    ['21916984', 'reconnect'],
    ['931', 'reconnect'],
    ['932', 'reconnect'],
    ['10007', 'try_later'],
    ['518', 'try_later'],
    ['17', 'gone'],
    ['340', 'rejected'],
  ])('%s: %s', (code, outcome) => {
    expect(failureOf('Failure', error(code))).toMatchObject({ outcome, code: `ebay_${code}` })
  })

  test('a Warning is a success', () => {
    expect(failureOf('Warning', error('21917092', '<SeverityCode>Warning</SeverityCode>'))).toBeNull()
    expect(failureOf('Success', '')).toBeNull()
  })

  test('a system error may pass, whatever its number', () => {
    const more = '<SeverityCode>Error</SeverityCode><ErrorClassification>SystemError</ErrorClassification>'
    expect(failureOf('Failure', error('12345', more))?.outcome).toBe('try_later')
  })
})

describe('a markdown sale', () => {
  const item = (sale: string) =>
    rowOf(`<Item><ItemID>1</ItemID><Title>Lamp</Title><StartPrice currencyID="USD">40.00</StartPrice>
      <SellingStatus><CurrentPrice currencyID="USD">32.00</CurrentPrice>${sale}</SellingStatus></Item>`).listing
  const END = '2099-01-01T00:00:00.000Z'

  test.each([
    ['with its original price', '<OriginalPrice currencyID="USD">40.00</OriginalPrice>'],
    ['without it', ''],
  ])('%s: the regular price stays the price', (_name, original) => {
    const sale = `<PromotionalSaleDetails>${original}<EndTime>${END}</EndTime></PromotionalSaleDetails>`
    expect(item(sale)).toMatchObject({ price_cents: 4000, sale: { price_cents: 3200, ends_at: END } })
  })

  test('that is over is none', () => {
    const sale = '<PromotionalSaleDetails><EndTime>2020-01-01T00:00:00.000Z</EndTime></PromotionalSaleDetails>'
    expect(item(sale)).toMatchObject({ price_cents: 3200, sale: null })
  })
})

describe('what a refused change means', () => {
  const trading = (code: string, LongMessage = 'Words.', more: Partial<TradingError> = {}) =>
    tradingPriceAnswer({ ErrorCode: code, LongMessage, ...more }).refusal
  const rest = (status: number, errorId: number, message = 'Words.') =>
    restPriceAnswer(status, [{ errorId, message }], []).refusal

  test("eBay's own number and words are kept", () => {
    expect(tradingPriceAnswer({ ErrorCode: '73', ShortMessage: 'Short', LongMessage: 'Invalid price.' })).toEqual({
      outcome: 'refused',
      code: '73',
      message: 'Invalid price.',
      refusal: { scope: 'listing', duration: 'good' },
    })
    const errors = [{ errorId: 25003, message: 'The price is invalid.' }]
    expect(restPriceAnswer(400, errors, [])).toEqual({
      outcome: 'refused',
      code: '25003',
      message: 'The price is invalid.',
      refusal: { scope: 'listing', duration: 'good' },
    })
  })

  test('a listing of the other interface is misrouted, by number or by words', () => {
    expect(trading('21919474')).toMatchObject({ isMisrouted: true })
    expect(trading('1', 'Inventory-based listing management is not currently supported by this tool.')).toMatchObject({
      isMisrouted: true,
    })
    expect(rest(404, 25713)).toMatchObject({ isMisrouted: true })
  })

  test.each([
    ['calls used up', trading('518'), rest(429, 2001), { scope: 'account', duration: 'moment' }],
    ['another program writes the item', rest(400, 25025), rest(500, 25025), { scope: 'listing', duration: 'moment' }],
    [
      'revisions of the day used up',
      trading('21919165'),
      rest(400, 1, 'It has been revised 250 times today.'),
      { scope: 'listing', duration: 'day' },
    ],
    ['a best offer is open', trading('21919028'), rest(400, 25038), { scope: 'listing', duration: 'day' }],
    ['the account sells too much', trading('21919188'), rest(400, 25026), { scope: 'account', duration: 'day' }],
    ['a code nobody has seen', trading('4711'), rest(400, 4711), { scope: 'listing', duration: 'day' }],
  ])('%s has a scope and a duration', (_name, first, second, refusal) => {
    expect([first, second]).toEqual([refusal, refusal])
  })

  test('when eBay itself failed, only a reading tells what it did', () => {
    expect([trading('10007'), rest(400, 25001)]).toMatchObject([{ mayBeDone: true }, { mayBeDone: true }])
    expect([trading('5', 'x', { ErrorClassification: 'SystemError' }), rest(500, 25001)]).toEqual([null, null])
  })

  test('an ended listing is ended, which nobody has to resume', () => {
    expect([trading('291'), trading('17')]).toMatchObject([{ isEnded: true }, { isEnded: true }])
  })

  test('a warning is no refusal', () => {
    expect(restPriceAnswer(200, [], [{ errorId: 25401, message: 'Look out.' }])).toEqual({
      outcome: 'accepted',
      code: '25401',
      message: 'Look out.',
      refusal: null,
    })
  })
})

test.each([
  ['19.99', 'USD', 1999],
  ['19.9', 'USD', 1990],
  ['20', 'USD', 2000],
  ['20.000', 'USD', 2000],
  ['1980', 'JPY', 1980],
  ['1980.0', 'JPY', 1980],
  ['0.01', 'GBP', 1],
  ['9999999999.99', 'USD', 999_999_999_999],
  ['19.999', 'USD', null],
  ['1,000.00', 'USD', null],
  ['-1', 'USD', null],
  ['1e3', 'USD', null],
  ['', 'USD', null],
  ['1.00', 'usd', null],
])('%s %s is %s minor units', (text, currency, cents) => {
  expect(toCents(text, currency)).toBe(cents)
})

describe('an offer', () => {
  const offer = (more: Partial<Offer> = {}): Offer => ({
    offerId: '36445435465',
    sku: '0012345',
    marketplaceId: 'EBAY_US',
    format: 'FIXED_PRICE',
    availableQuantity: 3,
    pricingSummary: { price: { value: '19.99', currency: 'USD' } },
    listing: { listingId: '110000000001', listingStatus: 'ACTIVE', soldQuantity: 2 },
    status: 'PUBLISHED',
    ...more,
  })

  test('is read whole', () => {
    expect(toOffer(offer())).toEqual({
      offer_id: '36445435465',
      sku: '0012345',
      marketplace_id: 'EBAY_US',
      ebay_item_id: '110000000001',
      price_cents: 19_99,
      currency: 'USD',
      quantity_available: 3,
      quantity_sold: 2,
      listing_format: 'fixed_price',
      is_published: true,
      status: 'active',
    })
  })

  test.each([
    ['ended', { listing: { listingStatus: 'ENDED' }, availableQuantity: 0, status: 'UNPUBLISHED' }],
    ['ended', { listing: { listingStatus: 'EBAY_ENDED' } }],
    ['sold_out', { availableQuantity: 0, status: 'UNPUBLISHED' }],
    ['sold_out', { listing: { listingStatus: 'OUT_OF_STOCK' } }],
    ['inactive', { status: 'UNPUBLISHED', listing: null }],
    ['inactive', { listing: { listingStatus: 'INACTIVE' } }],
    ['active', { listing: { listingStatus: 'SOMETHING_NEW' }, availableQuantity: null }],
  ])('is %s', (status, more) => {
    expect(toOffer(offer(more)).status).toBe(status)
  })

  test('without a price has none', () => {
    expect(toOffer(offer({ pricingSummary: null }))).toMatchObject({ price_cents: null, currency: null })
  })
})
