-- Sign-ins to social networks: what people see of private.connections, the accounts that each sign-in reaches, and
-- which of them the workspace uses. Several people may sign in to the same network.

create table public.social_sign_ins (
  workspace_id    uuid not null references public.workspaces (id) on delete cascade,
  provider        text not null,
  account         text not null,
  user_id         uuid not null references public.users (id) on delete cascade,
  name            text not null,
  permissions     text[] not null default '{}',
  expires_at      timestamptz,
  refreshed_at    timestamptz not null default now(),
  state           text not null default 'connected',
  error_code      text,
  error_since     timestamptz,
  error_count     integer not null default 0,
  last_success_at timestamptz,
  connected_at    timestamptz not null default now(),
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),

  primary key (workspace_id, provider, account),
  constraint social_sign_ins_provider_known check (provider in ('facebook', 'instagram', 'youtube', 'tiktok')),
  constraint social_sign_ins_state_known check (state in ('connected', 'reconnect', 'error')),
  constraint social_sign_ins_account_length check (char_length(account) between 1 and 128),
  constraint social_sign_ins_name_length check (char_length(name) between 1 and 200)
);
comment on table public.social_sign_ins is
  'Who signed in to a network, and how that sign-in is; gone with the person who connected it. The tokens are in '
  'private.connections.';
comment on column public.social_sign_ins.account is 'The vendor''s own immutable id of who signed in.';
comment on column public.social_sign_ins.permissions is 'What was granted: a person may untick each one.';
comment on column public.social_sign_ins.expires_at is
  'When the network will want a new sign-in; null when it does not say. A refresh of an Instagram login moves it.';

create index social_sign_ins_user_id_idx on public.social_sign_ins (user_id);
-- Serves the finder of sign-ins that end soon.
create index social_sign_ins_expires_at_idx on public.social_sign_ins (expires_at) where expires_at is not null;

create table public.social_account_logins (
  workspace_id        uuid not null,
  provider            text not null,
  sign_in             text not null,
  network             text not null,
  account_id          text not null,
  name                text not null,
  username            text,
  avatar_url          text,
  page_id             text,
  can_post            boolean not null default true,
  can_message         boolean not null default false,
  missing_permissions text[] not null default '{}',
  seen_at             timestamptz not null default now(),

  primary key (workspace_id, provider, sign_in, network, account_id),
  foreign key (workspace_id, provider, sign_in) references public.social_sign_ins (workspace_id, provider, account)
    on delete cascade,
  constraint social_account_logins_network_known check (network in ('instagram', 'facebook', 'youtube', 'tiktok')),
  constraint social_account_logins_account_id_length check (char_length(account_id) between 1 and 128),
  constraint social_account_logins_name_length check (char_length(name) between 1 and 200)
);
comment on table public.social_account_logins is
  'The accounts that a sign-in reaches, as the network listed them. The same account may stand here more than once.';

-- Serves "which logins reach this account".
create index social_account_logins_account_idx
  on public.social_account_logins (workspace_id, network, account_id);

create trigger _100_touch_updated_at before update on public.social_sign_ins
  for each row execute function private.touch_updated_at();

alter table public.social_sign_ins enable row level security;
alter table public.social_account_logins enable row level security;
grant select on public.social_sign_ins, public.social_account_logins to authenticated;
grant all on public.social_sign_ins, public.social_account_logins to service_role;

create policy "Editors can read their workspace's sign-ins to networks" on public.social_sign_ins
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read which accounts their workspace's sign-ins reach" on public.social_account_logins
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

select private.note_writes_of('public.social_connections');
select private.note_writes_of('public.social_sign_ins');
select private.note_writes_of('public.social_account_logins');

insert into private.connection_providers (provider, shown_in, account_column, keeps_one, waiting_jobs, is_shared)
select name, 'social_sign_ins', 'account', false, '{social.%}', true
from unnest(array['facebook', 'instagram', 'youtube', 'tiktok']) as name;

create trigger _900_forget_tokens after delete on public.social_sign_ins
  for each row execute function private.forget_tokens();

-- A sign-in that is gone serves no account. Posts and messages stay.
create function private.release_social_accounts() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_connections set is_active = false
  where workspace_id = old.workspace_id and provider = old.provider and sign_in = old.account and is_active;
  return null;
end;
$$;
create trigger _100_release_social_accounts after delete on public.social_sign_ins
  for each row execute function private.release_social_accounts();

-- An Instagram login lives as long as its token, which a refresh makes longer.
create function private.show_social_expiry() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_sign_ins set expires_at = new.access_token_expires_at
  where workspace_id = new.workspace_id and provider = new.provider and account = new.account;
  return null;
end;
$$;
create trigger _120_show_social_expiry after update of token_version on private.connections
  for each row when (new.provider = 'instagram')
  execute function private.show_social_expiry();

-- Makes an account the workspace's, or brings it up to date; one row however often it is connected.
create function private.use_social_account(p_login public.social_account_logins) returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.social_connections as account (workspace_id, network, account_id, name, username, avatar_url,
    provider, sign_in, page_id, can_post, can_message, missing_permissions)
  values (p_login.workspace_id, p_login.network, p_login.account_id, p_login.name, p_login.username,
    p_login.avatar_url, p_login.provider, p_login.sign_in, p_login.page_id, p_login.can_post, p_login.can_message,
    p_login.missing_permissions)
  on conflict (workspace_id, network, account_id) do update set
    name = excluded.name, username = excluded.username, avatar_url = excluded.avatar_url,
    provider = excluded.provider, sign_in = excluded.sign_in, page_id = excluded.page_id,
    can_post = excluded.can_post, can_message = excluded.can_message,
    missing_permissions = excluded.missing_permissions, is_active = true,
    connected_at = case when account.is_active then account.connected_at else now() end;
$$;

-- For the service role, which names the workspace. p_accounts: everything that the sign-in reaches now. A network whose
-- sign-in is one account (p_uses_all) is used at once, unless another login serves that account and works.
create function public.store_social_sign_in(
  p_workspace_id uuid, p_user_id uuid, p_provider text, p_account text, p_name text, p_permissions text[],
  p_expires_at timestamptz, p_accounts jsonb, p_uses_all boolean, p_tokens jsonb
) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.social_sign_ins (workspace_id, provider, account, user_id, name, permissions, expires_at)
  values (p_workspace_id, p_provider, p_account, p_user_id, p_name, p_permissions, p_expires_at)
  on conflict (workspace_id, provider, account) do update set
    user_id = excluded.user_id, name = excluded.name, permissions = excluded.permissions,
    expires_at = excluded.expires_at, connected_at = now();
  delete from public.social_account_logins
  where workspace_id = p_workspace_id and provider = p_provider and sign_in = p_account;
  insert into public.social_account_logins (workspace_id, provider, sign_in, network, account_id, name, username,
    avatar_url, page_id, can_post, can_message, missing_permissions)
  select distinct on (network, account_id) p_workspace_id, p_provider, p_account, network, account_id, name, username,
    avatar_url, page_id, can_post, can_message, missing_permissions
  from jsonb_to_recordset(p_accounts) as item (network text, account_id text, name text, username text, avatar_url text,
    page_id text, can_post boolean, can_message boolean, missing_permissions text[])
  -- The same Instagram account behind two pages: the page that may do more.
  order by network, account_id, can_post desc, can_message desc, page_id;
  -- What this sign-in serves is brought up to date; what the person no longer shares with us is not used any more.
  perform private.use_social_account(login)
  from public.social_account_logins as login
  left join public.social_connections as used on used.workspace_id = login.workspace_id
    and used.network = login.network and used.account_id = login.account_id
  left join public.social_sign_ins as serving on serving.workspace_id = used.workspace_id
    and serving.provider = used.provider and serving.account = used.sign_in
  where login.workspace_id = p_workspace_id and login.provider = p_provider and login.sign_in = p_account
    and ((used.is_active and used.provider = p_provider and used.sign_in = p_account)
      or (p_uses_all and (used.id is null or not used.is_active or serving.state is distinct from 'connected')));
  update public.social_connections as used set is_active = false
  where used.workspace_id = p_workspace_id and used.provider = p_provider and used.sign_in = p_account
    and used.is_active and not exists (
      select from public.social_account_logins as login
      where login.workspace_id = p_workspace_id and login.provider = p_provider and login.sign_in = p_account
        and login.network = used.network and login.account_id = used.account_id);
  perform private.store_tokens(p_provider, p_workspace_id, p_account, p_tokens);
end;
$$;
grant execute on function public.store_social_sign_in to service_role;

-- The accounts that the workspace uses by this sign-in, all of them: the others that it serves are used no more. An
-- account that another login serves stays with that login until somebody changes it.
create function public.choose_social_accounts(p_provider text, p_sign_in text, p_accounts jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  perform 1 from public.social_sign_ins
  where workspace_id = v_workspace_id and provider = p_provider and account = p_sign_in for update;
  if not found or exists (
    select from jsonb_to_recordset(p_accounts) as item (network text, account_id text)
    where not exists (
      select from public.social_account_logins as login
      where login.workspace_id = v_workspace_id and login.provider = p_provider and login.sign_in = p_sign_in
        and login.network = item.network and login.account_id = item.account_id)
  ) then
    raise exception 'social_login_not_found' using errcode = 'PT404',
      detail = 'This sign-in no longer reaches one of these accounts. Reconnect it, then choose again.';
  end if;
  perform private.use_social_account(login)
  from public.social_account_logins as login
  join jsonb_to_recordset(p_accounts) as item (network text, account_id text)
    on item.network = login.network and item.account_id = login.account_id
  left join public.social_connections as used on used.workspace_id = v_workspace_id and used.network = login.network
    and used.account_id = login.account_id
  where login.workspace_id = v_workspace_id and login.provider = p_provider and login.sign_in = p_sign_in
    and (used.id is null or not used.is_active or (used.provider = p_provider and used.sign_in = p_sign_in));
  update public.social_connections as used set is_active = false
  where used.workspace_id = v_workspace_id and used.provider = p_provider and used.sign_in = p_sign_in
    and used.is_active and not exists (
      select from jsonb_to_recordset(p_accounts) as item (network text, account_id text)
      where item.network = used.network and item.account_id = used.account_id);
end;
$$;

-- Which login serves an account from now on. Its posts and messages stay with it.
create function public.set_social_account_login(p_id uuid, p_provider text, p_sign_in text) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_login public.social_account_logins;
begin
  perform 1 from public.social_connections where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'social_account_not_found' using errcode = 'PT404';
  end if;
  select login.* into v_login
  from public.social_connections as used
  join public.social_account_logins as login on login.workspace_id = used.workspace_id
    and login.network = used.network and login.account_id = used.account_id
  where used.id = p_id and login.provider = p_provider and login.sign_in = p_sign_in;
  if not found then
    raise exception 'social_login_not_found' using errcode = 'PT404',
      detail = 'This sign-in does not reach the account. Reconnect it, then choose again.';
  end if;
  perform private.use_social_account(v_login);
end;
$$;

-- Disconnects one account. A sign-in that serves nothing more is forgotten with its tokens.
create function public.remove_social_account(p_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_account public.social_connections;
begin
  update public.social_connections set is_active = false where id = p_id and workspace_id = v_workspace_id
  returning * into v_account;
  if not found then
    raise exception 'social_account_not_found' using errcode = 'PT404';
  end if;
  delete from public.social_sign_ins as sign_in
  where sign_in.workspace_id = v_workspace_id and sign_in.provider = v_account.provider
    and sign_in.account = v_account.sign_in and not exists (
      select from public.social_connections as used
      where used.workspace_id = v_workspace_id and used.provider = v_account.provider
        and used.sign_in = v_account.sign_in and used.is_active);
end;
$$;
grant execute on function public.choose_social_accounts, public.set_social_account_login, public.remove_social_account
  to authenticated;

-- For the service role: sign-ins that end by disuse or by their age unless they are used now.
create function public.list_social_sign_ins_to_keep(p_limit integer default 100)
returns table (workspace_id uuid, provider text, account text)
language sql
stable
security definer
set search_path = ''
as $$
  select connection.workspace_id, connection.provider, connection.account
  from private.connections as connection
  join private.connection_providers as known on known.provider = connection.provider and known.is_shared
  where connection.state <> 'reconnect'
    and ((connection.provider = 'facebook' and connection.access_token_expires_at < now())
      or (connection.provider = 'instagram' and connection.access_token_expires_at < now() + interval '30 days')
      or connection.last_success_at < now() - interval '30 days')
    and (connection.last_success_at is null or connection.last_success_at < now() - interval '12 hours')
  order by connection.access_token_expires_at
  limit private.page_limit(p_limit);
$$;
grant execute on function public.list_social_sign_ins_to_keep to service_role;

-- One notice about a week before a sign-in ends that only a person can make longer.
create function private.find_sign_ins_that_end()
returns table (workspace_id uuid, subject text, count bigint, since timestamptz, latest_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select sign_in.workspace_id, sign_in.provider, count(*), min(sign_in.expires_at),
    max(sign_in.expires_at - interval '7 days')
  from public.social_sign_ins as sign_in
  where sign_in.expires_at < now() + interval '7 days' and sign_in.expires_at > now() and sign_in.state <> 'reconnect'
  group by sign_in.workspace_id, sign_in.provider;
$$;
insert into private.notice_causes (cause, finder, settle_minutes) values ('sign_in_ends', 'find_sign_ins_that_end', 0);
