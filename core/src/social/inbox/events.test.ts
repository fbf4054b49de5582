import { describe, expect, test } from 'vitest'
import { readInboxEvents } from './events.ts'

const ACCOUNT = '17841400000000000'
const AT = 1_763_800_000_000
const item = (part: object) => ({ sender: { id: 'ann' }, recipient: { id: ACCOUNT }, timestamp: AT, ...part })
const read = (...items: unknown[]) =>
  readInboxEvents({ object: 'instagram', entry: [{ id: ACCOUNT, time: AT, messaging: items }] }, () => 'named')
const first = (part: object) => read(item({ message: { mid: 'm_1', ...part } })).events[0]

describe('a message of a webhook', () => {
  test('is read with its sender, time and text', () => {
    expect(first({ text: 'hi' })).toEqual({
      type: 'message',
      account_id: ACCOUNT,
      participant_id: 'ann',
      mid: 'm_1',
      direction: 'in',
      kind: 'text',
      text: 'hi',
      attachments: [],
      story_url: null,
      at: '2025-11-22T08:26:40.000Z',
      edits: 0,
      is_message: true,
    })
  })

  test.each([
    ['an image', { attachments: [{ type: 'image', payload: { url: 'https://cdn.example/a.jpg' } }] }, 'image'],
    ['several images', { attachments: [{ type: 'image' }, { type: 'image' }], text: 'two' }, 'image'],
    ['a video', { attachments: [{ type: 'video' }] }, 'video'],
    ['a voice message', { attachments: [{ type: 'audio' }] }, 'audio'],
    ['a PDF', { attachments: [{ type: 'file' }] }, 'file'],
    ['a shared post of today', { attachments: [{ type: 'ig_post' }] }, 'share'],
    ['a shared post of before', { attachments: [{ type: 'share' }] }, 'share'],
    ['a shared reel', { attachments: [{ type: 'ig_reel' }] }, 'share'],
    ['a story mention without text', { attachments: [{ type: 'story_mention' }] }, 'story_mention'],
    [
      'a reply to a story',
      { text: 'wow', reply_to: { story: { id: '1', url: 'https://cdn.example/s' } } },
      'story_reply',
    ],
    ['a reply to a message', { text: 'yes', reply_to: { mid: 'm_0' } }, 'text'],
    ['what Instagram does not show to apps', { is_unsupported: true }, 'unsupported'],
    ['a kind of tomorrow', { attachments: [{ type: 'hologram', payload: 7 }] }, 'unsupported'],
    ['a kind named like a method', { attachments: [{ type: 'constructor' }] }, 'unsupported'],
    ['nothing at all', {}, 'unsupported'],
    ['a deletion', { is_deleted: true, text: 'gone' }, 'deleted'],
  ])('%s', (_, part, kind) => {
    expect(first(part)).toMatchObject({ kind, mid: 'm_1' })
  })

  test('a deletion keeps no text and is not the message itself', () => {
    expect(first({ is_deleted: true, text: 'gone' })).toMatchObject({ text: null, is_message: false })
  })

  test('an echo belongs to the conversation with the other person, with or without its flag', () => {
    for (const flag of [{ is_echo: true }, {}]) {
      const swapped = { sender: { id: ACCOUNT }, recipient: { id: 'ann' }, timestamp: AT }
      expect(read({ ...swapped, message: { mid: 'm_2', text: 'hello', ...flag } }).events).toMatchObject([
        { direction: 'out', participant_id: 'ann' },
      ])
    }
  })

  test('a message to oneself makes no conversation', () => {
    const self = {
      sender: { id: ACCOUNT },
      recipient: { id: ACCOUNT },
      timestamp: AT,
      message: { mid: 'm', text: 'x' },
    }
    expect(read(self)).toEqual({ events: [], ignored: 1, unreadable: 0 })
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://x/y', `https://x/${'a'.repeat(4000)}`])(
    'the link %.20s is not kept',
    (url) => {
      expect(first({ attachments: [{ type: 'image', payload: { url } }] })).toMatchObject({
        attachments: [{ kind: 'image', url: null }],
      })
    },
  )

  test('text in any script arrives whole, and absurd text is cut between characters', () => {
    expect(first({ text: '👩‍👩‍👧‍👦 日本 \u0000é' })).toMatchObject({ text: '👩‍👩‍👧‍👦 日本 é' })
    const event = first({ text: '👍'.repeat(20_000) })
    expect(event?.type === 'message' && event.text?.length).toBe(20_000)
  })
})

describe('what is told of a message', () => {
  test('a button opens the conversation like a message', () => {
    expect(read(item({ postback: { mid: 'm_3', title: 'Start', payload: 'GO' } })).events).toMatchObject([
      { kind: 'postback', text: 'Start', direction: 'in', is_message: true },
    ])
  })

  test('an edit brings the new text', () => {
    expect(read(item({ message_edit: { mid: 'm_1', text: 'better', num_edit: 2 } })).events).toMatchObject([
      { mid: 'm_1', text: 'better', edits: 2, is_message: false },
    ])
  })

  test('a reaction is no message, and is taken back', () => {
    const reaction = { mid: 'm_1', action: 'react', reaction: 'love', emoji: '❤️' }
    expect(read(item({ reaction }), item({ reaction: { mid: 'm_1', action: 'unreact' } })).events).toEqual([
      { type: 'reaction', account_id: ACCOUNT, participant_id: 'ann', mid: 'm_1', by: 'them', emoji: '❤️' },
      { type: 'reaction', account_id: ACCOUNT, participant_id: 'ann', mid: 'm_1', by: 'them', emoji: null },
    ])
  })

  test.each(['read', 'delivery', 'referral'])('%s is no message', (field) => {
    expect(read(item({ [field]: {} }))).toEqual({ events: [], ignored: 1, unreadable: 0 })
  })

  test('an event of an unknown kind is shown, under a name of its own', () => {
    expect(read(item({ hologram: { x: 1 } })).events).toMatchObject([{ kind: 'unsupported', mid: 'named' }])
  })
})

describe('one bad item does not take away the others', () => {
  const good = item({ message: { mid: 'm_1', text: 'hi' } })

  test.each([
    ['null', null],
    ['a number', 7],
    ['no sender', { recipient: { id: 'x' }, timestamp: AT, message: { mid: 'm' } }],
    ['no time', { sender: { id: 'a' }, recipient: { id: 'b' }, message: { mid: 'm' } }],
    ['a time of nowhere', item({ timestamp: 'soon' })],
    ['an empty sender', item({ sender: { id: '' } })],
  ])('%s', (_, bad) => {
    const found = read(good, bad, good)
    expect(found.events).toHaveLength(2)
    expect(found.unreadable).toBe(1)
  })

  test('a bad entry neither', () => {
    const payload = { object: 'instagram', entry: [{ id: {} }, 3, { id: ACCOUNT, messaging: [good] }, { id: ACCOUNT }] }
    expect(readInboxEvents(payload, String)).toMatchObject({ events: [{ mid: 'm_1' }], unreadable: 2 })
  })

  test('a message without its id is still shown', () => {
    expect(read(item({ message: { text: 'no id' } })).events).toMatchObject([
      { kind: 'text', text: 'no id', mid: 'named' },
    ])
  })
})

test('times in seconds, times as text, standby and changes are read alike', () => {
  const value = (timestamp: unknown) => item({ timestamp, message: { mid: 'm_1', text: 'hi' } })
  const payload = {
    object: 'instagram',
    entry: [
      {
        id: ACCOUNT,
        messaging: [value(AT / 1000), value(String(AT))],
        standby: [value(AT)],
        changes: [
          { field: 'messages', value: value(String(AT / 1000)) },
          { field: 'comments', value: {} },
        ],
      },
    ],
  }
  const found = readInboxEvents(payload, String)
  expect(found.events.map((event) => event.type === 'message' && event.at)).toEqual(
    Array(4).fill('2025-11-22T08:26:40.000Z'),
  )
  expect(found.ignored).toBe(1)
})

test.each([null, [], 'x', {}, { object: 'instagram' }, { object: 'instagram', entry: {} }])(
  'a payload like %j holds nothing',
  (payload) => {
    expect(readInboxEvents(payload, String)).toEqual({ events: [], ignored: 0, unreadable: 1 })
  },
)

test('events of pages are for another inbox', () => {
  expect(readInboxEvents({ object: 'page', entry: [{}, {}] }, String)).toEqual({
    events: [],
    ignored: 2,
    unreadable: 0,
  })
})
