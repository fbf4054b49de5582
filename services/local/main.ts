import { parseArgs } from 'node:util'
import { StartError } from './start-error.ts'
import { startLocalHost } from './start-local-host.ts'

const { values } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
    'reset-data': { type: 'boolean', default: false },
  },
})

try {
  await run()
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
}

async function run(): Promise<void> {
  const port = readPort(process.env.PORT)
  const host = await startLocalHost({ port, databaseUrl: process.env.DATABASE_URL, isDev: values.dev })
  const stop = (): void => {
    host.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  console.log(`OpSyncPro is ready at ${host.url}`)
}

function readPort(text: string | undefined): number {
  if (!text) return 8888
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError(`PORT must be a number between 0 and 65535, not "${text}".`)
  }
  return port
}
