-- What the time machine replays: the caller's listings with their recorded days, page by page.

-- A day equal to the day before is left out; the first and the last day are always included. Days are recorded when
-- something changed, so the state in which the window begins comes from before it, and the last day is the one on which
-- the listing was seen last.
create function public.read_recorded_listings(p_scope jsonb, p_from date, p_until date, p_limit integer, p_after_id uuid
  default null) returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select coalesce(jsonb_agg(to_jsonb(listing) - 'seen_on' || jsonb_build_object('days', (
      select coalesce(jsonb_agg(to_jsonb(recorded) - 'is_news' order by recorded.day), '[]')
      from (
        select day, price_cents, quantity_available, quantity_sold, watch_count, status,
          (price_cents, quantity_available, quantity_sold, status) is distinct from
            (lag(price_cents) over days, lag(quantity_available) over days, lag(quantity_sold) over days,
              lag(status) over days)
          or lead(day) over days is null as is_news
        from (
          select greatest(day, p_from) as day, price_cents, quantity_available, quantity_sold, watch_count, status
          from public.listing_days
          where listing_id = listing.id and day <= p_until and day >= coalesce((select max(day)
            from public.listing_days where listing_id = listing.id and day <= p_from), p_from)
          union all
          select listing.seen_on, last.price_cents, last.quantity_available, last.quantity_sold, last.watch_count,
            last.status
          from (select * from public.listing_days where listing_id = listing.id and day <= p_until
            order by day desc limit 1) as last
          where greatest(last.day, p_from) < listing.seen_on
        ) as known
        window days as (order by day)
      ) as recorded where recorded.is_news)) order by listing.id), '[]')
  from (
    select id, ebay_item_id, title, currency, floor_cents, listing_format, has_variations,
      (started_at at time zone 'UTC')::date as started_on,
      least(p_until, (private.seen_at(status, last_seen_at, (
        select private.read_whole_at(private.current_workspace_id()))) at time zone 'UTC')::date) as seen_on
    from public.listings as listing
    where workspace_id = (select private.current_workspace_id())
      and (p_after_id is null or id > p_after_id)
      and (p_scope -> 'listing_ids' is null or id
      in (select value::uuid from jsonb_array_elements_text(p_scope -> 'listing_ids') as value))
      and (p_scope ->> 'strategy_id' is null or strategy_id = (p_scope ->> 'strategy_id')::uuid)
      and (p_scope ->> 'has_floor' is null or (floor_cents is not null and not is_hidden))
    order by id limit private.page_limit(p_limit)
  ) as listing;
$$;

-- The number of listings with recorded days.
create function public.count_recorded_listings(p_scope jsonb) returns integer
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
  select count(*)::integer from public.listings
  where workspace_id = (select private.current_workspace_id())
    and (p_scope -> 'listing_ids' is null or id
    in (select value::uuid from jsonb_array_elements_text(p_scope -> 'listing_ids') as value))
    and (p_scope ->> 'strategy_id' is null or strategy_id = (p_scope ->> 'strategy_id')::uuid)
    and (p_scope ->> 'has_floor' is null or (floor_cents is not null and not is_hidden));
$$;

grant execute on function public.read_recorded_listings, public.count_recorded_listings to authenticated;

-- The run that undid another run.
create index price_runs_undo_of_idx on public.price_runs (workspace_id, (scope ->> 'undo_of'))
  where started_by = 'undo';
