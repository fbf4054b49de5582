import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { asinOf } from './catalog/default-catalog.ts'
import { askKeepa } from './testing/ask-keepa.ts'

let keepa: TestEmulator
beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
})
beforeEach(() => keepa.control.reset())
afterAll(() => keepa.close())

const ask = (query: Record<string, string | number>) => askKeepa(keepa, 'product', { domain: 1, history: 0, ...query })
const first = async (query: Record<string, string | number>) => (await ask(query)).body.products?.[0]
const seeded = (asin: string, more: object) =>
  keepa.control.seed({ products: [{ asin, title: asin, brand: 'X', category: 'kitchen', ...more }] })

test('a code without a limit is charged for every product that has it', async () => {
  const code = '4006381333931'
  // Three of four generated products are sold in the US.
  await keepa.control.seed({ catalog: 'empty', generate: { count: 2000, code }, tokens: { left: 300 } })
  const limited = await ask({ code, 'code-limit': 10 })
  expect(limited.body).toMatchObject({ tokensConsumed: 10, tokensLeft: 290 })
  const drained = await ask({ code })
  expect(drained.body).toMatchObject({ tokensConsumed: 1500, tokensLeft: -1210 })
  expect((await ask({ code, 'code-limit': 1 })).status).toBe(429)
})

test('data older than an hour is read again for one token more, and is then young', async () => {
  await seeded('B0STALE001', { updated_minutes_ago: 61 })
  expect((await ask({ asin: 'B0STALE001' })).body.tokensConsumed).toBe(2)
  expect((await ask({ asin: 'B0STALE001' })).body.tokensConsumed).toBe(1)
  await keepa.control.advanceClock(61 * 60_000)
  expect((await ask({ asin: 'B0STALE001' })).body.tokensConsumed).toBe(2)
  await seeded('B0STALE002', { updated_minutes_ago: 61 })
  expect((await ask({ asin: 'B0STALE002', update: 2 })).body.tokensConsumed).toBe(1)
  expect((await ask({ asin: 'B0STALE002', update: -1 })).body.tokensConsumed).toBe(1)
})

test('videos come when they are asked for: all of the carousel, and ten of people', async () => {
  const asin = asinOf('blender')
  expect((await first({ asin }))?.videos).toBeNull()
  const videos = (await first({ asin, videos: 1 }))?.videos as { creator: string; name: string; duration: number }[]
  expect(videos.filter(({ creator }) => creator === 'Influencer').map(({ name }) => name)).toEqual(
    Array.from({ length: 10 }, (_, index) => `Creator ${index + 1}`),
  )
  expect(videos.filter(({ creator }) => creator !== 'Influencer').map(({ creator }) => creator)).toEqual([
    'Main',
    'Brand',
  ])
  expect((await first({ asin: asinOf('lantern'), videos: 1 }))?.videos).toEqual([])
})

test('a parent of 400 variations lists fifty', async () => {
  const parent = await first({ asin: asinOf('shirt', 'parent') })
  expect(parent?.variations).toHaveLength(50)
  expect(String(parent?.variationCSV).split(',')).toHaveLength(400)
})

test('a single and a six-pack have one EAN and counts of their own', async () => {
  const { body } = await ask({ code: '4056789012344', 'code-limit': 10 })
  expect(body.products?.map(({ numberOfItems, packageQuantity }) => [numberOfItems, packageQuantity])).toEqual([
    [1, -1],
    [6, 6],
  ])
})

test('a hidden price and offers of others only', async () => {
  const current = async (key: string) => {
    const product = (await first({ asin: asinOf(key), stats: 1 })) as { stats?: { current: number[] } } | undefined
    return product?.stats?.current
  }
  expect(await first({ asin: asinOf('mixer') })).toMatchObject({
    productType: 0,
    newPriceIsMAP: true,
    availabilityAmazon: -1,
  })
  expect((await current('mixer'))?.[1]).toBe(-1)
  expect(await first({ asin: asinOf('grinder') })).toMatchObject({ newPriceIsMAP: false, availabilityAmazon: -1 })
  expect((await current('grinder'))?.[11]).toBe(7)
})

test('parents of before, the oldest first, in Keepa’s minutes', async () => {
  const past_parents = [
    { asin: 'B0PARENT02', days_ago: 1 },
    { asin: 'B0PARENT01', days_ago: 30 },
  ]
  await seeded('B0CHILD001', { past_parents, parent_asin: 'B0PARENT03' })
  const child = await first({ asin: 'B0CHILD001' })
  expect(child).toMatchObject({ parentAsin: 'B0PARENT03' })
  expect(child?.parentAsinHistory).toEqual([expect.any(String), 'B0PARENT01', expect.any(String), 'B0PARENT02'])
  expect((await first({ asin: asinOf('lantern') }))?.parentAsinHistory).toBeNull()
})

test('whoever asks for one ASIN may get another', async () => {
  await keepa.control.seed({ swaps: { [asinOf('mug', 'Black')]: asinOf('lantern') } })
  expect((await first({ asin: asinOf('mug', 'Black') }))?.asin).toBe(asinOf('lantern'))
})

test('an answer that breaks off has cost its tokens', async () => {
  await keepa.control.seed({ cut_answers: 1 })
  await expect(ask({ asin: asinOf('lantern') })).rejects.toThrow()
  expect((await ask({ asin: asinOf('lantern') })).body.tokensLeft).toBe(1198)
})
