import { join } from 'node:path'
import { openDatabase } from '../services/local/database/open-database.ts'
import { freePort } from '../services/local/testing/free-port.ts'
import { type Running, startProgram } from './host-process.ts'

const WORDS = ['lamp', 'kettle', 'towel', 'charger', 'speaker', 'mug', 'backpack', 'tripod', 'blender', 'notebook']

export const PASSWORD = 'correct horse battery staple'

export type Person = { userId: string; token: string; key: string }

/** The local host as `npm start` runs it, on its own folder, while the work runs. */
export async function withHost<T>(dataDir: string, work: (host: Running) => Promise<T>): Promise<T> {
  const host = await startHost(dataDir)
  try {
    return await work(host)
  } finally {
    await host.stop()
  }
}

/** The local host as `npm start` runs it, on a free port. */
async function startHost(dataDir: string): Promise<Running> {
  const env = { OPSYNCPRO_DATA_DIR: dataDir, RATE_LIMIT_PER_MINUTE: '1000000' }
  return startProgram('node', ['services/local/main.ts'], { port: await freePort(), path: '/api/health', env })
}

/** Signs up `{name}@example.test`; the token survives restarts, because the secrets are kept with the data. */
export async function signUp({ url }: Running, name: string): Promise<Person> {
  const { supabase_anon_key: key } = await (await fetch(`${url}/api/config`)).json()
  const response = await fetch(`${url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: key, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.test`, password: PASSWORD }),
  })
  const session = await response.json()
  return { userId: session.user.id, token: session.access_token, key }
}

/**
 * This many products for each person, while no host runs on the folder; no product waits for a lookup, which would run
 * in parallel.
 */
export async function addProducts(dataDir: string, ...workspaces: [Person, number][]): Promise<void> {
  const database = await openDatabase({ folder: join(dataDir, 'db') })
  const words = `(array['${WORDS.join("','")}'])`
  for (const [{ userId }, count] of workspaces) {
    await database.query(
      `insert into public.sourced_products (workspace_id, asin, title, brand, notes, fill_in_state, created_at)
       select (select current_workspace_id from public.users where id = $1), 'B' || lpad(i::text, 9, '0'),
         ${words}[1 + i % 10] || ' ' || i || ' ' || md5(i::text), 'Brand ' || i % 50, 'Note ' || i, 'done', now() - make_interval(secs => 200000 - i)
       from generate_series(1, $2::int) as i`,
      [userId, count],
    )
  }
  await database.exec('vacuum analyze public.sourced_products')
  await database.close()
}
