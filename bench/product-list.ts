import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Running } from './host-process.ts'
import { compare, type Entry } from './measure.ts'
import { addProducts, type Person, signUp, withHost } from './workspaces.ts'

const COLUMNS =
  'id,asin,title,image_url,brand,category,video_title,is_video_title_typed,status_id,decision,requirements,important_date,important_date_comment,cost_cents,fees_cents,currency,quantity,purchase_date,notes,source,created_at,updated_at'

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
