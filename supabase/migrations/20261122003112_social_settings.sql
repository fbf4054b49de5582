-- What a workspace keeps for its posts: the time zone, templates of captions, sets of hashtags and weekly slots; and
-- what the networks accept.

create table public.social_settings (
  workspace_id uuid primary key references public.workspaces (id) on delete cascade,
  time_zone    text not null,
  updated_at   timestamptz not null default now()
);
comment on column public.social_settings.time_zone
  is 'Of new posts and of slots. Without a row: the time zone of the workspace''s first owner.';

create table public.social_templates (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  name         text not null,
  body         text not null,
  network      text,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  constraint social_templates_name_length check (char_length(name) between 1 and 60),
  constraint social_templates_body_length check (char_length(body) between 1 and 5000),
  constraint social_templates_network_known check (network in ('instagram', 'facebook', 'youtube', 'tiktok'))
);
comment on table public.social_templates is 'Captions with the placeholders {title}, {asin}, {link} and {hashtags}.';
create unique index social_templates_name_idx on public.social_templates (workspace_id, lower(name));

create table public.social_hashtag_sets (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  name         text not null,
  tags         text[] not null,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  constraint social_hashtag_sets_name_length check (char_length(name) between 1 and 60),
  constraint social_hashtag_sets_tags_length check (case when array_ndims(tags) = 1 then cardinality(tags) <= 30
    and array_position(tags, null) is null and char_length(array_to_string(tags, ' ')) <= 4000 else false end)
);
comment on column public.social_hashtag_sets.tags is 'Without their signs.';
create unique index social_hashtag_sets_name_idx on public.social_hashtag_sets (workspace_id, lower(name));

create table public.social_slots (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid not null references public.workspaces (id) on delete cascade,
  weekday        smallint not null,
  wall_time      time not null,
  connection_ids uuid[] not null default '{}',

  constraint social_slots_weekday_known check (weekday between 1 and 7),
  constraint social_slots_whole_minute check (extract(second from wall_time) = 0),
  constraint social_slots_accounts_bounded check (cardinality(connection_ids) <= 50)
);
comment on table public.social_slots is 'Weekly times at which posts go out, on the clock of social_settings.';
comment on column public.social_slots.weekday is 'Monday is 1, Sunday 7.';
comment on column public.social_slots.connection_ids is 'The accounts it is for; empty: every account.';
create index social_slots_list_idx on public.social_slots (workspace_id, weekday, wall_time);

-- One row per limit, so that each has its own source and date. The service role changes them without a release.
create table public.social_limits (
  network     text not null,
  name        text not null,
  value       bigint not null,
  unit        text not null,
  is_blocking boolean not null,
  source      text not null,
  checked_at  date,
  position    smallint not null,

  primary key (network, name),
  constraint social_limits_network_known check (network in ('instagram', 'facebook', 'youtube', 'tiktok')),
  constraint social_limits_unit_known
    check (unit in ('utf16', 'codepoints', 'bytes', 'count', 'seconds', 'pixels', 'ratio_percent')),
  constraint social_limits_value_not_negative check (value >= 0),
  constraint social_limits_source_length check (char_length(source) between 1 and 300)
);
comment on table public.social_limits is 'What each network accepts, with where it was read and when.';
comment on column public.social_limits.checked_at is
  'The day on which the source said so; null: nobody has confirmed it yet.';
comment on column public.social_limits.is_blocking is 'False: a post over it is accepted with a warning.';

insert into public.social_limits (network, name, value, unit, is_blocking, source, checked_at, position)
select network, name, value, unit, is_blocking, source || case when is_read then '' else ' (not confirmed)' end,
  case when is_read then date '2026-11-22' end, row_number() over ()
from (values
  ('instagram', 'caption_length', 2200::bigint, 'utf16', true, 'Meta, Instagram content publishing', true),
  ('instagram', 'hashtags', 5::bigint, 'count', true, 'Ayrshare and RouteNote, since December 2025', true),
  ('instagram', 'mentions', 3::bigint, 'count', false, 'Ayrshare, Instagram limits', true),
  ('instagram', 'video_seconds_min', 3::bigint, 'seconds', true, 'Meta, Instagram content publishing', false),
  ('instagram', 'video_seconds_max', 90::bigint, 'seconds', true, 'Meta, Instagram content publishing', false),
  ('instagram', 'video_bytes_max', 1000000000::bigint, 'bytes', true, 'Meta, Instagram content publishing', false),
  ('instagram', 'video_ratio_min', 1::bigint, 'ratio_percent', true, 'Meta, Instagram content publishing', false),
  ('instagram', 'video_ratio_max', 1000::bigint, 'ratio_percent', true, 'Meta, Instagram content publishing', false),
  ('facebook', 'caption_length', 63206::bigint, 'utf16', true, 'Meta, Page posts', false),
  ('facebook', 'title_length', 255::bigint, 'utf16', true, 'Meta, Page videos', false),
  ('facebook', 'video_seconds_min', 1::bigint, 'seconds', true, 'Meta, Page videos', false),
  ('facebook', 'video_seconds_max', 14400::bigint, 'seconds', true, 'Meta, Page videos', false),
  ('facebook', 'video_bytes_max', 10000000000::bigint, 'bytes', true, 'Meta, Page videos', false),
  ('facebook', 'reel_seconds_min', 3::bigint, 'seconds', true, 'Meta, Reels of pages, older version', false),
  ('facebook', 'reel_seconds_max', 90::bigint, 'seconds', true, 'Meta, Reels of pages, older version', false),
  ('facebook', 'reel_width_min', 540::bigint, 'pixels', true, 'Meta, Reels publishing of pages', true),
  ('facebook', 'reel_height_min', 960::bigint, 'pixels', true, 'Meta, Reels publishing of pages', true),
  ('facebook', 'reel_ratio_min', 55::bigint, 'ratio_percent', true, 'Meta, Reels publishing of pages', true),
  ('facebook', 'reel_ratio_max', 57::bigint, 'ratio_percent', true, 'Meta, Reels publishing of pages', true),
  ('youtube', 'title_length', 100::bigint, 'utf16', true, 'YouTube Data API, videos resource', true),
  ('youtube', 'caption_length', 5000::bigint, 'bytes', true, 'YouTube Data API, videos resource', true),
  ('youtube', 'tags_length', 500::bigint, 'utf16', true, 'YouTube Data API, videos resource', false),
  ('youtube', 'hashtags', 60::bigint, 'count', false, 'YouTube Help, hashtags', false),
  ('youtube', 'video_seconds_min', 1::bigint, 'seconds', true, 'YouTube Help, uploads', false),
  ('youtube', 'video_seconds_max', 43200::bigint, 'seconds', true, 'YouTube Help, uploads', false),
  ('youtube', 'video_bytes_max', 256000000000::bigint, 'bytes', true, 'YouTube Data API, videos.insert', false),
  ('tiktok', 'caption_length', 2200::bigint, 'utf16', true, 'TikTok, Content Posting API', true),
  ('tiktok', 'video_seconds_min', 3::bigint, 'seconds', true, 'TikTok, Content Posting API', false),
  ('tiktok', 'video_seconds_max', 600::bigint, 'seconds', true, 'TikTok, Content Posting API', false),
  ('tiktok', 'video_bytes_max', 4000000000::bigint, 'bytes', true, 'TikTok, Content Posting API', false),
  ('tiktok', 'video_width_min', 360::bigint, 'pixels', true, 'TikTok, Content Posting API', false),
  ('tiktok', 'video_height_min', 360::bigint, 'pixels', true, 'TikTok, Content Posting API', false)
) as seeded (network, name, value, unit, is_blocking, source, is_read);

create trigger _100_touch_updated_at before update on public.social_settings
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.social_templates
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.social_hashtag_sets
  for each row execute function private.touch_updated_at();

alter table public.social_settings enable row level security;
alter table public.social_templates enable row level security;
alter table public.social_hashtag_sets enable row level security;
alter table public.social_slots enable row level security;
alter table public.social_limits enable row level security;

grant select on public.social_settings, public.social_templates, public.social_hashtag_sets, public.social_slots,
  public.social_limits to authenticated;
grant insert (name, body, network), update (name, body, network), delete on public.social_templates to authenticated;
grant insert (name, tags), update (name, tags), delete on public.social_hashtag_sets to authenticated;
grant all on public.social_settings, public.social_templates, public.social_hashtag_sets, public.social_slots,
  public.social_limits to service_role;

create policy "Editors can read how their workspace posts" on public.social_settings
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's captions" on public.social_templates
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can add captions" on public.social_templates
  for insert to authenticated
  with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's captions" on public.social_templates
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete their workspace's captions" on public.social_templates
  for delete to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's hashtags" on public.social_hashtag_sets
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can add hashtags" on public.social_hashtag_sets
  for insert to authenticated
  with check (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can change their workspace's hashtags" on public.social_hashtag_sets
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()))
  with check (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete their workspace's hashtags" on public.social_hashtag_sets
  for delete to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's slots" on public.social_slots
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read what networks accept" on public.social_limits
  for select to authenticated using ((select private.can_edit()));

select private.note_writes_of(format('public.social_%s', name)::regclass)
from unnest(array['settings', 'templates', 'hashtag_sets', 'slots', 'limits']) as name;

create function private.social_time_zone(p_workspace_id uuid) returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (select time_zone from public.social_settings where workspace_id = p_workspace_id),
    (select person.time_zone from public.workspace_members as member
      join public.users as person on person.id = member.user_id
      where member.workspace_id = p_workspace_id and member.role = 'owner'
      order by member.created_at, person.id limit 1),
    'UTC');
$$;

-- Security definer: the default is another member's time zone, and only these functions write.
create function public.get_social_settings() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return jsonb_build_object('time_zone', private.social_time_zone(private.require_editor()));
end;
$$;

create function public.update_social_settings(p_time_zone text) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  insert into public.social_settings (workspace_id, time_zone) values (v_workspace_id, p_time_zone)
  on conflict (workspace_id) do update set time_zone = excluded.time_zone;
end;
$$;

create function public.list_social_slots() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', id, 'weekday', weekday, 'time', to_char(wall_time, 'HH24:MI'),
      'connection_ids', connection_ids) order by weekday, wall_time, id)
    from public.social_slots where workspace_id = v_workspace_id), '[]');
end;
$$;

-- All slots in place of those before: [{weekday, time, connection_ids}].
create function public.replace_social_slots(p_slots jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  -- Two requests at once: the second replaces what the first wrote.
  perform from public.workspaces where id = v_workspace_id for update;
  if jsonb_typeof(p_slots) is distinct from 'array' or jsonb_array_length(p_slots) > 168 then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'A workspace has at most 168 slots.',
      hint = 'slots';
  end if;
  if exists (select from jsonb_array_elements(p_slots) as slot,
      jsonb_array_elements_text(coalesce(slot -> 'connection_ids', '[]')) as named
    where not exists (select from public.social_connections
      where id = named::uuid and workspace_id = v_workspace_id)) then
    raise exception 'social_account_not_found' using errcode = 'PT404',
      detail = 'We can''t find one of these accounts in your workspace.', hint = 'slots';
  end if;
  delete from public.social_slots where workspace_id = v_workspace_id;
  insert into public.social_slots (workspace_id, weekday, wall_time, connection_ids)
  select v_workspace_id, (slot ->> 'weekday')::smallint, (slot ->> 'time')::time,
    array(select distinct jsonb_array_elements_text(coalesce(slot -> 'connection_ids', '[]'))::uuid)
  from jsonb_array_elements(p_slots) as slot;
end;
$$;

create function public.list_social_limits() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform private.require_editor();
  return (select jsonb_agg(to_jsonb(known) - 'position' order by position) from public.social_limits as known);
end;
$$;

grant execute on function public.get_social_settings, public.update_social_settings, public.list_social_slots,
  public.replace_social_slots, public.list_social_limits to authenticated;
