import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../services/local/database/open-database.ts'
import { freePort } from '../services/local/testing/free-port.ts'
import { type Running, startProgram } from './host-process.ts'
import { compare, type Entry } from './measure.ts'

const COLUMNS =
  'id,asin,title,image_url,brand,category,video_title,is_video_title_typed,status_id,decision,requirements,important_date,important_date_comment,cost_cents,fees_cents,currency,quantity,purchase_date,notes,source,created_at,updated_at'
const WORDS = ['lamp', 'kettle', 'towel', 'charger', 'speaker', 'mug', 'backpack', 'tripod', 'blender', 'notebook']

/**
 * The product list against the data API for the same rows, and a workspace of 100,000 products against one of 10,000 in
 * the same database.
 */
export async function benchProductList(): Promise<Entry[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  try {
    const [small, large] = await withHost(
      dataDir,
      async (host) => [await signUp(host, 'small'), await signUp(host, 'large')] as const,
    )
    await addProducts(dataDir, [small, 10_000], [large, 100_000])
    return await withHost(dataDir, async (host) => {
      const ten = asker(host, small)
      const hundred = asker(host, large)
      const grown = (name: string, search: string) =>
        compare(
          { name: `${name} at 100,000 products`, rival: 'itself at 10,000', limit: 1.5, runs: 41, warmups: 10 },
          () => hundred.ours(search),
          () => ten.ours(search),
        )
      return [
        await compareWithDataApi(ten, '10,000 products', ''),
        await compareWithDataApi(ten, '10,000 products', 'kettle'),
        await grown('product list', ''),
        await grown('product search', 'kettle 4217'),
      ]
    })
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

type Person = { userId: string; token: string; key: string }

async function withHost<T>(dataDir: string, work: (host: Running) => Promise<T>): Promise<T> {
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

/** Signs somebody up; their token outlives restarts, the secrets being kept with the data. */
async function signUp({ url }: Running, name: string): Promise<Person> {
  const { supabase_anon_key: key } = await (await fetch(`${url}/api/config`)).json()
  const response = await fetch(`${url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: key, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.test`, password: 'correct horse battery staple' }),
  })
  const session = await response.json()
  return { userId: session.user.id, token: session.access_token, key }
}

async function addProducts(dataDir: string, ...workspaces: [Person, number][]): Promise<void> {
  const database = await openDatabase({ folder: join(dataDir, 'db') })
  const words = `(array['${WORDS.join("','")}'])`
  for (const [{ userId }, count] of workspaces) {
    await database.query(
      `insert into public.sourced_products (workspace_id, asin, title, brand, notes, created_at)
       select (select current_workspace_id from public.users where id = $1), 'B' || lpad(i::text, 9, '0'),
         ${words}[1 + i % 10] || ' ' || i || ' ' || md5(i::text), 'Brand ' || i % 50, 'Note ' || i, now() - make_interval(secs => 200000 - i)
       from generate_series(1, $2::int) as i`,
      [userId, count],
    )
  }
  await database.exec('vacuum analyze public.sourced_products')
  await database.close()
}

function asker({ url }: Running, { token, key }: Person) {
  const read = async (path: string) => {
    const response = await fetch(url + path, { headers: { apikey: key, authorization: `Bearer ${token}` } })
    const body = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    ours: (search: string) => read(`/api/sourced-products?limit=50&search=${encodeURIComponent(search)}`),
    dataApi: (search: string) =>
      read(
        `/rest/v1/sourced_products?select=${COLUMNS}&deleted_at=is.null&order=created_at.desc,id.desc&limit=50${search && `&search_text=like.*${search}*`}`,
      ),
  }
}

async function compareWithDataApi(ask: ReturnType<typeof asker>, size: string, search: string): Promise<Entry> {
  const ours = await ask.ours(search)
  const rows = await ask.dataApi(search)
  const ids = (items: { id: string }[]) => items.map(({ id }) => id).join()
  if (ids(ours.items) !== ids(rows)) throw new Error('Ours and the data API do not answer the same rows.')
  return compare(
    {
      name: `GET /api/sourced-products?limit=50&search=${search} with ${size}`,
      rival: 'the same rows from the data API',
      limit: 1.5,
      runs: 41,
      warmups: 10,
    },
    () => ask.ours(search),
    () => ask.dataApi(search),
  )
}
