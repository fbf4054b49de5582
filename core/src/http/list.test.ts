import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Instant } from '../time.ts'
import { listOf, readAnswer, rowsOf, unreadable, wholeListOf } from './list.ts'

const Lamp = z.object({
  id: z.string(),
  at: Instant,
  tags: z.array(z.string()).default([]),
  extra: z.object({ w: z.number() }).optional(),
})
const good = { id: 'a', at: '2026-11-22T10:00:00Z' }

describe('an answer is read row by row', () => {
  test('a bad row is named with its fields, and the rest stands', () => {
    const rows = [good, { id: 'b', at: 'infinity', tags: [1] }, { ...good, id: 'c' }]
    const read = readAnswer(listOf(Lamp), { items: rows, next_cursor: 'next', total: 3 })
    expect(read.items.map(({ id }) => id)).toEqual(['a', 'c'])
    expect(read).toMatchObject({ next_cursor: 'next', total: 3, unreadable: [{ id: 'b', fields: ['at', 'tags.0'] }] })
  })

  test.each([
    ['null', null, null],
    ['a text', 'lamp', null],
    ['no id', { at: good.at }, null],
    ['an id that is no text', { ...good, id: 7 }, null],
  ])('a row that is %s has no id', (_, row, id) => {
    const { items, unreadable: bad } = readAnswer(wholeListOf(Lamp), { items: [row, good] })
    expect(items).toHaveLength(1)
    expect(bad).toMatchObject([{ id }])
  })

  test('all rows may be bad', () => {
    expect(readAnswer(wholeListOf(Lamp), { items: [1, 2] })).toMatchObject({ items: [], unreadable: [{}, {}] })
  })

  test('of lists in lists the innermost row is left out', () => {
    const Group = z.object({ id: z.string(), lamps: rowsOf(Lamp) })
    const schema = z.object({ groups: rowsOf(Group), unreadable })
    const read = readAnswer(schema, {
      groups: [
        { id: 'g', lamps: [good, { id: 'x' }] },
        { id: 'h', lamps: 'none' },
      ],
    })
    expect(read.groups).toMatchObject([{ id: 'g', lamps: [{ id: 'a' }] }])
    expect(read.unreadable).toEqual([
      { id: 'x', fields: ['at'] },
      { id: 'h', fields: ['lamps'] },
    ])
  })

  test('the browser keeps what the server could not read', () => {
    const sent = { items: [good], next_cursor: null, unreadable: [{ id: 'b', fields: ['at'] }] }
    expect(readAnswer(listOf(Lamp), { ...sent, items: [good, {}] }).unreadable).toHaveLength(2)
    expect(readAnswer(listOf(Lamp), sent).unreadable).toEqual(sent.unreadable)
  })

  test.each([
    ['the page around the rows', listOf(Lamp), { items: [good], next_cursor: 7 }],
    ['a missing list', listOf(Lamp), { next_cursor: null }],
    ['one row that was asked for', Lamp, { id: 'b', at: 'infinity' }],
    ['an array that is part of a row', Lamp, { ...good, tags: [1] }],
  ])('%s is no row: the answer is refused', (_, schema, answer) => {
    expect(() => readAnswer(schema, answer)).toThrow(z.ZodError)
  })
})
