-- What a person asks for: a run, one price, an undo.

-- Security definer: only the engine writes runs and price changes; the workspace is checked here. Asks for a run now. A
-- run under way is the answer when it covers what is asked for.
create function public.request_price_run(p_scope jsonb default '{}') returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_pause text := private.pause_reason(v_workspace_id);
  v_run jsonb;
begin
  perform private.require_ebay(v_workspace_id);
  -- Asked after the beginning, because another person may begin a run at the same time.
  v_run := public.begin_price_run(v_workspace_id, 'person', (select auth.uid()), p_scope);
  -- The order of a selection does not matter.
  if v_run ->> 'started_by' = 'undo' or not (v_run -> 'scope' = '{}'
    or (v_run -> 'scope' @> p_scope and v_run -> 'scope' <@ p_scope)) then
    raise exception 'price_run_running'
      using errcode = 'PT409',
        detail = 'Another run is under way. Wait for its end, or stop it with Pause all price drops.';
  elsif v_pause is not null then
    raise exception 'reductions_paused' using errcode = 'PT409',
      detail = case v_pause when 'global_pause' then 'All price drops are paused. Resume them first.'
        else 'Vacation is on. End it first.' end;
  end if;
  perform private.enqueue_job('ebay.reduce', 'ebay.reduce:' || v_workspace_id, '{}', v_workspace_id);
  return v_run;
end;
$$;

-- A price a person types: any direction, below the floor only when they said so.
create function public.request_price(p_listing_id uuid, p_price_cents bigint, p_is_below_floor_confirmed boolean
  default false) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_listing public.listings;
begin
  select * into v_listing from public.listings where id = p_listing_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'listing_not_found'
      using errcode = 'PT404', detail = 'We can''t find this listing in your workspace.';
  end if;
  perform private.require_ebay(v_workspace_id);
  perform private.require_changeable(v_listing);
  if p_price_cents = v_listing.price_cents then
    raise exception 'price_unchanged'
      using errcode = 'PT409', detail = 'That is the price already.', hint = 'price_cents';
  elsif p_price_cents < v_listing.floor_cents and not p_is_below_floor_confirmed then
    raise exception 'below_floor' using errcode = 'PT409', hint = 'price_cents',
      detail = format('The floor of this listing is %s %s; you asked for %s. Confirm to go below it.',
        private.money_text(v_listing.floor_cents), v_listing.currency,
        private.money_text(p_price_cents));
  end if;
  return private.plan_change(v_listing, 'manual', p_price_cents, p_is_below_floor_confirmed, null);
end;
$$;

create function private.money_text(p_cents bigint) returns text
language sql
immutable
set search_path = ''
as $$
  select to_char(p_cents / 100.0, 'FM999999999990.00');
$$;

create function private.require_changeable(p_listing public.listings) returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_listing.open_change_id is not null then
    raise exception 'change_open'
      using errcode = 'PT409', detail = 'Another change of this price is under way. Wait until it is confirmed.';
  elsif p_listing.status in ('ended', 'inactive') then
    raise exception 'listing_not_active'
      using errcode = 'PT409', detail = 'The listing is not active on eBay, so its price can''t be changed.';
  elsif p_listing.has_variations then
    raise exception 'listing_has_variations'
      using errcode = 'PT409', detail = 'This listing has variations with prices of their own. Change them on eBay.';
  elsif p_listing.listing_format = 'auction' then
    raise exception 'listing_is_auction'
      using errcode = 'PT409', detail = 'The price of an auction is made by its bidders.';
  end if;
end;
$$;

-- One run of its own per change of a person, so that it is sent at once whatever else goes on.
create function private.plan_change(
  p_listing public.listings, p_kind text, p_price_cents bigint, p_is_below_floor_confirmed boolean, p_undo_of uuid,
    p_run_id uuid default null
) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_change public.price_reduction_logs;
begin
  insert into public.price_reduction_logs (workspace_id, run_id, listing_id, ebay_item_id, sku, title, kind, inputs,
    floor_cents, old_price_cents,
    new_price_cents, currency, is_below_floor_confirmed, actor_id, undo_of)
  values (p_listing.workspace_id, p_run_id, p_listing.id, p_listing.ebay_item_id, p_listing.sku, p_listing.title,
    p_kind, '{}', p_listing.floor_cents,
    p_listing.price_cents, p_price_cents, p_listing.currency, p_is_below_floor_confirmed, (select auth.uid()),
      p_undo_of)
  returning * into v_change;
  perform private.enqueue_job('ebay.change', 'ebay.change:' || p_listing.workspace_id, '{}', p_listing.workspace_id);
  return private.price_change_json(v_change);
end;
$$;

-- Back to the price before a change, while the listing still has the price that change made.
create function public.request_price_undo(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_change public.price_reduction_logs;
  v_listing public.listings;
begin
  select * into v_change from public.price_reduction_logs where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'price_change_not_found'
      using errcode = 'PT404', detail = 'We can''t find this price change in your workspace.';
  end if;
  perform private.require_ebay(v_workspace_id);
  select * into v_listing from public.listings
    where id = v_change.listing_id and workspace_id = v_workspace_id for update;
  if v_change.kind = 'ebay' then
    raise exception 'cannot_undo' using errcode = 'PT409',
      detail = 'The seller made this change on eBay. Change the price instead. Nothing was undone.';
  end if;
  if v_change.state <> 'confirmed' or v_listing.id is null or v_listing.price_cents <> v_change.new_price_cents
    or private.later_change(v_change) is not null then
    raise exception 'cannot_undo' using errcode = 'PT409', detail = case
      when v_change.state <> 'confirmed' then 'This change did not take effect, so there is nothing to undo.'
      else coalesce(private.who_changed_price(private.later_change(v_change)),
        'The price was changed again since.') || ' Nothing was undone.' end;
  end if;
  perform private.require_changeable(v_listing);
  -- A person asks for a price that was there before: its floor is theirs to go under only by typing the price.
  if v_change.old_price_cents < v_listing.floor_cents then
    raise exception 'below_floor'
      using errcode = 'PT409', detail = 'The earlier price is below the floor of this listing now.';
  end if;
  return private.plan_change(v_listing, 'undo', v_change.old_price_cents, false, v_change.id);
end;
$$;

-- The change of the same listing that took effect after this one; null when this one is the newest.
create function private.later_change(p_change public.price_reduction_logs) returns uuid
language sql
stable
set search_path = ''
as $$
  select id from public.price_reduction_logs
  where workspace_id = p_change.workspace_id and listing_id = p_change.listing_id and id <> p_change.id
    and state = 'confirmed' and coalesce(sent_at, confirmed_at) > p_change.sent_at
  order by coalesce(sent_at, confirmed_at) desc, id desc limit 1;
$$;

-- A sentence for people: who set this price, to what, and on which day.
create function private.who_changed_price(p_id uuid) returns text
language sql
stable
set search_path = ''
as $$
  select format(case change.kind
      when 'ebay' then 'The seller changed the price on eBay to %s %s on %s.'
      when 'scheduled' then 'Strategy %4$s lowered the price to %1$s %2$s on %3$s.'
      when 'undo' then '%4$s undid a price change on %3$s; the price is %1$s %2$s.'
      else '%4$s set the price to %1$s %2$s on %3$s.' end,
    private.money_text(change.new_price_cents), change.currency,
    to_char(change.confirmed_at at time zone settings.time_zone, 'FMMonth FMDD'),
    case change.kind when 'scheduled' then change.strategy_name else coalesce(person.name, 'A member') end)
  from public.price_reduction_logs as change
  join public.ebay_settings as settings on settings.workspace_id = change.workspace_id
  left join public.users as person on person.id = change.actor_id
  where change.id = p_id;
$$;

-- Plans the undo of the next p_limit changes of a run, in the order of their ids; the run's cursor is the last of them.
-- What was changed again since stays as it is. Answers how many were planned.
create function private.plan_undo_chunk(p_run_id uuid, p_limit integer) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_run public.price_runs;
  v_ids uuid[];
  v_count integer;
begin
  select * into v_run from public.price_runs
    where id = p_run_id and started_by = 'undo' and state = 'running' and not is_planned for update;
  if not found then
    return 0;
  end if;
  v_ids := array(
    select id from public.price_reduction_logs
    where workspace_id = v_run.workspace_id and run_id = (v_run.scope ->> 'undo_of')::uuid and state = 'confirmed'
      and confirmed_at <= v_run.started_at and (v_run.cursor_id is null or id > v_run.cursor_id)
    order by id limit p_limit);
  perform private.lock_listings(v_run.workspace_id, v_ids);
  insert into public.price_reduction_logs (workspace_id, run_id, listing_id, ebay_item_id, sku, title, kind,
    floor_cents, old_price_cents, new_price_cents,
    currency, actor_id, undo_of)
  select v_run.workspace_id, v_run.id, listing.id, listing.ebay_item_id, listing.sku, listing.title, 'undo',
    listing.floor_cents, listing.price_cents,
    change.old_price_cents, listing.currency, v_run.requested_by, change.id
  from public.price_reduction_logs as change
  join public.listings as listing on listing.id = change.listing_id
  where change.id = any (v_ids)
    and listing.price_cents = change.new_price_cents and listing.currency = change.currency
    and listing.open_change_id is null and private.later_change(change) is null
    and listing.status not in ('ended', 'inactive')
    and (listing.floor_cents is null or change.old_price_cents >= listing.floor_cents)
  on conflict do nothing;
  get diagnostics v_count = row_count;
  update public.price_runs set
    skipped = case when cardinality(v_ids) = v_count then skipped else jsonb_build_object('changed_meanwhile',
      coalesce((skipped ->> 'changed_meanwhile')::integer, 0) + cardinality(v_ids) - v_count) end,
    cursor_id = coalesce(v_ids[cardinality(v_ids)], cursor_id), is_planned = cardinality(v_ids) < p_limit
  where id = p_run_id;
  return v_count;
end;
$$;

-- The next chunk of an undo, for the job. Whether all is planned.
create function public.plan_run_undo(p_workspace_id uuid, p_run_id uuid, p_limit integer default 1000) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.plan_undo_chunk(id, private.page_limit(p_limit)) from public.price_runs
  where id = p_run_id and workspace_id = p_workspace_id;
  return not exists (select from public.price_runs
    where id = p_run_id and workspace_id = p_workspace_id and state = 'running' and not is_planned);
end;
$$;
grant execute on function public.plan_run_undo to service_role;

-- The same for everything a run confirmed. The first chunk that can undo something is planned now, the others by the
-- run's job; due says how many there are.
create function public.request_run_undo(p_run_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_run public.price_runs;
  v_undo public.price_runs;
  v_total integer;
  v_count integer;
begin
  select * into v_run from public.price_runs where id = p_run_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'price_run_not_found'
      using errcode = 'PT404', detail = 'We can''t find this run in your workspace.';
  end if;
  perform private.require_ebay(v_workspace_id);
  if exists (select from public.price_runs where workspace_id = v_workspace_id and state = 'running') then
    raise exception 'price_run_running'
      using errcode = 'PT409', detail = 'A run is under way. Wait for its end, or stop it with Pause all price drops.';
  end if;
  select count(*) into v_total from public.price_reduction_logs
    where workspace_id = v_workspace_id and run_id = p_run_id and state = 'confirmed';
  if v_total = 0 then
    raise exception 'cannot_undo'
      using errcode = 'PT409', detail = 'This run changed no price, so there is nothing to undo.';
  end if;
  insert into public.price_runs (workspace_id, started_by, requested_by, scope, due)
  values (v_workspace_id, 'undo', (select auth.uid()), jsonb_build_object('undo_of', p_run_id), v_total)
    returning * into v_undo;
  loop
    v_count := private.plan_undo_chunk(v_undo.id, 1000);
    select * into v_undo from public.price_runs where id = v_undo.id;
    exit when v_count > 0 or v_undo.is_planned;
  end loop;
  if v_count = 0 then
    raise exception 'cannot_undo' using errcode = 'PT409', detail = coalesce((
      select private.who_changed_price(private.later_change(change)) || case when v_total > 1
        then format(' The other %s prices of this run can''t be undone either.', v_total - 1) else '' end
      from public.price_reduction_logs as change
      where change.workspace_id = v_workspace_id and change.run_id = p_run_id and change.state = 'confirmed'
        and private.later_change(change) is not null
      order by change.id limit 1), 'No listing of this run can be changed now.') || ' Nothing was undone.';
  end if;
  perform private.enqueue_job('ebay.reduce', 'ebay.reduce:' || v_workspace_id, '{}', v_workspace_id);
  return to_jsonb(v_undo);
end;
$$;

grant execute on function public.request_price_run, public.request_price, public.request_price_undo,
  public.request_run_undo to authenticated;

-- Disconnecting pauses price drops and ends what was planned or running. Listings and their price history stay.
create function private.stop_price_changes() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- A workspace that is being deleted takes its rows along.
  if not exists (select from public.workspaces where id = old.workspace_id) then
    return null;
  end if;
  update public.ebay_settings set reductions_paused = true where workspace_id = old.workspace_id;
  update public.price_runs
  set state = 'stopped', stop_code = 'ebay_not_connected', stop_reason = 'eBay was disconnected.', finished_at = now()
  where workspace_id = old.workspace_id and state = 'running';
  -- Those of persons are few: each is a click, and none waits for more than ten minutes.
  perform public.cancel_planned_changes(old.workspace_id, array(select id from public.price_reduction_logs
    where workspace_id = old.workspace_id and state = 'planned' and run_id is null), 'run_stopped');
  perform private.take_back_soon(old.workspace_id);
  update public.ebay_syncs
  set state = 'failed', error_code = 'ebay_not_connected', error_message = 'eBay was disconnected.', finished_at = now()
  where workspace_id = old.workspace_id and state = 'running';
  return null;
end;
$$;
create trigger _200_stop_price_changes after delete on public.ebay_connections
  for each row execute function private.stop_price_changes();

-- False for a notification that was received before.
create function public.delete_ebay_account(p_event_id text, p_ebay_user_id text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.webhook_events (provider, event_id) values ('ebay', p_event_id) on conflict do nothing;
  if not found then
    return false;
  end if;
  perform public.remove_connection('ebay', workspace_id, ebay_user_id)
  from public.ebay_connections where ebay_user_id = p_ebay_user_id;
  -- The first rows go at once, the others by a job.
  for v_chunk in 1..4 loop
    exit when public.delete_ebay_account_rows(p_ebay_user_id, 500) = 0;
  end loop;
  if exists (select from public.listings where ebay_user_id = p_ebay_user_id) then
    perform private.enqueue_job('ebay.delete-account', 'ebay.delete-account:' || p_ebay_user_id,
      jsonb_build_object('ebay_user_id', p_ebay_user_id));
  end if;
  return true;
end;
$$;
grant execute on function public.delete_ebay_account to service_role;
