import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { catalogContract } from '#core/catalog/contract.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
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
import cancelSearch from '../../functions/correlations-search-cancel.ts'
import expansion from '../../functions/expansion.ts'
import placements from '../../functions/placements.ts'
import products from '../../functions/sourced-products.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let keepa: TestEmulator
let ann: TestPerson

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
  api = await createTestApi({ allowedOrigins: [keepa.url] })
  ann = await api.person('addresses')
})
beforeEach(() => {
  for (const [name, value] of Object.entries(keepa.env)) vi.stubEnv(name, value)
  return () => vi.unstubAllEnvs()
})
afterAll(async () => {
  await api.close()
  await keepa.close()
})

const newAsin = () => `B0${String(randomInt(1e8)).padStart(8, '0')}`
const add = async () =>
  (await api.call(products, productsContract.create, { as: ann, body: { asin: newAsin(), title: 'Lamp' } })).body
const correlate = async (product_id: string, similar_asin = newAsin()) =>
  (await api.call(correlations, correlationsContract.create, { as: ann, body: { product_id, similar_asin } })).body
const withoutSource = () => vi.stubEnv('KEEPA_API_KEY', '')

describe('POST /api/correlations/search', () => {
  const ask = (product_ids: string[]) =>
    api.call(search, correlationsContract.search, { as: ann, body: { product_ids } })

  test('202 with one search for each product', async () => {
    const two = [await add(), await add()]
    const { status, body } = await ask(two.map(({ id }) => id))
    expect(status).toBe(202)
    expect(body.items.map(({ product_id }) => product_id).toSorted()).toEqual(two.map(({ id }) => id).toSorted())
  })

  test('404 for a product that is not there: no search is started for the others', async () => {
    const { id } = await add()
    expect((await ask([id, randomUUID()])).problem.code).toBe('product_not_found')
    const { body } = await api.call(search, correlationsContract.searches, { as: ann, query: { product_id: id } })
    expect(body.items).toEqual([])
  })

  test('409 without a source', async () => {
    withoutSource()
    expect((await ask([(await add()).id])).problem.code).toBe('provider_not_configured')
  })

  test("429 when the workspace has used its day's share", async () => {
    vi.stubEnv('WORKSPACE_KEEPA_TOKENS_PER_DAY', '0')
    expect((await ask([(await add()).id])).problem.code).toBe('quota_exceeded')
  })
})

describe('GET /api/correlations/:id', () => {
  const get = (id: string) => api.call(correlation, correlationsContract.get, { as: ann, params: { id } })

  test('200 with its product', async () => {
    const product = await add()
    const { id } = await correlate(product.id)
    expect((await get(id)).body).toMatchObject({ id, product: { id: product.id, asin: product.asin }, evidence: [] })
  })

  test('404 for one of another workspace', async () => {
    expect((await get(randomUUID())).problem.code).toBe('correlation_not_found')
  })
})

describe('GET /api/correlations/search', () => {
  test('200 with pages, the latest first', async () => {
    const ids = [(await add()).id, (await add()).id, (await add()).id]
    for (const id of ids) await api.call(search, correlationsContract.search, { as: ann, body: { product_ids: [id] } })
    const page = (cursor?: string) =>
      api.call(search, correlationsContract.searches, { as: ann, query: { limit: '2', ...(cursor && { cursor }) } })
    const first = await page()
    expect(first.status).toBe(200)
    expect(first.body.items.map(({ product_id }) => product_id)).toEqual([ids[2], ids[1]])
    expect((await page(first.body.next_cursor ?? '')).body.items[0]?.product_id).toBe(ids[0])
  })
})

describe('POST /api/correlations/search/:id/cancel', () => {
  const cancel = (id: string) => api.call(cancelSearch, correlationsContract.cancelSearch, { as: ann, params: { id } })

  test('200 the first and the second time', async () => {
    const { id: product } = await add()
    const started = await api.call(search, correlationsContract.search, { as: ann, body: { product_ids: [product] } })
    const id = started.body.items[0]?.id ?? ''
    for (const _ of [1, 2]) expect((await cancel(id)).body.state).toBe('canceled')
  })

  test('404 for another search', async () => {
    expect((await cancel(randomUUID())).problem.code).toBe('search_not_found')
  })
})

describe('POST /api/correlations/bulk', () => {
  test('200 with each once, whatever the order and however often it is named', async () => {
    const product = await add()
    const { id } = await correlate(product.id)
    const decide = () =>
      api.call(bulk, correlationsContract.decideMany, { as: ann, body: { ids: [id, id], decision: 'accepted' } })
    expect((await decide()).body).toMatchObject({ changed: 1, unchanged: 0, failed: [], tasks: { created: 1 } })
    expect((await decide()).body).toMatchObject({ batch_id: null, changed: 0, unchanged: 1, tasks: { created: 0 } })
  })
})

describe('GET /api/correlations/counts', () => {
  test('200 for the workspace and for one product', async () => {
    const product = await add()
    await correlate(product.id)
    const ask = (query: object) => api.call(counts, correlationsContract.counts, { as: ann, query: { ...query } })
    expect((await ask({ product_id: product.id })).body).toMatchObject({ same: 1, accepted: 0 })
    expect((await ask({})).body.same).toBeGreaterThan(0)
  })
})

describe('GET /api/correlations/decisions', () => {
  test('200 with who decided what', async () => {
    const product = await add()
    const { id, similar_asin } = await correlate(product.id)
    await api.call(bulk, correlationsContract.decideMany, { as: ann, body: { ids: [id], decision: 'declined' } })
    const { body } = await api.call(decisions, correlationsContract.decisions, {
      as: ann,
      query: { product_id: product.id },
    })
    expect(body.items).toEqual([
      expect.objectContaining({ count: 1, decision: 'declined', asins: [similar_asin], is_undone: false }),
    ])
  })
})

describe('POST /api/correlations/decisions/:batch_id/undo', () => {
  const take = (batch_id: string) =>
    api.call(undo, correlationsContract.undoDecisions, { as: ann, params: { batch_id } })

  test('200 with what it gave back', async () => {
    const { id } = await correlate((await add()).id)
    const decided = await api.call(bulk, correlationsContract.decideMany, {
      as: ann,
      body: { ids: [id], decision: 'accepted' },
    })
    const { body } = await take(decided.body.batch_id ?? '')
    expect(body).toMatchObject({ changed: 1, kept: 0, tasks: { created: 0, withdrawn: 1 } })
  })

  test('409 when there is nothing to undo', async () => {
    expect((await take(randomUUID())).problem.code).toBe('already_undone')
  })
})

describe('GET /api/expansion', () => {
  test('200 with a filter on text that looks like a pattern', async () => {
    const { status, body } = await api.call(expansion, catalogContract.expansion, { as: ann, query: { search: '%_' } })
    expect(status).toBe(200)
    expect(body.items).toEqual([])
  })
})

describe('GET /api/catalog/runs', () => {
  test('200 for one kind', async () => {
    const { status, body } = await api.call(runs, catalogContract.runs, { as: ann, query: { kind: 'enrichment' } })
    expect(status).toBe(200)
    expect(body.items).toEqual([])
  })
})

describe('POST /api/catalog/runs', () => {
  const begin = (body: object) => api.call(runs, catalogContract.startRun, { as: ann, body })

  test('202 and the same run while it is under way', async () => {
    const [first, second] = [await begin({ kind: 'radar' }), await begin({ kind: 'radar', marketplaces: ['DE'] })]
    expect([first.status, second.status]).toEqual([202, 202])
    expect(second.body.id).toBe(first.body.id)
  })

  test('409 where no source looks: Keepa does not have Australia', async () => {
    expect((await begin({ kind: 'radar', marketplaces: ['AU'] })).problem.code).toBe('provider_not_configured')
  })
})

describe('POST /api/catalog/runs/forecast', () => {
  const ask = (body: object) => api.call(forecast, catalogContract.forecast, { as: ann, body })

  test('200 for nothing to do', async () => {
    expect((await ask({ kind: 'enrichment' })).body).toMatchObject({ total: 0, tokens_low: 0, tokens_high: 0 })
  })

  test('409 without a source', async () => {
    withoutSource()
    expect((await ask({ kind: 'placement' })).problem.code).toBe('provider_not_configured')
  })
})

describe('POST /api/catalog/runs/:id/cancel', () => {
  const cancel = (id: string) => api.call(cancelRun, catalogContract.cancelRun, { as: ann, params: { id } })

  test('200 the first and the second time', async () => {
    const { body } = await api.call(runs, catalogContract.startRun, { as: ann, body: { kind: 'placement' } })
    for (const _ of [1, 2]) expect((await cancel(body.id)).body.state).toBe('canceled')
  })

  test('404 for another run', async () => {
    expect((await cancel(randomUUID())).problem.code).toBe('run_not_found')
  })
})

describe('GET /api/placements', () => {
  test('200 with the counts of every state', async () => {
    const { body } = await api.call(placements, tasksContract.placements, { as: ann, query: { marketplace: 'US' } })
    expect(body).toEqual({
      items: [],
      next_cursor: null,
      counts: { seen: 0, not_among_known: 0, no_longer_seen: 0, name_unclear: 0, not_checked: 0 },
    })
  })
})
