import { expect, test } from 'vitest'
import { csvLine, guardCell, withoutGuard } from './cell-text.ts'
import { fc } from './testing/property.ts'

test.each(['=cmd|/c calc', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=x", "''=x"])('%j is guarded', (text) => {
  expect(guardCell(text)).toBe(`'${text}`)
})

test.each(['Lamp', 'a=b', "'twas", ''])('%j needs no guard', (text) => {
  expect(guardCell(text)).toBe(text)
})

test('a guarded cell is read back as the original text', () => {
  fc.assert(fc.property(fc.string(), (text) => withoutGuard(guardCell(text)) === text))
  const dangerous = fc.array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a')).map((chars) => chars.join(''))
  fc.assert(fc.property(dangerous, (text) => withoutGuard(guardCell(text)) === text))
})

test('a line quotes what a reader would split or trim', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', '\t01', ''])).toBe('a,"b,c","d""e","f\ng","\t01",')
})
