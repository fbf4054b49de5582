import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { jobsContract } from '#core/jobs/contract.ts'
import jobsDrain from '../functions/jobs-drain.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import type { Db } from '../src/db/user-client.ts'
import { defineJob, type Job, JobError, JobPause } from '../src/jobs/define-job.ts'
import { drainJobs } from '../src/jobs/drain-jobs.ts'
import { claimJobs, enqueueJob, extendJob, failJob, finishJob, pauseJob } from '../src/jobs/jobs.repo.ts'
import { tickJobs } from '../src/jobs/tick-jobs.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'

let api: TestApi
let db: Db
beforeAll(async () => {
  api = await createTestApi()
  db = createServiceClient()
})
beforeEach(async () => {
  await api.host.exec('delete from private.jobs')
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterAll(() => api.close())

type Row = { state: string; attempts: number; last_error_code: string | null; wait_seconds: number; progress: string }
const look = (key: string) =>
  api.host.sql<Row>(
    `select case when is_dead then 'dead' when finished_at is not null then 'done' when leased_until > now() then 'running' else 'waiting' end as state,
       attempts, last_error_code, round(extract(epoch from run_at - now()))::int as wait_seconds,
       progress_done || '/' || coalesce(progress_total::text, '?') as progress
     from private.jobs where key = $1`,
    [key],
  )
const passTime = (seconds: number) =>
  api.host.sql(
    `update private.jobs set run_at = run_at - make_interval(secs => $1), leased_until = leased_until - make_interval(secs => $1)`,
    [seconds],
  )

const job = (run: Job['run'], payload: z.ZodType = z.object({})) => ({
  'test.run': async () => defineJob({ kind: 'test.run', payload, run }),
})
const enqueue = (key = 'a') => enqueueJob(db, { kind: 'test.run', key })

describe('POST /api/jobs-drain', () => {
  test('200 works on due jobs and answers the results', async () => {
    await enqueueJob(db, { kind: 'records.purge', key: 'records.purge' })
    await enqueueJob(db, { kind: 'nobody.knows', key: 'x' })
    const headers = { 'x-webhook-secret': api.host.secrets.webhook_secret }
    const { status, body } = await api.call(jobsDrain, jobsContract.drain, { headers })
    expect(status).toBe(200)
    expect(body).toEqual({ finished: 1, failed: 1 })
    expect(await look('x')).toMatchObject([{ state: 'dead', last_error_code: 'unknown_kind' }])
  })
})

test('two requests with one key are one job, until it is done', async () => {
  const first = await enqueue()
  expect(await enqueue()).toBe(first)
  await drainJobs({ jobs: job(async () => {}) })
  expect(await enqueue()).not.toBe(first)
})

test('two workers share the work and never get the same job', async () => {
  for (let i = 0; i < 7; i += 1) await enqueue(`key ${i}`)
  const [a, b] = await Promise.all([claimJobs(db, 'a', 5), claimJobs(db, 'b', 5)])
  const ids = [...a, ...b].map(({ id }) => id)
  expect(ids).toHaveLength(7)
  expect(new Set(ids).size).toBe(7)
  expect(await claimJobs(db, 'c', 5)).toEqual([])
})

test('a job that waits for other work runs again as often as needed, and no attempt is used up', async () => {
  await enqueue()
  const waiting = job(async () => {
    throw new JobPause(30)
  })
  for (let turn = 0; turn < 7; turn += 1) {
    await drainJobs({ jobs: waiting })
    expect(await look('a')).toMatchObject([{ state: 'waiting', attempts: 0, wait_seconds: 30, last_error_code: null }])
    await passTime(30)
  }
  await drainJobs({ jobs: job(async () => {}) })
  expect(await look('a')).toMatchObject([{ state: 'done' }])
})

test('a failing job waits longer each time, and is dead after five attempts', async () => {
  await enqueue()
  const failing = job(async () => {
    throw new Error('the vendor is down')
  })
  const waits: number[] = []
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    expect(await drainJobs({ jobs: failing })).toEqual({ finished: 0, failed: 1 })
    const [row] = await look('a')
    expect(row?.attempts).toBe(attempt)
    waits.push(row?.wait_seconds ?? -1)
    await passTime(4000)
  }
  expect(waits.slice(0, 4)).toEqual([15, 60, 240, 960])
  expect(await look('a')).toMatchObject([{ state: 'dead', last_error_code: 'unexpected' }])
  expect(await drainJobs({ jobs: failing })).toEqual({ finished: 0, failed: 0 })
})

test('a job waits as long as the vendor said', async () => {
  await enqueue()
  await drainJobs({
    jobs: job(async () => {
      throw new JobError('try_later', 'Slow down', { retryAfterSeconds: 90 })
    }),
  })
  expect(await look('a')).toMatchObject([{ state: 'waiting', wait_seconds: 90, last_error_code: 'try_later' }])
})

test('a job that is refused for good is not tried again', async () => {
  await enqueue()
  await drainJobs({
    jobs: job(async () => {
      throw new JobError('rejected', "We can't find this file", { isFinal: true })
    }),
  })
  expect(await look('a')).toMatchObject([{ state: 'dead', attempts: 1, last_error_code: 'rejected' }])
})

test('a payload of another shape never reaches the handler', async () => {
  await enqueue()
  const run = vi.fn(async () => {})
  await drainJobs({ jobs: job(run, z.object({ video_id: z.uuid() })) })
  expect(run).not.toHaveBeenCalled()
})

test('progress can be read while it runs', async () => {
  await enqueue()
  await drainJobs({
    jobs: job(async ({ progress }) => {
      await progress(3, 10)
      expect(await look('a')).toMatchObject([{ state: 'running', progress: '3/10' }])
    }),
  })
  expect(await look('a')).toMatchObject([{ state: 'done', progress: '3/10' }])
})

test('a vanished worker loses its job when its lease ends, and can no longer finish it', async () => {
  const id = await enqueue()
  await claimJobs(db, 'vanished', 1)
  expect(await drainJobs({ jobs: job(async () => {}) })).toEqual({ finished: 0, failed: 0 })
  await passTime(121)
  const [again] = await claimJobs(db, 'second', 1)
  expect(again).toMatchObject({ id, attempts: 2 })
  expect(await extendJob(db, id, 'vanished')).toBe(false)
  expect(await finishJob(db, id, 'vanished')).toBe(false)
  expect(
    await failJob(db, id, 'vanished', { code: 'x', message: 'x', isFinal: true, retryAfterSeconds: undefined }),
  ).toBe(false)
  expect(await finishJob(db, id, 'second')).toBe(true)
})

const reasonOf = async (key: string) =>
  (await api.host.sql<{ last_error: string | null }>('select last_error from private.jobs where key = $1', [key]))[0]
    ?.last_error

test('a job that two workers in a row did not survive is quarantined, and others go on', async () => {
  await enqueue()
  await claimJobs(db, 'first', 1)
  await passTime(121)
  expect(await claimJobs(db, 'second', 1)).toHaveLength(1)
  await enqueue('b')
  await passTime(121)
  expect(await claimJobs(db, 'third', 5)).toMatchObject([{ attempts: 1 }])
  expect(await look('a')).toMatchObject([{ state: 'dead', last_error_code: 'worker_lost' }])
  expect(await reasonOf('a')).toBe(
    'Two processes in a row stopped while this job was running, so it is not started again.',
  )
  expect(await look('b')).toMatchObject([{ state: 'running' }])
})

test.each([
  [
    'failed',
    (id: number) => failJob(db, id, 'second', { code: 'x', message: 'x', isFinal: false, retryAfterSeconds: 1 }),
  ],
  ['paused', (id: number) => pauseJob(db, id, 'second', 1)],
])('a worker that survived it, and %s, begins the count anew', async (_, giveBack) => {
  const id = await enqueue()
  await claimJobs(db, 'first', 1)
  await passTime(121)
  await claimJobs(db, 'second', 1)
  await giveBack(id)
  await passTime(3600)
  expect(await claimJobs(db, 'third', 1)).toHaveLength(1)
  await passTime(121)
  expect(await claimJobs(db, 'fourth', 1)).toHaveLength(1)
})

test('a job whose worker is late, not dead, is not counted', async () => {
  await enqueue()
  await claimJobs(db, 'first', 1)
  await passTime(119)
  expect(await claimJobs(db, 'second', 1)).toEqual([])
  expect(await look('a')).toMatchObject([{ state: 'running', last_error_code: null }])
})

test('a worker that vanished on the last attempt leaves a dead job', async () => {
  const id = await enqueue()
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await claimJobs(db, 'worker', 1)
    await failJob(db, id, 'worker', { code: 'x', message: 'x', isFinal: false, retryAfterSeconds: 1 })
    await passTime(2)
  }
  await claimJobs(db, 'last', 1)
  await passTime(121)
  expect(await claimJobs(db, 'sixth', 1)).toEqual([])
  expect(await look('a')).toMatchObject([{ state: 'dead', last_error_code: 'worker_lost' }])
  expect(await reasonOf('a')).toBe('The process stopped while this job was running.')
})

test('a worker whose job another worker has must stop', async () => {
  await enqueue()
  const reached: string[] = []
  const drained = await drainJobs({
    jobs: job(async ({ progress, signal }) => {
      await api.host.sql(`update private.jobs set worker = 'another'`)
      reached.push('before')
      await progress(1).catch(() => reached.push(signal.aborted ? 'told to stop' : 'not told'))
      signal.throwIfAborted()
      reached.push('after')
    }),
  })
  expect(reached).toEqual(['before', 'told to stop'])
  expect(drained).toEqual({ finished: 0, failed: 1 })
})

test('a long job keeps its lease by its heartbeat', async () => {
  await enqueue()
  const extended = vi.spyOn(globalThis, 'fetch')
  await drainJobs({
    heartbeatMs: 1,
    jobs: job(async () => {
      await vi.waitUntil(() => extended.mock.calls.filter(([url]) => String(url).includes('extend_job')).length >= 2)
    }),
  })
  extended.mockRestore()
  expect(await look('a')).toMatchObject([{ state: 'done' }])
})

describe('a job gets the time that is really left', () => {
  test('and is told when that ends', async () => {
    await enqueue()
    const startedAt = Date.now()
    let leftMs = 0
    await drainJobs({
      jobs: job(async ({ endAtMs }) => {
        leftMs = endAtMs - startedAt
      }),
    })
    // The platform ends the process after 15 minutes; the last of them is for storing what was done.
    expect(leftMs).toBeGreaterThan(13.9 * 60_000)
    expect(leftMs).toBeLessThan(14.1 * 60_000)
  })

  test('when it ends, the job is asked to stop, and runs again without a used attempt', async () => {
    await enqueue()
    const stopping = job(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      // As a request that was given the signal does.
      throw new DOMException('This operation was aborted', 'AbortError')
    })
    expect(await drainJobs({ jobs: stopping, platformMs: 30 })).toEqual({ finished: 0, failed: 1 })
    expect(await look('a')).toMatchObject([{ state: 'waiting', attempts: 0, last_error_code: null }])
  })

  test('and a job that reports progress stops there by itself', async () => {
    await enqueue()
    const endless = job(async ({ progress, endAtMs }) => {
      for (let done = 1; ; done += 1) {
        await progress(done)
        if (Date.now() > endAtMs + 10_000) throw new Error('It was not stopped.')
      }
    })
    await drainJobs({ jobs: endless, platformMs: 30 })
    expect(await look('a')).toMatchObject([{ state: 'waiting', attempts: 0 }])
  })

  test('being ended by the platform uses up no attempt, however often; another death does', async () => {
    await enqueue()
    const [row] = await claimJobs(db, 'first', 1, new Date(Date.now() + 1000))
    // Its heartbeat came in its last minute: the platform ended it.
    for (let death = 1; death <= 6; death += 1) {
      await passTime(121)
      await api.host.exec(`update private.jobs set worker_ends_at = leased_until - interval '100 seconds'`)
      const [again] = await claimJobs(db, `worker ${death}`, 1, new Date(Date.now() + 900_000))
      expect(again).toMatchObject({ id: row?.id, attempts: 1 })
    }
    // Long before its end: the process died.
    await passTime(121)
    expect(await claimJobs(db, 'last', 1)).toMatchObject([{ id: row?.id, attempts: 2 }])
  })

  test('but not for ever', async () => {
    await enqueue()
    await claimJobs(db, 'first', 1, new Date())
    await api.host.exec(
      `update private.jobs set cut_short = 20, attempts = 5, leased_until = now() - interval '1 second', worker_ends_at = now() - interval '100 seconds'`,
    )
    expect(await claimJobs(db, 'second', 1)).toEqual([])
    expect(await look('a')).toMatchObject([{ state: 'dead', last_error_code: 'worker_lost' }])
  })
})

describe('whose turn it is', () => {
  const workspaces = async (count: number) => {
    const people = await Promise.all(Array.from({ length: count }, () => api.person(`queue-${crypto.randomUUID()}`)))
    const rows = await api.host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = any ($1) order by array_position($1, id)',
      [people.map(({ userId }) => userId)],
    )
    return rows.map(({ id }) => id)
  }
  const add = (name: string, workspaceId: string | undefined, { priority = 0, count = 1, at = 'now()' } = {}) =>
    api.host.sql(
      `insert into private.jobs (kind, key, workspace_id, priority, run_at)
       select 'test.run', $1 || i, $2, $3, ${at} from generate_series(1, $4) as i`,
      [name, workspaceId, priority, count],
    )
  const order = async (count: number) => {
    const keys: string[] = []
    for (let i = 0; i < count; i += 1) {
      const [claimed] = await claimJobs(db, `worker ${i}`, 1)
      const [row] = await api.host.sql<{ key: string }>('select key from private.jobs where id = $1', [
        claimed?.id ?? 0,
      ])
      keys.push(row?.key ?? 'none')
    }
    return keys
  }

  test('one workspace with many jobs does not hold the others', async () => {
    const [a, b, c] = await workspaces(3)
    await add('a', a, { count: 50 })
    await add('b', b, { count: 2 })
    await add('c', c)
    expect(await order(6)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
    // A workspace that comes later enters in the current round, not behind the other's last job.
    await add('late', c)
    expect((await order(2)).includes('late1')).toBe(true)
  })

  test('what a person asked for goes before what the clock asked for, in every workspace', async () => {
    const [a, b] = await workspaces(2)
    await add('clock', a, { count: 20 })
    await add('hers', a, { priority: 1, count: 2 })
    await add('his', b, { priority: 1 })
    expect(await order(4)).toEqual(['hers1', 'his1', 'hers2', 'clock1'])
  })

  test('what a person asks for raises a job that the clock asked for already', async () => {
    const ann = await api.person(`asks-${crypto.randomUUID()}`)
    const [first] = await api.host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = $1',
      [ann.userId],
    )
    await add('clock', first?.id, { count: 2 })
    await api.host.sql(`select private.enqueue_job('ebay.sync', 'sync', '{}', $1)`, [first?.id])
    await api.host.database.execAtomically(
      `select set_config('request.jwt.claims', '{"sub":"${ann.userId}"}', true); select private.enqueue_job('ebay.sync', 'sync', '{}', '${first?.id}')`,
    )
    expect(await order(1)).toEqual(['sync'])
  })

  test('work of the clock that has waited for long gets its share beside what persons ask for', async () => {
    const [a, b] = await workspaces(2)
    await add('clock', b, { count: 3 })
    await api.host.exec(`update private.jobs set ready_at = now() - interval '16 minutes'`)
    await add('hers', a, { priority: 1, count: 20 })
    const keys = await order(12)
    expect(keys.filter((key) => key.startsWith('clock'))).toHaveLength(3)
  })

  test('a job that waits for its time enters the queue when it has come, and others pass it before', async () => {
    const [a, b] = await workspaces(2)
    await add('later', a, { at: `now() + interval '10 minutes'` })
    await add('now', b, { count: 2 })
    expect(await order(3)).toEqual(['now1', 'now2', 'none'])
    await passTime(601)
    expect(await order(1)).toEqual(['later1'])
  })

  test('the same holds after a retry: a failed job stands behind the others again', async () => {
    const [a] = await workspaces(1)
    await add('a', a, { count: 3 })
    const [first] = await claimJobs(db, 'w', 1)
    await failJob(db, first?.id ?? 0, 'w', { code: 'x', message: 'x', isFinal: false, retryAfterSeconds: 0 })
    expect(await order(3)).toEqual(['a2', 'a3', 'a1'])
  })
})

test("the tick requests each periodic job once per period, also when the period's first minute was missed", async () => {
  await api.host.exec('delete from private.periodic_jobs')
  const asked = async (at: string) => {
    await api.host.exec('delete from private.jobs')
    await tickJobs(new Date(at), db)
    const rows = await api.host.sql<{ kind: string }>('select kind from private.jobs order by kind')
    return rows.map(({ kind }) => kind)
  }
  const everyMinute = ['ebay.reconcile-all', 'social.publish']
  const everyHour = [
    'dubs.sweep',
    'ebay.reconcile-all',
    'ebay.sync-all',
    'inbox.sync-all',
    'notices.check',
    'social.publish',
    'social.repeat-posts',
    'sources.retry',
    'uploads.sweep',
  ]
  expect(await asked('2026-11-22T10:30:00Z')).toEqual([])
  expect(await asked('2026-11-22T11:00:00Z')).toEqual(everyHour)
  expect(await asked('2026-11-22T11:00:30Z')).toEqual([])
  expect(await asked('2026-11-22T11:01:00Z')).toEqual(everyMinute)
  const everyFourHours = [...everyHour, 'ebay.reduce-all', 'shipments.sync'].toSorted()
  expect(await asked('2026-11-22T12:07:00Z')).toEqual(everyFourHours)
  expect(await asked('2026-11-23T00:41:00Z')).toEqual(
    [
      ...everyFourHours,
      'catalog.request-placements',
      'correlations.check-availability-all',
      'records.purge',
      'social.keep-sign-ins',
      'social.resolve-schedules',
    ].toSorted(),
  )
})

test('finished jobs are deleted after a week, dead ones are kept for a person to read', async () => {
  await api.host.exec(`delete from private.jobs;
    insert into private.jobs (kind, key, finished_at, is_dead) values
      ('old', 'old', now() - interval '8 days', false), ('new', 'new', now() - interval '6 days', false), ('dead', 'dead', now() - interval '8 days', true)`)
  await enqueueJob(db, { kind: 'records.purge', key: 'records.purge' })
  await drainJobs()
  const left = await api.host.sql<{ kind: string }>(
    `select kind from private.jobs where kind <> 'records.purge' order by kind`,
  )
  expect(left.map(({ kind }) => kind)).toEqual(['dead', 'new'])
})

test('Trash is emptied after thirty days, not before', async () => {
  const ann = await api.person()
  await api.host.sql(
    `insert into public.sourced_products (workspace_id, asin, deleted_at)
     select current_workspace_id, 'B0000000' || days, now() - make_interval(days => days) from public.users, unnest(array[29, 31]) as days where id = $1`,
    [ann.userId],
  )
  await enqueueJob(db, { kind: 'records.purge', key: 'records.purge' })
  await drainJobs()
  expect(await api.host.sql('select asin from public.sourced_products')).toEqual([{ asin: 'B000000029' }])
})
