import { beforeEach, describe, expect, test, vi } from 'vitest'
import { accountsContract } from '../accounts/contract.ts'
import { productsContract } from '../products/contract.ts'
import { ApiError, createApiClient, LostAnswerError, NetworkError } from './client.ts'

const id = 'b3b7c8e2-1f2a-4c3d-9e4f-5a6b7c8d9e0f'
const send = vi.fn<typeof fetch>()
const api = createApiClient({ baseUrl: 'https://x.test', getToken: async () => 'tok' })

beforeEach(() => {
  send.mockReset()
  vi.stubGlobal('fetch', send)
})
const sent = () => ({ url: send.mock.calls[0]?.[0], ...send.mock.calls[0]?.[1] })

test('a call carries address, query, token, key and version, and nothing that is empty', async () => {
  send.mockResolvedValue(Response.json({ items: [], next_cursor: null }))
  expect(await api(productsContract.list, { query: { search: 'a b', filter: undefined } })).toEqual({
    items: [],
    next_cursor: null,
  })
  expect(sent()).toMatchObject({
    url: 'https://x.test/api/sourced-products?search=a+b',
    headers: { authorization: 'Bearer tok' },
  })

  send.mockClear().mockResolvedValue(Response.json({ id, deleted_at: 'now' }))
  await api(productsContract.remove, { params: { id }, ifMatch: '2026-01-01T00:00:00Z', idempotencyKey: 'k' })
  expect(sent()).toMatchObject({
    url: `https://x.test/api/sourced-products/${id}`,
    method: 'DELETE',
    headers: { 'if-match': '2026-01-01T00:00:00Z', 'idempotency-key': 'k' },
  })
  // @ts-expect-error a body is required
  void (() => api(productsContract.create, {}))
  // @ts-expect-error a product has no colour
  void (() => api(productsContract.update, { params: { id }, body: { colour: 'red' } }))
})

test('a public call gets no token', async () => {
  send.mockResolvedValue(
    Response.json({ status: 'ok', checks: { database: 'ok', jobs: { state: 'moving', since: null } } }),
  )
  await api(accountsContract.health)
  expect(sent().headers).toEqual({})
})

test('a refusal keeps its code, its sentence and its facts', async () => {
  const problem = {
    type: 't',
    title: 'T',
    status: 409,
    code: 'product_exists',
    detail: 'Already there.',
    existing_id: id,
  }
  send.mockResolvedValue(Response.json(problem, { status: 409 }))
  const error = await api(productsContract.create, { body: { asin: 'B07XJQW9K2' } }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ message: 'Already there.', problem })
})

test('a gateway that answers in HTML still gives a problem to show', async () => {
  send.mockResolvedValue(new Response('<h1>Bad gateway</h1>', { status: 502 }))
  await expect(api(accountsContract.health)).rejects.toMatchObject({ problem: { status: 502, code: 'internal' } })
})

test('no network is not a refusal', async () => {
  send.mockRejectedValue(new TypeError('fetch failed'))
  await expect(api(accountsContract.health)).rejects.toBeInstanceOf(NetworkError)
})

test('a call that takes too long ends', async () => {
  send.mockImplementation(
    (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
  )
  const slow = createApiClient({ baseUrl: '', getToken: async () => undefined, timeoutMs: 1 })
  await expect(slow(accountsContract.health)).rejects.toBeInstanceOf(NetworkError)
})

test('a call that the page aborted is an abort, not an error to show', async () => {
  const controller = new AbortController()
  send.mockImplementation(async () => {
    controller.abort()
    throw controller.signal.reason
  })
  await expect(api(accountsContract.health, { signal: controller.signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
})

test('an answer that breaks the contract is not passed on', async () => {
  send.mockResolvedValue(Response.json({ status: 'splendid' }))
  await expect(api(accountsContract.health)).rejects.toThrow()
})

describe('a write whose answer is lost', () => {
  const body = { asin: 'B07XJQW9K2' }
  const keys = () => send.mock.calls.map(([, init]) => new Headers(init?.headers).get('idempotency-key'))
  const refusal = (code: string, status: number) => Response.json({ type: 't', title: 'T', status, code }, { status })
  const create = (asin = body.asin) => api(productsContract.create, { body: { asin } })

  test('is sent once more under the same key, and the second answer counts', async () => {
    send.mockRejectedValueOnce(new TypeError('reset')).mockResolvedValueOnce(refusal('product_exists', 409))
    await expect(create()).rejects.toMatchObject({ problem: { code: 'product_exists' } })
    expect(keys()).toEqual([expect.any(String), keys()[0]])
  })

  test.each([
    ['the connection breaks', () => Promise.reject(new TypeError('reset'))],
    ['the answer ends in the middle', () => Promise.resolve(new Response('{"id": "', { status: 201 }))],
    ['a gateway gives up waiting', () => Promise.resolve(new Response('<h1>Timeout</h1>', { status: 504 }))],
    ['the first is still at work', () => Promise.resolve(refusal('request_in_progress', 409))],
    ['the server lost its database', () => Promise.resolve(refusal('outcome_unknown', 503))],
  ])('twice is an unknown outcome, never a refusal: %s', async (_, answer) => {
    send.mockImplementation(answer)
    await expect(create('B000000001')).rejects.toBeInstanceOf(LostAnswerError)
    expect(send).toHaveBeenCalledTimes(2)
  })

  test('and that was saved is an unknown answer, and the same call later is another one', async () => {
    send.mockImplementation(async () => refusal('already_saved', 409))
    await expect(create('B000000004')).rejects.toBeInstanceOf(LostAnswerError)
    await create('B000000004').catch(() => undefined)
    expect(new Set(keys()).size).toBe(2)
  })

  test('twice keeps its key for the same call again, until there is an answer', async () => {
    send.mockRejectedValue(new TypeError('reset'))
    await create('B000000002').catch(() => undefined)
    await create('B000000003').catch(() => undefined)
    await create('B000000002').catch(() => undefined)
    const [first, , other, , again] = keys()
    expect(again).toBe(first)
    expect(other).not.toBe(first)

    send.mockImplementation(async () => refusal('product_exists', 409))
    await create('B000000002').catch(() => undefined)
    await create('B000000002').catch(() => undefined)
    expect(keys().at(-2)).toBe(first)
    expect(keys().at(-1)).not.toBe(first)
  })

  test('is not sent again where the server would do it twice', async () => {
    send.mockRejectedValue(new TypeError('reset'))
    const change = api(productsContract.update, {
      params: { id },
      body: { title: 'x' },
      ifMatch: '2026-01-01T00:00:00Z',
    })
    await expect(change).rejects.toBeInstanceOf(LostAnswerError)
    expect(send).toHaveBeenCalledTimes(1)
  })

  test('a read is no write: the answer is unknown, and nothing was changed', async () => {
    send.mockRejectedValue(new TypeError('reset'))
    await expect(api(productsContract.list, { query: {} })).rejects.not.toBeInstanceOf(LostAnswerError)
    expect(send).toHaveBeenCalledTimes(1)
  })

  test('a call that the page aborted is not sent again', async () => {
    const controller = new AbortController()
    send.mockImplementation(async () => {
      controller.abort()
      throw controller.signal.reason
    })
    const call = api(productsContract.create, { body: { asin: 'B000000004' }, signal: controller.signal })
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    expect(send).toHaveBeenCalledTimes(1)
  })
})
