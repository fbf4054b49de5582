import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { metaWebhookContract } from '#core/social/inbox/webhook.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import inboxAccount from '../../functions/inbox-account.ts'
import inboxList from '../../functions/instagram-inbox.ts'
import messagesFunction from '../../functions/instagram-messages.ts'
import webhooksMeta from '../../functions/webhooks-meta.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createSocialWorld, type SocialWorld } from '../../testing/social-world.ts'

/** The whole way over HTTP: the emulated Meta signs and delivers, our jobs read and send with the person's token. */
const FAN = { id: '9001', username: 'lena.cooks' }
const DAILY = '17841400000000001'

let world: SocialWorld
let owner: TestPerson
let second: TestPerson
let origin: string
// What Meta sends goes to our function as it came.
const receiver = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', origin)
  const contract = request.method === 'GET' ? metaWebhookContract.challenge : metaWebhookContract.receive
  const signature = request.headers['x-hub-signature-256']
  const answer = await world.api.call(webhooksMeta, contract, {
    query: Object.fromEntries(url.searchParams),
    ...(request.method === 'POST' && { rawBody: await text(request) }),
    headers: typeof signature === 'string' ? { 'x-hub-signature-256': signature } : {},
  })
  const challenge = z.object({ bytes: z.instanceof(Uint8Array) }).safeParse(answer.body).data?.bytes
  response.writeHead(answer.status).end(challenge ? Buffer.from(challenge) : JSON.stringify(answer.body ?? null))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  world = await createSocialWorld([{ origins: [origin] }])
  owner = await world.api.person('owner')
  second = await world.api.person('second')
})
afterAll(async () => {
  receiver.close()
  await world.close()
})
beforeEach(async () => {
  await world.reset()
})

const control = (name: string, input: object = {}) => world.meta.control.run(name, input)
/** Connects both accounts and switches the inbox of the first one on, by Facebook Login or by Instagram's own. */
async function open(as: TestPerson, provider: 'facebook' | 'instagram' = 'facebook') {
  const accounts = await world.connectAll(as, provider, { withMessages: true })
  const account = accounts.find(({ account_id }) => account_id === DAILY)
  if (!account) throw new Error('no such account')
  await world.api.call(inboxAccount, inboxContract.updateSettings, {
    as,
    params: { id: account.id },
    body: { is_on: true },
  })
  await drainJobs()
  await control('register_webhook', { url: `${origin}/api/webhooks/meta` })
  return account
}
const list = async (as = owner) => (await world.api.call(inboxList, inboxContract.list, { as })).body.items
const messages = async (as = owner) => {
  const [conversation] = await list(as)
  const { body } = await world.api.call(messagesFunction, inboxContract.messages, {
    as,
    params: { id: conversation?.id ?? '' },
  })
  return body.items.map(({ text: words, state, origin: from }) => ({ text: words, state, from }))
}
const reply = async (words: string, as = owner) => {
  const [conversation] = await list(as)
  const params = { id: conversation?.id ?? '' }
  const answer = await world.api.call(messagesFunction, inboxContract.send, { as, params, body: { text: words } })
  await drainJobs()
  return answer
}
const receive = (words: string | null, more: object = {}) =>
  control('receive_message', { account_id: DAILY, from: FAN, text: words, ...more })
const sentTo = async () => {
  const { messages: all } = z
    .object({ messages: z.array(z.object({ via: z.string(), text: z.string().nullable() })) })
    .parse(await control('messages', { account_id: DAILY }))
  return all.filter(({ via }) => via === 'api').map(({ text: words }) => words)
}

describe.each(['facebook', 'instagram'] as const)('an account by the login of %s', (provider) => {
  test('a signed message arrives once, however often it is delivered; the reply is sent, and its echo changes nothing', async () => {
    await open(owner, provider)
    expect(await receive('Is it dishwasher safe? é👍', { times: 3 })).toMatchObject({ statuses: [200, 200, 200] })
    expect(await receive('forged', { signature: 'wrong' })).toMatchObject({ statuses: [401] })
    expect(await receive('unsigned', { signature: 'none' })).toMatchObject({ statuses: [401] })
    expect(await messages()).toMatchObject([{ text: 'Is it dishwasher safe? é👍', state: 'received' }])
    expect((await reply('Yes, it is. 👍')).status).toBe(202)
    expect((await messages())[0]).toEqual({ text: 'Yes, it is. 👍', state: 'sent', from: 'here' })
    expect(await sentTo()).toEqual(['Yes, it is. 👍'])
    // Reading the account names the person, and brings what never arrived, once.
    await world.api.host.sql('update public.inbox_accounts set synced_at = null')
    await world.api.host.exec('select public.request_inbox_syncs()')
    await drainJobs()
    expect(await list()).toMatchObject([{ participant_id: FAN.id, participant_username: FAN.username }])
    const words = (await messages()).map((message) => message.text)
    expect(words.toSorted()).toEqual(['Is it dishwasher safe? é👍', 'Yes, it is. 👍', 'forged', 'unsigned'])
  })
})

test('echoes that come a day later, and messages written in Instagram', async () => {
  await open(owner)
  await receive('Hello?')
  await world.meta.control.seed({ echo: 'held' })
  await reply('Hi!')
  await world.api.host.sql("update public.inbox_messages set created_at = created_at - interval '25 hours'")
  await control('deliver_held')
  await control('send_from_app', { account_id: DAILY, to: FAN, text: 'From my phone' })
  expect(await messages()).toEqual([
    { text: 'From my phone', state: 'sent', from: 'instagram' },
    { text: 'Hi!', state: 'sent', from: 'here' },
    { text: 'Hello?', state: 'received', from: 'instagram' },
  ])
})

test('events out of order, and a story mention that opens the window', async () => {
  await open(owner)
  await receive('second', { age_ms: 60_000 })
  await receive('first', { age_ms: 120_000 })
  expect((await messages()).map(({ text: words }) => words)).toEqual(['second', 'first'])
  await world.api.host.exec('delete from public.inbox_conversations')
  await receive(null, { kind: 'story_mention' })
  const [conversation] = await list()
  expect(conversation).toMatchObject({ last_kind: 'story_mention' })
  expect(conversation?.last_inbound_at).not.toBeNull()
})

test('two workspaces with one account: each gets the message; what one sends, the other sees as sent in Instagram', async () => {
  await open(owner)
  await open(second)
  await receive('Hello both')
  expect(await messages(owner)).toMatchObject([{ text: 'Hello both' }])
  expect(await messages(second)).toMatchObject([{ text: 'Hello both' }])
  await reply('From the first', owner)
  expect((await messages(owner))[0]).toMatchObject({ from: 'here' })
  expect((await messages(second))[0]).toEqual({ text: 'From the first', state: 'sent', from: 'instagram' })
  expect(await sentTo()).toEqual(['From the first'])
})

test('Meta refuses after the window, whatever our clock says', async () => {
  await open(owner)
  await receive('Hello?')
  await world.meta.control.advanceClock(25 * 3_600_000)
  await reply('Too late')
  expect((await messages())[0]).toMatchObject({ text: 'Too late', state: 'failed' })
  expect((await reply('Again')).problem.code).toBe('reply_window_closed')
  expect(await sentTo()).toEqual([])
})

test('the answer is lost after the effect: found by reading, sent once', async () => {
  await open(owner)
  await receive('Hello?')
  await world.meta.control.seed({ echo: 'none' })
  await world.meta.control.addFault({
    match: { method: 'POST', path: '/graph/v27.0/1040001/messages' },
    times: 1,
    drop: 'after',
  })
  // Reading the account would find it at once.
  await world.api.host.exec("delete from private.jobs where kind = 'inbox.sync'")
  await reply('Once')
  expect((await messages())[0]).toMatchObject({ text: 'Once', state: 'unknown' })
  await world.api.host.exec("update private.jobs set run_at = run_at - interval '1 minute' where finished_at is null")
  await drainJobs()
  expect((await messages())[0]).toMatchObject({ text: 'Once', state: 'sent', from: 'here' })
  expect(await sentTo()).toEqual(['Once'])
})

test('a sign-in that ended: the reply fails with its text, and later ones are refused before they are accepted', async () => {
  await open(owner)
  await receive('Hello?')
  await control('end_tokens', { owner_id: '10220001' })
  await control('end_tokens', { owner_id: '1040001' })
  await reply('Keep me')
  expect((await messages())[0]).toMatchObject({ text: 'Keep me', state: 'failed' })
  expect((await reply('And me')).problem.code).toBe('social_reconnect')
})
