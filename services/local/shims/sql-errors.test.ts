import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createBareLite } from '../testing/bare-lite.ts'
import { createTestHost, type TestHost, type TestPerson } from '../testing/create-test-host.ts'
import { NOTES_SQL, temporaryFolder } from '../testing/notes-migration.ts'
import { statusOfSqlState } from './sql-errors.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

describe('statusOfSqlState', () => {
  test.each([
    ['23514', 400],
    ['P0001', 400],
    ['23505', 409],
    ['23503', 409],
    ['22P02', 400],
    ['42P01', 404],
    ['42883', 404],
    ['40001', 500],
    ['57014', 500],
    ['53300', 503],
    ['08006', 503],
    ['XX000', 500],
    ['PT409', 409],
    ['PT422', 422],
  ])('%s is %i', (code, status) => expect(statusOfSqlState(code, true)).toBe(status))

  test('a missing right is 403 for a signed-in person and 401 for a visitor', () => {
    expect([statusOfSqlState('42501', true), statusOfSqlState('42501', false)]).toEqual([403, 401])
  })
})

describe('the data API', () => {
  let host: TestHost
  let ann: TestPerson
  let remove: () => Promise<void>
  beforeAll(async () => {
    const migrations = await temporaryFolder({ '001_notes.sql': NOTES_SQL })
    remove = migrations.remove
    host = await createTestHost({ migrationsDir: migrations.folder })
    ann = await host.signUp()
  })
  afterAll(async () => {
    await host.close()
    await remove()
  })

  function ask(path: string, method: string, body: unknown, token: string | null = ann.accessToken): Promise<Response> {
    const headers: Record<string, string> = { apikey: host.secrets.publishable_key, 'content-type': 'application/json' }
    if (token) headers.authorization = `Bearer ${token}`
    return host.fetch(`${host.url}/rest/v1/${path}`, { method, headers, body: JSON.stringify(body) })
  }

  test.each([
    ['a broken check', 'notes', 'POST', { text: '' }, 400, '23514'],
    ['a wrong type', 'notes?id=eq.x', 'PATCH', { text: 'a' }, 400, '22P02'],
    ['a word that is no boolean', 'rpc/refuse', 'POST', { code: 'P0001', is_loud: 'x' }, 400, '22P02'],
    ['a column without a grant', 'notes?text=eq.a', 'PATCH', { locked: 'x' }, 403, '42501'],
    ['raise exception', 'rpc/refuse', 'POST', { code: 'P0001' }, 400, 'P0001'],
    ['a code that names its status', 'rpc/refuse', 'POST', { code: 'PT409' }, 409, 'PT409'],
  ])('%s keeps its code, quietly', async (_what, path, method, body, status, code) => {
    const logged = vi.spyOn(console, 'error')
    const response = await ask(path, method, body)
    expect([response.status, await response.json()]).toMatchObject([status, { code }])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(logged).not.toHaveBeenCalled()
    logged.mockRestore()
  })

  test('the same note twice is a conflict', async () => {
    await ask('notes', 'POST', { text: 'once' })
    expect((await ask('notes', 'POST', { text: 'once' })).status).toBe(409)
  })

  test('a visitor must sign in', async () => {
    const response = await ask('notes', 'POST', { text: 'hi' }, null)
    expect([response.status, await response.json()]).toMatchObject([401, { code: '42501' }])
  })

  test('hints and details arrive', async () => {
    expect(await (await ask('rpc/refuse', 'POST', { code: 'P0001' })).json()).toMatchObject({
      hint: 'ask again',
      message: 'no',
    })
    expect(await (await ask('rpc/refuse', 'POST', { code: '22023' })).json()).toMatchObject({ details: 'because' })
  })
})

describe('upstream gaps', () => {
  test('supabase-lite alone answers SUP and 500, and undoes our grants', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const bare = await createBareLite(NOTES_SQL)
    const headers = { apikey: bare.secrets.secret_key, 'content-type': 'application/json' }
    const response = await bare.fetch(`${bare.url}/rest/v1/rpc/refuse`, {
      method: 'POST',
      headers,
      body: '{"code":"P0001"}',
    })
    expect([response.status, await response.json()]).toMatchObject([500, { code: 'SUP' }])
    const { rows } = await bare.database.query(
      `select has_column_privilege('authenticated', 'notes', 'locked', 'update') as may`,
    )
    expect(rows).toEqual([{ may: true }])
    await bare.close()
    logged.mockRestore()
  })

  test('grants by column survive the first request in our host', async () => {
    const migrations = await temporaryFolder({ '001_notes.sql': NOTES_SQL })
    const host = await createTestHost({ migrationsDir: migrations.folder })
    await host.fetch(`${host.url}/rest/v1/notes`, { headers: { apikey: host.secrets.secret_key } })
    const rows = await host.sql(`select has_column_privilege('authenticated', 'notes', 'locked', 'update') as may,
      has_table_privilege('anon', 'notes', 'select') as visitor`)
    expect(rows).toEqual([{ may: false, visitor: false }])
    await host.close()
    await migrations.remove()
  })
})
