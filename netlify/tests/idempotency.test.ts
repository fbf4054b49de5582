import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
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
  extra: Partial<typeof request> = {},
) => onceByKey(createUserClient(as.accessToken), { ...request, ...extra, key }, run)
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
