import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { asinOf } from '../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { openProductSources } from '../../src/catalog/sources/open-product-sources.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const MUG = asinOf('mug', 'Black')
const CREAM = asinOf('mug', 'Cream')
const CODE = '4006381333931'
let api: TestApi
let keepa: TestEmulator
let ann: TestPerson
let bob: TestPerson
let workspaces: Record<'ann' | 'bob', string>

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
  api = await createTestApi({ allowedOrigins: [keepa.url] })
  ;[ann, bob] = await Promise.all([api.person('ann'), api.person('bob')])
  workspaces = { ann: await workspaceOf(ann), bob: await workspaceOf(bob) }
})
beforeEach(async () => {
  await keepa.control.reset()
  await api.host.exec(`delete from private.vendor_usage; delete from private.source_spending;
    delete from private.source_products; delete from private.source_reads; delete from private.source_lists;
    delete from private.source_states`)
  for (const [name, value] of Object.entries(keepa.env)) vi.stubEnv(name, value)
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {})
  return () => vi.unstubAllEnvs()
})
afterAll(async () => {
  await api.close()
  await keepa.close()
})

const workspaceOf = async (as: TestPerson) => {
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [as.userId],
  )
  return row?.id ?? ''
}
const open = (who: 'ann' | 'bob' = 'ann') => openProductSources(createServiceClient(), workspaces[who])
const search = { feature: 'search' } as const
const asked = async () => (await keepa.control.requests()).filter(({ path }) => !path.startsWith('/images'))
const used = async (who: 'ann' | 'bob' = 'ann') => {
  const [row] = await api.host.sql<{ used: number }>(
    `select coalesce(sum(used), 0)::integer as used from private.vendor_usage where workspace_id = $1`,
    [workspaces[who]],
  )
  return row?.used
}
const product = (asin: string, more: object = {}) => ({ asin, title: asin, brand: 'X', category: 'kitchen', ...more })
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `B0CASE${String(index).padStart(4, '0')}`)

describe('the cap and the tokens', () => {
  test('B-1 a code of 1,500 products costs what its limit allows', async () => {
    await keepa.control.seed({ catalog: 'empty', generate: { count: 2000, code: CODE }, tokens: { left: 300 } })
    const { byCode, atLimit, spent } = await open().findByCodes('US', [CODE], { ...search, limit: 10 })
    expect(byCode.get(CODE)).toHaveLength(10)
    expect(atLimit).toEqual([CODE])
    expect([spent, await used()]).toEqual([10, 10])
    expect((await asked()).map(({ path }) => path).join()).toContain('code-limit=10')
    // The same question again is answered by what is kept.
    const again = await open('bob').findByCodes('US', [CODE], { ...search, limit: 10 })
    expect([again.byCode.get(CODE)?.length, again.spent, await used('bob')]).toEqual([10, 0, 0])
    expect(await asked()).toHaveLength(1)
  })

  test('B-1 a code that nobody has is asked once', async () => {
    const first = await open().findByCodes('DE', ['4000000000006'], search)
    const second = await open().findByCodes('DE', ['4000000000006'], search)
    expect([first, second].map(({ byCode }) => byCode.get('4000000000006'))).toEqual([[], []])
    expect(await asked()).toHaveLength(1)
  })

  test('B-2 stale products cost two tokens, the account goes below zero, and the budget counts what Keepa took', async () => {
    const asins = numbered(60)
    await keepa.control.seed({
      products: asins.map((asin) => product(asin, { updated_minutes_ago: 600 })),
      tokens: { left: 20, refill_rate: 5 },
    })
    const { products, spent, stopped } = await open().getProducts('US', asins, search)
    expect([products.size, spent, await used(), stopped]).toEqual([60, 120, 120, null])
    // A hundred tokens of debt at five a minute, and up to a minute until the first.
    const next = await open().getProducts('US', [MUG], search)
    expect(next.stopped).toMatchObject({ reason: 'tokens', source: 'keepa' })
    expect(next.stopped?.waitSeconds).toBeGreaterThan(20 * 60)
    expect(next.stopped?.waitSeconds).toBeLessThanOrEqual(21 * 60 + 1)
    // It is not asked before that time, by nobody.
    expect((await open('bob').getProducts('US', [MUG], search)).stopped?.reason).toBe('tokens')
    expect(await asked()).toHaveLength(1)
  })

  test('out of tokens in the middle: what came is kept, and the rest is asked when there are tokens again', async () => {
    const asins = numbered(250)
    await keepa.control.seed({ products: asins.map((asin) => product(asin)), tokens: { left: 150, refill_rate: 20 } })
    const first = await open().getProducts('US', asins, search)
    expect([first.products.size, first.missing.length, first.stopped?.reason]).toEqual([200, 50, 'tokens'])
    await keepa.control.advanceClock(10 * 60_000)
    await api.host.exec('update private.source_states set available_at = null')
    const second = await open().getProducts('US', asins, search)
    expect([second.products.size, second.fromCache, second.spent, second.stopped]).toEqual([250, 200, 50, null])
    expect(await used()).toBe(250)
  })

  test('the daily cap ends the reading, with what it allowed; another workspace has its own', async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '30')
    const asins = numbered(40)
    await keepa.control.seed({ products: asins.map((asin) => product(asin)) })
    const { products, missing, stopped } = await open().getProducts('US', asins, search)
    expect([products.size, missing.length, stopped?.reason]).toEqual([30, 10, 'share'])
    expect(stopped?.error?.message).toMatch(/30 tokens of Keepa/)
    expect(stopped?.waitSeconds).toBeGreaterThan(0)
    expect((await open('bob').getProducts('US', missing, search)).products.size).toBe(10)
  })

  test('a cap of nothing: waiting does not help', async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '0')
    const { stopped } = await open().getProducts('US', [MUG], search)
    expect(stopped).toMatchObject({ reason: 'share', waitSeconds: null })
    expect(await asked()).toEqual([])
  })

  test('what each feature spent is counted', async () => {
    await open().getProducts('US', [MUG, CREAM], { feature: 'radar' })
    await open().getProducts('DE', [MUG], { feature: 'placement', videos: true })
    const rows = await api.host.sql(
      'select source, feature, units::integer from private.source_spending order by feature',
    )
    expect(rows).toEqual([
      { source: 'keepa', feature: 'placement', units: 1 },
      { source: 'keepa', feature: 'radar', units: 2 },
    ])
  })
})

describe('faults', () => {
  test('429, 400 and a revoked key say what they mean, and nothing is charged', async () => {
    await keepa.control.seed({ tokens: { left: -30, refill_rate: 20 } })
    expect((await open().getProducts('US', [MUG], search)).stopped).toMatchObject({ reason: 'tokens' })
    await api.host.exec('update private.source_states set available_at = null')
    await keepa.control.seed({ tokens: { left: 100 } })
    await keepa.control.addFault({ match: { path: '/product' }, times: 1, status: 400 })
    expect((await open().getProducts('US', [MUG], search)).stopped).toMatchObject({ reason: 'refused' })
    await keepa.control.seed({ rejected_keys: [keepa.env.KEEPA_API_KEY ?? ''] })
    expect((await open().getProducts('US', [MUG], search)).stopped).toMatchObject({
      reason: 'refused',
      waitSeconds: null,
    })
    const before = (await asked()).length
    // A refused key is not asked again for an hour.
    expect((await open().getProducts('US', [CREAM], search)).stopped?.reason).toBe('refused')
    expect(await asked()).toHaveLength(before)
    expect(await used()).toBe(0)
    const [state] = await api.host.sql<{ state: string; key: string }>('select state, key from private.source_states')
    expect(state?.state).toBe('reconnect')
    expect(keepa.env.KEEPA_API_KEY).not.toContain(state?.key)
  })

  test('a key that was revoked and paid again is tried by a job, for nothing', async () => {
    await keepa.control.seed({ rejected_keys: [keepa.env.KEEPA_API_KEY ?? ''] })
    await open().getProducts('US', [MUG], search)
    const retry = async () => {
      await api.host.exec(`update private.source_states set retry_at = now() - interval '1 second'
          where state <> 'working';
        delete from private.jobs; select private.enqueue_job('sources.retry', 'sources.retry', '{}')`)
      await drainJobs()
      const [row] = await api.host.sql<{ state: string }>('select state from private.source_states')
      return row?.state
    }
    expect(await retry()).toBe('reconnect')
    await keepa.control.seed({ rejected_keys: [] })
    expect(await retry()).toBe('working')
    expect((await asked()).slice(1).every(({ path }) => path.startsWith('/token'))).toBe(true)
    expect((await open().getProducts('US', [MUG], search)).products.size).toBe(1)
  })

  test('500 twice: later, and the next reading works', async () => {
    await keepa.control.addFault({ match: { path: '/product' }, times: 2, status: 500 })
    expect((await open().getProducts('US', [MUG], search)).stopped).toMatchObject({ reason: 'later' })
    expect((await open().getProducts('US', [MUG], search)).products.size).toBe(1)
    expect(await used()).toBe(1)
  })

  test('an answer that breaks off is asked again, and the budget counts one reading', async () => {
    await keepa.control.seed({ cut_answers: 1 })
    const { products, stopped } = await open().getProducts('US', [MUG], search)
    expect([products.size, stopped, await used()]).toEqual([1, null, 1])
  })

  test('answers that break off every time: later, and the tokens stay counted', async () => {
    await keepa.control.seed({ cut_answers: 2 })
    const { products, missing, stopped } = await open().getProducts('US', [MUG], search)
    expect([products.size, missing, stopped?.reason]).toEqual([0, [MUG], 'later'])
    expect(await used()).toBe(1)
    // The next attempt at the same ASIN takes nothing more.
    expect((await open().getProducts('US', [MUG], search)).products.size).toBe(1)
    expect(await used()).toBe(1)
  })

  test('a caller that dies in the middle loses no answer', async () => {
    const asins = numbered(150)
    await keepa.control.seed({ products: asins.map((asin) => product(asin)) })
    const gate = await keepa.control.holdAt({ path: '/product' }, 2)
    const stopping = new AbortController()
    const dying = open().getProducts('US', asins, { ...search, signal: stopping.signal })
    await gate.reached()
    stopping.abort(new Error('lease lost'))
    await expect(dying).rejects.toThrow('lease lost')
    await gate.open()
    const { fromCache, products } = await open().getProducts('US', asins, search)
    expect([fromCache, products.size]).toEqual([100, 150])
  })

  test('B-9 an ASIN that nobody asked for is dropped and counted', async () => {
    await keepa.control.seed({ swaps: { [MUG]: asinOf('lantern') } })
    const { products, missing, dropped } = await open().getProducts('US', [MUG, CREAM], search)
    expect([[...products.keys()], missing, dropped]).toEqual([[CREAM], [MUG], 1])
    const rows = await api.host.sql('select asin from private.source_products')
    expect(rows).toEqual([{ asin: CREAM }])
  })
})

describe('the cache', () => {
  test('a young answer costs nothing, for every workspace; an old one is read again', async () => {
    await open().getProducts('US', [MUG], search)
    expect(await open('bob').getProducts('US', [MUG], search)).toMatchObject({ fromCache: 1, spent: 0 })
    await api.host.exec(`update private.source_products set read_at = read_at - interval '2 hours'`)
    expect(await open().getProducts('US', [MUG], { ...search, maxAgeSeconds: 10_000 })).toMatchObject({ spent: 0 })
    expect(await open().getProducts('US', [MUG], { ...search, maxAgeSeconds: 3600 })).toMatchObject({ spent: 1 })
  })

  test('callers at once ask once', async () => {
    const gate = await keepa.control.holdAt({ path: '/product' })
    const first = open().getProducts('US', [MUG, CREAM], search)
    await gate.reached()
    const others = [open('bob').getProducts('US', [CREAM, MUG], search), open().getProducts('US', [MUG], search)]
    await gate.open()
    const all = await Promise.all([first, ...others])
    expect(all.map(({ products }) => products.size)).toEqual([2, 2, 1])
    expect(all.reduce((sum, { spent }) => sum + spent, 0)).toBe(2)
    expect(await asked()).toHaveLength(1)
    expect(await api.host.sql('select * from private.source_reads')).toEqual([])
  })

  test('callers at once that ask for one code, or for the same candidates, ask once', async () => {
    const ean = '4056789012344'
    for (const ask of [
      (who: 'ann' | 'bob') => open(who).findByCodes('US', [ean], search),
      (who: 'ann' | 'bob') => open(who).findCandidates('US', { brand: 'Halvorsen' }, search),
    ]) {
      const before = (await asked()).length
      const gate = await keepa.control.holdAt({})
      const first = ask('ann')
      await gate.reached()
      const second = ask('bob')
      await gate.open()
      const [one, other] = await Promise.all([first, second])
      expect([one.spent > 0, other.spent, one.stopped, other.stopped]).toEqual([true, 0, null, null])
      expect(await asked()).toHaveLength(before + 1)
    }
  })

  test('when the caller that asks fails, a waiting one asks', async () => {
    await keepa.control.addFault({ match: { path: '/product' }, times: 1, status: 400 })
    const gate = await keepa.control.holdAt({ path: '/product' })
    const first = open().getProducts('US', [MUG], search)
    await gate.reached()
    const second = open('bob').getProducts('US', [MUG], search)
    await gate.open()
    expect((await first).stopped?.reason).toBe('refused')
    expect((await second).products.size).toBe(1)
  })

  test('videos have their own age: a reading without them keeps them, one that needs them asks', async () => {
    const blender = asinOf('blender')
    await open().getProducts('US', [blender], { feature: 'radar' })
    const needed = await open().getProducts('US', [blender], { feature: 'placement', videos: true })
    expect(needed).toMatchObject({ spent: 1, fromCache: 0 })
    expect(needed.products.get(blender)?.videos?.filter(({ creator }) => creator === 'Influencer')).toHaveLength(10)
    const later = await open().getProducts('US', [blender], { feature: 'radar', maxAgeSeconds: 0 })
    expect(later.spent).toBe(1)
    const kept = await open().getProducts('US', [blender], { feature: 'placement', videos: true })
    expect(kept.spent).toBe(0)
    expect(kept.products.get(blender)?.videos).toHaveLength(12)
  })

  test('an answer of an earlier release that does not fit is asked again', async () => {
    await open().getProducts('US', [MUG], search)
    await api.host.exec(`update private.source_products set product = product - 'availability'`)
    expect(await open().getProducts('US', [MUG], search)).toMatchObject({ fromCache: 0, spent: 1 })
  })
})

describe('what Keepa says', () => {
  const read = async (asin: string, marketplace: 'US' | 'DE' = 'US') =>
    (await open().getProducts(marketplace, [asin], { ...search, only: 'keepa' })).products.get(asin)

  test('B-3 a parent of 400 children: fifty now, nothing to retry', async () => {
    const { variations, isComplete, source, stopped, spent } = await open().getVariations(
      'US',
      asinOf('shirt', 'parent'),
      search,
    )
    expect([variations.length, isComplete, source, stopped, spent]).toEqual([50, false, 'keepa', null, 1])
    expect(variations[0]?.attributes).toEqual([
      { dimension: 'Color', value: 'Black' },
      { dimension: 'Size', value: 'Size 1' },
    ])
    const mugs = await open().getVariations('US', asinOf('mug', 'parent'), search)
    expect([mugs.variations.length, mugs.isComplete]).toEqual([4, true])
  })

  test('B-4 past parents come with the day on which they ended, the latest first', async () => {
    const past_parents = [
      { asin: 'B0PARENT01', days_ago: 400 },
      { asin: 'B0PARENT02', days_ago: 1 },
    ]
    await keepa.control.seed({ products: [product('B0CHILD001', { past_parents, parent_asin: 'B0PARENT03' })] })
    const child = await read('B0CHILD001')
    expect(child?.parent_asin).toBe('B0PARENT03')
    expect(child?.past_parents.map(({ asin }) => asin)).toEqual(['B0PARENT02', 'B0PARENT01'])
    const yesterday = Date.now() - Date.parse(child?.past_parents[0]?.until ?? '')
    expect(Math.round(yesterday / 3_600_000)).toBe(24)
  })

  test('B-5 seven offers of others are available although Amazon sells none', async () => {
    expect((await read(asinOf('grinder')))?.availability).toMatchObject({
      state: 'available',
      reasons: ['new_offers'],
      observed_at: expect.any(String),
    })
  })

  test("B-5 Amazon's own offer alone decides nothing", async () => {
    const none = { price_cents: null, new_offers: 0, amazon_offer: false }
    await keepa.control.seed({ products: [product('B0NOOFFER1', none)] })
    expect((await read('B0NOOFFER1'))?.availability).toMatchObject({ state: 'unknown', reasons: [] })
  })

  test('B-6 a price that the brand hides is available', async () => {
    expect(await read(asinOf('mixer'))).toMatchObject({
      price: null,
      availability: { state: 'available', reasons: ['price_hidden'] },
    })
  })

  test('B-7 one code on a single and a six-pack: both come, each with its own counts', async () => {
    const { byCode } = await open().findByCodes('US', ['4056789012344'], search)
    const packs = byCode.get('4056789012344')?.map((one) => [one.number_of_items, one.package_quantity, one.unit_count])
    expect(packs).toEqual([
      [1, null, { value: 330, type: 'Milliliter', each: null }],
      [6, 6, { value: 1980, type: 'Milliliter', each: 330 }],
    ])
  })

  test('B-10 one product has another ASIN in another country, found by its code', async () => {
    const here = await read(asinOf('serum', '30 ml'))
    const code = here?.codes.find((one) => one.length === 13) ?? ''
    const { byCode } = await open().findByCodes('DE', [code], search)
    expect(byCode.get(code)?.map(({ asin }) => asin)).toEqual([asinOf('serum', '30 ml', 2)])
  })

  test('B-11 types 3, 4 and 5 in one answer are records that say what they are', async () => {
    const asins = [asinOf('speaker'), asinOf('kettle'), 'B0EMPTY005', 'B0ZZZZZZZZ', MUG]
    const bare = { product_type: 5, title: null, price_cents: null, image_count: 0 }
    await keepa.control.seed({ products: [product('B0EMPTY005', bare)] })
    const { products, missing } = await open().getProducts('US', asins, search)
    expect(asins.map((asin) => products.get(asin)?.kind)).toEqual([
      'inaccessible',
      'invalid',
      'parent',
      'invalid',
      'product',
    ])
    expect(products.get(asinOf('kettle'))?.availability.state).toBe('unavailable')
    expect([products.get('B0EMPTY005')?.title, missing]).toEqual([null, []])
  })

  test('titles are plain text', async () => {
    const title = '<b>Tom &amp; Jerry&#39;s</b> &lt;i&gt;Mug&lt;/i&gt; &ntilde; <3 &quot;16&quot; <Size M>'
    await keepa.control.seed({ products: [product('B0MARKUP01', { title })] })
    expect((await read('B0MARKUP01'))?.title).toBe(`Tom & Jerry's Mug ñ <3 "16" <Size M>`)
  })

  test('candidates of a brand come best sellers first, and are paid for once', async () => {
    const first = await open().findCandidates('US', { brand: 'Halvorsen' }, { ...search, limit: 3 })
    expect(first).toMatchObject({ asins: ['mixer', 'grinder', 'blender'].map((key) => asinOf(key)), spent: 11 })
    const again = await open().findCandidates('US', { brand: 'Halvorsen' }, { ...search, limit: 3 })
    expect(again).toMatchObject({ asins: first.asins, spent: 0 })
  })

  test('a query of nothing is refused: it would be every product of the shop', async () => {
    await expect(open().findCandidates('US', { brand: '' }, search)).rejects.toThrow(RangeError)
    expect(await asked()).toEqual([])
  })

  test('Australia has no source while Amazon is not configured', async () => {
    expect(open().sourcesFor('AU')).toEqual([])
    const { missing, stopped } = await open().getProducts('AU', [MUG], search)
    expect([missing, stopped?.reason]).toEqual([[MUG], 'not_configured'])
  })
})
