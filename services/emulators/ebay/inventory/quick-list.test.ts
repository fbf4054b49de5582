import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import { connect, type Json, rest, truthOf } from '../testing/shop.ts'

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
const TAXONOMY = '/commerce/taxonomy/v1'
const SKU = 'ql_B0QXCNTRMD'
const ITEM = {
  condition: 'NEW',
  availability: { shipToLocationAvailability: { quantity: 2 } },
  product: {
    title: 'Travel Mug 16 oz Black',
    description: 'A mug.',
    aspects: { Brand: ['Contigo'], Type: ['Travel Mug'] },
    imageUrls: ['https://m.media-amazon.com/images/I/a.jpg'],
  },
}
const OFFER = {
  sku: SKU,
  marketplaceId: 'EBAY_US',
  format: 'FIXED_PRICE',
  availableQuantity: 2,
  categoryId: '20667',
  listingDescription: '<p>A mug.</p>',
  merchantLocationKey: 'warehouse-reno',
  listingPolicies: {
    fulfillmentPolicyId: '6196932000',
    paymentPolicyId: '6196947000',
    returnPolicyId: '6197962000',
  },
  pricingSummary: { price: { value: '24.99', currency: 'USD' } },
}
const putItem = (json: object = ITEM) => rest(ebay, `${BASE}/inventory_item/${SKU}`, { method: 'PUT', json })
const product = (changes: object) => ({ ...ITEM, product: { ...ITEM.product, ...changes } })
const postOffer = (json: object = OFFER) => rest(ebay, `${BASE}/offer`, { json })
const publish = (id: string) => rest(ebay, `${BASE}/offer/${id}/publish`, { method: 'POST' })
const firstError = ({ status, body }: { status: number; body: Json }) => [status, body.errors?.[0]?.errorId]
/** Item, offer and publishing, with changes; how publishing went. */
const listed = async (item: object = ITEM, offer: object = OFFER) => {
  expect((await putItem(item)).status).toBe(201)
  const { body } = await postOffer(offer)
  return publish(body.offerId)
}

test('an item, an offer and publishing make a listing', async () => {
  const answer = await listed()
  expect(answer.status).toBe(200)
  expect(await truthOf(ebay, 'Travel Mug 16 oz Black')).toMatchObject({
    item_id: answer.body.listingId,
    kind: 'inventory',
    sku: SKU,
    price_cents: 2499,
    quantity_available: 2,
    status: 'active',
  })
  expect((await putItem()).status).toBe(204)
})

test('publishing again is the same listing', async () => {
  await putItem()
  const { offerId } = (await postOffer()).body
  const [first, second] = [await publish(offerId), await publish(offerId)]
  expect(second.body.listingId).toBe(first.body.listingId)
})

test('a second offer of the same SKU is refused, and the first one named', async () => {
  await putItem()
  const { offerId } = (await postOffer()).body
  expect(await postOffer()).toMatchObject({
    status: 400,
    body: { errors: [{ errorId: 25002, parameters: [{ name: 'offerId', value: offerId }] }] },
  })
})

test('an offer needs its item', async () => {
  expect(firstError(await postOffer())).toEqual([404, 25702])
})

const long = (length: number) => 'x'.repeat(length)
test.each([
  ['a title of 81 characters', { title: long(81) }, 25709],
  ['thirteen pictures', { imageUrls: Array.from({ length: 13 }, (_, n) => `https://x.test/${n}.jpg`) }, 25014],
  ['a picture without https', { imageUrls: ['http://x.test/a.jpg'] }, 25015],
  ['an aspect of 66 characters', { aspects: { Brand: [long(66)] } }, 25601],
])('an item with %s is refused', async (_, changes, errorId) => {
  expect(firstError(await putItem(product(changes)))).toEqual([400, errorId])
})

test('an item in a condition nobody knows, or with a long SKU, is refused', async () => {
  expect(firstError(await putItem({ ...ITEM, condition: 'GOOD' }))).toEqual([400, 25709])
  const answer = await rest(ebay, `${BASE}/inventory_item/${long(51)}`, { method: 'PUT', json: ITEM })
  expect(firstError(answer)).toEqual([400, 25707])
})

test.each([
  ['a required aspect', product({ aspects: { Brand: ['Contigo'] } }), OFFER, 25002],
  ['a title', product({ title: undefined }), OFFER, 25002],
  ['pictures', product({ imageUrls: [] }), OFFER, 25014],
  ['a condition the category allows', { ...ITEM, condition: 'SELLER_REFURBISHED' }, OFFER, 25021],
  ['a leaf category', ITEM, { ...OFFER, categoryId: '11700' }, 25005],
  ['a price', ITEM, { ...OFFER, pricingSummary: undefined }, 25003],
  ['stock', ITEM, { ...OFFER, availableQuantity: 0 }, 25004],
  [
    'a known return policy',
    ITEM,
    { ...OFFER, listingPolicies: { ...OFFER.listingPolicies, returnPolicyId: '1' } },
    25009,
  ],
  ['policies', ITEM, { ...OFFER, listingPolicies: undefined }, 25007],
  ['an enabled location', ITEM, { ...OFFER, merchantLocationKey: 'old-garage' }, 25012],
])('without %s nothing is published', async (_, item, offer, errorId) => {
  expect(firstError(await listed(item, offer))).toEqual([400, errorId])
  await expect(truthOf(ebay, 'Travel Mug 16 oz Black')).rejects.toThrow()
})

test('a missing aspect is named', async () => {
  const { body } = await listed(product({ aspects: { Type: ['Travel Mug'] } }))
  expect(body.errors[0]).toMatchObject({
    message: expect.stringContaining('Brand is missing'),
    parameters: [{ value: 'Brand' }],
  })
})

test('a value that is not to be chosen is refused', async () => {
  const aspects = { Brand: ['Duplo'], 'LEGO Set Number': ['1'] }
  expect(firstError(await listed(product({ aspects }), { ...OFFER, categoryId: '19006' }))).toEqual([400, 25002])
})

test('withdrawing ends the listing and keeps the offer; deleting the item ends all', async () => {
  const { listingId } = (await listed()).body
  const { offer_id } = await truthOf(ebay, 'Travel Mug 16 oz Black')
  const withdrawn = await rest(ebay, `${BASE}/offer/${offer_id}/withdraw`, { method: 'POST' })
  expect(withdrawn.body).toEqual({ listingId })
  expect((await rest(ebay, `${BASE}/offer/${offer_id}`)).body).toMatchObject({ status: 'UNPUBLISHED' })
  const again = await publish(offer_id)
  expect(again.body.listingId).not.toBe(listingId)
  expect((await rest(ebay, `${BASE}/inventory_item/${SKU}`, { method: 'DELETE' })).status).toBe(204)
  expect(firstError(await rest(ebay, `${BASE}/offer/${offer_id}`))).toEqual([404, 25713])
  const { listings }: Json = await ebay.control.run('truth', { item_ids: [again.body.listingId] })
  expect(listings[0].status).toBe('ended')
})

test('an offer can be deleted, and another be made', async () => {
  await putItem()
  const { offerId } = (await postOffer()).body
  expect((await rest(ebay, `${BASE}/offer/${offerId}`, { method: 'DELETE' })).status).toBe(204)
  expect((await postOffer()).status).toBe(201)
})

test('policies and places are there to choose from', async () => {
  const policies = async (path: string) => (await rest(ebay, `/sell/account/v1/${path}?marketplace_id=EBAY_US`)).body
  expect((await policies('fulfillment_policy')).fulfillmentPolicies).toHaveLength(2)
  expect((await policies('payment_policy')).paymentPolicies).toHaveLength(1)
  expect((await policies('return_policy')).returnPolicies).toHaveLength(2)
  expect((await rest(ebay, `${BASE}/location`)).body.locations.map((one: Json) => one.merchantLocationStatus)).toEqual([
    'ENABLED',
    'DISABLED',
  ])
  expect(firstError(await rest(ebay, '/sell/account/v1/return_policy'))).toEqual([400, 20401])
  expect(firstError(await rest(ebay, '/sell/account/v1/return_policy?marketplace_id=MARS'))).toEqual([400, 20403])
})

test('a title leads to categories, a category to its aspects and conditions', async () => {
  const tree = await rest(ebay, `${TAXONOMY}/get_default_category_tree_id?marketplace_id=EBAY_US`)
  expect(tree.body).toMatchObject({ categoryTreeId: '0' })
  const { body } = await rest(ebay, `${TAXONOMY}/category_tree/0/get_category_suggestions?q=Stainless+travel+mug`)
  expect(body.categorySuggestions[0].category).toEqual({ categoryId: '20667', categoryName: 'Mugs' })
  expect((await rest(ebay, `${TAXONOMY}/category_tree/0/get_category_suggestions?q=zzz`)).status).toBe(204)
  const aspects = (id: string) =>
    rest(ebay, `${TAXONOMY}/category_tree/0/get_item_aspects_for_category?category_id=${id}`)
  const required = (await aspects('20667')).body.aspects.filter((one: Json) => one.aspectConstraint.aspectRequired)
  expect(required.map((one: Json) => one.localizedAspectName)).toEqual(['Brand', 'Type'])
  expect(firstError(await aspects('11700'))).toEqual([400, 62009])
  expect(firstError(await aspects('1'))).toEqual([404, 62004])
  const metadata = await rest(
    ebay,
    `/sell/metadata/v1/marketplace/EBAY_US/get_item_condition_policies?filter=${encodeURIComponent('categoryIds:{20667}')}`,
  )
  expect(metadata.body.itemConditionPolicies[0].itemConditions.map((one: Json) => one.conditionId)).toEqual([
    '1000',
    '3000',
  ])
})
