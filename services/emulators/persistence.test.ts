import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createControl } from './control-client.ts'
import { connect, expectedRanges, graph, openSession, putFragment, UNIT } from './microsoft/testing/drive.ts'
import { startEmulators } from './start.ts'
import { startTestEmulator, type TestEmulator } from './testing.ts'

let dataDir = ''
const children: ChildProcess[] = []
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'emulators-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

/** A port whose own and whose neighbors' ports for two emulators and the contents are free. */
async function freeBasePort(): Promise<number> {
  const base = 10_000 + Math.floor(Math.random() * 20_000)
  const servers = [base, base + 1, base + 51].map((port) => createServer().listen(port, '127.0.0.1'))
  const bound = await Promise.allSettled(servers.map((server) => once(server, 'listening')))
  await Promise.allSettled(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return bound.every(({ status }) => status === 'fulfilled') ? base : freeBasePort()
}

/** `main.ts` in a process of its own, once it has printed all addresses. */
async function startProcess(
  basePort: number,
): Promise<{ child: ChildProcess; keepa: string; microsoft: TestEmulator }> {
  const main = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [main, '--port', String(basePort), '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let printed = ''
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk)
    if (printed.includes('MICROSOFT_CLIENT_SECRET=')) break
  }
  const env = Object.fromEntries([...printed.matchAll(/^ {2}(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
  const url = String(env.MICROSOFT_GRAPH_URL).replace('/graph', '')
  return {
    child,
    keepa: String(env.KEEPA_BASE_URL),
    microsoft: { url, origins: [url], env, control: createControl(url), close: async () => undefined },
  }
}

test('files, partial uploads, tokens and the clock survive a kill', async () => {
  const basePort = await freeBasePort()
  const first = await startProcess(basePort)
  const { microsoft } = first
  await connect(microsoft)
  const done = (await openSession(microsoft, 'done.mp4')).body.uploadUrl
  await putFragment(done, new Uint8Array(9).fill(5), 'bytes 0-8/9')
  const half = (await openSession(microsoft, 'half.mp4')).body.uploadUrl
  await putFragment(half, new Uint8Array(UNIT), `bytes 0-${UNIT - 1}/${UNIT + 3}`)
  await microsoft.control.advanceClock(60_000)
  await fetch(`${first.keepa}/product?key=${'k'.repeat(64)}&domain=1&asin=B000000000`)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')

  const second = await startProcess(basePort)
  const { body } = await graph(second.microsoft, '/me/drive/root:/done.mp4')
  expect(body).toMatchObject({ size: 9 })
  expect(new Uint8Array(await (await fetch(body['@microsoft.graph.downloadUrl'])).arrayBuffer())).toEqual(
    new Uint8Array(9).fill(5),
  )
  expect(await expectedRanges(half)).toEqual([`${UNIT}-`])
  expect((await putFragment(half, new Uint8Array(3), `bytes ${UNIT}-${UNIT + 2}/${UNIT + 3}`)).status).toBe(201)
  expect((await graph(second.microsoft, '/me/drive/root:/done.mp4:/thumbnails')).body.value).toHaveLength(1)
  const { tokensLeft } = await (await fetch(`${second.keepa}/token?key=${'k'.repeat(64)}`)).json()
  expect(tokensLeft).toBe(1199)
})

test('without a data folder a restart begins with an empty state', async () => {
  const first = await startTestEmulator('microsoft')
  await first.control.seed({ items: [{ path: 'a.txt', text: 'x' }] })
  await first.close()
  const second = await startTestEmulator('microsoft')
  await connect(second)
  expect((await graph(second, '/me/drive/root:/a.txt')).status).toBe(404)
  await second.close()
})

test('an unreadable state is one clear sentence', async () => {
  const first = await startTestEmulator('keepa', { dataDir })
  await first.close()
  await writeFile(join(dataDir, 'emulators', 'keepa', 'state.json'), '{"version":')
  await expect(startTestEmulator('keepa', { dataDir })).rejects.toThrow(
    /state\.json is not readable JSON; delete its folder/,
  )
})

test('a port in use is replaced by a free one, and each emulator keeps its distance otherwise', async () => {
  const basePort = await freeBasePort()
  const squatter = createServer().listen(basePort, '127.0.0.1')
  await once(squatter, 'listening')
  const { emulators, close } = await startEmulators({ host: '127.0.0.1', basePort })
  const port = (name: string) => new URL(emulators.find((one) => one.name === name)?.url ?? '').port
  expect(port('keepa')).not.toBe(String(basePort))
  expect(port('microsoft')).toBe(String(basePort + 1))
  for (const { url, name } of emulators) expect(await (await fetch(`${url}/_emulator`)).json()).toMatchObject({ name })
  await close()
  squatter.close()
})
