import { expect, test, vi } from 'vitest'
import { fc, runs } from '#core/testing/property.ts'
import { answerByTable, type HandlersOf } from './handle-messages.ts'
import { type MessageTable, messages, tabMessages } from './messages.ts'

const OWN = 'abcdefghijklmnopabcdefghijklmnop'
const OTHER = 'ponmlkjihgfedcbaponmlkjihgfedcba'

const SENDERS = {
  page: { id: OWN, url: `chrome-extension://${OWN}/src/sidepanel/panel.html` },
  dashboard: { id: OWN, url: 'http://127.0.0.1:8888/settings/account' },
  content: { id: OWN, url: 'https://www.amazon.com/create/post' },
  extension: { id: OTHER, url: `chrome-extension://${OTHER}/panel.html` },
  'website with our id in its URL': { url: `https://evil.example/chrome-extension://${OWN}/` },
  website: { url: 'https://www.amazon.com/create/post' },
  nobody: {},
}
type Who = keyof typeof SENDERS

const TABLES: readonly [string, MessageTable][] = [
  ['to the background', messages],
  ['to a tab', tabMessages],
]

/** Handlers that only note that they were reached. */
function spies(table: MessageTable) {
  const reached = vi.fn()
  const handlers: HandlersOf<MessageTable> = Object.fromEntries(
    Object.keys(table).map((name) => [name, async () => void reached(name)]),
  )
  return { reached, handlers }
}

const known = [...Object.keys(messages), ...Object.keys(tabMessages)]
const name = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom(...known).map((text) => text.toUpperCase()),
  fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', ''),
  fc.string(),
  fc.anything(),
)
const message = fc.oneof(
  fc.record({ name, input: fc.anything() }),
  fc.record({ name, input: fc.anything(), from: fc.constant('page'), sender: fc.constant(SENDERS.page) }),
  fc.record({ name: fc.constantFrom(...known) }),
  fc.anything({ withNullPrototype: true }),
)
const who = fc.constantFrom<Who>(
  'page',
  'dashboard',
  'content',
  'extension',
  'website with our id in its URL',
  'website',
  'nobody',
)

test.each(TABLES)('%s, no message gets in that the table does not list for its sender', async (_to, table) => {
  const { reached, handlers } = spies(table)
  await fc.assert(
    fc.asyncProperty(message, who, async (sent, from) => {
      reached.mockClear()
      const reply = await answerByTable(table, handlers, OWN, sent, SENDERS[from])
      const [[got] = []] = reached.mock.calls
      expect(reply.ok).toBe(got !== undefined)
      if (got === undefined) return
      expect(table[got]?.from).toBe(from)
      expect(table[got]?.input.safeParse((sent as { input?: unknown }).input).success).toBe(true) // safe: it was accepted
    }),
    runs(1000),
  )
})

test.each(TABLES)('%s, what the table lists for one sender is closed to every other', async (_to, table) => {
  const { reached, handlers } = spies(table)
  for (const [listed, { from }] of Object.entries(table)) {
    for (const [sender, as] of Object.entries(SENDERS)) {
      if (sender !== from)
        expect(await answerByTable(table, handlers, OWN, { name: listed }, as)).toEqual({ ok: false, error: 'refused' })
    }
  }
  expect(reached).not.toHaveBeenCalled()
})
