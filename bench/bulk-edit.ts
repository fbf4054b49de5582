import { productsContract } from '#core/products/contract.ts'
import bulk from '../netlify/functions/sourced-products-bulk.ts'
import { createTestApi } from '../netlify/testing/create-test-api.ts'
import { compare, type Entry } from './measure.ts'

const ROWS = 5000

/**
 * A bulk edit of 5,000 products through its API address, against bare SQL that writes the same rows and the same
 * history, with the triggers switched off.
 */
export async function benchBulkEdit(): Promise<Entry[]> {
  const api = await createTestApi()
  const ann = await api.person()
  const [person] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  await api.host.exec(`
    insert into public.sourced_products (workspace_id, asin, title, image_url, brand)
    select '${person?.id}', 'B' || lpad(i::text, 9, '0'), 'Product ' || i, 'https://example.com/a.png', case when i <= ${ROWS} then 'Muji' end
    from generate_series(1, ${2 * ROWS}) as i;`)
  const edit = async () => {
    const { body } = await api.call(bulk, productsContract.bulk, {
      as: ann,
      body: {
        target: { filter: { match: 'all', rules: [{ field: 'brand', operator: 'is', value: 'Muji' }] } },
        change: { set: { decision: 'sell', category: 'Home' } },
      },
    })
    if (body.changed !== ROWS) throw new Error(`${body.changed} were changed`)
  }
  const bare = () =>
    api.host.exec(`begin;
      insert into public.change_sets (id, workspace_id, kind, created_by, product_count, fields)
      values ('00000000-0000-4000-8000-00000000000b', '${person?.id}', 'bulk', '${ann.userId}', ${ROWS}, '{category,decision}');
      with before as (
        select id, decision, category from public.sourced_products
        where workspace_id = '${person?.id}' and deleted_at is null and lower(brand) = 'muji' for update
      ), written as (
        update public.sourced_products as product set decision = 'sell', category = 'Home', updated_at = now()
        from before where product.id = before.id
      )
      insert into public.product_changes (change_set_id, product_id, workspace_id, before, after)
      select '00000000-0000-4000-8000-00000000000b', id, '${person?.id}',
        jsonb_build_object('decision', decision, 'category', category), '{"decision": "sell", "category": "Home"}'
      from before;
      commit;`)
  const triggers = (state: 'enable' | 'disable') =>
    api.host.exec(`alter table public.sourced_products ${state} trigger user`)

  const result = await compare(
    {
      name: `bulk edit of ${ROWS.toLocaleString('en')} products, history included`,
      rival: 'bare SQL that writes the same rows and history',
      limit: 2,
      runs: 9,
      // Every run begins with the same rows, without dead rows and without history.
      reset: async () => {
        await triggers('disable')
        await api.host.exec(
          `delete from public.change_sets; update public.sourced_products set decision = null, category = null;`,
        )
        await api.host.exec('vacuum analyze public.sourced_products')
        await api.host.exec('vacuum analyze public.product_changes')
        await triggers('enable')
      },
    },
    edit,
    async () => {
      await triggers('disable')
      await bare()
      await triggers('enable')
    },
  )
  await api.close()
  return [result]
}
