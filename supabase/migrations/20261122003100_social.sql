-- Accounts on social networks that a workspace posts with and answers messages for. How a person signs in, and the
-- tokens, are in private.connections; an account outlives every sign-in, so its posts and messages stay with it.

create table public.social_connections (
  id                  uuid primary key default gen_random_uuid(),
  workspace_id        uuid not null references public.workspaces (id) on delete cascade,
  network             text not null,
  account_id          text not null,
  name                text not null,
  username            text,
  avatar_url          text,
  provider            text not null,
  sign_in             text not null,
  page_id             text,
  is_active           boolean not null default true,
  can_post            boolean not null default true,
  can_message         boolean not null default false,
  missing_permissions text[] not null default '{}',
  connected_at        timestamptz not null default now(),
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),

  unique (workspace_id, id),
  constraint social_connections_network_known check (network in ('instagram', 'facebook', 'youtube', 'tiktok')),
  constraint social_connections_provider_known check (provider in ('facebook', 'instagram', 'youtube', 'tiktok')),
  constraint social_connections_account_id_length check (char_length(account_id) between 1 and 128),
  constraint social_connections_name_length check (char_length(name) between 1 and 200)
);
comment on table public.social_connections is
  'One account on a network, however often and by whichever login it was connected.';
comment on column public.social_connections.account_id is 'The network''s own immutable id of the account.';
comment on column public.social_connections.provider is
  'The login that serves the account now: instagram accounts come by facebook or by instagram.';
comment on column public.social_connections.sign_in is 'The account of private.connections with the tokens.';
comment on column public.social_connections.page_id is
  'The Facebook page that an Instagram account is linked to; null by Instagram''s own login.';
comment on column public.social_connections.is_active is
  'False after disconnecting: posts and messages stay, nothing is sent.';

create unique index social_connections_account_idx
  on public.social_connections (workspace_id, network, account_id);
-- Serves webhooks, which name the account alone.
create index social_connections_network_idx on public.social_connections (network, account_id) where is_active;

create trigger _100_touch_updated_at before update on public.social_connections
  for each row execute function private.touch_updated_at();

alter table public.social_connections enable row level security;
grant select on public.social_connections to authenticated;
grant all on public.social_connections to service_role;

create policy "Editors can read their workspace's social accounts" on public.social_connections
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
