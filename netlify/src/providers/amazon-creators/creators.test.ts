import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { asinOf } from '../../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { isAssociatePause, openAmazonCreators } from './index.ts'

const MUG = asinOf('mug', 'Black')
const SECRET = 'keep-this-to-yourself'
let emulator: TestEmulator
let count = 0

beforeAll(async () => {
  emulator = await startTestEmulator('amazon_creators')
})
beforeEach(async () => {
  await emulator.control.reset()
  // A reset emulator has forgotten its tokens, and this process has not: each test has a credential of its own.
  count += 1
  const credentials = [
    { version: '2.1', id: `two-${count}`, secret: SECRET },
    { version: '3.2', id: `three-${count}`, secret: SECRET },
  ]
  await emulator.control.seed({ credentials, pace_ms: 0 })
  const ours = {
    SUPABASE_URL: 'http://supabase.test',
    SUPABASE_ANON_KEY: 'anon',
    SUPABASE_SERVICE_ROLE_KEY: 'service',
    SITE_URL: 'http://site.test',
    ...emulator.env,
    AMAZON_CREATORS_CREDENTIALS: credentials
      .map(({ version, id, secret }) => [version, id, secret].join(':'))
      .join(', '),
    AMAZON_CREATORS_PACE_MS: '0',
  }
  for (const [name, value] of Object.entries(ours)) vi.stubEnv(name, value)
  return () => vi.unstubAllEnvs()
})
afterAll(() => emulator.close())

function open(timeoutMs?: number) {
  const creators = openAmazonCreators(timeoutMs === undefined ? {} : { timeoutMs })
  if (!creators) throw new Error('not configured')
  return creators
}
async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw error ?? new Error('It did not fail')
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(SECRET)
  return error
}
const askForMug = () => open().getItems('US', [MUG])
const asked = async (path = '/catalog/v1/getItems') =>
  (await emulator.control.requests()).filter((request) => request.path === path)

test('each marketplace has its credential, its tag and its header', async () => {
  const creators = open()
  await creators.getItems('CA', [MUG])
  const [request] = await asked()
  expect(request?.headers['x-marketplace']).toBe('www.amazon.ca')
  expect(request?.body).toMatchObject({ partnerTag: 'opsync-ca-20', itemIds: [MUG] })
  // No credential of the Far East.
  expect([creators.serves('US'), creators.serves('DE'), creators.serves('AU')]).toEqual([true, true, false])
  expect(creators.fingerprint('US')).not.toBe(creators.fingerprint('CA'))
})

test('version 3 has another endpoint, another scope, and no version in its header', async () => {
  vi.stubEnv('AMAZON_CREATORS_TOKEN_URL', `${emulator.url}/auth/o2/token`)
  expect((await open().getItems('DE', [asinOf('mug', 'Black', 1)])).items).toHaveLength(1)
})

test('a token is asked for once, also by callers at once', async () => {
  await Promise.all([askForMug(), askForMug(), askForMug()])
  await askForMug()
  expect(await asked('/oauth2/token')).toHaveLength(1)
})

test('requests keep their distance', async () => {
  vi.stubEnv('AMAZON_CREATORS_PACE_MS', '60')
  const begunAt = performance.now()
  await Promise.all([askForMug(), askForMug(), askForMug()])
  // The third may leave two distances after the first.
  expect(performance.now() - begunAt).toBeGreaterThanOrEqual(110)
})

test('what did not come is named', async () => {
  await emulator.control.seed({ inaccessible: [asinOf('lantern')] })
  const { items, failed } = await open().getItems('US', [MUG, asinOf('lantern'), asinOf('kettle')])
  expect(items.map(({ asin }) => asin)).toEqual([MUG])
  expect([...failed]).toEqual([
    [asinOf('lantern'), 'inaccessible'],
    [asinOf('kettle'), 'invalid'],
  ])
})

test('nothing at all is no failure', async () => {
  expect(await open().getItems('US', [asinOf('kettle')])).toMatchObject({ items: [], dropped: 0 })
})

test('more items than Amazon takes are never sent', async () => {
  const asins = Array.from({ length: 11 }, () => MUG)
  await expect(open().getItems('US', asins)).rejects.toThrow(RangeError)
  expect(await asked()).toEqual([])
})

test('one item in another shape does not cost the others', async () => {
  const items = [{ asin: 'B000000001', itemInfo: { title: 'no object' } }, { asin: 7 }, { asin: MUG }]
  await emulator.control.addFault({
    match: { path: '/catalog/*' },
    times: 1,
    status: 200,
    body: { itemsResult: { items } },
  })
  const answer = await open().getItems('US', ['B000000001', MUG])
  expect([answer.items.map(({ asin }) => asin), answer.dropped]).toEqual([['B000000001', MUG], 1])
})

test('reports are listed, and downloaded by a link', async () => {
  const report = { filename: 'earnings.csv', content: 'a,b', last_modified: '2026-11-01T00:00:00Z' }
  await emulator.control.seed({ reports: [report] })
  expect(await open().listReports('US')).toMatchObject([{ filename: 'earnings.csv', size: 3 }])
  const link = await open().getReport('US', 'earnings.csv')
  expect(await (await fetch(link?.url ?? '')).text()).toBe('a,b')
  expect(await open().getReport('US', 'other.csv')).toBeNull()
})

describe('a failure says what it means', () => {
  test('too few sales: a pause of a day, asked once', async () => {
    await emulator.control.seed({ not_eligible: 'all' })
    const error = await failure(askForMug())
    expect(error).toMatchObject({ outcome: 'try_later', code: 'AssociateNotEligible', retryAfterSeconds: 86_400 })
    expect([isAssociatePause(error), error.isUnspent, (await asked()).length]).toEqual([true, true, 1])
  })

  test.each([
    ['no rights', { not_authorized: 'all' }, 'reconnect', 'AuthorizationFailed'],
    ['a wrong tag', { partner_tags: {} }, 'rejected', 'InvalidPartnerTag'],
    ['an unknown credential', { credentials: [] }, 'reconnect', 'invalid_client'],
  ])('%s', async (_, seed, outcome, code) => {
    await emulator.control.seed(seed)
    const error = await failure(askForMug())
    expect(error).toMatchObject({ outcome, code })
    expect(isAssociatePause(error)).toBe(false)
  })

  test('a token that Amazon refuses is replaced once, then it is the credential', async () => {
    const body = { type: 'UnauthorizedException', message: SECRET, reason: 'InvalidToken' }
    await emulator.control.addFault({ match: { path: '/catalog/*' }, times: 1, status: 401, body })
    expect((await askForMug()).items).toHaveLength(1)
    await emulator.control.addFault({ match: { path: '/catalog/*' }, times: 2, status: 401, body })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'reconnect', code: 'InvalidToken' })
    expect(await asked('/oauth2/token')).toHaveLength(3)
  })

  test('the token endpoint is busy: later, and the next caller asks again', async () => {
    await emulator.control.addFault({ match: { path: '/oauth2/token' }, times: 2, status: 503 })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'try_later', status: 503 })
    expect((await askForMug()).items).toHaveLength(1)
  })

  test.each([
    ['half an answer', '{"itemsResult":'],
    ['a page', '<html></html>'],
  ])('%s: later', async (_, body) => {
    await emulator.control.addFault({ match: { path: '/catalog/*' }, times: 2, status: 200, body })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'try_later', code: 'answer_unreadable' })
  })

  test('a redirect is not followed: it would carry the token along', async () => {
    const headers = { location: `${emulator.url}/elsewhere` }
    await emulator.control.addFault({ match: { path: '/catalog/*' }, times: 1, status: 302, headers })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'rejected', code: 'redirected' })
  })
})

test.each([
  ['AMAZON_CREATORS_CREDENTIALS', ''],
  ['AMAZON_CREATORS_PARTNER_TAGS', ''],
])('without %s there is none', (name, value) => {
  vi.stubEnv(name, value)
  expect(openAmazonCreators()).toBeNull()
})

test.each([
  ['AMAZON_CREATORS_CREDENTIALS', '2.4:id:secret'],
  ['AMAZON_CREATORS_CREDENTIALS', 'id:secret'],
  ['AMAZON_CREATORS_PARTNER_TAGS', 'XX=tag-20'],
  ['AMAZON_CREATORS_PARTNER_TAGS', 'US'],
])('%s=%s is refused by its name, without its value', (name, value) => {
  vi.stubEnv(name, value)
  expect(() => openAmazonCreators()).toThrow(new RegExp(`^Missing or wrong environment variables: ${name}`))
})
