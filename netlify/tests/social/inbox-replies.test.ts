import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { AppError } from '../../src/errors.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { ProviderError, type ProviderOutcome } from '../../src/providers/errors.ts'
import {
  APP_SECRET,
  apiMessage,
  createFakeInstagram,
  createInboxWorld,
  type FakeInstagram,
  graphOf,
} from '../../testing/inbox-world.ts'

const shared = vi.hoisted(() => ({ open: async (_connectionId: string): Promise<unknown> => null }))
vi.mock('../../src/social/accounts/open-account.ts', () => ({
  openSocialAccount: (_db: unknown, _workspace: string, connectionId: string) => shared.open(connectionId),
  messagesIdOf: ({ page_id, account_id }: { page_id: string | null; account_id: string }) => page_id ?? account_id,
}))

let world: Awaited<ReturnType<typeof createInboxWorld>>
let fake: FakeInstagram
let owner: TestPerson
let uploader: TestPerson
let stranger: TestPerson
let account: string
let connectionId: string
let conversationId: string

beforeAll(async () => {
  world = await createInboxWorld()
  owner = await world.api.person('owner')
  stranger = await world.api.person('stranger')
  uploader = await world.api.teammate(owner, 'uploader')
  shared.open = async (id) => {
    fake.onOpen()
    const rows = await world.api.host.sql(
      'select network, account_id, page_id from public.social_connections where id = $1',
      [id],
    )
    return { kind: 'graph', connection: rows[0], graph: graphOf(() => fake) }
  }
})
afterAll(() => world.api.close())
beforeEach(async () => {
  await world.api.host.exec('delete from public.social_connections; delete from private.connections')
  fake = createFakeInstagram()
  vi.stubEnv('META_APP_SECRET', APP_SECRET)
  for (const level of ['warn', 'info'] as const) vi.spyOn(console, level).mockImplementation(() => {})
  ;({ accountId: account, connectionId } = await world.connect(owner))
  await world.deliver(account, world.inbound(account, { mid: 'm_in', text: 'Hello?' }))
  conversationId = (await world.theConversation(owner)).id
  // Only what a test asks for.
  await world.api.host.exec('delete from private.jobs')
})

const sql = (text: string, values: unknown[] = []) => world.api.host.sql<Record<string, unknown>>(text, values)
const send = (body: object | string = 'Yes, it is.', as = owner, headers: Record<string, string> = {}) =>
  world.send(as, conversationId, typeof body === 'string' ? { text: body } : body, headers)
const replies = async (): Promise<InboxMessage[]> =>
  (await world.messagesOf(owner, conversationId)).filter(({ direction }) => direction === 'out')
const only = async () => {
  const [reply, ...others] = await replies()
  if (!reply || others.length > 0) throw new Error(`${others.length + Number(!!reply)} replies`)
  return reply
}
/** `status` null: Meta did not answer. */
const refusal = (outcome: ProviderOutcome, code: string, status: number | null = 400, retryAfterSeconds?: number) =>
  new ProviderError({ provider: 'meta', outcome, code, status: status ?? undefined, retryAfterSeconds })
const lost = () => refusal('try_later', 'UND_ERR_SOCKET', null)
const refuseWith = (error: Error) => {
  fake.onSend = async () => {
    throw error
  }
}
const echo = (mid: string, text: string, at = Date.now()) =>
  world.deliver(account, world.echo(account, { mid, text }, { at }))

describe('POST /api/instagram-inbox/:id/messages', () => {
  test('202 with the message as sending; it is sent when Meta has given its id', async () => {
    fake.onSend = async () => ({ messageId: 'm_out' })
    const { status, body } = await send('  Yes, it is. 👍\r\n')
    expect(status).toBe(202)
    expect(body).toMatchObject({ text: 'Yes, it is. 👍', state: 'sending', origin: 'here', author_id: owner.userId })
    expect(fake.sends).toEqual([])
    await drainJobs()
    expect(await only()).toMatchObject({ id: body.id, state: 'sent', error: null })
    expect(fake.sends).toEqual([{ accountId: account, recipientId: 'ann', text: 'Yes, it is. 👍', tag: undefined }])
    expect(await world.theConversation(owner)).toMatchObject({
      unread_count: 0,
      last_text: 'Yes, it is. 👍',
      last_state: 'sent',
    })
  })

  test('202 twice under one key: one message, sent once', async () => {
    const headers = { 'idempotency-key': 'one-reply' }
    const first = await send('once', owner, headers)
    const again = await send('once', owner, headers)
    expect(again.body.id).toBe(first.body.id)
    await drainJobs()
    await drainJobs()
    expect(await replies()).toHaveLength(1)
    expect(fake.sends).toHaveLength(1)
  })

  test('400 for more than 1,000 bytes, and for nothing', async () => {
    for (const text of ['👍'.repeat(251), ' \n ', '']) {
      expect((await send(text)).problem.code).toBe('invalid_input')
    }
    expect((await send('👍'.repeat(250))).status).toBe(202)
  })

  test('403 for an uploader', async () => {
    expect((await send('x', uploader)).status).toBe(403)
  })

  test("404 for another workspace's conversation, and for a message to replace that is not there", async () => {
    expect((await send('x', stranger)).problem.code).toBe('conversation_not_found')
    const replaces = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
    expect((await send({ text: 'x', replaces })).problem.code).toBe('message_not_found')
    expect(await replies()).toEqual([])
  })

  test('409 when the time to reply is over, and again within seven days for a human agent', async () => {
    await sql("update public.inbox_messages set sent_at = sent_at - interval '25 hours'")
    await sql("update public.inbox_conversations set last_inbound_at = last_inbound_at - interval '25 hours'")
    const { status, problem } = await send()
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'reply_window_closed' })
    expect(problem.detail).toContain('24 hours')
    await sql('update public.inbox_accounts set uses_human_agent = true')
    expect((await send()).status).toBe(202)
    await drainJobs()
    expect(fake.sends).toMatchObject([{ tag: 'HUMAN_AGENT' }])
  })

  test('409 while the inbox is off or the account is disconnected', async () => {
    await sql('update public.inbox_accounts set is_on = false')
    expect((await send()).problem.code).toBe('inbox_off')
    await sql('update public.inbox_accounts set is_on = true')
    await sql('update public.social_connections set is_active = false')
    expect((await send()).problem.code).toBe('social_account_inactive')
    expect(await replies()).toEqual([])
  })

  test('409 for a message that did not fail: it is not sent a second time', async () => {
    const { body } = await send('once')
    expect((await send({ text: 'once', replaces: body.id })).problem.code).toBe('message_not_failed')
    await drainJobs()
    expect((await send({ text: 'once', replaces: body.id })).problem.code).toBe('message_not_failed')
    expect(fake.sends).toHaveLength(1)
  })

  test('202 in place of a message that failed', async () => {
    refuseWith(refusal('rejected', 'graph.100.0'))
    await send('first')
    await drainJobs()
    const failed = await only()
    fake.onSend = async () => ({ messageId: 'm_again' })
    expect((await send({ text: 'second', replaces: failed.id })).status).toBe(202)
    await drainJobs()
    expect(await only()).toMatchObject({ text: 'second', state: 'sent' })
  })
})

describe('an echo of our own message', () => {
  test('before the answer: shown once, one message in the end', async () => {
    const seen: number[] = []
    fake.onSend = async ({ text }) => {
      await echo('m_out', text)
      seen.push((await replies()).length)
      return { messageId: 'm_out' }
    }
    await send('once')
    await drainJobs()
    expect(seen).toEqual([1])
    expect(await only()).toMatchObject({ state: 'sent', origin: 'here', author_id: owner.userId })
  })

  test.each([1.4, 25 * 3600])('%d seconds after the answer: nothing changes', async (seconds) => {
    fake.onSend = async () => ({ messageId: 'm_out' })
    await send('once')
    await drainJobs()
    await sql("update public.inbox_messages set sent_at = sent_at - make_interval(secs => $1) where mid = 'm_out'", [
      seconds,
    ])
    const before = await only()
    expect((await echo('m_out', 'once')).body.known).toBe(1)
    expect(await only()).toEqual(before)
  })

  test('after a lost answer: it is the message, by its text and time, also a day later', async () => {
    refuseWith(lost())
    await send('once')
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'unknown' })
    const askedAt = Date.now()
    await sql("update private.jobs set run_at = run_at + interval '1 day'")
    await echo('m_out', 'once', askedAt)
    expect(await only()).toMatchObject({ state: 'sent', origin: 'here' })
    expect((await echo('m_out', 'once', askedAt)).body.known).toBe(1)
    expect(await only()).toMatchObject({ state: 'sent' })
  })

  test('before a lost answer: it is found when the answer is lost', async () => {
    fake.onSend = async ({ text }) => {
      await echo('m_out', text)
      throw lost()
    }
    await send('once')
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'sent', origin: 'here' })
  })

  test.each([
    ['another text', 'something else', 0],
    ['another time', 'once', 3_600_000],
  ])('with %s is a message of its own', async (_, text, later) => {
    refuseWith(lost())
    await send('once')
    await drainJobs()
    await sql("update public.inbox_messages set asked_at = asked_at - interval '2 hours' where state = 'unknown'")
    await echo('m_app', text, Date.now() - 7_200_000 + later)
    expect((await replies()).map(({ state, origin }) => `${origin} ${state}`).toSorted()).toEqual([
      'here unknown',
      'instagram sent',
    ])
  })

  test('an id beats a text: of two equal messages each gets its own', async () => {
    fake.onSend = async () => {
      throw lost()
    }
    await send('ok')
    await drainJobs()
    const [first] = await replies()
    // The echo of the second reply comes first, and looks like the first one.
    fake.onSend = async ({ text }) => {
      await echo('m_second', text)
      return { messageId: 'm_second' }
    }
    const second = await send('ok')
    await drainJobs()
    const states = Object.fromEntries((await replies()).map(({ id, state }) => [id, state]))
    expect(states).toEqual({ [first?.id ?? '']: 'unknown', [second.body.id]: 'sent' })
    await echo('m_first', 'ok')
    expect((await replies()).map(({ state }) => state)).toEqual(['sent', 'sent'])
  })
})

describe('a reply whose answer is lost', () => {
  beforeEach(async () => {
    refuseWith(lost())
    await send('once')
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'unknown', error: null })
    fake.pages = [
      [{ id: 't_1', updatedAt: new Date().toISOString(), participants: [{ id: 'ann', username: null, name: null }] }],
    ]
  })
  const lookUp = async (seconds: number) => {
    await world.passTime(seconds)
    await drainJobs()
  }

  test('is found by reading the conversation, wherever it stands there', async () => {
    const now = Date.now()
    fake.messages.set('t_1', [
      apiMessage('m_9', 'ann', now, 'and?'),
      apiMessage('m_8', account, now, 'another answer'),
      apiMessage('m_7', account, now - 500, 'once'),
    ])
    await lookUp(16)
    const found = (await replies()).find(({ origin }) => origin === 'here')
    expect(found).toMatchObject({ text: 'once', state: 'sent' })
    expect(fake.sends).toHaveLength(1)
  })

  test('is never sent again by itself; when Instagram does not have it, a person may', async () => {
    fake.messages.set('t_1', [apiMessage('m_in', 'ann', Date.now() - 60_000)])
    await lookUp(16)
    await lookUp(61)
    expect(await only()).toMatchObject({ state: 'unknown' })
    await lookUp(301)
    expect(await only()).toMatchObject({ state: 'failed', error_code: 'not_found_there' })
    expect(fake.sends).toHaveLength(1)
    // Its echo still proves that it went out.
    await echo('m_late', 'once')
    expect(await only()).toMatchObject({ state: 'sent', error_code: null, error: null })
  })

  test('stays unknown while what was read does not reach back to it, or cannot be read', async () => {
    const full = Array.from({ length: 20 }, (_, i) => apiMessage(`m_${i}`, 'ann', Date.now() + i))
    fake.messages.set('t_1', full)
    for (const seconds of [16, 61, 301, 3601]) await lookUp(seconds)
    expect((await replies())[0]).toMatchObject({ state: 'unknown' })
    fake.onOpen = () => {
      throw new AppError('social_reconnect')
    }
    await lookUp(3601)
    expect((await replies())[0]).toMatchObject({ state: 'unknown' })
    expect(fake.sends).toHaveLength(1)
  })
})

test('a worker that was killed after it asked is followed by one that looks it up', async () => {
  const { body } = await send('once')
  const db = createServiceClient()
  await db.rpc('begin_inbox_reply', { p_id: body.id })
  expect((await db.rpc('begin_inbox_reply', { p_id: body.id })).data).toBe(false)
  await drainJobs()
  expect(fake.sends).toEqual([])
  expect(await only()).toMatchObject({ state: 'unknown' })
})

test('a worker that was killed after the answer leaves no second message', async () => {
  const { body } = await send('once')
  const db = createServiceClient()
  await db.rpc('begin_inbox_reply', { p_id: body.id })
  await echo('m_out', 'once')
  await drainJobs()
  expect(await only()).toMatchObject({ id: body.id, state: 'sent' })
  expect(fake.sends).toEqual([])
})

test('a reply whose job dies fails with a reason, and does not hold up the next one', async () => {
  fake.onOpen = () => {
    throw new Error('broken')
  }
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await send('first')
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await drainJobs()
    await world.passTime(4000)
  }
  expect(await only()).toMatchObject({ state: 'failed', error_code: 'unexpected' })
  fake.onOpen = () => {}
  await send('second')
  await drainJobs()
  expect((await replies())[0]).toMatchObject({ text: 'second', state: 'sent' })
})

describe('what Meta answers', () => {
  test('10/2534022: the window is closed, said in words, and not asked again', async () => {
    refuseWith(refusal('rejected', 'graph.10.2534022', 403))
    await send()
    expect(await drainJobs()).toEqual({ finished: 1, failed: 0 })
    expect(await only()).toMatchObject({ state: 'failed', error_code: 'window_closed' })
    expect((await only()).error).toContain('time to reply is over')
    expect((await send()).problem.code).toBe('reply_window_closed')
    await world.deliver(account, world.inbound(account, { mid: 'm_new', text: 'still there?' }))
    expect((await send()).status).toBe(202)
  })

  test('10/1893063: the account is held, messages wait, and go out when it ends', async () => {
    refuseWith(refusal('try_later', 'graph.10.1893063', 400, 7200))
    await send('first')
    await send('second')
    await drainJobs()
    expect(fake.sends).toHaveLength(1)
    expect((await replies()).map(({ state }) => state)).toEqual(['sending', 'sending'])
    expect((await replies()).at(-1)).toMatchObject({ waiting_code: 'account_held' })
    const [held] = await sql(
      'select extract(epoch from held_until - now())::int as s from public.inbox_accounts where connection_id = $1',
      [connectionId],
    )
    expect(Number(held?.s)).toBeGreaterThan(7100)
    fake.onSend = async ({ text }) => ({ messageId: `m_${text}` })
    await sql("update public.inbox_accounts set held_until = now() - interval '1 second'")
    for (let i = 0; i < 3; i += 1) {
      await world.passTime(7300)
      await drainJobs()
    }
    expect((await replies()).map(({ text, state }) => `${text} ${state}`).toSorted()).toEqual([
      'first sent',
      'second sent',
    ])
    expect(fake.sends.map(({ text }) => text)).toEqual(['first', 'first', 'second'])
  })

  test('4: Instagram is busy, the message waits and goes out later', async () => {
    refuseWith(refusal('try_later', 'graph.4.0', 400, 90))
    await send()
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'sending', waiting_code: 'busy' })
    fake.onSend = async () => ({ messageId: 'm_out' })
    await world.passTime(91)
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'sent', waiting_code: null, waits_until: null })
  })

  test('a message that waited until the window closed is not sent', async () => {
    refuseWith(refusal('try_later', 'graph.4.0', 400, 90))
    await send()
    await drainJobs()
    await sql("update public.inbox_conversations set last_inbound_at = now() - interval '25 hours'")
    await world.passTime(91)
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'failed', error_code: 'window_closed' })
    expect(fake.sends).toHaveLength(1)
  })

  test('190: the account has to be connected again; the text stays and can be sent afterwards', async () => {
    for (const fail of [
      () => refuseWith(refusal('reconnect', 'graph.190.463', 401)),
      () => refuseWith(new AppError('social_reconnect')),
      () => {
        fake.onOpen = () => {
          throw new AppError('social_reconnect')
        }
      },
    ]) {
      fake = createFakeInstagram()
      fail()
      const { body } = await send('keep this')
      await drainJobs()
      const failed = (await replies()).find(({ id }) => id === body.id)
      expect(failed).toMatchObject({ state: 'failed', error_code: 'reconnect', text: 'keep this' })
      fake = createFakeInstagram()
      await send({ text: 'keep this', replaces: body.id })
      await drainJobs()
      expect((await replies())[0]).toMatchObject({ state: 'sent' })
    }
  })

  test.each([
    ['graph.100.0', 'Change the text'],
    ['graph.551.0', "isn't available"],
    ['graph.200.0', 'allow messages'],
    ['graph.999.0', 'Nothing was sent'],
  ])('%s fails with a reason that a person understands', async (code, words) => {
    refuseWith(refusal('rejected', code))
    await send()
    await drainJobs()
    const failed = await only()
    expect(failed).toMatchObject({ state: 'failed', error_code: code })
    expect(failed.error).toContain(words)
  })

  test.each([
    ['a time-out', refusal('try_later', 'timeout', null)],
    ['its own error', refusal('try_later', 'graph.2.0', 500)],
    ['a gateway without an envelope', refusal('try_later', 'http_502', 502)],
    ['an answer that cannot be read', refusal('try_later', 'answer_unreadable', 200)],
    ['a crash', new TypeError('broken')],
  ])('%s: nobody knows whether it went out', async (_, error) => {
    refuseWith(error)
    await send()
    await drainJobs()
    expect(await only()).toMatchObject({ state: 'unknown' })
    expect(fake.sends).toHaveLength(1)
  })
})

test('replies of a conversation go out in the order in which they were written', async () => {
  refuseWith(refusal('try_later', 'graph.4.0', 400, 30))
  for (const text of ['one', 'two', 'three']) await send(text)
  await sql('update private.jobs set run_at = now() - make_interval(secs => id)')
  await drainJobs()
  fake.onSend = async ({ text }) => ({ messageId: `m_${text}` })
  fake.sends.length = 0
  for (let i = 0; i < 4; i += 1) {
    await world.passTime(60)
    await drainJobs()
  }
  expect(fake.sends.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
})

test('an account that came by a page is asked through the page, by its own login as itself, and history stays', async () => {
  await sql('update public.social_connections set page_id = $1', ['page_7'])
  await send('by the page')
  await drainJobs()
  await sql("update public.social_connections set page_id = null, provider = 'instagram'")
  await send('by itself')
  await drainJobs()
  expect(fake.sends.map(({ accountId }) => accountId)).toEqual(['page_7', account])
  expect(await replies()).toHaveLength(2)
})
