import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
afterAll(() => api.close())

test('a search in a workspace of 100,000 products uses an index, for every caller', async () => {
  const eve = await api.person('eve')
  const [workspace] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [eve.userId],
  )
  // The plan does not depend on triggers, and 100,000 rows of history would be most of the work.
  await api.host.exec('alter table public.sourced_products disable trigger user')
  for (let from = 1; from <= 100_000; from += 20_000) {
    await api.host.sql(
      `insert into public.sourced_products (workspace_id, asin, title, image_url)
       select $1, 'B' || lpad(i::text, 9, '0'), 'Thing ' || md5(i::text), 'https://example.com/a.png'
       from generate_series($2::int, $2::int + 19999) as i`,
      [workspace?.id, from],
    )
  }
  await api.host.exec('alter table public.sourced_products enable trigger user')
  await api.host.exec('vacuum analyze public.sourced_products')
  const planOf = async (filters: object) => {
    const [query] = await api.host.sql<{ text: string }>('select private.product_list_sql($1, null, $2) as text', [
      JSON.stringify(filters),
      workspace?.id,
    ])
    const lines = await api.host.sql<{ 'QUERY PLAN': string }>(
      `explain ${String(query?.text).replaceAll('$1', `'${workspace?.id}'`).replaceAll('$2', '51')}`,
    )
    return lines.map((line) => line['QUERY PLAN']).join('\n')
  }
  for (const search of ['c4ca4238a0', 'Ｃ４ca4238a0', 'c4ca\u03014238a0'])
    expect(await planOf({ search })).toContain('sourced_products_search_idx')
  // The order by status reads no list for each product: it costs what another order costs.
  const byStatus = await planOf({ sort: 'status' })
  expect(byStatus).toContain('array_position')
  expect(byStatus).not.toContain('crm_statuses')
  const cost = (plan: string) => Number(/cost=[\d.]+\.\.([\d.]+)/.exec(plan)?.[1])
  expect(cost(byStatus)).toBeLessThan(1.2 * cost(await planOf({ sort: 'title' })))
})
