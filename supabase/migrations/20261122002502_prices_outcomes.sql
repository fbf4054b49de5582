-- What eBay answered and showed: rows are settled, confirmed, or looked up until they are.

-- What eBay answered, row by row: {id, outcome, code, message, is_parked, hold_seconds, is_ended}. accepted waits to be
-- read back; rejected is eBay's no; again says that nothing was done and the same run may send it once more; unknown
-- means no answer came, and only a reading tells. A refusal may concern the listing for good (is_parked), for some time
-- (hold_seconds), or say that the listing ended (is_ended); otherwise the next run tries again.
create function public.settle_price_changes(p_workspace_id uuid, p_results jsonb) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform private.lock_listings(p_workspace_id,
    (select array_agg((result ->> 'id')::uuid) from jsonb_array_elements(p_results) as result));
  update public.price_reduction_logs as change set
    state = case result ->> 'outcome' when 'accepted' then 'sent' when 'rejected' then 'rejected'
      when 'again' then case when change.send_count < 5 then 'planned' else 'cancelled' end else 'unknown' end,
    sent_at = case when result ->> 'outcome' <> 'again' then change.sent_at end,
    reason_code = left(coalesce(result ->> 'code', case when result ->> 'outcome' = 'again' then 'try_later' end), 80),
    reason = left(coalesce(result ->> 'message', case when result ->> 'outcome' in ('again', 'rejected') then
      'eBay did not take this change now. It is tried again in the next run.' end), 500)
  from jsonb_array_elements(p_results) as result
  where change.workspace_id = p_workspace_id and change.id = (result ->> 'id')::uuid and change.state = 'sending';
  get diagnostics v_count = row_count;
  update public.listings as listing set
    parked_code = case when (result ->> 'is_parked')::boolean then left(result ->> 'code', 80) else parked_code end,
    parked_reason = case when (result ->> 'is_parked')::boolean then left(result ->> 'message', 500)
      else parked_reason end,
    parked_at = case when (result ->> 'is_parked')::boolean then now() else parked_at end,
    held_until = case when result ? 'hold_seconds'
      then now() + make_interval(secs => (result ->> 'hold_seconds')::integer) else held_until end,
    held_code = case when result ? 'hold_seconds' then left(result ->> 'code', 80) else held_code end,
    held_reason = case when result ? 'hold_seconds' then left(result ->> 'message', 500) else held_reason end,
    status = case when (result ->> 'is_ended')::boolean then 'ended' else listing.status end
  from jsonb_array_elements(p_results) as result
  join public.price_reduction_logs as change on change.id = (result ->> 'id')::uuid
    and change.workspace_id = p_workspace_id and change.state = 'rejected'
  where listing.id = change.listing_id
    and ((result ->> 'is_parked')::boolean or result ? 'hold_seconds' or (result ->> 'is_ended')::boolean);
  return v_count;
end;
$$;

-- Planned changes that could not be sent in this run.
create function public.cancel_planned_changes(p_workspace_id uuid, p_ids uuid[], p_code text) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform private.lock_listings(p_workspace_id, p_ids);
  update public.price_reduction_logs set state = 'cancelled', reason_code = p_code,
    reason = private.not_sent_because(p_code)
  where workspace_id = p_workspace_id and id = any (p_ids) and state = 'planned';
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Is it time to ask eBay about this change? The job asks each minute: at first every time, later every five minutes,
-- and when a second look can settle the change.
create function private.is_time_to_look(p_change public.price_reduction_logs, p_contradicted_at timestamptz)
  returns boolean
language sql
stable
set search_path = ''
as $$
  select p_contradicted_at is null or p_contradicted_at <= now() - private.readings_apart()
    or p_change.sent_at > now() - interval '6 minutes'
    or extract(minute from now() - p_change.sent_at)::integer % 5 = 0;
$$;

-- How many changes only eBay knows the outcome of, how many of them are asked about now, and how many listings a
-- reading of all would show: what tells which way of reading takes fewer calls.
create function public.count_unsettled_changes(p_workspace_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'unsettled', (select count(*) from public.price_reduction_logs
      where workspace_id = p_workspace_id and state in ('sending', 'sent', 'unknown')),
    'due', (select count(*) from public.price_reduction_logs as change
      left join public.listings as listing on listing.id = change.listing_id
      where change.workspace_id = p_workspace_id and change.state in ('sending', 'sent', 'unknown')
        and private.is_time_to_look(change, listing.price_contradicted_at)),
    'on_sale', (select count(*) from public.listings
      where workspace_id = p_workspace_id and status in ('active', 'sold_out')));
$$;

-- Changes whose outcome only eBay knows and that are asked about now, in the order of their ids.
create function public.list_unsettled_changes(p_workspace_id uuid, p_limit integer, p_after_id uuid default null)
  returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', change.id, 'ebay_item_id', change.ebay_item_id)
    order by change.id), '[]')
  from (
    select change.* from public.price_reduction_logs as change
    left join public.listings as listing on listing.id = change.listing_id
    where change.workspace_id = p_workspace_id and change.state in ('sending', 'sent', 'unknown')
      and (p_after_id is null or change.id > p_after_id)
      and private.is_time_to_look(change, listing.price_contradicted_at)
    order by change.id limit p_limit
  ) as change;
$$;

-- Changes of listings that eBay does not have any more. A price eBay had accepted counts; where no answer came, the
-- slot stays used, in case the listing comes back.
create function public.give_up_changes(p_workspace_id uuid, p_ids uuid[]) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform private.lock_listings(p_workspace_id, p_ids);
  update public.listings as listing set last_cut_at = change.sent_at, price_contradicted_at = null, status = 'ended',
    price_cents = case when change.state = 'sent' then change.new_price_cents else listing.price_cents end,
    cut_count = listing.cut_count + case when change.state = 'sent' and change.kind = 'scheduled' then 1 else 0 end
  from public.price_reduction_logs as change
  where change.workspace_id = p_workspace_id and change.id = any (p_ids)
    and change.state in ('sending', 'sent', 'unknown') and listing.id = change.listing_id;
  update public.price_reduction_logs set
    state = case state when 'sent' then 'confirmed' else 'cancelled' end,
    confirmed_at = case state when 'sent' then now() end,
    reason_code = case when state <> 'sent' then 'listing_gone' end,
    reason = case when state <> 'sent' then 'eBay does not have this listing any more.' end
  where workspace_id = p_workspace_id and id = any (p_ids) and state in ('sending', 'sent', 'unknown');
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Takes back planned changes of runs that ended, p_limit at most. Nothing sends them: `begin_price_calls` asks the run.
create function public.take_back_changes(p_workspace_id uuid, p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_ids uuid[] := array(
    select change.id from public.price_reduction_logs as change
    join public.price_runs as run on run.id = change.run_id
    where change.workspace_id = p_workspace_id and change.state = 'planned' and run.state <> 'running'
    limit private.page_limit(p_limit));
begin
  perform private.lock_listings(p_workspace_id, v_ids);
  update public.price_reduction_logs as change set state = 'cancelled',
    reason_code = coalesce(run.stop_code, 'run_stopped'),
    reason = coalesce(run.stop_reason, private.not_sent_because('run_stopped'))
  from public.price_runs as run
  where change.id = any (v_ids) and change.state = 'planned' and run.id = change.run_id;
  return cardinality(v_ids);
end;
$$;
comment on function public.take_back_changes is 'How many were there; less than p_limit when none is left.';
grant execute on function public.take_back_changes to service_role;

-- The first thousand now, the others by a job.
create function private.take_back_soon(p_workspace_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  if public.take_back_changes(p_workspace_id) = 1000 then
    perform private.enqueue_job('ebay.take-back', 'ebay.take-back:' || p_workspace_id, '{}', p_workspace_id);
  end if;
end;
$$;

-- Ends a run. What was planned and not sent is taken back; the reconcile job finds out about what was sent.
create function public.finish_price_run(p_workspace_id uuid, p_run_id uuid, p_stop_code text default null,
  p_stop_reason text default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- The run first, then the listings: the order in which a run is planned.
  update public.price_runs set state = case when p_stop_code is null then 'finished'
    else 'stopped' end, stop_code = p_stop_code,
    stop_reason = p_stop_reason, finished_at = now()
  where id = p_run_id and workspace_id = p_workspace_id and state = 'running';
  perform private.take_back_soon(p_workspace_id);
end;
$$;

-- Changes that eBay has not shown for a day, because it refuses to show the listing: the listing must not wait for
-- ever. What eBay accepted counts. Where no answer came the slot stays used, and a price that shows up later is taken
-- for the change it is.
create function private.end_unshown_changes(p_workspace_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  -- This runs every minute; what is left waits for the next one.
  v_ids := array(select id from public.price_reduction_logs
    where workspace_id = p_workspace_id and state in ('sending', 'sent', 'unknown')
      and sent_at < now() - private.asked_for() order by sent_at, id limit 1000);
  perform private.lock_listings(p_workspace_id, v_ids);
  update public.listings as listing set last_cut_at = change.sent_at, price_contradicted_at = null,
    price_cents = case when change.state = 'sent' then change.new_price_cents else listing.price_cents end,
    cut_count = listing.cut_count + case when change.state = 'sent' and change.kind = 'scheduled' then 1 else 0 end
  from public.price_reduction_logs as change
  where change.id = any (v_ids) and change.state in ('sending', 'sent', 'unknown') and listing.id = change.listing_id;
  update public.price_reduction_logs set
    state = case state when 'sent' then 'confirmed' else 'cancelled' end,
    confirmed_at = case state when 'sent' then now() end,
    reason_code = case when state <> 'sent' then 'never_shown' end,
    reason = case when state <> 'sent' then private.not_sent_because('never_shown') end
  where id = any (v_ids) and state in ('sending', 'sent', 'unknown');
end;
$$;

-- Gives what lies about to somebody: a run whose worker vanished, changes of persons nobody sends. Planned rows of no
-- run that goes on would keep their listing for ever; those of persons are taken back after ten minutes.
create function public.wake_price_jobs(p_workspace_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  select array_agg(change.id) into v_ids from (
    select id from public.price_reduction_logs
    where workspace_id = p_workspace_id and state = 'planned' and run_id is null
      and planned_at < now() - interval '10 minutes'
    limit 1000
  ) as change;
  perform public.cancel_planned_changes(p_workspace_id, v_ids, 'run_stopped');
  perform private.take_back_soon(p_workspace_id);
  perform private.end_unshown_changes(p_workspace_id);
  if exists (select from public.price_runs where workspace_id = p_workspace_id and state = 'running') then
    perform private.enqueue_job('ebay.reduce', 'ebay.reduce:' || p_workspace_id, '{}', p_workspace_id);
  end if;
  if exists (select from public.price_reduction_logs
    where workspace_id = p_workspace_id and state = 'planned' and run_id is null) then
    perform private.enqueue_job('ebay.change', 'ebay.change:' || p_workspace_id, '{}', p_workspace_id);
  end if;
end;
$$;

-- A listing eBay moved to the other interface.
create function public.set_management_kind(p_workspace_id uuid, p_listing_id uuid, p_management_kind text,
  p_offer_id text default null) returns void
language sql
security definer
set search_path = ''
as $$
  update public.listings set management_kind = p_management_kind, offer_id = coalesce(p_offer_id, offer_id)
  where workspace_id = p_workspace_id and id = p_listing_id;
$$;

grant execute on function public.begin_price_run, public.list_due_listings, public.plan_price_changes,
  public.count_cuts_today, public.list_planned_changes, public.begin_price_calls,
  public.settle_price_changes, public.cancel_planned_changes, public.count_unsettled_changes,
  public.list_unsettled_changes, public.give_up_changes, public.finish_price_run,
  public.wake_price_jobs, public.set_management_kind to service_role;
