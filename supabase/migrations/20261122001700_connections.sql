-- Connections to vendors: pending sign-ins, sealed tokens, the lease for a refresh, and the state of the account. One
-- mechanism serves every vendor. People read the vendor's own public table, which a trigger keeps equal. Functions here
-- are security definer because their tables are private. They are for the service role, which names the workspace,
-- unless their comment says otherwise. Tokens and code verifiers arrive sealed.

create table private.connection_providers (
  provider       text primary key,
  shown_in       text not null,
  account_column text not null,
  keeps_one      boolean not null,
  waiting_jobs   text[] not null,
  is_shared      boolean not null default false
);
comment on table private.connection_providers
  is 'One row per vendor, written by the migration that creates the vendor''s public table.';
comment on column private.connection_providers.shown_in
  is 'The public table with a row per account: workspace_id, the account, state, error_code, error_since, error_count, '
  'refreshed_at, last_success_at.';
comment on column private.connection_providers.account_column
  is 'The column of that table with the vendor''s own immutable id of the account.';
comment on column private.connection_providers.keeps_one is 'Connecting another account replaces the earlier one.';
comment on column private.connection_providers.is_shared
  is 'Several vendors show their accounts in the same table, which says whose in its column provider.';
comment on column private.connection_providers.waiting_jobs
  is 'Kinds of jobs (like patterns) that start when the account is connected.';

create table private.oauth_states (
  state_hash           text primary key,
  provider             text not null,
  workspace_id         uuid not null references public.workspaces (id) on delete cascade,
  user_id              uuid not null references public.users (id) on delete cascade,
  code_verifier_sealed text,
  expires_at           timestamptz not null
);
comment on table private.oauth_states
  is 'Sign-ins that were started. Only the browser has the state; this column has its SHA-256.';
comment on column private.oauth_states.code_verifier_sealed is 'Null for a vendor without PKCE (eBay).';

create index oauth_states_expires_at_idx on private.oauth_states (expires_at);
create index oauth_states_workspace_id_idx on private.oauth_states (workspace_id);
create index oauth_states_user_id_idx on private.oauth_states (user_id);

create table private.connections (
  provider                text not null references private.connection_providers (provider),
  workspace_id            uuid not null references public.workspaces (id) on delete cascade,
  account                 text not null,
  access_token_sealed     text not null,
  refresh_token_sealed    text,
  access_token_expires_at timestamptz not null,
  token_version           uuid not null default gen_random_uuid(),
  refreshed_at            timestamptz not null default now(),
  refresh_worker          text,
  refresh_leased_until    timestamptz,
  refresh_lost_at         timestamptz,
  state                   text not null default 'connected',
  error_code              text,
  error_since             timestamptz,
  error_count             integer not null default 0,
  last_success_at         timestamptz,

  primary key (provider, workspace_id, account),
  constraint connections_state_known check (state in ('connected', 'reconnect', 'error')),
  constraint connections_error_is_whole check (
    (state = 'connected') = (error_code is null) and (error_code is null) = (error_since is null)
    and (error_code is null) = (error_count = 0))
);
comment on table private.connections
  is 'One account of a workspace at a vendor. Deleted with the row of its public table.';
comment on column private.connections.refresh_token_sealed
  is 'Null for a vendor without refresh: its access token ends with the sign-in.';
comment on column private.connections.token_version
  is 'Changes with the tokens. A writer names the version that it read.';
comment on column private.connections.refresh_leased_until
  is 'One process refreshes at a time. Its lease ends at this time.';
comment on column private.connections.refresh_lost_at
  is 'An answer with new tokens may have been lost; null after a successful refresh or a new sign-in.';
comment on column private.connections.error_since
  is 'One notice per account and cause: error_code since this time, met error_count times; cleared on recovery.';

create index connections_workspace_id_idx on private.connections (workspace_id);

-- Copies the state into the vendor's public table.
create function private.show_connection() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_provider private.connection_providers;
begin
  select * into strict v_provider from private.connection_providers where provider = new.provider;
  execute format('update public.%I set state = $1, error_code = $2, error_since = $3, error_count = $4,
    refreshed_at = $5, last_success_at = $6 where workspace_id = $7 and %I = $8 and %s',
    v_provider.shown_in, v_provider.account_column, case when v_provider.is_shared then 'provider = $9' else 'true' end)
  using new.state, new.error_code, new.error_since, new.error_count, new.refreshed_at, new.last_success_at,
    new.workspace_id, new.account, new.provider;
  return null;
end;
$$;

create trigger _100_show_connection after insert on private.connections
  for each row execute function private.show_connection();
create trigger _110_show_changed_connection after update on private.connections
  for each row when (
    (old.state, old.error_code, old.error_since, old.error_count, old.refreshed_at, old.last_success_at)
    is distinct from
    (new.state, new.error_code, new.error_since, new.error_count, new.refreshed_at, new.last_success_at))
  execute function private.show_connection();

-- For the public tables of vendors: deleting the public row deletes the tokens, whatever deletes the row.
create function private.forget_tokens() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.connections as connection using private.connection_providers as known
  where known.shown_in = tg_table_name and connection.provider = known.provider
    and (not known.is_shared or known.provider = to_jsonb(old) ->> 'provider')
    and connection.workspace_id = old.workspace_id and connection.account = to_jsonb(old) ->> known.account_column;
  return null;
end;
$$;

-- For a signed-in person. Security definer: people add their own sign-in and read none.
create function public.begin_oauth(
  p_provider text, p_state_hash text, p_code_verifier_sealed text default null, p_seconds integer default 600
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  delete from private.oauth_states where expires_at < now();
  insert into private.oauth_states (state_hash, provider, workspace_id, user_id, code_verifier_sealed, expires_at)
  values (p_state_hash, p_provider, v_workspace_id, (select auth.uid()), p_code_verifier_sealed,
    now() + make_interval(secs => least(greatest(p_seconds, 0), 3600)));
end;
$$;

-- For a verb that reads or writes a table itself, or spends something: it refuses an uploader by name.
create function public.editor_workspace_id() returns uuid
language sql
stable
set search_path = ''
as $$
  select private.require_editor();
$$;
grant execute on function public.begin_oauth, public.editor_workspace_id to authenticated;

-- One statement reads and deletes the state, so a state works once. A person who left the workspace or may no longer
-- edit connects nothing.
create function public.take_oauth_state(p_provider text, p_state_hash text) returns jsonb
language sql
security definer
set search_path = ''
as $$
  with taken as (
    delete from private.oauth_states where provider = p_provider and state_hash = p_state_hash returning *
  )
  select jsonb_build_object('workspace_id', taken.workspace_id, 'user_id', taken.user_id,
    'code_verifier_sealed', taken.code_verifier_sealed)
  from taken
  join public.workspace_members as member on member.workspace_id = taken.workspace_id and member.user_id = taken.user_id
  where taken.expires_at > now() and member.role in ('owner', 'manager');
$$;
comment on function public.take_oauth_state
  is 'Null for a state that is unknown, used or too old, and for a person who may not connect.';

-- For the store functions of vendors, after they have written the public row. New tokens end every lease and every
-- error; jobs that waited for the account start at once.
create function private.store_tokens(p_provider text, p_workspace_id uuid, p_account text, p_tokens jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_provider private.connection_providers;
begin
  select * into strict v_provider from private.connection_providers where provider = p_provider;
  if v_provider.keeps_one then
    delete from private.connections
    where provider = p_provider and workspace_id = p_workspace_id and account <> p_account;
  end if;
  insert into private.connections (provider, workspace_id, account, access_token_sealed, refresh_token_sealed,
    access_token_expires_at, last_success_at)
  values (p_provider, p_workspace_id, p_account, p_tokens ->> 'access_token_sealed',
    p_tokens ->> 'refresh_token_sealed', (p_tokens ->> 'access_token_expires_at')::timestamptz, now())
  on conflict (provider, workspace_id, account) do update set
    access_token_sealed = excluded.access_token_sealed, refresh_token_sealed = excluded.refresh_token_sealed,
    access_token_expires_at = excluded.access_token_expires_at, token_version = gen_random_uuid(), refreshed_at = now(),
    refresh_worker = null, refresh_leased_until = null, refresh_lost_at = null, state = 'connected', error_code = null,
    error_since = null, error_count = 0, last_success_at = now();
  update private.jobs set run_at = now()
  where workspace_id = p_workspace_id and kind like any (v_provider.waiting_jobs) and finished_at is null
    and leased_until is null and run_at > now();
end;
$$;

-- The named account, or the only one. Only claim_refresh hands out the refresh token.
create function public.get_connection(p_provider text, p_workspace_id uuid, p_account text default null) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('provider', provider, 'workspace_id', workspace_id, 'account', account,
    'access_token_sealed', access_token_sealed, 'access_token_expires_at', access_token_expires_at,
    'token_version', token_version, 'state', state, 'last_success_at', last_success_at)
  from private.connections
  where provider = p_provider and workspace_id = p_workspace_id and account = coalesce(p_account, account)
  order by account limit 1;
$$;
comment on function public.get_connection is 'Null when the workspace has no such connection.';

-- One process at a time gets the refresh token; the others wait for its result.
create function public.claim_refresh(
  p_provider text, p_workspace_id uuid, p_account text, p_token_version uuid, p_worker text, p_lease_seconds integer
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_row private.connections;
begin
  select * into v_row from private.connections
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account for update;
  if not found then
    return jsonb_build_object('turn', 'not_connected');
  elsif v_row.token_version <> p_token_version then
    return jsonb_build_object('turn', 'done');
  elsif v_row.state = 'reconnect' then
    return jsonb_build_object('turn', 'reconnect');
  elsif v_row.refresh_leased_until > now() then
    return jsonb_build_object('turn', 'busy');
  end if;
  update private.connections
  set refresh_worker = p_worker, refresh_leased_until = now() + make_interval(secs => p_lease_seconds)
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account;
  return jsonb_build_object('turn', 'mine', 'refresh_token_sealed', v_row.refresh_token_sealed,
    -- A worker whose lease expired died either before it sent the refresh token or before it stored the answer.
    'is_unknown', v_row.refresh_lost_at is not null or v_row.refresh_worker is not null);
end;
$$;
comment on function public.claim_refresh
  is 'turn: mine (with the refresh token, null where there is none, and whether an earlier answer may be lost), busy '
  '(call again), done (read the tokens again), reconnect, not_connected.';

-- Compare and swap: the new tokens replace only the tokens that they were made from. A worker whose lease expired still
-- writes, because the vendor may have ended the old token. When a vendor sends no new refresh token, the old one stays.
create function public.finish_refresh(
  p_provider text, p_workspace_id uuid, p_account text, p_token_version uuid, p_access_token_sealed text,
  p_refresh_token_sealed text, p_access_token_expires_at timestamptz
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.connections
  set access_token_sealed = p_access_token_sealed,
      refresh_token_sealed = coalesce(p_refresh_token_sealed, refresh_token_sealed),
      access_token_expires_at = p_access_token_expires_at, token_version = gen_random_uuid(), refreshed_at = now(),
      refresh_worker = null, refresh_leased_until = null, refresh_lost_at = null, state = 'connected',
      error_code = null, error_since = null, error_count = 0
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account
    and token_version = p_token_version;
  return found;
end;
$$;

-- Releases the lease and stores whether an answer was lost. The connection still counts as working.
create function public.release_refresh(
  p_provider text, p_workspace_id uuid, p_account text, p_token_version uuid, p_worker text, p_is_lost boolean
) returns void
language sql
security definer
set search_path = ''
as $$
  update private.connections
  set refresh_worker = null, refresh_leased_until = null,
      refresh_lost_at = case when p_is_lost then coalesce(refresh_lost_at, now()) else refresh_lost_at end
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account
    and token_version = p_token_version and refresh_worker = p_worker;
$$;

-- Compare and swap: stores the error of these tokens. False when newer tokens exist or, for a refresh, when another
-- worker has the lease: the error then says nothing about the current tokens. The same cause again counts on the same
-- notice.
create function public.fail_connection(
  p_provider text, p_workspace_id uuid, p_account text, p_token_version uuid, p_state text, p_error_code text,
  p_worker text default null
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.connections
  set state = p_state, error_code = p_error_code,
      error_since = case when error_code = p_error_code then error_since else now() end,
      error_count = case when error_code = p_error_code then error_count + 1 else 1 end,
      refresh_worker = case when p_worker is null then refresh_worker end,
      refresh_leased_until = case when p_worker is null then refresh_leased_until end
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account
    and token_version = p_token_version and (p_worker is null or refresh_worker = p_worker);
  return found;
end;
$$;

-- The vendor answered. Only a new sign-in or a refresh ends `reconnect`.
create function public.note_connection_success(p_provider text, p_workspace_id uuid, p_account text) returns void
language sql
security definer
set search_path = ''
as $$
  update private.connections
  set last_success_at = now(), state = 'connected', error_code = null, error_since = null, error_count = 0
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account and state <> 'reconnect';
$$;

-- Counts work that met an account in `reconnect` on the account's one notice.
create function public.count_refused_work(p_provider text, p_workspace_id uuid, p_account text) returns void
language sql
security definer
set search_path = ''
as $$
  update private.connections set error_count = error_count + 1
  where provider = p_provider and workspace_id = p_workspace_id and account = p_account and state = 'reconnect';
$$;

-- Deletes one account, or all accounts at that vendor. Triggers on the vendor's public table delete the tokens and do
-- what the domains need, in the same transaction. A pending sign-in connects nothing afterwards.
create function public.remove_connection(p_provider text, p_workspace_id uuid, p_account text default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_provider private.connection_providers;
begin
  select * into strict v_provider from private.connection_providers where provider = p_provider;
  delete from private.oauth_states where workspace_id = p_workspace_id and provider = p_provider;
  execute format('delete from public.%1$I where workspace_id = $1 and %2$I = coalesce($2, %2$I) and %3$s',
    v_provider.shown_in, v_provider.account_column,
    case when v_provider.is_shared then 'provider = $3' else 'true' end)
  using p_workspace_id, p_account, p_provider;
end;
$$;

grant execute on function public.take_oauth_state, public.get_connection, public.claim_refresh, public.finish_refresh,
  public.release_refresh, public.fail_connection, public.note_connection_success, public.count_refused_work,
  public.remove_connection to service_role;
