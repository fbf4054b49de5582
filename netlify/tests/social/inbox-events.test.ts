import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { metaWebhookContract } from '#core/social/inbox/webhook.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import webhooksMeta from '../../functions/webhooks-meta.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { AppError } from '../../src/errors.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { enqueueJob } from '../../src/jobs/jobs.repo.ts'
import { ProviderError } from '../../src/providers/errors.ts'
import type { MetaConversation } from '../../src/providers/meta/index.ts'
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
let account: string
let connectionId: string
let second: TestPerson
let stranger: TestPerson
let warnings: string[]

beforeAll(async () => {
  world = await createInboxWorld()
  owner = await world.api.person('owner')
  second = await world.api.person('second')
  stranger = await world.api.person('stranger')
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
  await world.api.host.exec('delete from private.jobs; delete from public.social_connections')
  fake = createFakeInstagram()
  vi.stubEnv('META_APP_SECRET', APP_SECRET)
  warnings = []
  vi.spyOn(console, 'warn').mockImplementation((line) => void warnings.push(String(line)))
  ;({ accountId: account, connectionId } = await world.connect(owner))
})

const message = (mid: string, text = 'hi', options?: { from?: string; at?: number }) =>
  world.inbound(account, { mid, text }, options)

describe('GET /api/webhooks/meta', () => {
  const challenge = (query: Record<string, string>) =>
    world.api.call(webhooksMeta, metaWebhookContract.challenge, { query })
  const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': 'a token of our own', 'hub.challenge': '1158201444' }

  test('200 with the challenge as plain text', async () => {
    vi.stubEnv('META_WEBHOOK_VERIFY_TOKEN', 'a token of our own')
    const { status, headers, body } = await challenge(asked)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(Buffer.from(body.bytes).toString()).toBe('1158201444')
  })

  test.each([['another token'], ['']])('403 for %j', async (token) => {
    vi.stubEnv('META_WEBHOOK_VERIFY_TOKEN', 'a token of our own')
    expect((await challenge({ ...asked, 'hub.verify_token': token })).status).toBe(403)
    vi.stubEnv('META_WEBHOOK_VERIFY_TOKEN', '')
    expect((await challenge(asked)).status).toBe(403)
  })

  test('400 for what is no challenge', async () => {
    expect((await challenge({ 'hub.mode': 'subscribe' })).status).toBe(400)
    expect((await challenge({ ...asked, 'hub.challenge': '<script>' })).status).toBe(400)
  })
})

describe('POST /api/webhooks/meta', () => {
  test('200 for the signature of the contract, over the raw bytes', async () => {
    const vector = {
      appSecret: APP_SECRET,
      rawBody:
        '{"object":"instagram","entry":[{"id":"17841400000000000","time":1763800000000,"messaging":[{"sender":{"id":"IGSID1"},"recipient":{"id":"17841400000000000"},"timestamp":1763800000000,"message":{"mid":"m_1","text":"hi"}}]}]}',
      header: 'sha256=aca704374df410cad445b579d0903e97c6c0472df15fb7966871d1526dbf4985',
    }
    const { status, body } = await world.deliverRaw(vector.rawBody, { 'x-hub-signature-256': vector.header })
    expect(status).toBe(200)
    expect(body).toEqual({ stored: 0, known: 0, ignored: 1, unreadable: 0 })
    expect((await world.deliverRaw(`${vector.rawBody} `, { 'x-hub-signature-256': vector.header })).status).toBe(401)
  })

  test.each([
    ['no signature', {}],
    ['an empty one', { 'x-hub-signature-256': '' }],
    ['a short one', { 'x-hub-signature-256': 'sha256=abc' }],
    ['a long one', { 'x-hub-signature-256': `sha256=${'a'.repeat(65)}` }],
    ['another algorithm', { 'x-hub-signature-256': `sha1=${'a'.repeat(64)}` }],
    ['what is no hex', { 'x-hub-signature-256': `sha256=${'z'.repeat(64)}` }],
    ['that of another secret', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
  ])('401 with %s, and nothing is stored', async (_, headers) => {
    const raw = JSON.stringify({ object: 'instagram', entry: [{ id: account, messaging: [message('m_x')] }] })
    const { status, problem } = await world.deliverRaw(raw, headers as Record<string, string>)
    expect({ status, code: problem.code }).toEqual({ status: 401, code: 'signature_invalid' })
    expect(await world.list(owner)).toEqual([])
  })

  test('401 while no secret is configured; 200 for the secret of either app', async () => {
    const raw = JSON.stringify({ object: 'instagram', entry: [] })
    vi.stubEnv('META_APP_SECRET', '')
    expect((await world.deliverRaw(raw, { 'x-hub-signature-256': world.sign(raw, '') })).status).toBe(401)
    vi.stubEnv('META_APP_SECRET', APP_SECRET)
    vi.stubEnv('INSTAGRAM_APP_SECRET', 'another secret')
    for (const secret of [APP_SECRET, 'another secret']) {
      expect((await world.deliverRaw(raw, { 'x-hub-signature-256': world.sign(raw, secret) })).status).toBe(200)
    }
  })

  test('413 for a message larger than 1 MB', async () => {
    expect((await world.deliverRaw('x'.repeat(1024 * 1024 + 1), {})).status).toBe(413)
  })

  test('200 shows the message with its sender, and asks who it is', async () => {
    expect((await world.deliver(account, message('m_1', 'Is it still available?'))).body.stored).toBe(1)
    expect(await world.theConversation(owner)).toMatchObject({
      participant_id: 'ann',
      participant_name: null,
      last_text: 'Is it still available?',
      unread_count: 1,
      resolved_at: null,
    })
    const jobs = await world.api.host.sql('select kind, key from private.jobs')
    expect(jobs).toEqual([{ kind: 'inbox.sync', key: `inbox.sync:${connectionId}` }])
  })

  test('200 for the same events again, in batches and together, which changes nothing', async () => {
    const events = [message('m_1', 'one'), message('m_2', 'two')]
    await world.deliver(account, ...events)
    const before = await world.theConversation(owner)
    const again = await Promise.all([world.deliver(account, ...events, ...events), world.deliver(account, ...events)])
    expect(again.map(({ body }) => body)).toEqual([
      { stored: 0, known: 4, ignored: 0, unreadable: 0 },
      { stored: 0, known: 2, ignored: 0, unreadable: 0 },
    ])
    expect(await world.theConversation(owner)).toEqual({ ...before, updated_at: expect.any(String) })
    expect(before.unread_count).toBe(2)
  })

  test('200 for events out of order: the newest stays the last, the window begins at the newest', async () => {
    const now = Date.now()
    await world.deliver(account, message('m_3', 'third', { at: now - 1000 }))
    await world.deliver(
      account,
      message('m_1', 'first', { at: now - 3000 }),
      message('m_2', 'second', { at: now - 2000 }),
    )
    const conversation = await world.theConversation(owner)
    expect(conversation).toMatchObject({ last_text: 'third', unread_count: 3 })
    expect(Date.parse(conversation.last_inbound_at ?? '')).toBe(now - 1000)
    expect((await world.messagesOf(owner, conversation.id)).map(({ text }) => text)).toEqual([
      'third',
      'second',
      'first',
    ])
  })

  test('two messages of one moment keep the order in which they came', async () => {
    const at = Date.now()
    await world.deliver(account, ...['a', 'b', 'c'].map((text) => message(`m_${text}`, text, { at })))
    const { id } = await world.theConversation(owner)
    expect((await world.messagesOf(owner, id)).map(({ text }) => text)).toEqual(['c', 'b', 'a'])
  })

  test('a bad item does not take away the others', async () => {
    const { body } = await world.deliver(
      account,
      null,
      message('m_1'),
      { sender: {} },
      message('m_2', 'x'.repeat(20_001)),
    )
    expect(body).toMatchObject({ stored: 2, unreadable: 2 })
    expect(warnings.join()).toContain('inbox.events_unreadable')
    expect((await world.deliverRaw('{"object":')).body).toMatchObject({ unreadable: 1 })
  })

  test('every workspace that connected the account and switched its inbox on gets the message, and no other', async () => {
    const other = await world.connect(second, { accountId: account, isOn: false })
    await world.connect(stranger)
    await world.deliver(account, message('m_0'))
    expect(await world.list(second)).toEqual([])
    await world.api.host.sql(
      `insert into public.inbox_accounts (connection_id, workspace_id, is_on)
       select id, workspace_id, true from public.social_connections where id = $1`,
      [other.connectionId],
    )
    await world.deliver(account, message('m_1'))
    expect(await world.list(owner)).toHaveLength(1)
    expect(await world.list(second)).toHaveLength(1)
    expect(await world.list(stranger)).toEqual([])
    // Each has its own copy: what one of them resolves is open for the other.
    const [mine] = await world.list(owner)
    await world.api.host.sql('update public.inbox_conversations set resolved_at = now() where id = $1', [mine?.id])
    expect(await world.list(second)).toHaveLength(1)
  })

  test('a disconnected account gets nothing', async () => {
    await world.api.host.sql('update public.social_connections set is_active = false where id = $1', [connectionId])
    expect((await world.deliver(account, message('m_1'))).body.ignored).toBe(1)
  })
})

describe('what opens the window', () => {
  test.each([
    ['a text', { mid: 'm_w', text: 'hi' }],
    ['an image', { mid: 'm_w', attachments: [{ type: 'image', payload: { url: 'https://cdn.example/a.jpg' } }] }],
    ['a story mention without text', { mid: 'm_w', attachments: [{ type: 'story_mention' }] }],
    ['a button', { postback: { mid: 'm_w', title: 'Start' } }],
    ['a kind that we do not know', { hologram: true }],
  ])('%s does', async (_, part) => {
    await world.deliver(account, world.inbound(account, part))
    expect((await world.theConversation(owner)).last_inbound_at).not.toBeNull()
  })

  test('a reaction does not, and shows at its message', async () => {
    const now = Date.now()
    await world.deliver(account, message('m_1', 'hi', { at: now - 60_000 }))
    const reaction = { mid: 'm_1', action: 'react', emoji: '🔥' }
    const delivered = world.inbound(account, { reaction }, { at: now })
    expect((await world.deliver(account, delivered)).body.stored).toBe(1)
    const conversation = await world.theConversation(owner)
    expect(Date.parse(conversation.last_inbound_at ?? '')).toBe(now - 60_000)
    expect((await world.messagesOf(owner, conversation.id))[0]?.reactions).toEqual([{ by: 'them', emoji: '🔥' }])
    await world.deliver(account, world.inbound(account, { reaction: { mid: 'm_1', action: 'unreact' } }))
    expect((await world.messagesOf(owner, conversation.id))[0]?.reactions).toEqual([])
  })

  test('a deletion does not, whether it comes before or after its message, and keeps no text', async () => {
    const now = Date.now()
    const gone = world.inbound(account, { mid: 'm_1', is_deleted: true }, { at: now })
    await world.deliver(account, gone)
    expect((await world.theConversation(owner)).last_inbound_at).toBeNull()
    await world.deliver(account, message('m_1', 'secret', { at: now - 5000 }), gone)
    const { id, last_inbound_at } = await world.theConversation(owner)
    expect(Date.parse(last_inbound_at ?? '')).toBe(now - 5000)
    expect(await world.messagesOf(owner, id)).toMatchObject([{ kind: 'deleted', text: null, attachments: [] }])
    const stored = await world.api.host.sql("select 1 from public.inbox_messages where text = 'secret'")
    expect(stored).toEqual([])
  })

  test('an edit does not; the newest edit is the text, in whichever order it comes', async () => {
    const now = Date.now()
    const edit = (text: string, num_edit: number) =>
      world.inbound(account, { message_edit: { mid: 'm_1', text, num_edit } }, { at: now })
    await world.deliver(account, edit('second', 2), edit('first', 1), message('m_1', 'original', { at: now - 5000 }))
    const { id, last_inbound_at } = await world.theConversation(owner)
    expect(Date.parse(last_inbound_at ?? '')).toBe(now - 5000)
    expect(await world.messagesOf(owner, id)).toMatchObject([{ text: 'second', edits: 2 }])
  })

  test('a clock that is ahead keeps nothing open', async () => {
    await world.deliver(account, message('m_1', 'hi', { at: Date.now() + 3_600_000 }))
    expect(Date.parse((await world.theConversation(owner)).last_inbound_at ?? '')).toBeLessThanOrEqual(Date.now())
  })
})

describe('echoes', () => {
  test('a message written in Instagram is shown as such, in the conversation with the other person', async () => {
    await world.deliver(account, message('m_1', 'hi'))
    await world.deliver(account, world.echo(account, { mid: 'm_2', text: 'from the app' }))
    const conversation = await world.theConversation(owner)
    expect(conversation).toMatchObject({ participant_id: 'ann', unread_count: 0, last_direction: 'out' })
    expect(await world.messagesOf(owner, conversation.id)).toMatchObject([
      { text: 'from the app', state: 'sent', origin: 'instagram', author_id: null },
      { text: 'hi' },
    ])
  })

  test('what was answered in Instagram is read; what came after is not, even when the echo comes late', async () => {
    const now = Date.now()
    await world.deliver(
      account,
      message('m_1', 'question', { at: now - 3000 }),
      message('m_3', 'more', { at: now - 1000 }),
    )
    await world.deliver(account, world.echo(account, { mid: 'm_2', text: 'answer' }, { at: now - 2000 }))
    expect(await world.theConversation(owner)).toMatchObject({ unread_count: 1, last_text: 'more' })
  })
})

describe('a resolved conversation', () => {
  const resolve = () => world.api.host.sql('update public.inbox_conversations set resolved_at = now()')

  test('opens again with a new message, and not with a duplicate, a reaction or our own', async () => {
    await world.deliver(account, message('m_1'))
    await resolve()
    await world.deliver(account, message('m_1'))
    await world.deliver(account, world.inbound(account, { reaction: { mid: 'm_1', action: 'react', emoji: '👍' } }))
    await world.deliver(account, world.echo(account, { mid: 'm_2', text: 'bye' }))
    expect((await world.theConversation(owner)).resolved_at).not.toBeNull()
    await world.deliver(account, message('m_3', 'one more thing'))
    expect((await world.theConversation(owner)).resolved_at).toBeNull()
  })
})

describe('reading the account', () => {
  const read = async () => {
    const db = createServiceClient()
    await db.rpc('request_inbox_syncs')
    return drainJobs()
  }
  const conversation = (id: string, participant: string, at: number): MetaConversation => ({
    id,
    updatedAt: new Date(at).toISOString(),
    participants: [
      { id: account, username: account, name: null },
      { id: participant, username: `${participant}.creates`, name: `Name of ${participant}` },
    ],
  })

  test('names who wrote, and is the same conversation as the webhook made', async () => {
    const now = Date.now()
    await world.deliver(account, message('m_1', 'hi', { at: now - 2000 }))
    fake.pages = [[conversation('t_1', 'ann', now)]]
    fake.messages.set('t_1', [apiMessage('m_2', account, now - 1000, 'hello'), apiMessage('m_1', 'ann', now - 2000)])
    await read()
    const one = await world.theConversation(owner)
    expect(one).toMatchObject({
      participant_name: 'Name of ann',
      participant_username: 'ann.creates',
      last_text: 'hello',
    })
    expect(await world.messagesOf(owner, one.id)).toMatchObject([
      { direction: 'out', origin: 'instagram' },
      { text: 'hi' },
    ])
    await world.deliver(account, message('m_3', 'again', { at: now }))
    expect((await world.theConversation(owner)).id).toBe(one.id)
  })

  test('reads only what has news the second time, and asks for events each time', async () => {
    const now = Date.now()
    fake.pages = [[conversation('t_2', 'bob', now), conversation('t_1', 'ann', now - 5000)]]
    for (const id of ['t_1', 't_2']) fake.messages.set(id, [apiMessage(`m_${id}`, id === 't_1' ? 'ann' : 'bob', now)])
    await read()
    expect(fake.reads).toEqual(['t_2', 't_1'])
    await read()
    expect(fake.reads).toHaveLength(2)
    fake.pages = [[conversation('t_1', 'ann', now + 1000), conversation('t_2', 'bob', now)]]
    await read()
    expect(fake.reads).toEqual(['t_2', 't_1', 't_1'])
    expect(fake.subscriptions).toEqual([account, account, account])
  })

  test('messages beyond the newest twenty stay as they were', async () => {
    const now = Date.now()
    await world.deliver(account, message('m_old', 'the first question', { at: now - 10_000 }))
    fake.pages = [[conversation('t_1', 'ann', now)]]
    fake.messages.set(
      't_1',
      Array.from({ length: 20 }, (_, i) => apiMessage(`m_${i}`, 'ann', now - i * 100, `text ${i}`)).concat([
        { ...apiMessage('m_old', 'ann', now), sentAt: null, from: null, text: null },
      ]),
    )
    await read()
    const { id } = await world.theConversation(owner)
    const all = await world.messagesOf(owner, id)
    expect(all).toHaveLength(21)
    expect(all.at(-1)).toMatchObject({ text: 'the first question' })
  })

  test('an old conversation arrives as read: nobody can answer it', async () => {
    const old = Date.now() - 8 * 86_400_000
    fake.pages = [[conversation('t_1', 'ann', old)]]
    fake.messages.set('t_1', [apiMessage('m_1', 'ann', old, 'long ago')])
    await read()
    expect(await world.theConversation(owner)).toMatchObject({ unread_count: 0, last_text: 'long ago' })
  })

  test('an interrupted reading goes on where it stopped', async () => {
    const now = Date.now()
    fake.pages = [[conversation('t_1', 'ann', now)], [conversation('t_2', 'bob', now - 1000)]]
    fake.messages.set('t_1', [apiMessage('m_1', 'ann', now)]).set('t_2', [apiMessage('m_2', 'bob', now - 1000)])
    let isBusy = true
    fake.onList = (after) => {
      if (after !== undefined && isBusy) {
        throw new ProviderError({ provider: 'meta', outcome: 'try_later', code: 'graph.4.0', retryAfterSeconds: 60 })
      }
    }
    await read()
    expect(await world.list(owner)).toHaveLength(1)
    isBusy = false
    await world.passTime(61)
    await drainJobs()
    expect(fake.lists).toEqual([undefined, '1', '1'])
    expect(await world.list(owner)).toHaveLength(2)
  })

  test('stops at what was there last time', async () => {
    const now = Date.now()
    fake.pages = [[conversation('t_1', 'ann', now)]]
    fake.messages.set('t_1', [apiMessage('m_1', 'ann', now)])
    await read()
    fake.pages = [
      [conversation('t_3', 'cat', now + 5), conversation('t_1', 'ann', now)],
      [conversation('t_9', 'old', now - 9)],
    ]
    fake.messages.set('t_3', [apiMessage('m_3', 'cat', now)])
    await read()
    expect(fake.lists).toEqual([undefined, undefined])
  })

  test('a refused subscription does not stop it; a lost sign-in is said, and the next reading works', async () => {
    const now = Date.now()
    fake.pages = [[conversation('t_1', 'ann', now)]]
    fake.messages.set('t_1', [apiMessage('m_1', 'ann', now)])
    fake.onSubscribe = () => {
      throw new ProviderError({ provider: 'meta', outcome: 'rejected', code: 'graph.200.0', status: 403 })
    }
    await read()
    expect(await world.list(owner)).toHaveLength(1)
    fake.onOpen = () => {
      throw new AppError('social_reconnect')
    }
    expect(await read()).toEqual({ finished: 1, failed: 0 })
    const error = () =>
      world.api.host.sql('select sync_error from public.inbox_accounts where connection_id = $1', [connectionId])
    expect(await error()).toEqual([{ sync_error: 'social_reconnect' }])
    fake.onOpen = () => {}
    await read()
    expect(await error()).toEqual([{ sync_error: null }])
  })

  test('every quarter of an hour each account that is on is read, once', async () => {
    await world.connect(owner, { isOn: false })
    await enqueueJob(createServiceClient(), { kind: 'inbox.sync-all', key: 'inbox.sync-all' })
    fake.pages = [[]]
    await drainJobs()
    const rows = await world.api.host.sql("select key from private.jobs where kind = 'inbox.sync'")
    expect(rows.filter((row) => Object(row).key === `inbox.sync:${connectionId}`)).toHaveLength(1)
  })

  test('reading a conversation with oneself makes none', async () => {
    fake.pages = [
      [{ id: 't_1', updatedAt: new Date().toISOString(), participants: [{ id: account, username: null, name: null }] }],
    ]
    await read()
    expect(await world.list(owner)).toEqual([])
  })
})
