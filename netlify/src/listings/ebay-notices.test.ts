import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '')
const body = Buffer.from('{"metadata":{}}')
const header = (kid: string) => {
  const signature = sign('sha1', body, pair.privateKey).toString('base64')
  return Buffer.from(JSON.stringify({ alg: 'ecdsa', kid, signature, digest: 'SHA1' })).toString('base64')
}

/** What eBay was asked for, and the keys it knows. */
let asked: string[]
let known: Set<string>
let isDown: boolean
let isSignedByEbay: typeof import('./ebay-notices.ts').isSignedByEbay

beforeEach(async () => {
  asked = []
  known = new Set()
  isDown = false
  for (const name of ['EBAY_CLIENT_ID', 'EBAY_CLIENT_SECRET', 'EBAY_RUNAME', 'EBAY_VERIFICATION_TOKEN'])
    vi.stubEnv(name, 'a-value-of-more-than-thirty-two-characters')
  for (const name of ['SUPABASE_URL', 'SITE_URL']) vi.stubEnv(name, 'http://supabase.test')
  for (const name of ['SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY']) vi.stubEnv(name, 'key')
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.includes('/oauth2/token')) return Response.json({ access_token: 't', expires_in: 7200 })
    const kid = url.split('/').at(-1) ?? ''
    asked.push(kid)
    if (isDown) throw new TypeError('fetch failed')
    if (known.has(kid)) return Response.json({ key: pem, algorithm: 'ECDSA', digest: 'SHA1' })
    return Response.json({ errors: [{ errorId: 195_003, message: 'unknown key' }] }, { status: 404 })
  })
  vi.resetModules()
  isSignedByEbay = (await import('./ebay-notices.ts')).isSignedByEbay
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

test('a known key is fetched once an hour, also by several notices at once', async () => {
  const kid = randomUUID()
  known.add(kid)
  expect(await Promise.all([1, 2, 3].map(() => isSignedByEbay(body, header(kid))))).toEqual([true, true, true])
  expect(asked).toEqual([kid])
})

test('an id that eBay does not know is asked for once, however often it is named', async () => {
  const kid = randomUUID()
  for (let i = 0; i < 5; i += 1) expect(await isSignedByEbay(body, header(kid))).toBe(false)
  expect(asked).toEqual([kid])
})

test('after an hour the id may be known', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const kid = randomUUID()
  expect(await isSignedByEbay(body, header(kid))).toBe(false)
  known.add(kid)
  vi.setSystemTime(Date.now() + 3_600_001)
  expect(await isSignedByEbay(body, header(kid))).toBe(true)
})

test('a flood of made-up ids does not become a flood of requests to eBay, and known keys still work', async () => {
  const kid = randomUUID()
  known.add(kid)
  expect(await isSignedByEbay(body, header(kid))).toBe(true)
  const answers = await Promise.all(Array.from({ length: 60 }, () => isSignedByEbay(body, header(randomUUID()))))
  expect(answers).not.toContain(true)
  const before = asked.length
  await expect(isSignedByEbay(body, header(randomUUID()))).rejects.toMatchObject({ code: 'provider_try_later' })
  expect(asked.length).toBe(before)
  expect(await isSignedByEbay(body, header(kid))).toBe(true)
})

test('a failure of eBay is not remembered', async () => {
  const kid = randomUUID()
  known.add(kid)
  isDown = true
  await expect(isSignedByEbay(body, header(kid))).rejects.toMatchObject({ code: 'provider_try_later' })
  isDown = false
  expect(await isSignedByEbay(body, header(kid))).toBe(true)
})
