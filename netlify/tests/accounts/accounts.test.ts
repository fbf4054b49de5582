import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { accountsContract } from '#core/accounts/contract.ts'
import { allContracts } from '#core/contracts.ts'
import { jobsContract } from '#core/jobs/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import config from '../../functions/config.ts'
import health from '../../functions/health.ts'
import jobsDrain from '../../functions/jobs-drain.ts'
import me from '../../functions/me.ts'
import openapi from '../../functions/openapi.ts'
import { getHealth } from '../../src/accounts/get-health.ts'
import { tickJobs } from '../../src/jobs/tick-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

const Operation = z.object({ parameters: z.array(z.object({ name: z.string() })), responses: z.looseObject({}) })
const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

let api: TestApi
let ann: TestPerson
beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => api.close())

const getMe = (as: TestPerson) => api.call(me, accountsContract.me, { as })
const updateMe = (as: TestPerson, body: object) => api.call(me, accountsContract.updateMe, { as, body })

describe('GET /api/config', () => {
  const get = async () => (await api.call(config, accountsContract.config)).body

  test('200 answers what a browser needs and no secret', async () => {
    vi.stubEnv('OPSYNCPRO_EMULATORS', 'keepa=http://127.0.0.1:8889,microsoft=http://127.0.0.1:8890')
    const body = await get()
    expect(body).toMatchObject({
      supabase_url: api.host.url,
      supabase_anon_key: api.host.secrets.publishable_key,
      environment: 'local',
      features: { keepa: { state: 'emulated', emulator_url: 'http://127.0.0.1:8889' } },
    })
    for (const secret of [api.host.secrets.secret_key, api.host.secrets.jwt_secret, api.host.secrets.webhook_secret]) {
      expect(JSON.stringify(body)).not.toContain(secret)
    }
  })

  test('200 answers no emulator URL outside local mode', async () => {
    vi.stubEnv('OPSYNCPRO_EMULATORS', 'keepa=http://127.0.0.1:8889')
    vi.stubEnv('OPSYNCPRO_ENVIRONMENT', 'production')
    vi.stubEnv('MICROSOFT_CLIENT_ID', 'an app')
    vi.stubEnv('MICROSOFT_CLIENT_SECRET', 'its secret')
    expect((await get()).features).toMatchObject({
      keepa: { state: 'not_configured' },
      onedrive: { state: 'configured' },
    })
  })
})

describe('GET /api/health', () => {
  test('200 while the database answers', async () => {
    await tickJobs()
    expect((await api.call(health, accountsContract.health)).body).toEqual({
      status: 'ok',
      checks: { database: 'ok', jobs: { state: 'moving', since: null } },
    })
  })
  test('200 says that jobs do not move, and since when: no schedule runs', async () => {
    await api.host.exec('delete from private.periodic_jobs')
    expect(await getHealth()).toMatchObject({ status: 'failing', checks: { jobs: { state: 'stuck', since: null } } })
    await tickJobs(new Date('2026-11-22T10:30:00Z'))
    expect(await getHealth(new Date('2026-11-22T10:34:00Z'))).toMatchObject({ checks: { jobs: { state: 'moving' } } })
    const { checks } = await getHealth(new Date('2026-11-22T10:36:00Z'))
    expect(checks.jobs.state).toBe('stuck')
    expect(Date.parse(checks.jobs.since ?? '')).toBe(Date.parse('2026-11-22T10:30:00Z'))
  })
  test('200 says so too when the schedule runs and every drain is refused, until one is not', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await api.host.exec('delete from private.jobs; delete from private.periodic_jobs')
    const drain = (secret: string) =>
      api.call(jobsDrain, jobsContract.drain, { headers: { 'x-webhook-secret': secret } })
    await api.host.exec(`select private.enqueue_job('records.purge', 'records.purge')`)
    await tickJobs()
    expect((await drain('another-secret-of-16')).status).toBe(401)
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('machine.secret_refused'))
    await api.host.exec(`update private.jobs set ready_at = now() - interval '6 minutes'`)
    const [job] = await api.host.sql<{ ready_at: string }>('select ready_at from private.jobs')
    const { checks } = await getHealth()
    expect(checks.jobs.state).toBe('stuck')
    expect(Date.parse(checks.jobs.since ?? '')).toBe(Date.parse(job?.ready_at ?? ''))

    expect((await drain(api.host.secrets.webhook_secret)).status).toBe(200)
    expect((await getHealth()).checks.jobs).toEqual({ state: 'moving', since: null })
    // A long queue that is being worked on is no standstill.
    await api.host.exec(
      `select private.enqueue_job('records.purge', 'later'); update private.jobs set ready_at = now() - interval '1 hour' where turn is not null`,
    )
    expect((await getHealth()).checks.jobs.state).toBe('moving')
  })
  test('503 while the database does not answer', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed'))
    vi.spyOn(console, 'warn').mockImplementationOnce(() => {})
    const { status, problem } = await api.call(health, accountsContract.health)
    expect(status).toBe(503)
    expect(problem.code).toBe('database_unavailable')
  })
})

describe('GET /api/openapi.json', () => {
  test('200 describes every address, its parameters and its problems', async () => {
    const { body } = await api.call(openapi, accountsContract.openapi)
    const { paths } = Paths.parse(body)
    for (const { method, path } of allContracts) {
      expect(paths[path.replace(/:(\w+)/g, '{$1}')]).toHaveProperty(method.toLowerCase())
    }
    const update = paths['/api/sourced-products/{id}']?.patch
    expect(update?.parameters.map(({ name }) => name)).toEqual(['id', 'If-Match'])
    expect(Object.keys(update?.responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '429',
      '500',
      '503',
    ])
    const tasks = paths['/api/influencer-tasks']?.get
    expect(tasks?.parameters.map(({ name }) => name)).toContain('group')
  })
})

describe('GET /api/me', () => {
  test('200 answers the person with the workspace that signing up made', async () => {
    const { status, body } = await getMe(ann)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: ann.userId,
      email: 'ann@example.test',
      name: 'ann',
      role: 'owner',
      is_admin: false,
      theme: 'system',
      email_notices: true,
      workspaces: [{ workspace_id: body.current_workspace_id, name: "ann's workspace", role: 'owner' }],
    })
  })
  test('200 for a removed member: their own workspace at once, in which they work', async () => {
    const max = await api.teammate(ann, 'manager')
    expect((await getMe(max)).body.role).toBe('manager')
    await api.host.sql(`delete from public.workspace_members where user_id = $1 and role = 'manager'`, [max.userId])
    const { status, body } = await getMe(max)
    expect(status).toBe(200)
    expect(body).toMatchObject({ role: 'owner', workspaces: [{ workspace_id: body.current_workspace_id }] })
  })
  test('200 for a member removed from their only workspace: a new one of their own', async () => {
    const max = await api.teammate(ann, 'uploader')
    await api.host.sql(`delete from public.workspace_members where user_id = $1 and role = 'owner'`, [max.userId])
    await api.host.sql('delete from public.workspace_members where user_id = $1', [max.userId])
    const { status, body } = await getMe(max)
    expect(status).toBe(200)
    expect(body.workspaces).toEqual([
      { workspace_id: body.current_workspace_id, name: expect.any(String), role: 'owner' },
    ])
  })
  test('401 for a deleted account, although its token is still valid', async () => {
    const gone = await api.person()
    await api.host.sql('delete from auth.users where id = $1', [gone.userId])
    expect((await getMe(gone)).status).toBe(401)
  })
})

describe('PATCH /api/me', () => {
  test('200 changes only the given fields', async () => {
    const { body } = await updateMe(ann, {
      name: ' Ann B. ',
      time_zone: 'Europe/Berlin',
      locale: 'de-DE',
      theme: 'dark',
      email_notices: false,
    })
    expect(body).toMatchObject({
      name: 'Ann B.',
      time_zone: 'Europe/Berlin',
      locale: 'de-DE',
      theme: 'dark',
      email_notices: false,
    })
    expect((await getMe(ann)).body).toEqual(body)
  })
  test.each([
    ['name', ''],
    ['time_zone', 'Berlin'],
    ['locale', 'german!'],
    ['theme', 'pink'],
    ['email_notices', 'no'],
    ['is_admin', true],
    ['email', 'x@y.z'],
  ])('400 for %s=%s', async (field, value) => {
    const { status, problem } = await updateMe(ann, { [field]: value })
    expect(status).toBe(400)
    expect(problem.issues?.[0]?.path).toBe(field)
  })
})
