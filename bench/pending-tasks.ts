import type { TestHost, TestPerson } from '../services/local/testing/create-test-host.ts'

export const PENDING_TASKS = 20_000
const PARENTS = 1000

/** 20,000 pending tasks of 1,000 products with a video: the own task and 19 of correlated ASINs. */
export async function addPendingTasks(host: TestHost, { userId }: TestPerson): Promise<string> {
  const [row] = await host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
    userId,
  ])
  const workspace = `'${row?.id}'::uuid`
  // Triggers would be most of the work, and no plan depends on them.
  await host.exec(`
    alter table public.sourced_products disable trigger user;
    alter table public.product_videos disable trigger user;
    alter table public.influencer_tasks disable trigger user;
    insert into public.sourced_products (workspace_id, asin, title, image_url)
    select ${workspace}, 'B' || lpad(i::text, 9, '0'), 'Lamp ' || i, 'https://example.com/a.png'
    from generate_series(1, ${PARENTS}) as i;
    insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type, is_for_tasks)
    select workspace_id, id, asin, 'storage', 'bench/' || asin, 'x.mp4', 1, 'video/mp4', true
    from public.sourced_products where workspace_id = ${workspace};
    insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace, video_id, created_at)
    select product.workspace_id, case when n = 0 then product.asin else 'C' || substr(product.asin, 5) || lpad(n::text, 3, '0') end,
      product.asin, product.id, (array['US', 'CA', 'UK', 'DE'])[1 + n % 4], video.id,
      now() - make_interval(mins => right(product.asin, 6)::integer, secs => n % 4)
    from public.sourced_products as product
    join public.product_videos as video on video.workspace_id = product.workspace_id and video.asin = product.asin
    cross join generate_series(0, ${PENDING_TASKS / PARENTS - 1}) as n
    where product.workspace_id = ${workspace};
    alter table public.sourced_products enable trigger user;
    alter table public.product_videos enable trigger user;
    alter table public.influencer_tasks enable trigger user;`)
  for (const table of ['sourced_products', 'product_videos', 'influencer_tasks'])
    await host.exec(`vacuum analyze public.${table}`)
  return row?.id ?? ''
}
