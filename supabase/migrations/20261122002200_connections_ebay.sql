-- eBay as the place where products are sold: the workspace's connection and how it wants to sell there. Tokens are sealed
-- by the functions; nobody but the service role reads even that.

create table public.ebay_connections (
  workspace_id             uuid primary key references public.workspaces (id) on delete cascade,
  user_id                  uuid not null references public.users (id) on delete cascade,
  ebay_user_id             text not null,
  ebay_username            text not null,
  environment              text not null,
  access_token_sealed      text not null,
  refresh_token_sealed     text not null,
  access_token_expires_at  timestamptz not null,
  refresh_token_expires_at timestamptz not null,
  token_version            uuid not null default gen_random_uuid(),
  refreshed_at             timestamptz not null default now(),
  refresh_worker           text,
  refresh_leased_until     timestamptz,
  state                    text not null default 'connected',
  error_code               text,
  last_success_at          timestamptz,
  connected_at             timestamptz not null default now(),
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),

  constraint ebay_connections_environment_known check (environment in ('production', 'sandbox')),
  constraint ebay_connections_state_known check (state in ('connected', 'reconnect', 'error'))
);
comment on table public.ebay_connections is 'One eBay account per workspace, of the person who connected it; gone with that person.';
comment on column public.ebay_connections.ebay_user_id is 'eBay''s immutable id; the user name may change or be an id itself.';
comment on column public.ebay_connections.token_version is 'Another after every change of the tokens: whoever writes names the ones it began with.';

create index ebay_connections_user_id_idx on public.ebay_connections (user_id);
create index ebay_connections_ebay_user_id_idx on public.ebay_connections (ebay_user_id);

create trigger _100_touch_updated_at before update on public.ebay_connections
  for each row execute function private.touch_updated_at();

alter table public.ebay_connections enable row level security;
grant select (workspace_id, user_id, ebay_user_id, ebay_username, environment, refresh_token_expires_at, state, error_code,
  refreshed_at, last_success_at, connected_at, created_at, updated_at) on public.ebay_connections to authenticated;
grant all on public.ebay_connections to service_role;

create policy "Editors can read how their workspace's eBay connection is" on public.ebay_connections
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

create table public.ebay_settings (
  workspace_id          uuid primary key references public.workspaces (id) on delete cascade,
  reductions_paused     boolean not null default false,
  paused_at             timestamptz,
  vacation_until        timestamptz,
  time_zone             text not null default 'UTC',
  skus_per_call         integer not null default 1,
  fee_bp                integer not null default 1325,
  fixed_fee_cents       bigint not null default 40,
  margin_bp             integer not null default 1000,
  fulfillment_policy_id text,
  payment_policy_id     text,
  return_policy_id      text,
  merchant_location_key text,
  sku_prefix            text not null default 'ql_',
  description_note      text,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),

  constraint ebay_settings_skus_per_call_range check (skus_per_call between 1 and 25),
  constraint ebay_settings_fees_make_sense check (fee_bp between 0 and 5000 and fixed_fee_cents between 0 and 10000 and margin_bp between 0 and 5000),
  constraint ebay_settings_sku_prefix_shape check (sku_prefix ~ '^[A-Za-z0-9_]{1,10}$'),
  constraint ebay_settings_description_note_length check (char_length(description_note) <= 1000)
);
comment on table public.ebay_settings is 'How a workspace sells on eBay. Made with the workspace.';
comment on column public.ebay_settings.reductions_paused is 'Global Pause: asked again before every call that changes a price.';
comment on column public.ebay_settings.skus_per_call is 'eBay''s own pages contradict each other on 1 or 25; 1 is always accepted.';
comment on column public.ebay_settings.fee_bp is 'What eBay keeps of a sale, in basis points; with fixed_fee_cents it proposes floors.';

create trigger _100_touch_updated_at before update on public.ebay_settings
  for each row execute function private.touch_updated_at();

alter table public.ebay_settings enable row level security;
grant select on public.ebay_settings to authenticated;
grant update (reductions_paused, vacation_until, time_zone, skus_per_call, fee_bp, fixed_fee_cents, margin_bp, fulfillment_policy_id, payment_policy_id,
  return_policy_id, merchant_location_key, sku_prefix, description_note) on public.ebay_settings to authenticated;
grant all on public.ebay_settings to service_role;

create policy "Members can read how their workspace sells on eBay" on public.ebay_settings
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()));
create policy "Editors can change how their workspace sells on eBay" on public.ebay_settings
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));

create function private.note_pause() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.paused_at := case when new.reductions_paused then now() end;
  return new;
end;
$$;
create trigger _110_note_pause before update of reductions_paused on public.ebay_settings
  for each row when (old.reductions_paused is distinct from new.reductions_paused) execute function private.note_pause();

create function private.seed_ebay() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.ebay_settings (workspace_id) values (new.id);
  return null;
end;
$$;
create trigger _220_seed_ebay after insert on public.workspaces
  for each row execute function private.seed_ebay();

-- Security definer: for the service role, which names the workspace. The job reads the account's listings next.
create function public.store_ebay_connection(
  p_workspace_id uuid, p_user_id uuid, p_ebay_user_id text, p_ebay_username text, p_environment text, p_access_token_sealed text,
  p_refresh_token_sealed text, p_access_token_expires_at timestamptz, p_refresh_token_expires_at timestamptz
) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.ebay_connections (workspace_id, user_id, ebay_user_id, ebay_username, environment, access_token_sealed,
    refresh_token_sealed, access_token_expires_at, refresh_token_expires_at, last_success_at)
  values (p_workspace_id, p_user_id, p_ebay_user_id, p_ebay_username, p_environment, p_access_token_sealed, p_refresh_token_sealed,
    p_access_token_expires_at, p_refresh_token_expires_at, now())
  on conflict (workspace_id) do update set
    user_id = excluded.user_id, ebay_user_id = excluded.ebay_user_id, ebay_username = excluded.ebay_username,
    environment = excluded.environment, access_token_sealed = excluded.access_token_sealed,
    refresh_token_sealed = excluded.refresh_token_sealed, access_token_expires_at = excluded.access_token_expires_at,
    refresh_token_expires_at = excluded.refresh_token_expires_at, token_version = gen_random_uuid(), refreshed_at = now(),
    refresh_worker = null, refresh_leased_until = null, state = 'connected', error_code = null, last_success_at = now(),
    connected_at = now();
  update public.ebay_settings set time_zone = person.time_zone
  from public.users as person
  where workspace_id = p_workspace_id and person.id = p_user_id and ebay_settings.time_zone = 'UTC';
  perform private.enqueue_job('ebay.sync', 'ebay.sync:' || p_workspace_id, '{}', p_workspace_id);
  update private.jobs set run_at = now()
  where workspace_id = p_workspace_id and kind like 'ebay.%' and finished_at is null and leased_until is null and run_at > now();
end;
$$;

-- Security definer: for the service role. One process at a time refreshes; the others wait for its result.
create function public.claim_ebay_refresh(p_workspace_id uuid, p_token_version uuid, p_worker text, p_lease_seconds integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_row public.ebay_connections;
begin
  select * into v_row from public.ebay_connections where workspace_id = p_workspace_id for update;
  if not found then
    return jsonb_build_object('turn', 'not_connected');
  elsif v_row.token_version <> p_token_version then
    return jsonb_build_object('turn', 'done');
  elsif v_row.state = 'reconnect' then
    return jsonb_build_object('turn', 'reconnect');
  elsif v_row.refresh_leased_until > now() then
    return jsonb_build_object('turn', 'busy');
  end if;
  update public.ebay_connections
  set refresh_worker = p_worker, refresh_leased_until = now() + make_interval(secs => p_lease_seconds)
  where workspace_id = p_workspace_id;
  return jsonb_build_object('turn', 'mine', 'refresh_token_sealed', v_row.refresh_token_sealed);
end;
$$;
comment on function public.claim_ebay_refresh is 'turn: mine (with the refresh token), busy (ask again), done (read the tokens again), reconnect, not_connected.';

-- Security definer: for the service role. eBay sends no new refresh token, so that one stays as it is.
create function public.finish_ebay_refresh(
  p_workspace_id uuid, p_token_version uuid, p_access_token_sealed text, p_access_token_expires_at timestamptz
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.ebay_connections
  set access_token_sealed = p_access_token_sealed, access_token_expires_at = p_access_token_expires_at,
      token_version = gen_random_uuid(), refreshed_at = now(), refresh_worker = null, refresh_leased_until = null,
      state = 'connected', error_code = null
  where workspace_id = p_workspace_id and token_version = p_token_version;
  return found;
end;
$$;

-- Security definer: for the service role. Says what a failure with those tokens means, unless there are newer ones.
-- p_state null: only the turn is given back.
create function public.fail_ebay(
  p_workspace_id uuid, p_token_version uuid, p_worker text, p_state text default null, p_error_code text default null
) returns void
language sql
security definer
set search_path = ''
as $$
  update public.ebay_connections
  set state = coalesce(p_state, state), error_code = case when p_state is null then error_code else p_error_code end,
      refresh_leased_until = case when refresh_worker = p_worker then null else refresh_leased_until end,
      refresh_worker = case when refresh_worker = p_worker then null else refresh_worker end
  where workspace_id = p_workspace_id and token_version = p_token_version;
$$;

grant execute on function public.store_ebay_connection, public.claim_ebay_refresh, public.finish_ebay_refresh, public.fail_ebay to service_role;
