import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, problem, type Received, startFakeServer } from '../../testing/fake-server.ts'
import { sampleGroup, sampleMe, sampleSession, sampleTask } from '../../testing/samples.ts'
import { ALARMS, listenForOutbox, sendWaiting } from '../background/outbox-worker.ts'
import { signIn } from '../lib/session.ts'
import { accountOf, closeDatabase } from '../storage/database.ts'
import { sessionItem } from '../storage/items.ts'
import { addToOutbox, dismissItem, readOutbox, retryItem, statusChange, takeNext } from './outbox.ts'
import type { OutboxChange } from './outbox-item.ts'
import { withOutbox } from './overlay.ts'
import { sendOutbox } from './send-outbox.ts'

const session = sampleSession()
const ME = accountOf(session)
let fake: FakeChrome
let server: FakeServer
let sent: { id: string; body: unknown; key: string | null }[]
/** The tasks at the server, by id; each write is done once per key, and the answer is kept. */
let tasks: Map<string, InfluencerTask>
let answers: Map<string, InfluencerTask>

beforeEach(async () => {
  fake = installFakeChrome()
  server = startFakeServer()
  sent = []
  tasks = new Map()
  answers = new Map()
  await sessionItem.write(session)
})

function newTask(change: Partial<InfluencerTask> = {}): InfluencerTask {
  const task = sampleTask(change)
  tasks.set(task.id, task)
  server.on(`PATCH /api/influencer-tasks/${task.id}`, (received) => serve(task.id, received))
  return task
}

type Body = {
  status?: InfluencerTask['status']
  note?: string
  page_url?: string
  completion?: { id: string; at: string }
}

function serve(id: string, { body, headers }: Received) {
  const key = headers.get('idempotency-key')
  sent.push({ id, body, key })
  const known = answers.get(key ?? '')
  if (known) return { body: known }
  const task = tasks.get(id)
  if (!task) return problem('task_not_found')
  const { completion, ...change } = body as Body // safe: our own client sent it
  const isFirst = change.status === 'completed' && task.status !== 'completed'
  const mine = {
    completed_at: completion?.at ?? null,
    completion_id: completion?.id ?? null,
    completed_by: sampleMe.id,
  }
  const saved = { ...task, ...change, ...(isFirst && mine) }
  tasks.set(id, saved)
  answers.set(key ?? '', saved)
  return { body: saved }
}

const complete = (task: InfluencerTask, account = ME) =>
  addToOutbox(account, task, statusChange('pending', 'completed'))
const undo = (task: InfluencerTask) => addToOutbox(ME, task, statusChange('completed', 'pending'))
const states = async () => (await readOutbox(ME)).map(({ state }) => state)
const statuses = () => sent.map(({ body }) => (body as Body).status) // safe: our own client sent it

describe('keeping', () => {
  test('changes wait in order while the network is lost, and are sent in that order, each once', async () => {
    const [a, b] = [newTask(), newTask()]
    server.goOffline()
    const note: OutboxChange = { kind: 'note', note: 'Filmed “twice” <b>🙂</b>' }
    await complete(a)
    await addToOutbox(ME, b, statusChange('pending', 'skipped'))
    await addToOutbox(ME, b, note)
    await sendWaiting()
    expect(await states()).toEqual(['waiting', 'waiting', 'waiting'])
    expect(fake.alarms).toContain(ALARMS.send)
    server.goOnline()
    await sendWaiting()
    expect(await readOutbox(ME)).toEqual([])
    expect(sent.map(({ id, body }) => [id, Object.keys(body as Body)[0]])).toEqual([
      [a.id, 'status'],
      [b.id, 'status'],
      [b.id, 'note'],
    ])
    expect(tasks.get(b.id)?.note).toBe(note.note)
    expect(fake.alarms).not.toContain(ALARMS.send)
  })

  test('a completion and its undo before it was sent leave nothing, and a link of it goes along', async () => {
    const task = newTask()
    await complete(task)
    await addToOutbox(ME, task, { kind: 'page_url', page_url: 'https://www.amazon.com/vdp/1' })
    expect(await undo(task)).toBe('taken_back')
    await sendOutbox()
    expect(sent).toEqual([])
    expect(await readOutbox(ME)).toEqual([])
  })

  test('an undo of what may have been sent is sent after it', async () => {
    const task = newTask()
    await complete(task)
    await takeNext(ME)
    expect(await undo(task)).toBe('added')
    await sendOutbox()
    expect(statuses()).toEqual(['completed', 'pending'])
    expect(tasks.get(task.id)?.status).toBe('pending')
  })

  test('the same completion from two windows at once is one', async () => {
    const task = newTask()
    expect((await Promise.all([complete(task), complete(task), complete(task)])).toSorted()).toEqual([
      'added',
      'joined',
      'joined',
    ])
    await Promise.all([sendOutbox(), sendOutbox(), sendWaiting()])
    expect(statuses()).toEqual(['completed'])
  })

  test('a note that was not sent yet is replaced', async () => {
    const task = newTask()
    await addToOutbox(ME, task, { kind: 'note', note: 'one' })
    await addToOutbox(ME, task, { kind: 'note', note: 'two' })
    await sendOutbox()
    expect(sent.map(({ body }) => body)).toEqual([{ note: 'two' }])
  })

  test('after a restart of the browser everything is there', async () => {
    const task = newTask()
    server.goOffline()
    await complete(task)
    const before = await readOutbox(ME)
    closeDatabase()
    expect(await readOutbox(ME)).toEqual(before)
  })
})

describe('a sender that dies', () => {
  test('before its request: the next one sends it', async () => {
    const task = newTask()
    await complete(task)
    // Taken, and then nothing more happens.
    await takeNext(ME)
    await sendOutbox()
    expect(tasks.get(task.id)?.status).toBe('completed')
    expect(await readOutbox(ME)).toEqual([])
  })

  test.each(['while the server works', 'after the server has saved'])(
    '%s: asked again with the same key, done once',
    async (when) => {
      const task = newTask()
      await complete(task)
      const item = await takeNext(ME)
      const request = { url: new URL('http://x'), headers: new Headers({ 'idempotency-key': item?.key ?? '' }) }
      const body = { status: 'completed', completion: { id: item?.key ?? '', at: item?.created_at ?? '' } }
      // The request of the dead sender, whose answer nobody read.
      if (when.startsWith('after')) serve(task.id, { ...request, body })
      await sendOutbox()
      if (when.startsWith('while')) serve(task.id, { ...request, body })
      expect(new Set(sent.map(({ key }) => key))).toEqual(new Set([item?.key]))
      expect(answers.size).toBe(1)
      expect(await readOutbox(ME)).toEqual([])
    },
  )

  test('a worker that answers no message is started by its alarm', async () => {
    listenForOutbox()
    const task = newTask()
    server.goOffline()
    await complete(task)
    await sendWaiting()
    server.goOnline()
    fake.ring(ALARMS.send)
    await vi.waitFor(() => expect(tasks.get(task.id)?.status).toBe('completed'))
  })

  test('an answer that is lost after the server saved it is looked up, and done once', async () => {
    const task = newTask()
    let isLost = true
    server.on(`PATCH /api/influencer-tasks/${task.id}`, (received) => {
      const answer = serve(task.id, received)
      if (isLost) throw new TypeError('Failed to fetch')
      return answer
    })
    await complete(task)
    await sendOutbox()
    expect(await states()).toEqual(['waiting'])
    isLost = false
    await sendOutbox()
    expect(await readOutbox(ME)).toEqual([])
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
    expect(answers.size).toBe(1)
  })
})

describe('what the server says', () => {
  test('a refused change says why, lets the others pass, and can be retried or dismissed', async () => {
    const [claimed, other] = [newTask(), newTask()]
    server.on(`PATCH /api/influencer-tasks/${claimed.id}`, () => problem('task_claimed'))
    await complete(claimed)
    await complete(other)
    await sendOutbox()
    expect(await readOutbox(ME)).toMatchObject([
      { state: 'refused', task_id: claimed.id, reason: 'Another teammate is working on this task.' },
    ])
    expect(tasks.get(other.id)?.status).toBe('completed')
    server.on(`PATCH /api/influencer-tasks/${claimed.id}`, (received) => serve(claimed.id, received))
    for (const item of await readOutbox(ME)) await retryItem(item)
    await sendOutbox()
    expect(tasks.get(claimed.id)?.status).toBe('completed')
    expect(await readOutbox(ME)).toEqual([])
  })

  test('a deleted task says so; dismissed, it is gone', async () => {
    const task = newTask()
    tasks.delete(task.id)
    await complete(task)
    await sendOutbox()
    const items = await readOutbox(ME)
    expect(items).toMatchObject([{ state: 'refused', reason: 'The task was deleted in the meantime.' }])
    for (const item of items) await dismissItem(item)
    expect(await readOutbox(ME)).toEqual([])
  })

  test('a waiting change cannot be dismissed', async () => {
    const task = newTask()
    await complete(task)
    for (const item of await readOutbox(ME)) await dismissItem(item)
    expect(await states()).toEqual(['waiting'])
  })

  test('a task completed elsewhere is one completion: it says who and when, and its undo reopens nothing', async () => {
    const other = { completed_at: '2026-11-30T09:30:00+00:00', completion_id: crypto.randomUUID() }
    const task = newTask({ status: 'completed', completed_by: crypto.randomUUID(), completed_by_name: 'Mia', ...other })
    server.goOffline()
    await complete(task)
    await takeNext(ME)
    await addToOutbox(ME, task, { kind: 'page_url', page_url: 'https://www.amazon.com/vdp/1' })
    await undo(task)
    server.goOnline()
    await sendOutbox()
    expect(await readOutbox(ME)).toMatchObject([
      { state: 'elsewhere', completed: { by: 'Mia', by_me: false, at: other.completed_at } },
    ])
    expect(statuses()).toEqual(['completed'])
    expect(tasks.get(task.id)).toMatchObject(other)
  })

  test('a 401 in the middle pauses without loss, and the next sign-in continues', async () => {
    const [first, second] = [newTask(), newTask()]
    await complete(first)
    await complete(second)
    server.on(`PATCH /api/influencer-tasks/${second.id}`, () => problem('not_signed_in'))
    server.on('POST /auth/v1/token', () => ({
      status: 400,
      body: { code: 400, error_code: 'refresh_token_not_found', msg: 'Invalid Refresh Token' },
    }))
    await sendOutbox()
    expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'expired' })
    expect(await readOutbox(ME)).toMatchObject([{ state: 'waiting', task_id: second.id }])
    listenForOutbox()
    server.on(`PATCH /api/influencer-tasks/${second.id}`, (received) => serve(second.id, received))
    server.on('POST /auth/v1/token', () => ({
      body: {
        access_token: 'token-2',
        refresh_token: 'refresh-2',
        token_type: 'bearer',
        expires_in: 3600,
        user: {
          id: session.user.id,
          email: session.user.email,
          app_metadata: {},
          user_metadata: {},
          aud: '',
          created_at: '',
        },
      },
    }))
    await signIn('ana@example.com', 'secret')
    await vi.waitFor(() => expect(tasks.get(second.id)?.status).toBe('completed'))
  })

  test('what one person wrote is not sent as another', async () => {
    const task = newTask()
    server.goOffline()
    await complete(task)
    await sendOutbox()
    server.goOnline()
    await sessionItem.write(sampleSession({ user: { id: crypto.randomUUID(), email: 'bob@example.com' } }))
    await sendOutbox()
    expect(sent).toEqual([])
    expect(await states()).toEqual(['waiting'])
  })

  test('a server that fails at one change is asked five times, then the others go on', async () => {
    const [bad, good] = [newTask(), newTask()]
    server.on(`PATCH /api/influencer-tasks/${bad.id}`, () => problem('internal'))
    await complete(bad)
    await complete(good)
    for (let attempt = 0; attempt < 5; attempt += 1) await sendOutbox()
    expect(await readOutbox(ME)).toMatchObject([{ task_id: bad.id, state: 'refused' }])
    expect(tasks.get(good.id)?.status).toBe('completed')
  })

  test.each(['database_unavailable', 'too_many_requests'] as const)(
    '%s: it waits, and nothing counts against it',
    async (code) => {
      const task = newTask()
      server.on(`PATCH /api/influencer-tasks/${task.id}`, () => problem(code))
      await complete(task)
      for (let attempt = 0; attempt < 7; attempt += 1) await sendOutbox()
      expect(await readOutbox(ME)).toMatchObject([{ state: 'waiting', failures: 0 }])
    },
  )
})

test('the badge counts what waits first, then what was refused, then pending tasks', async () => {
  listenForOutbox()
  server.on('GET /api/influencer-tasks/counts', () => ({
    body: { items: [{ marketplace: 'US', pending: 12, completed: 1, skipped: 0 }] },
  }))
  fake.ring(ALARMS.refresh)
  await vi.waitFor(() => expect(fake.button).toEqual({ text: '12', title: 'OpSyncPro: 12 pending tasks' }))
  server.goOffline()
  for (const task of [newTask(), newTask(), newTask()]) await complete(task)
  await vi.waitFor(() => expect(fake.button).toEqual({ text: '3', title: 'OpSyncPro: 3 waiting to be sent' }))
  for (const id of tasks.keys()) server.on(`PATCH /api/influencer-tasks/${id}`, () => problem('task_claimed'))
  server.goOnline()
  await sendWaiting()
  await vi.waitFor(() => expect(fake.button.text).toBe('!'))
  for (const item of await readOutbox(ME)) await dismissItem(item)
  await vi.waitFor(() => expect(fake.button.text).toBe('12'))
  await sessionItem.write({ state: 'signed_out', reason: 'left' })
  await vi.waitFor(() => expect(fake.button.text).toBe(''))
})

test('the list shows every waiting change, in order, and nothing of refused ones', async () => {
  const task = sampleTask()
  const group = sampleGroup({ tasks: [task] })
  server.goOffline()
  await addToOutbox(ME, task, { kind: 'note', note: 'x' })
  await complete(task)
  const items = await readOutbox(ME)
  const [shown] = withOutbox([group], items)
  expect(shown?.tasks).toMatchObject([{ status: 'completed', note: 'x', completion_id: items[1]?.key }])
  expect(shown?.counts.US).toEqual({ pending: 0, completed: 1, skipped: 0 })
  expect(
    withOutbox(
      [group],
      items.map((item) => ({ ...item, state: 'refused' as const })),
    ),
  ).toEqual([group])
})
