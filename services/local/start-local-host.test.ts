import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { moveDataAside } from './reset-data.ts'
import { describeStartError } from './start-error-sentences.ts'
import { type LocalHostOptions, startLocalHost } from './start-local-host.ts'
import { type NotesHost, startNotesHost } from './testing/start-notes-host.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let notes: NotesHost | undefined
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await notes?.remove()
  notes = undefined
})

/** The message of a start that must fail. */
async function refusal(options: LocalHostOptions): Promise<string> {
  const error = await startLocalHost({ ...options, env: {} }).then(
    async (host) => {
      await host.close()
      return new Error('It started.')
    },
    (reason: Error) => reason,
  )
  expect(error.name).toBe('StartError')
  expect(error.message).not.toContain('\n')
  return error.message
}

test('everything is still there after a restart, and people stay signed in', async () => {
  notes = await startNotesHost()
  const ann = await notes.person('ann@example.test')
  await ann.client.from('notes').insert({ text: 'kept' }).throwOnError()
  await ann.client.storage.from('docs').upload('kept.txt', new Blob(['kept'], { type: 'text/plain' }))
  const token = (await ann.client.auth.getSession()).data.session?.access_token ?? ''
  const key = notes.host.env.SUPABASE_ANON_KEY ?? ''
  await notes.host.close()

  const again = await startLocalHost({ ...notes.options, env: {} })
  expect(again.appliedNow).toEqual([])
  const headers = { apikey: key, authorization: `Bearer ${token}` }
  expect(await (await fetch(`${again.url}/rest/v1/notes?select=text`, { headers })).json()).toEqual([{ text: 'kept' }])
  expect(await (await fetch(`${again.url}/storage/v1/object/docs/kept.txt`, { headers })).text()).toBe('kept')
  await again.close()
})

describe('a failed start says why in one sentence', () => {
  test('a second host on the same data', async () => {
    notes = await startNotesHost()
    const text = await refusal(notes.options)
    expect(text).toContain('already running')
    expect(text).toContain(String(process.pid))
  })

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    // safe: it listens on TCP.
    const { port } = other.address() as AddressInfo
    notes = await startNotesHost()
    expect(await refusal({ ...notes.options, port, dataDir: join(notes.folder, 'other') })).toMatch(
      new RegExp(`^Port ${port} is taken.*PORT=${port + 1} npm start`),
    )
    other.close()
  })

  test('a damaged database', async () => {
    notes = await startNotesHost()
    await notes.host.close()
    await truncate(join(notes.folder, 'data/db/global/pg_control'), 10)
    expect(await refusal(notes.options)).toContain('--reset-data')
  })

  test('damaged secrets', async () => {
    notes = await startNotesHost()
    await notes.host.close()
    await writeFile(join(notes.folder, 'data/secrets.json'), '{"jwt_secret":')
    expect(await refusal(notes.options)).toContain('secrets.json is damaged')
  })

  test('a data folder that is a file', async () => {
    notes = await startNotesHost()
    await writeFile(join(notes.folder, 'file'), '')
    expect(await refusal({ ...notes.options, dataDir: join(notes.folder, 'file') })).toContain('is not a folder')
    expect(await refusal({ ...notes.options, dataDir: join(notes.folder, 'file/below') })).toContain('is not a folder')
  })

  test('a read-only folder', () => {
    const error = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/data/.local' })
    const described = describeStartError(error, { dataDir: '/data/.local', port: 8888, databaseUrl: undefined })
    expect(described).toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('/data/.local cannot be written'),
    })
  })

  test('a database server that does not answer', async () => {
    notes = await startNotesHost()
    const options = {
      ...notes.options,
      dataDir: join(notes.folder, 'other'),
      databaseUrl: 'postgres://nobody@127.0.0.1:9/none',
    }
    expect(await refusal(options)).toContain('DATABASE_URL cannot be reached')
  })

  test('a migration that changed after it was applied, and one that fails', async () => {
    notes = await startNotesHost()
    await notes.host.close()
    const file = join(notes.folder, 'migrations/001_notes.sql')
    const sql = await readFile(file, 'utf8')
    await writeFile(file, `${sql}\n-- changed`)
    const changed = await refusal(notes.options)
    expect(changed).toContain('001_notes.sql has changed')
    expect(changed).toContain('--reset-data')
    await writeFile(file, sql)
    await writeFile(
      join(notes.folder, 'migrations/002_broken.sql'),
      'create table public.half (id int);\nselect nothing_here();',
    )
    expect(await refusal(notes.options)).toContain('002_broken.sql:2 could not be applied')
    await writeFile(join(notes.folder, 'migrations/002_broken.sql'), 'create table public.half (id int);')
    const host = await startLocalHost({ ...notes.options, env: {} })
    expect(host.appliedNow).toEqual(['002_broken.sql'])
    await host.close()
  })
})

test('resetting moves the data aside and begins with an empty folder', async () => {
  notes = await startNotesHost()
  await notes.person('ann@example.test')
  const dataDir = join(notes.folder, 'data')
  await expect(moveDataAside(dataDir)).rejects.toThrow('already running')
  await notes.host.close()
  const movedTo = await moveDataAside(dataDir)
  expect((await stat(join(movedTo ?? '', 'db'))).isDirectory()).toBe(true)
  const host = await startLocalHost({ ...notes.options, env: {} })
  expect(await host.database?.query('select 1 from auth.users')).toEqual([])
  await host.close()
})

test('secrets are readable by their owner only', async () => {
  notes = await startNotesHost()
  expect((await stat(join(notes.folder, 'data/secrets.json'))).mode & 0o777).toBe(0o600)
})

test('closing waits for the running request', async () => {
  notes = await startNotesHost()
  const { host } = notes
  const slow = fetch(`${host.url}/rest/v1/rpc/whoami`, {
    method: 'POST',
    headers: { apikey: host.env.SUPABASE_SERVICE_ROLE_KEY ?? '', 'content-type': 'application/json' },
    body: '{}',
  })
  const first = await fetch(`${host.url}/api/health`)
  expect(first.status).toBe(200)
  const [answer] = await Promise.all([slow, host.close()])
  expect(answer.status).toBe(200)
})

test('pages are served with safe headers, and any page path is the app', async () => {
  notes = await startNotesHost()
  await mkdir(join(notes.folder, 'dist/assets'))
  await writeFile(join(notes.folder, 'dist/assets/app-1a2b3c.js'), 'export {}')
  const get = (path: string): Promise<Response> => fetch(`${notes?.host.url}${path}`)
  const page = await get('/products/42')
  expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([
    200,
    'no-store',
    '<!doctype html><title>OpSyncPro</title>',
  ])
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const asset = await get('/assets/app-1a2b3c.js')
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect((await get('/assets/gone.js')).status).toBe(404)
  expect((await get('/..%2f..%2fdata%2fsecrets.json')).status).not.toBe(200)
})

test('acknowledged writes survive SIGKILL in the middle of writing', async () => {
  notes = await startNotesHost()
  await notes.host.close()
  const { host } = notes
  const options = JSON.stringify({ ...notes.options, env: undefined })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/host-process.ts'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const first = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk))),
  )
  const { url, secret } = JSON.parse(first)
  expect(secret).toBe(host.env.SUPABASE_SERVICE_ROLE_KEY ?? secret)
  // People's data is for this account of the machine alone; a worker thread of vitest cannot set what files begin with.
  const modeOf = async (name: string) =>
    ((await stat(join(notes?.options.dataDir ?? '', name))).mode & 0o777).toString(8)
  expect([await modeOf(''), await modeOf('lock')]).toEqual(['700', '600'])

  const acknowledged: string[] = []
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const write = async (worker: number): Promise<void> => {
    for (let index = 0; ; index++) {
      const text = `${worker}-${index}`
      const response = await fetch(`${url}/rest/v1/notes`, {
        method: 'POST',
        headers: { apikey: secret, 'content-type': 'application/json', prefer: 'return=minimal' },
        body: JSON.stringify({ user_id: '00000000-0000-4000-8000-000000000001', text }),
      })
      if (response.status === 201) acknowledged.push(text)
      if (acknowledged.length === 60) child.kill('SIGKILL')
    }
  }
  await Promise.allSettled([write(1), write(2), write(3)])
  await exited
  expect(acknowledged.length).toBeGreaterThanOrEqual(60)

  const again = await startLocalHost({ ...notes.options, env: {} })
  const rows = await again.database?.query('select text from public.notes')
  const kept = new Set(rows?.map(({ text }) => text))
  expect(acknowledged.filter((text) => !kept.has(text))).toEqual([])
  await again.close()
})
