import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Output } from '#core/http/contract.ts'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { savedRepliesContract } from '#core/social/inbox/saved-replies.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import inboxAccount from '../../functions/inbox-account.ts'
import inboxSettings from '../../functions/inbox-settings.ts'
import conversationFunction from '../../functions/instagram-conversation.ts'
import inboxList from '../../functions/instagram-inbox.ts'
import inboxBulk from '../../functions/instagram-inbox-bulk.ts'
import inboxCounts from '../../functions/instagram-inbox-counts.ts'
import inboxRefresh from '../../functions/instagram-inbox-refresh.ts'
import messagesFunction from '../../functions/instagram-messages.ts'
import savedReplies from '../../functions/saved-replies.ts'
import savedReply from '../../functions/saved-reply.ts'
import type { Answer } from '../../testing/create-test-api.ts'
import { APP_SECRET, createInboxWorld } from '../../testing/inbox-world.ts'

let world: Awaited<ReturnType<typeof createInboxWorld>>
let owner: TestPerson
let manager: TestPerson
let uploader: TestPerson
let stranger: TestPerson
let account: string
let connectionId: string

beforeAll(async () => {
  world = await createInboxWorld()
  owner = await world.api.person('owner')
  stranger = await world.api.person('stranger')
  manager = await world.api.teammate(owner, 'manager')
  uploader = await world.api.teammate(owner, 'uploader')
})
afterAll(() => world.api.close())
beforeEach(async () => {
  await world.api.host.exec(
    'delete from public.social_connections; delete from public.saved_replies; delete from private.jobs',
  )
  vi.stubEnv('META_APP_SECRET', APP_SECRET)
  ;({ accountId: account, connectionId } = await world.connect(owner))
})

const unknownId = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const now = Date.now()
/** Conversations with one message each; the first name is the newest. */
const receive = async (...names: string[]) => {
  await world.deliver(
    account,
    ...names.map((from, i) =>
      world.inbound(account, { mid: `m_${from}`, text: `I am ${from}` }, { from, at: now - i * 1000 }),
    ),
  )
}
const names = (items: { participant_id: string }[]) => items.map(({ participant_id }) => participant_id)
const list = async (query: Record<string, string> = {}, as = owner) => names(await world.list(as, query))
const idOf = async (name: string) => {
  const found = (await world.list(owner, { view: 'all' })).find(({ participant_id }) => participant_id === name)
  return found?.id ?? ''
}
const update = (id: string, body: object, as = owner) =>
  world.api.call(conversationFunction, inboxContract.update, { as, params: { id }, body })
const counts = async () => (await world.api.call(inboxCounts, inboxContract.counts, { as: owner })).body

describe('GET /api/instagram-inbox', () => {
  test('200 by view: unread, mine, unassigned, resolved, all', async () => {
    await receive('ann', 'bob', 'cat', 'dan')
    await update(await idOf('bob'), { assigned_to: owner.userId })
    await update(await idOf('cat'), { is_resolved: true })
    await update(await idOf('dan'), { read_position: 1 })
    expect(await list()).toEqual(['ann', 'bob', 'dan'])
    expect(await list({ view: 'unread' })).toEqual(['ann', 'bob'])
    expect(await list({ view: 'mine' })).toEqual(['bob'])
    expect(await list({ view: 'mine' }, manager)).toEqual([])
    expect(await list({ view: 'unassigned' })).toEqual(['ann', 'dan'])
    expect(await list({ view: 'resolved' })).toEqual(['cat'])
    expect(await list({ view: 'all' })).toEqual(['ann', 'bob', 'cat', 'dan'])
    expect(await counts()).toEqual({ open: 3, unread: 2, mine: 1, unassigned: 2, resolved: 1 })
  })

  test('200 page by page, while a message arrives between two pages', async () => {
    await receive('ann', 'bob', 'cat', 'dan', 'eve')
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: Record<string, string> = { limit: '2', ...(cursor && { cursor }) }
      const { body }: Answer<Output<typeof inboxContract.list>> = await world.api.call(inboxList, inboxContract.list, {
        as: owner,
        query,
      })
      seen.push(...names(body.items))
      cursor = body.next_cursor
      if (seen.length === 2) {
        await world.deliver(account, world.inbound(account, { mid: 'm_new', text: 'now' }, { from: 'ann' }))
      }
    }
    expect(seen).toEqual(['ann', 'bob', 'cat', 'dan', 'eve'])
  })

  test('200 for part of a name or of any message, whatever its accents and capitals', async () => {
    await receive('ann', 'bob')
    await world.deliver(account, world.inbound(account, { mid: 'm_2', text: 'Où est le CAFÉ_100%?' }, { from: 'bob' }))
    await world.deliver(account, world.inbound(account, { mid: 'm_3', text: 'latest' }, { from: 'bob' }))
    await world.api.host.sql(
      `update public.inbox_conversations set participant_name = 'Ánn Öberg' where participant_id = 'ann'`,
    )
    expect(await list({ q: 'oberg' })).toEqual(['ann'])
    expect(await list({ q: 'cafe_100%' })).toEqual(['bob'])
    expect(await list({ q: '%' })).toEqual(['bob'])
    expect(await list({ q: 'nobody' })).toEqual([])
    expect(await list({ q: '   ' })).toEqual(['bob', 'ann'])
  })

  test('200 for one account', async () => {
    await receive('ann')
    expect(await list({ connection_id: connectionId })).toEqual(['ann'])
    expect(await list({ connection_id: unknownId })).toEqual([])
  })

  test('200 without anything of another workspace; 403 for an uploader; 400 for a made-up cursor', async () => {
    await receive('ann')
    expect(await list({}, stranger)).toEqual([])
    const call = (as: TestPerson, query = {}) => world.api.call(inboxList, inboxContract.list, { as, query })
    expect((await call(uploader)).status).toBe(403)
    expect((await call(owner, { cursor: 'made-up' })).status).toBe(400)
  })
})

describe('GET /api/instagram-inbox/counts', () => {
  test('200 counts nothing of another workspace', async () => {
    await receive('ann')
    const { status, body } = await world.api.call(inboxCounts, inboxContract.counts, { as: stranger })
    expect(status).toBe(200)
    expect(body).toEqual({ open: 0, unread: 0, mine: 0, unassigned: 0, resolved: 0 })
  })
})

describe('POST /api/instagram-inbox/refresh', () => {
  const refresh = () => world.api.call(inboxRefresh, inboxContract.refresh, { as: owner })

  test('202 reads each account that is on, and not again within a minute', async () => {
    expect(await refresh()).toMatchObject({ status: 202, body: { accounts: 1 } })
    expect(await world.api.host.sql('select kind from private.jobs')).toEqual([{ kind: 'inbox.sync' }])
    await world.api.host.sql('update public.inbox_accounts set synced_at = now()')
    expect((await refresh()).body.accounts).toBe(0)
  })
})

describe('POST /api/instagram-inbox/bulk', () => {
  const change = (ids: string[], body: object, as = owner) =>
    world.api.call(inboxBulk, inboxContract.change, { as, body: { ids, change: body } })

  test('200 resolves, reopens and reads many, and nothing of another workspace', async () => {
    await receive('ann', 'bob')
    const ids = [await idOf('ann'), await idOf('bob'), unknownId]
    expect((await change(ids, { is_resolved: true }, stranger)).body.changed).toBe(0)
    expect((await change(ids, { is_resolved: true })).body.changed).toBe(2)
    expect(await counts()).toMatchObject({ open: 0, unread: 0, resolved: 2 })
    expect((await change(ids, { is_resolved: false })).body.changed).toBe(2)
    expect(await counts()).toMatchObject({ open: 2, unread: 0 })
    await world.deliver(account, world.inbound(account, { mid: 'm_9', text: 'more' }, { from: 'ann' }))
    expect((await change(ids, { is_read: true })).body.changed).toBe(2)
    expect(await counts()).toMatchObject({ unread: 0 })
  })

  test('400 for a change of nothing, and for more than 200', async () => {
    expect((await change([unknownId], {})).status).toBe(400)
    expect(
      (
        await change(
          Array.from({ length: 201 }, () => unknownId),
          { is_read: true },
        )
      ).status,
    ).toBe(400)
  })
})

describe('GET /api/instagram-inbox/:id', () => {
  const get = (id: string, as = owner) =>
    world.api.call(conversationFunction, inboxContract.get, { as, params: { id } })

  test('200 with the facts of its window', async () => {
    await receive('ann')
    const { status, body } = await get(await idOf('ann'))
    expect(status).toBe(200)
    expect(body).toMatchObject({ participant_id: 'ann', last_inbound_at: expect.any(String), uses_human_agent: false })
  })

  test("404 for another workspace's", async () => {
    await receive('ann')
    expect((await get(await idOf('ann'), stranger)).problem.code).toBe('conversation_not_found')
    expect((await get(unknownId)).status).toBe(404)
  })
})

describe('PATCH /api/instagram-inbox/:id', () => {
  test('200 reads up to what was seen: a message that came meanwhile stays unread', async () => {
    await receive('ann')
    const id = await idOf('ann')
    const seen = (await world.theConversation(owner)).position
    await world.deliver(account, world.inbound(account, { mid: 'm_2', text: 'more' }))
    expect((await update(id, { read_position: seen })).body.unread_count).toBe(1)
    expect((await update(id, { read_position: 99 })).body.unread_count).toBe(0)
    // Reading what was read long ago makes nothing unread.
    expect((await update(id, { read_position: 0 })).body.unread_count).toBe(0)
    expect((await update(id, { is_unread: true })).body.unread_count).toBe(1)
    expect((await update(id, { read_position: 2 })).body.unread_count).toBe(0)
  })

  test('200 assigns, takes back, resolves and reopens', async () => {
    await receive('ann')
    const id = await idOf('ann')
    expect((await update(id, { assigned_to: manager.userId })).body.assigned_to).toBe(manager.userId)
    expect((await update(id, { is_resolved: true })).body).toMatchObject({
      unread_count: 0,
      resolved_at: expect.any(String),
    })
    expect((await update(id, { is_resolved: false, assigned_to: null })).body).toMatchObject({
      assigned_to: null,
      resolved_at: null,
    })
  })

  test('400 for a person who cannot answer', async () => {
    await receive('ann')
    const id = await idOf('ann')
    for (const person of [uploader, stranger]) {
      const { status, problem } = await update(id, { assigned_to: person.userId })
      expect(status).toBe(400)
      expect(problem.issues).toMatchObject([{ path: 'assigned_to' }])
    }
  })

  test('a member who leaves leaves no conversation assigned to them', async () => {
    await receive('ann')
    const id = await idOf('ann')
    const leaver = await world.api.teammate(owner, 'manager')
    await update(id, { assigned_to: leaver.userId })
    await world.api.host.sql('delete from public.workspace_members where user_id = $1', [leaver.userId])
    expect((await world.theConversation(owner)).assigned_to).toBeNull()
  })

  test("404 for another workspace's", async () => {
    await receive('ann')
    expect((await update(await idOf('ann'), { is_resolved: true }, stranger)).status).toBe(404)
    expect((await world.theConversation(owner)).resolved_at).toBeNull()
  })
})

describe('GET /api/instagram-inbox/:id/messages', () => {
  const read = (id: string, query = {}, as = owner) =>
    world.api.call(messagesFunction, inboxContract.messages, { as, params: { id }, query })

  test('200 page by page, newest first, those of one moment too', async () => {
    await world.deliver(
      account,
      ...Array.from({ length: 7 }, (_, i) => world.inbound(account, { mid: `m_${i}`, text: `${i}` }, { at: now })),
    )
    const { id } = await world.theConversation(owner)
    const seen: (string | null)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await read(id, { limit: '3', ...(cursor && { cursor }) })
      seen.push(...body.items.map(({ text }) => text))
      cursor = body.next_cursor
    }
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0'])
  })

  test("404 for another workspace's", async () => {
    await receive('ann')
    expect((await read(await idOf('ann'), {}, stranger)).problem.code).toBe('conversation_not_found')
  })
})

describe('GET /api/inbox-settings', () => {
  test('200 with the accounts, also those that are off, and who can answer', async () => {
    const other = await world.connect(owner, { isOn: false })
    const { status, body } = await world.api.call(inboxSettings, inboxContract.settings, { as: owner })
    expect(status).toBe(200)
    expect(Object.fromEntries(body.items.map(({ connection_id, is_on }) => [connection_id, is_on]))).toEqual({
      [connectionId]: true,
      [other.connectionId]: false,
    })
    expect(body.people.map(({ id }) => id).toSorted()).toEqual([owner.userId, manager.userId].toSorted())
  })
})

describe('PATCH /api/inbox-settings/:id', () => {
  const change = (id: string, body: object, as = owner) =>
    world.api.call(inboxAccount, inboxContract.updateSettings, { as, params: { id }, body })

  test('200 switches on and reads the account; human agent is a switch of its own', async () => {
    const other = await world.connect(owner, { isOn: false })
    expect((await change(other.connectionId, { uses_human_agent: true })).body).toMatchObject({
      is_on: false,
      uses_human_agent: true,
    })
    expect(await world.api.host.sql('select kind from private.jobs')).toEqual([])
    expect((await change(other.connectionId, { is_on: true })).body).toMatchObject({
      is_on: true,
      uses_human_agent: true,
    })
    const jobs = await world.api.host.sql('select key from private.jobs')
    expect(jobs).toEqual([{ key: `inbox.sync:${other.connectionId}` }])
  })

  test("404 for another workspace's account", async () => {
    expect((await change(connectionId, { is_on: false }, stranger)).problem.code).toBe('social_account_not_found')
  })
})

const create = (body: object, as = owner, headers = {}) =>
  world.api.call(savedReplies, savedRepliesContract.create, { as, body, headers })

describe('GET /api/saved-replies', () => {
  test('200 by shortcut, those of the own workspace', async () => {
    for (const shortcut of ['thanks', 'link']) await create({ shortcut, text: 'Here you are' })
    await create({ shortcut: 'other', text: 'x' }, stranger)
    const { status, body } = await world.api.call(savedReplies, savedRepliesContract.list, { as: manager })
    expect(status).toBe(200)
    expect(body.items.map(({ shortcut }) => shortcut)).toEqual(['link', 'thanks'])
  })
})

describe('POST /api/saved-replies', () => {
  test('201 with its shortcut in small letters', async () => {
    expect(await create({ shortcut: ' Größe ', text: ' Größe L\r\nist da ' })).toMatchObject({
      status: 201,
      body: { shortcut: 'größe', text: 'Größe L\nist da' },
    })
  })

  test('400 for two words, and for more bytes than Instagram takes', async () => {
    for (const body of [
      { shortcut: 'two words', text: 'x' },
      { shortcut: '', text: 'x' },
      { shortcut: 'a', text: '\u200b' },
      { shortcut: 'a', text: '👍'.repeat(251) },
    ]) {
      expect((await create(body)).status).toBe(400)
    }
  })

  test('409 for a shortcut that is taken', async () => {
    await create({ shortcut: 'thanks', text: 'x' })
    const { status, problem } = await create({ shortcut: 'THANKS', text: 'y' })
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'name_taken' })
  })
})

describe('PATCH /api/saved-replies/:id', () => {
  const change = (id: string, body: object, as = owner, headers = {}) =>
    world.api.call(savedReply, savedRepliesContract.update, { as, params: { id }, body, headers })

  test('200 changes the text, and nothing when nothing is named', async () => {
    const { body } = await create({ shortcut: 'thanks', text: 'x' })
    expect((await change(body.id, { text: 'y' })).body).toMatchObject({ shortcut: 'thanks', text: 'y' })
    expect((await change(body.id, {})).body).toMatchObject({ text: 'y' })
  })

  test("404 for another workspace's", async () => {
    const { body } = await create({ shortcut: 'thanks', text: 'x' })
    expect((await change(body.id, { text: 'y' }, stranger)).problem.code).toBe('saved_reply_not_found')
  })

  test('409 for a shortcut that is taken, and for an old version', async () => {
    await create({ shortcut: 'thanks', text: 'x' })
    const { body } = await create({ shortcut: 'link', text: 'x' })
    expect((await change(body.id, { shortcut: 'thanks' })).problem.code).toBe('name_taken')
    await change(body.id, { text: 'newer' })
    const old = await change(body.id, { text: 'y' }, owner, { 'if-match': `"${body.updated_at}"` })
    expect(old.problem).toMatchObject({ code: 'row_changed', current: { text: 'newer' } })
  })
})

describe('DELETE /api/saved-replies/:id', () => {
  const remove = (id: string, as = owner) =>
    world.api.call(savedReply, savedRepliesContract.remove, { as, params: { id } })

  test("200 for one's own; 404 for another workspace's, and the second time", async () => {
    const { body } = await create({ shortcut: 'thanks', text: 'x' })
    expect((await remove(body.id, stranger)).status).toBe(404)
    expect((await remove(body.id)).status).toBe(200)
    expect((await remove(body.id)).status).toBe(404)
  })

  test('404 for one that never was', async () => {
    expect((await remove(unknownId)).problem.code).toBe('saved_reply_not_found')
  })
})
