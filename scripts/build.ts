import { join } from 'node:path'
import { buildWhenStale } from '../services/local/build-when-stale.ts'

// `npm run build`: the web app and the extension, when they are older than their sources.
await buildWhenStale(join(import.meta.dirname, '..'), (line) => console.log(line))
