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
  const inserts = [
    `insert into public.sourced_products (workspace_id, asin, title) values ($1, 'B000000009', 'Lamp') returning id`,
    `insert into public.strategies (workspace_id, name, kind, percentage_bp, interval_days)
     values ($1, 'Slow', 'percentage', 500, 7) returning id`,
    `insert into public.saved_views (workspace_id, name, state, created_by) values ($1, 'Mine', '{}', '${ann.userId}')
     returning id`,
    `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, first_price_cents, currency,
       status, price_seen_at, last_seen_at)
     values ($1, 'seller', '110000000001', 'Lamp', 1000, 1000, 'USD', 'active', now(), now()) returning id`,
    'select id from public.crm_statuses where workspace_id = $1 limit 1',
    'select id from public.crm_marketplaces where workspace_id = $1 limit 1',
  ]
  const ids: string[] = []
  for (const insert of inserts) {
    const [row] = await api.host.sql<{ id: string }>(insert, [workspace])
    if (row) ids.push(row.id)
  }
  return { ids, customFields }
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

test(`${REQUESTS} odd requests made from the OpenAPI document are answered without a 5xx`, {
  timeout: 300_000,
}, async () => {
  const logged: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: unknown) => void logged.push(String(line)))
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const total = runs(REQUESTS).numRuns
  const failures: string[] = []
  const statuses = new Map<number, number>()
  for (const [at, contract] of allContracts.entries()) {
    const share = Math.ceil(total / allContracts.length)
    const requests = fc.sample(requestsOf(operationOf(contract), known), { seed: RANDOM_SEED + at, numRuns: share })
    for (const request of requests) {
      logged.length = 0
      const { status } = await send(contract, request)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500)
        failures.push(
          `${status} ${contract.method} ${contract.path} ${JSON.stringify(request).slice(0, 600)} ${logged.join().slice(0, 700)}`,
        )
    }
  }
  await api.settle()
  expect(failures, JSON.stringify([...statuses])).toEqual([])
})
