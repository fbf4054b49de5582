import { describe, expect, test } from 'vitest'
import { describeMessage, MAX_MESSAGE_BYTES, MessageKind, MessageText, messageBytes } from './message.ts'
import { describeSendFailure } from './reasons.ts'

describe('the length of a message', () => {
  test.each([
    ['a', 1],
    ['é', 2],
    ['日本', 6],
    ['👍', 4],
    ['👩‍👩‍👧‍👦', 25],
    ['a\r\nb\rc\nd', 7],
    ['', 0],
  ])('%j has the bytes that Instagram counts', (text, bytes) => {
    expect(messageBytes(text)).toBe(bytes)
  })

  test.each(['a', 'é', '👍', '日'])('exactly 1,000 bytes of %s are taken, one more is not', (character) => {
    const size = messageBytes(character)
    const most = character.repeat(Math.floor(MAX_MESSAGE_BYTES / size))
    const filled = most + 'x'.repeat(MAX_MESSAGE_BYTES - messageBytes(most))
    expect(MessageText.parse(`  ${filled}\n`)).toBe(filled)
    const refused = MessageText.safeParse(`${filled}x`)
    expect(refused.error?.issues[0]?.message).toContain('This has 1001')
  })

  test.each(['', '   ', '\n\r\n'])('%j is nothing to send', (text) => {
    expect(MessageText.safeParse(text).error?.issues[0]?.message).toBe('Write something first.')
  })
})

test('every kind has words for the list, and a deleted message never shows its text', () => {
  for (const kind of MessageKind.options) {
    if (kind !== 'text') expect(describeMessage({ kind, text: null })).not.toBe('')
  }
  expect(describeMessage({ kind: 'deleted', text: 'secret' })).toBe('Message deleted')
  expect(describeMessage({ kind: 'image', text: 'look' })).toBe('look')
})

test.each([
  ['graph.10.2534022', 'may not send messages'],
  ['graph.100.99', 'Change the text'],
  ['graph.230.0', 'allow messages'],
  ['graph.-1.0', 'Nothing was sent'],
  ['window_closed', 'time to reply is over'],
  ['something_new', 'Nothing was sent'],
])('a person can act on %s', (code, words) => {
  expect(describeSendFailure(code)).toContain(words)
})
