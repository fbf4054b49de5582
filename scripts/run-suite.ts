import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { guarded } from '../services/local/testing/guarded.ts'
import { ENDS_WITH_PARENT, whenParentEnds } from '../services/local/when-parent-ends.ts'
import { type FileTime, readTimes, slowestFiles, TIMES_VARIABLE } from './file-times.ts'

export const ROOT = join(import.meta.dirname, '..')

export type Suite = {
  name: string
  command: string
  args: readonly string[]
  env?: Record<string, string>
  /** Reads a suite's counts from its output; without counts, the suite is one check: passed by exit code 0. */
  count?: (output: string) => Counts | undefined
}
export type Counts = { passed: number; failed: number }
type Outcome = { counts: Counts; times: FileTime[] }

/**
 * Runs one suite, shows its output while it runs, and answers its counts. A suite that fails without counting a failure
 * (it crashed, or nothing ran) counts as one failure.
 */
export async function runSuite({ name, command, args, env = {}, count }: Suite): Promise<Outcome> {
  console.log(`\n▶ ${name}`)
  const startedAt = Date.now()
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-suite-'))
  const timesFile = join(folder, 'times.json')
  // Under the guard, so that no process of a suite lives on after this run.
  const child = spawn(...guarded(command, args), {
    cwd: ROOT,
    // vitest reads any FORCE_COLOR, also 0, as yes.
    env: {
      ...process.env,
      FORCE_COLOR: undefined,
      NO_COLOR: '1',
      [TIMES_VARIABLE]: timesFile,
      [ENDS_WITH_PARENT]: '1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line)
      console.log(`  ${line}`)
    })
  }
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (exitCode) => resolve(exitCode ?? 1))
  })
  const counted = count
    ? count(stripVTControlCharacters(output.join('\n')))
    : code === 0
      ? { passed: 1, failed: 0 }
      : { passed: 0, failed: 1 }
  const counts = counted ?? { passed: 0, failed: 1 }
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  console.log(
    `  ${counts.passed} passed, ${counts.failed} failed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s (${name})`,
  )
  const times = await readTimes(timesFile)
  await rm(folder, { recursive: true, force: true })
  return { counts, times }
}

/**
 * Runs all suites, even after a failed one; ends with the ten slowest test files and the plain line `N passed, N
 * failed`, and sets the exit code.
 */
export async function runSuites(suites: readonly Suite[]): Promise<void> {
  // What ends npm ends this run and, through the guard, its suite.
  if (process.env.npm_lifecycle_event) whenParentEnds(() => process.exit(1))
  const total = { passed: 0, failed: 0 }
  const times: FileTime[] = []
  for (const suite of suites) {
    const { counts, times: more } = await runSuite(suite)
    total.passed += counts.passed
    total.failed += counts.failed
    times.push(...more)
  }
  if (times.length > 0) console.log(`\n${slowestFiles(times)}`)
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  process.exitCode = total.failed > 0 ? 1 : 0
}

/** `Tests  3 failed | 25 passed (28)`, as vitest closes. */
export function countVitest(output: string): Counts | undefined {
  const line = /^[ \t]*Tests[ \t]+(\d[^(\n]*)\(\d+\)/m.exec(output)?.[1]
  if (line === undefined) return undefined
  return { passed: Number(/(\d+) passed/.exec(line)?.[1] ?? 0), failed: Number(/(\d+) failed/.exec(line)?.[1] ?? 0) }
}

/** The last `N passed, N failed`. */
export function countPlain(output: string): Counts | undefined {
  const last = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1)
  return last ? { passed: Number(last[1]), failed: Number(last[2]) } : undefined
}

/** `  12 passed (1.2m)` and `  1 failed`, as Playwright closes. */
export function countPlaywright(output: string): Counts | undefined {
  const passed = /^\s*(\d+) passed/m.exec(output)?.[1]
  const failed = /^\s*(\d+) failed/m.exec(output)?.[1]
  const broken = /^\s*(\d+) (did not run|interrupted|flaky)/m.exec(output)?.[1]
  if (passed === undefined && failed === undefined) return undefined
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0) + Number(broken ?? 0) }
}
