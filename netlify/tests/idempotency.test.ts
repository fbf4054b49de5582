import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import products from '../functions/sourced-products.ts'
import { createUserClient } from '../src/db/user-client.ts'
import { AppError } from '../src/errors.ts'
import { onceByKey } from '../src/http/idempotency.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  bob = await api.person('bob')
})
afterAll(() => api.close())

const request = { method: 'POST', path: '/api/things', bodyText: '{"a":1}' }
const once = (
  as: TestPerson,
  key: string,
  run: () => Promise<{ status: number; body: unknown }>,
  extra: Partial<typeof request & { isRepeatable: boolean }> = {},
) => onceByKey(clientOf(as, key), { ...request, ...extra, key }, run)
const clientOf = (as: TestPerson, key: string) => createUserClient(as.accessToken, { idempotencyKey: key })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

function counted() {
  let runs = 0
  return { run: async () => ({ status: 201, body: { run: ++runs } }), runs: () => runs }
}

test('two requests at once under one key run once', async () => {
  const { run, runs } = counted()
  const answers = await Promise.allSettled([once(ann, 'twice', run), once(ann, 'twice', run)])
  expect(runs()).toBe(1)
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
  expect(await once(ann, 'twice', run)).toEqual({ status: 201, body: { run: 1 }, isReplayed: true })
})

test('a key belongs to its person: another may use the same', async () => {
  const { run, runs } = counted()
  await once(ann, 'shared', run)
  expect((await once(bob, 'shared', run)).isReplayed).toBe(false)
  expect(runs()).toBe(2)
})

test('the same key with another body or address is refused, and nothing runs', async () => {
  const { run, runs } = counted()
  await once(ann, 'strict', run)
  expect(await codeOf(once(ann, 'strict', run, { bodyText: '{"a":2}' }))).toBe('idempotency_key_reused')
  expect(await codeOf(once(ann, 'strict', run, { path: '/api/others' }))).toBe('idempotency_key_reused')
  expect(runs()).toBe(1)
})

test('a request whose process died holds its key for a minute, then runs again', async () => {
  const { run } = counted()
  const started = Promise.withResolvers<void>()
  void once(ann, 'dead', () => {
    started.resolve()
    return new Promise(() => {})
  })
  await started.promise
  expect(await codeOf(once(ann, 'dead', run))).toBe('request_in_progress')
  await api.host.sql(
    `update private.idempotency_keys set locked_until = now() - interval '1 second' where key = 'dead'`,
  )
  expect(await once(ann, 'dead', run)).toMatchObject({ status: 201, isReplayed: false })
})

const passMinute = (key: string) =>
  api.host.sql(`update private.idempotency_keys set locked_until = now() - interval '1 second' where key = $1`, [key])
/** Adds a product as a request with that key does; then its answer is lost, or it ends as `error` says. */
const addProduct = async (key: string, asin: string, error?: AppError) => {
  const { error: refusal } = await clientOf(ann, key).rpc('add_sourced_product', { p_product: { asin } })
  expect(refusal).toBeNull()
  if (error) throw error
  return { status: 201, body: { asin } }
}
const lost = () => new AppError('outcome_unknown')

test('an answer that was lost after the change: the key stays, and says that it was saved', async () => {
  const { run, runs } = counted()
  expect(await codeOf(once(ann, 'late', () => addProduct('late', 'B000000101', lost())))).toBe('outcome_unknown')
  expect(await codeOf(once(ann, 'late', run))).toBe('request_in_progress')
  await passMinute('late')
  expect(await codeOf(once(ann, 'late', run))).toBe('already_saved')
  expect(await codeOf(once(ann, 'late', run, { bodyText: 'other' }))).toBe('idempotency_key_reused')
  expect(runs()).toBe(0)
})

test('an answer that was lost before any change: the key stays for a minute, and then the request runs', async () => {
  const { run } = counted()
  const unsent = async () => {
    throw lost()
  }
  expect(await codeOf(once(ann, 'early', unsent))).toBe('outcome_unknown')
  expect(await codeOf(once(ann, 'early', run))).toBe('request_in_progress')
  await passMinute('early')
  expect(await once(ann, 'early', run)).toMatchObject({ status: 201, isReplayed: false })
})

test('a change that was rolled back is none', async () => {
  const { run } = counted()
  const refused = async () => {
    // The second row has the ASIN of the first, so neither stays.
    const asins = [{ asin: 'B000000102' }, { asin: 'B000000102' }]
    await clientOf(ann, 'undone').from('sourced_products').insert(asins)
    throw lost()
  }
  expect(await codeOf(once(ann, 'undone', refused))).toBe('outcome_unknown')
  await passMinute('undone')
  expect((await once(ann, 'undone', run)).isReplayed).toBe(false)
})

test('a statement that matched no row changed nothing', async () => {
  const { run } = counted()
  const missed = async () => {
    await clientOf(ann, 'missed').from('sourced_products').update({ title: 'x' }).eq('asin', 'B000000199')
    throw lost()
  }
  expect(await codeOf(once(ann, 'missed', missed))).toBe('outcome_unknown')
  await passMinute('missed')
  expect((await once(ann, 'missed', run)).isReplayed).toBe(false)
})

test('a request that may run twice runs again, whatever became of the first', async () => {
  const { run } = counted()
  const first = () => addProduct('twice-is-once', 'B000000103', lost())
  expect(await codeOf(once(ann, 'twice-is-once', first, { isRepeatable: true }))).toBe('outcome_unknown')
  await passMinute('twice-is-once')
  expect((await once(ann, 'twice-is-once', run, { isRepeatable: true })).isReplayed).toBe(false)
})

test('a request that failed after it changed something keeps its key', async () => {
  const { run } = counted()
  const half = () => addProduct('half', 'B000000104', new AppError('provider_failed'))
  expect(await codeOf(once(ann, 'half', half))).toBe('provider_failed')
  await passMinute('half')
  expect(await codeOf(once(ann, 'half', run))).toBe('already_saved')
})

test("a change under another key, or another person's, is not taken for this one's", async () => {
  const { run } = counted()
  const other = async () => {
    await addProduct('another', 'B000000105')
    await clientOf(bob, 'mine').rpc('add_sourced_product', { p_product: { asin: 'B000000105' } })
    throw lost()
  }
  expect(await codeOf(once(ann, 'mine', other))).toBe('outcome_unknown')
  await passMinute('mine')
  expect((await once(ann, 'mine', run)).isReplayed).toBe(false)
})

test('a connection that breaks after the commit: 503 that does not say nothing is lost, one product, and no second one', async () => {
  const headers = { 'idempotency-key': 'broken' }
  const post = () => api.call(products, productsContract.create, { as: ann, body: { asin: 'B000000106' }, headers })
  const real = globalThis.fetch
  const broken = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const answer = await real(input, init)
    if (!String(input).includes('add_sourced_product')) return answer
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
  })
  const first = await post()
  broken.mockRestore()
  expect({ status: first.status, code: first.problem.code }).toEqual({ status: 503, code: 'outcome_unknown' })
  expect(first.problem.detail).toMatch(/not known yet whether this was saved/)
  expect((await post()).problem.code).toBe('request_in_progress')
  await passMinute('broken')
  const again = await post()
  expect({ status: again.status, code: again.problem.code }).toEqual({ status: 409, code: 'already_saved' })
  expect(await api.host.sql(`select 1 from public.sourced_products where asin = 'B000000106'`)).toHaveLength(1)
})

test('an answer that cannot be kept for a repetition still reaches its caller', async () => {
  const headers = { 'idempotency-key': 'unkept' }
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const real = globalThis.fetch
  const broken = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (String(input).includes('finish_idempotent')) throw new TypeError('fetch failed')
    return real(input, init)
  })
  const { status } = await api.call(products, productsContract.create, {
    as: ann,
    body: { asin: 'B000000107' },
    headers,
  })
  broken.mockRestore()
  expect(status).toBe(201)
  expect(String(warned.mock.calls)).toContain('idempotency.not_noted')
  warned.mockRestore()
})

test('a request that failed frees its key', async () => {
  const { run } = counted()
  const failing = once(ann, 'failed', async () => {
    throw new AppError('product_exists')
  })
  expect(await codeOf(failing)).toBe('product_exists')
  expect((await once(ann, 'failed', run)).isReplayed).toBe(false)
})

test('after a day a key is new again', async () => {
  const { run, runs } = counted()
  await once(ann, 'old', run)
  await api.host.sql(`update private.idempotency_keys set created_at = now() - interval '25 hours' where key = 'old'`)
  expect((await once(ann, 'old', run, { bodyText: 'other' })).isReplayed).toBe(false)
  expect(runs()).toBe(2)
})

test('a key of more than 200 characters is an error of the caller', async () => {
  expect(await codeOf(once(ann, 'x'.repeat(201), counted().run))).toBe('invalid_input')
})
