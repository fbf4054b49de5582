-- Changing prices at eBay: intent, act, confirm. Every change is a row of the ledger before anything is sent, a listing
-- has at most one change under way, and a due slot is used once. Whoever dies in between leaves a row that says where.

create table public.price_runs (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  started_by   text not null,
  requested_by uuid references public.users (id) on delete set null,
  scope        jsonb not null default '{}',
  state        text not null default 'running',
  stop_code    text,
  stop_reason  text,
  due          integer not null default 0,
  skipped      jsonb not null default '{}',
  cursor_due_at timestamptz,
  cursor_id    uuid,
  is_planned   boolean not null default false,
  started_at   timestamptz not null default now(),
  finished_at  timestamptz,

  unique (workspace_id, id),
  constraint price_runs_started_by_known check (started_by in ('schedule', 'person', 'undo')),
  constraint price_runs_state_known check (state in ('running', 'finished', 'stopped')),
  constraint price_runs_skipped_is_object check (jsonb_typeof(skipped) = 'object')
);
comment on table public.price_runs
  is 'One going through everything due. Its row is the cursor: a worker that vanished is followed by one that goes on.';
comment on column public.price_runs.due
  is 'Listings looked at because their time had come. due = planned rows + skipped.';
comment on column public.price_runs.skipped is 'How many were skipped, by reason.';
-- One run at a time per workspace.
create unique index price_runs_running_idx on public.price_runs (workspace_id) where state = 'running';
create index price_runs_list_idx on public.price_runs (workspace_id, started_at desc, id desc);
create index price_runs_requested_by_idx on public.price_runs (requested_by);

create table public.price_reduction_logs (
  id              uuid primary key default gen_random_uuid(),
  workspace_id    uuid not null references public.workspaces (id) on delete cascade,
  listing_id      uuid,
  run_id          uuid,
  ebay_item_id    text not null,
  sku             text,
  title           text not null,
  kind            text not null,
  slot_at         timestamptz,
  strategy_id     uuid,
  strategy_name   text,
  inputs          jsonb not null default '{}',
  floor_cents     bigint,
  old_price_cents bigint not null,
  new_price_cents bigint not null,
  currency        text not null,
  is_below_floor_confirmed boolean not null default false,
  state           text not null default 'planned',
  reason_code     text,
  reason          text,
  actor_id        uuid references public.users (id) on delete set null,
  undo_of         uuid references public.price_reduction_logs (id) on delete set null,
  planned_at      timestamptz not null default now(),
  sent_at         timestamptz,
  send_count      integer not null default 0,
  confirmed_at    timestamptz,
  seen_price_cents bigint,

  foreign key (workspace_id, listing_id) references public.listings (workspace_id, id) on delete set null (listing_id),
  foreign key (workspace_id, run_id) references public.price_runs (workspace_id, id) on delete set null (run_id),
  foreign key (workspace_id, strategy_id) references public.strategies (workspace_id, id)
    on delete set null (strategy_id),
  constraint price_reduction_logs_kind_known check (kind in ('scheduled', 'manual', 'undo', 'ebay')),
  constraint price_reduction_logs_state_known
    check (state in ('planned', 'sending', 'sent', 'confirmed', 'rejected', 'unknown', 'cancelled')),
  constraint price_reduction_logs_scheduled_has_slot check ((kind = 'scheduled') = (slot_at is not null)),
  constraint price_reduction_logs_scheduled_never_raises
    check (kind <> 'scheduled' or new_price_cents < old_price_cents),
  constraint price_reduction_logs_scheduled_keeps_floor
    check (kind <> 'scheduled' or (floor_cents is not null and new_price_cents >= floor_cents)),
  constraint price_reduction_logs_prices_positive check (new_price_cents > 0 and old_price_cents > 0),
  constraint price_reduction_logs_refusal_has_a_reason
    check (state not in ('rejected', 'cancelled') or (reason_code is not null and reason is not null)),
  constraint price_reduction_logs_sent_has_its_time
    check (state not in ('sending', 'sent', 'unknown') or sent_at is not null),
  constraint price_reduction_logs_confirmed_has_its_time check ((state = 'confirmed') = (confirmed_at is not null))
);
comment on table public.price_reduction_logs
  is 'Every price with its reason: what was meant, what was sent, what eBay showed afterwards. Rows are never deleted.';
comment on column public.price_reduction_logs.kind
  is 'scheduled: by a strategy; manual: by a person; undo: back to an earlier price; ebay: changed at eBay, noticed by '
  'a sync.';
comment on column public.price_reduction_logs.slot_at
  is 'The due time it was made for. A listing is cut at most once for each.';
comment on column public.price_reduction_logs.inputs is 'What the price was computed from.';
comment on column public.price_reduction_logs.seen_price_cents is 'What eBay showed when it was read back.';

-- The two promises, kept by the database whatever the functions do.
create unique index price_reduction_logs_slot_idx on public.price_reduction_logs (listing_id, slot_at)
  where kind = 'scheduled' and state not in ('rejected', 'cancelled');
create unique index price_reduction_logs_open_idx on public.price_reduction_logs (listing_id)
  where state in ('planned', 'sending', 'sent', 'unknown');
create index price_reduction_logs_list_idx on public.price_reduction_logs (workspace_id, planned_at desc, id desc);
create index price_reduction_logs_listing_idx
  on public.price_reduction_logs (workspace_id, listing_id, planned_at desc);
create index price_reduction_logs_run_idx on public.price_reduction_logs (workspace_id, run_id, state);
create index price_reduction_logs_strategy_idx
  on public.price_reduction_logs (workspace_id, strategy_id, planned_at desc);
create index price_reduction_logs_undo_of_idx on public.price_reduction_logs (undo_of) where undo_of is not null;
create index price_reduction_logs_actor_id_idx on public.price_reduction_logs (actor_id);
-- Exactly the order in which changes are sent; those of persons have no run.
create function private.run_or_none(p_run_id uuid) returns uuid
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_run_id, '00000000-0000-0000-0000-000000000000');
$$;
create index price_reduction_logs_planned_idx
  on public.price_reduction_logs (workspace_id, private.run_or_none(run_id), planned_at, id)
  where state = 'planned';
create index price_reduction_logs_unsettled_idx on public.price_reduction_logs (workspace_id, sent_at, id)
  where state in ('planned', 'sending', 'sent', 'unknown');

alter table public.price_runs enable row level security;
alter table public.price_reduction_logs enable row level security;
grant select on public.price_runs, public.price_reduction_logs to authenticated;
grant all on public.price_runs, public.price_reduction_logs to service_role;
create policy "Members can read their workspace's runs" on public.price_runs
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));
create policy "Members can read their workspace's ledger" on public.price_reduction_logs
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));

-- listings.open_change_id follows the ledger, whoever writes it.
create function private.open_change() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.listings set open_change_id = new.id where id = new.listing_id;
  return null;
end;
$$;
create trigger _100_open_change after insert on public.price_reduction_logs
  for each row when (new.state = 'planned') execute function private.open_change();

create function private.close_change() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.listings set open_change_id = null where id = new.listing_id and open_change_id = new.id;
  return null;
end;
$$;
create trigger _110_close_change after update of state on public.price_reduction_logs
  for each row when (new.state in ('confirmed', 'rejected', 'cancelled') and old.state
    in ('planned', 'sending', 'sent', 'unknown'))
  execute function private.close_change();

-- Why nothing may be sent for this workspace just now; null when it may.
create function private.pause_reason(p_workspace_id uuid) returns text
language sql
stable
set search_path = ''
as $$
  select case when reductions_paused then 'global_pause' when vacation_until > now() then 'vacation' end
  from public.ebay_settings where workspace_id = p_workspace_id;
$$;

-- Security definer: for the service role. The run that goes on, or a new one.
create function public.begin_price_run(p_workspace_id uuid, p_started_by text, p_requested_by uuid default null,
  p_scope jsonb default '{}') returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_run public.price_runs;
begin
  select * into v_run from public.price_runs where workspace_id = p_workspace_id and state = 'running' for update;
  if not found then
    insert into public.price_runs (workspace_id, started_by, requested_by, scope)
    values (p_workspace_id, p_started_by, p_requested_by, p_scope)
    on conflict do nothing returning * into v_run;
    if v_run.id is null then
      select * into v_run from public.price_runs where workspace_id = p_workspace_id and state = 'running';
    end if;
  end if;
  return to_jsonb(v_run);
end;
$$;

-- Security definer: for the service role. The next listings of a run in the order of their due time, with all pricing
-- needs.
create function public.list_due_listings(p_workspace_id uuid, p_run_id uuid, p_limit integer) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(listing) - 'search_text' order by listing.due_at, listing.id), '[]')
  from (
    select listing.* from public.price_runs as run
    join public.listings as listing on listing.workspace_id = run.workspace_id
    where run.id = p_run_id and run.workspace_id = p_workspace_id and run.state = 'running' and not run.is_planned
      and listing.due_at <= run.started_at
      and (run.cursor_id is null or (listing.due_at, listing.id) > (run.cursor_due_at, run.cursor_id))
      and (run.scope -> 'listing_ids' is null or run.scope -> 'listing_ids' ? listing.id::text)
      and (run.scope ->> 'strategy_id' is null or listing.strategy_id = (run.scope ->> 'strategy_id')::uuid)
    order by listing.due_at, listing.id limit p_limit
  ) as listing;
$$;

-- Security definer: for the service role. Writes what a page of a run decided: rows to send, counts of what was
-- skipped, and where the run goes on; all or nothing. A row is written only while the listing is still what it was
-- judged by, and as long as its strategy's day has room; two runs at once write one row for a slot.
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
  insert into public.price_reduction_logs (workspace_id, run_id, listing_id, ebay_item_id, sku, title, kind, slot_at,
    strategy_id, strategy_name, inputs,
    floor_cents, old_price_cents, new_price_cents, currency)
  select p_workspace_id, p_run_id, chosen.listing_id, chosen.ebay_item_id, chosen.sku, chosen.title, 'scheduled',
    chosen.slot_at, chosen.strategy_id,
    chosen.strategy_name, chosen.inputs, chosen.floor_cents, chosen.price_cents, chosen.new_price_cents, chosen.currency
  from (
    select listing.id as listing_id, listing.ebay_item_id, listing.sku, listing.title, listing.price_cents,
      listing.currency, listing.floor_cents,
      (row ->> 'slot_at')::timestamptz as slot_at, strategy.id as strategy_id, strategy.name as strategy_name,
      coalesce(row -> 'inputs', '{}') as inputs,
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

-- Security definer: for the service role. How many cuts each capped strategy has made today.
create function public.count_cuts_today(p_workspace_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(id, private.cuts_today(workspace_id, id, time_zone)), '{}')
  from public.strategies where workspace_id = p_workspace_id and max_cuts_per_day is not null;
$$;

-- Security definer: for the service role. Takes planned changes to be sent now, after one more look: whatever changed
-- since they were planned cancels them. What this answers is this worker's to send; nobody gets it twice.
create function public.begin_sending(p_workspace_id uuid, p_limit integer, p_run_id uuid default null) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  -- A pause stops strategies. What a person asks for, an undo above all, goes on.
  v_pause text := case when exists (select from public.price_runs where id = p_run_id and started_by <> 'undo')
    then private.pause_reason(p_workspace_id) end;
  v_answer jsonb;
begin
  if v_pause is not null then
    return jsonb_build_object('paused', v_pause, 'changes', '[]'::jsonb);
  end if;
  with chosen as (
    select id from public.price_reduction_logs
    where workspace_id = p_workspace_id and private.run_or_none(run_id) = private.run_or_none(p_run_id)
      and state = 'planned'
    order by planned_at, id limit p_limit for update skip locked
  ), judged as (
    select change.id, private.reason_not_to_send(change, listing, strategy) as reason_code
    from chosen
    join public.price_reduction_logs as change on change.id = chosen.id
    left join public.listings as listing on listing.id = change.listing_id
    left join public.strategies as strategy on strategy.id = listing.strategy_id
  ), written as (
    update public.price_reduction_logs as change set
      state = case when judged.reason_code is null then 'sending' else 'cancelled' end,
      sent_at = case when judged.reason_code is null then clock_timestamp() end,
      send_count = change.send_count + case when judged.reason_code is null then 1 else 0 end,
      reason_code = judged.reason_code,
      reason = private.not_sent_because(judged.reason_code)
    from judged where change.id = judged.id
    returning change.*
  )
  select jsonb_build_object('paused', null, 'taken', count(*), 'changes',
    coalesce(jsonb_agg(jsonb_build_object('id', written.id, 'listing_id', written.listing_id,
    'ebay_item_id', written.ebay_item_id, 'sku', listing.sku, 'offer_id', listing.offer_id, 'management_kind',
    listing.management_kind,
    'old_price_cents', written.old_price_cents, 'new_price_cents', written.new_price_cents, 'currency',
    written.currency))
    filter (where written.state = 'sending'), '[]'))
  into v_answer
  from written left join public.listings as listing on listing.id = written.listing_id;
  return v_answer;
end;
$$;

-- The look at send time. Scheduled cuts ask everything; a person's own change asks only whether it is still what they
-- saw.
create function private.reason_not_to_send(p_change public.price_reduction_logs, p_listing public.listings,
  p_strategy public.strategies) returns text
language sql
stable
set search_path = ''
as $$
  select case
    when p_listing.id is null then 'listing_gone'
    when p_listing.price_cents <> p_change.old_price_cents or p_listing.currency <> p_change.currency
      then 'price_changed'
    when p_listing.status in ('ended', 'inactive') then 'not_active'
    when p_change.kind = 'scheduled' and (p_listing.status <> 'active' or coalesce(p_listing.quantity_available, 0) < 1)
      then 'no_quantity'
    when p_change.kind = 'scheduled' and not p_listing.reductions_enabled then 'reductions_off'
    when p_change.kind = 'scheduled' and (p_listing.floor_cents is null
      or p_change.new_price_cents < p_listing.floor_cents) then 'floor_raised'
    when p_change.kind <> 'scheduled' and not p_change.is_below_floor_confirmed
      and p_change.new_price_cents < p_listing.floor_cents then 'floor_raised'
    when p_change.kind = 'scheduled' and (p_strategy.id is null or p_strategy.id is distinct from p_change.strategy_id
      or not p_strategy.is_active or not p_strategy.is_live) then 'strategy_changed'
    when p_listing.parked_code is not null and p_change.kind = 'scheduled' then 'parked'
    when (select count(*) from public.price_reduction_logs as earlier
          where earlier.workspace_id = p_change.workspace_id and earlier.listing_id = p_change.listing_id
            and earlier.kind <> 'ebay'
            and earlier.sent_at >= date_trunc('day', now(), 'UTC')) >= 250 then 'revision_limit'
  end;
$$;

create function private.not_sent_because(p_code text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_code
    when 'listing_gone' then 'The listing is not here any more.'
    when 'price_changed' then 'The price changed after this was planned.'
    when 'not_active' then 'The listing ended or was withdrawn before this was sent.'
    when 'no_quantity' then 'It sold out before this was sent.'
    when 'reductions_off' then 'Reductions were switched off before this was sent.'
    when 'floor_raised' then 'The floor was raised above this price before it was sent.'
    when 'strategy_changed' then 'The strategy was paused or replaced before this was sent.'
    when 'parked' then 'eBay refused an earlier change of this listing for good.'
    when 'revision_limit' then 'eBay allows 250 revisions of a listing a day; this would be one more.'
    when 'run_stopped' then 'The run was stopped before this was sent.'
  end;
$$;

-- Security definer: for the service role. What eBay answered, row by row: {id, outcome, code, message, is_parked}.
-- accepted waits to be read back; rejected is eBay's no; again says that nothing was done and the same run may send it
-- once more; unknown means no answer came, and only looking will tell.
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

-- Security definer: for the service role. What eBay shows now: {ebay_item_id, seen_price_cents, currency, seen_at}. The
-- price we sent confirms the change and moves the listing in one statement. The old price, looked at long enough after
-- sending, means the change never arrived: its slot is free again. Anything else was set by somebody else after ours.
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

-- Security definer: for the service role. Changes whose outcome only eBay knows, and how many listings a reading of all
-- would show: what tells which way of looking takes fewer calls.
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

-- Security definer: for the service role. Changes whose outcome only eBay knows, in the order of their ids.
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

-- Security definer: for the service role. A change of a listing that eBay does not have any more cannot be looked up.
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

-- Security definer: for the service role. Ends a run; what was planned and not sent is taken back, what was sent is
-- left to those who look it up.
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

-- Security definer: for the service role. Gives what lies about to somebody: a run whose worker vanished, changes of
-- persons nobody sends. Planned rows of no run that goes on would keep their listing for ever; after ten minutes they
-- are taken back.
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

-- Security definer: for the service role. A listing eBay moved to the other interface.
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

-- Security definer: runs and ledger are the engine's to write; the workspace is checked here. Asks for a run now. While
-- one goes on, that one is the answer.
create function public.request_price_run(p_scope jsonb default '{}') returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_pause text := private.pause_reason(v_workspace_id);
begin
  perform private.require_ebay(v_workspace_id);
  if v_pause is not null then
    raise exception 'reductions_paused' using errcode = 'PT409',
      detail = case v_pause when 'global_pause' then 'Price reductions are paused. Switch Global Pause off first.'
        else 'Vacation is on. End it first.' end;
  end if;
  perform private.enqueue_job('ebay.reduce', 'ebay.reduce:' || v_workspace_id, '{}', v_workspace_id);
  return public.begin_price_run(v_workspace_id, 'person', (select auth.uid()), p_scope);
end;
$$;

-- Security definer: as above. A price a person types: any direction, below the floor only when they said so.
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
    raise exception 'listing_not_found' using errcode = 'PT404', detail = 'No such listing in your workspace.';
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
      using errcode = 'PT409', detail = 'The listing is not active at eBay, so its price cannot be changed.';
  elsif p_listing.has_variations then
    raise exception 'listing_has_variations'
      using errcode = 'PT409', detail = 'This listing has variations with prices of their own. Change them at eBay.';
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
  return to_jsonb(v_change);
end;
$$;

-- Security definer: as above. Back to the price before a change, while the listing still has the price that change
-- made.
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
      using errcode = 'PT404', detail = 'No such price change in your workspace.';
  end if;
  perform private.require_ebay(v_workspace_id);
  select * into v_listing from public.listings
    where id = v_change.listing_id and workspace_id = v_workspace_id for update;
  if v_change.state <> 'confirmed' or v_listing.id is null or v_listing.price_cents <> v_change.new_price_cents then
    raise exception 'cannot_undo' using errcode = 'PT409', detail = case
      when v_change.state <> 'confirmed' then 'This change did not take effect, so there is nothing to undo.'
      else 'The price was changed again since. Undo the newest change first.' end;
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

-- Security definer: as above. The same for everything a run confirmed; what was changed again since stays as it is.
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
    raise exception 'price_run_not_found' using errcode = 'PT404', detail = 'No such run in your workspace.';
  end if;
  perform private.require_ebay(v_workspace_id);
  if exists (select from public.price_runs where workspace_id = v_workspace_id and state = 'running') then
    raise exception 'price_run_running'
      using errcode = 'PT409', detail = 'A run is under way. Wait for its end, or stop it with Global Pause.';
  end if;
  select count(*) into v_total from public.price_reduction_logs
    where workspace_id = v_workspace_id and run_id = p_run_id and state = 'confirmed';
  if v_total = 0 then
    raise exception 'cannot_undo'
      using errcode = 'PT409', detail = 'This run changed no price, so there is nothing to undo.';
  end if;
  insert into public.price_runs (workspace_id, started_by, requested_by, scope, is_planned)
  values (v_workspace_id, 'undo', (select auth.uid()), jsonb_build_object('undo_of', p_run_id), true)
    returning * into v_undo;
  insert into public.price_reduction_logs (workspace_id, run_id, listing_id, ebay_item_id, sku, title, kind,
    floor_cents, old_price_cents, new_price_cents,
    currency, actor_id, undo_of)
  select v_workspace_id, v_undo.id, listing.id, listing.ebay_item_id, listing.sku, listing.title, 'undo',
    listing.floor_cents, listing.price_cents,
    change.old_price_cents, listing.currency, (select auth.uid()), change.id
  from public.price_reduction_logs as change
  join public.listings as listing on listing.id = change.listing_id
  where change.workspace_id = v_workspace_id and change.run_id = p_run_id and change.state = 'confirmed'
    and listing.price_cents = change.new_price_cents and listing.currency = change.currency
    and listing.open_change_id is null
    and listing.status not in ('ended', 'inactive')
    and (listing.floor_cents is null or change.old_price_cents >= listing.floor_cents)
  on conflict do nothing;
  get diagnostics v_count = row_count;
  update public.price_runs set due = v_total,
    skipped = case when v_total > v_count then jsonb_build_object('changed_meanwhile', v_total - v_count) else '{}' end
  where id = v_undo.id;
  perform private.enqueue_job('ebay.reduce', 'ebay.reduce:' || v_workspace_id, '{}', v_workspace_id);
  return (select to_jsonb(run) from public.price_runs as run where id = v_undo.id);
end;
$$;

grant execute on function public.request_price_run, public.request_price, public.request_price_undo,
  public.request_run_undo to authenticated;

-- Security definer: for the service role. Forgets an account. Its listings and their ledger stay unless eBay says the
-- person has closed their account: then all of it goes, for good.
create function public.remove_ebay_connection(p_workspace_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.ebay_connections where workspace_id = p_workspace_id;
  update public.ebay_settings set reductions_paused = true where workspace_id = p_workspace_id;
  update public.price_reduction_logs set state = 'cancelled', reason_code = 'run_stopped',
    reason = private.not_sent_because('run_stopped')
  where workspace_id = p_workspace_id and state = 'planned';
  update public.price_runs set state = 'stopped', stop_code = 'ebay_not_connected',
    stop_reason = 'eBay was disconnected.', finished_at = now()
  where workspace_id = p_workspace_id and state = 'running';
  update public.ebay_syncs set state = 'failed', error_code = 'ebay_not_connected',
    error_message = 'eBay was disconnected.', finished_at = now()
  where workspace_id = p_workspace_id and state = 'running';
end;
$$;

-- Security definer: for eBay's webhook. False for a notification that was received before.
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
  delete from public.price_reduction_logs as change using public.listings as listing
  where listing.id = change.listing_id and listing.ebay_user_id = p_ebay_user_id;
  perform public.remove_ebay_connection(workspace_id) from public.ebay_connections where ebay_user_id = p_ebay_user_id;
  delete from public.listings where ebay_user_id = p_ebay_user_id;
  return true;
end;
$$;
grant execute on function public.remove_ebay_connection, public.delete_ebay_account to service_role;
