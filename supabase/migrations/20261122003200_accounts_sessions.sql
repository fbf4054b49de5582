-- The sessions of a person, and the code by which the dashboard hands a session of its own to the side panel. Both are
-- security definer, because the sessions belong to the auth service and the codes to nobody's client.

create table private.panel_codes (
  code_hash  text primary key,
  user_id    uuid not null references public.users (id) on delete cascade,
  expires_at timestamptz not null default now() + interval '2 minutes',

  constraint panel_codes_code_hash_is_sha256 check (code_hash ~ '^[0-9a-f]{64}$')
);
comment on table private.panel_codes is
  'Single-use codes that sign the side panel in. Only the hash is stored; a person has one at a time.';
create unique index panel_codes_user_id_idx on private.panel_codes (user_id);
-- Serves the deletion of codes that nobody used.
create index panel_codes_expires_at_idx on private.panel_codes (expires_at);

create table private.panel_sessions (
  session_id uuid primary key,
  user_id    uuid not null references public.users (id) on delete cascade,
  device     text not null,

  constraint panel_sessions_device_length check (length(device) <= 200)
);
comment on table private.panel_sessions is
  'Which sessions of the auth service belong to side panels. A row may outlive its session; a list joins both.';
create index panel_sessions_user_id_idx on private.panel_sessions (user_id);

create function public.create_panel_code(p_code_hash text) returns timestamptz
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id    uuid := (select auth.uid());
  v_expires_at timestamptz;
begin
  if not exists (select from public.users where id = v_user_id) then
    raise exception 'not_signed_in' using errcode = 'PT401', detail = 'Your account is no longer there. Sign in again.';
  end if;
  delete from private.panel_codes where expires_at < now();
  insert into private.panel_codes (code_hash, user_id) values (p_code_hash, v_user_id)
  on conflict (user_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at
  returning expires_at into v_expires_at;
  return v_expires_at;
end;
$$;
comment on function public.create_panel_code(text) is
  'Stores the hash of a code that signs the caller''s side panel in, in place of an earlier one. Answers until when it '
  'is valid.';

create function public.take_panel_code(p_code_hash text) returns jsonb
language sql
security definer
set search_path = ''
as $$
  with taken as (delete from private.panel_codes where code_hash = p_code_hash returning user_id, expires_at)
  select jsonb_build_object('user_id', account.id, 'email', account.email)
  from taken join auth.users as account on account.id = taken.user_id
  where taken.expires_at > now();
$$;
comment on function public.take_panel_code(text) is
  'Uses a code up, and answers whose it was. Null when it is unknown, used or too old.';

create function public.add_panel_session(p_session_id uuid, p_user_id uuid, p_device text) returns void
language sql
security definer
set search_path = ''
as $$
  -- What the auth service has ended meanwhile is forgotten.
  delete from private.panel_sessions as panel
  where panel.user_id = p_user_id
    and not exists (select from auth.sessions as session where session.id = panel.session_id);
  insert into private.panel_sessions (session_id, user_id, device) values (p_session_id, p_user_id, left(p_device, 200))
  on conflict (session_id) do nothing;
$$;
comment on function public.add_panel_session(uuid, uuid, text) is 'Notes that a session is the one of a side panel.';

create function public.list_sessions() returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(item order by item ->> 'is_current' desc, item ->> 'last_used_at' desc), '[]') from (
    select jsonb_build_object(
      'id', session.id,
      'kind', case when panel.session_id is null then 'dashboard' else 'panel' end,
      'device', coalesce(panel.device, session.user_agent),
      'is_current', session.id::text = coalesce((select auth.jwt()) ->> 'session_id', ''),
      'created_at', session.created_at,
      'last_used_at', greatest(session.created_at, session.refreshed_at at time zone 'utc')) as item
    from auth.sessions as session
    left join private.panel_sessions as panel on panel.session_id = session.id
    where session.user_id = (select auth.uid()) and (session.not_after is null or session.not_after > now())
    order by greatest(session.created_at, session.refreshed_at at time zone 'utc') desc
    limit 100) as sessions;
$$;
comment on function public.list_sessions() is 'Where the caller is signed in: the current session first, at most 100.';

create function public.end_session(p_session_id uuid) returns boolean
language sql
security definer
set search_path = ''
as $$
  with ended as (
    delete from auth.sessions where id = p_session_id and user_id = (select auth.uid()) returning id),
  forgotten as (
    delete from private.panel_sessions where session_id = p_session_id and user_id = (select auth.uid()))
  select exists (select from ended);
$$;
comment on function public.end_session(uuid) is
  'Ends one of the caller''s sessions: its refresh token is refused from now on. False when there is none of this id.';

grant execute on function public.create_panel_code(text) to authenticated;
grant execute on function public.list_sessions() to authenticated;
grant execute on function public.end_session(uuid) to authenticated;
grant execute on function public.take_panel_code(text) to service_role;
grant execute on function public.add_panel_session(uuid, uuid, text) to service_role;
