import { access, chmod, constants, mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { getRequestListener } from '@hono/node-server'
import { lockDataFolder } from './data-lock.ts'
import { openFolder, reportDamage } from './database/data-folder.ts'
import { type Migration, readMigrations } from './database/migrations.ts'
import { type LocalDatabase, openDatabase } from './database/open-database.ts'
import { type RunningEmulators, startMissingProviders } from './emulators.ts'
import {
  applyEnvironment,
  type Environment,
  extensionIdOf,
  functionEnvironment,
  withoutSupabaseKeys,
} from './environment.ts'
import { endRequestsWithFunction } from './functions/background-limit.ts'
import { loadFunctions, routesOf } from './functions/load-functions.ts'
import { createFunctionRunner } from './functions/run-function.ts'
import { startSchedules } from './functions/schedules.ts'
import { keepStatistics } from './keep-statistics.ts'
import { Mailbox } from './mailbox.ts'
import { shortcutOwnDataApi } from './own-data-api.ts'
import { createLocalQueue } from './queue.ts'
import { loadSecrets, loadSelectorKey } from './secrets.ts'
import { describeStartError } from './start-error-sentences.ts'
import { type SupabaseService, startSupabaseService } from './supabase-service.ts'
import { startTranscoder } from './transcoder.ts'
import { discardUnreadBody, type HttpServer, listen } from './web/http-server.ts'
import { createRouter, isOwnHost, isServicePath } from './web/router.ts'
import { DATA_HEADERS, securityHeaders } from './web/security-headers.ts'
import { serveApp } from './web/static-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export type LocalHostOptions = {
  /** Default 8888; 0 takes a free port. */
  port?: number
  /** The data folder; `.local` in the repository by default. */
  dataDir?: string
  /** `postgres://…`: a server instead of the embedded database. */
  databaseUrl?: string | undefined
  /** Default: the repository's own folders. */
  migrationsDir?: string
  functionsDir?: string
  frontendDist?: string
  /** For `isDev`: the folder with index.html and vite.config.ts. */
  frontendDir?: string
  /** Vite in middleware mode; functions and core are reloaded when they change. */
  isDev?: boolean
  /** First port of the emulators; 0 takes free ones. Default 8900. */
  emulatorBasePort?: number
  /** Set to false to start no emulators or no schedules. */
  withEmulators?: boolean
  withSchedules?: boolean
  /** When a background function ends; as on Netlify by default. */
  backgroundMs?: number
  /** Read for credentials, written for the functions. Default `process.env`. */
  env?: Environment
}

export type LocalHost = {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  url: string
  port: number
  emulators: { name: string; url: string }[]
  /** Names of the migrations this start applied. */
  appliedNow: string[]
  mailbox: Mailbox
  /** The database, past row level security; undefined when SUPABASE_URL names a hosted project. */
  database: LocalDatabase | undefined
  /** The functions' environment: Supabase's URL, keys and secrets. */
  env: Environment
  /** Finishes running requests (5 s at most), then closes everything. May be called twice. */
  close(): Promise<void>
}

type DevMiddleware = (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => void

const GRACE_MS = 5_000

/**
 * Starts the whole product in this process: Supabase, functions, schedules, emulators and the web app on one loopback
 * port. Throws a StartError with one sentence for people when it cannot start; nothing keeps running then.
 */
export async function startLocalHost(options: LocalHostOptions = {}): Promise<LocalHost> {
  const env = options.env ?? process.env
  const dataDir = resolve(options.dataDir ?? env.OPSYNCPRO_DATA_DIR ?? join(ROOT, '.local'))
  const port = options.port ?? 8888
  const cleanup: (() => Promise<void> | void)[] = []
  const closeAll = async (): Promise<void> => {
    for (const step of cleanup.splice(0).toReversed()) await step()
  }
  try {
    return await start({ ...options, env, dataDir, port }, cleanup, closeAll)
  } catch (error) {
    await closeAll()
    throw describeStartError(error, { dataDir, port, databaseUrl: options.databaseUrl })
  }
}

type Settled = LocalHostOptions & { env: Environment; dataDir: string; port: number }

async function start(
  options: Settled,
  cleanup: (() => Promise<void> | void)[],
  closeAll: () => Promise<void>,
): Promise<LocalHost> {
  const { env, dataDir } = options
  // People's data and the keys to it: for this account of the machine alone, also what the database and the store write.
  if (isMainThread) process.umask(0o077)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await chmod(dataDir, 0o700)
  await access(dataDir, constants.W_OK)
  cleanup.push(await lockDataFolder(dataDir))

  const gate = Promise.withResolvers<ReturnType<typeof createRouter>>()
  // Requests during the start wait; when the start fails, the server is closed and this rejection needs no handler.
  gate.promise.catch(() => {})
  const siteUrl = env.SITE_URL
  const dev: { middleware?: DevMiddleware } = {}
  const answer = getRequestListener(
    async (request, { incoming }) => {
      const router = await gate.promise
      const response = await router(request, { ip: incoming.socket.remoteAddress ?? '127.0.0.1' })
      discardUnreadBody(request)
      return response
    },
    { overrideGlobalObjects: false, autoCleanupIncoming: false },
  )
  const http = await listen(options.port, (incoming, outgoing) => {
    // Whatever answers: a page or a function replaces those that it sets itself.
    for (const [name, value] of Object.entries(DATA_HEADERS)) outgoing.setHeader(name, value)
    if (!isOwnHost(incoming.headers.host ?? null, siteUrl)) outgoing.writeHead(421).end('Unknown host')
    else if (dev.middleware && !isServicePath(incoming.url ?? '/')) {
      dev.middleware(incoming, outgoing, () => void answer(incoming, outgoing))
    } else void answer(incoming, outgoing)
  })
  const url = `http://127.0.0.1:${http.port}`
  let isClosing = false
  // The first step of closing: running requests still need everything else.
  const stopListening = async (): Promise<void> => {
    gate.reject(new Error('The host is closing.'))
    await http.close(GRACE_MS)
  }
  try {
    const host = await fill(options, url, http, cleanup)
    if (host.middleware) dev.middleware = host.middleware
    gate.resolve(host.router)
    return {
      url,
      port: http.port,
      emulators: host.emulators.emulators.map(({ name, url: address }) => ({ name, url: address })),
      appliedNow: host.supabase?.appliedNow ?? [],
      mailbox: host.mailbox,
      database: host.database,
      env,
      close: async () => {
        if (isClosing) return
        isClosing = true
        await stopListening()
        await closeAll()
      },
    }
  } catch (error) {
    await stopListening()
    throw error
  }
}

async function fill(options: Settled, url: string, http: HttpServer, cleanup: (() => Promise<void> | void)[]) {
  const { env, dataDir } = options
  const isHosted = Boolean(env.SUPABASE_URL)
  const mailbox = new Mailbox(join(dataDir, 'mail'))
  const opening = isHosted ? undefined : open(options, cleanup)
  // The promises below are awaited later; without this a failure elsewhere would leave an unhandled rejection.
  opening?.catch(() => {})
  const [secrets, migrations, extensionId, emulators, transcoder] = await Promise.all([
    loadSecrets(dataDir),
    readMigrations(options.migrationsDir ?? join(ROOT, 'supabase/migrations')),
    extensionIdOf(join(ROOT, 'chrome-extension/manifest.json')),
    startEmulators(options, url, cleanup),
    startTranscoder(env, dataDir),
    mailbox.load(),
  ])
  cleanup.push(transcoder.close)
  const panel = extensionId === null ? null : { id: extensionId, folder: join(ROOT, 'chrome-extension/dist') }
  const own = functionEnvironment(url, secrets, panel, loadSelectorKey(ROOT).private_key)
  cleanup.push(
    applyEnvironment(env, { ...(isHosted ? withoutSupabaseKeys(own) : own), ...emulators.env, ...transcoder.env }),
  )
  const supabase = opening?.then((database) =>
    reportDamage(options, () => service(database, { options, secrets, migrations, url, mailbox })),
  )
  supabase?.catch(() => {})
  const functionsDir = options.functionsDir ?? join(ROOT, 'netlify/functions')
  const headers = securityHeaders(
    env,
    [...new Set([url, `http://localhost:${http.port}`, new URL(env.SUPABASE_URL ?? url).origin, ...emulators.origins])],
    options.isDev ?? false,
  )
  const web = await startWeb(options, http, functionsDir, headers, cleanup)
  const runner = createFunctionRunner(async () => routesOf(await web.functions()), url, options.backgroundMs)
  cleanup.push(() => runner.settle())
  const running = await supabase
  if (running) cleanup.push(shortcutOwnDataApi(url, running.fetch))
  cleanup.push(endRequestsWithFunction())
  if (opening) cleanup.push(keepStatistics(await opening))
  if (options.withSchedules !== false) {
    const schedules = await startSchedules(await web.functions(), runner)
    cleanup.push(() => schedules.stop())
  }
  const database = await opening
  const secret = env.WEBHOOK_SECRET ?? secrets.webhook_secret
  const queue = database && createLocalQueue({ database, functions: runner, origin: url, secret })
  const router = createRouter({ supabase: running, functions: runner, mailbox, queue, page: web.page })
  return { router, emulators, supabase: running, mailbox, database, middleware: web.middleware }
}

async function open(options: Settled, cleanup: (() => Promise<void> | void)[]): Promise<LocalDatabase> {
  const { databaseUrl, dataDir } = options
  const database = databaseUrl ? await openDatabase({ databaseUrl }) : await openFolder(dataDir)
  cleanup.push(() => database.close())
  return database
}

type ServiceParts = {
  options: Settled
  secrets: Awaited<ReturnType<typeof loadSecrets>>
  migrations: Migration[]
  url: string
  mailbox: Mailbox
}

function service(database: LocalDatabase, parts: ServiceParts): Promise<SupabaseService> {
  const { options, secrets, migrations, url, mailbox } = parts
  const filesDir = join(options.dataDir, 'files')
  return startSupabaseService({ database, secrets, filesDir, migrations, origin: url, email: mailbox })
}

async function startEmulators(
  options: Settled,
  url: string,
  cleanup: (() => Promise<void> | void)[],
): Promise<RunningEmulators> {
  if (options.withEmulators === false) return { emulators: [], env: {}, origins: [] }
  const { env, dataDir, emulatorBasePort = 8900 } = options
  const running = await startMissingProviders({ env, dataDir, basePort: emulatorBasePort, siteUrl: url })
  if (running.close) cleanup.push(running.close)
  return running
}

async function startWeb(
  options: Settled,
  http: HttpServer,
  functionsDir: string,
  headers: Record<string, string>,
  cleanup: (() => Promise<void> | void)[],
) {
  if (options.isDev) {
    const { startViteDev } = await import('./web/vite-dev.ts')
    const dev = await startViteDev({
      root: ROOT,
      frontendDir: options.frontendDir ?? join(ROOT, 'frontend'),
      functionsDir,
      server: http.server,
      headers,
    })
    cleanup.push(() => dev.close())
    return dev
  }
  const functions = await loadFunctions(functionsDir)
  const dist = options.frontendDist ?? join(ROOT, 'frontend/dist')
  return {
    functions: async () => functions,
    middleware: undefined,
    page: (request: Request) => serveApp(dist, request, headers),
  }
}
