-- eBay as the place where products are sold: the workspace's account and how the workspace wants to sell there.

create table public.ebay_connections (
  workspace_id             uuid primary key references public.workspaces (id) on delete cascade,
  user_id                  uuid not null references public.users (id) on delete cascade,
  ebay_user_id             text not null,
  ebay_username            text not null,
  environment              text not null,
  refresh_token_expires_at timestamptz not null,
  refreshed_at             timestamptz not null default now(),
  state                    text not null default 'connected',
  error_code               text,
  error_since              timestamptz,
  error_count              integer not null default 0,
  last_success_at          timestamptz,
  connected_at             timestamptz not null default now(),
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),

  constraint ebay_connections_environment_known check (environment in ('production', 'sandbox')),
  constraint ebay_connections_state_known check (state in ('connected', 'reconnect', 'error'))
);
comment on table public.ebay_connections is
  'One eBay account per workspace, of the person who connected it; gone with that person.';
comment on column public.ebay_connections.ebay_user_id is
  'eBay''s immutable id; the user name may change or be an id itself.';

create index ebay_connections_user_id_idx on public.ebay_connections (user_id);
-- Two workspaces with one account would each lower its prices once per slot.
create unique index ebay_connections_account_idx on public.ebay_connections (environment, ebay_user_id);

create trigger _100_touch_updated_at before update on public.ebay_connections
  for each row execute function private.touch_updated_at();

alter table public.ebay_connections enable row level security;
grant select (workspace_id, user_id, ebay_user_id, ebay_username, environment, refresh_token_expires_at, state,
  error_code, error_since, error_count, refreshed_at, last_success_at, connected_at, created_at, updated_at)
  on public.ebay_connections to authenticated;
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
  lower_during_sales    boolean not null default false,
  carries_over_relisted boolean not null default false,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),

  constraint ebay_settings_skus_per_call_range check (skus_per_call between 1 and 25),
  constraint ebay_settings_fees_make_sense check (
    fee_bp between 0 and 5000 and fixed_fee_cents between 0 and 10000 and margin_bp between 0 and 5000),
  -- Later than this is a pause, which names itself as one.
  constraint ebay_settings_vacation_ends check (vacation_until < now() + interval '367 days'),
  constraint ebay_settings_sku_prefix_shape check (sku_prefix ~ '^[A-Za-z0-9_]{1,10}$'),
  constraint ebay_settings_description_note_length check (char_length(description_note) <= 1000)
);
comment on table public.ebay_settings is 'How a workspace sells on eBay. Made with the workspace.';
comment on column public.ebay_settings.reductions_paused is
  'Pause all price drops: asked again before every call that changes a price.';
comment on column public.ebay_settings.skus_per_call is
  'eBay''s own pages contradict each other on 1 or 25; 1 is always accepted.';
comment on column public.ebay_settings.lower_during_sales is
  'A price that is revised ends a running sale on eBay, so price drops skip a listing in a sale unless this is on.';
comment on column public.ebay_settings.carries_over_relisted is
  'A relisted item gets floor, strategy, switch and cost of the ended listing with its SKU automatically.';
comment on column public.ebay_settings.fee_bp is
  'What eBay keeps of a sale, in basis points; with fixed_fee_cents it proposes floors.';

create trigger _100_touch_updated_at before update on public.ebay_settings
  for each row execute function private.touch_updated_at();

alter table public.ebay_settings enable row level security;
grant select on public.ebay_settings to authenticated;
grant update (reductions_paused, vacation_until, time_zone, skus_per_call, fee_bp, fixed_fee_cents, margin_bp,
  fulfillment_policy_id, payment_policy_id, return_policy_id, merchant_location_key, sku_prefix, description_note,
  lower_during_sales, carries_over_relisted)
  on public.ebay_settings to authenticated;
grant all on public.ebay_settings to service_role;

create policy "Editors can read how their workspace sells on eBay" on public.ebay_settings
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
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
  for each row when (old.reductions_paused is distinct from new.reductions_paused)
  execute function private.note_pause();

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

insert into private.connection_providers (provider, shown_in, account_column, keeps_one, waiting_jobs)
values ('ebay', 'ebay_connections', 'ebay_user_id', true, '{ebay.%}');

create trigger _900_forget_tokens after delete on public.ebay_connections
  for each row execute function private.forget_tokens();

-- eBay shows an account nothing about the listings of another one, and takes no change of them. p_limit at a time;
-- answers whether some are left.
create function public.set_other_accounts_aside(p_workspace_id uuid, p_limit integer default 1000) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_ids uuid[] := array(
    select listing.id from public.ebay_connections as connection
    join public.listings as listing on listing.workspace_id = connection.workspace_id
      and listing.ebay_user_id <> connection.ebay_user_id and listing.status in ('active', 'sold_out')
    where connection.workspace_id = p_workspace_id
    limit private.page_limit(p_limit));
begin
  perform 1 from public.listings where id = any (v_ids) order by id for no key update;
  update public.listings set status = 'inactive' where id = any (v_ids) and status in ('active', 'sold_out');
  return cardinality(v_ids) = private.page_limit(p_limit);
end;
$$;
grant execute on function public.set_other_accounts_aside to service_role;

-- For the service role, which names the workspace. The job reads the account's listings next.
create function public.store_ebay_connection(
  p_workspace_id uuid, p_user_id uuid, p_ebay_user_id text, p_ebay_username text, p_environment text,
  p_refresh_token_expires_at timestamptz, p_tokens jsonb
) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  begin
    insert into public.ebay_connections (workspace_id, user_id, ebay_user_id, ebay_username, environment,
      refresh_token_expires_at)
    values (p_workspace_id, p_user_id, p_ebay_user_id, p_ebay_username, p_environment, p_refresh_token_expires_at)
    on conflict (workspace_id) do update set
      user_id = excluded.user_id, ebay_user_id = excluded.ebay_user_id, ebay_username = excluded.ebay_username,
      environment = excluded.environment, refresh_token_expires_at = excluded.refresh_token_expires_at,
      connected_at = now();
  exception when unique_violation then
    raise exception 'ebay_account_taken' using errcode = 'PT409',
      detail = 'This eBay account is connected to another workspace. Disconnect it there first.';
  end;
  perform private.store_tokens('ebay', p_workspace_id, p_ebay_user_id, p_tokens);
  -- Those left are set aside by the first job that wants something from eBay.
  perform public.set_other_accounts_aside(p_workspace_id);
  update public.ebay_settings set time_zone = person.time_zone
  from public.users as person
  where workspace_id = p_workspace_id and person.id = p_user_id and ebay_settings.time_zone = 'UTC';
  perform private.enqueue_job('ebay.sync', 'ebay.sync:' || p_workspace_id, '{}', p_workspace_id);
end;
$$;
grant execute on function public.store_ebay_connection to service_role;
