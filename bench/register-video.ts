import { createTestHost } from '../services/local/testing/create-test-host.ts'
import { compare, type Entry } from './measure.ts'

const CORRELATIONS = 500

/**
 * Saving a video of a product with 500 accepted correlations, which is one call of the database, against bare SQL that
 * writes the same rows with the triggers off.
 */
export async function benchRegisterVideo(): Promise<Entry[]> {
  const host = await createTestHost()
  const ann = await host.signUp()
  const [person] = await host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
    ann.userId,
  ])
  const workspace = `'${person?.id}'::uuid`
  await host.exec(`
    insert into public.sourced_products (workspace_id, asin, title, image_url)
    values (${workspace}, 'B000000000', 'Desk lamp', 'https://example.com/a.png');
    insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, title, relation, marketplaces, decision, decided_at)
    select workspace_id, id, asin, 'B' || lpad(i::text, 9, '0'), 'Lamp ' || i, 'same', array['US'], 'accepted', now()
    from public.sourced_products, generate_series(1, ${CORRELATIONS}) as i;
    select set_config('request.jwt.claims', json_build_object('sub', '${ann.userId}', 'role', 'authenticated')::text, false),
      set_config('request.jwt.claim.sub', '${ann.userId}', false);`)
  let number = 0
  const session = async () => {
    number += 1
    await host.exec(`
      insert into public.upload_sessions (id, workspace_id, product_id, storage_path, filename, file_size, mime_type, created_by, expires_at)
      select '00000000-0000-4000-8000-00000000000a', ${workspace}, id, 'bench/${number}.mp4', 'x.mp4', 10, 'video/mp4', '${ann.userId}', now() + interval '1 hour'
      from public.sourced_products;
      insert into storage.objects (bucket_id, name, metadata) values ('product-videos', 'bench/${number}.mp4', '{"size": 10}');`)
  }
  const count = async () =>
    Number(
      (
        await host.sql<{ count: number }>(
          'select count(*)::int as count from public.influencer_tasks where video_id is not null',
        )
      )[0]?.count,
    )

  const result = await compare(
    {
      name: `save_video of a product with ${CORRELATIONS} accepted correlations, in one call`,
      rival: 'bare SQL that writes the same rows',
      limit: 2,
      runs: 15,
      reset: async () => {
        await host.exec(
          `delete from public.influencer_tasks; delete from public.upload_sessions; delete from public.product_videos; delete from private.jobs;`,
        )
        await host.exec('vacuum analyze public.influencer_tasks')
        await session()
      },
    },
    async () => {
      await host.sql(
        `select public.save_video((select id from public.sourced_products), '00000000-0000-4000-8000-00000000000a', 'x.mp4', 10, 'video/mp4')`,
      )
      if ((await count()) !== CORRELATIONS + 1) throw new Error('The tasks are not there.')
    },
    async () => {
      await host.exec(`begin;
        alter table public.influencer_tasks disable trigger user;
        alter table public.product_videos disable trigger user;
        insert into public.product_videos (id, workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type, is_for_tasks)
        select '00000000-0000-4000-8000-00000000000b', workspace_id, id, asin, 'storage', 'bench/bare.mp4', 'x.mp4', 10, 'video/mp4', true
        from public.sourced_products;
        insert into public.influencer_tasks (workspace_id, product_id, correlation_id, asin, search_asin, title, marketplace, video_id)
        select product.workspace_id, product.id, correlation.id, coalesce(correlation.similar_asin, product.asin), product.asin,
          coalesce(correlation.title, product.title), 'US', '00000000-0000-4000-8000-00000000000b'
        from public.sourced_products as product
        left join lateral (select null::uuid as id, null as similar_asin, null as title
          union all select id, similar_asin, title from public.asin_correlations where product_id = product.id) as correlation on true;
        alter table public.influencer_tasks enable trigger user;
        alter table public.product_videos enable trigger user;
        commit;`)
      if ((await count()) !== CORRELATIONS + 1) throw new Error('The bare tasks are not there.')
    },
  )
  await host.close()
  return [result]
}
