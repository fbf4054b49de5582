import { parseArgs } from 'node:util'
import { startEmulators } from './start.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9200' },
    'data-dir': { type: 'string' },
    'site-url': { type: 'string' },
  },
})
const dataDir = values['data-dir']
const siteUrl = values['site-url']
const { emulators, close } = await startEmulators({
  host: '127.0.0.1',
  basePort: Number(values.port),
  ...(dataDir !== undefined && { dataDir }),
  ...(siteUrl !== undefined && { siteUrl }),
})

// Started by a test: it ends with the test, also when the test's process is killed.
const parent = process.ppid
if (process.env.OPSYNCPRO_ENDS_WITH_PARENT) {
  setInterval(() => process.ppid === parent || process.exit(1), 250).unref()
}

for (const { name, url, env } of emulators) {
  console.log(`${name}  ${url}`)
  for (const [key, value] of Object.entries(env)) console.log(`  ${key}=${value}`)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    close().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
