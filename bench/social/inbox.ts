import { createClient } from '@supabase/supabase-js'
import { inboxContract } from '../../core/src/social/inbox/contract.ts'
import inboxList from '../../netlify/functions/instagram-inbox.ts'
import type { Database } from '../../netlify/src/db/database.types.ts'
import { createTestApi } from '../../netlify/testing/create-test-api.ts'
import type { TestHost, TestPerson } from '../../services/local/testing/create-test-host.ts'
import startTestServer from '../../services/local/testing/test-server.ts'
import { compare, type Entry } from '../measure.ts'

const CONVERSATIONS = 5000
const MESSAGES = 50_000
const PAGE = 50
const COLUMNS =
  'id,connection_id,participant_id,participant_name,participant_username,last_message_at,unread_count,position,assigned_to,resolved_at,last_inbound_at,refused_at,created_at,updated_at,social_connections(name,username,is_active)'

/** The first page of an inbox with 50,000 messages, against the same rows from the data API. */
export async function benchInbox(): Promise<Entry[]> {
  const stopServer = await startTestServer()
  const api = await createTestApi()
  console.log(`The database is ${stopServer ? 'a PostgreSQL server' : 'the embedded one'}.`)
  try {
    const ann = await api.person('ann')
    await addMessages(api.host, ann)
    const db = createClient<Database>(api.host.url, api.host.secrets.publishable_key, {
      accessToken: async () => ann.accessToken,
      global: { fetch: api.host.fetch },
    })
    const read = async (view: 'open' | 'unread') => {
      let query = db.from('inbox_conversations').select(COLUMNS).is('resolved_at', null)
      if (view === 'unread') query = query.gt('unread_count', 0)
      const ordered = query.order('last_message_at', { ascending: false }).order('id', { ascending: false })
      const { data, error } = await ordered.limit(PAGE)
      if (error) throw new Error(error.message)
      return (data ?? []).map(({ id }) => id).join()
    }
    const ours = async (view: 'open' | 'unread') => {
      const { body } = await api.call(inboxList, inboxContract.list, { as: ann, query: { view, limit: String(PAGE) } })
      return body.items.map(({ id }) => id).join()
    }
    const entries: Entry[] = []
    for (const view of ['open', 'unread'] as const) {
      const rows = await ours(view)
      if (rows !== (await read(view)) || rows === '') throw new Error('Ours and the data API answer other rows.')
      entries.push(
        await compare(
          {
            name: `GET /api/instagram-inbox?view=${view}&limit=${PAGE} with ${MESSAGES.toLocaleString('en')} messages`,
            rival: 'the same rows from the data API',
            limit: 1.5,
            runs: 41,
            warmups: 10,
          },
          () => ours(view),
          () => read(view),
        ),
      )
    }
    return entries
  } finally {
    await api.close()
    await stopServer?.()
  }
}

async function addMessages(host: TestHost, { userId }: TestPerson): Promise<void> {
  await host.sql(
    `with account as (
       insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in)
       select current_workspace_id, 'instagram', '1784', 'Shop', 'instagram', '1784' from public.users where id = $1
       returning id, workspace_id
     ), inbox as (
       insert into public.inbox_accounts (connection_id, workspace_id, is_on) select id, workspace_id, true from account
     )
     insert into public.inbox_conversations (workspace_id, connection_id, participant_id, participant_name, resolved_at)
     select workspace_id, id, 'fan-' || n, 'Fan ' || n, case when n % 3 = 0 then now() end
     from account, generate_series(1, ${CONVERSATIONS}) as n`,
    [userId],
  )
  await host.exec(`
    insert into public.inbox_messages (workspace_id, conversation_id, connection_id, position, mid, direction, kind, text,
      state, origin, sent_at)
    select workspace_id, id, connection_id, n, id || '-' || n, 'in', 'text', 'Is number ' || n || ' still available?',
      'received', 'instagram', now() - make_interval(mins => substr(participant_id, 5)::integer, secs => 100 - n)
    from public.inbox_conversations, generate_series(1, ${MESSAGES / CONVERSATIONS}) as n;
    update public.inbox_conversations set position = ${MESSAGES / CONVERSATIONS};
    select private.settle_conversation(id) from public.inbox_conversations;`)
  for (const table of ['inbox_conversations', 'inbox_messages']) await host.exec(`vacuum analyze public.${table}`)
}
