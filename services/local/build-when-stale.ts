import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { loadSelectorKey } from './secrets.ts'
import { StartError } from './start-error.ts'

type Target = {
  name: string
  config: string
  /** The file whose existence shows that a build finished. */
  output: string
  sources: string[]
}

const TARGETS: readonly Target[] = [
  {
    name: 'web app',
    config: 'frontend/vite.config.ts',
    output: 'frontend/dist/index.html',
    sources: ['frontend', 'ui/src', 'core/src', 'package-lock.json', 'tsconfig.json'],
  },
  {
    name: 'extension',
    config: 'chrome-extension/vite.config.ts',
    output: 'chrome-extension/dist/manifest.json',
    sources: ['chrome-extension', 'ui/src', 'core/src', 'package-lock.json', 'tsconfig.json'],
  },
]

/**
 * Builds the web app and the extension where they are missing or older than their sources. Costs some milliseconds when
 * nothing changed; `signal` ends a running build. Throws a StartError with the end of the build's output when a build
 * fails.
 */
export async function buildWhenStale(root: string, log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  await Promise.all(TARGETS.map((target) => buildTarget(root, target, log, signal)))
}

async function buildTarget(
  root: string,
  target: Target,
  log: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!existsSync(join(root, target.config))) {
    log(`The ${target.name} has no ${target.config} yet and is not built.`)
    return
  }
  const stamp = join(root, 'node_modules/.cache/opsyncpro', `${target.name.replaceAll(' ', '-')}.stamp`)
  const fingerprint = fingerprintOf(root, target.sources)
  const isFresh =
    existsSync(join(root, target.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint
  if (isFresh) return
  log(`Building the ${target.name} …`)
  await runVite(root, target, signal)
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, fingerprint)
}

/**
 * What the builds read of the environment: the extension's server. The policy of the pages is not one of them: this host
 * sends it by itself, and each host has URLs of its own, so a second host would build under the feet of the first.
 */
const buildVariables = (root: string) => ({
  OPSYNCPRO_ORIGIN: process.env.OPSYNCPRO_ORIGIN ?? '',
  // A build for this machine takes selectors that hosts on this machine sign.
  CREATOR_HUB_PUBLIC_KEY: process.env.CREATOR_HUB_PUBLIC_KEY || loadSelectorKey(root).public_key,
})

/** Changes whenever a file is added, removed, resized or touched, or a variable of the build changes. */
function fingerprintOf(root: string, sources: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(buildVariables(root)))
  for (const source of sources) addTo(hash, root, join(root, source))
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isDirectory()) {
    hash.update(`${relative(root, path)}:${found.size}:${found.mtimeMs};`)
    return
  }
  for (const name of readdirSync(path).sort()) {
    if (name !== 'dist' && name !== 'node_modules') addTo(hash, root, join(path, name))
  }
}

const OUTPUT_LINES = 30

async function runVite(root: string, target: Target, signal: AbortSignal | undefined): Promise<void> {
  const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', target.config, '--logLevel', 'warn']
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A test's NODE_ENV would build React for development.
    env: { ...process.env, ...buildVariables(root), NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
    ...(signal ? { signal } : {}),
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  const output = Buffer.concat(chunks).toString().trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n')
  throw new StartError(`The ${target.name} could not be built:\n${output}`)
}
