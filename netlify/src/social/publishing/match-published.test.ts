import { describe, expect, test } from 'vitest'
import { matchPublished } from './match-published.ts'

const ASKED = '2026-11-30T10:00:00Z'
const media = (id: string, text: string, postedAt: string) => ({ id, text, postedAt, permalink: null })
const job = (rivals: { media_ids: string[]; unsettled: number } = { media_ids: [], unsettled: 0 }) => ({
  text: 'Look at this ☕\nhttps://example.com',
  publishAt: ASKED,
  rivals,
})

describe('which post of the network a job is', () => {
  test('the one with its text that came out after it was asked for', () => {
    const listed = [
      media('newest', 'Somebody else', '2026-11-30T10:00:20Z'),
      media('mine', 'Look at this ☕\r\nhttps://example.com ', '2026-11-30T10:00:05Z'),
    ]
    expect(matchPublished(listed, job())?.id).toBe('mine')
  })

  test.each([
    ['none has the text', [media('a', 'Look at this', '2026-11-30T10:00:05Z')], job()],
    ['it came out long before', [media('a', job().text, '2026-11-30T09:58:00Z')], job()],
    ['it came out hours after', [media('a', job().text, '2026-11-30T13:00:00Z')], job()],
    [
      'two could be it',
      [media('a', job().text, '2026-11-30T10:00:05Z'), media('b', job().text, '2026-11-30T10:00:06Z')],
      job(),
    ],
    ['it is another job’s', [media('a', job().text, '2026-11-30T10:00:05Z')], job({ media_ids: ['a'], unsettled: 0 })],
    [
      'another job with that text is open',
      [media('a', job().text, '2026-11-30T10:00:05Z')],
      job({ media_ids: [], unsettled: 1 }),
    ],
    ['nothing is listed', [], job()],
  ])('none when %s', (_, listed, of) => {
    expect(matchPublished(listed, of)).toBeNull()
  })

  test('of two with the text, the one that no other job is', () => {
    const listed = [media('b', job().text, '2026-11-30T10:00:09Z'), media('a', job().text, '2026-11-30T10:00:05Z')]
    expect(matchPublished(listed, job({ media_ids: ['b'], unsettled: 0 }))?.id).toBe('a')
  })

  test('one of an earlier request for the same container', () => {
    const listed = [media('a', job().text, '2026-11-30T09:56:00Z')]
    const madeAt = '2026-11-30T09:55:30Z'
    expect(matchPublished(listed, { ...job(), madeAt })?.id).toBe('a')
    expect(matchPublished([media('a', job().text, '2026-11-30T09:54:00Z')], { ...job(), madeAt })).toBeNull()
  })

  test('composed and decomposed letters are one text', () => {
    const listed = [media('a', 'Cafe\u0301', '2026-11-30T10:00:05Z')]
    expect(matchPublished(listed, { ...job(), text: 'Café' })?.id).toBe('a')
  })
})
