import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createTestHost } from '../services/local/testing/create-test-host.ts'
import { createServerTestDatabase } from '../services/local/testing/server-test-database.ts'
import { parseTap, type TapReport } from './pgtap/parse-tap.ts'

const ROOT = join(import.meta.dirname, '..')
const TESTS = join(ROOT, 'supabase/tests')

/** Runs the pgTAP files: in the embedded database, or in a new database on the server of DATABASE_URL. */
const [only] = process.argv.slice(2)
const names = (await readdir(TESTS, { recursive: true })).filter((name) => name.endsWith('.sql')).toSorted()
const helpers = names.filter((name) => name.split('/').at(-1)?.startsWith('000_'))
const files = names.filter((name) => !helpers.includes(name) && (!only || name.includes(only)))

const serverUrl = process.env.DATABASE_URL
const host = serverUrl ? await createServerTestDatabase(serverUrl) : await createTestHost({ withPgtap: true })
let passed = 0
let failed = 0
try {
  const [available] = await host.exec(`select 1 from pg_available_extensions where name = 'pgtap'`)
  if (!available) {
    console.error(
      'The server of DATABASE_URL has no pgTAP: install it there (Debian: postgresql-<version>-pgtap), or run without DATABASE_URL.',
    )
    process.exitCode = 1
  } else await runAll()
} finally {
  await host.close()
}

async function runAll(): Promise<void> {
  for (const name of helpers) await host.exec(await readFile(join(TESTS, name), 'utf8'))
  for (const name of files) report(name, await runFile(await readFile(join(TESTS, name), 'utf8')))
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

async function runFile(sql: string): Promise<TapReport> {
  try {
    await host.exec('set search_path = public, extensions')
    return parseTap(await host.exec(sql))
  } catch (error) {
    await host.exec('rollback')
    const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN
    const line = position > 0 ? ` (line ${sql.slice(0, position).split('\n').length})` : ''
    return {
      passed: 0,
      failures: [`The file stopped${line}: ${error instanceof Error ? error.message : String(error)}`],
    }
  } finally {
    await host.exec("reset role; reset search_path; select set_config('request.jwt.claims', '', false)")
  }
}

function report(name: string, { passed: ok, failures }: TapReport): void {
  passed += ok
  failed += failures.length
  console.log(
    `${failures.length === 0 ? 'ok' : 'FAILED'}  ${relative(ROOT, join(TESTS, name))}  ${ok} passed, ${failures.length} failed`,
  )
  for (const failure of failures) console.log(failure.replaceAll(/^/gm, '    '))
}
