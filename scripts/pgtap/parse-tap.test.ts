import { expect, test } from 'vitest'
import { parseTap } from './parse-tap.ts'

const rows = (...lines: string[]): Record<string, unknown>[] => lines.map((line) => ({ anything: line }))

test('passing assertions are counted', () => {
  expect(parseTap(rows('1..2', 'ok 1 - a', 'ok 2 - b'))).toEqual({ passed: 2, failures: [] })
})

test('a failure keeps its diagnostics', () => {
  const report = parseTap(
    rows('1..2', 'not ok 1 - a\n# Failed test 1: "a"\n#   have: 1', 'ok 2 - b', '# Looks like you failed 1'),
  )
  expect(report).toEqual({ passed: 1, failures: ['not ok 1 - a\n# Failed test 1: "a"\n#   have: 1'] })
})

test.each([
  ['without a plan', ['ok 1 - a'], 'ran no plan'],
  ['that ran too little', ['1..2', 'ok 1 - a'], 'says 2 assertions, 1 ran'],
])('a file %s fails', (_what, lines, complaint) => {
  expect(parseTap(rows(...lines)).failures.join()).toContain(complaint)
})

test('other results of a file are not read as TAP', () => {
  expect(parseTap([{ id: 7, name: 'okay' }, ...rows('1..1', 'ok 1 - a')])).toEqual({ passed: 1, failures: [] })
})
