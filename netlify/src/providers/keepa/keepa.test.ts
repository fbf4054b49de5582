import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { asinOf } from '../../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { openKeepa } from './index.ts'

let emulator: TestEmulator
let key: string

beforeAll(async () => {
  emulator = await startTestEmulator('keepa')
  key = emulator.env.KEEPA_API_KEY ?? ''
})
beforeEach(async () => {
  await emulator.control.reset()
  const ours = {
    SUPABASE_URL: 'http://supabase.test',
    SUPABASE_ANON_KEY: 'anon',
    SUPABASE_SERVICE_ROLE_KEY: 'service',
    SITE_URL: 'http://site.test',
    ...emulator.env,
  }
  for (const [name, value] of Object.entries(ours)) vi.stubEnv(name, value)
  return () => vi.unstubAllEnvs()
})
afterAll(() => emulator.close())

const US = 1
const MUG = asinOf('mug', 'Black')
const DEAD = 'B014WRRD38'
const NO_IMAGE = 'B0HX1QJ623'

function open(timeoutMs?: number) {
  const keepa = openKeepa(timeoutMs === undefined ? {} : { timeoutMs })
  if (!keepa) throw new Error('no key')
  return keepa
}

async function failure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw error ?? new Error('It did not fail')
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(key)
  return error
}
const askForMug = (timeoutMs?: number) => open(timeoutMs).getProducts(US, [MUG])
const asked = async () => (await emulator.control.requests()).filter(({ path }) => path.startsWith('/product'))

test('many products come with one call and one token each, the unknown left out', async () => {
  const { products, tokens } = await open().getProducts(US, [MUG, DEAD, NO_IMAGE, 'B000000000'])
  expect([...products.keys()].toSorted()).toEqual([MUG, NO_IMAGE].toSorted())
  expect(products.get(MUG)).toMatchObject({ title: expect.stringContaining('Black'), category: 'Home & Kitchen' })
  expect(products.get(NO_IMAGE)?.image_url).toBeNull()
  expect(await asked()).toHaveLength(1)
  expect(tokens).toMatchObject({ left: 1200 - 4, refillPerMinute: 20, waitSeconds: 0 })
})

test('the image is at the URL that we make of its name', async () => {
  const { products } = await askForMug()
  const image = await fetch(products.get(MUG)?.image_url ?? '')
  expect(image.headers.get('content-type')).toBe('image/png')
  await image.body?.cancel()
})

test('HTML entities of a title never reach people', async () => {
  const { products } = await open().getProducts(US, ['B0QJ813S71'])
  expect(products.get('B0QJ813S71')?.title).toMatch(/^[^&]*(& [^&]*)*$/)
})

test('a product sold elsewhere only is unknown here', async () => {
  expect((await open().getProducts(3, ['B0QJ813S71'])).products.size).toBe(0)
})

test('names the server and its language in every request', async () => {
  await askForMug()
  const [request] = await asked()
  expect(request?.headers).toMatchObject({ 'accept-language': 'en-US', 'user-agent': 'OpSyncPro' })
})

test('without a key there is no Keepa', () => {
  vi.stubEnv('KEEPA_API_KEY', '')
  expect(openKeepa()).toBeNull()
})

describe('whole products', () => {
  const CODE = '4056789012344'
  const queries = async () => (await asked()).map(({ path }) => new URL(path, 'http://keepa.test').searchParams)

  test('come with current prices, dead ASINs too; what nobody asked for is dropped', async () => {
    await emulator.control.seed({ swaps: { [NO_IMAGE]: asinOf('lantern') } })
    const { products, dropped, spent } = await open().readProducts(US, [MUG, DEAD, NO_IMAGE], { videos: true })
    expect(products.map(({ asin }) => asin)).toEqual([MUG, DEAD])
    expect([dropped, spent, products[0]?.stats?.current?.[1]]).toEqual([1, 3, 2499])
    const [query] = await queries()
    expect([query?.get('videos'), query?.get('stats'), query?.get('history')]).toEqual(['1', '1', '0'])
  })

  test('a code is never sent without its limit, and a product without the code is dropped', async () => {
    const { products } = await open().readByCodes(US, [CODE], { limit: 0 })
    expect(products).toHaveLength(1)
    expect((await queries()).map((query) => query.get('code-limit'))).toEqual(['1'])
    const body = { products: [{ asin: 'B000000001', productType: 0, eanList: ['4006381333931'] }] }
    await emulator.control.addFault({ match: { path: '/product' }, times: 1, status: 200, body })
    expect(await open().readByCodes(US, [CODE], { limit: 500 })).toMatchObject({ products: [], dropped: 1 })
    expect((await queries()).at(-1)?.get('code-limit')).toBe('100')
  })

  test('a UPC and its EAN with a leading zero are one code', async () => {
    const { products } = await open().readProducts(US, [MUG])
    const upc = products[0]?.upcList?.[0] ?? ''
    expect((await open().readByCodes(US, [upc], { limit: 5 })).products.map(({ asin }) => asin)).toEqual([MUG])
  })

  test('one unreadable product does not cost the others', async () => {
    const body = { products: [{ asin: 'B000000001' }, { asin: MUG, productType: 0, videos: 'none', stats: 3 }] }
    await emulator.control.addFault({ match: { path: '/product' }, times: 1, status: 200, body })
    const { products, dropped } = await open().readProducts(US, [MUG, 'B000000001'])
    expect([products.map(({ asin }) => asin), dropped]).toEqual([[MUG], 1])
  })

  test('an answer that breaks off is read again', async () => {
    await emulator.control.seed({ cut_answers: 1 })
    expect((await open().readProducts(US, [MUG])).products).toHaveLength(1)
    await emulator.control.seed({ cut_answers: 2 })
    expect(await failure(open().readProducts(US, [MUG]))).toMatchObject({ outcome: 'try_later', isUnspent: false })
  })

  test('the finder answers ASINs, and its selection is sent as a body', async () => {
    const { asins, spent } = await open().findAsins(US, { brand: ['Halvorsen'], perPage: 50 })
    expect([asins.length, spent]).toEqual([3, 11])
    expect(await failure(open().findAsins(US, { perPage: 3 }))).toMatchObject({ outcome: 'rejected' })
  })

  test('the account alone costs nothing', async () => {
    expect(await open().readTokens()).toMatchObject({ left: 1200, refillPerMinute: 20, waitSeconds: 0 })
  })

  test('the fingerprint stands for the key and holds nothing of it', () => {
    const { fingerprint } = open()
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(key).not.toContain(fingerprint)
    vi.stubEnv('KEEPA_API_KEY', 'z'.repeat(64))
    expect(open().fingerprint).not.toBe(fingerprint)
  })
})

describe('a failure says what it means', () => {
  test('used-up tokens: later, with the wait that Keepa names', async () => {
    await emulator.control.seed({ tokens: { left: -30, refill_rate: 20 } })
    const error = await failure(askForMug())
    expect(error).toMatchObject({ outcome: 'try_later', code: 'NOT_ENOUGH_TOKEN' })
    // Up to a minute until the refill, and two for the debt.
    expect(error.retryAfterSeconds).toBeGreaterThan(120)
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(181)
    expect(await asked()).toHaveLength(1)
    await emulator.control.advanceClock((error.retryAfterSeconds ?? 0) * 1000)
    expect((await askForMug()).products.size).toBe(1)
  })

  test('a refused key: connect again', async () => {
    await emulator.control.seed({ rejected_keys: [key] })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'reconnect', code: 'paymentRequired' })
  })

  test('a rejected request: rejected, and not repeated', async () => {
    expect(await failure(open().getProducts(7, [MUG]))).toMatchObject({ outcome: 'rejected' })
    expect(await asked()).toHaveLength(1)
  })

  test('more ASINs than Keepa accepts are never sent', async () => {
    await expect(
      open().getProducts(
        US,
        Array.from({ length: 101 }, () => MUG),
      ),
    ).rejects.toThrow(RangeError)
    expect(await asked()).toHaveLength(0)
  })

  test.each([
    ['PAYMENT_REQUIRED', 'reconnect'],
    ['NOT_ENOUGH_TOKEN', 'try_later'],
    ['INTERNAL_SERVER_ERROR', 'try_later'],
    ['REQUEST_REJECTED', 'rejected'],
  ])('%s inside a 200 is %s', async (type, outcome) => {
    const body = { tokensLeft: 5, refillIn: 1000, refillRate: 20, error: { type, message: `key=${key}`, details: key } }
    await emulator.control.addFault({ match: { path: '/product' }, times: 2, status: 200, body })
    expect(await failure(askForMug())).toMatchObject({ outcome, code: type })
  })

  test('a code that could hold the key is not repeated', async () => {
    await emulator.control.addFault({ match: {}, times: 2, status: 400, body: { error: { type: key } } })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'rejected', code: 'unreadable_code' })
  })

  test.each([
    ['an HTML page', '<html>Bad gateway</html>'],
    ['half an answer', '{"products":[{"asin":"B0'],
    ['another shape', { products: 'none' }],
  ])('%s instead of an answer: later', async (_, body) => {
    await emulator.control.addFault({ match: {}, times: 2, status: 200, body })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'try_later', code: 'answer_unreadable' })
  })

  test('a redirect is not followed: it would carry the key along', async () => {
    const headers = { location: `${emulator.url}/elsewhere` }
    await emulator.control.addFault({ match: { path: '/product' }, times: 1, status: 302, headers })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'rejected', code: 'redirected' })
    expect((await emulator.control.requests()).some(({ path }) => path.includes('elsewhere'))).toBe(false)
  })

  test('no answer in time: later, and not repeated', async () => {
    await emulator.control.addFault({ match: { path: '/product' }, times: 1, delay_ms: 1500 })
    expect(await failure(askForMug(50))).toMatchObject({ outcome: 'try_later', code: 'timed_out' })
  })

  test('no server there: later', async () => {
    vi.stubEnv('KEEPA_BASE_URL', 'http://127.0.0.1:1')
    expect(await failure(askForMug())).toMatchObject({ outcome: 'try_later' })
  })

  test('a caller who aborts gets their own reason', async () => {
    const controller = new AbortController()
    controller.abort(new Error('lease lost'))
    await expect(open().getProducts(US, [MUG], controller.signal)).rejects.toThrow('lease lost')
  })
})

describe('repeats a request, because reading twice is harmless, after', () => {
  test.each([
    ['a connection that ended before anything happened', { drop: 'before' as const }],
    ['an answer that was lost on the way', { drop: 'after' as const }],
    ['a failure on their side', { status: 500 }],
    ['a pause they asked for', { status: 503, headers: { 'retry-after': '0' } }],
  ])('%s', async (_, fault) => {
    await emulator.control.addFault({ match: { path: '/product' }, times: 1, ...fault })
    expect((await askForMug()).products.get(MUG)?.title).toContain('Black')
  })

  test('but not a third time', async () => {
    await emulator.control.addFault({ match: { path: '/product' }, times: 3, status: 500 })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'try_later', status: 500 })
    expect(await asked()).toHaveLength(2)
  })

  test('and not after a long wait', async () => {
    await emulator.control.addFault({ match: {}, times: 1, status: 503, headers: { 'retry-after': '90' } })
    expect(await failure(askForMug())).toMatchObject({ outcome: 'try_later', retryAfterSeconds: 90 })
  })
})
