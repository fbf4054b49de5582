import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sourceBudgetContract } from '#core/catalog/source-budget.ts'
import { asinOf } from '../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import sourceBudget from '../../functions/source-budget.ts'
import { openProductSources } from '../../src/catalog/sources/open-product-sources.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const MUG = asinOf('mug', 'Black')
let api: TestApi
let keepa: TestEmulator
let amazon: TestEmulator
let ann: TestPerson
let uploader: TestPerson
let workspaceId: string

beforeAll(async () => {
  ;[keepa, amazon] = await Promise.all([startTestEmulator('keepa'), startTestEmulator('amazon_creators')])
  api = await createTestApi({ allowedOrigins: [keepa.url, amazon.url] })
  ann = await api.person('ann')
  uploader = await api.teammate(ann, 'uploader')
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  workspaceId = row?.id ?? ''
})
beforeEach(async () => {
  await Promise.all([keepa, amazon].map(({ control }) => control.reset()))
  await amazon.control.seed({ pace_ms: 0 })
  await api.host.exec(`delete from private.vendor_usage; delete from private.source_spending;
    delete from private.source_products; delete from private.source_reads; delete from private.source_lists;
    delete from private.source_states; delete from public.notices; delete from private.jobs`)
  for (const { env } of [keepa, amazon]) for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  vi.stubEnv('AMAZON_CREATORS_PACE_MS', '0')
  // A reset emulator has forgotten its tokens, and this process has not: each test has a credential of its own.
  await useCredential()
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {})
  return () => vi.unstubAllEnvs()
})
afterAll(async () => {
  await api.close()
  await Promise.all([keepa, amazon].map((vendor) => vendor.close()))
})

let count = 0
async function useCredential(): Promise<void> {
  count += 1
  const credentials = ['2.1', '2.2', '2.3'].map((version) => ({
    version,
    id: `test-${count}-${version}`,
    secret: 's3cr3t',
  }))
  await amazon.control.seed({ credentials })
  const written = credentials.map(({ version, id, secret }) => `${version}:${id}:${secret}`).join(',')
  vi.stubEnv('AMAZON_CREATORS_CREDENTIALS', written)
}
const open = () => openProductSources(createServiceClient(), workspaceId)
const search = { feature: 'search' } as const
const calls = async (vendor: TestEmulator) =>
  (await vendor.control.requests()).filter(({ path }) => !/token$|^\/images/.test(path))
const states = () =>
  api.host.sql<{ source: string; marketplace: string; state: string }>(
    `select source, marketplace, state from private.source_states where state <> 'working' order by marketplace`,
  )
const budget = async (as = ann) => api.call(sourceBudget, sourceBudgetContract.read, { as })
const amazonStatus = async () => (await budget()).body.sources.find(({ source }) => source === 'amazon_creators')
/** The daily retry is due. */
const nextDay = () =>
  api.host.exec(`update private.source_states set retry_at = now() - interval '1 second' where state <> 'working'`)

describe('which source answers', () => {
  test('Amazon says what a product is and whether it can be bought now; Keepa is not asked', async () => {
    expect(open().sourcesFor('US')).toEqual(['amazon_creators', 'keepa'])
    const { products, spent } = await open().getProducts('US', [MUG], search)
    expect(products.get(MUG)).toMatchObject({
      source: 'amazon_creators',
      kind: 'product',
      title: 'Lumora Insulated Travel Mug 16 oz, Black',
      brand: 'Lumora',
      color: 'Black',
      category: 'Home & Kitchen',
      root_category_id: 1055398,
      price: 2499,
      parent_asin: asinOf('mug', 'parent'),
      availability: { state: 'available', reasons: ['buy_box', 'new_price', 'new_offers'] },
      videos: null,
    })
    expect(
      products
        .get(MUG)
        ?.codes.map((code) => code.length)
        .toSorted(),
    ).toEqual([12, 13])
    expect([spent, (await calls(keepa)).length]).toEqual([1, 0])
  })

  test('25 ASINs are three requests of at most ten, each counted once', async () => {
    const asins = Array.from({ length: 25 }, (_, index) => asinOf('shirt', `Black Size ${index + 1}`))
    const { products, spent } = await open().getProducts('DE', asins, search)
    expect([products.size, spent, (await calls(amazon)).length]).toEqual([25, 3, 3])
  })

  test('videos come from Keepa, as a record of its own', async () => {
    const blender = asinOf('blender')
    await open().getProducts('US', [blender], search)
    const { products } = await open().getProducts('US', [blender], { feature: 'placement', videos: true })
    expect(products.get(blender)).toMatchObject({ source: 'keepa', videos: expect.any(Array) })
    const rows = await api.host.sql('select source from private.source_products order by source')
    expect(rows).toEqual([{ source: 'amazon_creators' }, { source: 'keepa' }])
  })

  test('what Amazon may not show, Keepa may', async () => {
    await amazon.control.seed({ inaccessible: [MUG] })
    const asins = [MUG, asinOf('mug', 'Cream'), asinOf('mug', 'parent')]
    const { products } = await open().getProducts('US', asins, search)
    expect(asins.map((asin) => [products.get(asin)?.source, products.get(asin)?.kind])).toEqual([
      ['keepa', 'product'],
      ['amazon_creators', 'product'],
      ['keepa', 'parent'],
    ])
  })

  test('an item that nobody asked for is dropped and counted', async () => {
    await amazon.control.seed({ swaps: { [MUG]: asinOf('lantern') } })
    const { products, dropped } = await open().getProducts('US', [MUG], search)
    expect([[...products.keys()], dropped]).toEqual([[MUG], 1])
    expect(products.get(MUG)?.source).toBe('keepa')
  })

  test('Australia: products, codes and variations come from Amazon alone', async () => {
    expect(open().sourcesFor('AU')).toEqual(['amazon_creators'])
    const asin = asinOf('shirt', 'Black Size 1')
    expect((await open().getProducts('AU', [asin], search)).products.get(asin)?.marketplace).toBe('AU')
    const { byCode } = await open().findByCodes('AU', ['4056789012344', '4000000000006'], search)
    expect([...byCode].map(([code, products]) => [code, products.length])).toEqual([
      ['4056789012344', 2],
      ['4000000000006', 0],
    ])
    const family = await open().getVariations('AU', asinOf('mug', 'parent', 1), search)
    expect(family).toMatchObject({ source: 'amazon_creators', isComplete: true })
    expect(family.variations).toHaveLength(4)
    const shirts = await open().getVariations('AU', asinOf('shirt', 'parent'), search)
    expect([shirts.variations.length, shirts.isComplete, shirts.spent]).toEqual([100, false, 10])
    const candidates = await open().findCandidates('AU', { brand: 'Halvorsen' }, { ...search, limit: 2 })
    expect(candidates.asins).toEqual([asinOf('mixer'), asinOf('grinder')])
    expect(await calls(keepa)).toEqual([])
  })

  test('Australia: who needs videos or Keepa gets what Amazon knows, for nothing the second time', async () => {
    const asin = asinOf('lantern')
    for (const [options, spent] of [
      [{ feature: 'radar', videos: true }, 1],
      [{ ...search, only: 'keepa' }, 0],
    ] as const) {
      const reading = await open().getProducts('AU', [asin], options)
      expect([reading.products.get(asin)?.source, reading.products.get(asin)?.videos, reading.spent]).toEqual([
        'amazon_creators',
        null,
        spent,
      ])
    }
  })

  test.each([
    ['OUT_OF_STOCK', 'unavailable', []],
    ['UNAVAILABLE', 'unavailable', []],
    ['UNKNOWN', 'unknown', []],
    ['PREORDER', 'available', ['buy_box', 'new_price', 'new_offers']],
  ])('an offer that is %s is %s', async (type, state, reasons) => {
    await amazon.control.seed({ availability: { [MUG]: type } })
    const { products } = await open().getProducts('US', [MUG], search)
    expect(products.get(MUG)?.availability).toMatchObject({ state, reasons })
  })

  test('a price that the brand hides is available', async () => {
    const { products } = await open().getProducts('US', [asinOf('mixer')], search)
    expect(products.get(asinOf('mixer'))).toMatchObject({ price: null, availability: { state: 'available' } })
    expect(products.get(asinOf('mixer'))?.availability.reasons).toContain('price_hidden')
  })
})

describe('B-12 an account with too few sales', () => {
  test('is paused, Keepa answers, and Amazon is not asked again before the next day', async () => {
    await amazon.control.seed({ not_eligible: 'all' })
    const { products, stopped } = await open().getProducts('US', [MUG], search)
    expect([products.get(MUG)?.source, stopped]).toEqual(['keepa', null])
    expect(await states()).toEqual([{ source: 'amazon_creators', marketplace: 'US', state: 'paused' }])
    await open().getProducts('US', [asinOf('mug', 'Cream')], search)
    expect(await calls(amazon)).toHaveLength(1)
    // Nothing was charged for the refusal.
    expect((await amazonStatus())?.spent_today).toEqual([])
  })

  test('comes back by itself when it is asked after a day', async () => {
    await amazon.control.seed({ not_eligible: 'all' })
    await open().getProducts('US', [MUG], search)
    await amazon.control.seed({ not_eligible: [] })
    await nextDay()
    const { products } = await open().getProducts('US', [asinOf('lantern')], search)
    expect(products.get(asinOf('lantern'))?.source).toBe('amazon_creators')
    expect(await states()).toEqual([])
  })

  test('is tried every day by a job, also when nobody asks', async () => {
    await amazon.control.seed({ not_eligible: 'all' })
    await open().getProducts('US', [MUG], search)
    await nextDay()
    const retry = async () => {
      await api.host.exec(`delete from private.jobs;
        select private.enqueue_job('sources.retry', 'sources.retry', '{}')`)
      await drainJobs()
    }
    await retry()
    expect((await states()).map(({ state }) => state)).toEqual(['paused'])
    expect(await calls(amazon)).toHaveLength(2)
    // Within the day it is not tried again.
    await retry()
    expect(await calls(amazon)).toHaveLength(2)
    await amazon.control.seed({ not_eligible: [] })
    await nextDay()
    await retry()
    expect(await states()).toEqual([])
  })

  test('opens one notice, which ends when access is back', async () => {
    await amazon.control.seed({ not_eligible: 'all' })
    await open().getProducts('US', [MUG], search)
    await open().getProducts('DE', [MUG], search)
    const notices = async () => {
      await createServiceClient().rpc('check_notices')
      return api.host.sql(
        `select subject, count::integer, resolved_at is null as open from public.notices
         where cause = 'product_source_paused'`,
      )
    }
    expect(await notices()).toEqual([{ subject: 'amazon_creators', count: 2, open: true }])
    expect(await notices()).toHaveLength(1)
    await amazon.control.seed({ not_eligible: [] })
    await nextDay()
    await open().getProducts('US', [asinOf('lantern')], search)
    await open().getProducts('DE', [asinOf('lantern')], search)
    expect(await notices()).toEqual([expect.objectContaining({ open: false })])
  })

  test('in Australia nothing else answers, and that is said', async () => {
    await amazon.control.seed({ not_eligible: ['www.amazon.com.au'] })
    const { missing, stopped } = await open().getProducts('AU', [MUG], search)
    expect([missing, stopped?.reason]).toEqual([[MUG], 'paused'])
    expect(stopped?.waitSeconds).toBeGreaterThan(86_000)
  })
})

describe('other failures of Amazon', () => {
  test('a credential without rights is refused for an hour, and Keepa answers', async () => {
    await amazon.control.seed({ not_authorized: 'all' })
    const { products } = await open().getProducts('US', [MUG], search)
    expect(products.get(MUG)?.source).toBe('keepa')
    expect((await states()).map(({ state }) => state)).toEqual(['reconnect'])
  })

  test('a credential that Amazon does not know', async () => {
    await amazon.control.seed({ credentials: [] })
    expect((await open().getProducts('US', [MUG], search)).products.get(MUG)?.source).toBe('keepa')
    expect((await states()).map(({ state }) => state)).toEqual(['reconnect'])
  })

  test('a wrong partner tag is refused and says nothing about the account', async () => {
    await amazon.control.seed({ partner_tags: { 'www.amazon.com': 'other-20' } })
    expect((await open().getProducts('US', [MUG], search)).products.get(MUG)?.source).toBe('keepa')
    expect(await states()).toEqual([])
  })

  test('throttled twice: Keepa answers, and Amazon works the next time', async () => {
    const body = { type: 'ThrottleException', message: 'slow down' }
    await amazon.control.addFault({ match: { path: '/catalog/*' }, times: 2, status: 429, body })
    expect((await open().getProducts('US', [MUG], search)).products.get(MUG)?.source).toBe('keepa')
    expect(await states()).toEqual([])
  })

  test('a token that ended before its time is replaced', async () => {
    await open().getProducts('US', [MUG], search)
    await amazon.control.advanceClock(4000_000)
    const { products } = await open().getProducts('US', [asinOf('lantern')], search)
    expect(products.get(asinOf('lantern'))?.source).toBe('amazon_creators')
    expect((await amazon.control.requests()).filter(({ path }) => path.endsWith('/token'))).toHaveLength(2)
  })

  test('callers at once get one token', async () => {
    await Promise.all(['US', 'CA', 'MX'].map((code) => open().getProducts(code as 'US', [MUG], search)))
    expect((await amazon.control.requests()).filter(({ path }) => path.endsWith('/token'))).toHaveLength(1)
  })
})

describe('GET /api/source-budget', () => {
  test('200 the cap over all sources, what was used, and each source', async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '50')
    await open().getProducts('US', [MUG], { feature: 'availability' })
    await open().getProducts('US', [MUG, asinOf('lantern')], { feature: 'radar', videos: true })
    await api.host.exec(`insert into private.source_spending (workspace_id, source, feature, day, units)
      values ('${workspaceId}', 'keepa', 'radar', current_date - 10, 7),
        ('${workspaceId}', 'keepa', 'radar', current_date - 40, 100)`)
    const { status, body } = await budget()
    expect(status).toBe(200)
    expect(body).toMatchObject({ daily_cap: 50, used: 3 })
    expect(Date.parse(body.resets_at)).toBeGreaterThan(Date.now())
    expect(body.sources).toEqual([
      expect.objectContaining({
        source: 'amazon_creators',
        state: 'working',
        marketplaces: expect.arrayContaining(['US', 'AU']),
        tokens: null,
        spent_today: [{ feature: 'availability', units: 1 }],
      }),
      expect.objectContaining({
        source: 'keepa',
        state: 'working',
        tokens: { left: 1198, refill_per_minute: 20, read_at: expect.any(String) },
        spent_today: [{ feature: 'radar', units: 2 }],
        spent_30_days: [{ feature: 'radar', units: 9 }],
      }),
    ])
    expect(body.sources[1]?.marketplaces).not.toContain('AU')
  })

  test('200 a source that is paused somewhere, and one that is not configured', async () => {
    await amazon.control.seed({ not_eligible: ['www.amazon.com'] })
    await open().getProducts('US', [MUG], search)
    expect(await amazonStatus()).toMatchObject({
      state: 'paused',
      stopped_in: ['US'],
      since: expect.any(String),
      retry_at: expect.any(String),
    })
    vi.stubEnv('AMAZON_CREATORS_CREDENTIALS', '')
    expect(await amazonStatus()).toMatchObject({ state: 'not_configured', marketplaces: [], stopped_in: [] })
  })

  test('403 for an uploader', async () => {
    expect((await budget(uploader)).status).toBe(403)
  })

  test('one cap counts both sources', async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '2')
    await open().getProducts('US', [MUG], search)
    await open().getProducts('US', [MUG], { ...search, only: 'keepa' })
    const { stopped } = await open().getProducts('US', [asinOf('lantern')], search)
    expect(stopped).toMatchObject({ reason: 'share' })
    expect(stopped?.error?.message).toMatch(/2 tokens of Keepa and Amazon/)
    expect([(await calls(amazon)).length, (await calls(keepa)).length]).toEqual([1, 1])
  })
})
