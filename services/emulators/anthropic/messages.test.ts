import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'

let anthropic: TestEmulator
beforeAll(async () => {
  anthropic = await startTestEmulator('anthropic')
})
beforeEach(() => anthropic.control.reset())
afterAll(() => anthropic.close())

const tool = {
  name: 'answer',
  input_schema: {
    type: 'object',
    properties: { verdict: { type: 'string', enum: ['yes', 'no'] }, reason: { type: 'string' } },
    required: ['verdict', 'reason'],
  },
}
const request = {
  model: 'claude-emulated-1',
  max_tokens: 300,
  messages: [{ role: 'user', content: 'Is it?' }],
  tools: [tool],
  tool_choice: { type: 'tool', name: 'answer' },
}

async function ask(body: unknown, headers: Record<string, string | undefined> = {}) {
  const all = {
    'x-api-key': anthropic.env.ANTHROPIC_API_KEY,
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
    ...headers,
  }
  const sent = Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const response = await fetch(`${anthropic.url}/v1/messages`, {
    method: 'POST',
    headers: sent,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const json = async (...given: Parameters<typeof ask>) => {
  const { text, ...rest } = await ask(...given)
  return { ...rest, body: JSON.parse(text) }
}

test('a forced tool is called with an input that its schema allows', async () => {
  const { status, body } = await json(request)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    type: 'message',
    stop_reason: 'tool_use',
    content: [{ type: 'tool_use', name: 'answer', input: { verdict: 'yes', reason: 'An emulated answer.' } }],
  })
})

test('seeded answers may break the schema, be words, or break off', async () => {
  await anthropic.control.seed({
    answers: [
      { when: 'A', input: { verdict: 'perhaps' } },
      { when: 'B', text: 'I would rather not.' },
      { when: 'C', is_malformed: true },
    ],
  })
  const about = (content: string) => ({ ...request, messages: [{ role: 'user', content }] })
  expect((await json(about('A'))).body.content[0].input).toEqual({ verdict: 'perhaps' })
  expect((await json(about('B'))).body).toMatchObject({ stop_reason: 'end_turn', content: [{ type: 'text' }] })
  const { status, text } = await ask(about('C'))
  expect(status).toBe(200)
  expect(() => JSON.parse(text)).toThrow()
})

test('an answer longer than max_tokens is cut', async () => {
  expect((await json({ ...request, max_tokens: 5 })).body).toMatchObject({
    stop_reason: 'max_tokens',
    content: [{ input: {} }],
  })
})

test.each([
  ['no key', { 'x-api-key': undefined }, 401, 'authentication_error'],
  ['a key of another shape', { 'x-api-key': 'mine' }, 401, 'authentication_error'],
  ['no version', { 'anthropic-version': undefined }, 400, 'invalid_request_error'],
  ['an unknown version', { 'anthropic-version': '2020-01-01' }, 400, 'invalid_request_error'],
])('%s is refused', async (_, headers, status, type) => {
  expect(await json(request, headers)).toMatchObject({ status, body: { type: 'error', error: { type } } })
})

test.each([
  ['not JSON', '{'],
  ['no messages', { ...request, messages: [] }],
  ['no max_tokens', { ...request, max_tokens: undefined }],
  ['an assistant first', { ...request, messages: [{ role: 'assistant', content: 'Yes' }] }],
  ['an unknown field', { ...request, speed: 'fast' }],
  ['a tool that is not there', { ...request, tool_choice: { type: 'tool', name: 'other' } }],
  ['a tool choice without tools', { ...request, tools: undefined }],
  ['a schema that is no object', { ...request, tools: [{ ...tool, input_schema: { type: 'string' } }] }],
])('400 for %s', async (_, body) => {
  expect(await json(body)).toMatchObject({ status: 400, body: { error: { type: 'invalid_request_error' } } })
})

test('404 for an unknown model, 529 while overloaded, 429 with a wait, 401 for a revoked key', async () => {
  expect(await json({ ...request, model: 'claude-0' })).toMatchObject({
    status: 404,
    body: { error: { type: 'not_found_error' } },
  })
  await anthropic.control.seed({ overloaded: 1 })
  expect(await json(request)).toMatchObject({ status: 529, body: { error: { type: 'overloaded_error' } } })
  expect((await json(request)).status).toBe(200)
  await anthropic.control.seed({ limit: { requests: 1, window_ms: 30_000 } })
  const limited = await json(request)
  expect(limited).toMatchObject({ status: 429, body: { error: { type: 'rate_limit_error' } } })
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  await anthropic.control.run('clock', { advance_ms: 31_000 })
  expect((await json(request)).status).toBe(200)
  await anthropic.control.seed({ rejected_keys: [anthropic.env.ANTHROPIC_API_KEY ?? ''] })
  expect((await json(request)).status).toBe(401)
})
