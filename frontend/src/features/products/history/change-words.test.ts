import { describe, expect, test } from 'vitest'
import { sampleChange, sampleProduct } from '#app/testing/samples.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { changeTitle, leftWords, lineageOf } from './change-words.ts'

const lamp = sampleProduct({ asin: 'B07XJQW9K2' })
const of = (change: Partial<ChangeSet>) => sampleChange(lamp, change)
const binned = (deleted_at: string | null): Partial<ChangeSet> => ({
  fields: ['deleted_at'],
  products: [{ product_id: lamp.id, asin: lamp.asin, title: null, currency: 'USD', before: {}, after: { deleted_at } }],
})
const title = (change: ChangeSet, known: ChangeSet[] = []) => changeTitle(change, lineageOf(change, known))

describe('a change in one line', () => {
  test.each<[string, Partial<ChangeSet>]>([
    ['Brand of B07XJQW9K2', {}],
    ['Brand and notes of B07XJQW9K2', { fields: ['notes', 'brand'] }],
    [
      'Title, brand and video title of B07XJQW9K2',
      { fields: ['brand', 'is_video_title_typed', 'title', 'video_title'] },
    ],
    ['Video title of B07XJQW9K2', { fields: ['is_video_title_typed'] }],
    ['Status of 3 products', { kind: 'bulk', fields: ['status_id'], product_count: 3 }],
    ['Added B07XJQW9K2', { kind: 'add', fields: [] }],
    ['Added 3 products', { kind: 'add', fields: [], product_count: 3 }],
    ['Imported 3 products', { kind: 'import', fields: ['brand'], product_count: 3 }],
    ['Deleted B07XJQW9K2', binned('2026-11-20T10:00:00+00:00')],
    ['Restored B07XJQW9K2', binned(null)],
    ['Deleted 1 product', { fields: ['deleted_at'], products: [] }],
  ])('%s', (words, change) => {
    expect(title(of(change))).toBe(words)
  })

  test('an undo names what it undid, and an undo of that says so', () => {
    const added = of({ kind: 'add', fields: [] })
    const undo = of({ kind: 'undo', undo_of: added.id, ...binned('2026-11-20T10:00:00+00:00') })
    const redo = of({ kind: 'undo', undo_of: undo.id, ...binned(null) })
    const known = [redo, undo, added]
    expect(known.map((change) => title(change, known))).toEqual([
      'Redid: adding B07XJQW9K2',
      'Undid: adding B07XJQW9K2',
      'Added B07XJQW9K2',
    ])
    expect(title(undo)).toBe('Undid: moving B07XJQW9K2 to or from Trash')
  })
})

test.each<[string | undefined, string[][]]>([
  [undefined, []],
  ['Brand was changed since and stays.', [['brand']]],
  ['Brand and notes were changed since and stay.', [['notes', 'brand']]],
  ['B07XJQW9K2 was changed since and stays.', [['asin']]],
])('what an undo skipped in one product: %s', (words, fields) => {
  const left = fields.map((fields) => ({ product_id: lamp.id, asin: lamp.asin, fields }))
  expect(leftWords({ left }, true)).toBe(words)
})

test('what an undo skipped in several products is named by the first and counted', () => {
  const left = ['B07XJQW9K2', 'B000000002'].map((asin) => ({ product_id: lamp.id, asin, fields: ['brand'] }))
  expect(leftWords({ left }, false)).toBe('Brand of B07XJQW9K2 and 1 more product were changed since and stay.')
  // An answer names a thousand products at most.
  expect(leftWords({ left, left_count: 50_000 }, false)).toContain('and 49,999 more products were')
})

test.each([
  ['crm_statuses', 'deleted', 'Deleting status “Ordered”'],
  ['crm_fields', 'deleted', 'Deleting field “Ordered”'],
  ['crm_fields', 'options', 'Removing options of field “Ordered”'],
] as const)('%s that was %s is named, with and without products', (list, change, words) => {
  const entries = [{ list, name: 'Ordered', change }]
  const deletion = sampleChange(sampleProduct(), { kind: 'bulk', product_count: 0, fields: [], products: [], entries })
  expect(title(deletion)).toBe(words)
  const undone = sampleChange(sampleProduct(), {
    kind: 'undo',
    undo_of: deletion.id,
    fields: ['status_id'],
    entries: [{ list, name: 'Ordered', change: 'added' }],
  })
  expect(title(undone, [deletion, undone])).toBe(`Undid: ${words.charAt(0).toLowerCase()}${words.slice(1)}`)
})
