import { createHmac, randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import { inboxContract } from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { metaWebhookContract } from '#core/social/inbox/webhook.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import inboxList from '../functions/instagram-inbox.ts'
import messagesFunction from '../functions/instagram-messages.ts'
import webhooksMeta from '../functions/webhooks-meta.ts'
import type { Graph, MetaConversation, MetaMessage } from '../src/providers/meta/index.ts'
import { createTestApi, type TestApi } from './create-test-api.ts'

export const APP_SECRET = 'test_app_secret'

type Send = { accountId: string; recipientId: string; text: string; tag: string | undefined }

/** Instagram as the jobs see it. Its answers are those of the test. */
export type FakeInstagram = {
  sends: Send[]
  subscriptions: string[]
  lists: (string | undefined)[]
  reads: string[]
  pages: MetaConversation[][]
  messages: Map<string, MetaMessage[]>
  /** What a send answers; throws for a refusal or a lost answer. */
  onSend: (send: Send) => Promise<{ messageId: string }>
  /** Runs before the account is opened; throws for an account that cannot be used. */
  onOpen: () => void
  onList: (after: string | undefined) => void
  onSubscribe: () => void
}

export function createFakeInstagram(): FakeInstagram {
  return {
    sends: [],
    subscriptions: [],
    lists: [],
    reads: [],
    pages: [[]],
    messages: new Map(),
    onSend: async () => ({ messageId: `mid_${randomUUID()}` }),
    onOpen: () => {},
    onList: () => {},
    onSubscribe: () => {},
  }
}

/** The calls of the inbox; every other call of the Graph API fails. */
export function graphOf(fake: () => FakeInstagram): Graph {
  const graph: Pick<Graph, 'sendText' | 'listConversations' | 'listMessages' | 'subscribe'> = {
    async sendText(accountId, recipientId, text, { tag } = {}) {
      const send = { accountId, recipientId, text, tag }
      fake().sends.push(send)
      return fake().onSend(send)
    },
    async listConversations(_accountId, after) {
      fake().lists.push(after)
      fake().onList(after)
      const page = after === undefined ? 0 : Number(after)
      const next = page + 1 < fake().pages.length ? String(page + 1) : null
      return { conversations: fake().pages[page] ?? [], next }
    },
    async listMessages(conversationId) {
      fake().reads.push(conversationId)
      return fake().messages.get(conversationId) ?? []
    },
    async subscribe(accountId) {
      fake().onSubscribe()
      fake().subscriptions.push(accountId)
    },
  }
  return graph as Graph // safe: the inbox calls these four
}

/** A message as the API shows it. */
export const apiMessage = (id: string, from: string, at: number, text: string | null = 'hi'): MetaMessage => ({
  id,
  sentAt: new Date(at).toISOString(),
  from: { id: from, username: from, name: null },
  to: [],
  text,
  attachments: [],
  isStoryMention: false,
  isStoryReply: false,
})

let accounts = 0

/** A host with the inbox, and what tests do with it. */
export async function createInboxWorld() {
  const api: TestApi = await createTestApi()
  vi.stubEnv('META_APP_SECRET', APP_SECRET)

  /** An Instagram account of a person's workspace, with its inbox on. */
  async function connect(person: TestPerson, change: { accountId?: string; isOn?: boolean; pageId?: string } = {}) {
    const accountId = change.accountId ?? `1784${String(++accounts).padStart(12, '0')}`
    const [row] = await api.host.sql<{ id: string }>(
      `insert into public.social_connections (workspace_id, network, account_id, name, username, provider, sign_in,
         can_message, page_id)
       select current_workspace_id, 'instagram', $2, 'Shop', $2, 'instagram', $2, true, $3 from public.users
       where id = $1 returning id`,
      [person.userId, accountId, change.pageId ?? null],
    )
    const connectionId = row?.id ?? ''
    if (change.isOn !== false) {
      await api.host.sql(
        `insert into public.inbox_accounts (connection_id, workspace_id, is_on)
         select id, workspace_id, true from public.social_connections where id = $1`,
        [connectionId],
      )
    }
    return { accountId, connectionId }
  }

  const sign = (rawBody: string, secret = APP_SECRET) =>
    `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`
  const deliverRaw = (rawBody: string, headers: Record<string, string> = { 'x-hub-signature-256': sign(rawBody) }) =>
    api.call(webhooksMeta, metaWebhookContract.receive, { rawBody, headers, ip: randomUUID() })
  /** Signed events of one account. */
  const deliver = (accountId: string, ...messaging: unknown[]) =>
    deliverRaw(JSON.stringify({ object: 'instagram', entry: [{ id: accountId, time: Date.now(), messaging }] }))

  /** A message from a person. */
  const inbound = (accountId: string, part: object, { from = 'ann', at = Date.now() } = {}) => ({
    sender: { id: from },
    recipient: { id: accountId },
    timestamp: at,
    ...('mid' in part ? { message: part } : part),
  })
  const echo = (accountId: string, message: object, { to = 'ann', at = Date.now() } = {}) => ({
    sender: { id: accountId },
    recipient: { id: to },
    timestamp: at,
    message: { ...message, is_echo: true },
  })

  const list = async (as: TestPerson, query: Record<string, string> = {}) =>
    (await api.call(inboxList, inboxContract.list, { as, query })).body.items
  const theConversation = async (as: TestPerson) => {
    const [conversation, ...others] = await list(as, { view: 'all' })
    if (!conversation || others.length > 0) throw new Error(`${others.length + Number(!!conversation)} conversations`)
    return conversation
  }
  const messagesOf = async (as: TestPerson, id: string): Promise<InboxMessage[]> =>
    (await api.call(messagesFunction, inboxContract.messages, { as, params: { id } })).body.items
  const send = (as: TestPerson, id: string, body: object, headers: Record<string, string> = {}) =>
    api.call(messagesFunction, inboxContract.send, { as, params: { id }, body, headers })

  /** Lets waiting jobs run as if so much time had passed. */
  const passTime = (seconds: number) =>
    api.host.sql('update private.jobs set run_at = run_at - make_interval(secs => $1) where finished_at is null', [
      seconds,
    ])

  return { api, connect, deliver, deliverRaw, sign, inbound, echo, list, theConversation, messagesOf, send, passTime }
}
