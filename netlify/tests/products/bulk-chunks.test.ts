import { afterAll, beforeAll, expect, test } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import changeUndo from '../../functions/change-undo.ts'
import changes from '../../functions/changes.ts'
import bulk from '../../functions/sourced-products-bulk.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
beforeAll(async () => {
  api = await createTestApi()
})
afterAll(() => api.close())

test('a bulk edit continues where a chunk ended, although the changed products no longer match, and is one change', async () => {
  const ann = await api.person()
  await api.host.sql(
    `insert into public.sourced_products (workspace_id, asin, title, image_url)
     select (select current_workspace_id from public.users where id = $1), 'B' || lpad(i::text, 9, '0'), 'x', 'https://example.com/a.png'
     from generate_series(1, 5003) as i`,
    [ann.userId],
  )
  const target = { filter: { match: 'all', rules: [{ field: 'decision', operator: 'is_empty' }] } }
  const { body } = await api.call(bulk, productsContract.bulk, {
    as: ann,
    body: { target, change: { set: { decision: 'sell' } } },
  })
  expect(body).toMatchObject({ changed: 5003, unchanged: 0, failed: [] })
  const [last] = (await api.call(changes, productsContract.changes, { as: ann, query: {} })).body.items
  expect(last).toMatchObject({ id: body.change_set_id, kind: 'bulk', product_count: 5003 })
  const params = { id: body.change_set_id ?? '' }
  const undone = await api.call(changeUndo, productsContract.undoChange, { as: ann, params })
  expect(undone.body).toMatchObject({ reverted: 5003, left: [] })
})
