import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartError } from './start-error.ts'
import type { LocalHost } from './start-local-host.ts'
import { ENDS_WITH_PARENT, isAdopted, whenParentEnds } from './when-parent-ends.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The providers' own spellings. */
const PROVIDER_NAMES: Record<string, string> = {
  meta: 'Meta',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  keepa: 'Keepa',
  microsoft: 'Microsoft',
  aftership: 'AfterShip',
  elevenlabs: 'ElevenLabs',
  ebay: 'eBay',
  smtp: 'Email',
  amazon_creators: 'Amazon',
  anthropic: 'Anthropic',
}

// Started by npm, or by a test: what ends those ends this process too. Before the server is loaded, which takes a second
// in which npm may be stopped.
const isOfNpm = ['start', 'dev'].includes(process.env.npm_lifecycle_event ?? '')
if (isOfNpm && isAdopted()) process.exit(143)
if (process.env.npm_lifecycle_event || process.env[ENDS_WITH_PARENT]) {
  whenParentEnds(() => process.kill(process.pid, 'SIGTERM'))
}

run().catch((error: unknown) => {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
})

async function run(): Promise<void> {
  const { dev, demo, 'reset-data': resetData } = readArguments()
  // The owner's accounts, as .env.example lists them; variables of the shell win.
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
  const port = readPort(process.env.PORT)
  const dataDir = resolve(process.env.OPSYNCPRO_DATA_DIR ?? join(ROOT, '.local'))
  if (resetData) {
    const { moveDataAside } = await import('./reset-data.ts')
    const movedTo = await moveDataAside(dataDir)
    if (movedTo) console.log(`The old data is kept in ${movedTo}.`)
  }
  const [{ startLocalHost }, { buildWhenStale }] = await Promise.all([
    import('./start-local-host.ts'),
    import('./build-when-stale.ts'),
  ])
  const host = await startLocalHost({ port, dataDir, databaseUrl: process.env.DATABASE_URL, isDev: dev })
  const stopping = stopOnSignals(host)
  try {
    // After the host, so that a port or folder in use is reported before anything is built.
    if (!dev) await buildWhenStale(ROOT, console.log, stopping)
    const login = demo ? await fillDemo(host) : null
    console.log(banner(host, dataDir, login))
  } catch (error) {
    if (stopping.aborted) return
    await host.close()
    throw error
  }
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        dev: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
        'reset-data': { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `${reason.split('.')[0]}. There are --dev, --demo and --reset-data, as in \`npm start -- --demo\`.`,
    )
  }
}

function readPort(text: string | undefined): number {
  if (!text) return 8888
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError(`PORT must be a number between 0 and 65535, not "${text}".`)
  }
  return port
}

/** Closes the host on Ctrl+C and SIGTERM, at once on the second; the returned signal tells running work to stop. */
function stopOnSignals(host: LocalHost): AbortSignal {
  const stopping = new AbortController()
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(1)
    stopping.abort()
    host.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return stopping.signal
}

async function fillDemo(host: LocalHost): Promise<{ email: string; password: string }> {
  const { seedDemo } = await import('./demo/seed-demo.ts')
  const ebay = host.emulators.find(({ name }) => name === 'ebay')
  const meta = host.emulators.find(({ name }) => name === 'meta')
  const hasCatalogue = host.emulators.some(({ name }) => name === 'keepa')
  return seedDemo({
    url: host.url,
    publishableKey: host.env.SUPABASE_ANON_KEY ?? '',
    imageBaseUrl: hasCatalogue ? host.env.KEEPA_IMAGE_BASE_URL : undefined,
    ebay: ebay && { ebayUrl: ebay.url, database: host.database },
    metaUrl: meta?.url,
    networks: (['meta', 'youtube'] as const).filter((network) => host.emulators.some(({ name }) => name === network)),
  })
}

function banner(host: LocalHost, dataDir: string, login: { email: string; password: string } | null): string {
  const rows = [
    ['App', host.url],
    ['Email', `${host.url}/_local/mail`],
    ['Extension', 'load chrome-extension/dist at chrome://extensions with developer mode on'],
    ['Data', dataDir],
    ...host.emulators.map(({ name, url }) => [PROVIDER_NAMES[name] ?? name, `emulated at ${url}`]),
    ...(login ? [['Demo login', `${login.email} · ${login.password}`]] : []),
  ]
  const lines = rows.map(([label = '', text = '']) => `  ${label.padEnd(12)}${text}`)
  return ['', '  OpSyncPro is ready. Ctrl+C stops it.', '', ...lines, ''].join('\n')
}
