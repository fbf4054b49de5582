-- The catalog: every ASIN that a workspace knows, once, wherever it comes from.

-- Serve the catalog below; the first also serves a catalog import, which leaves out ASINs with a task.
create index influencer_tasks_asin_idx on public.influencer_tasks (workspace_id, asin);
create index asin_correlations_accepted_list_idx on public.asin_correlations (workspace_id, created_at desc, id desc)
  where decision = 'accepted';

-- A product in Trash takes its open tasks along, as in the list of tasks.
create view private.known_tasks as
select * from public.influencer_tasks
where status = 'completed' or coalesce((select product.deleted_at is null
  from public.sourced_products as product where product.id = influencer_tasks.product_id), true);

-- Where an ASIN stands: products outside Trash, accepted correlations, tasks. One ASIN may have many of the last two.
create view private.catalog_sightings as
select workspace_id, asin, created_at as seen_at, id
from public.sourced_products where deleted_at is null
union all
select workspace_id, similar_asin, created_at, id
from public.asin_correlations where decision = 'accepted'
union all
select workspace_id, asin, created_at, id from private.known_tasks;

-- Conditions on seen.asin; $1 is the workspace. Each is a probe of an index, or a set that is made once.
create function private.catalog_filter_sql(p_filters jsonb) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_product text := $q$exists (select from public.sourced_products as one
    where one.workspace_id = $1 and one.asin = seen.asin and one.deleted_at is null%s)$q$;
  v_is_correlation text := $q$exists (select from public.asin_correlations as one
    where one.workspace_id = $1 and one.similar_asin = seen.asin and one.decision = 'accepted')$q$;
  v_is_task text := $q$exists (select from private.known_tasks as one
    where one.workspace_id = $1 and one.asin = seen.asin%s)$q$;
  v_sql text := 'true';
  v_word text;
begin
  if p_filters ? 'source' then
    v_sql := v_sql || ' and ' || case p_filters ->> 'source' when 'product' then format(v_is_product, '')
      when 'correlation' then v_is_correlation else format(v_is_task, '') end;
  end if;
  if p_filters ? 'lookup' then
    v_sql := v_sql || ' and '
      || format(v_is_product, format(' and one.fill_in_state = %L', p_filters ->> 'lookup'));
  end if;
  if p_filters ? 'has_task' then
    v_sql := v_sql || case when (p_filters ->> 'has_task')::boolean then ' and ' else ' and not ' end
      || format(v_is_task, '');
  end if;
  if p_filters ? 'has_video' then
    v_sql := v_sql || format(' and %s(%s or %s)',
      case when (p_filters ->> 'has_video')::boolean then '' else 'not ' end,
      $q$exists (select from public.product_videos as one
        where one.workspace_id = $1 and one.asin = seen.asin and one.is_for_tasks)$q$,
      format(v_is_task, ' and one.video_id is not null'));
  end if;
  foreach v_word in array regexp_split_to_array(private.fold_text(coalesce(p_filters ->> 'search', '')), '\s+') loop
    continue when v_word = '';
    v_sql := v_sql || replace($q$ and seen.asin in (
      select one.asin from public.sourced_products as one
      where one.workspace_id = $1 and one.deleted_at is null and one.search_text like :word
      union all
      select one.similar_asin from public.asin_correlations as one
      where one.workspace_id = $1 and one.decision = 'accepted'
        and private.fold_text(one.similar_asin || ' ' || coalesce(one.title, '')) like :word
      union all
      select one.asin from private.known_tasks as one
      where one.workspace_id = $1 and private.fold_text(one.asin || ' ' || coalesce(one.title, '')) like :word)$q$,
      ':word', quote_literal('%' || private.escape_like(v_word) || '%'));
  end loop;
  return v_sql;
end;
$$;

-- The newest ASINs of one list that match and were not seen earlier, in any list: read from the newest end of the
-- list's own index until $2 are found.
-- "case" keeps the filter before the dearer probe, and the sets of a search hashed.
create function private.catalog_page_sql(p_list text, p_filter text) returns text
language sql
immutable
set search_path = ''
as $$
  select format($q$(
    select seen.id, seen.asin, seen.seen_at from (%s) as seen
    where ($3::jsonb is null
        or (seen.seen_at, seen.id) < (($3 ->> 'first_seen')::timestamptz, ($3 ->> 'id')::uuid))
      and case when %s then (select true from private.catalog_sightings as earlier
        where earlier.workspace_id = $1 and earlier.asin = seen.asin
          and (earlier.seen_at, earlier.id) < (seen.seen_at, seen.id) limit 1) is null end
    order by seen.seen_at desc, seen.id desc limit $2)$q$, p_list, p_filter);
$$;

-- Security definer, like the next function: it reads the private views. The workspace is the first condition of each
-- query.
create function public.list_catalog(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set enable_seqscan = off
set jit = off
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_filter text := private.catalog_filter_sql(p_filters);
  v_answer jsonb;
begin
  execute format($q$
    with page as materialized (
      select * from (%s union all %s union all %s) as found order by seen_at desc, id desc limit $2
    )
    select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object(
      'id', page.id, 'asin', page.asin, 'first_seen', page.seen_at,
      'product_id', product.id, 'lookup', product.fill_in_state,
      'title', coalesce(product.title, other.title, task.title),
      'image_url', coalesce(product.image_url, other.image_url, task.image_url),
      'sources', array_remove(array[case when product.id is not null then 'product' end,
        case when other.marketplaces is not null then 'correlation' end,
        case when task.total > 0 then 'task' end], null),
      'has_video', task.has_video or exists (select from public.product_videos as video
        where video.workspace_id = $1 and video.asin = page.asin and video.is_for_tasks),
      'pending', task.pending, 'completed', task.completed,
      'marketplace', coalesce(case when product.id is null then coalesce(task.marketplace, other.marketplaces[1]) end,
        home.marketplace, 'US')) order by page.seen_at desc, page.id desc), '[]'))
    from page
    left join public.sourced_products as product
      on product.workspace_id = $1 and product.asin = page.asin and product.deleted_at is null
    left join lateral (
      select max(one.title) as title, max(one.image_url) as image_url, max(one.marketplaces) as marketplaces
      from public.asin_correlations as one
      where one.workspace_id = $1 and one.similar_asin = page.asin and one.decision = 'accepted') as other on true
    cross join lateral (
      select count(*) as total, count(*) filter (where one.status = 'pending') as pending,
        count(*) filter (where one.status = 'completed') as completed,
        coalesce(bool_or(one.video_id is not null), false) as has_video, max(one.title) as title,
        max(one.image_url) as image_url, (array_agg(one.marketplace order by market.position))[1] as marketplace
      from private.known_tasks as one join public.marketplaces as market on market.code = one.marketplace
      where one.workspace_id = $1 and one.asin = page.asin) as task
    left join lateral (
      select own.marketplace from public.workspace_marketplaces as own
      join public.marketplaces as market on market.code = own.marketplace
      where own.workspace_id = $1 and own.is_home order by market.position limit 1) as home on true
  $q$,
    private.catalog_page_sql('select id, asin, created_at as seen_at from public.sourced_products
      where workspace_id = $1 and deleted_at is null', v_filter),
    private.catalog_page_sql('select id, similar_asin as asin, created_at as seen_at from public.asin_correlations
      where workspace_id = $1 and decision = ''accepted''', v_filter),
    private.catalog_page_sql('select id, asin, created_at as seen_at from private.known_tasks
      where workspace_id = $1', v_filter))
  into v_answer using v_workspace_id, private.page_limit(p_limit), p_cursor;
  if p_count then
    execute format($q$select $2 || jsonb_build_object('total', count(distinct seen.asin))
      from private.catalog_sightings as seen where seen.workspace_id = $1
        and case when %s then true end$q$, v_filter)
    into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_catalog
  is '{rows, total?}: at most p_limit ASINs of the caller''s workspace after the cursor {first_seen, id}, the newest '
  'first. p_filters: {search?, source?, has_video?, has_task?, lookup?}.';

-- How many ASINs the workspace knows, and from where; an ASIN may come from several.
create function public.count_catalog() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set jit = off
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return jsonb_build_object(
    'all', (select count(distinct asin) from private.catalog_sightings where workspace_id = v_workspace_id),
    'product', (select count(*) from public.sourced_products
      where workspace_id = v_workspace_id and deleted_at is null),
    'correlation', (select count(distinct similar_asin) from public.asin_correlations
      where workspace_id = v_workspace_id and decision = 'accepted'),
    'task', (select count(distinct asin) from private.known_tasks where workspace_id = v_workspace_id));
end;
$$;

grant execute on function public.list_catalog, public.count_catalog to authenticated;
