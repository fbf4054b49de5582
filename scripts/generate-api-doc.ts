import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withApiTables } from './api-tables.ts'

// `npm run api-doc`: brings the tables of docs/api.md up to date. A repository test says when that is due.
const path = join(import.meta.dirname, '../docs/api.md')
writeFileSync(path, withApiTables(readFileSync(path, 'utf8')))
