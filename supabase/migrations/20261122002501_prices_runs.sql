-- A run: which listings are due, which rows are planned for them, and the judgment before each call.

-- Why nothing may be sent for this workspace just now; null when it may.
create function private.pause_reason(p_workspace_id uuid) returns text
language sql
stable
set search_path = ''
as $$
  select case when reductions_paused then 'global_pause' when vacation_until > now() then 'vacation' end
  from public.ebay_settings where workspace_id = p_workspace_id;
$$;

-- The run under way, or a new one.
create function public.begin_price_run(p_workspace_id uuid, p_started_by text, p_requested_by uuid default null,
  p_scope jsonb default '{}') returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_run public.price_runs;
begin
  -- Somebody else may begin one, or end it, in between.
  loop
    select * into v_run from public.price_runs where workspace_id = p_workspace_id and state = 'running' for update;
    exit when found;
    insert into public.price_runs (workspace_id, started_by, requested_by, scope)
    values (p_workspace_id, p_started_by, p_requested_by, p_scope)
    on conflict do nothing returning * into v_run;
    exit when v_run.id is not null;
  end loop;
  return to_jsonb(v_run);
end;
$$;

create function private.is_settling(p_strategy_id uuid) returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (select from private.strategy_settlings where strategy_id = p_strategy_id);
$$;

-- The next listings of a run in the order of their due time, with all pricing needs.
create function public.list_due_listings(p_workspace_id uuid, p_run_id uuid, p_limit integer) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(listing) - 'search_text' order by listing.due_at, listing.id), '[]')
  from (
    select listing.* from public.price_runs as run
    cross join lateral (
      select array(select value::uuid from jsonb_array_elements_text(run.scope -> 'listing_ids')) as ids
    ) as chosen
    join public.listings as listing on listing.workspace_id = run.workspace_id
    where run.id = p_run_id and run.workspace_id = p_workspace_id and run.state = 'running' and not run.is_planned
      and listing.due_at <= run.started_at
      and (run.cursor_id is null or (listing.due_at, listing.id) > (run.cursor_due_at, run.cursor_id))
      and (run.scope -> 'listing_ids' is null or listing.id = any (chosen.ids))
      and (run.scope ->> 'strategy_id' is null or listing.strategy_id = (run.scope ->> 'strategy_id')::uuid)
      and not private.is_settling(listing.strategy_id)
    order by listing.due_at, listing.id limit p_limit
  ) as listing;
$$;

-- Writes what a page of a run decided: rows to send, counts of what was skipped, and where the run goes on; all or
-- nothing. A row is written only while the listing is still what it was judged by, and as long as its strategy's day
-- has room; two runs at once write one row for a slot.
create function public.plan_price_changes(
  p_workspace_id uuid, p_run_id uuid, p_changes jsonb, p_due integer, p_skipped jsonb, p_is_planned boolean,
  p_cursor_due_at timestamptz default null, p_cursor_id uuid default null
) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_run public.price_runs;
  v_count integer;
  v_lost integer;
begin
  select * into v_run from public.price_runs
    where id = p_run_id and workspace_id = p_workspace_id and state = 'running' and not is_planned for update;
  if not found or (v_run.cursor_due_at, v_run.cursor_id) >= (p_cursor_due_at, p_cursor_id) then
    return 0;
  end if;
  perform 1 from public.strategies where workspace_id = p_workspace_id and max_cuts_per_day is not null
    and id in (select (row ->> 'strategy_id')::uuid from jsonb_array_elements(p_changes) as row) order by id for update;
  perform 1 from public.listings where workspace_id = p_workspace_id
    and id in (select (row ->> 'listing_id')::uuid from jsonb_array_elements(p_changes) as row)
    order by id for no key update;
  insert into public.price_reduction_logs (workspace_id, run_id, listing_id, ebay_item_id, sku, title, kind, slot_at,
    strategy_id, strategy_name, inputs, rule_version, valid_until,
    floor_cents, old_price_cents, new_price_cents, currency)
  select p_workspace_id, p_run_id, chosen.listing_id, chosen.ebay_item_id, chosen.sku, chosen.title, 'scheduled',
    chosen.slot_at, chosen.strategy_id,
    chosen.strategy_name, chosen.inputs, chosen.rule_version, chosen.valid_until, chosen.floor_cents,
    chosen.price_cents, chosen.new_price_cents, chosen.currency
  from (
    select listing.id as listing_id, listing.ebay_item_id, listing.sku, listing.title, listing.price_cents,
      listing.currency, listing.floor_cents,
      (row ->> 'slot_at')::timestamptz as slot_at, strategy.id as strategy_id, strategy.name as strategy_name,
      coalesce(row -> 'inputs', '{}') as inputs, strategy.rule_version,
      (row ->> 'valid_until')::timestamptz as valid_until,
      (row ->> 'new_price_cents')::bigint as new_price_cents, strategy.max_cuts_per_day, strategy.time_zone,
      row_number() over (partition by strategy.id order by listing.due_at, listing.id) as place
    from jsonb_array_elements(p_changes) as row
    join public.listings as listing on listing.id = (row ->> 'listing_id')::uuid
      and listing.workspace_id = p_workspace_id
    join public.strategies as strategy on strategy.id = listing.strategy_id
    where listing.reductions_enabled and listing.status = 'active' and listing.quantity_available > 0
      and listing.parked_code is null
      and listing.open_change_id is null and listing.price_cents = (row ->> 'old_price_cents')::bigint
      and listing.floor_cents <= (row ->> 'new_price_cents')::bigint
      and listing.price_cents > (row ->> 'new_price_cents')::bigint
      and strategy.is_active and strategy.is_live and strategy.id = (row ->> 'strategy_id')::uuid
      and strategy.rule_version = (row ->> 'rule_version')::integer and not private.is_settling(strategy.id)
      and listing.due_at = (row ->> 'slot_at')::timestamptz
  ) as chosen
  where chosen.max_cuts_per_day is null or chosen.place <= chosen.max_cuts_per_day - private.cuts_today(p_workspace_id,
    chosen.strategy_id, chosen.time_zone)
  on conflict do nothing;
  get diagnostics v_count = row_count;
  v_lost := jsonb_array_length(p_changes) - v_count;
  update public.price_runs set
    due = due + p_due,
    skipped = (
      select coalesce(jsonb_object_agg(key, total), '{}') from (
        select key, sum(value::integer) as total from (
          select * from jsonb_each_text(skipped)
          union all select * from jsonb_each_text(p_skipped)
          union all select 'changed_meanwhile', v_lost::text where v_lost > 0
        ) as parts group by key
      ) as totals),
    cursor_due_at = coalesce(p_cursor_due_at, cursor_due_at), cursor_id = coalesce(p_cursor_id, cursor_id),
      is_planned = p_is_planned
  where id = p_run_id;
  return v_count;
end;
$$;
comment on function public.plan_price_changes is 'How many rows were written. Nothing when the run is further already.';

-- Cuts of a strategy in its own calendar day, those under way included.
create function private.cuts_today(p_workspace_id uuid, p_strategy_id uuid, p_time_zone text) returns bigint
language sql
stable
set search_path = ''
as $$
  select count(*) from public.price_reduction_logs
  where workspace_id = p_workspace_id and strategy_id = p_strategy_id and kind = 'scheduled' and state not
    in ('rejected', 'cancelled')
    and planned_at >= date_trunc('day', now(), p_time_zone);
$$;

-- How many cuts each capped strategy has made today.
create function public.count_cuts_today(p_workspace_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(id, private.cuts_today(workspace_id, id, time_zone)), '{}')
  from public.strategies where workspace_id = p_workspace_id and max_cuts_per_day is not null;
$$;

-- Planned changes of a run (null: those of persons) in the order in which they are sent, after the one that is named.
-- seen_at says when eBay last showed the price before. `left` counts all that are planned.
create function public.list_planned_changes(p_workspace_id uuid, p_limit integer, p_run_id uuid default null,
  p_after_at timestamptz default null, p_after_id uuid default null) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'left', (select count(*) from public.price_reduction_logs where workspace_id = p_workspace_id
      and private.run_or_none(run_id) = private.run_or_none(p_run_id) and state = 'planned'),
    'on_sale', (select count(*) from public.listings
      where workspace_id = p_workspace_id and status in ('active', 'sold_out')),
    'changes', coalesce(jsonb_agg(jsonb_build_object('id', change.id, 'listing_id', change.listing_id,
      'ebay_item_id', change.ebay_item_id, 'sku', listing.sku, 'offer_id', listing.offer_id,
      'management_kind', listing.management_kind, 'old_price_cents', change.old_price_cents,
      'new_price_cents', change.new_price_cents, 'currency', change.currency, 'planned_at', change.planned_at,
      'seen_at', case when listing.price_cents = change.old_price_cents then listing.price_seen_at end)
      order by change.planned_at, change.id), '[]'))
  from (
    select * from public.price_reduction_logs
    where workspace_id = p_workspace_id and private.run_or_none(run_id) = private.run_or_none(p_run_id)
      and state = 'planned' and (p_after_id is null or (planned_at, id) > (p_after_at, p_after_id))
    order by planned_at, id limit p_limit
  ) as change
  left join public.listings as listing on listing.id = change.listing_id;
$$;

-- The last look, in the statement that starts calls: p_items are their changes, {id, price_cents, currency, seen_at},
-- with what eBay showed last. Whatever a person did since the plan cancels a change: the rows that decide are locked,
-- so an act the API has confirmed is seen here, and one that comes later finds the request on its way. `sending` are
-- this worker's to send, nobody gets them twice; the price of `stale` ones must be read again first.
create function public.begin_price_calls(p_workspace_id uuid, p_items jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_ids uuid[] := (select array_agg((item ->> 'id')::uuid) from jsonb_array_elements(p_items) as item);
  v_settings public.ebay_settings;
  v_answer jsonb;
begin
  select * into v_settings from public.ebay_settings where workspace_id = p_workspace_id for share;
  perform 1 from public.strategies where workspace_id = p_workspace_id and id in (
    select strategy_id from public.price_reduction_logs where workspace_id = p_workspace_id and id = any (v_ids))
  order by id for share;
  perform private.lock_listings(p_workspace_id, v_ids);
  -- A pause stops strategies. What a person asks for, an undo above all, goes out.
  if private.pause_reason(p_workspace_id) is not null and exists (select from public.price_reduction_logs
    where workspace_id = p_workspace_id and id = any (v_ids) and kind = 'scheduled' and state = 'planned') then
    return jsonb_build_object('paused', private.pause_reason(p_workspace_id), 'sending', '[]'::jsonb,
      'stale', '[]'::jsonb);
  end if;
  with chosen as (
    select id from public.price_reduction_logs
    where workspace_id = p_workspace_id and id = any (v_ids) and state = 'planned'
    order by id for update skip locked
  ), judged as (
    select change.id, private.reason_not_to_send(change, listing, strategy, v_settings) as reason_code,
      greatest(listing.price_seen_at, case when item.price_cents = listing.price_cents
        and item.currency = listing.currency then least(item.seen_at, clock_timestamp()) end)
        > clock_timestamp() - private.price_is_fresh_for() as is_fresh
    from chosen
    join public.price_reduction_logs as change on change.id = chosen.id
    join jsonb_to_recordset(p_items) as item (id uuid, price_cents bigint, currency text, seen_at timestamptz)
      on item.id = chosen.id
    left join public.listings as listing on listing.id = change.listing_id
    left join public.strategies as strategy on strategy.id = listing.strategy_id
  ), written as (
    update public.price_reduction_logs as change set
      state = case when judged.reason_code is null then 'sending' else 'cancelled' end,
      sent_at = case when judged.reason_code is null then clock_timestamp() end,
      send_count = change.send_count + case when judged.reason_code is null then 1 else 0 end,
      reason_code = judged.reason_code,
      reason = private.not_sent_because(judged.reason_code)
    from judged where change.id = judged.id and (judged.reason_code is not null or judged.is_fresh)
    returning change.id, change.listing_id, change.state
  ), begun as (
    -- A contradiction that was met before this change says nothing about it.
    update public.listings as listing set price_contradicted_at = null
    from written where listing.id = written.listing_id and written.state = 'sending'
      and listing.price_contradicted_at is not null
  )
  select jsonb_build_object('paused', null,
    'sending', coalesce((select jsonb_agg(id) from written where state = 'sending'), '[]'),
    'stale', coalesce((select jsonb_agg(id) from judged where reason_code is null and not is_fresh), '[]'))
  into v_answer;
  return v_answer;
end;
$$;

create function private.reason_not_to_lower(p_change public.price_reduction_logs, p_listing public.listings,
  p_strategy public.strategies, p_settings public.ebay_settings) returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_listing.status <> 'active' or coalesce(p_listing.quantity_available, 0) < 1 then 'no_quantity'
    -- Switched off and on, or another strategy and back: the waiting began anew.
    when not p_listing.reductions_enabled or p_listing.due_at is distinct from p_change.slot_at then 'reductions_off'
    when p_listing.floor_cents is null or p_change.new_price_cents < p_listing.floor_cents then 'floor_raised'
    when p_strategy.id is null or p_strategy.id is distinct from p_change.strategy_id
      or p_strategy.rule_version is distinct from p_change.rule_version
      or not p_strategy.is_active or not p_strategy.is_live or private.is_settling(p_strategy.id)
      then 'strategy_changed'
    when p_listing.parked_code is not null then 'parked'
    when p_listing.held_until > clock_timestamp() then 'held'
    when p_change.valid_until <= clock_timestamp() then 'quiet_hours'
    when p_listing.sale_ends_at > clock_timestamp() and not p_settings.lower_during_sales then 'in_sale'
    when p_change.new_price_cents >= p_listing.price_cents then 'price_changed'
    when (select count(*) from public.price_reduction_logs as earlier
          where earlier.workspace_id = p_change.workspace_id and earlier.listing_id = p_change.listing_id
            and earlier.kind <> 'ebay'
            and earlier.sent_at >= date_trunc('day', now(), 'UTC')) >= 250 then 'revision_limit'
  end;
end;
$$;

-- A person who was removed, or may not edit any more, changes no price.
create function private.is_actor_still_editor(p_change public.price_reduction_logs) returns boolean
language sql
stable
set search_path = ''
as $$
  select p_change.actor_id is null or exists (select from public.workspace_members
    where workspace_id = p_change.workspace_id and user_id = p_change.actor_id and role in ('owner', 'manager'));
$$;

-- Price drops ask everything; a person's own change asks only whether it is still what they saw.
create function private.reason_not_to_send(p_change public.price_reduction_logs, p_listing public.listings,
  p_strategy public.strategies, p_settings public.ebay_settings) returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_change.run_id is not null and not exists (
      select from public.price_runs where id = p_change.run_id and state = 'running') then 'run_stopped'
    when p_listing.id is null then 'listing_gone'
    when p_listing.price_cents <> p_change.old_price_cents or p_listing.currency <> p_change.currency
      then 'price_changed'
    when p_listing.price_contradicted_at is not null then 'price_unclear'
    when p_listing.status in ('ended', 'inactive') then 'not_active'
    when p_change.kind <> 'scheduled' and not private.is_actor_still_editor(p_change) then 'not_allowed'
    -- The person agreed to go below the floor they saw, not below a higher one.
    when p_change.kind <> 'scheduled' and p_change.new_price_cents < p_listing.floor_cents
      and not coalesce(p_change.is_below_floor_confirmed and p_listing.floor_cents <= p_change.floor_cents, false)
      then 'floor_raised'
    -- Who undoes a whole run has not seen each listing of it.
    when p_change.kind = 'undo' and p_change.run_id is not null and p_listing.sale_ends_at > clock_timestamp()
      and not p_settings.lower_during_sales then 'in_sale'
    when p_change.kind = 'scheduled' then private.reason_not_to_lower(p_change, p_listing, p_strategy, p_settings)
  end;
end;
$$;

create function private.not_sent_because(p_code text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_code
    when 'listing_gone' then 'The listing is not here any more.'
    when 'price_changed' then 'The price on eBay changed after this was planned.'
    when 'price_unclear' then 'eBay shows different prices for this listing now. It is tried again in the next run.'
    when 'not_fresh' then 'eBay did not show the present price in time. It is tried again in the next run.'
    when 'in_sale' then 'A sale runs on eBay, and another price would end it. Nothing was sent.'
    when 'held' then 'eBay does not take price changes of this listing for now.'
    when 'quiet_hours' then 'The quiet hours of the strategy began before this was sent.'
    when 'not_active' then 'The listing ended or was withdrawn before this was sent.'
    when 'no_quantity' then 'The listing sold out before this was sent.'
    when 'reductions_off' then 'Price drops were turned off before this was sent.'
    when 'floor_raised' then 'The floor was raised above this price before it was sent.'
    when 'strategy_changed' then 'The strategy was changed, paused or replaced before this was sent.'
    when 'parked' then 'eBay rejected an earlier change of this listing.'
    when 'revision_limit' then 'eBay allows 250 revisions of a listing a day; this would be one more.'
    when 'not_allowed' then 'The person who asked for this may not change prices of the workspace any more.'
    when 'run_stopped' then 'The run was stopped before this was sent.'
    when 'never_shown' then
      'eBay did not answer, and refused to show this listing for a day. It is not known whether the price changed.'
  end;
$$;
