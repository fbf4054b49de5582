-- What eBay answered and showed: rows are settled, confirmed, or looked up until they are.

-- What eBay answered, row by row: {id, outcome, code, message, is_parked}. accepted waits to be read back; rejected is
-- eBay's no; again says that nothing was done and the same run may send it once more; unknown means no answer came, and
-- only looking will tell.
create function public.settle_price_changes(p_workspace_id uuid, p_results jsonb) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
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
    parked_code = left(result ->> 'code', 80), parked_reason = left(result ->> 'message', 500), parked_at = now()
  from jsonb_array_elements(p_results) as result
  join public.price_reduction_logs as change on change.id = (result ->> 'id')::uuid
    and change.workspace_id = p_workspace_id and change.state = 'rejected'
  where listing.id = change.listing_id and (result ->> 'is_parked')::boolean;
  return v_count;
end;
$$;

-- What eBay shows now: {ebay_item_id, seen_price_cents, currency, seen_at}. The price we sent confirms the change and
-- moves the listing in one statement. The old price, looked at long enough after sending, means the change never
-- arrived: its slot is free again. Anything else was set by somebody else after ours.
create function public.confirm_price_changes(p_workspace_id uuid, p_rows jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_confirmed integer;
  v_settled integer;
begin
  with seen as (
    select distinct on (row ->> 'ebay_item_id') row ->> 'ebay_item_id' as ebay_item_id,
      (row ->> 'seen_price_cents')::bigint as price, row ->> 'currency' as currency, (row ->> 'seen_at')::timestamptz
      as seen_at
    from jsonb_array_elements(p_rows) as row order by row ->> 'ebay_item_id'
  ), judged as (
    select change.id, change.listing_id, change.kind, change.state, change.sent_at, change.old_price_cents,
      change.new_price_cents, seen.price, seen.seen_at, seen.currency,
      case when seen.price = change.new_price_cents and seen.currency = change.currency then 'confirmed'
        when seen.price = change.old_price_cents and seen.currency = change.currency then 'old'
        else 'other' end as verdict
    from seen
    join public.listings as listing on listing.workspace_id = p_workspace_id
      and listing.ebay_item_id = seen.ebay_item_id
    join public.price_reduction_logs as change on change.id = listing.open_change_id
    where change.state in ('sending', 'sent', 'unknown') and seen.seen_at > change.sent_at
    for update of change
  ), settled as (
    select *, case verdict when 'confirmed' then 'confirmed' when 'other' then 'cancelled'
      else 'rejected' end as next_state
    from judged
    -- Ours is certain at once; that it never arrived, or came before somebody else's, only when nothing of it can be
    -- under way.
    where verdict = 'confirmed' or (verdict = 'other' and state = 'sent')
      or seen_at > sent_at + private.price_settles_for()
  ), changes as (
    update public.price_reduction_logs as change set
      state = settled.next_state, seen_price_cents = settled.price,
      confirmed_at = case when verdict = 'confirmed' then settled.seen_at end,
      reason_code = case verdict when 'old' then 'not_applied' when 'other' then 'overtaken' end,
      reason = case verdict
        when 'old'
          then 'eBay still shows the old price: the change did not take effect. It is tried again in the next run.'
        when 'other'
          then 'eBay shows another price than the one before and the one sent: somebody changed it there.' end
    from settled where change.id = settled.id
    returning change.id
  ), moved as (
    update public.listings as listing set
      price_cents = settled.price, currency = settled.currency, price_seen_at = settled.seen_at,
      last_cut_at = case when verdict = 'old' then listing.last_cut_at else settled.sent_at end,
      cut_count = listing.cut_count + case when verdict = 'confirmed' and settled.kind = 'scheduled' then 1 else 0 end,
      -- The trigger would do it too, with a second writing of the row.
      open_change_id = null
    from settled where listing.id = settled.listing_id
    returning listing.id
  )
  select count(*) filter (where verdict = 'confirmed'), count(*) into v_confirmed, v_settled from settled;
  return jsonb_build_object('confirmed', v_confirmed, 'settled', v_settled);
end;
$$;

-- Changes whose outcome only eBay knows, and how many listings a reading of all would show: what tells which way of
-- looking takes fewer calls.
create function public.count_unsettled_changes(p_workspace_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'unsettled', (select count(*) from public.price_reduction_logs
      where workspace_id = p_workspace_id and state in ('sending', 'sent', 'unknown')),
    'on_sale', (select count(*) from public.listings
      where workspace_id = p_workspace_id and status in ('active', 'sold_out')));
$$;

-- Changes whose outcome only eBay knows, in the order of their ids.
create function public.list_unsettled_changes(p_workspace_id uuid, p_limit integer, p_after_id uuid default null)
  returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', change.id, 'listing_id', change.listing_id, 'ebay_item_id',
    change.ebay_item_id, 'state', change.state,
    'sku', listing.sku, 'offer_id', listing.offer_id, 'management_kind', listing.management_kind, 'new_price_cents',
    change.new_price_cents,
    'old_price_cents', change.old_price_cents, 'currency', change.currency, 'sent_at', change.sent_at)
    order by change.id), '[]')
  from (
    select * from public.price_reduction_logs
    where workspace_id = p_workspace_id and state in ('sending', 'sent', 'unknown')
      and (p_after_id is null or id > p_after_id)
    order by id limit p_limit
  ) as change
  left join public.listings as listing on listing.id = change.listing_id;
$$;

-- A change of a listing that eBay does not have any more cannot be looked up.
create function public.give_up_changes(p_workspace_id uuid, p_ids uuid[], p_code text, p_reason text) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  update public.price_reduction_logs set state = 'rejected', reason_code = p_code, reason = p_reason
  where workspace_id = p_workspace_id and id = any (p_ids) and state in ('sending', 'sent', 'unknown');
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Ends a run; what was planned and not sent is taken back, what was sent is left to those who look it up.
create function public.finish_price_run(p_workspace_id uuid, p_run_id uuid, p_stop_code text default null,
  p_stop_reason text default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.price_reduction_logs set state = 'cancelled', reason_code = coalesce(p_stop_code, 'run_stopped'),
    reason = coalesce(p_stop_reason, private.not_sent_because('run_stopped'))
  where workspace_id = p_workspace_id and run_id = p_run_id and state = 'planned';
  update public.price_runs set state = case when p_stop_code is null then 'finished'
    else 'stopped' end, stop_code = p_stop_code,
    stop_reason = p_stop_reason, finished_at = now()
  where id = p_run_id and workspace_id = p_workspace_id and state = 'running';
end;
$$;

-- Gives what lies about to somebody: a run whose worker vanished, changes of persons nobody sends. Planned rows of no
-- run that goes on would keep their listing for ever; after ten minutes they are taken back.
create function public.wake_price_jobs(p_workspace_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.price_reduction_logs as change set state = 'cancelled', reason_code = 'run_stopped',
    reason = private.not_sent_because('run_stopped')
  where change.workspace_id = p_workspace_id and change.state = 'planned'
    and change.planned_at < now() - interval '10 minutes'
    and not exists (select from public.price_runs as run where run.id = change.run_id and run.state = 'running');
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
  public.count_cuts_today, public.begin_sending,
  public.settle_price_changes, public.confirm_price_changes, public.count_unsettled_changes,
  public.list_unsettled_changes, public.give_up_changes, public.finish_price_run,
  public.wake_price_jobs, public.set_management_kind to service_role;
