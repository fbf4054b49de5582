-- The expansion radar: every product with a video, in every marketplace.

-- The ASINs under which a video may be uploaded, and how that is known: the product's own, those that a person
-- accepted, and those that a search found to be the same product and that wait for a person.
create function private.expansion_asins(p_workspace_id uuid)
  returns table (product_id uuid, asin text, proof text, proof_rank integer, correlation_id uuid)
language sql
stable
set search_path = ''
as $$
  select product.id, product.asin, 'own', 1, null::uuid
  from public.product_videos as video
  join public.sourced_products as product on product.workspace_id = video.workspace_id and product.asin = video.asin
    and product.deleted_at is null
  where video.workspace_id = p_workspace_id and video.is_for_tasks
  union all
  select other.product_id, other.similar_asin, case when other.decision = 'accepted' then 'accepted' else 'found' end,
    case when other.decision = 'accepted' then 2 else 3 end, other.id
  from public.asin_correlations as other
  join public.sourced_products as product on product.id = other.product_id and product.deleted_at is null
  join public.product_videos as video on video.workspace_id = product.workspace_id and video.asin = product.asin
    and video.is_for_tasks
  where other.workspace_id = p_workspace_id
    and (other.decision = 'accepted' or (other.decision is null and other.relation = 'same'));
$$;

-- Pairs that the radar should ask about: those never asked first. p_args: {product_ids?, marketplaces}.
create function private.radar_pairs(p_workspace_id uuid, p_args jsonb)
  returns table (asin text, marketplace text, checked_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select known.asin, market.code, min(fact.videos_checked_at)
  from private.expansion_asins(p_workspace_id) as known
  join public.marketplaces as market on p_args -> 'marketplaces' ? market.code
  left join public.asin_facts as fact on fact.workspace_id = p_workspace_id and fact.asin = known.asin
    and fact.marketplace = market.code
  where not p_args ? 'product_ids' or p_args -> 'product_ids' ? known.product_id::text
  group by known.asin, market.code;
$$;

create function public.list_radar_pairs(p_workspace_id uuid, p_args jsonb, p_limit integer default 500) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'total', (select count(*) from private.radar_pairs(p_workspace_id, p_args)),
    'stale', (select count(*) from private.radar_pairs(p_workspace_id, p_args) as pair
      where pair.checked_at is null or pair.checked_at < now() - interval '7 days'),
    'pairs', (
      select coalesce(jsonb_agg(jsonb_build_object('asin', page.asin, 'marketplace', page.marketplace)), '[]')
      from (
        select * from private.radar_pairs(p_workspace_id, p_args) as pair
        where pair.checked_at is null or pair.checked_at < now() - interval '7 days'
        order by pair.checked_at nulls first, pair.marketplace, pair.asin limit least(p_limit, 5000)) as page));
$$;

-- What a run of that kind would ask about now: {total, stored}. stored: answers that are young enough and cost nothing.
create function public.measure_catalog_run(p_kind text, p_args jsonb default '{}') returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return case p_kind
    when 'radar' then (
      select jsonb_build_object('total', count(*),
        'stored', count(*) filter (where pair.checked_at >= now() - interval '7 days'))
      from private.radar_pairs(v_workspace_id, p_args) as pair)
    when 'placement' then (
      select jsonb_build_object('total', count(distinct (asin, marketplace)), 'stored', 0)
      from private.placements_to_check(v_workspace_id, 5000))
    when 'enrichment' then (
      select jsonb_build_object('total', count(*), 'stored', 0) from public.sourced_products
      where workspace_id = v_workspace_id and deleted_at is null and fill_in_state = 'not_asked') end;
end;
$$;

-- Products with a video and their cell in each marketplace. A cell shows the ASIN that serves it best: one that is
-- available, then the one that is proven best. An opportunity is available, has fewer than three influencer videos, and
-- no completed task.
create function public.list_expansion(p_filters jsonb, p_limit integer, p_cursor jsonb default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    with best as (
      select distinct on (known.product_id, market.code) known.product_id, market.code as marketplace, market.position,
        market.language, known.asin, known.proof, known.correlation_id, fact.availability, fact.availability_reasons,
        fact.source, fact.observed_at, fact.checked_at, fact.sales_rank, fact.influencer_videos, fact.videos_checked_at
      from private.expansion_asins(v_workspace_id) as known
      cross join public.marketplaces as market
      left join public.asin_facts as fact on fact.workspace_id = v_workspace_id and fact.asin = known.asin
        and fact.marketplace = market.code
      order by known.product_id, market.code, (fact.availability is not distinct from 'available') desc,
        (fact.availability is not distinct from 'unavailable'), known.proof_rank, known.asin
    ), cells as (
      select best.*, task.id as task_id, task.status as task_status, own.is_enabled,
        coalesce(own.language, best.language) as upload_language,
        best.availability = 'available' and best.influencer_videos < 3
          and task.status is distinct from 'completed' as is_opportunity
      from best
      join public.sourced_products as product on product.id = best.product_id
      left join public.workspace_marketplaces as own
        on own.workspace_id = v_workspace_id and own.marketplace = best.marketplace
      left join public.influencer_tasks as task on task.workspace_id = v_workspace_id
        and task.search_asin = product.asin and task.asin = best.asin and task.marketplace = best.marketplace
    ), films as (
      select product.id as product_id, product.asin, product.title, product.image_url, video.id as video_id,
        video.duration_seconds, coalesce(video.language, 'en') as video_language, count.opportunities
      from (select product_id, count(*) filter (where is_opportunity
          and (not p_filters ? 'marketplace' or marketplace = p_filters ->> 'marketplace')) as opportunities
        from cells group by product_id) as count
      join public.sourced_products as product on product.id = count.product_id
      join public.product_videos as video on video.workspace_id = v_workspace_id and video.asin = product.asin
        and video.is_for_tasks
      where (p_filters ->> 'only' is distinct from 'opportunities' or count.opportunities > 0)
        and (not p_filters ? 'search' or private.fold_text(product.asin || ' ' || coalesce(product.title, ''))
          like '%' || private.escape_like(private.fold_text(p_filters ->> 'search')) || '%')
    ), page as (
      select * from films
      where p_cursor is null or (opportunities, product_id)
        < ((p_cursor ->> 'opportunities')::bigint, (p_cursor ->> 'id')::uuid)
      order by opportunities desc, product_id desc limit private.page_limit(p_limit)
    )
    select coalesce(jsonb_agg(to_jsonb(page) || jsonb_build_object('cells', (
        select jsonb_agg(to_jsonb(cell) - 'product_id' - 'position' - 'language' || jsonb_build_object(
            'requires_dubbing', cell.upload_language <> page.video_language,
            'dub_state', (select dub.state from public.video_variants as dub
              where dub.video_id = page.video_id and dub.kind = 'dub' and dub.language = cell.upload_language
              order by dub.created_at desc limit 1))
          order by cell.position)
        from cells as cell where cell.product_id = page.product_id))
      order by page.opportunities desc, page.product_id desc), '[]') from page);
end;
$$;
comment on function public.list_expansion
  is 'At most p_limit products with {cells: one per marketplace}, those with the most opportunities first; the cursor '
  'is {opportunities, id}.';
grant execute on function public.measure_catalog_run, public.list_expansion to authenticated;
grant execute on function public.list_radar_pairs to service_role;
