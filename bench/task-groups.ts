import { createClient } from '@supabase/supabase-js'
import { tasksContract } from '../core/src/tasks/contract.ts'
import tasks from '../netlify/functions/influencer-tasks.ts'
import type { Database } from '../netlify/src/db/database.types.ts'
import { createTestApi } from '../netlify/testing/create-test-api.ts'
import startTestServer from '../services/local/testing/test-server.ts'
import { compare, type Entry } from './measure.ts'
import { addPendingTasks, PENDING_TASKS } from './pending-tasks.ts'

/**
 * The first page of the tasks page with 20,000 pending tasks, against the same query through the data API. On a
 * PostgreSQL server, as production has, where the machine has its binaries.
 */
export async function benchTaskGroups(): Promise<Entry[]> {
  const stopServer = await startTestServer()
  const api = await createTestApi()
  console.log(`The database is ${stopServer ? 'a PostgreSQL server' : 'the embedded one'}.`)
  try {
    const ann = await api.person('ann')
    await addPendingTasks(api.host, ann)
    const db = createClient<Database>(api.host.url, api.host.secrets.publishable_key, {
      accessToken: async () => ann.accessToken,
      global: { fetch: api.host.fetch },
    })
    const filters = { status: 'pending' }
    const page = { limit: 20, rows: 21 }
    return [
      await compare(
        {
          name: `first page of groups with ${PENDING_TASKS.toLocaleString('en')} pending tasks`,
          rival: 'the same SQL through the data API',
          limit: 1.5,
        },
        async () => {
          const query = { ...filters, group: 'video', limit: String(page.limit) }
          const { body } = await api.call(tasks, tasksContract.listGroups, { as: ann, query })
          if (body.groups.length !== page.limit) throw new Error(`${body.groups.length} groups were listed.`)
        },
        async () => {
          const { data } = await db.rpc('list_task_groups', { p_filters: filters, p_limit: page.rows })
          // safe: the function answers an object with rows.
          const { rows } = data as { rows: unknown[] }
          if (rows.length !== page.rows) throw new Error(`${rows.length} groups were read.`)
        },
      ),
    ]
  } finally {
    await api.close()
    await stopServer?.()
  }
}
