import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { asinOf } from '../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import lookup from '../../functions/keepa-lookup.ts'
import product from '../../functions/sourced-product.ts'
import fillIn from '../../functions/sourced-product-fill-in.ts'
import restore from '../../functions/sourced-product-restore.ts'
import products from '../../functions/sourced-products.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { claimJobs } from '../../src/jobs/jobs.repo.ts'
import { claimFillIns, recordFillIns } from '../../src/products/fill-ins.repo.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const MUG = asinOf('mug', 'Black')
const UNKNOWN = 'B000000000'
const MUG_TITLE = expect.stringContaining('Black')

let api: TestApi
let keepa: TestEmulator
let key: string
let ann: TestPerson
let people = 0

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
  api = await createTestApi({ allowedOrigins: [keepa.url] })
  key = keepa.env.KEEPA_API_KEY ?? ''
})
beforeEach(async () => {
  await keepa.control.reset()
  await api.host.exec('delete from private.jobs')
  for (const [name, value] of Object.entries(keepa.env)) vi.stubEnv(name, value)
  const lines = ['info', 'warn', 'error'] as const
  const spies = lines.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
  ann = await api.person(`fill-in-${++people}`)
  return () => {
    const logged = JSON.stringify(spies.flatMap((spy) => spy.mock.calls))
    vi.unstubAllEnvs()
    expect(logged, 'the key in a log').not.toContain(key)
  }
})
afterAll(async () => {
  await api.close()
  await keepa.close()
})

const add = async (body: object, as = ann): Promise<SourcedProduct> => {
  const { status, body: created } = await api.call(products, productsContract.create, { as, body })
  expect(status).toBe(201)
  return created
}
const get = async (id: string): Promise<SourcedProduct> =>
  (await api.call(product, productsContract.get, { as: ann, params: { id } })).body
const change = (id: string, body: object, ifMatch?: string) =>
  api.call(product, productsContract.update, {
    as: ann,
    params: { id },
    body,
    ...(ifMatch && { headers: { 'if-match': ifMatch } }),
  })
const ask = (id: string, as = ann) => api.call(fillIn, productsContract.fillIn, { as, params: { id } })
const look = (query: Record<string, string>, as = ann) => api.call(lookup, productsContract.lookup, { as, query })
const asked = async () => (await keepa.control.requests()).filter(({ path }) => path.startsWith('/product'))
const passTime = (seconds: number) =>
  api.host.sql(
    `update private.jobs set run_at = run_at - make_interval(secs => $1), leased_until = leased_until - make_interval(secs => $1)`,
    [seconds],
  )
const waits = () =>
  api.host.sql<{ wait_seconds: number }>(
    `select round(extract(epoch from run_at - now()))::int as wait_seconds from private.jobs where finished_at is null order by id`,
  )
const addMany = (asins: string[]) =>
  api.host.sql(
    `insert into public.sourced_products (workspace_id, asin)
     select current_workspace_id, asin from public.users, unnest($2::text[]) as asin where id = $1`,
    [ann.userId, asins],
  )
const states = async () =>
  Object.fromEntries(
    (
      await api.host.sql<{ state: string; count: number }>(
        `select coalesce(fill_in_state, 'none') as state, count(*)::int as count from public.sourced_products
         where workspace_id = (select current_workspace_id from public.users where id = $1) group by 1`,
        [ann.userId],
      )
    ).map(({ state, count }) => [state, count]),
  )

describe('a product added by its ASIN alone', () => {
  test('is saved first and filled in afterwards: title, image, brand, category and the video title', async () => {
    const added = await add({ asin: MUG })
    expect(added).toMatchObject({ title: null, video_title: MUG, fill_in_state: 'waiting' })
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    const filled = await get(added.id)
    expect(filled).toMatchObject({
      title: MUG_TITLE,
      image_url: expect.stringContaining(`${keepa.url}/images/I/`),
      brand: expect.any(String),
      category: 'Home & Kitchen',
      fill_in_state: 'done',
      fill_in_error: null,
    })
    expect(filled.video_title).toContain(filled.title?.split(' ')[0])
  })

  test('is not looked up when title and image are given', async () => {
    const added = await add({ asin: MUG, title: 'Mug', image_url: 'https://example.com/a.png' })
    expect(added.fill_in_state).toBeNull()
    expect(await drainJobs()).toEqual({ finished: 0, failed: 0 })
  })

  test('says so when Keepa does not know it', async () => {
    const { id } = await add({ asin: UNKNOWN })
    await drainJobs()
    expect(await get(id)).toMatchObject({ title: null, fill_in_state: 'not_found' })
  })

  test('is looked up in every home marketplace in turn, each next one only for the ASINs that are still unknown', async () => {
    await api.host.sql(
      `update public.workspace_marketplaces set is_home = true, is_enabled = true
       where marketplace in ('UK', 'AU') and workspace_id = (select current_workspace_id from public.users where id = $1)`,
      [ann.userId],
    )
    const british = asinOf('mug', 'Black', 1)
    await addMany([MUG, british])
    await drainJobs()
    expect(await states()).toEqual({ done: 2 })
    expect((await asked()).map(({ path }) => /domain=(\d+)/.exec(path)?.[1])).toEqual(['1', '2'])
  })

  test('stops waiting, without a request, while no key is configured', async () => {
    vi.stubEnv('KEEPA_API_KEY', '')
    const { id } = await add({ asin: MUG })
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await get(id)).toMatchObject({ title: null, fill_in_state: null })
    expect(await asked()).toEqual([])
  })
})

describe("a person's edits in the meantime win", () => {
  test('a title typed in the meantime stays, and the other fields are filled', async () => {
    const { id } = await add({ asin: MUG })
    const [claimed] = await claimFillIns(createServiceClient(), id, 100)
    await change(id, { title: 'My mug' })
    await recordFillIns(createServiceClient(), [
      { id: claimed?.id ?? '', state: 'done', title: 'Their mug', brand: 'Theirs', image_url: null, category: null },
    ])
    expect(await get(id)).toMatchObject({ title: 'My mug', brand: 'Theirs', video_title: 'My mug' })
  })

  test('a manually typed video title stays', async () => {
    const { id } = await add({ asin: MUG })
    await change(id, { video_title: 'Mine' })
    await drainJobs()
    expect(await get(id)).toMatchObject({ title: MUG_TITLE, video_title: 'Mine', is_video_title_typed: true })
  })

  test('a change that started before the lookup ended is not refused for it', async () => {
    const before = await add({ asin: MUG })
    await drainJobs()
    const { status, body } = await change(before.id, { notes: 'Red box' }, before.updated_at)
    expect(status).toBe(200)
    expect(body).toMatchObject({ notes: 'Red box', title: MUG_TITLE })
  })

  test('a product in Trash is left alone, and looked up after it is restored', async () => {
    const { id } = await add({ asin: MUG })
    await api.call(product, productsContract.remove, { as: ann, params: { id } })
    await drainJobs()
    expect(await asked()).toEqual([])
    await api.call(restore, productsContract.restore, { as: ann, params: { id } })
    await drainJobs()
    expect(await get(id)).toMatchObject({ fill_in_state: 'done', title: MUG_TITLE })
  })
})

describe('many products', () => {
  const many = Array.from({ length: 250 }, (_, number) => `B1${String(number).padStart(8, '0')}`)

  test('are looked up a hundred at a time', async () => {
    await addMany(many)
    await drainJobs()
    expect((await asked()).length).toBe(3)
    expect(await states()).toEqual({ not_found: 250 })
    expect(await waits()).toEqual([])
  })

  test('wait together when the tokens are used up, without requests in the meantime', async () => {
    await keepa.control.seed({ tokens: { left: 50, refill_rate: 20 } })
    await addMany(many)
    await drainJobs()
    expect(await asked()).toHaveLength(1)
    expect(await states()).toEqual({ not_found: 100, waiting: 150 })
    // A debt of 50 tokens is three minutes, and the next refill is at most one minute away.
    for (const { wait_seconds } of await waits()) {
      expect(wait_seconds).toBeGreaterThan(120)
      expect(wait_seconds).toBeLessThanOrEqual(241)
    }
    for (let round = 0; round < 3; round += 1) {
      await keepa.control.advanceClock(600_000)
      await passTime(600)
      await drainJobs()
    }
    expect(await states()).toEqual({ not_found: 250 })
    expect((await asked()).every(({ status }) => status === 200)).toBe(true)
  })

  test('are never requested by two workers at once', async () => {
    await addMany(many.slice(0, 150))
    const db = createServiceClient()
    const takeAll = async (worker: string) => {
      const [job] = await claimJobs(db, worker, 1)
      const id = z.object({ product_id: z.uuid() }).parse(job?.payload).product_id
      return (await claimFillIns(db, id, 100)).map(({ asin }) => asin)
    }
    const taken = [...(await takeAll('one')), ...(await takeAll('two'))]
    expect(taken).toHaveLength(150)
    expect(new Set(taken).size).toBe(150)
    expect(await claimJobs(db, 'three', 1)).toEqual([])
  })

  test('of another workspace are requested separately', async () => {
    const bob = await api.person(`fill-in-other-${people}`)
    await add({ asin: MUG }, bob)
    await add({ asin: MUG })
    await drainJobs()
    expect(await asked()).toHaveLength(2)
  })
})

describe('when Keepa fails', () => {
  test('used-up tokens: the job waits as long as Keepa says, then it works', async () => {
    await keepa.control.seed({ tokens: { left: 0, refill_rate: 20 } })
    const { id } = await add({ asin: MUG })
    expect(await drainJobs()).toEqual({ finished: 0, failed: 1 })
    expect(await get(id)).toMatchObject({ fill_in_state: 'waiting' })
    const [{ wait_seconds } = { wait_seconds: 0 }] = await waits()
    expect(wait_seconds).toBeGreaterThan(0)
    expect(wait_seconds).toBeLessThanOrEqual(61)
    await keepa.control.advanceClock(wait_seconds * 1000)
    await passTime(wait_seconds)
    await drainJobs()
    expect(await get(id)).toMatchObject({ fill_in_state: 'done' })
  })

  test('a refused key is reported at once, and not tried again', async () => {
    await keepa.control.seed({ rejected_keys: [key] })
    const { id } = await add({ asin: MUG })
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await get(id)).toMatchObject({ fill_in_state: 'failed', fill_in_error: 'reconnect' })
  })

  test('five failures in a row: the lookup fails, and people see it', async () => {
    await keepa.control.addFault({ match: { path: '/product' }, times: 10, status: 500 })
    const { id } = await add({ asin: MUG })
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await drainJobs()
      await passTime(4000)
    }
    expect(await get(id)).toMatchObject({ fill_in_state: 'failed', fill_in_error: 'try_later' })
  })

  test('an answer that was lost costs a token and nothing else', async () => {
    await keepa.control.addFault({ match: { path: '/product' }, times: 1, drop: 'after' })
    const { id } = await add({ asin: MUG })
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await get(id)).toMatchObject({ fill_in_state: 'done', title: MUG_TITLE })
  })

  test('a worker killed between the answer and the write is followed by another, for all of its products', async () => {
    await addMany([MUG, asinOf('mug', 'Cream'), UNKNOWN])
    const db = createServiceClient()
    const [job] = await claimJobs(db, 'killed', 1)
    const { product_id } = z.object({ product_id: z.uuid() }).parse(job?.payload)
    const taken = await claimFillIns(db, product_id, 100)
    expect(taken).toHaveLength(3)
    expect(await drainJobs()).toEqual({ finished: 0, failed: 0 })
    await passTime(121)
    await drainJobs()
    expect(await states()).toEqual({ done: 2, not_found: 1 })
    expect(await asked()).toHaveLength(1)
  })

  test('writing twice has the effect of writing once', async () => {
    const { id } = await add({ asin: MUG })
    await drainJobs()
    const first = await get(id)
    await recordFillIns(createServiceClient(), [{ id, state: 'done', title: 'Another' }])
    expect(await get(id)).toEqual(first)
  })
})

describe('POST /api/sourced-products/:id/fill-in', () => {
  test('202 looks up a failed product again', async () => {
    await keepa.control.seed({ rejected_keys: [key] })
    const { id } = await add({ asin: MUG })
    await drainJobs()
    await keepa.control.seed({ rejected_keys: [] })
    const { status, body } = await ask(id)
    expect(status).toBe(202)
    expect(body).toMatchObject({ fill_in_state: 'waiting', fill_in_error: null })
    await drainJobs()
    expect(await get(id)).toMatchObject({ fill_in_state: 'done', title: MUG_TITLE })
  })

  test('202 twice is one lookup', async () => {
    const { id } = await add({ asin: MUG })
    expect((await ask(id)).status).toBe(202)
    expect((await ask(id)).body.fill_in_state).toBe('waiting')
    await drainJobs()
    expect(await asked()).toHaveLength(1)
  })

  test('403 for an uploader', async () => {
    const { id } = await add({ asin: MUG })
    const { status, problem } = await ask(id, await api.teammate(ann, 'uploader'))
    expect(status).toBe(403)
    expect(problem.code).toBe('not_allowed')
  })

  test("404 for another workspace's product", async () => {
    const { id } = await add({ asin: MUG })
    expect((await ask(id, await api.person(`fill-in-stranger-${people}`))).status).toBe(404)
  })

  test('409 while no key is configured', async () => {
    const { id } = await add({ asin: MUG })
    vi.stubEnv('KEEPA_API_KEY', '')
    const { status, problem } = await ask(id)
    expect(status).toBe(409)
    expect(problem.code).toBe('provider_not_configured')
  })
})

describe('GET /api/keepa-lookup', () => {
  test("200 answers Keepa's data, in the US by default", async () => {
    const { status, body } = await look({ asin: MUG.toLowerCase() })
    expect(status).toBe(200)
    expect(body).toMatchObject({ asin: MUG, marketplace: 'US', title: MUG_TITLE, category: 'Home & Kitchen' })
    expect(body.image_url).toContain(keepa.url)
  })

  test('400 for a marketplace that Keepa does not cover', async () => {
    const { status, problem } = await look({ asin: MUG, marketplace: 'AU' })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe('marketplace')
  })

  test('403 for an uploader: a look costs a token', async () => {
    const { status } = await look({ asin: MUG }, await api.teammate(ann, 'uploader'))
    expect(status).toBe(403)
    expect(await asked()).toEqual([])
  })

  test('404 for an ASIN that Keepa does not know there', async () => {
    const { status, problem } = await look({ asin: 'B0QJ813S71', marketplace: 'DE' })
    expect(status).toBe(404)
    expect(problem.code).toBe('asin_unknown')
  })

  test('409 while no key is configured', async () => {
    vi.stubEnv('KEEPA_API_KEY', '')
    const { status, problem } = await look({ asin: MUG })
    expect(status).toBe(409)
    expect(problem.code).toBe('provider_not_configured')
  })

  test('502 when Keepa refuses', async () => {
    await keepa.control.seed({ rejected_keys: [key] })
    const { status, problem } = await look({ asin: MUG })
    expect(status).toBe(502)
    expect(problem.code).toBe('provider_failed')
    expect(JSON.stringify(problem)).not.toContain(key)
  })

  test('503 with the wait when the tokens are used up', async () => {
    await keepa.control.seed({ tokens: { left: 0 } })
    const { status, problem, headers } = await look({ asin: MUG })
    expect(status).toBe(503)
    expect(problem.code).toBe('provider_try_later')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
