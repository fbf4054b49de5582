import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withApiTables } from './api-tables.ts'

// `npm run api-doc`: updates the tables of docs/api.md. A repository test fails when they are out of date.
const path = join(import.meta.dirname, '../docs/api.md')
writeFileSync(path, withApiTables(readFileSync(path, 'utf8')))
