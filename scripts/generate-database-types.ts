import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { createTestHost } from '../services/local/testing/create-test-host.ts'
import { firstDifference } from './database-types/first-difference.ts'
import { introspect } from './database-types/introspect.ts'
import { renderDatabaseTypes } from './database-types/render.ts'

const ROOT = join(import.meta.dirname, '..')
const TARGET = join(ROOT, 'netlify/src/db/database.types.ts')

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const host = await createTestHost()
const types = await introspect((sql) => host.sql(sql))
  .then(renderDatabaseTypes)
  .finally(() => host.close())

if (!values.check) {
  await writeFile(TARGET, types)
  console.log(`${relative(ROOT, TARGET)} is written.`)
} else {
  const current = await readFile(TARGET, 'utf8').catch(() => '')
  if (current !== types) {
    console.error(
      `${relative(ROOT, TARGET)} does not fit supabase/migrations; run \`npm run types\`.\n${firstDifference(current, types)}`,
    )
    process.exitCode = 1
  }
}
