// Makes the machine ready for an npm command. Runs on the machine's own Node (18 or later) with nothing installed, so it is
// plain JavaScript without packages: node scripts/bootstrap.mjs <start|test|check>
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.mjs'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const MODULES = join(ROOT, 'node_modules')
const STAMP = join(MODULES, '.opsyncpro-lock')
const OLDEST_NODE = 18
const isWindows = process.platform === 'win32'

try {
  main(process.argv[2] ?? 'start')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

/** @param {string} command */
function main(command) {
  const major = Number(process.versions.node.split('.')[0])
  if (major < OLDEST_NODE)
    throw new Error(
      `Node ${OLDEST_NODE} or later is needed, this is ${process.version}: get it from https://nodejs.org.`,
    )
  installPackages()
  ensureNodeBinary()
  if (command === 'test') {
    ensureChromium()
    ensureFfmpeg()
  }
}

function installPackages() {
  const lockText = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(lockText).digest('hex')
  if (readText(STAMP)?.trim() === hash) return
  if (!isInstalled(lockText)) {
    console.log('Installing packages (once, and again when package-lock.json changes) …')
    // Not `npm ci`: it refuses a lock file from a registry that lacks packages for other platforms. This still follows
    // the lock file, and --no-save leaves it untouched.
    const { status } = runNpm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev'])
    if (status !== 0) {
      throw new Error(
        '`npm install` did not succeed: see its message above; it needs the npm registry and a writable folder.',
      )
    }
  }
  writeFileSync(STAMP, `${hash}\n`)
}

/**
 * True when what npm recorded in node_modules is exactly what the lock file asks for, as after `npm install` by hand.
 * @param {string} lockText
 */
function isInstalled(lockText) {
  const hiddenText = readText(join(MODULES, '.package-lock.json'))
  if (!hiddenText) return false
  try {
    const wanted = Object.entries(JSON.parse(lockText).packages).filter(
      ([path, entry]) => path !== '' && !entry.optional,
    )
    const present = JSON.parse(hiddenText).packages
    return wanted.every(([path, entry]) => present[path]?.version === entry.version)
  } catch {
    return false
  }
}

/**
 * npm scripts run on the Node of the `node` package; where install scripts are switched off, the package has no binary
 * yet.
 */
function ensureNodeBinary() {
  const folder = join(MODULES, 'node')
  const binary = join(folder, 'bin', isWindows ? 'node.exe' : 'node')
  if (!existsSync(folder)) return
  if (!existsSync(binary)) {
    console.log('Fetching Node 24 …')
    const { status } = spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, npm_config_ignore_scripts: 'false', npm_config_loglevel: 'error' },
    })
    if (status !== 0 || !existsSync(binary)) {
      throw new Error(
        'Node 24 could not be fetched: run `npm rebuild node`, or use Node 24 on this machine (https://nodejs.org).',
      )
    }
  }
  const link = join(MODULES, '.bin', 'node')
  if (!isWindows && !existsSync(link)) symlinkSync('../node/bin/node', link)
}

function ensureChromium() {
  if (findChromium()) return
  if (process.env.CHROMIUM_PATH)
    throw new Error(
      `CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which cannot be run: set it to a Chromium or unset it.`,
    )
  if (installDebianPackage('chromium', 'Chromium') && findChromium()) return
  throw new Error(
    '`npm test` needs Chromium and finds none: install it (Debian: `apt-get install chromium`) or set CHROMIUM_PATH to one.',
  )
}

function ensureFfmpeg() {
  if (hasFfmpeg()) return
  if (installDebianPackage('ffmpeg', 'ffmpeg') && hasFfmpeg()) return
  throw new Error('`npm test` needs ffmpeg and finds none: install it (Debian: `apt-get install ffmpeg`).')
}

function hasFfmpeg() {
  return spawnSync(process.env.FFMPEG_PATH ?? 'ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0
}

/**
 * False where this machine's packages are not ours to install.
 * @param {string} name
 * @param {string} spoken
 */
function installDebianPackage(name, spoken) {
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!canInstall) return false
  console.log(`Installing ${spoken} …`)
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], quiet)
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet)
  return true
}

/** @param {string[]} args */
function runNpm(args) {
  const options = { cwd: ROOT, stdio: 'inherit' }
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js') || cli?.endsWith('.cjs')) return spawnSync(process.execPath, [cli, ...args], options)
  return spawnSync(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows })
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
