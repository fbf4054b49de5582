import { expect, test } from 'vitest'
import { describePack } from './describe-evidence.ts'
import { comparePacks, packOf } from './pack.ts'

type Fields = Parameters<typeof packOf>[0]
const fields = (change: Partial<Fields>): Fields => ({
  title: null,
  size: null,
  number_of_items: null,
  package_quantity: null,
  unit_count: null,
  ...change,
})
const counted = (value: number, type = 'Count') => ({ value, type, each: null })
const packed = (title: string | null, items: number | null = null, quantity: number | null = null, units?: number) =>
  packOf(
    fields({ title, number_of_items: items, package_quantity: quantity, unit_count: units ? counted(units) : null }),
  )

test.each([
  // title, number_of_items, package_quantity, units → count, inner, state
  ['4-Pack Mugs', 4, 4, undefined, 4, null, 'agreed'],
  ['4-Pack Mugs', null, null, undefined, 4, null, 'stated'],
  ['4-Pack Mugs', 16, null, undefined, null, null, 'unclear'],
  ['Mugs (Pack of 6)', 3, null, undefined, null, null, 'unclear'],
  ['Mugs (Pack of 6)', null, 1, undefined, null, null, 'unclear'],
  ['Mug', null, null, undefined, 1, null, 'assumed_one'],
  ['Mug', 1, 1, undefined, 1, null, 'agreed'],
  ['Mug', 1, null, undefined, 1, null, 'stated'],
  ['Mug', 6, 6, undefined, 6, null, 'agreed'],
  ['Mug', 6, 1, undefined, null, null, 'unclear'],
  ['AAA Batteries, 48 Count', 1, 1, 48, 48, null, 'agreed'],
  ['AAA Batteries', 1, 1, 48, 1, 48, 'agreed'],
  ['AAA Batteries', 2, 2, 48, 2, 24, 'agreed'],
  ['Tea, 20 Count (Pack of 6)', 6, null, 120, 6, 20, 'agreed'],
  ['Tea (Pack of 6)', 6, 6, 120, 6, 20, 'agreed'],
  ['Vitamin C, 120 Capsules', 1, 1, 120, 1, 120, 'agreed'],
  ['Vitamin C, 120 Capsules', null, null, 120, 1, 120, 'assumed_one'],
  ['Vitamin C, 120 Capsules', 2, 2, undefined, 2, 120, 'agreed'],
  ['Set of 4 Knives', 4, 1, undefined, 1, 4, 'agreed'],
  ['Pair of Gloves', 2, 1, undefined, 1, 2, 'agreed'],
  ['(2 Pack) (3 Pack)', 2, 2, 2, null, null, 'unclear'],
  ['Buy 2 Get 1 Mascara', 3, 3, undefined, null, null, 'unclear'],
  [null, 2, 3, undefined, null, null, 'unclear'],
  [null, null, null, undefined, null, null, 'unclear'],
  [null, 2, 2, undefined, 2, null, 'agreed'],
])('%s with %s items, quantity %s and %s units', (title, items, quantity, units, count, inner, state) => {
  expect(packed(title, items, quantity, units)).toMatchObject({ count, inner, state })
})

test('a unit that measures is no count', () => {
  expect(packOf(fields({ title: 'Olive Oil', unit_count: counted(16.9, 'Fl Oz') }))).toMatchObject({ count: 1 })
  expect(packOf(fields({ title: 'Olive Oil', unit_count: counted(500, 'millilitre') }))).toMatchObject({ count: 1 })
  expect(packOf(fields({ title: 'Seife', unit_count: counted(3, 'Stück') }))).toMatchObject({ count: 3 })
})

test('a size that names a pack counts as a field of its own', () => {
  expect(packOf(fields({ title: 'Mugs, Pack of 6', size: '6 Pack' }))).toMatchObject({ count: 6, state: 'agreed' })
  expect(packOf(fields({ title: 'Mugs, Pack of 6', size: '2 Pack' }))).toMatchObject({ count: null, state: 'unclear' })
  expect(packOf(fields({ title: 'Mugs', size: '2 Pack' }))).toMatchObject({ count: 2, state: 'stated' })
  expect(packOf(fields({ title: 'Shirt', size: 'XL' }))).toMatchObject({ count: 1, state: 'assumed_one' })
})

test.each([
  [packed('4-Pack', 4, 4), '4 packs (three fields agree)'],
  [packed('4-Pack'), '4 packs (the title says “4-Pack”)'],
  [packed('Mug'), 'a single product (nothing says otherwise)'],
  [packed('Tea, 20 Count (Pack of 6)', 6), '6 packs of 20 (two fields agree)'],
  [
    packed('Pack of 6', 3),
    'an unclear pack size (the title says “Pack of 6” and the number of items says 3, and they disagree)',
  ],
])('%#: a pack in words', (pack, words) => {
  expect(describePack(pack)).toBe(words)
})

test.each([
  [packed('4-Pack', 4, 4), packed('Pack of 4'), 'same'],
  [packed('Mug', 1), packed('Pack of 6'), 'different'],
  [packed('Mug'), packed('Pack of 6'), 'unclear'],
  [packed('Mug'), packed('Mug'), 'same'],
  [packed('48 Count'), packed('Batteries', 1, 1, 48), 'same'],
  [packed('48 Count'), packed('2 Pack (24 Count)'), 'unclear'],
  [packed('Pack of 2, 24 Count'), packed('2 Pack, 12 Count'), 'different'],
  [packed('Set of 4'), packed('Set of 6'), 'different'],
  [packed('Pair of Gloves'), packed('Gloves 2-Pack'), 'unclear'],
  [packed('Pack of 6', 3), packed('Pack of 6', 3), 'unclear'],
])('%#: two packs compared, whichever comes first', (a, b, verdict) => {
  expect([comparePacks(a, b), comparePacks(b, a)]).toEqual([verdict, verdict])
})
