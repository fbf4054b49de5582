import { beforeEach, expect, test, vi } from 'vitest'
import { slowestFiles, TIMES_VARIABLE } from './file-times.ts'
import { countPlain, countPlaywright, countVitest, runSuite, runSuites, type Suite } from './run-suite.ts'

// A suite prints its counts; these are not ours.
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

const counts = async (suite: Suite) => (await runSuite(suite)).counts

test('a suite that crashes without counting is a failure', async () => {
  expect(await counts({ ...node('process.exit(3)'), count: countVitest })).toEqual({ passed: 0, failed: 1 })
  expect(await counts({ ...node('console.log("7 passed, 0 failed"); process.exit(1)'), count: countPlain })).toEqual({
    passed: 7,
    failed: 1,
  })
})

test('a suite that runs nothing is a failure', async () => {
  expect(await counts({ ...node(''), count: countVitest })).toEqual({ passed: 0, failed: 1 })
})

test('a check without numbers passes by its exit code', async () => {
  expect(await counts(node(''))).toEqual({ passed: 1, failed: 0 })
})

const saying = (times: unknown) =>
  node(`fs.writeFileSync(process.env.${TIMES_VARIABLE}, ${JSON.stringify(JSON.stringify(times))})`)

test('the slowest files of all suites come before the last line', async () => {
  const said = vi.mocked(console.log)
  const exitCode = process.exitCode
  await runSuites([saying([{ file: 'a.test.ts', ms: 1234 }]), saying([{ file: 'b.spec.ts', ms: 61_000 }])])
  process.exitCode = exitCode
  const lines = said.mock.calls.map(([line]) => String(line)).slice(-2)
  expect(lines).toEqual([
    '\nThe slowest test files:\n   61.0 s  b.spec.ts\n    1.2 s  a.test.ts',
    '\n2 passed, 0 failed',
  ])
})

test('ten files are named, a file of several suites once with the sum of its times', () => {
  const times = Array.from({ length: 12 }, (_, index) => ({ file: `${index}.test.ts`, ms: index * 1000 }))
  const lines = slowestFiles([...times, { file: '0.test.ts', ms: 60_000 }]).split('\n')
  expect(lines).toHaveLength(11)
  expect(lines[1]).toBe('   60.0 s  0.test.ts')
})

test('a suite whose times cannot be read has none', async () => {
  expect((await runSuite(saying({ not: 'a list' }))).times).toEqual([])
})
