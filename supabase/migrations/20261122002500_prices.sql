-- Changing prices on eBay: intent, act, confirm. Every change is a row of the price history before anything is sent.
-- A listing has at most one change under way, and a due slot is used once. Whoever dies in between leaves a row that
-- says where.

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
  rule_version    integer,
  valid_until     timestamptz,
  floor_cents     bigint,
  old_price_cents bigint not null,
  new_price_cents bigint not null,
  currency        text not null,
  is_below_floor_confirmed boolean not null default false,
  state           text not null default 'planned',
  reason_code     text,
  reason          text,
  actor_id        uuid,
  undo_of         uuid references public.price_reduction_logs (id) on delete set null,
  planned_at      timestamptz not null default now(),
  sent_at         timestamptz,
  send_count      integer not null default 0,
  confirmed_at    timestamptz,
  seen_price_cents bigint,

  foreign key (workspace_id, listing_id) references public.listings (workspace_id, id) on delete set null (listing_id),
  foreign key (workspace_id, run_id) references public.price_runs (workspace_id, id) on delete set null (run_id),
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
-- No foreign keys: deleting a person or a strategy would rewrite the history of years in one statement.
comment on column public.price_reduction_logs.strategy_id
  is 'Whose rule it was; the name stays when the strategy goes.';
comment on column public.price_reduction_logs.actor_id is 'The person who asked for it, as long as there is one.';
comment on column public.price_reduction_logs.kind
  is 'scheduled: by a strategy; manual: by a person; undo: back to an earlier price; ebay: changed on eBay, noticed by '
  'a sync.';
comment on column public.price_reduction_logs.slot_at
  is 'The due time it was made for. A listing is cut at most once for each.';
comment on column public.price_reduction_logs.inputs is 'What the price was computed from.';
comment on column public.price_reduction_logs.rule_version is 'The version of the strategy''s rule that made it.';
comment on column public.price_reduction_logs.valid_until
  is 'When quiet hours or a blackout of the strategy begin. It is not sent from then on.';
comment on column public.price_reduction_logs.seen_price_cents is 'What eBay showed when it was read back.';

-- The two promises, kept by the database whatever the functions do.
create unique index price_reduction_logs_slot_idx on public.price_reduction_logs (listing_id, slot_at)
  where kind = 'scheduled' and state not in ('rejected', 'cancelled');
create unique index price_reduction_logs_open_idx on public.price_reduction_logs (listing_id)
  where state in ('planned', 'sending', 'sent', 'unknown');
create index price_reduction_logs_list_idx on public.price_reduction_logs (workspace_id, planned_at desc, id desc);
create index price_reduction_logs_listing_idx
  on public.price_reduction_logs (workspace_id, listing_id, planned_at desc);
create index price_reduction_logs_run_idx on public.price_reduction_logs (workspace_id, run_id, state, id);
create index price_reduction_logs_strategy_idx
  on public.price_reduction_logs (workspace_id, strategy_id, planned_at desc);
create index price_reduction_logs_undo_of_idx on public.price_reduction_logs (undo_of) where undo_of is not null;
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
create policy "Editors can read their workspace's runs" on public.price_runs
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's price history" on public.price_reduction_logs
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- listings.open_change_id follows the price history, whoever writes it.
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

create function private.readings_apart() returns interval
language sql
immutable
set search_path = ''
as $$
  select interval '15 minutes';
$$;
comment on function private.readings_apart
  is 'Two readings so far apart that show another price prove that a price we sent is not on eBay.';

create function private.call_may_last() returns interval
language sql
immutable
set search_path = ''
as $$
  select interval '1 minute';
$$;
comment on function private.call_may_last is 'After so long, no request of ours can still be on its way to eBay.';

create function private.price_is_fresh_for() returns interval
language sql
immutable
set search_path = ''
as $$
  select interval '60 seconds';
$$;
comment on function private.price_is_fresh_for
  is 'A price is changed only when eBay showed the price before it so recently.';

create function private.asked_for() returns interval
language sql
immutable
set search_path = ''
as $$
  select interval '1 day';
$$;
comment on function private.asked_for
  is 'So long eBay is asked about a change whose outcome it has not shown. After that the listing is free again.';
