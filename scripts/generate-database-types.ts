import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { createTestHost } from '../services/local/testing/create-test-host.ts'
import { firstDifference } from './database-types/first-difference.ts'
import { introspect } from './database-types/introspect.ts'
import { renderDatabaseTypes } from './database-types/render.ts'
import { readCallableFunctions, withDefinerTable } from './definer-functions/definer-table.ts'

const ROOT = join(import.meta.dirname, '..')
const TYPES = join(ROOT, 'netlify/src/db/database.types.ts')
const DEFINERS = join(ROOT, 'docs/definer-functions.md')

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

// `npm run types`: writes the files that are generated from the migrations. With --check, reports files that differ.
const host = await createTestHost()
try {
  const sql = (text: string) => host.sql(text)
  await put(TYPES, renderDatabaseTypes(await introspect(sql)))
  await put(DEFINERS, withDefinerTable(await read(DEFINERS), await readCallableFunctions(sql)))
} finally {
  await host.close()
}

async function put(path: string, text: string): Promise<void> {
  const name = relative(ROOT, path)
  const current = await read(path)
  if (!values.check) {
    await writeFile(path, text)
    console.log(`${name} is written.`)
  } else if (current !== text) {
    console.error(
      `${name} does not match supabase/migrations; run \`npm run types\`.\n${firstDifference(current, text)}`,
    )
    process.exitCode = 1
  }
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
