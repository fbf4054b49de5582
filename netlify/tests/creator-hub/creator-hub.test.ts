import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { creatorHubContract } from '#core/creator-hub/contract.ts'
import { SelectorData } from '#core/creator-hub/schema.ts'
import { verifySelectors } from '#core/creator-hub/signature.ts'
import selectors from '../../functions/creator-hub-selectors.ts'
import shapes from '../../functions/creator-hub-shapes.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => api.close())

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  vi.stubEnv('CREATOR_HUB_SIGNING_KEY', privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'))
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')
}

describe('GET /api/creator-hub-selectors', () => {
  const get = () => api.call(selectors, creatorHubContract.selectors)

  test("200 answers selectors that this server's key signed, and no other key", async () => {
    const publicKey = newKey()
    const { status, body } = await get()
    expect(status).toBe(200)
    expect(await verifySelectors(body, publicKey)).toEqual(SelectorData.parse(JSON.parse(body.selectors)))
    expect(await verifySelectors(body, newKey())).toBeNull()
  })

  test('200 answers by the new key as soon as it is set', async () => {
    newKey()
    await get()
    const publicKey = newKey()
    expect(await verifySelectors((await get()).body, publicKey)).not.toBeNull()
  })

  test('404 without a key', async () => {
    vi.stubEnv('CREATOR_HUB_SIGNING_KEY', '')
    expect((await get()).problem.code).toBe('creator_hub_not_configured')
  })
})

describe('POST /api/creator-hub-shapes', () => {
  const shape = { hash: 'a'.repeat(64), selector_version: 1, marketplace: 'US', page: 'upload' }
  const note = (body: object, as?: Awaited<ReturnType<TestApi['person']>>) =>
    api.call(shapes, creatorHubContract.noteShape, { body, ...(as && { as }) })
  const stored = () => api.host.sql('select * from private.creator_hub_shapes order by hash')

  test('200 counts the same shape once, and stores no one who sent it', async () => {
    const ann = await api.person('ann')
    expect((await note(shape)).body).toEqual({ is_noted: true })
    expect((await note(shape, ann)).body).toEqual({ is_noted: true })
    expect((await note({ ...shape, marketplace: 'DE' })).body).toEqual({ is_noted: true })
    const rows = await stored()
    expect(rows).toMatchObject([
      { hash: shape.hash, selector_version: 1, marketplace: 'US', page: 'upload', times: 2 },
      { marketplace: 'DE', times: 1 },
    ])
    expect(Object.keys(Object(rows[0])).toSorted()).toEqual([
      'first_seen_on',
      'hash',
      'last_seen_on',
      'marketplace',
      'page',
      'selector_version',
      'times',
    ])
  })

  test.each([
    { ...shape, hash: 'x' },
    { ...shape, selector_version: 0 },
    { ...shape, marketplace: 'XX' },
    { ...shape, page: 'manage' },
    { ...shape, user_id: 'ann' },
    { ...shape, url: 'https://www.amazon.com/creatorhub/video/amzn1.vse.video.1' },
  ])('400 for a report that says more, less or something else: %j', async (body) => {
    expect((await note(body)).problem.code).toBe('invalid_input')
  })

  test('503 while the database does not answer', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed'))
    expect((await note(shape)).problem.code).toBe('database_unavailable')
  })
})
