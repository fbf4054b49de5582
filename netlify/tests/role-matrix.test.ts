import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { allContracts } from '#core/contracts.ts'
import type { Contract } from '#core/http/contract.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import type { Endpoint } from '../src/http/endpoint.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { endpointsByContract } from './all-functions.ts'
import { SAMPLE_REQUESTS } from './sample-requests.ts'
import { UPLOADERS, type UploaderMay } from './uploaders.ts'

const nameOf = ({ method, path }: Contract) => `${method} ${path}`
const addresses = allContracts
  .filter(({ audience }) => audience === 'user')
  .map((contract) => ({
    contract,
    name: `${nameOf(contract)}${contract.selector ? ' grouped' : ''}`,
    may: UPLOADERS[nameOf(contract)],
  }))

let api: TestApi
let served: Map<Contract, Endpoint>
let ids: Record<string, string>
const people: Record<string, TestPerson> = {}

beforeAll(async () => {
  api = await createTestApi()
  vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  served = await endpointsByContract()
  const ann = await api.person('ann')
  Object.assign(people, {
    owner: ann,
    manager: await api.teammate(ann, 'manager'),
    uploader: await api.teammate(ann, 'uploader'),
    'removed member': await api.teammate(ann, 'manager'),
    stranger: await api.person('bob'),
  })
  await api.host.exec(await readFile(new URL('../../supabase/tests/000_one-of-each.sql', import.meta.url), 'utf8'))
  await api.host.sql('select tests.add_one_of_each($1)', [ann.email])
  await api.host.sql(`delete from public.workspace_members where user_id = $1 and role = 'manager'`, [
    people['removed member']?.userId,
  ])
  ids = await idsOfAnn()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await api.close()
})

/** The table whose row an address with `:id` is about. */
const TABLE_OF: Record<string, string> = {
  'sourced-products': 'sourced_products',
  'sourced-products/import': 'product_imports',
  'saved-views': 'saved_views',
  shipments: 'shipments',
  'crm-statuses': 'crm_statuses',
  'crm-owners': 'crm_owners',
  'crm-collaboration-types': 'crm_collaboration_types',
  'crm-contact-sources': 'crm_contact_sources',
  'crm-marketplaces': 'crm_marketplaces',
  'crm-fields': 'crm_fields',
  changes: 'change_sets',
  'upload-sessions': 'upload_sessions',
  videos: 'product_videos',
  correlations: 'asin_correlations',
  'correlations/search': 'correlation_searches',
  'catalog/runs': 'catalog_runs',
  'influencer-tasks': 'influencer_tasks',
  listings: 'listings',
  strategies: 'strategies',
  'price-runs': 'price_runs',
  'price-reduction-logs': 'price_reduction_logs',
  'quick-list': 'quick_list_attempts',
  // An inbox has the id of its account.
  'inbox-settings': 'social_connections',
  'instagram-inbox': 'inbox_conversations',
  'saved-replies': 'saved_replies',
  'social-accounts': 'social_connections',
  'social-hashtag-sets': 'social_hashtag_sets',
  'social-post-jobs': 'social_post_jobs',
  'social-posts': 'social_posts',
  'social-repeats': 'social_repeats',
  'social-templates': 'social_templates',
  'thumbnail-templates': 'thumbnail_templates',
  'thumbnail-runs': 'thumbnail_runs',
  'product-operations': 'private.product_operations',
}
/** What belongs to Ann herself, not to her workspace. */
const PERSONS_TABLE_OF: Record<string, string> = { sessions: 'auth.sessions' }
const nounOf = ({ path }: Contract) => /^\/api\/(.+?)\/:id/.exec(path)?.[1]

async function idsOfAnn(): Promise<Record<string, string>> {
  const found = Object.entries(TABLE_OF).map(async ([noun, table]) => {
    const [row] = await api.host.sql<{ id: string }>(
      `select id from ${table.includes('.') ? table : `public.${table}`}
       where workspace_id = (select current_workspace_id from public.users where email = 'ann@example.test') limit 1`,
    )
    if (!row) throw new Error(`000_one-of-each.sql adds no row to ${table}`)
    return [noun, row.id] as const
  })
  const own = Object.entries(PERSONS_TABLE_OF).map(async ([noun, table]) => {
    const [row] = await api.host.sql<{ id: string }>(
      `select id from ${table} where user_id = (select id from public.users where email = 'ann@example.test') limit 1`,
    )
    if (!row) throw new Error(`Ann has no row in ${table}`)
    return [noun, row.id] as const
  })
  return Object.fromEntries(await Promise.all([...found, ...own]))
}

/** A well-formed request about what Ann's workspace holds. */
async function ask(contract: Contract, who: string) {
  const serve = served.get(contract)
  const sample = SAMPLE_REQUESTS[nameOf(contract)]
  const person = people[who]
  if (!serve || !sample || !person) throw new Error(`${nameOf(contract)} has no function or no sample request`)
  const id = ids[nounOf(contract) ?? '']
  const answer = await api.call(serve, contract, {
    ...sample,
    ...(id && { params: { ...sample.params, id } }),
    query: { ...sample.query, ...contract.selector },
    as: person,
    ip: randomUUID(),
  })
  await api.settle()
  return answer
}

const isEditorsOnly = (body: unknown) =>
  /editors-only|777001|888001|7770\.01|8880\.01/.test(JSON.stringify(body ?? null))

test('every address for people has its row, and no row is left without an address', () => {
  expect(Object.keys(UPLOADERS).toSorted()).toEqual(
    [...new Set(addresses.map(({ contract }) => nameOf(contract)))].toSorted(),
  )
})

test('every address with an id is asked for a row that exists', () => {
  const nouns = addresses.flatMap(({ contract }) => nounOf(contract) ?? [])
  expect(nouns.filter((noun) => !(noun in TABLE_OF || noun in PERSONS_TABLE_OF))).toEqual([])
})

test.each(addresses)('$name promises 403 exactly when an uploader is refused', ({ contract, may }) => {
  expect(contract.problems.includes('not_allowed')).toBe(may === 'refused')
})

// Reading comes before writing, so that what is read is still there.
const isReading = ({ contract }: { contract: Contract }) => contract.method === 'GET'
const inOrder = [...addresses.filter(isReading), ...addresses.filter((address) => !isReading(address))]

describe.each(inOrder)('$name', ({ contract, may }) => {
  test('an uploader', async () => {
    const { status, problem, body } = await ask(contract, 'uploader')
    if (may === 'refused') expect({ status, code: problem.code }).toEqual({ status: 403, code: 'not_allowed' })
    else expect(status).toBeOneOf(STATUSES[may ?? 'all'])
    expect(isEditorsOnly(body)).toBe(false)
  })

  test.each(['stranger', 'removed member'])('a %s gets nothing of the workspace', async (who) => {
    const { status, body } = await ask(contract, who)
    expect(status).toBeLessThan(500)
    expect(isEditorsOnly(body)).toBe(false)
    if (nounOf(contract) && contract.path !== '/api/listings/bulk') expect(status).toBe(404)
  })
})

const STATUSES: Record<Exclude<UploaderMay, 'refused'>, number[]> = {
  all: [200, 201, 202],
  nothing: [200],
  unseen: [404],
}

// Owners and managers go last: their writes take effect.
describe.each(inOrder)('$name', ({ contract }) => {
  test.each(['manager', 'owner'])('a %s is not refused', async (who) => {
    const { status } = await ask(contract, who)
    // A saved view is changed by the person who saved it.
    if (who === 'manager' && contract.method !== 'GET' && contract.path === '/api/saved-views/:id')
      expect(status).toBe(403)
    else expect(status).not.toBe(403)
  })
})
