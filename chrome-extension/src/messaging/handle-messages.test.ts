import { expect, test, vi } from 'vitest'
import { answerMessage, type Handlers } from './handle-messages.ts'

const OWN = 'abcdefghijklmnopabcdefghijklmnop'
const page = { id: OWN, url: `chrome-extension://${OWN}/src/sidepanel/panel.html` }
const dashboard = { id: OWN, url: 'http://127.0.0.1:8890/settings' }
const amazon = { id: OWN, url: 'https://www.amazon.com/creatorhub/video/upload' }
const CODE = 'c'.repeat(43)
const VIDEO = '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d'

const handlers: Handlers = {
  'downloads/start': vi.fn(async () => {
    throw new Error('The disk is full.')
  }),
  'downloads/cancel': vi.fn(async () => null),
  'downloads/show': vi.fn(async () => true),
  'downloads/refresh': vi.fn(async () => null),
  'outbox/send': vi.fn(async () => null),
  'session/is-signed-in': vi.fn(async () => true),
  'panel/open': vi.fn(async () => null),
  'session/take-code': vi.fn(async () => 'signed_in' as const),
}
const ask = (message: unknown, sender: { id?: string; url?: string }) => answerMessage(handlers, OWN, message, sender)
const refused = { ok: false, error: 'refused' }

test('the panel gets its answer', async () => {
  expect(await ask({ name: 'downloads/show', input: { video_id: VIDEO, language: null } }, page)).toEqual({
    ok: true,
    value: true,
  })
  expect(await ask({ name: 'downloads/refresh' }, page)).toEqual({ ok: true, value: null })
})

test('a failure is answered as its sentence', async () => {
  const reply = await ask({ name: 'downloads/start', input: { video_id: VIDEO, language: null } }, page)
  expect(reply).toEqual({ ok: false, error: 'The disk is full.' })
})

test.each([
  ['another extension', { id: 'ponmlkjihgfedcbaponmlkjihgfedcba', url: page.url }],
  ['a page without an extension', { url: page.url }],
  ['a content script', dashboard],
  ['a page that looks like ours', { id: OWN, url: `https://evil.example/chrome-extension://${OWN}/` }],
  ['a sender without an address', { id: OWN }],
])('%s may not start downloads', async (_who, sender) => {
  expect(await ask({ name: 'downloads/start', input: { video_id: VIDEO, language: null } }, sender)).toEqual(refused)
})

test('only the dashboard hands codes over', async () => {
  const message = { name: 'session/take-code', input: { code: CODE } }
  expect(await ask(message, dashboard)).toEqual({ ok: true, value: 'signed_in' })
  for (const sender of [page, amazon, { ...dashboard, url: 'https://127.0.0.1:8890/' }, { url: dashboard.url }]) {
    expect(await ask(message, sender)).toEqual(refused)
  }
})

test('C-9: Chrome opens the panel within the click, so the handler runs before anything is awaited', async () => {
  const answer = ask({ name: 'panel/open' }, dashboard)
  expect(handlers['panel/open']).toHaveBeenCalledOnce()
  expect(await answer).toEqual({ ok: true, value: null })
})

test('a content script may send only messages declared for it', async () => {
  expect(await ask({ name: 'session/is-signed-in' }, dashboard)).toEqual({ ok: true, value: true })
  expect(await ask({ name: 'session/is-signed-in' }, page)).toEqual(refused)
})

test.each([undefined, null, 'downloads/refresh', {}, { name: 'toString' }, { name: '__proto__' }, { name: 7 }])(
  'an unknown message is refused: %j',
  async (message) => {
    expect(await ask(message, page)).toEqual(refused)
  },
)

test.each([{}, { video_id: 'x' }, { video_id: VIDEO, url: 'https://evil.example' }])(
  'a malformed message is refused: %j',
  async (input) => {
    expect(await ask({ name: 'downloads/show', input }, page)).toEqual({ ok: false, error: 'invalid message' })
  },
)
