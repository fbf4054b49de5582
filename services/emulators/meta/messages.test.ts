import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { facebookToken, graph, INSTAGRAM, instagramToken, PAGE, pageToken, REDIRECT } from './testing/sign-in.ts'

type Received = { body: string; signature: string }
const HOUR = 3_600_000
const MIA = { id: '9001', username: 'mia' }

let meta: TestEmulator
let token = ''
let receiver: Server
let url = ''
let received: Received[] = []
let verifies = 'right'

beforeAll(async () => {
  meta = await startTestEmulator('meta')
  receiver = createServer(async (request, response) => {
    const query = new URL(request.url ?? '/', 'http://host').searchParams
    if (request.method === 'GET') {
      const isOurs =
        query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === meta.env.META_WEBHOOK_VERIFY_TOKEN
      return void response.end(isOurs && verifies === 'right' ? query.get('hub.challenge') : 'no')
    }
    received.push({ body: await text(request), signature: String(request.headers['x-hub-signature-256'] ?? '') })
    response.end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  // safe: it listens on a port
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
})
beforeEach(async () => {
  await meta.control.reset()
  received = []
  verifies = 'right'
  token = await pageToken(meta)
})
afterAll(async () => {
  await meta.close()
  receiver.close()
})

const write = (more: object = {}) => meta.control.run('receive_message', { account_id: INSTAGRAM, from: MIA, ...more })
const send = (message: string, more: object = {}, of = token) =>
  graph(
    meta,
    of,
    'POST',
    `/${PAGE}/messages`,
    {},
    {
      json: { recipient: { id: MIA.id }, messaging_type: 'RESPONSE', message: { text: message }, ...more },
    },
  )
const codeOf = ({ status, body }: Awaited<ReturnType<typeof graph>>) => [
  status,
  body.error?.code,
  body.error?.error_subcode,
]
const subscribe = async (echo = 'after') => {
  await meta.control.seed({ echo })
  await meta.control.run('register_webhook', { url })
  await graph(meta, token, 'POST', `/${PAGE}/subscribed_apps`, { subscribed_fields: 'messages' })
}
const eventOf = ({ body }: Received) =>
  // safe: the emulator's own event
  (
    JSON.parse(body) as {
      entry: { messaging: { sender: { id: string }; recipient: { id: string }; message: Record<string, unknown> }[] }[]
    }
  ).entry[0]?.messaging[0]

describe('the window', () => {
  test('is shut before the first message, and 24 hours after the last one', async () => {
    expect(codeOf(await send('Hi'))).toEqual([400, 100, 2534014])
    await write({ text: 'Hello' })
    expect((await send('Hi')).body).toMatchObject({ recipient_id: MIA.id, message_id: expect.stringMatching(/^m_/) })
    await meta.control.advanceClock(24 * HOUR + 1)
    expect(codeOf(await send('Late'))).toEqual([403, 10, 2534022])
  })

  test('is open for a person seven days long, where the app may', async () => {
    const tag = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
    await write({ text: 'Hello' })
    await meta.control.advanceClock(6 * 24 * HOUR)
    expect((await send('By hand', tag)).status).toBe(200)
    await meta.control.seed({ app: { has_human_agent: false } })
    expect(codeOf(await send('By hand', tag))).toEqual([403, 10, 2534022])
    await meta.control.seed({ app: { has_human_agent: true } })
    await meta.control.advanceClock(25 * HOUR)
    expect(codeOf(await send('By hand', tag))).toEqual([403, 10, 2534022])
  })

  test('opens with a story mention, and not with a reaction', async () => {
    await write({ text: 'Hello', age_ms: 25 * HOUR })
    await write({ kind: 'reaction' })
    expect(codeOf(await send('Hi'))).toEqual([403, 10, 2534022])
    await write({ kind: 'story_mention' })
    expect((await send('Hi')).status).toBe(200)
  })

  test('a restricted page, 1,001 bytes and a wrong tag are refused', async () => {
    await write({ text: 'Hello' })
    expect((await send('é'.repeat(500))).status).toBe(200)
    expect(codeOf(await send(`${'é'.repeat(500)}x`))).toEqual([400, 100, undefined])
    expect((await send('Hi', { tag: 'SHOPPING' })).status).toBe(400)
    await meta.control.seed({ pages: [{ id: PAGE, name: 'P', instagram_id: INSTAGRAM, is_restricted: true }] })
    expect(codeOf(await send('Hi'))).toEqual([403, 10, 1893063])
  })
})

describe('events', () => {
  test('come to a callback that knows the challenge, for accounts that subscribed, signed over their bytes', async () => {
    await write({ text: 'Before' })
    await subscribe()
    await write({ text: 'Schön 👋' })
    expect(received).toHaveLength(1)
    const [{ body, signature } = { body: '', signature: '' }] = received
    const key = String(meta.env.META_APP_SECRET)
    expect(signature).toBe(`sha256=${createHmac('sha256', key).update(body).digest('hex')}`)
    expect(body).toContain('Sch\\u00f6n \\ud83d\\udc4b')
    expect(JSON.stringify(JSON.parse(body))).not.toBe(body)
  })

  test('do not come to a callback that fails the challenge', async () => {
    verifies = 'wrong'
    expect(await meta.control.run('register_webhook', { url })).toEqual({ is_verified: false })
    await graph(meta, token, 'POST', `/${PAGE}/subscribed_apps`, { subscribed_fields: 'messages' })
    await write({ text: 'Hello' })
    expect(received).toEqual([])
  })

  test('of an Instagram login are signed by its own app', async () => {
    await meta.control.run('register_webhook', { url })
    const own = await instagramToken(meta)
    const host = { host: 'INSTAGRAM_GRAPH_URL' }
    await graph(meta, own, 'POST', `/${INSTAGRAM}/subscribed_apps`, { subscribed_fields: 'messages' }, host)
    await write({ text: 'Hello' })
    const [{ body, signature } = { body: '', signature: '' }] = received
    const key = String(meta.env.INSTAGRAM_APP_SECRET)
    expect(signature).toBe(`sha256=${createHmac('sha256', key).update(body).digest('hex')}`)
  })

  test('may come twice, late, forged and unsigned', async () => {
    await subscribe()
    // safe: the emulator's own answer
    const { message_id } = (await write({ text: 'Hello', times: 2 })) as { message_id: string }
    await meta.control.run('deliver_again', { message_id, signature: 'wrong' })
    await meta.control.run('deliver_again', { message_id, signature: 'none' })
    expect(received).toHaveLength(4)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(received.map(({ signature }) => signature)).size).toBe(3)
  })

  test('an echo has sender and recipient swapped, and may come before the answer of the call', async () => {
    await subscribe('before')
    await write({ text: 'Hello', times: 0 })
    const { body } = await send('Hi')
    expect(received).toHaveLength(1)
    const echo = eventOf(received[0] as Received) // safe: one was received
    expect(echo).toMatchObject({
      sender: { id: INSTAGRAM },
      recipient: { id: MIA.id },
      message: { mid: body.message_id, is_echo: true, text: 'Hi' },
    })
  })

  test('an echo that was held back comes a day later', async () => {
    await subscribe('held')
    await write({ text: 'Hello', times: 0 })
    const { body } = await send('Hi')
    expect(received).toEqual([])
    await meta.control.advanceClock(25 * HOUR)
    await meta.control.run('deliver_held', {})
    expect(eventOf(received[0] as Received)?.message.mid).toBe(body.message_id) // safe: one was received
  })

  test('what was written in the app comes as an echo that nobody sent over the API', async () => {
    await subscribe()
    await meta.control.run('send_from_app', { account_id: INSTAGRAM, to: MIA, text: 'From my phone' })
    expect(eventOf(received[0] as Received)?.message).toMatchObject({ is_echo: true, text: 'From my phone' }) // safe: one was received
  })

  test('a story mention has an attachment and no text', async () => {
    await subscribe()
    await write({ kind: 'story_mention' })
    const message = eventOf(received[0] as Received)?.message // safe: one was received
    expect(message).toMatchObject({ attachments: [{ type: 'story_mention' }] })
    expect(message).not.toHaveProperty('text')
  })
})

describe('conversations', () => {
  const list = (params: Record<string, string> = {}, of = token) =>
    graph(meta, of, 'GET', `/${PAGE}/conversations`, {
      platform: 'instagram',
      fields: 'id,updated_time,participants',
      ...params,
    })

  test('come in pages, the newest first', async () => {
    for (let index = 0; index < 5; index += 1) {
      await write({ from: { id: `90${index}`, username: `c${index}` }, text: 'Hi', age_ms: index * HOUR })
    }
    const first = await list({ limit: '3' })
    // safe: the emulator's own answer
    const { data, paging } = first.body as unknown as {
      data: { id: string }[]
      paging: { cursors: { after: string }; next?: string }
    }
    expect(data).toHaveLength(3)
    expect(paging.next).toBeDefined()
    const second = await list({ limit: '3', after: paging.cursors.after })
    expect(second.body.data).toHaveLength(2)
    expect(second.body.paging).not.toHaveProperty('next')
  })

  test('give details of the 20 newest messages only', async () => {
    // safe: the emulator's own answer
    const { conversation_id } = (await write({ text: 'First', age_ms: HOUR })) as { conversation_id: string }
    for (let index = 0; index < 21; index += 1) await write({ text: `M${index}`, age_ms: (21 - index) * 1000 })
    const { body } = await graph(meta, token, 'GET', `/${conversation_id}/messages`, {
      fields: 'id,message',
      limit: '50',
    })
    // safe: the emulator's own answer
    const messages = body.data as { message?: string }[]
    expect(messages).toHaveLength(22)
    expect(messages.filter(({ message }) => message !== undefined)).toHaveLength(20)
  })

  test('are empty until the owner allows access in the app, and refused without the permission', async () => {
    await write({ text: 'Hello' })
    await meta.control.seed({
      instagram: [{ id: INSTAGRAM, app_scoped_id: '26000001', username: 'a', allows_messages: false }],
    })
    expect((await list()).body.data).toEqual([])
    const without = await pageToken(meta, PAGE, { without: ['instagram_manage_messages'] })
    expect(codeOf(await list({}, without))).toEqual([403, 10, undefined])
  })
})

describe('signing in', () => {
  test('a code works once, for the same redirect, with the right secret', async () => {
    const { env } = meta
    await facebookToken(meta)
    const ask = async (query: Record<string, string>) => {
      const answer = await fetch(`${env.META_GRAPH_URL}/v27.0/oauth/access_token?${new URLSearchParams(query)}`)
      // safe: the emulator's own answer
      return ((await answer.json()) as { error?: { code: number; error_subcode?: number } }).error
    }
    const keys = { client_id: String(env.META_APP_ID), client_secret: String(env.META_APP_SECRET) }
    expect((await ask({ ...keys, code: 'x', redirect_uri: REDIRECT }))?.code).toBe(100)
    expect((await ask({ ...keys, client_secret: 'x', code: 'x', redirect_uri: REDIRECT }))?.code).toBe(1)
    expect((await ask({ ...keys, client_id: 'x', code: 'x', redirect_uri: REDIRECT }))?.code).toBe(101)
  })

  test('permissions and pages are those that were ticked', async () => {
    const own = await facebookToken(meta, { pages: [PAGE], without: ['pages_messaging'] })
    const { body } = await graph(meta, own, 'GET', '/me/permissions')
    expect(body.data).toContainEqual({ permission: 'pages_messaging', status: 'declined' })
    const accounts = await graph(meta, own, 'GET', '/me/accounts', {
      fields: 'id,tasks,instagram_business_account{id,username}',
    })
    expect(accounts.body.data).toMatchObject([
      { id: PAGE, instagram_business_account: { id: INSTAGRAM, username: 'danas.daily.finds' } },
    ])
  })

  test('an Instagram token is made longer after a day, and ends after sixty', async () => {
    const own = await instagramToken(meta)
    const refresh = async () => {
      const query = new URLSearchParams({ grant_type: 'ig_refresh_token', access_token: own })
      return (await fetch(`${meta.env.INSTAGRAM_GRAPH_URL}/refresh_access_token?${query}`)).status
    }
    expect(await refresh()).toBe(400)
    await meta.control.advanceClock(25 * HOUR)
    expect(await refresh()).toBe(200)
    await meta.control.advanceClock(60 * 24 * HOUR)
    expect(codeOf(await graph(meta, own, 'GET', '/me', {}, { host: 'INSTAGRAM_GRAPH_URL' }))).toEqual([401, 190, 463])
  })
})
