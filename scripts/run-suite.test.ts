import { beforeEach, expect, test, vi } from 'vitest'
import { countPlain, countPlaywright, countVitest, runSuite } from './run-suite.ts'

// A suite says its counts aloud; these are not ours.
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

test.each([
  ['      Tests  3 failed | 25 passed | 2 skipped (30)\n', { passed: 25, failed: 3 }],
  ['      Tests  25 passed (25)\n', { passed: 25, failed: 0 }],
  ['Error: no test files found', undefined],
])('vitest: %s', (output, counts) => {
  expect(countVitest(output)).toEqual(counts)
})

test.each([
  ['  1 failed\n    [x] › y\n  11 passed (1.2m)\n', { passed: 11, failed: 1 }],
  ['  11 passed (12s)\n', { passed: 11, failed: 0 }],
  ['  1 flaky\n  10 passed (12s)\n', { passed: 10, failed: 1 }],
  ['  1 failed\n  3 did not run\n', { passed: 0, failed: 4 }],
  ['Error: browser not found', undefined],
])('Playwright: %s', (output, counts) => {
  expect(countPlaywright(output)).toEqual(counts)
})

test('plain: the last line counts', () => {
  expect(countPlain('1 passed, 1 failed\nagain\n7 passed, 0 failed\n')).toEqual({ passed: 7, failed: 0 })
})

const node = (code: string) => ({ name: 'test', command: process.execPath, args: ['-e', code] })

test('a suite that crashes without counting is a failure', async () => {
  expect(await runSuite({ ...node('process.exit(3)'), count: countVitest })).toEqual({ passed: 0, failed: 1 })
  expect(await runSuite({ ...node('console.log("7 passed, 0 failed"); process.exit(1)'), count: countPlain })).toEqual({
    passed: 7,
    failed: 1,
  })
})

test('a suite that runs nothing is a failure', async () => {
  expect(await runSuite({ ...node(''), count: countVitest })).toEqual({ passed: 0, failed: 1 })
})

test('a check without numbers passes by its exit code', async () => {
  expect(await runSuite(node(''))).toEqual({ passed: 1, failed: 0 })
})
