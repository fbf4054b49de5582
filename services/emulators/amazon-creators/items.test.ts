import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asinOf } from '../keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../testing.ts'

let amazon: TestEmulator
const US = 'www.amazon.com'
const TAG = 'opsync-com-20'
const MUG = asinOf('mug', 'Black')

beforeAll(async () => {
  amazon = await startTestEmulator('amazon_creators')
})
beforeEach(async () => {
  await amazon.control.reset()
  await amazon.control.seed({ pace_ms: 0 })
})
afterAll(() => amazon.close())

const secretOf = (version: string) =>
  amazon.env.AMAZON_CREATORS_CREDENTIALS?.split(',')
    .find((one) => one.startsWith(`${version}:`))
    ?.split(':')[2] ?? ''
const form = (more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_id: 'creators-2.1',
  client_secret: secretOf('2.1'),
  scope: 'creatorsapi/default',
  ...more,
})
async function askToken(body: Record<string, string>, path = '/oauth2/token') {
  const response = await fetch(`${amazon.url}${path}`, { method: 'POST', body: new URLSearchParams(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const token = async (version = '2.1') => {
  const { body } = await askToken(form({ client_id: `creators-${version}`, client_secret: secretOf(version) }))
  return `Bearer ${body.access_token}, Version ${version}`
}
type Answer = {
  itemsResult?: { items: Record<string, unknown>[] }
  searchResult?: { items: { asin: string }[]; totalResultCount: number }
  variationsResult?: { items: { asin: string }[]; variationSummary: object }
  reports?: { filename: string }[]
  url?: string
  errors?: { code: string; message: string }[]
  reason?: string
  type?: string
}
async function ask(operation: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${amazon.url}/${operation}`, {
    method: 'POST',
    headers: {
      authorization: await token(),
      'x-marketplace': US,
      'content-type': 'application/json; charset=utf-8',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  // safe: the emulator answers JSON objects
  return { status: response.status, body: (await response.json()) as Answer }
}
const getItems = (more: object = {}, headers: Record<string, string> = {}) =>
  ask('catalog/v1/getItems', { partnerTag: TAG, itemIds: [MUG], ...more }, headers)

describe('tokens', () => {
  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a version 3 client at the version 2 endpoint', { scope: 'creatorsapi::default' }, 'invalid_scope'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('%s is refused', async (_, more, error) => {
    expect(await askToken(form(more))).toEqual({ status: 400, body: { error } })
  })

  test('version 3 has its own endpoint and scope', async () => {
    await amazon.control.seed({ credentials: [{ version: '3.1', id: 'three', secret: 'secret' }] })
    const body = form({ client_id: 'three', client_secret: 'secret', scope: 'creatorsapi::default' })
    expect(await askToken(body)).toMatchObject({ status: 400 })
    expect(await askToken(body, '/auth/o2/token')).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
    expect(await askToken({ ...body, client_secret: 'x' }, '/auth/o2/token')).toMatchObject({ status: 401 })
  })

  test.each([
    ['no token', {}, 'MissingCredential'],
    ['an invented token', { authorization: 'Bearer abc, Version 2.1' }, 'InvalidToken'],
  ])('%s is 401', async (_, headers, reason) => {
    const empty = { authorization: '' }
    expect(await getItems({}, { ...empty, ...headers })).toMatchObject({ status: 401, body: { reason } })
  })

  test('a token of version 2 names its version, and ends after an hour', async () => {
    const authorization = await token()
    expect(await getItems({}, { authorization: authorization.replace(', Version 2.1', '') })).toMatchObject({
      status: 401,
      body: { reason: 'InvalidClient' },
    })
    await amazon.control.advanceClock(3_600_000)
    expect(await getItems({}, { authorization })).toMatchObject({ status: 401, body: { reason: 'TokenExpired' } })
  })
})

test.each([
  ['eleven items', { itemIds: Array.from({ length: 11 }, (_, index) => `B0${String(index).padStart(8, '0')}`) }],
  ['no item', { itemIds: [] }],
  ['an id that cannot be an ASIN', { itemIds: ['nope'] }],
  ['an unknown resource', { resources: ['itemInfo.price'] }],
  ['a resource in the old spelling', { resources: ['ItemInfo.Title'] }],
  ['a field that the operation does not have', { marketplace: US }],
  ['no partner tag', { partnerTag: undefined }],
])('%s is a validation failure', async (_, more) => {
  expect(await getItems(more)).toMatchObject({ status: 400, body: { reason: 'FieldValidationFailed' } })
})

test.each([
  ['a missing marketplace', {}, { 'x-marketplace': '' }, 400, 'FieldValidationFailed'],
  ['a marketplace of another region', {}, { 'x-marketplace': 'www.amazon.de' }, 400, 'InvalidAssociate'],
  ['the tag of another marketplace', { partnerTag: 'opsync-ca-20' }, {}, 400, 'InvalidPartnerTag'],
])('%s is refused', async (_, more, headers, status, reason) => {
  expect(await getItems(more, headers)).toMatchObject({ status, body: { reason } })
})

test('an unknown operation and a body that is not JSON are refused', async () => {
  expect(await ask('catalog/v1/getPrices', {})).toMatchObject({ status: 400, body: { reason: 'UnknownOperation' } })
  expect(await ask('catalog/v1/getItems', 'x' as never)).toMatchObject({ status: 400, body: { reason: 'CannotParse' } })
})

test('an account with too few sales is 403 until it has them again', async () => {
  await amazon.control.seed({ not_eligible: [US] })
  expect(await getItems()).toMatchObject({
    status: 403,
    body: { type: 'AccessDeniedException', reason: 'AssociateNotEligible' },
  })
  await amazon.control.seed({ not_eligible: [], not_authorized: 'all' })
  expect(await getItems()).toMatchObject({ status: 403, body: { reason: 'AuthorizationFailed' } })
  await amazon.control.seed({ not_authorized: [] })
  expect((await getItems()).status).toBe(200)
})

test('two calls within a second are 429', async () => {
  await amazon.control.seed({ pace_ms: 1000 })
  const headers = { authorization: await token() }
  expect((await getItems({}, headers)).status).toBe(200)
  expect(await getItems({}, headers)).toMatchObject({ status: 429, body: { type: 'ThrottleException' } })
  await amazon.control.advanceClock(1000)
  expect((await getItems({}, headers)).status).toBe(200)
})

test('an item holds what was asked for, in Amazon’s own words', async () => {
  const resources = [
    'itemInfo.title',
    'itemInfo.externalIds',
    'images.primary.highRes',
    'offersV2.listings.availability',
    'offersV2.listings.price',
    'browseNodeInfo.browseNodes',
    'browseNodeInfo.browseNodes.ancestor',
  ]
  const { body } = await getItems({ resources })
  expect(body.itemsResult?.items).toEqual([
    expect.objectContaining({
      asin: MUG,
      itemInfo: {
        title: expect.objectContaining({ displayValue: 'Lumora Insulated Travel Mug 16 oz, Black' }),
        externalIds: expect.objectContaining({
          eans: expect.objectContaining({ displayValues: [expect.any(String)] }),
        }),
      },
      offersV2: {
        listings: [
          {
            availability: expect.objectContaining({ type: 'IN_STOCK' }),
            price: { money: expect.objectContaining({ amount: 24.99, currency: 'USD' }) },
          },
        ],
      },
    }),
  ])
  expect(body.itemsResult?.items[0]).not.toHaveProperty('parentASIN')
})

test('what is not shown comes as an error beside the items; nothing at all is 404', async () => {
  const itemIds = [MUG, asinOf('kettle'), asinOf('mug', 'parent')]
  const { body } = await getItems({ itemIds })
  expect(body.itemsResult?.items.map(({ asin }) => asin)).toEqual([MUG])
  expect(body.errors?.map(({ code }) => code)).toEqual(['InvalidParameterValue', 'ItemNotAccessible'])
  expect((await getItems({ itemIds: itemIds.slice(1) })).status).toBe(404)
})

test('variations come in pages of ten, of a parent or of a sibling', async () => {
  const body = { partnerTag: TAG, asin: asinOf('shirt', 'parent') }
  const page = await ask('catalog/v1/getVariations', { ...body, variationPage: 40 })
  expect(page.body.variationsResult?.items).toHaveLength(10)
  expect(page.body.variationsResult?.variationSummary).toEqual({ pageCount: 40, variationCount: 400 })
  const siblings = await ask('catalog/v1/getVariations', { partnerTag: TAG, asin: MUG })
  expect(siblings.body.variationsResult?.items).toHaveLength(4)
  expect((await ask('catalog/v1/getVariations', { ...body, variationPage: 41 })).status).toBe(404)
  expect((await ask('catalog/v1/getVariations', { ...body, variationCount: 11 })).status).toBe(400)
})

test('a search needs a word, finds codes, and answers its end with words', async () => {
  const search = (more: object) => ask('catalog/v1/searchItems', { partnerTag: TAG, ...more })
  expect((await search({})).status).toBe(400)
  const soda = await search({ keywords: '4056789012344' })
  expect(soda.body.searchResult?.items.map(({ asin }) => asin)).toEqual([
    asinOf('soda', 'single'),
    asinOf('soda', 'six-pack'),
  ])
  expect((await search({ keywords: 'no such thing' })).body.errors).toMatchObject([{ code: 'NoResults' }])
  expect((await search({ brand: 'Plainly', itemPage: 11 })).status).toBe(400)
})

test('a report is downloaded by a link that ends after a while', async () => {
  await amazon.control.seed({
    reports: [{ filename: 'earnings-2026-10.csv', content: 'a,b', last_modified: '2026-11-01T00:00:00Z' }],
  })
  const { body } = await ask('reports/v1/listReports', { partnerTag: TAG })
  expect(body.reports).toEqual([
    { filename: 'earnings-2026-10.csv', md5: expect.any(String), size: 3, lastModified: '2026-11-01T00:00:00Z' },
  ])
  const link = await ask('reports/v1/getReport', { partnerTag: TAG, filename: 'earnings-2026-10.csv' })
  expect(await (await fetch(link.body.url ?? '')).text()).toBe('a,b')
  await amazon.control.advanceClock(301_000)
  expect((await fetch(link.body.url ?? '')).status).toBe(403)
  expect((await ask('reports/v1/getReport', { partnerTag: TAG, filename: 'other.csv' })).status).toBe(404)
})

test('recordings show neither secret nor token', async () => {
  await getItems()
  const recorded = JSON.stringify(await amazon.control.requests())
  expect(recorded).toContain('getItems')
  expect(recorded).not.toContain(secretOf('2.1'))
  expect(recorded).not.toMatch(/Bearer [A-Za-z0-9]{20}/)
})
