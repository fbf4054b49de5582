import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { allContracts } from '#core/contracts.ts'
import type { Contract } from '#core/http/contract.ts'
import { ebayNoticesContract } from '#core/listings/ebay-notices.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { endpointsByContract } from './all-functions.ts'
import { SAMPLE_REQUESTS } from './sample-requests.ts'

let api: TestApi
let ann: TestPerson
let eve: TestPerson
let served: Map<Contract, Endpoint>

beforeAll(async () => {
  api = await createTestApi()
  // One person asks every address many times; the test of the limit sets its own.
  process.env.RATE_LIMIT_PER_MINUTE = '1000000'
  answerForEbay()
  ann = await api.person('ann')
  eve = await api.person('Eve')
  served = await endpointsByContract()
  // The function fetches this key once an hour, so it is cached from here on.
  const notices = addresses.find(({ contract }) => contract === ebayNoticesContract.accountDeleted)
  if (notices) await askAs(notices.contract, ann)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})
afterAll(() => api.close())

const nameOf = ({ method, path }: Contract) => `${method} ${path}`
const addresses = allContracts.map((contract) => ({
  contract,
  name: `${nameOf(contract)}${contract.selector ? ' grouped' : ''}`,
}))
const withAudience = (audience: Contract['audience']) =>
  addresses.filter(({ contract }) => contract.audience === audience)

function ask(contract: Contract, extra: Parameters<TestApi['call']>[2] = {}) {
  const serve = served.get(contract)
  const sample = SAMPLE_REQUESTS[nameOf(contract)]
  if (!serve || !sample) throw new Error(`${nameOf(contract)} has no function or no sample request`)
  return api.call(serve, contract, {
    ...sample,
    ip: randomUUID(),
    ...extra,
    query: { ...sample.query, ...contract.selector, ...extra.query },
  })
}

const askAs = (contract: Contract, person: TestPerson, extra: Parameters<TestApi['call']>[2] = {}) =>
  ask(contract, {
    ...(contract.audience === 'user' && { as: person }),
    ...machine(contract),
    ...(contract.audience === 'webhook' && vendorEvent(contract)),
    ...extra,
  })

const machine = (contract: Contract) =>
  contract.audience === 'machine' && { headers: { 'x-webhook-secret': process.env.WEBHOOK_SECRET ?? '' } }

const vendorEvent = ({ path }: Contract) => {
  if (path === '/api/webhooks/ebay') return ebayNotice()
  return path === '/api/webhooks/meta' ? metaEvent() : signedEvent()
}
const metaEvent = () => {
  vi.stubEnv('META_APP_SECRET', EVENT_SECRET)
  const message = {
    sender: { id: 'ann' },
    recipient: { id: '1784' },
    timestamp: 1_763_800_000_000,
    message: { mid: 'm' },
  }
  const rawBody = JSON.stringify({ object: 'instagram', entry: [{ id: '1784', messaging: [message] }] })
  const hex = createHmac('sha256', EVENT_SECRET).update(rawBody).digest('hex')
  return { rawBody, headers: { 'x-hub-signature-256': `sha256=${hex}` } }
}

const EVENT_SECRET = 'a secret shared with a vendor'
const signedEvent = () => {
  vi.stubEnv('AFTERSHIP_WEBHOOK_SECRET', EVENT_SECRET)
  const msg = { id: 'trk_1', tracking_number: '1Z9990000000000001', slug: 'ups', tag: 'InTransit' }
  const rawBody = JSON.stringify({ event: 'tracking_update', event_id: randomUUID(), msg })
  return { rawBody, headers: { 'aftership-hmac-sha256': hmac(rawBody, EVENT_SECRET) } }
}
// eBay signs with a key of its own, which is fetched by its name.
const EBAY_KEY_ID = randomUUID()
const ebayKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
function answerForEbay(): void {
  const others = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.includes('/identity/v1/oauth2/token')) return Response.json({ access_token: 't', expires_in: 7200 })
    if (!url.includes('/public_key/')) return others(input, init)
    const key = ebayKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '')
    return Response.json({ key, algorithm: 'ECDSA', digest: 'SHA1' })
  }
}
const ebayNotice = () => {
  const names = ['EBAY_CLIENT_ID', 'EBAY_CLIENT_SECRET', 'EBAY_RUNAME', 'EBAY_VERIFICATION_TOKEN']
  for (const name of names) vi.stubEnv(name, 'a-value-of-more-than-thirty-two-characters')
  const notification = { notificationId: randomUUID(), data: { userId: 'somebody' } }
  const rawBody = JSON.stringify({ metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION' }, notification })
  const signature = sign('sha1', Buffer.from(rawBody), ebayKeys.privateKey).toString('base64')
  const header = Buffer.from(JSON.stringify({ alg: 'ecdsa', kid: EBAY_KEY_ID, signature, digest: 'SHA1' }))
  return { rawBody, headers: { 'x-ebay-signature': header.toString('base64') } }
}
const hmac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('base64')

const signed = (claims: object, secret = process.env.SUPABASE_JWT_SECRET) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))

describe.each(withAudience('user'))('$name', ({ contract }) => {
  test('401 without a token', async () => {
    const { status, problem, headers } = await ask(contract)
    expect(status).toBe(401)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problem).toMatchObject({ code: 'not_signed_in', requestId: 'req_test' })
  })

  test('401 with an expired token', async () => {
    const accessToken = await signed({ sub: ann.userId, aud: 'authenticated', role: 'authenticated', exp: 1 })
    expect((await ask(contract, { as: { ...ann, accessToken } })).status).toBe(401)
  })

  test('401 with a token that another server signed', async () => {
    const claims = { sub: ann.userId, aud: 'authenticated', role: 'authenticated', exp: 4_000_000_000 }
    const accessToken = await signed(claims, 'a secret of at least thirty-two characters')
    expect((await ask(contract, { as: { ...ann, accessToken } })).status).toBe(401)
  })

  test('503 when the database does not answer: what only reads lost nothing, a write may have been saved', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'))
    const { status, problem } = await askAs(contract, ann)
    const isReading =
      contract.method === 'GET' || contract.isQuestion?.(SAMPLE_REQUESTS[nameOf(contract)]?.body) === true
    expect(status).toBe(503)
    expect(problem.code).toBe(isReading ? 'database_unavailable' : 'outcome_unknown')
  })

  test('503 when the database cannot be reached at all: nothing was saved', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed', { cause }))
    const { status, problem } = await askAs(contract, ann)
    expect({ status, code: problem.code }).toEqual({ status: 503, code: 'database_unavailable' })
  })
})

describe.each(addresses)('$name', ({ contract }) => {
  test('500 hides the cause', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    if (contract.audience === 'public') vi.stubEnv('SUPABASE_URL', 'password=hunter2')
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ surprise: 'password=hunter2' }))
    const { status, body } = await askAs(contract, ann)
    expect(status).toBe(500)
    expect(body).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(logged).toHaveBeenCalledOnce()
    expect(String(logged.mock.calls[0])).toContain('req_test')
  })

  test('429 says how long to wait', async () => {
    vi.stubEnv('RATE_LIMIT_PER_MINUTE', '1')
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json([]))
    vi.spyOn(console, 'error').mockImplementation(() => {})
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const ip = randomUUID()
    await ask(contract, { ip })
    await ask(contract, { ip })
    const { status, problem, headers } = await ask(contract, { ip })
    expect(status).toBe(429)
    expect(problem.code).toBe('too_many_requests')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

// A vendor adds its own query to the URL that it returns people to (302).
const withInput = addresses.filter(
  ({ contract }) => contract.status !== 302 && (contract.params ?? contract.query ?? contract.body),
)
describe.each(withInput)('$name', ({ contract }) => {
  if (contract.body)
    test('400 when the body is not JSON', async () => {
      const { status, problem } = await askAs(contract, ann, { rawBody: '{"half":' })
      expect(status).toBe(400)
      expect(problem).toMatchObject({ code: 'invalid_input', issues: [{ message: 'The body is not JSON.' }] })
    })

  if (contract.body)
    test('400 names an unknown field', async () => {
      const body = { ...SAMPLE_REQUESTS[nameOf(contract)]?.body, workspace_id: randomUUID() }
      const { status, problem } = await askAs(contract, ann, { body })
      expect(status).toBe(400)
      expect(problem.issues).toContainEqual({ path: 'workspace_id', message: 'This field is not known here.' })
    })

  if (contract.body)
    test('413 when the body is larger than 1 MB', async () => {
      const { status, problem } = await askAs(contract, ann, {
        rawBody: JSON.stringify({ title: 'x'.repeat(1024 * 1024) }),
      })
      expect(status).toBe(413)
      expect(problem.code).toBe('body_too_large')
    })

  if (contract.query)
    test('400 names an unknown query parameter', async () => {
      const { status, problem } = await askAs(contract, ann, { query: { colour: 'red' } })
      expect(status).toBe(400)
      expect(problem.issues?.map(({ path }) => path)).toEqual(['colour'])
    })

  if (contract.path.includes(':'))
    test('400 for a malformed path parameter', async () => {
      const params = Object.fromEntries(
        [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => [String(name), 'nonsense']),
      )
      const { status, problem } = await askAs(contract, ann, { params })
      expect(status).toBe(400)
      expect(problem.issues?.map(({ path }) => path)).toEqual(Object.keys(params))
    })
})

// A person of their own: writes of one person are limited by the minute.
describe.each(addresses.filter(({ contract }) => contract.idempotent))('$name', ({ contract }) => {
  const remember = (key: string, fingerprint: string) =>
    api.host.sql(
      `insert into private.idempotency_keys (user_id, key, fingerprint, locked_until) values ($1, $2, $3, now() + interval '1 minute')`,
      [eve.userId, key, fingerprint],
    )

  test('422 when the key was used for another request', async () => {
    const key = randomUUID()
    await remember(key, 'another request')
    const { status, problem } = await askAs(contract, eve, { headers: { 'idempotency-key': key } })
    expect(status).toBe(422)
    expect(problem.code).toBe('idempotency_key_reused')
  })

  test('409 while the same request is running', async () => {
    const key = randomUUID()
    const { params = {}, body } = SAMPLE_REQUESTS[nameOf(contract)] ?? {}
    const path = contract.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    await remember(
      key,
      createHash('sha256')
        .update(`${contract.method} ${path}\n${body ? JSON.stringify(body) : ''}`)
        .digest('hex'),
    )
    const { status, problem } = await askAs(contract, eve, { headers: { 'idempotency-key': key } })
    expect(status).toBe(409)
    expect(problem.code).toBe('request_in_progress')
  })
})

describe.each(withAudience('machine'))('$name', ({ contract }) => {
  test.each([
    ['no secret', {}],
    ['a wrong secret', { 'x-webhook-secret': 'wrong' }],
  ])('401 with %s', async (_, headers) => {
    const { status, problem } = await ask(contract, { headers })
    expect(status).toBe(401)
    expect(problem.code).toBe('secret_invalid')
  })

  test('401 while no secret is configured, even without one', async () => {
    vi.stubEnv('WEBHOOK_SECRET', '')
    expect((await ask(contract, { headers: { 'x-webhook-secret': '' } })).status).toBe(401)
  })
})

describe.each(withAudience('webhook'))('$name', ({ contract }) => {
  test.each([
    ['no signature', {}],
    ['an empty signature', { 'aftership-hmac-sha256': '' }],
    ['what is no signature', { 'aftership-hmac-sha256': 'nonsense' }],
    ['the signature of another body', { 'aftership-hmac-sha256': hmac('{}', EVENT_SECRET) }],
  ])('401 with %s', async (_, headers) => {
    const { status, problem } = await askAs(contract, ann, { headers })
    expect(status).toBe(401)
    expect(problem.code).toBe('signature_invalid')
  })

  test('401 while no secret is configured, even when signed with nothing', async () => {
    const { rawBody } = signedEvent()
    vi.stubEnv('AFTERSHIP_WEBHOOK_SECRET', '')
    const headers = { 'aftership-hmac-sha256': hmac(rawBody, '') }
    expect((await ask(contract, { rawBody, headers })).status).toBe(401)
  })
})

test('401 with a token that never expires, or that names nobody', async () => {
  const me = allContracts.find(({ method, path }) => method === 'GET' && path === '/api/me')
  if (!me) throw new Error('GET /api/me is gone')
  const claims = { aud: 'authenticated', role: 'authenticated' }
  for (const half of [{ sub: ann.userId }, { exp: 4_000_000_000 }]) {
    const accessToken = await signed({ ...claims, ...half })
    const { status, problem } = await ask(me, { as: { ...ann, accessToken } })
    expect({ status, code: problem.code }).toEqual({ status: 401, code: 'not_signed_in' })
  }
  const accessToken = await signed({ ...claims, sub: ann.userId, exp: 4_000_000_000 })
  expect((await ask(me, { as: { ...ann, accessToken } })).status).toBe(200)
})

describe.each(addresses)('$name', ({ contract }) => {
  test('its answer, and its refusal, say that they are data', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    for (const { headers } of [await ask(contract), await askAs(contract, ann)]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8,}/)
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })
})

describe('from another origin', () => {
  const me = allContracts.find(({ method, path }) => method === 'GET' && path === '/api/me')

  test.each([
    ['the dashboard', () => process.env.SITE_URL ?? '', true],
    ['a configured extension', () => 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', true],
    ['another extension', () => 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba', false],
    ['a stranger', () => 'https://evil.example', false],
  ])('%s may read an answer only if it is one of our origins', async (_, origin, isAllowed) => {
    vi.stubEnv('ALLOWED_EXTENSION_IDS', 'abcdefghijklmnopabcdefghijklmnop')
    if (!me) throw new Error('GET /api/me is gone')
    const { headers } = await askAs(me, ann, { headers: { origin: origin() } })
    expect(headers.get('access-control-allow-origin')).toBe(isAllowed ? origin() : null)
    expect(headers.get('vary')).toBe('origin')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})
