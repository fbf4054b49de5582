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
  await api.host.exec(`
    alter table public.sourced_products disable trigger user;
    insert into public.sourced_products (workspace_id, asin, title, image_url)
    select '${workspace?.id}', 'B' || lpad(i::text, 9, '0'), 'Thing ' || md5(i::text), 'https://example.com/a.png' from generate_series(1, 100000) as i;
    alter table public.sourced_products enable trigger user;`)
  await api.host.exec('vacuum analyze public.sourced_products')
  const [query] = await api.host.sql<{ text: string }>(
    `select private.product_list_sql('{"search": "c4ca4238a0"}', null) as text`,
  )
  const lines = await api.host.sql<{ 'QUERY PLAN': string }>(
    `explain ${String(query?.text).replaceAll('$1', `'${workspace?.id}'`).replaceAll('$2', '51')}`,
  )
  expect(lines.map((line) => line['QUERY PLAN']).join('\n')).toContain('sourced_products_search_idx')
})
