import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'opsyncpro-bootstrap-'))
  await mkdir(join(root, 'scripts'))
  await mkdir(join(root, 'node_modules/.bin'), { recursive: true })
  for (const name of ['bootstrap.mjs', 'find-chromium.mjs'])
    await cp(join(import.meta.dirname, name), join(root, 'scripts', name))
  await lock('1.0.0')
  await installed('1.0.0')
  // A fake npm that only prints that it was called.
  await writeFile(
    join(root, 'npm.cjs'),
    "require('fs').writeFileSync('npm-was-called', process.argv.slice(2).join(' '))",
  )
})
afterEach(() => rm(root, { recursive: true, force: true }))

const packages = (version: string): string => JSON.stringify({ packages: { '': {}, 'node_modules/a': { version } } })
const lock = (version: string) => writeFile(join(root, 'package-lock.json'), packages(version))
const installed = (version: string) => writeFile(join(root, 'node_modules/.package-lock.json'), packages(version))
const npmCall = () => readFile(join(root, 'npm-was-called'), 'utf8').catch(() => null)

function bootstrap(command: string, env: Record<string, string> = {}) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/bootstrap.mjs'), command], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', npm_execpath: join(root, 'npm.cjs'), ...env },
    encoding: 'utf8',
  })
  return { status, lines: stderr.trim().split('\n').filter(Boolean) }
}

test('a node_modules that matches the lock file is left alone', async () => {
  expect(bootstrap('start')).toEqual({ status: 0, lines: [] })
  expect(await npmCall()).toBeNull()
})

test('a changed lock file installs once', async () => {
  bootstrap('start')
  await lock('1.0.1')
  expect(bootstrap('start').status).toBe(0)
  expect(await npmCall()).toMatch(/^install --no-save/)
  await rm(join(root, 'npm-was-called'))
  bootstrap('start')
  expect(await npmCall()).toBeNull()
})

test('a clone without node_modules installs', async () => {
  await rm(join(root, 'node_modules'), { recursive: true })
  await writeFile(join(root, 'npm.cjs'), "require('fs').mkdirSync('node_modules')")
  expect(bootstrap('start').status).toBe(0)
})

test('a failed installation stops with one line that says what to check', async () => {
  await lock('1.0.1')
  await writeFile(join(root, 'npm.cjs'), 'process.exit(1)')
  const { status, lines } = bootstrap('start')
  expect([status, lines]).toEqual([1, [expect.stringContaining('npm install')]])
})

test('tests need a Chromium that runs, and say so in one line', () => {
  const { status, lines } = bootstrap('test', { CHROMIUM_PATH: '/nowhere/chromium' })
  expect([status, lines]).toEqual([1, [expect.stringContaining('CHROMIUM_PATH names /nowhere/chromium')]])
  expect(bootstrap('test', { CHROMIUM_PATH: process.execPath, FFMPEG_PATH: '/bin/true' }).status).toBe(0)
})
