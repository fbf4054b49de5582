import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Entry, entry, median } from './measure.ts'

const run = promisify(execFile)
const RUNS = 9

/** How long a process takes from its start until a function's module is loaded, like a cold function. */
async function coldImportMs(module: string | null): Promise<number> {
  const code = module === null ? '' : `await import(${JSON.stringify(new URL(module, import.meta.url).href)})`
  const startedAt = performance.now()
  await run('node', ['--input-type=module', '-e', code])
  return performance.now() - startedAt
}

/** The minute's tick and the smallest function, cold, against an empty Node process. */
export async function benchColdImport(): Promise<Entry[]> {
  const modules = { 'jobs-tick': '../netlify/functions/jobs-tick.ts', preflight: '../netlify/functions/preflight.ts' }
  const times = new Map<string, number[]>([['node', []]])
  for (let round = -1; round < RUNS; round += 1) {
    for (const [name, module] of [['node', null], ...Object.entries(modules)] as const) {
      const ms = await coldImportMs(module)
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), ms])
    }
  }
  const bare = median(times.get('node') ?? [])
  return Object.keys(modules).map((name) =>
    entry({
      name: `cold import of ${name}`,
      rival: 'an empty Node process',
      limit: 6,
      ours_ms: median(times.get(name) ?? []),
      rival_ms: bare,
    }),
  )
}
