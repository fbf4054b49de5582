import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogContract } from '#core/catalog/contract.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import type { AsinCorrelation } from '#core/correlations/schema.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { asinOf } from '../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import cancelRun from '../../functions/catalog-run-cancel.ts'
import runs from '../../functions/catalog-runs.ts'
import forecast from '../../functions/catalog-runs-forecast.ts'
import correlation from '../../functions/correlation.ts'
import correlations from '../../functions/correlations.ts'
import bulk from '../../functions/correlations-bulk.ts'
import counts from '../../functions/correlations-counts.ts'
import decisions from '../../functions/correlations-decisions.ts'
import undo from '../../functions/correlations-decisions-undo.ts'
import search from '../../functions/correlations-search.ts'
import cancel from '../../functions/correlations-search-cancel.ts'
import expansion from '../../functions/expansion.ts'
import marketplaceFunction from '../../functions/marketplace.ts'
import placements from '../../functions/placements.ts'
import productFunction from '../../functions/sourced-product.ts'
import products from '../../functions/sourced-products.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let keepa: TestEmulator
let ann: TestPerson
let people = 0

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
  api = await createTestApi({ allowedOrigins: [keepa.url] })
})
beforeEach(async () => {
  await keepa.control.reset()
  await api.host.exec('delete from private.jobs')
  for (const table of ['source_products', 'source_lists', 'source_states'])
    await api.host.exec(`delete from private.${table}`)
  for (const [name, value] of Object.entries(keepa.env)) vi.stubEnv(name, value)
  vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '100000')
  const lines = ['info', 'warn', 'error'] as const
  const spies = lines.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
  ann = await api.person(`search-${++people}`)
  return () => {
    const logged = JSON.stringify(spies.flatMap((spy) => spy.mock.calls))
    vi.unstubAllEnvs()
    expect(logged, 'the key in a log').not.toContain(keepa.env.KEEPA_API_KEY)
  }
})
afterAll(async () => {
  await api.close()
  await keepa.close()
})

const newAsin = () => `B0${String(randomInt(1e8)).padStart(8, '0')}`
const workspaceOf = async (person: TestPerson) => {
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [person.userId],
  )
  return row?.id ?? ''
}
const add = async (asin: string, as = ann) =>
  (await api.call(products, productsContract.create, { as, body: { asin, title: 'Mine', image_url: IMAGE } })).body
const IMAGE = 'https://m.media-amazon.com/images/I/a.jpg'
const start = (product_ids: string[], as = ann) =>
  api.call(search, correlationsContract.search, { as, body: { product_ids } })
const latest = async (product_id: string) => {
  const { body } = await api.call(search, correlationsContract.searches, { as: ann, query: { product_id } })
  return body.items[0]
}
const list = async (query: Record<string, string> = {}) =>
  (await api.call(correlations, correlationsContract.list, { as: ann, query: { limit: '200', ...query } })).body.items
const relations = (items: AsinCorrelation[]) =>
  Object.fromEntries(items.map(({ similar_asin, relation }) => [similar_asin, relation]))
const found = async (asin: string) => {
  const product = await add(asin)
  expect((await start([product.id])).status).toBe(202)
  await drainJobs()
  return product
}
const passTime = (seconds: number) =>
  api.host.sql(`update private.jobs set run_at = run_at - make_interval(secs => $1)`, [seconds])
const spent = async () => (await keepa.control.requests()).filter(({ path }) => !path.startsWith('/token')).length
const tasksOf = async (asin: string) =>
  (
    await api.host.sql<{ marketplace: string; has_video: boolean }>(
      `select marketplace, video_id is not null as has_video from public.influencer_tasks
       where workspace_id = $1 and asin = $2 order by marketplace`,
      [await workspaceOf(ann), asin],
    )
  ).map(({ marketplace, has_video }) => `${marketplace}${has_video ? '' : ' (no video)'}`)
/** A video of the product, as a finished upload saves it. */
const film = async (asin: string, seconds = 61.4) => {
  await api.host.sql(
    `insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size,
       mime_type, duration_seconds, is_for_tasks)
     select workspace_id, id, asin, 'storage', gen_random_uuid()::text, 'a.mp4', 1, 'video/mp4', $3, true
     from public.sourced_products where workspace_id = $1 and asin = $2`,
    [await workspaceOf(ann), asin, seconds],
  )
}

describe('a search', () => {
  test('finds variations, and the same product under another ASIN in another country, with reasons', async () => {
    const product = await found(asinOf('mug', 'Black'))
    expect(await latest(product.id)).toMatchObject({ state: 'done', stage: 'done', error_code: null })
    const items = await list({ product_id: product.id, sort: 'review' })
    const all = relations(items)
    expect(all[asinOf('mug', 'Cream')]).toBe('variation')
    expect(all[asinOf('mug', 'Black', 1)]).toBe('same')
    expect(items[0]).toMatchObject({ relation: 'same', source: 'search', decision: null })
    expect(items.every(({ evidence, score }) => evidence.length > 0 && score !== null)).toBe(true)
    const { body } = await api.call(counts, correlationsContract.counts, { as: ann, query: { product_id: product.id } })
    expect(body.variation).toBeGreaterThanOrEqual(3)
    expect(body.same).toBeGreaterThanOrEqual(1)
  })

  test('lists what Keepa lists of 400 variations, says that there may be more, and does not loop', async () => {
    await keepa.control.seed({
      products: [
        { asin: 'B0PARENT00', product_type: 5, title: null, brand: 'Many', category: 'kitchen' },
        ...Array.from({ length: 120 }, (_, index) => ({
          asin: `B0MANY${String(index).padStart(4, '0')}`,
          parent_asin: 'B0PARENT00',
          title: `Many Shirt, Color ${index}`,
          brand: 'Many',
          category: 'kitchen' as const,
          attributes: [{ dimension: 'Color', value: `Color ${index}` }],
        })),
      ],
    })
    const product = await found('B0MANY0000')
    expect(await latest(product.id)).toMatchObject({ state: 'done', is_cut: true })
    const items = await list({ product_id: product.id, relation: 'variation' })
    expect(items.length).toBeGreaterThanOrEqual(49)
  })

  test('images are compared where the rules leave a candidate open', async () => {
    vi.stubEnv('FETCH_LOCAL_ORIGINS', keepa.url)
    const lamp = (asin: string, number_of_items: number) => ({
      asin,
      title: 'Brightly Desk Lamp with Clamp Base',
      brand: 'Brightly',
      category: 'office' as const,
      picture: { shape: 'lamp', color: 'red' },
      ean_list: ['4006381333931'],
      number_of_items,
    })
    await keepa.control.seed({ products: [lamp('B0IMAGES01', 1), lamp('B0IMAGES02', 3)] })
    const product = await found('B0IMAGES01')
    const [other] = await list({ product_id: product.id })
    expect(other).toMatchObject({ similar_asin: 'B0IMAGES02' })
    expect(other?.evidence.find(({ kind }) => kind === 'image')).toMatchObject({ direction: 'for', distance: 0 })
  })

  test('out of tokens in the middle it waits as long as Keepa says, goes on, and pays for nothing twice', async () => {
    await keepa.control.seed({ tokens: { left: 1 } })
    const product = await found(asinOf('mug', 'Black'))
    const waiting = await latest(product.id)
    expect(waiting).toMatchObject({ state: 'waiting', error_code: 'source_tokens' })
    expect(waiting?.error).toMatch(/no tokens left.*continues automatically/)
    expect(Date.parse(waiting?.retry_at ?? '')).toBeGreaterThan(Date.now())
    const before = await keepa.control.requests()
    await keepa.control.seed({ tokens: { left: 1000 } })
    await api.host.exec(`update private.source_states set available_at = null`)
    await passTime(3600)
    await drainJobs()
    expect(await latest(product.id)).toMatchObject({ state: 'done', error_code: null, error: null, retry_at: null })
    const asked = (await keepa.control.requests()).slice(before.length)
    expect(JSON.stringify(asked.filter(({ path }) => path.includes(`asin=${asinOf('mug', 'Black')}&`)))).toBe('[]')
  })

  test.each([
    ['429 for a moment', { status: 429, headers: { 'retry-after': '30' } }, 'waiting'],
    ['500', { status: 500 }, 'waiting'],
    ['a revoked key', null, 'failed'],
  ])('%s is said in words, and nothing is lost', async (_, fault, state) => {
    if (fault) await keepa.control.addFault({ match: { path: '/product' }, times: 20, ...fault })
    else await keepa.control.seed({ rejected_keys: [keepa.env.KEEPA_API_KEY ?? ''] })
    const product = await found(asinOf('mug', 'Black'))
    const told = await latest(product.id)
    expect(told).toMatchObject({ state })
    expect(told?.error).toMatch(/^[A-Z].*\.$/)
    expect(await list()).toEqual([])
  })

  test('an unknown ASIN, and one of which the source shows nothing', async () => {
    const unknown = await found('B000000000')
    expect(await latest(unknown.id)).toMatchObject({ state: 'failed', error_code: 'asin_unknown' })
  })

  test('a second request while one is under way keeps it; canceling stops it and keeps what was found', async () => {
    const product = await add(asinOf('mug', 'Black'))
    const [first, second] = [await start([product.id]), await start([product.id])]
    expect(second.body.items.map(({ id }) => id)).toEqual(first.body.items.map(({ id }) => id))
    const id = first.body.items[0]?.id ?? ''
    const stopped = await api.call(cancel, correlationsContract.cancelSearch, { as: ann, params: { id } })
    expect(stopped.body.state).toBe('canceled')
    await drainJobs()
    expect(await spent()).toBe(0)
    expect((await start([product.id])).body.items[0]?.id).not.toBe(id)
  })

  test('a product deleted while its search runs gets no candidate', async () => {
    const product = await add(asinOf('mug', 'Black'))
    await start([product.id])
    await api.call(productFunction, productsContract.remove, { as: ann, params: { id: product.id } })
    await drainJobs()
    const [row] = await api.host.sql<{ state: string; error_code: string }>(
      'select state, error_code from public.correlation_searches where product_id = $1',
      [product.id],
    )
    expect(row).toEqual({ state: 'canceled', error_code: 'product_gone' })
    expect(await api.host.sql('select 1 from public.asin_correlations where product_id = $1', [product.id])).toEqual([])
  })

  test('without a source it is refused with words, and nothing is stored', async () => {
    vi.stubEnv('KEEPA_API_KEY', '')
    const product = await add(newAsin())
    const answer = await start([product.id])
    expect(answer.problem.code).toBe('provider_not_configured')
  })

  test("a stranger's product is not found", async () => {
    const product = await add(newAsin())
    const bob = await api.person(`search-bob-${people}`)
    expect((await start([product.id], bob)).problem.code).toBe('product_not_found')
  })
})

describe('decisions', () => {
  test('accepting looks up every enabled marketplace and creates the tasks where it is sold, with the video', async () => {
    const mine = asinOf('mug', 'Black')
    const product = await found(mine)
    await film(mine)
    const other = asinOf('mug', 'Black', 1)
    const item = (await list({ product_id: product.id })).find(({ similar_asin }) => similar_asin === other)
    const decided = await api.call(correlation, correlationsContract.decide, {
      as: ann,
      params: { id: item?.id ?? '' },
      body: { decision: 'accepted' },
    })
    expect(decided.status).toBe(200)
    await drainJobs()
    // Sold under this ASIN in Europe only; of the enabled marketplaces these are the UK and Germany.
    expect(await tasksOf(other)).toEqual(['DE', 'UK'])
    const [after] = (await list({ product_id: product.id })).filter(({ similar_asin }) => similar_asin === other)
    const states = Object.fromEntries(after?.facts.map((fact) => [fact.marketplace, fact.availability]) ?? [])
    expect(states).toEqual({ US: 'unavailable', CA: 'unavailable', UK: 'available', DE: 'available' })
    expect(after?.facts.every(({ source, checked_at }) => source === 'keepa' && Date.parse(checked_at) > 0)).toBe(true)
  })

  test('without a source the decision is saved and nothing is known; with a key it is looked up later', async () => {
    const mine = asinOf('mug', 'Black')
    const product = await add(mine)
    vi.stubEnv('KEEPA_API_KEY', '')
    const created = await api.call(correlations, correlationsContract.create, {
      as: ann,
      body: { product_id: product.id, similar_asin: asinOf('mug', 'Black', 1), marketplaces: ['US'] },
    })
    const decided = await api.call(correlation, correlationsContract.decide, {
      as: ann,
      params: { id: created.body.id },
      body: { decision: 'accepted' },
    })
    expect(decided.body.tasks.created).toBe(1)
    await drainJobs()
    expect((await list())[0]?.facts).toEqual([])
    vi.stubEnv('KEEPA_API_KEY', keepa.env.KEEPA_API_KEY ?? '')
    await api.host.sql('select public.request_availability_of_all()')
    await drainJobs()
    expect(await tasksOf(asinOf('mug', 'Black', 1))).toEqual(['DE (no video)', 'UK (no video)', 'US (no video)'])
  })

  test('in bulk: `similar` and `pack_unclear` stay with the reason, and undo restores what was', async () => {
    const product = await add(newAsin())
    const workspace = await workspaceOf(ann)
    for (const [relation, asin] of [
      ['same', newAsin()],
      ['similar', newAsin()],
      ['pack_unclear', newAsin()],
      ['variation', newAsin()],
    ]) {
      await api.host.sql(
        `insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, relation, marketplaces, source)
         values ($1, $2, $3, $4, $5, '{US}', 'search')`,
        [workspace, product.id, product.asin, asin, relation],
      )
    }
    const ids = (await list()).map(({ id }) => id)
    const decide = (body: object) => api.call(bulk, correlationsContract.decideMany, { as: ann, body })
    const { body } = await decide({ ids, decision: 'accepted' })
    expect(body).toMatchObject({ changed: 2, unchanged: 0, tasks: { created: 2, withdrawn: 0 } })
    expect(body.failed.map(({ code }) => code)).toEqual(['needs_showing', 'needs_showing'])
    const shown = await decide({ ids, decision: 'accepted', is_shown_in_video: true })
    expect(shown.body.failed).toEqual([])
    const similar = (await list()).find(({ relation }) => relation === 'similar')
    expect(similar).toMatchObject({ decision: 'accepted', is_shown_in_video: true, shown_at: expect.any(String) })
    const history = await api.call(decisions, correlationsContract.decisions, { as: ann })
    expect(history.body.items.map(({ count, decision }) => [count, decision])).toEqual([
      [4, 'accepted'],
      [2, 'accepted'],
    ])
    const take = (batch_id: string) =>
      api.call(undo, correlationsContract.undoDecisions, { as: ann, params: { batch_id } })
    const undone = await take(shown.body.batch_id ?? '')
    expect(undone.body).toMatchObject({ changed: 4, kept: 0 })
    expect((await take(shown.body.batch_id ?? '')).problem.code).toBe('already_undone')
    expect((await list({ decision: 'accepted' })).length).toBe(2)
  })
})

describe('runs', () => {
  const startRun = (body: object) => api.call(runs, catalogContract.startRun, { as: ann, body })
  const run = async (body: object) => {
    const { body: started } = await startRun(body)
    await drainJobs()
    const { body: all } = await api.call(runs, catalogContract.runs, { as: ann })
    return all.items.find(({ id }) => id === started.id)
  }

  test('the radar says its cost before, asks once, and shows every cell with age and source', async () => {
    const mine = asinOf('earbuds', 'White')
    await add(mine)
    await film(mine)
    const body = { kind: 'radar', marketplaces: ['US', 'DE', 'JP'] }
    const told = await api.call(forecast, catalogContract.forecast, { as: ann, body })
    expect(told.body).toMatchObject({ total: 3, stored: 0, tokens_low: 3, tokens_high: 6 })
    expect(await run(body)).toMatchObject({ state: 'done', done: 3, total: 3 })
    const before = await spent()
    const again = await api.call(forecast, catalogContract.forecast, { as: ann, body })
    expect(again.body).toMatchObject({ total: 3, stored: 3, tokens_high: 0 })
    expect(await run(body)).toMatchObject({ state: 'done', tokens_spent: 0 })
    expect(await spent()).toBe(before)

    const { body: page } = await api.call(expansion, catalogContract.expansion, { as: ann })
    const cells = Object.fromEntries(page.items[0]?.cells.map((cell) => [cell.marketplace, cell]) ?? [])
    expect(cells.DE).toMatchObject({
      asin: mine,
      proof: 'own',
      availability: 'available',
      source: 'keepa',
      influencer_videos: expect.any(Number),
      requires_dubbing: true,
      dub_state: null,
      dub_credits: 3100,
    })
    expect(cells.US).toMatchObject({ requires_dubbing: false, dub_credits: null, checked_at: expect.any(String) })
    expect(cells.FR).toMatchObject({ availability: null, checked_at: null, source: null })
    const only = await api.call(expansion, catalogContract.expansion, { as: ann, query: { only: 'opportunities' } })
    expect(only.body.items).toHaveLength(page.items[0]?.opportunities ? 1 : 0)
  })

  test('out of tokens a run waits, and goes on without asking again', async () => {
    const mine = asinOf('earbuds', 'White')
    await add(mine)
    await film(mine)
    await keepa.control.seed({ tokens: { left: 0 } })
    const body = { kind: 'radar', marketplaces: ['US', 'DE'] }
    expect(await run(body)).toMatchObject({ state: 'waiting', error_code: 'source_tokens' })
    const { body: second } = await startRun(body)
    expect(second.state).toBe('waiting')
    const stopped = await api.call(cancelRun, catalogContract.cancelRun, { as: ann, params: { id: second.id } })
    expect(stopped.body.state).toBe('canceled')
  })

  test('placement proof: seen, not among the ten that Keepa knows, and a renamed storefront is asked about', async () => {
    const asins = ['B0PLACE001', 'B0PLACE002', 'B0PLACE003', 'B0PLACE004']
    const others = Array.from({ length: 10 }, (_, index) => ({
      title: `Someone else ${index}`,
      name: `Shop ${index}`,
      creator: 'Influencer' as const,
      duration: 30 + index,
    }))
    const mine = (title: string, name: string, duration = 61) => ({
      title,
      name,
      creator: 'Influencer' as const,
      duration,
    })
    const videos = [
      [...others.slice(0, 2), mine('Honest Review One', 'Ann’s Finds')],
      [...others, mine('Honest Review Two', 'Ann’s Finds')],
      [mine('Honest Review Three', 'Ann Picks')],
      [mine('Honest Review Four', 'Ann’s Finds', 90)],
    ]
    await keepa.control.seed({
      products: asins.map((asin, index) => ({
        asin,
        title: asin,
        brand: 'Place',
        category: 'kitchen' as const,
        videos: videos[index] ?? null,
      })),
    })
    const workspace = await workspaceOf(ann)
    for (const [index, asin] of asins.entries()) {
      const product = await add(asin)
      const title = `Honest Review ${['One', 'Two', 'Three', 'Four'][index]}`
      await api.host.sql('update public.sourced_products set video_title = $2 where id = $1', [product.id, title])
      await film(asin)
      await api.host.sql(
        `insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace, status, completed_at)
         values ($1, $2, $2, $3, 'US', 'completed', now())`,
        [workspace, asin, product.id],
      )
      await api.host.sql(
        `update public.influencer_tasks set video_id = (select id from public.product_videos where asin = $2 and workspace_id = $1)
         where workspace_id = $1 and asin = $2`,
        [workspace, asin],
      )
    }
    const name = (storefront_name: string) =>
      api.call(marketplaceFunction, tasksContract.updateMarketplace, {
        as: ann,
        params: { code: 'US' },
        body: { storefront_name },
      })
    expect((await name('ann’s finds')).body.storefront_name).toBe('ann’s finds')
    const states = async () => {
      const { body } = await api.call(placements, tasksContract.placements, { as: ann })
      return Object.fromEntries(body.items.map((item) => [item.asin, item.state]))
    }
    expect(await states()).toEqual(Object.fromEntries(asins.map((asin) => [asin, 'not_checked'])))
    expect(await run({ kind: 'placement' })).toMatchObject({ state: 'done', done: 4, total: 4 })
    expect(await states()).toEqual({
      B0PLACE001: 'seen',
      B0PLACE002: 'not_among_known',
      B0PLACE003: 'name_unclear',
      // The title is the same and the length is not.
      B0PLACE004: 'not_among_known',
    })
    const { body } = await api.call(placements, tasksContract.placements, { as: ann, query: { state: 'name_unclear' } })
    expect(body.items[0]).toMatchObject({ other_names: ['Ann Picks'], storefront_name: 'ann’s finds' })
    expect(body.counts).toMatchObject({ seen: 1, not_among_known: 2, name_unclear: 1, not_checked: 0 })
    const decline = (other_storefronts: string[]) =>
      api.call(marketplaceFunction, tasksContract.updateMarketplace, {
        as: ann,
        params: { code: 'US' },
        body: { other_storefronts },
      })
    const asked = await api.host.sql('select * from public.task_placements')
    expect((await decline(['ANN PICKS'])).body.other_storefronts).toEqual(['ANN PICKS'])
    expect((await states()).B0PLACE003).toBe('not_among_known')
    // A later look does not ask about it again.
    await api.host.sql(`update public.task_placements set checked_at = now() - interval '8 days'`)
    expect(await run({ kind: 'placement' })).toMatchObject({ state: 'done', done: 4 })
    expect((await states()).B0PLACE003).toBe('not_among_known')
    await decline([])
    await api.host.sql(`delete from public.task_placements`)
    await api.host.sql(
      `insert into public.task_placements select * from jsonb_populate_recordset(null::public.task_placements, $1)`,
      [JSON.stringify(asked)],
    )
    await name('Ann Picks')
    expect((await states()).B0PLACE003).toBe('seen')
  })
})
