import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { allContracts } from '#core/contracts.ts'
import type { Contract } from '#core/http/contract.ts'
import { toOpenApi } from '#core/http/openapi.ts'
import { fc, RANDOM_SEED, runs } from '#core/testing/property.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { type FuzzedRequest, type Known, type Operation, requestsOf } from '../testing/fuzzed-requests.ts'
import { endpointsByContract } from './all-functions.ts'

let api: TestApi
let ann: TestPerson
let served: Map<Contract, Endpoint>
let known: Known

const document = toOpenApi(allContracts, { version: '0', serverUrl: 'http://supabase.test' })
const REQUESTS = 5000
const AT_ONCE = 8
const EVENT_SECRET = 'a secret shared with a vendor'

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  served = await endpointsByContract()
  vi.stubEnv('RATE_LIMIT_PER_MINUTE', '1000000')
  vi.stubEnv('AFTERSHIP_WEBHOOK_SECRET', EVENT_SECRET)
  known = await fillWorkspace()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await api.close()
})

/** One row of most tables, by their ids. */
async function fillWorkspace(): Promise<Known> {
  const [member] = await api.host.sql<{ workspace_id: string }>(
    'select current_workspace_id as workspace_id from public.users where id = $1',
    [ann.userId],
  )
  const workspace = member?.workspace_id
  const kinds = ['text', 'number', 'money', 'date', 'checkbox', 'url']
  const customFields: string[] = []
  for (const [at, kind] of kinds.entries()) {
    const [row] = await api.host.sql<{ id: string }>(
      'insert into public.crm_fields (workspace_id, name, kind, position) values ($1, $2, $2, $3) returning id',
      [workspace, kind, at + 1],
    )
    if (row) customFields.push(row.id)
  }
  const many = 'from generate_series(1, 25) as n returning id'
  const tables: [string, string][] = [
    [
      'sourced-products',
      `insert into public.sourced_products (workspace_id, asin, title)
      select $1, 'B' || lpad(n::text, 9, '0'), 'Lamp' ${many}`,
    ],
    [
      'strategies',
      `insert into public.strategies (workspace_id, name, kind, percentage_bp, interval_days)
      select $1, 'Slow ' || n, 'percentage', 500, 7 ${many}`,
    ],
    [
      'saved-views',
      `insert into public.saved_views (workspace_id, name, state, created_by)
      select $1, 'Mine ' || n, '{}', '${ann.userId}' ${many}`,
    ],
    [
      'listings',
      `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents,
        first_price_cents, currency, status, price_seen_at, last_seen_at)
      select $1, 'seller', 110000000000 + n, 'Lamp', 1000, 1000, 'USD', 'active', now(), now() ${many}`,
    ],
    ['crm-statuses', 'select id from public.crm_statuses where workspace_id = $1'],
    ['crm-owners', `insert into public.crm_owners (workspace_id, name, position) select $1, 'Ana ' || n, n ${many}`],
    ['crm-marketplaces', 'select id from public.crm_marketplaces where workspace_id = $1'],
    [
      'shipments',
      `insert into public.shipments (workspace_id, product_id, tracking_number)
      select $1, id, '1Z' || row_number() over () || '0000' from public.sourced_products returning id`,
    ],
    [
      'correlations',
      `insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, relation, marketplaces)
      select $1, id, asin, 'B99' || right(asin, 7), 'same', '{US}' from public.sourced_products returning id`,
    ],
    [
      'videos',
      `insert into public.product_videos (workspace_id, product_id, asin, source, filename, storage_path, file_size, mime_type)
      select $1, id, asin, 'storage', 'a.mp4', 'x/' || asin, 1000, 'video/mp4' from public.sourced_products returning id`,
    ],
    [
      'influencer-tasks',
      `insert into public.influencer_tasks (workspace_id, product_id, asin, search_asin, marketplace)
      select $1, id, asin, asin, 'US' from public.sourced_products on conflict do nothing returning id`,
    ],
    [
      'sourced-products/import',
      `insert into public.product_imports (workspace_id, filename, file_size, file_hash, headers, mapping, options, created_by)
      select $1, 'a.csv', 10, md5(n::text) || md5(n::text), '{ASIN}', '["asin"]', '{}', '${ann.userId}' ${many}`,
    ],
  ]
  const byAddress = new Map<string, string[]>([['/api/crm-fields', customFields]])
  for (const [address, statement] of tables) {
    const rows = await api.host.sql<{ id: string }>(statement, [workspace])
    byAddress.set(
      `/api/${address}`,
      rows.map(({ id }) => id),
    )
  }
  return { ids: [...byAddress.values()].flatMap(([first]) => first ?? []), byAddress, customFields }
}

function operationOf({ method, path }: Contract): Operation {
  const paths = document.paths as Record<string, Record<string, Operation>> // safe: made by toOpenApi
  const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  if (!operation) throw new Error(`The document has no ${method} ${path}`)
  return operation
}

function send(contract: Contract, request: FuzzedRequest) {
  const serve = served.get(contract)
  if (!serve) throw new Error(`${contract.path} has no function`)
  const rawBody = contract.audience === 'webhook' ? (request.rawBody ?? '{}') : request.rawBody
  const headers = {
    ...request.headers,
    ...(contract.audience === 'webhook' && {
      'aftership-hmac-sha256': createHmac('sha256', EVENT_SECRET)
        .update(rawBody ?? '')
        .digest('base64'),
    }),
  }
  return api.call(serve, contract, {
    params: request.params,
    query: { ...request.query, ...contract.selector },
    headers,
    ...(contract.audience === 'user' && { as: ann }),
    ...(rawBody !== undefined && contract.method !== 'GET' && { rawBody }),
    ip: randomUUID(),
  })
}

const isAlwaysTheSame = ({ params, query, body }: Contract) => !params && !query && !body
const varied = allContracts.filter((contract) => !isAlwaysTheSame(contract)).length
const shareOf = (contract: Contract) => (isAlwaysTheSame(contract) ? 2 : Math.ceil(runs(REQUESTS).numRuns / varied))

test(`${REQUESTS} requests are sent, to every address its share`, () => {
  const total = allContracts.reduce((sum, contract) => sum + shareOf(contract), 0)
  expect(total).toBeGreaterThanOrEqual(REQUESTS)
})

// One test per address: a busy machine is slow for all of them, and each has its own time.
test.each(allContracts.map((contract, at) => [`${contract.method} ${contract.path}`, contract, at] as const))(
  '%s answers odd requests made from the OpenAPI document without a 5xx',
  {
    timeout: 60_000 * runs(1).numRuns,
  },
  async (_name, contract, at) => {
    const logged: string[] = []
    vi.spyOn(console, 'error').mockImplementation((line: unknown) => void logged.push(String(line)))
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const failures: string[] = []
    const statuses = new Map<number, number>()
    const requests = fc.sample(requestsOf(contract.path, operationOf(contract), known), {
      seed: RANDOM_SEED + at,
      numRuns: shareOf(contract),
    })
    // Some at once: the test is for what they are answered, and takes a third of the time.
    for (let from = 0; from < requests.length; from += AT_ONCE) {
      logged.length = 0
      const sent = requests.slice(from, from + AT_ONCE)
      const answers = await Promise.all(sent.map((request) => send(contract, request)))
      for (const [index, { status }] of answers.entries()) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status < 500) continue
        failures.push(`${status} ${JSON.stringify(sent[index]).slice(0, 600)} ${logged.join().slice(0, 700)}`)
      }
    }
    await api.settle()
    expect(failures, JSON.stringify([...statuses])).toEqual([])
  },
)
