import { countPlain, countPlaywright, countVitest, type Suite } from './run-suite.ts'

const VITEST_TIMES = ['--reporter=default', '--reporter=./scripts/vitest-times.ts'] as const

/** Under a minute, no network, no browser: before every commit. */
export const quickSuites: readonly Suite[] = [
  { name: 'format and lint', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'unused exports and dependencies', command: 'knip', args: [] },
  { name: 'unit', command: 'vitest', args: ['run', '--project', 'unit', ...VITEST_TIMES], count: countVitest },
]

/** Everything that must pass before a change lands. */
export const allSuites: readonly Suite[] = [
  ...quickSuites,
  {
    name: 'host, processes and builds',
    command: 'vitest',
    args: ['run', '--project', 'heavy', ...VITEST_TIMES],
    count: countVitest,
  },
  {
    name: 'database types and security definer functions are those of the migrations',
    command: 'node',
    args: ['scripts/generate-database-types.ts', '--check'],
  },
  { name: 'database', command: 'node', args: ['scripts/run-pgtap.ts'], count: countPlain },
  { name: 'build', command: 'node', args: ['scripts/build.ts'] },
  { name: 'journeys', command: 'playwright', args: ['test'], count: countPlaywright },
]
