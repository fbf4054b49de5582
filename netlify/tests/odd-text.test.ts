import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Contract } from '#core/http/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import { DatabaseError, unwrap } from '../src/db/db-errors.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import { AppError } from '../src/errors.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { receiveAccountDeletion } from '../src/listings/ebay-notices.ts'
import { readJson } from '../src/providers/http.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { endpointsByContract } from './all-functions.ts'

let api: TestApi
let ann: TestPerson
let served: Map<Contract, Endpoint>
let productId: string
let numberFieldId: string

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  served = await endpointsByContract()
  const { body } = await ask(productsContract.create, { body: { asin: 'B000000001' } })
  productId = (body as { id: string }).id // safe: a product
  const field = await ask(crmListsContract.fields.create, { body: { name: 'Weight', kind: 'number' } })
  numberFieldId = (field.body as { id: string }).id // safe: a field
})
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => api.close())

function ask(contract: Contract, sent: Parameters<TestApi['call']>[2] = {}) {
  const serve = served.get(contract)
  if (!serve) throw new Error(`${contract.path} has no function`)
  return api.call(serve, contract, { ...(contract.audience === 'user' && { as: ann }), ip: randomUUID(), ...sent })
}

describe('text that PostgreSQL refuses', () => {
  test.each([
    ['a NUL', 'Desk\0 lamp', 'Desk lamp'],
    ['half an emoji', 'Desk lamp \ud83d', 'Desk lamp'],
    ['the other half', '\ude00Desk lamp', 'Desk lamp'],
    ['whole emoji', '👨‍👩‍👧 lamp', '👨‍👩‍👧 lamp'],
    ['nothing but NULs', '\0\0', null],
  ])('%s in a title is stored clean', async (_, title, stored) => {
    const { status, body } = await ask(productsContract.update, { params: { id: productId }, body: { title } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ title: stored })
  })

  test('a name of nothing but NULs is no name', async () => {
    const { status, problem } = await ask(crmListsContract.statuses.create, { body: { name: '\0 \ud83d' } })
    expect(status).toBe(400)
    expect(problem).toMatchObject({ code: 'invalid_input', issues: [{ path: 'name' }] })
  })

  test('in a search, in a filter inside the address, and in a cursor it is left out or refused', async () => {
    const rules = [{ field: 'title', operator: 'contains', value: 'lamp\0\ud83d' }]
    const queries = [{ search: 'lamp\0' }, { filter: JSON.stringify({ match: 'all', rules }) }]
    for (const query of queries) expect((await ask(productsContract.list, { query })).status).toBe(200)
    expect(
      (
        await ask(productsContract.list, {
          query: { cursor: cursor({ value: 'a\0', id: productId, sort: 'title' }), sort: 'title' },
        })
      ).status,
    ).toBe(200)
  })

  test('in the state of a view, its name and the name of its columns', async () => {
    const state = { search: '\ud83dlamp', columns: [{ id: 'ti\0tle' }] }
    const { status, body } = await ask(viewsContract.create, { body: { name: 'Lamps\0', state } })
    expect(status).toBe(201)
    expect(body).toMatchObject({ name: 'Lamps', state: { search: 'lamp', columns: [{ id: 'title' }] } })
  })

  test('a body nested without end is refused', async () => {
    const rawBody = `{"state":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
    const { status, problem } = await ask(viewsContract.create, { rawBody })
    expect(status).toBe(400)
    expect(problem.detail).toBe('The body is nested too deeply.')
  })

  test('in the answer of a vendor it is left out', () => {
    const bytes = new TextEncoder().encode('{"name":"Ann\\u0000\\ud83d"}')
    expect(readJson(bytes, z.object({ name: z.string() }))).toEqual({ name: 'Ann' })
  })
})

const cursor = (place: object) => Buffer.from(JSON.stringify(place)).toString('base64url')

describe('values that no database knows are the caller’s error', () => {
  const newest = (created_at: string, id: string) => ({ cursor: cursor({ created_at, id }) })
  test.each<[string, Contract, Record<string, string>]>([
    ['an id of 36 dashes', shipmentsContract.list, { product_id: '-'.repeat(36) }],
    ['a cursor at the end of time', shipmentsContract.list, newest('infinity', randomUUID())],
    ['a cursor in the year 0000', tasksContract.list, newest('0000-01-01T00:00:00Z', randomUUID())],
    ['a cursor sixteen hours from Greenwich', tasksContract.list, newest('2026-11-22T10:00:00+16:30', randomUUID())],
    ['a cursor with an id of dashes', tasksContract.list, newest('2026-11-22T10:00:00Z', '-'.repeat(36))],
    [
      'a cursor with a word for a sum',
      productsContract.list,
      { sort: 'cost_cents', cursor: cursor({ value: 'cheap', id: randomUUID(), sort: 'cost_cents' }) },
    ],
    ['a cursor that is no JSON', productsContract.list, { cursor: 'bm9uc2Vuc2U' }],
  ])('%s', async (_, contract, query) => {
    const { status, problem } = await ask(contract, { query })
    expect(status).toBe(400)
    expect(problem.code).toBe('invalid_input')
  })

  test.each([
    ['a word for a number', 'is', 'heavy'],
    ['a word to compare a number with', 'at_least', 'heavy'],
    ['words for a range', 'between', ['light', 'heavy']],
    ['a choice of numbers', 'is_any_of', ['1']],
    ['no value', 'is', undefined],
  ])('a filter on a custom number with %s', async (_, operator, value) => {
    const rules = [{ field: `custom.${numberFieldId}`, operator, value }]
    const filter = JSON.stringify({ match: 'all', rules })
    for (const contract of [productsContract.list, productsContract.byStatus]) {
      const { status, problem } = await ask(contract, { query: { filter } })
      expect(status).toBe(400)
      expect(problem.code).toBe('invalid_input')
    }
  })

  test.each([
    '0000-01-01T00:00:00Z',
    'infinity',
    '2026-11-22T10:00:00+23:00',
    '""',
    'a date',
    '9999-12-31T23:59:59-15:00',
  ])('If-Match: %s', async (version) => {
    const { status, problem } = await ask(productsContract.update, {
      params: { id: productId },
      body: { title: 'Lamp' },
      headers: { 'if-match': version },
    })
    expect(status).toBe(400)
    expect(problem.code).toBe('invalid_input')
  })

  test.each(['\u00ff'.repeat(201), 'x'.repeat(5000)])('an Idempotency-Key that is too long', async (key) => {
    const { status } = await ask(productsContract.create, {
      body: { asin: 'B000000002' },
      headers: { 'idempotency-key': key },
    })
    expect(status).toBe(400)
  })

  test.each(['22021', '22P05', '22P02', '22007', '22008', '22003'])('SQLSTATE %s', (code) => {
    const refused = () => unwrap({ data: null, error: { code, message: 'no' } })
    expect(refused).toThrow(AppError)
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })

  test.each(['22012', '23514', 'XX000'])('but not SQLSTATE %s', (code) => {
    expect(() => unwrap({ data: null, error: { code, message: 'no' } })).toThrow(DatabaseError)
  })
})

describe('a vendor’s event is answered once and for all', () => {
  const SECRET = 'a secret shared with a vendor'
  const tracking = { id: 'trk_1', tracking_number: '1Z9990000000000001', slug: 'ups', tag: 'InTransit' }
  const deliver = (msg: object, eventId: string = randomUUID()) => {
    vi.stubEnv('AFTERSHIP_WEBHOOK_SECRET', SECRET)
    const rawBody = JSON.stringify({ event: 'tracking_update', event_id: eventId, msg })
    const signature = createHmac('sha256', SECRET).update(rawBody).digest('base64')
    return ask(shipmentsContract.webhook, { rawBody, headers: { 'aftership-hmac-sha256': signature } })
  }
  const checkpoint = (fields: object) => ({
    ...tracking,
    checkpoints: [{ checkpoint_time: '2026-11-22T10:00:00Z', ...fields }],
  })

  test.each([
    ['a NUL in a message', checkpoint({ message: 'Arri\0ved' })],
    ['half an emoji in a place', checkpoint({ location: 'Köln \ud83d' })],
    ['a message that would be cut inside an emoji', checkpoint({ message: `${'x'.repeat(299)}😀` })],
    ['a checkpoint in the year 0000', checkpoint({ checkpoint_time: '0000-01-01T00:00:00Z' })],
    ['a checkpoint in the year 12000', checkpoint({ checkpoint_time: '+012000-01-01T00:00:00Z' })],
    ['a day that is none', { ...tracking, latest_estimated_delivery: { datetime: '2026-02-30' } }],
    ['a day in the year 0000', { ...tracking, latest_estimated_delivery: { datetime: '0000-01-01' } }],
  ])('%s is received', async (_, msg) => {
    await ask(shipmentsContract.create, { body: { product_id: productId, tracking_number: tracking.tracking_number } })
    const { status, body } = await deliver(msg)
    expect(status).toBe(200)
    expect(body).toEqual({ received: 'new' })
    const { body: list } = await ask(shipmentsContract.list)
    expect(list).toMatchObject({ items: [{ tag: 'InTransit' }] })
    expect(list).not.toHaveProperty('unreadable')
  })

  test.each([
    ['a carrier that cannot be one', { ...tracking, slug: 'UPS & Söhne' }],
    ['a state nobody knows', { ...tracking, tag: 'Teleported' }],
    ['an id of nothing but NULs', { ...tracking, id: '\0' }],
  ])('%s is ignored', async (_, msg) => {
    expect((await deliver(msg)).body).toEqual({ received: 'ignored' })
  })

  test.each([
    ['no JSON', 'so long'],
    ['JSON of another shape', '[]'],
    ['nesting without end', '['.repeat(10_000)],
    [
      'a user of nothing but NULs',
      JSON.stringify({
        metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION' },
        notification: { notificationId: 'n', data: { userId: '\0' } },
      }),
    ],
  ])('a closed account at eBay: %s changes nothing', async (_, rawBody) => {
    expect(await receiveAccountDeletion(createServiceClient(), rawBody)).toEqual({ is_new: false })
  })

  test('a closed account at eBay: odd text around its name is left out', async () => {
    const notice = {
      metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION' },
      notification: { notificationId: `n\0${randomUUID()}`, data: { userId: 'sell\ud83der' } },
    }
    expect(await receiveAccountDeletion(createServiceClient(), JSON.stringify(notice))).toEqual({ is_new: true })
  })
})
