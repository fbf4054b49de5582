import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Contract } from '#core/http/contract.ts'
import { FileAnswer } from '#core/http/file.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { pricesContract, strategiesContract } from '#core/prices/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { exportsContract } from '#core/products/exports.ts'
import { importsContract } from '#core/products/imports/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { LINK_PATTERN } from '#core/text.ts'
import { videosContract } from '#core/videos/contract.ts'
import { estimateDubCredits } from '#core/videos/dubs/estimate.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { endpointsByContract } from './all-functions.ts'

let api: TestApi
let ann: TestPerson
let workspace: string
let served: Map<Contract, Endpoint>

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  served = await endpointsByContract()
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  workspace = row?.id ?? ''
  // As if a row were older than its constraint.
  const constraints = await api.host.sql<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace and conname ~ '_(values_readable|shape|is_hex|known)$'`,
  )
  for (const { drop } of constraints) await api.host.sql(drop)
  await api.host.sql('alter table public.saved_views disable trigger _200_try_view_filter')
})
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterAll(() => api.close())

function ask(contract: Contract, query: Record<string, string> = {}, params: Record<string, string> = {}) {
  const serve = served.get(contract)
  if (!serve) throw new Error(`${contract.path} has no function`)
  return api.call(serve, contract, { as: ann, query: { ...query, ...contract.selector }, params, ip: randomUUID() })
}

type Case = {
  name: string
  contract: Contract
  good: string
  spoil: string
  fields: string[]
}

const product = `(select id from public.sourced_products where workspace_id = $1 order by created_at limit 1)`
const CASES: Case[] = [
  {
    name: 'products, one with a follow-up for ever',
    contract: productsContract.list,
    good: `insert into public.sourced_products (workspace_id, asin) select $1, 'B00000000' || n from generate_series(1, 3) as n returning id`,
    spoil: `update public.sourced_products set follow_up_date = 'infinity' where id = $1`,
    fields: ['follow_up_date'],
  },
  {
    name: 'products, one with a script as its image',
    contract: productsContract.list,
    good: `insert into public.sourced_products (workspace_id, asin) select $1, 'B10000000' || n from generate_series(1, 3) as n returning id`,
    spoil: `update public.sourced_products set image_url = 'javascript:alert(1)' where id = $1`,
    fields: ['image_url'],
  },
  {
    name: 'tasks, one claimed for ever',
    contract: tasksContract.list,
    good: `insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace) select $1, 'B20000000' || n, 'B20000000' || n, 'US' from generate_series(1, 3) as n returning id`,
    spoil: `update public.influencer_tasks set claimed_until = 'infinity' where id = $1`,
    fields: ['claimed_until'],
  },
  {
    name: 'tasks in groups, one claimed for ever',
    contract: tasksContract.listGroups,
    good: `insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace) select $1, 'B30000000' || n, 'B300000000', 'US' from generate_series(1, 3) as n returning id`,
    spoil: `update public.influencer_tasks set claimed_until = 'infinity' where id = $1`,
    fields: ['claimed_until'],
  },
  {
    name: 'listings, one that began before the common era',
    contract: listingsContract.list,
    good: `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, first_price_cents, currency, status, price_seen_at, last_seen_at)
      select $1, 'seller', 110000000000 + n, 'Lamp', 1000, 1000, 'USD', 'active', now(), now() from generate_series(1, 3) as n returning id`,
    spoil: `update public.listings set sale_ends_at = '0044-03-15 BC', sale_price_cents = 1 where id = $1`,
    fields: ['sale_ends_at'],
  },
  {
    name: 'strategies, one with a step of another shape',
    contract: strategiesContract.list,
    good: `insert into public.strategies (workspace_id, name, kind, percentage_bp, interval_days) select $1, 'Slow ' || n, 'percentage', 500, 7 from generate_series(1, 3) as n returning id`,
    spoil: `update public.strategies set steps = '[{"after": "a while"}]' where id = $1`,
    fields: ['steps.0.after_days', 'steps.0.percentage_bp', 'steps.0'],
  },
  {
    name: 'runs, one that began before the common era',
    contract: pricesContract.runs,
    good: `insert into public.price_runs (workspace_id, started_by, state, finished_at) select $1, 'person', 'finished', now() from generate_series(1, 3) as n returning id`,
    spoil: `update public.price_runs set finished_at = 'infinity' where id = $1`,
    fields: ['finished_at'],
  },
  {
    name: 'shipments, one with a checkpoint of another shape',
    contract: shipmentsContract.list,
    good: `insert into public.shipments (workspace_id, product_id, tracking_number) select $1, ${product}, '1Z00000' || n from generate_series(1, 3) as n returning id`,
    spoil: `update public.shipments set checkpoints = '[7]' where id = $1`,
    fields: ['checkpoints.0'],
  },
  {
    name: 'imports, one of a file larger than numbers are exact',
    contract: importsContract.list,
    good: `insert into public.product_imports (workspace_id, filename, file_size, file_hash, headers, mapping, options) select $1, 'a.csv', 1, n, '{ASIN}', '["asin"]', '{}' from generate_series(1, 3) as n returning id`,
    spoil: `update public.product_imports set file_size = 9007199254740993 where id = $1`,
    fields: ['file_size'],
  },
  {
    name: 'videos, one that lasts for ever',
    contract: videosContract.list,
    good: `insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type) select $1, ${product}, 'B000000001', 'storage', 'x/' || n, 'a.mp4', 1, 'video/mp4' from generate_series(1, 3) as n returning id`,
    spoil: `update public.product_videos set duration_seconds = 'infinity' where id = $1`,
    fields: ['duration_seconds'],
  },
  {
    name: 'owners, one with a color that is none',
    contract: crmListsContract.owners.list,
    good: `insert into public.crm_owners (workspace_id, name, position) select $1, 'Ana ' || n, n from generate_series(1, 3) as n returning id`,
    spoil: `update public.crm_owners set color = 'reddish' where id = $1`,
    fields: ['color'],
  },
  {
    name: 'views, one with a filter that is none',
    contract: viewsContract.list,
    good: `insert into public.saved_views (workspace_id, name, state, created_by) select $1, 'Mine ' || n, '{}', (select user_id from public.workspace_members where workspace_id = $1 limit 1) from generate_series(1, 3) as n returning id`,
    spoil: `update public.saved_views set state = '{"filter": {"match": "all", "rules": 7}}' where id = $1`,
    fields: ['state.filter.rules'],
  },
]

describe.each(CASES)('$name', ({ contract, good, spoil, fields }) => {
  test('is named as unreadable, and the others are answered', async () => {
    const rows = await api.host.sql<{ id: string }>(good, [workspace])
    expect((await ask(contract)).status).toBe(200)
    const [odd] = rows
    await api.host.sql(spoil, [odd?.id])
    const { status, body } = await ask(contract)
    expect(status).toBe(200)
    const text = JSON.stringify(body)
    for (const { id } of rows.slice(1)) expect(text).toContain(id)
    const named = (body as { unreadable?: { id: string; fields: string[] }[] }).unreadable ?? [] // safe: every list may have it
    const found = named.find(({ id }) => id === odd?.id)
    expect(fields).toContain(found?.fields[0])
  })
})

test('a page goes on after a row that cannot be read', async () => {
  const first = await ask(productsContract.list, { limit: '1', sort: '-created_at' })
  expect(first.body).toMatchObject({ next_cursor: expect.any(String) })
  let cursor = (first.body as { next_cursor: string | null }).next_cursor // safe: as asserted
  let pages = 1
  for (; cursor !== null; pages += 1) {
    const page = await ask(productsContract.list, { limit: '1', sort: '-created_at', cursor })
    expect(page.status).toBe(200)
    cursor = (page.body as { next_cursor: string | null }).next_cursor // safe: a list's answer
  }
  expect(pages).toBe(6)
})

test('the counts of the views survive a view that cannot be read, and a filter the list refuses', async () => {
  const [odd, refused] = await api.host.sql<{ id: string }>(
    `insert into public.saved_views (workspace_id, name, state, created_by) values ($1, 'Odd', '{"layout": 1}', $2),
      ($1, 'Refused', $3, $2) returning id`,
    [
      workspace,
      ann.userId,
      { filter: { match: 'all', rules: [{ field: `custom.${await numberField()}`, operator: 'is', value: 'word' }] } },
    ],
  )
  const { status, body } = await ask(viewsContract.counts)
  expect(status).toBe(200)
  expect(body).toMatchObject({ counts: { all: 6, [odd?.id ?? '']: null, [refused?.id ?? '']: null } })
})

async function numberField(): Promise<string> {
  const [field] = await api.host.sql<{ id: string }>(
    `insert into public.crm_fields (workspace_id, name, kind, position) values ($1, 'Weight', 'number', 1) returning id`,
    [workspace],
  )
  return field?.id ?? ''
}

test.each([
  'https://a.test/b',
  'http://[::1]/',
  'https://exämple.test',
  'https://',
  'https://a b',
  'ftp://a',
  'https://a/\u00a0b',
  'x',
  'https://?a',
])('core and SQL agree whether "%s" is a link', async (text) => {
  const [row] = await api.host.sql<{ is_link: boolean }>('select private.is_link($1) as is_link', [text])
  expect(row?.is_link).toBe(LINK_PATTERN.test(text))
})

test.each([0.2, 1, 59.1, 60, 3599.9, 9000])(
  'core and SQL agree about the price of a dub of %s seconds',
  async (seconds) => {
    const [video] = await api.host.sql<{ id: string }>(
      `insert into public.product_videos (workspace_id, asin, source, storage_path, filename, file_size, mime_type, duration_seconds)
     values ($1, 'B000000001', 'storage', $2, 'a.mp4', 1, 'video/mp4', $3) returning id`,
      [workspace, `dub/${seconds}`, seconds],
    )
    const order = (credits: number) =>
      api.host.fetch(`${api.host.url}/rest/v1/rpc/request_dub`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ann.accessToken}`,
          apikey: api.host.secrets.publishable_key,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ p_video_id: video?.id, p_language: 'de', p_credits: credits }),
      })
    expect((await order(estimateDubCredits(seconds) - 1)).status).toBe(409)
    expect((await order(0)).status).toBe(409)
    expect((await order(estimateDubCredits(seconds))).status).toBe(200)
  },
)

async function exported(query: Record<string, string> = {}) {
  const { status, body } = await ask(exportsContract.products, query)
  return { status, ...FileAnswer.parse(body) }
}

test('an export holds every product that can be read, and its name says how many cannot', async () => {
  await api.host.sql('delete from public.sourced_products where workspace_id = $1', [workspace])
  await api.host.sql(
    `insert into public.sourced_products (workspace_id, asin, title)
     select $1, 'B90000000' || n, 'Lamp ' || n from generate_series(1, 5) as n`,
    [workspace],
  )
  for (const format of ['csv', 'xlsx']) {
    const { status, filename } = await exported({ format })
    expect([status, filename]).toEqual([200, expect.stringMatching(/^products-[\d-]{10}\.(csv|xlsx)$/)])
  }
  await api.host.sql(`update public.sourced_products set follow_up_date = 'infinity' where asin = 'B900000002'`)
  await api.host.sql(`update public.sourced_products set image_url = 'javascript:alert(1)' where asin = 'B900000004'`)
  const { status, filename, bytes } = await exported()
  expect(status).toBe(200)
  expect(filename).toMatch(/^products-[\d-]{10}-2-damaged-products-left-out\.csv$/)
  const lines = new TextDecoder().decode(bytes).trim().split('\r\n')
  expect(lines).toHaveLength(4)
  for (const n of [1, 3, 5]) expect(lines.some((line) => line.includes(`Lamp ${n}`))).toBe(true)
})
