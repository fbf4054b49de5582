-- What the pages Listings and Price history read. Every function runs as its caller, so row level security chooses the
-- rows; an uploader is refused, not shown an empty page.

-- The order is one column and then the id; empty values come last in both directions. p_cursor is {value, id} of the
-- last row of the page before.
create function public.list_listings(p_filters jsonb, p_sort text, p_limit integer, p_cursor jsonb default null,
  p_count boolean default false) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_column text := ltrim(p_sort, '-');
  v_is_down boolean := p_sort like '-%';
  v_type text;
  v_where text := 'listing.workspace_id = $1';
  v_place text := '';
  v_order text;
  v_rows jsonb;
  v_total integer;
  v_workspace_id uuid := private.require_editor();
begin
  v_type := case v_column
    when 'title' then 'text'
    when 'price_cents' then 'bigint' when 'floor_cents' then 'bigint'
    when 'quantity_available' then 'integer' when 'quantity_sold' then 'integer' when 'watch_count' then 'integer'
    when 'started_at' then 'timestamptz' when 'due_at' then 'timestamptz' when 'last_cut_at' then 'timestamptz'
      when 'updated_at' then 'timestamptz' end;
  if v_type is null then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'You can''t sort by this field.', hint = 'sort';
  end if;
  if p_filters ->> 'id' is not null then
    v_where := v_where || format(' and listing.id = %L', (p_filters ->> 'id')::uuid);
  end if;
  if p_filters ->> 'status' is null then
    v_where := v_where || ' and listing.status <> ''ended''';
  elsif p_filters ->> 'status' <> 'all' then
    v_where := v_where || format(' and listing.status = %L', p_filters ->> 'status');
  end if;
  if p_filters ->> 'q' is not null then
    v_where := v_where || format(' and listing.search_text like %L', '%'
      || private.escape_like(private.fold_text(p_filters ->> 'q')) || '%');
  end if;
  if p_filters ->> 'strategy_id' = 'none' then
    v_where := v_where || ' and listing.strategy_id is null';
  elsif p_filters ->> 'strategy_id' is not null then
    v_where := v_where || format(' and listing.strategy_id = %L', (p_filters ->> 'strategy_id')::uuid);
  end if;
  if p_filters ->> 'product_id' is not null then
    v_where := v_where || format(' and listing.product_id = %L', (p_filters ->> 'product_id')::uuid);
  end if;
  if p_filters ->> 'reductions_enabled' is not null then
    v_where := v_where || format(' and listing.reductions_enabled = %L', (p_filters ->> 'reductions_enabled')::boolean);
  end if;
  if p_filters ->> 'is_hidden' is not null then
    v_where := v_where || format(' and listing.is_hidden = %L', (p_filters ->> 'is_hidden')::boolean);
  end if;
  if p_filters ->> 'has_floor' is not null then
    v_where := v_where || format(' and (listing.floor_cents is not null) = %L', (p_filters ->> 'has_floor')::boolean);
  end if;
  if p_filters ->> 'is_parked' is not null then
    v_where := v_where || format(' and (listing.parked_code is not null) = %L', (p_filters ->> 'is_parked')::boolean);
  end if;
  if p_filters ->> 'is_relisted' is not null then
    v_where := v_where || format(' and (listing.relisted_from is not null) = %L',
      (p_filters ->> 'is_relisted')::boolean);
  end if;
  if p_filters ->> 'at_floor' is not null then
    v_where := v_where || format(' and coalesce(listing.price_cents <= listing.floor_cents, false) = %L',
      (p_filters ->> 'at_floor')::boolean);
  end if;
  if p_count then
    execute 'select count(*) from public.listings as listing where ' || v_where into v_total using v_workspace_id;
  end if;
  if p_cursor is not null then
    v_place := case when p_cursor ->> 'value' is null
      then format(' and (listing.%1$I is null and listing.id %2$s %3$L)', v_column, case when v_is_down then '<'
        else '>' end, (p_cursor ->> 'id')::uuid)
      else format(
        ' and (listing.%1$I %2$s %4$L::%5$s or (listing.%1$I = %4$L::%5$s and listing.id %2$s %3$L) or listing.%1$I is '
        'null)', v_column,
        case when v_is_down then '<' else '>' end, (p_cursor ->> 'id')::uuid, p_cursor ->> 'value', v_type) end;
  end if;
  v_order := format('listing.%1$I %2$s nulls last, listing.id %2$s', v_column, case when v_is_down then 'desc'
    else 'asc' end);
  execute format($query$
    select coalesce(jsonb_agg(to_jsonb(page) - 'place' || jsonb_build_object('last_seen_at', seen_at)
      order by place), '[]')
    from (
      select listing.*, row_number() over (order by %3$s) as place,
        private.seen_at(listing.status, listing.last_seen_at, $3) as seen_at,
        case when product.id is not null
          then jsonb_build_object('id', product.id, 'asin', product.asin, 'title', product.title) end as product,
        coalesce((
          select jsonb_agg(jsonb_build_object('at', point.at, 'price_cents', point.price_cents)
            order by point.at, point.rank)
          from (
            select change.confirmed_at as at, 1 as rank, change.new_price_cents as price_cents
            from public.price_reduction_logs as change
            where change.workspace_id = listing.workspace_id and change.listing_id = listing.id
              and change.state = 'confirmed'
              and change.planned_at > now() - interval '90 days'
            union all
            (select change.confirmed_at, 0, change.old_price_cents
             from public.price_reduction_logs as change
             where change.workspace_id = listing.workspace_id and change.listing_id = listing.id
               and change.state = 'confirmed'
               and change.planned_at > now() - interval '90 days'
             order by change.planned_at limit 1)
          ) as point), '[]') as prices
      from (select * from public.listings as listing where %1$s %2$s order by %3$s limit $2) as listing
      left join public.sourced_products as product on product.id = listing.product_id and product.deleted_at is null
    ) as page
  $query$, v_where, v_place, v_order) into v_rows using v_workspace_id, private.page_limit(p_limit),
    private.read_whole_at(v_workspace_id);
  return jsonb_build_object('rows', v_rows) || case when p_count then jsonb_build_object('total', v_total)
    else '{}' end;
end;
$$;

-- The alarm for a stopped schedule: a run starts every four hours while price drops are due. Price drops that are due
-- for nine hours without a completed run mean that no schedule runs. Null when runs complete, or when price drops are
-- paused. The Listings page and the notice by email use this rule.
create function private.runs_missing_since(p_workspace_id uuid) returns timestamptz
language sql
stable
set search_path = ''
as $$
  select greatest(min(listing.due_at), (select max(finished_at) from public.price_runs
    where workspace_id = p_workspace_id and state = 'finished'))
  from public.listings as listing
  join public.strategies as strategy on strategy.id = listing.strategy_id and strategy.is_live and strategy.is_active
  join public.ebay_settings as settings on settings.workspace_id = listing.workspace_id
  where listing.workspace_id = p_workspace_id and listing.due_at < now() - interval '9 hours'
    and listing.status = 'active' and listing.quantity_available > 0 and listing.parked_code is null
    and listing.open_change_id is null
    and listing.floor_cents < listing.price_cents and not listing.has_variations
    and listing.listing_format = 'fixed_price'
    -- A daily limit, quiet hours or blackout dates may postpone a listing for longer, so strategies with them do not
    -- count.
    and strategy.max_cuts_per_day is null and strategy.quiet_from is null and strategy.blackout_dates = '[]'
    and not settings.reductions_paused and coalesce(settings.vacation_until < now(), true)
  having count(*) > 0 and not exists (select from public.price_runs
    where workspace_id = p_workspace_id and state = 'finished' and finished_at > now() - interval '9 hours');
$$;

create function public.count_listings() returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select jsonb_build_object(
    'active', count(*) filter (where status = 'active' and not is_hidden),
    'sold_out', count(*) filter (where status = 'sold_out' and not is_hidden),
    'inactive', count(*) filter (where status = 'inactive' and not is_hidden),
    'ended', count(*) filter (where status = 'ended' and not is_hidden),
    'reductions_enabled', count(*) filter (where reductions_enabled and status = 'active'),
    'without_floor', count(*) filter (where floor_cents is null and status = 'active'),
    'at_floor', count(*) filter (where price_cents <= floor_cents and status = 'active'),
    'parked', count(*) filter (where parked_code is not null and status <> 'ended'),
    'relisted', count(*) filter (where relisted_from is not null and status <> 'ended' and not is_hidden),
    'overdue_since', private.runs_missing_since((select private.current_workspace_id())))
  from public.listings;
$$;

create function private.price_change_json(p_change public.price_reduction_logs) returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_change) - '{is_below_floor_confirmed,send_count,workspace_id}'::text[] || jsonb_build_object(
    'actor_name', (select name from public.users where id = p_change.actor_id),
    'strategy_id', (select id from public.strategies where id = p_change.strategy_id),
    'picture_url', (select picture_url from public.listings where id = p_change.listing_id),
    'is_undone', exists (select from public.price_reduction_logs where undo_of = p_change.id and state = 'confirmed'));
$$;

-- The matching rows of price history, as the condition of a query that names them `change`.
create function private.price_change_where(p_filters jsonb) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_where text := format('change.workspace_id = %L', private.require_editor());
begin
  if p_filters ->> 'state' = 'open' then
    v_where := v_where || ' and change.state in (''planned'', ''sending'', ''sent'', ''unknown'')';
  elsif p_filters ->> 'state' is not null then
    v_where := v_where || format(' and change.state = %L', p_filters ->> 'state');
  end if;
  if p_filters ->> 'kind' is not null then
    v_where := v_where || format(' and change.kind = %L', p_filters ->> 'kind');
  end if;
  if p_filters ->> 'id' is not null then
    v_where := v_where || format(' and change.id = %L', (p_filters ->> 'id')::uuid);
  end if;
  if p_filters ->> 'listing_id' is not null then
    v_where := v_where || format(' and change.listing_id = %L', (p_filters ->> 'listing_id')::uuid);
  end if;
  if p_filters ->> 'run_id' is not null then
    v_where := v_where || format(' and change.run_id = %L', (p_filters ->> 'run_id')::uuid);
  end if;
  if p_filters ->> 'strategy_id' is not null then
    v_where := v_where || format(' and change.strategy_id = %L', (p_filters ->> 'strategy_id')::uuid);
  end if;
  if p_filters ->> 'planned_from' is not null then
    v_where := v_where || format(' and change.planned_at >= %L', (p_filters ->> 'planned_from')::timestamptz);
  end if;
  if p_filters ->> 'planned_until' is not null then
    v_where := v_where || format(' and change.planned_at < %L', (p_filters ->> 'planned_until')::timestamptz);
  end if;
  if p_filters ->> 'q' is not null then
    v_where := v_where || format(
      ' and private.fold_text(change.title || '' '' || change.ebay_item_id || '' '' || coalesce(change.sku, '''')) '
      'like %L',
      '%' || private.escape_like(private.fold_text(p_filters ->> 'q')) || '%');
  end if;
  return v_where;
end;
$$;
grant execute on function private.price_change_where to authenticated;

create function public.list_price_changes(p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean
  default false) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_where text := private.price_change_where(p_filters);
  v_rows jsonb;
  v_total integer;
begin
  if p_count then
    execute 'select count(*) from public.price_reduction_logs as change where ' || v_where into v_total;
  end if;
  if p_cursor is not null then
    v_where := v_where || format(' and (change.planned_at, change.id) < (%L, %L)',
      (p_cursor ->> 'planned_at')::timestamptz, (p_cursor ->> 'id')::uuid);
  end if;
  execute format(
    'select coalesce(jsonb_agg(private.price_change_json(change) order by planned_at desc, id desc), ''[]'') from (
    select * from public.price_reduction_logs as change where %s order by planned_at desc, id desc limit $1)
      as change', v_where)
    into v_rows using private.page_limit(p_limit);
  return jsonb_build_object('rows', v_rows) || case when p_count then jsonb_build_object('total', v_total)
    else '{}' end;
end;
$$;

-- How much the confirmed matching changes lowered and raised prices, by day in the caller's time zone.
create function public.sum_price_changes_by_day(p_filters jsonb) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_time_zone text := coalesce((select time_zone from public.users where id = (select auth.uid())), 'UTC');
  v_days jsonb;
begin
  execute format($query$
    select coalesce(jsonb_agg(to_jsonb(days) order by day, currency), '[]')
    from (
      select (change.confirmed_at at time zone %L)::date as day, change.currency,
        count(*) filter (where change.new_price_cents < change.old_price_cents) as cuts,
        sum(greatest(change.old_price_cents - change.new_price_cents, 0)) as taken_off_cents,
        sum(greatest(change.new_price_cents - change.old_price_cents, 0)) as put_back_cents
      from public.price_reduction_logs as change
      where change.state = 'confirmed' and change.kind <> 'ebay'
        and %s
      group by 1, 2
    ) as days
  $query$, v_time_zone, private.price_change_where(p_filters)) into v_days;
  return v_days;
end;
$$;
grant execute on function public.sum_price_changes_by_day to authenticated;

create function public.list_price_runs(p_limit integer, p_cursor jsonb default null, p_id uuid default null)
  returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select coalesce(
    jsonb_agg(to_jsonb(run) - 'workspace_id' - 'scope' - 'cursor_due_at' - 'cursor_id' - 'is_planned' - 'requested_by'
    || jsonb_build_object(
    'requested_by_name', (select name from public.users where id = run.requested_by),
    'undone_by', (select undo.id from public.price_runs as undo
      where undo.workspace_id = run.workspace_id and undo.started_by = 'undo'
        and undo.scope ->> 'undo_of' = run.id::text
      order by undo.started_at desc limit 1),
    'counts', (select coalesce(jsonb_object_agg(state, total), '{}') from (
      select state, count(*) as total from public.price_reduction_logs
        where workspace_id = run.workspace_id and run_id = run.id group by state) as totals),
    'taken_off', (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'cents', cents) order by currency),
      '[]') from (
      select currency, sum(old_price_cents - new_price_cents) as cents from public.price_reduction_logs
      where workspace_id = run.workspace_id and run_id = run.id and state = 'confirmed'
        and new_price_cents < old_price_cents group by currency) as sums)
  ) order by started_at desc, id desc), '[]')
  from (
    select * from public.price_runs
    where (p_id is null or id = p_id)
      and (p_cursor is null or (started_at, id) < ((p_cursor ->> 'started_at')::timestamptz, (p_cursor ->> 'id')::uuid))
    order by started_at desc, id desc limit private.page_limit(p_limit)
  ) as run;
$$;

create function public.get_listing_history(p_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select jsonb_build_object(
    'days', (select coalesce(jsonb_agg(jsonb_build_object('day', day, 'price_cents', price_cents, 'quantity_available',
      quantity_available,
        'quantity_sold', quantity_sold, 'watch_count', watch_count, 'status', status) order by day), '[]')
      from public.listing_days where listing_id = listing.id and day >= coalesce((select max(day)
        from public.listing_days where listing_id = listing.id and day <= current_date - 366), current_date - 366)),
    'changes', (select coalesce(jsonb_agg(private.price_change_json(change) order by planned_at), '[]')
      from public.price_reduction_logs as change
        where workspace_id = listing.workspace_id and listing_id = listing.id
        and planned_at > now() - interval '366 days'),
    'sales', (select coalesce(jsonb_agg(jsonb_build_object('quantity', quantity, 'price_cents', price_cents, 'currency',
      currency, 'sold_at', sold_at) order by sold_at), '[]')
      from public.listing_sales
        where workspace_id = listing.workspace_id and listing_id = listing.id
        and sold_at > now() - interval '366 days'))
  from public.listings as listing where id = p_id;
$$;
comment on function public.get_listing_history is 'Null when the caller can read no listing with this id.';

create function public.list_strategies(p_id uuid default null) returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select coalesce(jsonb_agg(to_jsonb(strategy) - 'workspace_id' - 'created_by' - 'rule_version'
    || jsonb_build_object('listing_count',
    (select count(*) from public.listings where workspace_id = strategy.workspace_id and strategy_id = strategy.id),
    'next_due_at', case when strategy.is_live and strategy.is_active then (
      select min(due_at) from public.listings
      where workspace_id = strategy.workspace_id and strategy_id = strategy.id and status = 'active'
        and quantity_available > 0
        and parked_code is null and price_cents > floor_cents) end) order by lower(name), id), '[]')
  from public.strategies as strategy where p_id is null or id = p_id;
$$;

grant execute on function public.list_listings, public.count_listings, public.list_price_changes,
  public.list_price_runs, public.get_listing_history,
  public.list_strategies to authenticated;
grant execute on function private.price_change_json, private.runs_missing_since to authenticated;

-- The columns of the caller's listings that pricing needs, in pages, for previews of any size.
create function public.read_priced_listings(p_scope jsonb, p_limit integer, p_after_id uuid default null) returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select coalesce(jsonb_agg(to_jsonb(listing) order by id), '[]')
  from (
    select id, ebay_item_id, title, price_cents, currency, quantity_available, status, listing_format, has_variations,
      floor_cents, strategy_id,
      reductions_enabled, reductions_enabled_at, last_cut_at, parked_code, held_until, sale_ends_at, open_change_id,
      due_at
    from public.listings
    where workspace_id = (select private.current_workspace_id())
      and (p_after_id is null or id > p_after_id)
      and (p_scope -> 'listing_ids' is null or id
      in (select value::uuid from jsonb_array_elements_text(p_scope -> 'listing_ids') as value))
      and (p_scope ->> 'strategy_id' is null or strategy_id = (p_scope ->> 'strategy_id')::uuid)
      and (p_scope ->> 'is_due' is null or due_at is not null)
      and (p_scope ->> 'is_sellable' is null or (status = 'active' and floor_cents is not null))
    order by id limit private.page_limit(p_limit)
  ) as listing;
$$;

-- How many listings each capped strategy of the caller has lowered today.
create function public.count_my_cuts_today() returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select coalesce(jsonb_object_agg(id, (
    select count(*) from public.price_reduction_logs
    where workspace_id = strategy.workspace_id and strategy_id = strategy.id and kind = 'scheduled' and state not
      in ('rejected', 'cancelled')
      and planned_at >= date_trunc('day', now(), strategy.time_zone))), '{}')
  from public.strategies as strategy where max_cuts_per_day is not null;
$$;

grant execute on function public.read_priced_listings, public.count_my_cuts_today to authenticated;
