import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LoadedFunction, routesOf } from './functions/load-functions.ts'
import { createFunctionRunner } from './functions/run-function.ts'
import { createLocalQueue } from './queue.ts'
import { createTestHost, type TestHost } from './testing/create-test-host.ts'

const ORIGIN = 'http://127.0.0.1:9100'
const SECRET = 'a secret of this host'

let host: TestHost
/** Kinds in the order the drain ran them. */
let ran: string[]

beforeAll(async () => {
  host = await createTestHost()
})
beforeEach(async () => {
  ran = []
  await host.sql('delete from private.jobs')
})
afterAll(() => host.close())

const enqueue = (kind: string, seconds = 0) =>
  host.sql(`select private.enqueue_job($1, $1, '{}', null, now() + make_interval(secs => $2))`, [kind, seconds])

/** A drain like the real one: a job of the kind "first" requests one more. */
const drain: LoadedFunction = {
  name: 'jobs-drain',
  paths: ['/api/jobs-drain'],
  methods: ['POST'],
  schedule: undefined,
  isBackground: true,
  async handler() {
    for (;;) {
      const [job] = await host.sql<{ id: number; kind: string }>(`select id, kind from public.claim_jobs('test', 1)`)
      if (!job) return undefined
      ran.push(job.kind)
      if (job.kind === 'first') await enqueue('second')
      await host.sql(`select public.finish_job($1, 'test')`, [job.id])
    }
  },
}

async function ask(body: unknown, secret = SECRET): Promise<{ status: number; body: unknown }> {
  const functions = createFunctionRunner(() => routesOf([drain]), ORIGIN)
  const queue = createLocalQueue({ database: host.database, functions, origin: ORIGIN, secret: SECRET })
  const url = new URL(`${ORIGIN}/_local/queue`)
  const headers = { 'content-type': 'application/json', 'x-webhook-secret': secret }
  const answer = await queue.answer(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }), url)
  if (!answer) throw new Error('The queue did not answer.')
  return { status: answer.status, body: await answer.json() }
}

test('the answer arrives when nothing is due any more, and names the waiting jobs', async () => {
  await enqueue('first')
  await enqueue('later', 3600)
  expect(await ask({})).toMatchObject({ status: 200, body: { later: [{ kind: 'later' }] } })
  expect(ran).toEqual(['first', 'second'])
})

test('jobs of the next minute count as due when the caller says so', async () => {
  await enqueue('soon', 30)
  await enqueue('later', 3600)
  expect(await ask({ ahead_seconds: 60 })).toMatchObject({ status: 200, body: { later: [{ kind: 'later' }] } })
  expect(ran).toEqual(['soon'])
})

test('without the secret of the host nothing runs', async () => {
  await enqueue('first')
  expect(await ask({}, 'another secret of this')).toMatchObject({ status: 401 })
  expect(await ask({ ahead: 1 })).toMatchObject({ status: 400 })
  expect(ran).toEqual([])
})
