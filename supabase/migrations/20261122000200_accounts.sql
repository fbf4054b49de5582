-- People, their workspaces, and what every policy checks: the caller's workspace and the caller's role in it.

create table public.workspaces (
  id         uuid primary key default gen_random_uuid(),
  name       text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint workspaces_name_length check (char_length(name) between 1 and 80)
);
comment on table public.workspaces is 'The tenant. Every row that a person owns belongs to exactly one workspace.';

create table public.users (
  id                   uuid primary key references auth.users (id) on delete cascade,
  email                text not null,
  name                 text not null,
  avatar_url           text,
  time_zone            text not null default 'UTC',
  locale               text not null default 'en-US',
  theme                text not null default 'system',
  email_notices        boolean not null default true,
  is_admin             boolean not null default false,
  current_workspace_id uuid references public.workspaces (id) on delete set null,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),

  constraint users_name_length check (char_length(name) between 1 and 80),
  constraint users_theme_known check (theme in ('light', 'dark', 'system'))
);
comment on table public.users is 'The public part of auth.users; a trigger creates the row at sign-up.';
comment on column public.users.email_notices is 'OpSyncPro sends this person an email when something waits for them.';
comment on column public.users.is_admin is 'Only SQL sets this column: no role may write it.';

create table public.workspace_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id      uuid not null references public.users (id) on delete cascade,
  role         text not null,
  created_at   timestamptz not null default now(),

  primary key (workspace_id, user_id),
  constraint workspace_members_role_known check (role in ('owner', 'manager', 'uploader'))
);
comment on column public.workspace_members.role
  is 'owner and manager edit everything; an uploader reads and completes tasks only.';

-- Serves "which workspaces is this person a member of".
create index workspace_members_user_id_idx on public.workspace_members (user_id);
create index users_current_workspace_id_idx on public.users (current_workspace_id);

create trigger _100_touch_updated_at before update on public.workspaces
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.users
  for each row execute function private.touch_updated_at();

-- Security definer: the policies on users and workspace_members call this function, and under row level security it
-- would call itself forever. The query joins the membership, so leaving a workspace or being removed takes effect with
-- the next statement.
create function private.current_workspace_id() returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select member.workspace_id
  from public.users as person
  join public.workspace_members as member
    on member.workspace_id = person.current_workspace_id and member.user_id = person.id
  where person.id = (select auth.uid());
$$;
comment on function private.current_workspace_id()
  is 'The caller''s workspace; null for a signed-out caller, a removed member and the service role.';

create function private.current_workspace_role() returns text
language sql
stable
security definer
set search_path = ''
as $$
  select member.role
  from public.users as person
  join public.workspace_members as member
    on member.workspace_id = person.current_workspace_id and member.user_id = person.id
  where person.id = (select auth.uid());
$$;

create function private.can_edit() returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(private.current_workspace_role() in ('owner', 'manager'), false);
$$;

-- For functions that answer "not allowed" instead of "not found", or an empty list.
create function private.require_editor() returns uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if not private.can_edit() then
    raise exception 'not_allowed'
      using errcode = 'PT403', detail = 'Ask an owner or manager of the workspace to do this.';
  end if;
  return private.current_workspace_id();
end;
$$;

create function private.my_workspace_ids() returns setof uuid
language sql
stable
security definer
set search_path = ''
as $$
  select workspace_id from public.workspace_members where user_id = (select auth.uid());
$$;

create function private.my_teammate_ids() returns setof uuid
language sql
stable
security definer
set search_path = ''
as $$
  select other.user_id
  from public.workspace_members as mine
  join public.workspace_members as other on other.workspace_id = mine.workspace_id
  where mine.user_id = (select auth.uid());
$$;

-- A policy's role must be able to execute the functions that the policy calls; usage of the schema is not needed.
-- The same holds for the functions that run as their caller and refuse an uploader.
grant execute on function private.current_workspace_id(), private.current_workspace_role(), private.can_edit(),
  private.require_editor(), private.my_workspace_ids(), private.my_teammate_ids() to authenticated;

-- Makes a workspace that the person owns, and selects it.
create function private.give_workspace(p_user_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
begin
  insert into public.workspaces (name)
  select left(person.name || '''s workspace', 80) from public.users as person where person.id = p_user_id
  returning id into v_workspace_id;
  insert into public.workspace_members (workspace_id, user_id, role) values (v_workspace_id, p_user_id, 'owner');
  update public.users set current_workspace_id = v_workspace_id where id = p_user_id;
end;
$$;

-- Security definer: the auth server runs this trigger and has no rights here.
create function private.create_user() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_given text := trim(new.raw_user_meta_data ->> 'name');
  v_name text := left(coalesce(case when private.is_shown(v_given) then v_given end, split_part(new.email, '@', 1),
    'Me'), 80);
  -- The time zone that the browser reports; UTC when Postgres does not know the zone.
  v_time_zone text := coalesce((select zone.name from pg_catalog.pg_timezone_names as zone
                                where zone.name = new.raw_user_meta_data ->> 'time_zone'), 'UTC');
begin
  insert into public.users (id, email, name, time_zone) values (new.id, coalesce(new.email, ''), v_name, v_time_zone);
  perform private.give_workspace(new.id);
  return new;
end;
$$;

create trigger opsyncpro_100_create_user after insert on auth.users
  for each row execute function private.create_user();

-- Whoever leaves the workspace they work in, or is removed from it, continues in another one of theirs: one that they
-- own before one that they were invited to, and a new one when none is left. A person is never without a workspace. An
-- account that is being deleted gets none.
create function private.leave_workspace() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_next_id uuid;
begin
  perform from public.users where id = old.user_id
    and (current_workspace_id = old.workspace_id or current_workspace_id is null);
  if not found then
    return null;
  end if;
  select workspace_id into v_next_id from public.workspace_members
  where user_id = old.user_id order by role = 'owner' desc, created_at, workspace_id limit 1;
  if v_next_id is null then
    perform private.give_workspace(old.user_id);
  else
    update public.users set current_workspace_id = v_next_id where id = old.user_id;
  end if;
  return null;
end;
$$;

create trigger _200_leave_workspace after delete on public.workspace_members
  for each row execute function private.leave_workspace();

create function private.copy_user_email() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.users set email = coalesce(new.email, '') where id = new.id;
  return new;
end;
$$;

create trigger opsyncpro_200_copy_email after update of email on auth.users
  for each row when (new.email is distinct from old.email) execute function private.copy_user_email();

alter table public.workspaces enable row level security;
alter table public.users enable row level security;
alter table public.workspace_members enable row level security;

grant select on public.workspaces, public.users, public.workspace_members to authenticated;
grant update (name) on public.workspaces to authenticated;
grant update (name, time_zone, locale, theme, email_notices) on public.users to authenticated;
grant all on public.workspaces, public.users, public.workspace_members to service_role;

create policy "Members can read their workspaces" on public.workspaces
  for select to authenticated using (id in (select private.my_workspace_ids()));

create policy "Owners and managers can rename their workspace" on public.workspaces
  for update to authenticated
  using (id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (id = (select private.current_workspace_id()));

create policy "People can read themselves and their teammates" on public.users
  for select to authenticated using (id in (select private.my_teammate_ids()) or id = (select auth.uid()));

create policy "People can change themselves" on public.users
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

create policy "Members can read who is in their workspaces" on public.workspace_members
  for select to authenticated using (workspace_id in (select private.my_workspace_ids()));

-- Everything that the page needs first, in one round trip.
create function public.get_me() returns jsonb
language sql
stable
security invoker
set search_path = ''
as $$
  select jsonb_build_object(
    'id', person.id, 'email', person.email, 'name', person.name, 'avatar_url', person.avatar_url,
    'time_zone', person.time_zone, 'locale', person.locale, 'theme', person.theme,
    'email_notices', person.email_notices, 'is_admin', person.is_admin,
    'current_workspace_id', person.current_workspace_id,
    'role', private.current_workspace_role(),
    'workspaces', (
      select coalesce(jsonb_agg(jsonb_build_object('workspace_id', workspace.id, 'name', workspace.name, 'role',
        member.role)
        order by member.created_at, workspace.id), '[]')
      from public.workspace_members as member
      join public.workspaces as workspace on workspace.id = member.workspace_id
      where member.user_id = person.id),
    'created_at', person.created_at, 'updated_at', person.updated_at)
  from public.users as person
  where person.id = (select auth.uid());
$$;
comment on function public.get_me() is 'The caller with their workspaces; null when the caller''s account was deleted.';
grant execute on function public.get_me() to authenticated;
