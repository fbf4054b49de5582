import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { type Shipment, shipmentsContract } from '#core/products/shipments/contract.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import shipment from '../../functions/shipment.ts'
import refreshShipment from '../../functions/shipment-refresh.ts'
import shipments from '../../functions/shipments.ts'
import product from '../../functions/sourced-product.ts'
import products from '../../functions/sourced-products.ts'
import webhook from '../../functions/webhooks-aftership.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { claimJobs, enqueueJob } from '../../src/jobs/jobs.repo.ts'
import { openAfterShip } from '../../src/providers/aftership/index.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const NUMBER = '1Z9990000000000001'
const STORY = ['InfoReceived', 'InTransit', 'OutForDelivery', 'Delivered'].map((tag) => ({
  tag,
  expected_on: '2026-11-25',
}))

let api: TestApi
let aftership: TestEmulator
let key: string
let ann: TestPerson
let statusNames: Map<string, string>
let mug: SourcedProduct
let people = 0

beforeAll(async () => {
  aftership = await startTestEmulator('aftership')
  api = await createTestApi({ allowedOrigins: [aftership.url] })
  key = aftership.env.AFTERSHIP_API_KEY ?? ''
})
beforeEach(async () => {
  await aftership.control.reset()
  await aftership.control.seed({ stories: { [NUMBER]: STORY }, limit: { requests: 1000, window_ms: 60_000 } })
  await api.host.exec('delete from public.shipments; delete from private.jobs; delete from private.webhook_events')
  for (const [name, value] of Object.entries(aftership.env)) vi.stubEnv(name, value)
  const lines = ['info', 'warn', 'error'] as const
  const spies = lines.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
  ann = await api.person(`shipments-${++people}`)
  mug = await addProduct('B000000001')
  const names = await api.host.sql<{ id: string; name: string }>('select id, name from public.crm_statuses')
  statusNames = new Map(names.map(({ id, name }) => [id, name]))
  return () => {
    const logged = JSON.stringify(spies.flatMap((spy) => spy.mock.calls))
    vi.unstubAllEnvs()
    expect(logged, 'the key in a log').not.toContain(key)
  }
})
afterAll(async () => {
  await api.close()
  await aftership.close()
})

// With title and image, so that no lookup is requested.
const addProduct = async (asin: string, as = ann): Promise<SourcedProduct> => {
  const body = { asin, title: 'Mug', image_url: 'https://example.com/mug.jpg' }
  return (await api.call(products, productsContract.create, { as, body })).body
}
const post = (body: object = {}, as = ann) =>
  api.call(shipments, shipmentsContract.create, {
    as,
    body: { product_id: mug.id, tracking_number: NUMBER, ...body },
  })
const add = async (body: object = {}, as = ann): Promise<Shipment> => {
  const { status, body: created } = await post(body, as)
  expect(status).toBe(201)
  return created
}
const list = (query: Record<string, string> = {}, as = ann) =>
  api.call(shipments, shipmentsContract.list, { as, query })
const get = async (id: string): Promise<Shipment | undefined> =>
  (await list()).body.items.find((shipment) => shipment.id === id)
const refresh = (id: string, as = ann) => api.call(refreshShipment, shipmentsContract.refresh, { as, params: { id } })
const remove = (id: string, as = ann) => api.call(shipment, shipmentsContract.remove, { as, params: { id } })
const statusOf = async (id = mug.id) => {
  const { body } = await api.call(product, productsContract.get, { as: ann, params: { id } })
  return statusNames.get(body.status_id ?? '')
}
const advance = (steps = 1, tracking_number = NUMBER) => aftership.control.run('advance', { tracking_number, steps })

const Event = z.object({ headers: z.record(z.string(), z.string()), body: z.string() })
const event = async (input: object = {}) =>
  Event.parse(await aftership.control.run('webhook', { tracking_number: NUMBER, ...input }))
const deliver = ({ headers, body }: z.infer<typeof Event>) =>
  api.call(webhook, shipmentsContract.webhook, { headers, rawBody: body })

const sentTo = async (method: string, path = '/tracking/2026-07/trackings') =>
  (await aftership.control.requests()).filter((one) => one.method === method && one.path.split('?')[0] === path)
const passTime = (seconds: number) =>
  api.host.sql(
    `update private.jobs set run_at = run_at - make_interval(secs => $1), leased_until = leased_until - make_interval(secs => $1)`,
    [seconds],
  )
const sync = async () => {
  await enqueueJob(createServiceClient(), { kind: 'shipments.sync', key: 'shipments.sync' })
  return drainJobs()
}
/** Four hours later. */
const forgetSync = () => api.host.exec(`update public.shipments set synced_at = synced_at - interval '4 hours'`)

describe('POST /api/shipments', () => {
  test('201 saves first: the shipment is registered afterwards, its carrier detected', async () => {
    const added = await add({ tracking_number: '1z999-0000000000 001' })
    expect(added).toMatchObject({ tracking_number: NUMBER, carrier_slug: null, tag: null, registration: 'waiting' })
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await get(added.id)).toMatchObject({ carrier_slug: 'ups', tag: 'Pending', registration: 'registered' })
    const [created] = await sentTo('POST')
    expect(created?.body).toEqual({ tracking_number: NUMBER, title: 'Mug', order_id: 'B000000001' })
  })

  test('403 for an uploader', async () => {
    const { status, problem } = await post({}, await api.teammate(ann, 'uploader'))
    expect(status).toBe(403)
    expect(problem.code).toBe('not_allowed')
  })

  test("404 for another workspace's product", async () => {
    const { status, problem } = await post({}, await api.person(`shipments-stranger-${people}`))
    expect(status).toBe(404)
    expect(problem.code).toBe('product_not_found')
  })

  test('409 for an existing number, with and without its carrier', async () => {
    await add({ carrier_slug: 'ups' })
    for (const body of [{}, { carrier_slug: 'UPS' }]) {
      const { status, problem } = await post(body)
      expect(status).toBe(409)
      expect(problem.code).toBe('shipment_exists')
    }
  })
})

describe('GET /api/shipments', () => {
  test('200 for the workspace, for one product, and by state', async () => {
    const other = await addProduct('B000000002')
    await add()
    await add({ product_id: other.id, tracking_number: 'TBA000000000002' })
    await drainJobs()
    await advance(4)
    await sync()
    const numbers = async (query: Record<string, string> = {}) => {
      const { status, body } = await list(query)
      expect(status).toBe(200)
      return body.items.map(({ tracking_number }) => tracking_number)
    }
    expect(await numbers()).toEqual(['TBA000000000002', NUMBER])
    expect(await numbers({ product_id: mug.id })).toEqual([NUMBER])
    expect(await numbers({ state: 'arriving' })).toEqual(['TBA000000000002'])
    expect(await numbers({ state: 'delivered_lately' })).toEqual([NUMBER])
    const first = await list({ limit: '1' })
    expect(await numbers({ limit: '1', cursor: first.body.next_cursor ?? '' })).toEqual([NUMBER])
  })

  test('200 shows no shipments of another workspace', async () => {
    await add()
    expect((await list({}, await api.person(`shipments-other-${people}`))).body.items).toEqual([])
  })

  test('403 for an uploader', async () => {
    expect((await list({}, await api.teammate(ann, 'uploader'))).status).toBe(403)
  })
})

describe('DELETE /api/shipments/:id', () => {
  test('200, and adding the number again continues the same tracking', async () => {
    const { id } = await add()
    await drainJobs()
    await advance(2)
    expect(await remove(id)).toMatchObject({ status: 200, body: { id } })
    const again = await add()
    await drainJobs()
    expect(await get(again.id)).toMatchObject({ tag: 'InTransit', registration: 'registered' })
  })

  test('200 before it was registered: the job finds nothing to do', async () => {
    const { id } = await add()
    expect((await remove(id)).status).toBe(200)
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await sentTo('POST')).toEqual([])
  })

  test('403 for an uploader', async () => {
    const { id } = await add()
    expect((await remove(id, await api.teammate(ann, 'uploader'))).status).toBe(403)
  })

  test("404 for another workspace's shipment", async () => {
    const { id } = await add()
    expect((await remove(id, await api.person(`shipments-remove-${people}`))).status).toBe(404)
    expect(await get(id)).toBeDefined()
  })
})

describe('POST /api/shipments/:id/refresh', () => {
  test('202 and the shipment has its current state', async () => {
    const { id } = await add()
    await drainJobs()
    await advance(2)
    expect((await refresh(id)).status).toBe(202)
    await drainJobs()
    expect(await get(id)).toMatchObject({
      tag: 'InTransit',
      eta: '2026-11-25',
      checkpoints: [{}, { tag: 'InTransit' }],
    })
  })

  test('403 for an uploader', async () => {
    const { id } = await add()
    expect((await refresh(id, await api.teammate(ann, 'uploader'))).status).toBe(403)
  })

  test("404 for another workspace's shipment", async () => {
    const { id } = await add()
    expect((await refresh(id, await api.person(`shipments-refresh-${people}`))).status).toBe(404)
  })

  test('409 while no key is configured', async () => {
    const { id } = await add()
    vi.stubEnv('AFTERSHIP_API_KEY', '')
    const { status, problem } = await refresh(id)
    expect(status).toBe(409)
    expect(problem.code).toBe('provider_not_configured')
  })
})

describe('POST /api/webhooks/aftership', () => {
  beforeEach(async () => {
    await add()
    await drainJobs()
  })

  test('200 moves the shipment and its product', async () => {
    await advance(2)
    expect(await deliver(await event())).toMatchObject({ status: 200, body: { received: 'new' } })
    expect((await list()).body.items).toMatchObject([{ tag: 'InTransit', eta: '2026-11-25' }])
    expect(await statusOf()).toBe('In Transit')
    await advance(2)
    await deliver(await event())
    expect(await statusOf()).toBe('Delivered')
  })

  test('200 for the same event again, which changes nothing', async () => {
    await advance(2)
    const once = await event()
    expect((await deliver(once)).body).toEqual({ received: 'new' })
    const [before] = (await list()).body.items
    expect(await deliver(once)).toMatchObject({ status: 200, body: { received: 'known' } })
    expect((await list()).body.items).toEqual([before])
  })

  test('200 for an event that arrives late, which changes nothing', async () => {
    await advance(4)
    await deliver(await event())
    expect((await deliver(await event({ after_checkpoints: 2 }))).body).toEqual({ received: 'new' })
    expect((await list()).body.items).toMatchObject([{ tag: 'Delivered' }])
    expect(await statusOf()).toBe('Delivered')
  })

  test('200 for a number that is no longer tracked, and for an event that we do not use', async () => {
    const gone = await event()
    await api.host.exec('delete from public.shipments')
    expect((await deliver(gone)).status).toBe(200)
    const other = { ...gone, body: gone.body.replace('tracking_update', 'edd_update') }
    expect((await deliver(other)).status).toBe(401)
    const unknown = await event()
    const secret = aftership.env.AFTERSHIP_WEBHOOK_SECRET ?? ''
    const body = unknown.body.replace('tracking_update', 'edd_update')
    const headers = { 'aftership-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64') }
    expect((await deliver({ headers, body })).body).toEqual({ received: 'ignored' })
  })

  test.each(['wrong', 'none'])('401 for an event whose signature is %s', async (signature) => {
    await advance(2)
    const { status, problem } = await deliver(await event({ signature }))
    expect(status).toBe(401)
    expect(problem.code).toBe('signature_invalid')
    expect((await list()).body.items).toMatchObject([{ tag: 'Pending' }])
    expect(await statusOf()).toBe('Sourcing')
  })

  test('413 for a message larger than 1 MB, before its signature is checked', async () => {
    expect((await deliver({ headers: {}, body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413)
  })

  test('a failure of ours is not answered with 2xx, and the same event sent again counts', async () => {
    await advance(2)
    const once = await event()
    const broken = vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed'))
    expect((await deliver(once)).status).toBe(503)
    broken.mockRestore()
    expect((await deliver(once)).body).toEqual({ received: 'new' })
  })
})

describe('a shipment is registered once', () => {
  test('a number that AfterShip has already is a success, whether or not AfterShip names it', async () => {
    for (const names_existing of [true, false]) {
      await aftership.control.seed({ names_existing })
      const number = `1Z99900000000000${names_existing ? 11 : 12}`
      const direct = openAfterShip()
      await direct?.create({ trackingNumber: number, carrierSlug: null, title: 'x', orderId: 'x' })
      const { id } = await add({ tracking_number: number })
      expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
      expect(await get(id)).toMatchObject({ tag: 'Pending', carrier_slug: 'ups', registration: 'registered' })
    }
  })

  test('a lost answer is looked up, and the number is not sent again', async () => {
    await aftership.control.addFault({
      match: { method: 'POST', path: '/tracking/2026-07/trackings' },
      times: 1,
      drop: 'after',
    })
    const { id } = await add()
    expect(await drainJobs()).toEqual({ finished: 0, failed: 1 })
    expect(await get(id)).toMatchObject({ registration: 'waiting' })
    await passTime(20)
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await get(id)).toMatchObject({ registration: 'registered' })
    expect(await sentTo('POST')).toHaveLength(1)
  })

  test('a request that never arrived is sent again once the number is known to be missing', async () => {
    await aftership.control.addFault({
      match: { method: 'POST', path: '/tracking/2026-07/trackings' },
      times: 1,
      drop: 'before',
    })
    const { id } = await add()
    await drainJobs()
    await passTime(20)
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'registered' })
  })

  test('a worker killed before it stored the answer is followed by another that looks the number up first', async () => {
    const { id } = await add()
    const db = createServiceClient()
    await claimJobs(db, 'killed', 1)
    await db.rpc('begin_registration', { p_shipment_id: id })
    await openAfterShip()?.create({ trackingNumber: NUMBER, carrierSlug: null, title: 'Mug', orderId: 'B000000001' })
    expect(await drainJobs()).toEqual({ finished: 0, failed: 0 })
    await passTime(121)
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'registered' })
    expect(await sentTo('POST')).toHaveLength(1)
  })

  test.each([
    ['a number of no known carrier', { tracking_number: 'QQQQQQ' }, 'carrier_unknown'],
    ['a carrier AfterShip does not know', { carrier_slug: 'owl-post' }, 'carrier_unknown'],
    ['a carrier that wants more', { tracking_number: '12345678901' }, 'carrier_needs_more'],
  ])('%s is reported at once, and not tried again', async (_, body, error) => {
    const { id } = await add(body)
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await get(id)).toMatchObject({ registration: 'failed', registration_error: error })
  })

  test('without a key the shipment says so, and the sync registers it once there is one', async () => {
    vi.stubEnv('AFTERSHIP_API_KEY', '')
    const { id } = await add()
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'failed', registration_error: 'not_configured' })
    vi.stubEnv('AFTERSHIP_API_KEY', key)
    await sync()
    expect(await get(id)).toMatchObject({ registration: 'registered' })
  })

  test('a revoked key: the shipment says so, and is registered when the key works again', async () => {
    await aftership.control.seed({ rejected_keys: [key] })
    const { id } = await add()
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'failed', registration_error: 'reconnect' })
    await aftership.control.seed({ rejected_keys: [] })
    expect((await refresh(id)).body).toMatchObject({ registration: 'waiting', registration_error: null })
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'registered' })
  })

  test('too many requests: the job waits as long as AfterShip says, then it works', async () => {
    await aftership.control.seed({ limit: { requests: 1, window_ms: 60_000 } })
    await openAfterShip()?.list([NUMBER])
    const { id } = await add()
    expect(await drainJobs()).toEqual({ finished: 0, failed: 1 })
    const [row] = await api.host.sql<{ wait: number }>(
      'select round(extract(epoch from run_at - now()))::int as wait from private.jobs where finished_at is null',
    )
    expect(row?.wait).toBeGreaterThan(0)
    expect(row?.wait).toBeLessThanOrEqual(61)
    await aftership.control.advanceClock(61_000)
    await aftership.control.seed({ limit: { requests: 1000, window_ms: 60_000 } })
    await passTime(61)
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'registered' })
  })

  test('five failures in a row: the registration fails, and people see it', async () => {
    await aftership.control.addFault({ match: { path: '/tracking/*' }, times: 20, status: 500 })
    const { id } = await add()
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await drainJobs()
      await passTime(4000)
    }
    expect(await get(id)).toMatchObject({ registration: 'failed', registration_error: 'try_later' })
  })

  test('a shipment removed at AfterShip says so, and is registered again on request', async () => {
    const { id } = await add()
    await drainJobs()
    const [tracking] = (await openAfterShip()?.list([NUMBER])) ?? []
    await fetch(`${aftership.env.AFTERSHIP_BASE_URL}/trackings/${tracking?.aftership_id}`, {
      method: 'DELETE',
      headers: { 'as-api-key': key },
    })
    await refresh(id)
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'failed', registration_error: 'gone' })
    await refresh(id)
    await drainJobs()
    expect(await get(id)).toMatchObject({ registration: 'registered', registration_error: null })
  })
})

describe('the sync', () => {
  test('reports of every shipment what a webhook would have reported', async () => {
    await add()
    await drainJobs()
    await advance(3)
    expect(await sync()).toEqual({ finished: 1, failed: 0 })
    expect((await list()).body.items).toMatchObject([{ tag: 'OutForDelivery' }])
    expect(await statusOf()).toBe('In Transit')
  })

  test.each(['Pending', 'InfoReceived', 'Exception', 'Expired', 'AttemptFail', 'AvailableForPickup'])(
    '%s changes only the shipment',
    async (tag) => {
      await aftership.control.seed({ stories: { [NUMBER]: [{ tag }] } })
      await add()
      await drainJobs()
      await advance()
      await sync()
      expect((await list()).body.items).toMatchObject([{ tag }])
      expect(await statusOf()).toBe('Sourcing')
    },
  )

  test('reads batches of fifty numbers, and skips delivered shipments', async () => {
    await api.host.sql(
      `insert into public.shipments (workspace_id, product_id, tracking_number, carrier_slug, registration, tag)
       select workspace_id, id, '1Z99900000' || lpad(n::text, 8, '0'), 'ups', 'registered', case when n > 60 then 'Delivered' else 'Pending' end
       from public.sourced_products, generate_series(1, 70) as n where id = $1`,
      [mug.id],
    )
    await sync()
    expect((await sentTo('GET')).map(({ path }) => path.split('%2C').length)).toEqual([50, 10])
    await sync()
    expect(await sentTo('GET')).toHaveLength(2)
    await forgetSync()
    await sync()
    expect(await sentTo('GET')).toHaveLength(4)
  })

  test('an interrupted run continues where it stopped', async () => {
    await api.host.sql(
      `insert into public.shipments (workspace_id, product_id, tracking_number, carrier_slug, registration, tag)
       select workspace_id, id, '1Z99900000' || lpad(n::text, 8, '0'), 'ups', 'registered', 'Pending'
       from public.sourced_products, generate_series(1, 60) as n where id = $1`,
      [mug.id],
    )
    const original = globalThis.fetch
    let asked = 0
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      if (String(input).includes('tracking_numbers') && ++asked > 1) throw new TypeError('fetch failed')
      return original(input, init)
    })
    expect(await sync()).toEqual({ finished: 0, failed: 1 })
    vi.mocked(globalThis.fetch).mockRestore()
    await passTime(20)
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect((await sentTo('GET')).map(({ path }) => path.split('%2C').length)).toEqual([50, 10])
  })

  test('a revoked key ends it at once, and nothing changes', async () => {
    await add()
    await drainJobs()
    await aftership.control.seed({ rejected_keys: [key] })
    expect(await sync()).toEqual({ finished: 0, failed: 1 })
    const rows = await api.host.sql(`select last_error_code, is_dead from private.jobs where kind = 'shipments.sync'`)
    expect(rows).toEqual([{ last_error_code: 'reconnect', is_dead: true }])
    expect((await list()).body.items).toMatchObject([{ registration: 'registered', tag: 'Pending' }])
  })
})
